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
from app.engines.translation.runtime import FAILURES, open_translator, told
from app.engines.translation.tokens import END, Tokens, spans_of

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
    """Translations of the segments from ``first`` on; ``cut``: the numbers of those that came to the limit."""

    first: int
    texts: tuple[tuple[str, ...], ...]
    scores: tuple[float, ...]
    cut: tuple[int, ...]


class TranslationModel:
    """Not for two threads at once."""

    def __init__(self, folder: Path, device: str = "auto") -> None:
        """Raises AppError: MODEL_MISSING, MODEL_BROKEN, MODEL_UNSUPPORTED, OUT_OF_MEMORY."""
        self.manifest = Manifest.load(folder)
        facts = self.manifest.translation
        if facts is None or facts.model_file != "model.bin":
            raise AppError(ErrorCode.MODEL_UNSUPPORTED, model=self.manifest.id, path=str(folder), problem="role")
        self._folder, self._facts = folder, facts
        self._tokens = Tokens(folder, self.manifest, facts)
        self._translator, self.device = open_translator(folder, self.manifest, device)

    def count(self, text: str) -> int:
        """Tokens of a translation."""
        return self._tokens.count_target(text)

    def translate(
        self, segments: Sequence[str], wish: Wish, stop_if_cancelled: Callable[[], None] = lambda: None
    ) -> Iterator[Group]:
        """Every segment once, in order. ``stop_if_cancelled`` is called before each group.

        Raises AppError, and what ``stop_if_cancelled`` raises.
        """
        for group in groups([len(segment) for segment in segments]):
            stop_if_cancelled()
            yield self._group(group.start, [segments[number] for number in group], wish, stop_if_cancelled)

    def _group(self, first: int, segments: Sequence[str], wish: Wish, stop_if_cancelled: Callable[[], None]) -> Group:
        marked = [take_out(segment) for segment in segments]
        pieces = [piece for number, one in enumerate(marked) for piece in self._pieces(number, one.plain, wish)]
        made: list[list[Text]] = []
        for start in range(0, len(pieces), 32):  # a long segment alone has more pieces than a group has segments
            if start:
                stop_if_cancelled()
            some = pieces[start : start + 32]
            made += self._run(some, [bool(marked[piece.number].nodes) for piece in some], wish)
        texts, scores, cut = [], [], []
        own: list[list[tuple[Piece, list[Text]]]] = [[] for _ in segments]
        for piece, written in zip(pieces, made, strict=True):
            own[piece.number].append((piece, written))
        alone = self._alone(marked, own, wish)
        for number, one in enumerate(marked):
            nothing = (segments[number],), 0.0, False
            found, score, is_cut = joined(one, own[number], wish.target, alone.get(number)) if own[number] else nothing
            texts.append(found)
            scores.append(score)
            cut += [first + number] if is_cut else []
        return Group(first, tuple(texts), tuple(scores), tuple(cut))

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
        made = self._run(pieces, [False] * len(pieces), replace(wish, alternatives=1, prefix=""))
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

    def _run(self, pieces: Sequence[Piece], marked: Sequence[bool], wish: Wish) -> list[list[Text]]:
        """For each piece its translations; with links for those that are ``marked``."""
        if not pieces:
            return []
        longest = max(len(piece.encoded.tokens) for piece in pieces)
        marks, begin = self._tokens.begin(wish.target, ""), self._tokens.begin(wish.target, wish.prefix)
        most = longest * LONGEST_RATIO + LONGEST_REST + len(begin)
        options: dict[str, Any] = {
            "beam_size": max(wish.beam, wish.alternatives),
            "num_hypotheses": wish.alternatives,
            "max_decoding_length": most,
            "return_scores": True,
            "replace_unknowns": self._facts.kind is TranslationKind.OPUS,
            "no_repeat_ngram_size": STRICTER_NO_REPEAT if wish.stricter else NO_REPEAT,
            "repetition_penalty": STRICTER_PENALTY if wish.stricter else 1.0,
        }
        if begin:
            options["target_prefix"] = [begin if piece.start == 0 else marks for piece in pieces]
        if wish.alternatives > 1 and wish.prefix:
            options |= {"return_alternatives": True, "min_alternative_expansion_prob": LEAST_LIKELY}
        results = self._answered([piece.encoded.tokens for piece in pieces], options)
        found = [
            [self._text(tokens, score, wish, most) for tokens, score in zip(one.hypotheses, one.scores, strict=True)]
            for piece, one in zip(pieces, results, strict=True)
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
        return [one.attention[0] for one in self._answered([piece.encoded.tokens for piece, _ in written], options)]

    def _answered(self, sources: Sequence[list[str]], options: dict[str, Any]) -> list[Any]:
        asked = {"max_input_length": 0, "max_batch_size": 32, **options}
        try:
            return list(self._translator.translate_batch(sources, **asked))
        except FAILURES as error:
            if self.device == "cpu":
                raise told(error, self._folder, self.manifest) from error
        self._translator, self.device = open_translator(self._folder, self.manifest, "cpu")
        return list(self._translator.translate_batch(sources, **asked))

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
