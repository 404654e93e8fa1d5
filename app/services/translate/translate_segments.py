"""The middle of a document's translation: what waits in the journal goes through the engine, each text once."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Protocol

from app.domain.errors import JobCancelled
from app.domain.translate.document_translation import (
    DocumentSegment,
    SegmentState,
    TranslationJob,
    TranslationJobState,
    TranslationStage,
)
from app.domain.translate.placeholders import PlaceholderState, checked
from app.domain.translate.translation import Mark, Origin, TranslatedSegment, TranslateOptions
from app.jobs.stop_signal import StopSignal
from app.services.translate.document_run import DocumentRun
from app.storage.translation_jobs import TranslationJobs

SECONDS_BETWEEN_WRITES = 0.02
WRITE_SHARE = 5.0
"""A disk that is slow to sync may cost a fifth of the time, not more; so long a kill may undo what came meanwhile."""


class Translates(Protocol):
    """What :class:`app.services.translate.translator.Translator` does."""

    def translate(
        self,
        segments: Sequence[str],
        source: str,
        target: str,
        options: TranslateOptions | None = None,
        stop: StopSignal | None = None,
    ) -> Iterator[TranslatedSegment]: ...


class TranslateSegments:
    """For one run of one job."""

    def __init__(
        self, jobs: TranslationJobs, translator: Translates, run: DocumentRun, options: TranslateOptions
    ) -> None:
        self._jobs, self._translator, self._run, self._options = jobs, translator, run, options
        self._waiting: list[DocumentSegment] = []
        self._written_at = self._pause = 0.0

    def translate(self, job: TranslationJob) -> None:
        """Returns when no segment waits any more. Raises JobCancelled, and AppError where the engine cannot go on."""
        while True:
            leg = self._leg(job)
            segments = self._jobs.segments(job.id)
            open_ones = self._from_before(job, segments)
            done = len(segments) - sum(len(alike) for alike in open_ones.values())
            self._run.tell(TranslationStage.TRANSLATING, done, len(segments))
            if not open_ones:
                return
            sources = list(open_ones)
            try:
                results = self._translator.translate(
                    sources, job.source_language, job.choices.target, self._options, leg
                )
                for result in results:
                    source = sources[result.index]
                    alike = open_ones.pop(source, [])
                    self._waiting += [judged(source, result, segment.ordinal) for segment in alike]
                    done += len(alike)
                    if self._flush(job):
                        self._run.tell(TranslationStage.TRANSLATING, done, len(segments))
            except JobCancelled:
                if not leg.is_set:
                    raise  # the lanes are closing
            finally:
                self._flush(job, now=True)
            if leg.is_set:
                continue
            # What the engine gave nothing for stays as it is, marked: asking for ever would never end.
            for source, alike in open_ones.items():
                nothing = TranslatedSegment(0, "", 0.0, (Mark.EMPTY,))
                self._waiting += [judged(source, nothing, segment.ordinal) for segment in alike]
            self._flush(job, now=True)

    def _leg(self, job: TranslationJob) -> StopSignal:
        """Wait while the person pauses; the journal knows, so that the next start does not go on by itself."""
        if not self._run.is_paused:
            return self._run.next_leg()
        paused = self._jobs.set_state(job.id, TranslationJobState.PAUSED)
        self._run.tell(TranslationStage.TRANSLATING, paused.done, paused.segments)
        leg = self._run.next_leg()
        self._jobs.set_state(job.id, TranslationJobState.RUNNING)
        return leg

    def _from_before(self, job: TranslationJob, segments: list[DocumentSegment]) -> dict[str, list[DocumentSegment]]:
        """Those that wait, by their text; what was translated before a kill serves for the same text."""
        known = {s.source: s for s in segments if s.state in (SegmentState.TRANSLATED, SegmentState.CORRECTED)}
        open_ones: dict[str, list[DocumentSegment]] = defaultdict(list)
        for segment in segments:
            if segment.state is not SegmentState.WAITING:
                continue
            if (same := known.get(segment.source)) is not None:
                self._waiting.append(
                    DocumentSegment(
                        segment.ordinal, segment.source, same.target, SegmentState.TRANSLATED, same.score, same.marks
                    )
                )
            else:
                open_ones[segment.source].append(segment)
        self._flush(job, now=True)
        return open_ones

    def _flush(self, job: TranslationJob, *, now: bool = False) -> bool:
        started = time.monotonic()
        if not self._waiting or (not now and started - self._written_at < self._pause):
            return False
        self._jobs.record(job.id, self._waiting)
        self._waiting = []
        self._written_at = time.monotonic()
        self._pause = max(SECONDS_BETWEEN_WRITES, WRITE_SHARE * (self._written_at - started))
        return True


def judged(source: str, result: TranslatedSegment, ordinal: int) -> DocumentSegment:
    """A segment for the journal: its placeholders put right, and nothing is no translation."""
    if not result.text.strip():
        marks = result.marks if Mark.EMPTY in result.marks else (*result.marks, Mark.EMPTY)
        return DocumentSegment(ordinal, source, source, SegmentState.KEPT, 0.0, marks)
    mended = checked(source, result.text)
    marks = tuple(mark for mark in result.marks if mark is not Mark.PLACEHOLDERS)
    if mended.state is not PlaceholderState.KEPT:
        marks = (*marks, Mark.PLACEHOLDERS)
    state = SegmentState.KEPT if result.origin is Origin.KEPT else SegmentState.TRANSLATED
    return DocumentSegment(ordinal, source, mended.text, state, result.score, marks)
