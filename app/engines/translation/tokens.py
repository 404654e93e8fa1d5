"""Text to the tokens of a translation model and back: SentencePiece, the marks of languages, where each token stood."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sentencepiece

from app.domain.errors import AppError, ErrorCode
from app.domain.models.manifest import Manifest, TranslationFacts, TranslationKind

END, SPACE = "</s>", "\u2581"
_LARGEST_JSON = 64 << 20
_MANY = {  # the codes of >>…<< and of NLLB, the likelier first
    "zh": ("cmn_Hans", "zho_Hans", "cmn", "zho", "zh"), "zh-hant": ("cmn_Hant", "zho_Hant", "cmn", "zho", "zh"),
    "en": ("eng", "eng_Latn"), "de": ("deu", "deu_Latn"), "fr": ("fra", "fra_Latn"), "es": ("spa", "spa_Latn"),
    "it": ("ita", "ita_Latn"), "pt": ("por", "por_Latn"), "ja": ("jpn", "jpn_Jpan"), "ko": ("kor", "kor_Hang"),
    "ru": ("rus", "rus_Cyrl"), "ar": ("ara", "arb_Arab"), "nl": ("nld", "nld_Latn"), "pl": ("pol", "pol_Latn"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Encoded:
    """``tokens`` as the model takes them: ``ahead`` marks of languages, the pieces of ``text``, perhaps the end."""

    tokens: list[str]
    text: str
    ahead: int

    def spans(self) -> list[tuple[int, int]]:
        """For each token its characters in the text, none for marks and the end."""
        return [(0, 0)] * self.ahead + spans_of(
            self.text, [token for token in self.tokens[self.ahead :] if token != END]
        )


class Tokens:
    """Of one model folder."""

    def __init__(self, folder: Path, manifest: Manifest, facts: TranslationFacts) -> None:
        """Raises AppError MODEL_BROKEN."""
        root = manifest.root(folder)
        self._facts, self._manifest, self._folder = facts, manifest, folder
        self._source = self._load(root / facts.source_tokenizer)
        same = facts.source_tokenizer == facts.target_tokenizer
        self._target = self._source if same else self._load(root / facts.target_tokenizer)
        self._adds_end = bool(_object(root / "config.json").get("add_source_eos"))
        self._known = _vocabulary(root) if facts.kind is not TranslationKind.MADLAD else frozenset[str]()

    def encode(self, text: str, source: str, target: str) -> Encoded:
        """``text`` as the model reads it on its way from ``source`` to ``target``."""
        ahead = self._ahead(source, target)
        pieces: list[str] = self._source.encode(text, out_type=str)
        return Encoded([*ahead, *pieces] if self._adds_end else [*ahead, *pieces, END], text, len(ahead))

    def begin(self, target: str, prefix: str) -> list[str]:
        """The tokens that the translation is to begin with; the first of them is a mark, as :meth:`marks` says."""
        words: list[str] = self._target.encode(prefix, out_type=str) if prefix else []
        return [*self._mark_of(target), *words]

    def marks(self, target: str) -> int:
        """How many tokens at the beginning of a translation are marks of the language and no text."""
        return len(self._mark_of(target))

    def decode(self, tokens: list[str]) -> str:
        return str(self._target.decode(tokens)) if tokens else ""

    def count(self, text: str) -> int:
        return len(self._source.encode(text))

    def count_target(self, text: str) -> int:
        return len(self._target.encode(text))

    def _ahead(self, source: str, target: str) -> list[str]:
        kind = self._facts.kind
        if kind is TranslationKind.MADLAD:
            code = target.lower().replace("_", "-")
            tags = (f"<2{code}>", "<2zh_Hant>" if code == "zh-hant" else "", f"<2{code.partition('-')[0]}>")
            unknown = self._source.unk_id()
            known = [tag for tag in tags if tag and self._source.piece_to_id(tag) != unknown]
            if not known:
                raise AppError(ErrorCode.MODEL_UNSUPPORTED, model=self._manifest.id, problem=f"no language {target}")
            return known[:1]
        if kind is TranslationKind.M2M:
            return self._mark_of(source)
        return next(([tag] for code in _codes(target) if (tag := f">>{code}<<") in self._known), [])

    def _mark_of(self, language: str) -> list[str]:
        if self._facts.kind is not TranslationKind.M2M:
            return []
        plain = language.lower().replace("_", "-").partition("-")[0]
        for mark in (f"__{plain}__", *_codes(language)):
            if mark in self._known:
                return [mark]
        raise AppError(ErrorCode.MODEL_UNSUPPORTED, model=self._manifest.id, problem=f"no language {language}")

    def _load(self, path: Path) -> Any:
        try:
            loaded = sentencepiece.SentencePieceProcessor(model_proto=path.read_bytes())
            if not loaded.encode("a"):  # bytes that are no model are taken for an empty one
                raise ValueError("it has no pieces")
            return loaded
        except (OSError, RuntimeError, ValueError, IndexError) as error:
            raise AppError(
                ErrorCode.MODEL_BROKEN,
                model=self._manifest.id,
                path=str(self._folder),
                file=path.name,
                problem=str(error)[:200],
            ) from error


def _codes(language: str) -> tuple[str, ...]:
    code = language.lower().replace("_", "-")
    if code in ("zh-tw", "zh-hk", "zh-mo"):
        code = "zh-hant"
    return _MANY.get(code, _MANY.get(code.partition("-")[0], (code,)))


def spans_of(text: str, pieces: list[str]) -> list[tuple[int, int]]:
    """Where each piece stands in ``text``, looked for from left to right: normalising may have changed characters."""
    spans: list[tuple[int, int]] = []
    at = 0
    for piece in pieces:
        bare = piece.replace(SPACE, " ").strip()
        start = at
        while start < len(text) and text[start].isspace():
            start += 1
        if not bare:
            spans.append((at, at))
            continue
        found = text.find(bare, start, start + len(bare) + 24)
        start = found if found >= 0 else start
        at = min(len(text), start + len(bare))
        spans.append((start, at))
    return spans


def _object(path: Path) -> dict[str, Any]:
    value = _json(path)
    return value if isinstance(value, dict) else {}


def _vocabulary(root: Path) -> frozenset[str]:
    """All tokens of the source side; CTranslate2 keeps them as JSON, older conversions as lines."""
    for name in ("shared_vocabulary", "source_vocabulary"):
        value = _json(root / f"{name}.json")
        if isinstance(value, list):
            return frozenset(token for token in value if isinstance(token, str))
        lines = root / f"{name}.txt"
        if lines.is_file() and lines.stat().st_size < _LARGEST_JSON:
            return frozenset(lines.read_text(encoding="utf-8", errors="replace").splitlines())
    return frozenset()


def _json(path: Path) -> Any:
    try:
        if path.stat().st_size > _LARGEST_JSON:
            return None
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
