"""A loaded translation model: segments in, translations with scores out, formatting kept, group by group."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.domain.errors import AppError, ErrorCode
from app.domain.models.manifest import Manifest, TranslationKind
from app.engines.translation.assemble import Piece, Text, is_vague, joined, links_of
from app.engines.translation.markup import Link, Marked, runs_of, take_out
from app.engines.translation.pieces import groups, split_long
from app.engines.translation.runtime import BATCH, Batch, Runtime
from app.engines.translation.tokens import END, Encoded, Tokens, spans_of

MOST_TOKENS = 200
"""Of a piece of text: what these models were trained on is rarely longer, and Marian has 512 places."""
LONGEST_RATIO, LONGEST_REST = 3, 24
"""A translation has at most so many tokens for each of its source's, and so many more."""
NO_REPEAT, STRICTER_NO_REPEAT, STRICTER_PENALTY = 0, 3, 1.2
MOST_RUNS = 16
"""Marked runs of a segment that are also translated by themselves."""
STOPS = (".", "。", "!", "！", "?", "？")
LEAST_LIKELY = 0.02
"""An alternative whose first word is less likely than this is none."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How segments are to be translated; as the task says it."""

    source: str
    target: str
    beam: int = 4
    alternatives: int = 1
    prefix: str = ""
    stricter: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Translations of the segments of these ``numbers``; ``cut``: the numbers of those that came to the limit."""

    numbers: tuple[int, ...]
    texts: tuple[tuple[str, ...], ...]
    scores: tuple[float, ...]
    cut: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Work:
    """A group taken apart: ``marked`` are its segments, ``pieces`` theirs, counted by places in ``numbers``."""

    numbers: tuple[int, ...]
    segments: list[str]
    marked: list[Marked]
    pieces: list[Piece]
    batches: list[Batch]

    @property
    def is_marked(self) -> bool:
        return any(one.nodes for one in self.marked)

    @property
    def wants_more(self) -> bool:
        """The engine has to look at it again, or has had a part of it only."""
        return self.is_marked or len(self.batches) > 1


class TranslationModel:
    """Not for two threads at once."""

    def __init__(self, folder: Path, device: str = "auto") -> None:
        """Raises AppError: MODEL_MISSING, MODEL_BROKEN, MODEL_UNSUPPORTED, OUT_OF_MEMORY."""
        self.manifest = Manifest.load(folder)
        facts = self.manifest.translation
        if facts is None or facts.model_file != "model.bin":
            raise AppError(ErrorCode.MODEL_UNSUPPORTED, model=self.manifest.id, path=str(folder), problem="role")
        self._facts = facts
        self._tokens = Tokens(folder, self.manifest, facts)
        self._runtime = Runtime(folder, self.manifest, device)

    @property
    def device(self) -> str:
        """'cuda' or 'cpu'."""
        return self._runtime.device

    def count(self, text: str) -> int:
        """Tokens of a translation."""
        return self._tokens.count_target(text)

    def translate(
        self, segments: Sequence[str], wish: Wish, stop_if_cancelled: Callable[[], None] = lambda: None
    ) -> Iterator[Group]:
        """Every segment once, in no promised order. ``stop_if_cancelled`` is called before each group.

        While the engine has one group, the texts of the one before are put together and the next is taken apart.
        Raises AppError, and what ``stop_if_cancelled`` raises.
        """
        before: _Work | None = None
        for numbers in groups([len(segment) for segment in segments]):
            work = self._work(numbers, segments, wish)
            if before is not None:
                self._runtime.results(before.batches[0])
                if before.wants_more:
                    yield self._finished(before, wish, stop_if_cancelled)
                    before = None
            try:
                stop_if_cancelled()
                self._runtime.begin(work.batches[0])
            finally:  # what is translated is told, also where a stop came meanwhile
                if before is not None:
                    yield self._finished(before, wish, stop_if_cancelled)
            before = work
        if before is not None:
            yield self._finished(before, wish, stop_if_cancelled)

    def all_of(
        self, segments: Sequence[str], wish: Wish, stop_if_cancelled: Callable[[], None] = lambda: None
    ) -> tuple[list[tuple[str, ...]], list[float]]:
        """:meth:`translate` waited for: the texts of each segment and its score, in the order they were given."""
        texts: list[tuple[str, ...]] = [()] * len(segments)
        scores = [0.0] * len(segments)
        for group in self.translate(segments, wish, stop_if_cancelled):
            for number, found, score in zip(group.numbers, group.texts, group.scores, strict=True):
                texts[number], scores[number] = found, score
        return texts, scores

    def bare(self, segments: Sequence[str], wish: Wish) -> list[str]:
        """By the library alone, all in one call, with nothing kept or looked at: what this engine is measured by."""
        sources = [self._tokens.encode(segment, wish.source, wish.target) for segment in segments]
        options: dict[str, Any] = {"beam_size": wish.beam, "return_scores": True}
        options["replace_unknowns"] = self._facts.kind is TranslationKind.OPUS
        options["max_decoding_length"] = self._most(sources)
        if begin := self._tokens.begin(wish.target, ""):
            options["target_prefix"] = [begin] * len(sources)
        results = self._runtime.results(Batch([source.tokens for source in sources], options))
        return [self._tokens.decode(self._words(one.hypotheses[0], wish)) for one in results]

    def _work(self, numbers: tuple[int, ...], segments: Sequence[str], wish: Wish) -> _Work:
        own = [segments[number] for number in numbers]
        marked = [take_out(segment) for segment in own]
        pieces = [piece for place, one in enumerate(marked) for piece in self._pieces(place, one.plain, wish)]
        some = [pieces[start : start + BATCH] for start in range(0, len(pieces), BATCH)] or [[]]
        return _Work(numbers, own, marked, pieces, [self._batch(part, wish) for part in some])

    def _finished(self, work: _Work, wish: Wish, stop_if_cancelled: Callable[[], None]) -> Group:
        made: list[list[Text]] = []
        for place, batch in enumerate(work.batches):  # a long segment alone has more pieces than a group has segments
            if place:
                stop_if_cancelled()
            some = work.pieces[place * BATCH : (place + 1) * BATCH]
            made += self._texts(some, batch, [bool(work.marked[piece.number].nodes) for piece in some], wish)
        texts, scores, cut = [], [], []
        own: list[list[tuple[Piece, list[Text]]]] = [[] for _ in work.numbers]
        for piece, written in zip(work.pieces, made, strict=True):
            own[piece.number].append((piece, written))
        alone = self._alone(work.marked, own, wish) if work.is_marked else {}
        for place, one in enumerate(work.marked):
            if own[place]:
                found, score, is_cut = joined(one, own[place], wish.target, alone.get(place))
            else:
                found, score, is_cut = (work.segments[place],), 0.0, False
            texts.append(found)
            scores.append(score)
            cut += [work.numbers[place]] if is_cut else []
        return Group(work.numbers, tuple(texts), tuple(scores), tuple(cut))

    def _alone(
        self, marked: Sequence[Marked], own: Sequence[Sequence[tuple[Piece, list[Text]]]], wish: Wish
    ) -> dict[int, dict[tuple[int, int], str]]:
        """Of segments whose translation does not tell which words mean which: their marked words by themselves."""
        asked = [
            (number, run, one.plain[run[0] : run[1]].strip())
            for number, one in enumerate(marked)
            if one.nodes and is_vague([made[0] for _, made in own[number]])
            for run in runs_of(one)[:MOST_RUNS]
        ]
        pieces = [
            Piece(place, 0, len(text), self._tokens.encode(text, wish.source, wish.target))
            for place, (_, _, text) in enumerate(asked)
        ]
        found: dict[int, dict[tuple[int, int], str]] = {}
        plainly = replace(wish, alternatives=1, prefix="")
        made = self._texts(pieces, self._batch(pieces, plainly), [False] * len(pieces), plainly)
        for (number, run, text), (written, *_) in zip(asked, made, strict=True):
            ends = written.text.strip()
            if not text.endswith(STOPS):
                ends = ends.rstrip("".join(STOPS))
            found.setdefault(number, {})[run] = ends
        return found

    def _pieces(self, number: int, plain: str, wish: Wish) -> Iterator[Piece]:
        if not any(character.isalnum() for character in plain):
            return
        for start, end in split_long(plain, MOST_TOKENS, self._tokens.count):
            text = plain[start:end]
            inner = text.strip()
            if not inner:
                continue
            start += len(text) - len(text.lstrip())  # a clause or word is cut off with the space before it
            encoded = self._tokens.encode(inner, wish.source, wish.target)
            yield Piece(number, start, start + len(inner), encoded)

    def _batch(self, pieces: Sequence[Piece], wish: Wish) -> Batch:
        begin = self._tokens.begin(wish.target, wish.prefix)
        options: dict[str, Any] = {
            "beam_size": max(wish.beam, wish.alternatives),
            "num_hypotheses": wish.alternatives,
            "max_decoding_length": self._most([piece.encoded for piece in pieces], len(begin)),
            "return_scores": True,
            "replace_unknowns": self._facts.kind is TranslationKind.OPUS,
            "no_repeat_ngram_size": STRICTER_NO_REPEAT if wish.stricter else NO_REPEAT,
            "repetition_penalty": STRICTER_PENALTY if wish.stricter else 1.0,
        }
        if begin:
            marks = self._tokens.begin(wish.target, "")
            options["target_prefix"] = [begin if piece.start == 0 else marks for piece in pieces]
        if wish.alternatives > 1 and wish.prefix:
            options |= {"return_alternatives": True, "min_alternative_expansion_prob": LEAST_LIKELY}
        return Batch([piece.encoded.tokens for piece in pieces], options)

    def _texts(self, pieces: Sequence[Piece], batch: Batch, marked: Sequence[bool], wish: Wish) -> list[list[Text]]:
        """For each piece its translations; with links for those that are ``marked``."""
        if not pieces:
            return []
        results, most = self._runtime.results(batch), int(batch.options["max_decoding_length"])
        found = [
            [self._text(tokens, score, wish, most) for tokens, score in zip(one.hypotheses, one.scores, strict=True)]
            for one in results
        ]
        written = [
            (row, place, pieces[row], tokens)
            for row, one in enumerate(results)
            for place, tokens in enumerate(one.hypotheses)
            if marked[row] and tokens
        ]
        looked = self._looked([(piece, tokens) for _, _, piece, tokens in written])
        for (row, place, piece, tokens), attention in zip(written, looked, strict=True):
            links = self._links(piece, tokens, attention, wish)
            found[row][place] = replace(found[row][place], links=links)
        return found

    def _looked(self, written: Sequence[tuple[Piece, list[str]]]) -> list[Sequence[Sequence[float]]]:
        """For each translation its tokens' attention, read in a pass over what is already written: while it searches
        among several beams, the library (4.8) tells that of another row for the first token."""
        if not written:
            return []
        prefixes = [tokens for _, tokens in written]
        options = {"beam_size": 1, "return_attention": True, "target_prefix": prefixes}
        options["max_decoding_length"] = max(map(len, prefixes)) + 1
        batch = Batch([piece.encoded.tokens for piece, _ in written], options)
        return [one.attention[0] for one in self._runtime.results(batch)]

    def _text(self, tokens: Sequence[str], score: float, wish: Wish, most: int) -> Text:
        text = self._tokens.decode(self._words(tokens, wish))
        sure = min(0.0, score) if math.isfinite(score) else -100.0
        return Text(text, (), sure, len(tokens), len(tokens) >= most)

    def _links(
        self, piece: Piece, tokens: Sequence[str], attention: Sequence[Sequence[float]], wish: Wish
    ) -> tuple[Link, ...]:
        words = self._words(tokens, wish)
        spans = spans_of(self._tokens.decode(words), words)
        return links_of(words, spans, attention[self._tokens.marks(wish.target) :], piece)

    def _words(self, tokens: Sequence[str], wish: Wish) -> list[str]:
        return [token for token in tokens[self._tokens.marks(wish.target) :] if token != END]

    def _most(self, sources: Sequence[Encoded], more: int = 0) -> int:
        """Tokens that a translation may have, whose source is as long as the longest of these."""
        longest = max((len(source.tokens) for source in sources), default=0)
        return min(longest * LONGEST_RATIO + LONGEST_REST + more, self._runtime.longest)
