"""The one face of translation: segments in, checked segments out. What is known is never asked of an engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from app.domain.translate.glossary import Found, Terms, missing_terms
from app.domain.translate.left_alone import is_left_alone
from app.domain.translate.text_layout import LONGEST_PIECE
from app.domain.translate.translation import Mark, Origin, TranslatedSegment, TranslateOptions, Way
from app.domain.translate.translation_guard import Pair
from app.domain.translate.translation_memory import LEAST_LIKENESS, Remembered
from app.jobs.stop_signal import StopSignal
from app.services.translate.attempts import Open, best_of_attempts, in_pieces
from app.services.translate.choose_translation import ChooseTranslation
from app.services.translate.engine import Asked, Engine, Example
from app.storage.store import Store

EngineOf = Callable[[Way, str, str, TranslateOptions], Engine]


class Translator:
    """Blocking; may be called from any thread, several at a time."""

    def __init__(self, store: Store, choose: ChooseTranslation, engine_of: EngineOf) -> None:
        self._store, self._choose, self._engine_of = store, choose, engine_of

    def translate(
        self,
        segments: Sequence[str],
        source: str,
        target: str,
        options: TranslateOptions | None = None,
        stop: StopSignal | None = None,
        on_piece: Callable[[int, str], None] | None = None,
    ) -> Iterator[TranslatedSegment]:
        """Each segment exactly once, as soon as it is there, in no promised order; what needs no engine comes first.

        A segment is a sentence, or a short paragraph, without the white space around it; formatting inside it is
        ``⟦1⟧…⟦/1⟧`` and ``⟦2/⟧``. ``source`` and ``target`` are codes ('en', 'zh'), ``source`` never empty. Closing
        the iterator cancels the rest. Raises TRANSLATION_MISSING and PAIR_UNSUPPORTED where something is left that
        only an engine can do and there is none, JobCancelled, and what workers raise. ``on_piece``: a segment's index
        and what an engine that writes has of it so far, told on a thread of the lane.
        """
        chosen, signal, pair = options or TranslateOptions(), stop or StopSignal(), Pair(source, target)
        signal.raise_if_set()
        terms = self._terms(pair, chosen)
        memory = self._store.translation_memory
        known = memory.exact(segments, source, target) if chosen.use_memory else {}
        open_ones: dict[str, Open] = {}
        for index, text in enumerate(segments):
            found = tuple(terms.found(text)) if terms else ()
            if (remembered := known.get(text)) is not None:
                yield _from_memory(index, remembered, found)
            elif is_left_alone(text, pair, found):
                yield TranslatedSegment(index, text, 1.0, (), Origin.KEPT)
            elif (same := open_ones.get(text)) is not None:
                open_ones[text] = replace(same, indexes=(*same.indexes, index))
            else:
                before = segments[index - 1] if index else chosen.before
                asked = _asked(index, text, before, found)
                if on_piece is not None:
                    asked = replace(asked, on_piece=partial(on_piece, index))
                open_ones[text] = Open(asked, found, (index,))
        yield from self._by_engine(list(open_ones.values()), pair, chosen, signal)

    def way(self, source: str, target: str, options: TranslateOptions | None = None) -> Way:
        """Which models :meth:`translate` would ask. Raises TRANSLATION_MISSING, PAIR_UNSUPPORTED."""
        return self._choose.best(source, target, (options or TranslateOptions()).engine)

    def alternatives(
        self,
        segment: str,
        source: str,
        target: str,
        options: TranslateOptions | None = None,
        *,
        count: int = 3,
        prefix: str = "",
        stop: StopSignal | None = None,
    ) -> list[TranslatedSegment]:
        """Other translations of one segment, the likeliest first, those of the memory before them; each is checked.

        ``prefix``: how each shall begin, where the engine can do so. Raises as :meth:`translate`.
        """
        chosen, signal, pair = options or TranslateOptions(), stop or StopSignal(), Pair(source, target)
        found = tuple(self._terms(pair, chosen).found(segment))
        asked = _asked(0, segment, chosen.before, found)
        remembered = self.similar(segment, source, target) if chosen.use_memory else []
        made = [_from_memory(0, one, found) for one in remembered]
        engine = self._engine_of(self._choose.best(source, target, chosen.engine), source, target, chosen)
        for written in engine.alternatives(asked, count, prefix, signal):
            one = Open(asked, found, (0,)).judged(written, pair)
            if one.text and one.text not in {other.text for other in made}:
                made.append(one)
        return made

    def similar(self, segment: str, source: str, target: str) -> list[Remembered]:
        """What the memory has for texts like ``segment``, with how like they are."""
        return self._store.translation_memory.similar(segment, source, target)

    def _terms(self, pair: Pair, options: TranslateOptions) -> Terms:
        stored = self._store.glossaries.terms(pair.source, pair.target, options.collection_id)
        return Terms((*options.terms, *(stored if options.use_glossaries else ())))

    def _by_engine(
        self, waiting: list[Open], pair: Pair, options: TranslateOptions, stop: StopSignal
    ) -> Iterator[TranslatedSegment]:
        if options.use_memory and options.least_fuzzy <= 1.0:
            left = []
            for one in waiting:
                like = self._likest(one.asked.text, pair, options.least_fuzzy)
                if like is None:
                    left.append(one)
                    continue
                made = _from_memory(one.asked.index, like, one.terms)
                yield from (replace(made, index=index) for index in one.indexes)
            waiting = left
        if not waiting:
            return
        engine = self._engine_of(
            self._choose.best(pair.source, pair.target, options.engine), pair.source, pair.target, options
        )
        size = engine.at_once
        while waiting:
            stop.raise_if_set()
            now, waiting = waiting[:size], waiting[size:]
            if engine.wants_examples and options.use_memory:
                now = [self._with_example(one, pair) for one in now]
            long = [one for one in now if len(one.asked.text) > 2 * LONGEST_PIECE]
            yield from best_of_attempts(engine, [one for one in now if one not in long], pair, stop)
            for one in long:
                yield from in_pieces(engine, one, pair, stop)

    def _likest(self, text: str, pair: Pair, least: float) -> Remembered | None:
        found = self._store.translation_memory.similar(text, pair.source, pair.target, least=least, most=1)
        return next(iter(found), None)

    def _with_example(self, one: Open, pair: Pair) -> Open:
        like = self._likest(one.asked.text, pair, LEAST_LIKENESS)
        if like is None:
            return one
        return replace(one, asked=replace(one.asked, examples=(Example(like.unit.source, like.unit.target),)))


def _asked(index: int, text: str, before: str, found: Sequence[Found]) -> Asked:
    return Asked(index, text, before, tuple(dict.fromkeys(one.term for one in found)))


def _from_memory(index: int, remembered: Remembered, found: Sequence[Found]) -> TranslatedSegment:
    text = remembered.unit.target
    marks = [Mark.TERMS] if found and missing_terms(found, text) else []
    if remembered.likeness < 1.0:
        marks.append(Mark.FUZZY)
    return TranslatedSegment(index, text, remembered.likeness, tuple(marks), Origin.MEMORY)
