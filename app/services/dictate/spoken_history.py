"""What was spoken, as a person handles it: look through, read, hear, correct, write out, delete."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from app.domain.dictate.dictating import TERMINAL
from app.domain.dictate.dictation import Dictation, SpokenKind
from app.domain.dictate.transcript import Transcript, TranscriptFormat, TranscriptSegment
from app.domain.dictate.transcript_formats import written
from app.domain.dictate.transcript_times import retimed
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.protocol.tasks import LaneName, ReadSound
from app.services.written_file import written_file
from app.storage.store import Store

BYTES_A_SECOND = 32_000
SECONDS_A_PIECE = 30.0
"""A piece of sound that takes longer to read counts as lost."""

SoundPieces = Callable[[float, float, StopSignal], bytes]
"""(from second, so many seconds, stop) → int16, mono, 16,000 samples a second; fewer at the end. Raises AppError."""


class SpokenHistory:
    """Blocking; callable from any thread. Raises DICTATION_UNKNOWN."""

    def __init__(
        self, store: Store, lanes: Lanes, changed: Callable[[Dictation], None] = lambda _dictation: None
    ) -> None:
        """``changed``: told the row whose text is another now, so that Ask and find know it."""
        self._store, self._lanes, self._changed = store, lanes, changed

    def list(
        self, text: str = "", kind: SpokenKind | None = None, *, limit: int = 200, offset: int = 0
    ) -> list[Dictation]:
        """The newest first; with ``text`` those that hold all its words."""
        return self._store.dictations.list(text=text, kind=kind, limit=limit, offset=offset)

    def programs(self, most: int = 8) -> Sequence[str]:
        """Those that were dictated into, the latest first."""
        recent = self._store.dictations.list(kind=SpokenKind.DICTATION, limit=200)
        return list(dict.fromkeys(one.program for one in recent if one.program not in ("", TERMINAL)))[:most]

    def get(self, dictation_id: int) -> Dictation:
        return self._store.dictations.get(dictation_id)

    def of_document(self, document_id: int) -> Dictation | None:
        """What Ask and find reach as that document."""
        return self._store.dictations.of_document(document_id)

    def transcript(self, dictation: Dictation) -> Transcript:
        """With its times, as it reads now; where none are known, all of it as one segment."""
        kept = self._store.dictations.transcript(dictation.id)
        if kept is not None and kept.segments:
            return retimed(kept, dictation.text)
        return _as_one_segment(dictation, dictation.text)

    def as_recognised(self, dictation: Dictation) -> Transcript:
        """Before rules and clean-up."""
        return _as_one_segment(dictation, dictation.raw_text or dictation.text)

    def sound(self, dictation: Dictation) -> SoundPieces | None:
        """None where there is no sound any more. A file that went since raises READING when it is read."""
        if dictation.has_sound:
            return lambda start, seconds, _stop: self._kept(dictation.id, start, seconds)
        path = dictation.path
        if path is None or not path.is_file():
            return None
        return lambda start, seconds, stop: self._of_file(path, start, seconds, stop)

    def correct(self, dictation_id: int, text: str) -> Dictation:
        corrected = self._store.dictations.correct(dictation_id, text)
        self._changed(corrected)
        return corrected

    def write_out(
        self, dictation: Dictation, chosen: TranscriptFormat, target: Path, *, overwrite: bool = False
    ) -> None:
        """Raises TARGET_EXISTS and what writing a file raises; nothing half-written stays."""
        title = dictation.path.stem if dictation.path else ""
        text = written(self.transcript(dictation), chosen, title=title)
        with written_file(target, overwrite=overwrite) as file:
            file.write(text.encode("utf-8"))

    def delete(self, dictation_ids: Sequence[int]) -> int:
        """With their sound, and as what Ask and find reach them; files on the disk stay. Says how many there were."""
        gone = self._store.dictations.delete(dictation_ids)
        self._store.documents.forget([one.document_id for one in gone if one.document_id is not None])
        return len(gone)

    def _kept(self, dictation_id: int, start: float, seconds: float) -> bytes:
        first = int(start * BYTES_A_SECOND) // 2 * 2
        return self._store.dictations.sound(dictation_id, first, int(seconds * BYTES_A_SECOND) // 2 * 2)

    def _of_file(self, path: Path, start: float, seconds: float, stop: StopSignal) -> bytes:
        task = ReadSound(path, start, seconds)
        return self._lanes.run(LaneName.READING, task, time_limit=SECONDS_A_PIECE, stop=stop).tail


def _as_one_segment(dictation: Dictation, text: str) -> Transcript:
    segments = (TranscriptSegment(0.0, dictation.seconds, text),) if text.strip() else ()
    return Transcript(dictation.language, dictation.seconds, segments, dictation.model)
