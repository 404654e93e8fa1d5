"""`alcove transcribe`: recordings become text with times, on the screen or as files; every file is answered for."""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from app.cli.output import printable
from app.cli.session import Session
from app.domain.dictate.transcribing import (
    RecordingBegun,
    RecordingEvent,
    RecordingFailed,
    RecordingProgress,
    RecordingWritten,
    SegmentWritten,
)
from app.domain.dictate.transcript import TranscriptFormat, TranscriptSegment, one_line
from app.domain.dictate.transcript_formats import clock, written
from app.domain.errors import AppError, ErrorCode
from app.protocol.tasks import SpeechOptions
from app.wording import sentence_for
from app.wording.speakers import speaker_name


def run(session: Session, arguments: argparse.Namespace) -> int:
    """1 where a recording could not be written down."""
    form = TranscriptFormat(arguments.format)
    if len(arguments.files) > 1 and arguments.out is None and form is not TranscriptFormat.TXT:
        words = session.translate("CLI", "Several recordings in this format go into files: name a folder with --out.")
        session.output.problem(words)
        return 2
    if arguments.out is not None:
        _make(arguments.out)
    options = SpeechOptions(language=arguments.language or "", translate=arguments.translate, words=arguments.words)
    told = _Teller(session, form, arguments.out, several=len(arguments.files) > 1)
    ended = session.alcove.speech.transcribe.all(
        arguments.files, options, split_channels=arguments.split_channels, again=arguments.again, on_event=told
    )
    return 1 if any(isinstance(one, RecordingFailed) for one in ended) else 0


class _Teller:
    """Tells each event as it comes; plain text streams, everything else comes whole."""

    def __init__(self, session: Session, form: TranscriptFormat, out: Path | None, *, several: bool) -> None:
        self._session, self._form, self._out, self._several = session, form, out, several
        self._streams = form is TranscriptFormat.TXT and out is None

    def __call__(self, event: RecordingEvent) -> None:
        output, translate = self._session.output, self._session.translate
        if isinstance(event, RecordingBegun):
            self._begin(event)
        elif isinstance(event, RecordingProgress):
            total = None if event.total is None else round(event.total)
            output.progress(round(event.done), total, event.path.name)
        elif isinstance(event, SegmentWritten):
            if output.json_lines:
                output.object({"path": str(event.path), "segment": _plain(event.segment)})
            elif self._streams:
                self._line(event.segment)
        elif isinstance(event, RecordingWritten):
            self._end(event)
        else:
            words = sentence_for(event.error, translate)
            if output.json_lines:
                code = str(event.error.details.get("refusal", event.error.code.value))
                output.object({"path": str(event.path), "status": "refused", "reason": code, "message": str(words)})
            else:
                output.line(f"{output.coloured('✗', 'yellow')} {printable(str(event.path))}  {words}")

    def _begin(self, event: RecordingBegun) -> None:
        output, translate = self._session.output, self._session.translate
        if event.gone_on and not output.json_lines:
            words = translate("CLI", "{0}: going on at {1}, where it was stopped.")
            output.problem(words.format(printable(event.path.name), clock(event.gone_on, always_hours=False)))
        if self._several and self._streams:
            output.line(output.coloured(printable(str(event.path)), "bold"))

    def _line(self, segment: TranscriptSegment) -> None:
        output, translate = self._session.output, self._session.translate
        speaker = "" if segment.channel is None else f"{speaker_name(segment.channel, translate)}: "
        at = output.coloured(clock(segment.start, always_hours=False), "dim")
        output.line(f"{at}  {speaker}{printable(one_line(segment.text))}")

    def _end(self, event: RecordingWritten) -> None:
        output, translate = self._session.output, self._session.translate
        path = None
        if self._out is not None:
            path = _write(self._out, event.path.stem, self._form, self._written(event))
        if output.json_lines:
            output.object(
                {
                    "path": str(event.path),
                    "status": "written",
                    "language": event.transcript.language,
                    "duration": round(event.transcript.duration, 3),
                    "segments": len(event.transcript.segments),
                    "model": event.transcript.model,
                    "provider": event.provider,
                    "seconds": round(event.seconds, 3),
                    "clipped": event.clipped,
                    **({"file": str(path)} if path is not None else {}),
                }
            )
        elif path is not None:
            output.line(f"{output.coloured('✓', 'green')} {printable(str(path))}")
        elif not self._streams:
            output.piece(self._written(event))
        if event.was_too_loud:
            words = translate("CLI", "{0} was recorded too loud: words may be wrong for it.")
            output.problem(words.format(printable(event.path.name)))

    def _written(self, event: RecordingWritten) -> str:
        has_channels = any(segment.channel is not None for segment in event.transcript.segments)
        translate = self._session.translate
        speaker = (lambda channel: speaker_name(channel, translate)) if has_channels else None
        return written(event.transcript, self._form, title=event.path.stem, speaker=speaker)


def _plain(segment: TranscriptSegment) -> dict[str, object]:
    told: dict[str, object] = {"start": segment.start, "end": segment.end, "text": segment.text}
    if segment.channel is not None:
        told["channel"] = segment.channel
    if segment.words:
        words = segment.words
        told["words"] = [{"text": w.text, "start": w.start, "end": w.end, "probability": w.probability} for w in words]
    return told


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AppError(ErrorCode.TARGET_UNWRITABLE, path=str(folder)) from error


def _write(folder: Path, stem: str, form: TranscriptFormat, text: str) -> Path:
    """Whole or not at all; a file of another text that is there already stays, and this one gets a number."""
    data = text.encode("utf-8", "replace")
    path, number = folder / f"{stem}.{form.value}", 1
    try:
        while path.exists() and path.read_bytes() != data:
            number += 1
            path = folder / f"{stem} ({number}).{form.value}"
        descriptor, made = tempfile.mkstemp(dir=folder, prefix=".alcove-")
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
        Path(made).replace(path)
    except OSError as error:
        raise AppError(ErrorCode.TARGET_UNWRITABLE, path=str(folder)) from error
    return path
