"""Marks the sentences of an answer whose passages do not support them; plain values, no Qt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.ask.citation import CitedSentence, Evidence, Support, cited_sentences
from app.domain.text.sentences import sentences
from app.ui.ask.answer_values import Block, BlockKind, Run


@dataclass(frozen=True, slots=True)
class Checked:
    """``doubts[i]`` is the sentence that runs with ``doubt == i`` belong to."""

    blocks: tuple[Block, ...]
    doubts: tuple[CitedSentence, ...] = ()


def check_blocks(blocks: Sequence[Block], passages: Mapping[int, str]) -> Checked:
    """``blocks`` with every unsupported citing sentence marked. ``passages`` holds the text behind each number."""
    doubts: list[CitedSentence] = []
    marked, evidence = [], Evidence(passages)
    for block in blocks:
        if block.kind is BlockKind.CODE:
            marked.append(block)
            continue
        found = [s for s in cited_sentences(block.text, evidence) if s.support is not Support.SUPPORTED]
        marked.append(replace(block, runs=tuple(_mark(block.runs, found, len(doubts)))) if found else block)
        doubts.extend(found)
    return Checked(tuple(marked), tuple(doubts))


def citing_sentence(blocks: Sequence[Block], ordinal: int) -> str:
    """The sentence that the ``ordinal``-th citation of the answer stands in."""
    for block in blocks:
        offset = 0
        for run in block.runs:
            if run.cite is not None:
                if ordinal == 0:
                    return next((s.of(block.text) for s in sentences(block.text) if offset < s.end), block.text)
                ordinal -= 1
            offset += len(run.text)
    return ""


def _mark(runs: Sequence[Run], doubtful: Sequence[CitedSentence], first: int) -> Iterator[Run]:
    offset = 0
    for run in runs:
        end = offset + len(run.text)
        position = offset
        for number, sentence in enumerate(doubtful, first):
            start, stop = max(position, sentence.span.start), min(end, sentence.span.end)
            if start >= stop:
                continue
            if position < start:
                yield replace(run, text=run.text[position - offset : start - offset])
            yield replace(run, text=run.text[start - offset : stop - offset], doubt=number)
            position = stop
        if position < end:
            yield replace(run, text=run.text[position - offset :])
        offset = end
