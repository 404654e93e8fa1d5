"""Answers as JSON, both ways: a kept turn must be readable without the documents it quotes. No SQL."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from app.domain.ask.conversation import Answer, AnswerKind, Citation
from app.domain.ask.search import KeywordsAlone
from app.domain.library.place import Place


def answer_json(answer: Answer) -> str:
    """ASCII only, so that a file name that is not valid UTF-8 survives too."""
    return json.dumps(
        {
            "question": answer.question,
            "kind": answer.kind.value,
            "text": answer.text,
            "citations": [_citation_values(citation) for citation in answer.citations],
            "model": answer.model,
            "seconds": answer.seconds,
            "stopped": answer.stopped,
            "cut": answer.cut,
            "keywords_alone": answer.keywords_alone.value if answer.keywords_alone else None,
            "repeats": answer.repeats,
            "thought": answer.thought,
            "thought_seconds": answer.thought_seconds,
        },
        separators=(",", ":"),
    )


def answer_from_json(text: str) -> Answer:
    values = json.loads(text)
    values["kind"] = AnswerKind(values["kind"])
    alone = values.get("keywords_alone")
    values["keywords_alone"] = KeywordsAlone(alone) if alone else None
    values["citations"] = tuple(_citation(citation) for citation in values["citations"])
    return Answer(**values)


def _citation_values(citation: Citation) -> dict[str, Any]:
    return {
        "n": citation.n,
        "document_id": citation.document_id,
        "passage_id": citation.passage_id,
        "path": str(citation.path),
        "title": citation.title,
        "place": citation.place.as_json(),
        "text": citation.text,
        "supported": citation.supported,
        "translation": citation.translation,
    }


def _citation(values: dict[str, Any]) -> Citation:
    return Citation(**{**values, "path": Path(values["path"]), "place": Place.from_json(values["place"])})
