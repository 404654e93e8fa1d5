"""A loaded translation model: segments in, translations with scores out, formatting kept, group by group."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.domain.errors import AppError, ErrorCode
from app.domain.manifest import Manifest, TranslationKind
from app.engines.translation.markup import Link, Look, Marked, put_back, take_out
from app.engines.translation.pieces import groups, split_long
from app.engines.translation.runtime import open_translator, told
from app.engines.translation.tokens import END, SPACE, Encoded, Tokens

MOST_TOKENS = 200
"""Of a piece of text: what these models were trained on is rarely longer, and Marian has 512 places."""
LONGEST_RATIO, LONGEST_REST = 3, 24
"""A translation has at most so many tokens for each of its source's, and so many more."""
NO_REPEAT, STRICTER_NO_REPEAT, STRICTER_PENALTY = 0, 3, 1.2
LEAST_LIKELY = 0.02
"""An alternative whose first word is less likely than this is none."""
LEAST_LOOK = 0.04
"""Share of the attention of a word of the translation under which it does not look at a word of the source."""


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


@dataclass(frozen=True, slots=True)
class _Text:
    """One translation of a piece. ``links`` count in it, and in the piece's source."""

    text: str
    links: tuple[Link, ...]
    score: float
    tokens: int
    is_cut: bool


@dataclass(frozen=True, slots=True)
class _Piece:
    """Characters [start, end) of the plain segment ``number``."""

    number: int
    start: int
    end: int
    encoded: Encoded


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
        made: list[list[_Text]] = []
        for start in range(0, len(pieces), 32):  # a long segment alone has more pieces than a group has segments
            if start:
                stop_if_cancelled()
            made += self._run(pieces[start : start + 32], wish)
        texts, scores, cut = [], [], []
        for number, one in enumerate(marked):
            own = [(piece, made[index]) for index, piece in enumerate(pieces) if piece.number == number]
            found, score, is_cut = _joined(segments[number], one, own, wish)
            texts.append(found)
            scores.append(score)
            cut += [first + number] if is_cut else []
        return Group(first, tuple(texts), tuple(scores), tuple(cut))

    def _pieces(self, number: int, plain: str, wish: Wish) -> Iterator[_Piece]:
        if not any(character.isalnum() for character in plain):
            return
        for start, end in split_long(plain, MOST_TOKENS, self._tokens.count):
            text = plain[start:end]
            inner = text.strip()
            if not inner:
                continue
            start += len(text) - len(text.lstrip())  # a clause or word is cut off with the space before it
            encoded = self._tokens.encode(inner, wish.source, wish.target)
            yield _Piece(number, start, start + len(inner), encoded)

    def _run(self, pieces: Sequence[_Piece], wish: Wish) -> list[list[_Text]]:
        if not pieces:
            return []
        longest = max(len(piece.encoded.tokens) for piece in pieces)
        marks, begin = self._tokens.begin(wish.target, ""), self._tokens.begin(wish.target, wish.prefix)
        options: dict[str, Any] = {
            "beam_size": max(wish.beam, wish.alternatives),
            "num_hypotheses": wish.alternatives,
            "max_decoding_length": longest * LONGEST_RATIO + LONGEST_REST + len(begin),
            "max_input_length": 0,
            "max_batch_size": 32,
            "return_scores": True,
            "return_attention": True,
            "replace_unknowns": self._facts.kind is TranslationKind.OPUS,
            "no_repeat_ngram_size": STRICTER_NO_REPEAT if wish.stricter else NO_REPEAT,
            "repetition_penalty": STRICTER_PENALTY if wish.stricter else 1.0,
        }
        if begin:
            options["target_prefix"] = [begin if piece.start == 0 else marks for piece in pieces]
        if wish.alternatives > 1 and wish.prefix:
            options |= {"return_alternatives": True, "min_alternative_expansion_prob": LEAST_LIKELY}
        sources = [piece.encoded.tokens for piece in pieces]
        try:
            results = self._translator.translate_batch(sources, **options)
        except (RuntimeError, ValueError, MemoryError) as error:
            if self.device == "cpu":
                raise told(error, self._folder, self.manifest) from error
            self._translator, self.device = open_translator(self._folder, self.manifest, "cpu")
            results = self._translator.translate_batch(sources, **options)
        most = options["max_decoding_length"]
        return [self._texts(piece, result, wish, most) for piece, result in zip(pieces, results, strict=True)]

    def _texts(self, piece: _Piece, result: Any, wish: Wish, most: int) -> list[_Text]:
        marks, found = self._tokens.marks(wish.target), []
        for tokens, score, attention in zip(result.hypotheses, result.scores, result.attention, strict=True):
            words = [token for token in tokens[marks:] if token != END]
            text, spans = self._tokens.decode(words)
            links = _links(words, spans, attention[marks:], piece)
            sure = score if math.isfinite(score) else -100.0
            found.append(_Text(text, links, min(0.0, sure), len(tokens), len(tokens) >= most))
        return found


def _links(
    tokens: Sequence[str], spans: Sequence[tuple[int, int]], attention: Sequence[Sequence[float]], piece: _Piece
) -> tuple[Link, ...]:
    """A link for each token that writes something; the parts of a word in an alphabet share one."""
    links: list[Link] = []
    for token, (start, end), row in zip(tokens, spans, attention, strict=False):
        if start == end:
            continue
        looks = _looks(row, piece)
        inside = not token.startswith(SPACE) and token[:1].isalpha() and token[:1] < "\u2e80"
        last = links[-1] if links else None
        if inside and last and last.end == start and looks and last.looks and last.looks[0].end == looks[0].start:
            links[-1] = Link(last.start, end, (*last.looks, *looks))
        else:
            links.append(Link(start, end, looks))
    return tuple(links)


def _looks(row: Sequence[float], piece: _Piece) -> tuple[Look, ...]:
    """Where it looks, in the segment's characters; the end and the marks of languages are nowhere."""
    found = [
        Look(piece.start + seen[0], piece.start + seen[1], share)
        for share, seen in zip(row, piece.encoded.spans, strict=False)
        if seen is not None and seen[0] < seen[1] and share > LEAST_LOOK
    ]
    return tuple(sorted(found, key=lambda look: -look.share))


def _joined(
    segment: str, marked: Marked, own: Sequence[tuple[_Piece, Sequence[_Text]]], wish: Wish
) -> tuple[tuple[str, ...], float, bool]:
    """The segment's translations, the score of the first, whether it was cut."""
    if not own:
        return (segment,), 0.0, False
    texts = []
    for number in range(max(1, min(wish.alternatives, *(len(made) for _, made in own)))):
        text, links = "", list[Link]()
        at = 0
        for piece, made in own:
            between = marked.plain[at : piece.start]
            text += _gap(between, text, wish.target) if at else between
            chosen = made[number]
            links += [replace(link, start=len(text) + link.start, end=len(text) + link.end) for link in chosen.links]
            text += chosen.text
            at = piece.end
        text += marked.plain[at:]
        whole = put_back(marked, text, links)
        if whole not in texts:
            texts.append(whole)
    tokens = sum(made[0].tokens for _, made in own)
    score = sum(made[0].score * made[0].tokens for _, made in own) / max(1, tokens)
    return tuple(texts), score, any(made[0].is_cut for _, made in own)


def _gap(between: str, before: str, target: str) -> str:
    """What stands between two pieces: Chinese and Japanese have no space after a full stop."""
    if between.strip(" "):
        return between
    wide = target.lower().startswith(("zh", "ja"))
    if wide:
        return "" if before[-1:] > "\u2e80" else between
    return between or (" " if before[-1:].isascii() else "")
