"""`alcove bench speech`: our pipeline beside the bare engine, live text, memory over hours of recording."""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path

from app.cli.output import printable
from app.cli.session import Session
from app.domain.dictate.measured_speech import (
    MOST_GAP,
    MOST_GROWTH,
    MOST_OVERHEAD,
    MOST_WAIT_BEYOND_DECODING,
    Held,
    MeasuredSpeech,
    SimulatedHours,
)
from app.domain.models.manifest import Manifest
from app.jobs.launch import code_root
from app.model_files.model_files import InstalledModel
from app.services.dictate.measure_speech import QUICK, Effort, MeasureSpeech

_CLIP = ("tests", "data", "speech", "jfk.opus")


def bench_speech(session: Session, arguments: argparse.Namespace) -> int:
    """0 whatever the figures are; those that fall short are told."""
    output, translate, alcove = session.output, session.translate, session.alcove
    clip = arguments.clip or code_root().joinpath(*_CLIP)
    if not clip.is_file():
        output.problem(translate("CLI", "Name a short recording of speech to measure with: --clip FILE"))
        return 2
    model = _model(session, arguments.model)
    output.line(output.coloured(printable(model.manifest.name), "bold"))

    def tell(done: int, total: int) -> None:
        output.progress(done, total, translate("CLI", "Measuring"))

    effort = QUICK if arguments.quick else Effort()
    measuring = MeasureSpeech(alcove.lanes, alcove.devices, alcove.home.root)
    hours = translate("CLI", "Hours of recording")
    measured = measuring.measure(
        model,
        clip,
        effort,
        on_step=tell,
        on_hour=lambda held: output.progress(int(held.hours), int(effort.hours), hours),
    )
    if output.json_lines:
        derived = {"overhead": round(measured.overhead, 4), "growth": measured.growth}
        output.object({**dataclasses.asdict(measured), **derived, "falls_short": list(measured.falls_short)})
    else:
        _tell(session, measured)
    return 0


def _model(session: Session, folder: Path | None) -> InstalledModel:
    if folder is not None:
        absolute = folder.absolute()
        return InstalledModel(Manifest.load(absolute), absolute)
    return session.alcove.speech.transcribe.model()


def _tell(session: Session, measured: MeasuredSpeech) -> None:
    output, translate = session.output, session.translate
    clip = translate("CLI", "{0} s for {1} s of speech, {2} × the bare engine (at most {3} wanted)")
    wait = translate("CLI", "{0} s after the last word (at most {1} wanted)")
    gap = translate("CLI", "every {0} s at the latest (at most {1} wanted)")
    rows = [
        (
            "overhead",
            translate("CLI", "recordings"),
            clip.format(f"{measured.ours:.3f}", f"{measured.clip:.1f}", f"{measured.overhead:.3f}", MOST_OVERHEAD),
        ),
        (
            "wait",
            translate("CLI", "final text"),
            wait.format(f"{measured.wait:.3f}", f"{measured.bare + MOST_WAIT_BEYOND_DECODING:.3f}"),
        ),
        ("gap", translate("CLI", "live text"), gap.format(f"{measured.gap:.2f}", MOST_GAP)),
    ]
    if measured.simulated is not None and (growth := measured.growth) is not None:
        words = translate("CLI", "{0} × after {1} hours of recording (at most {2} wanted)")
        told = words.format(f"{growth:.3f}", f"{measured.simulated.hours:g}", MOST_GROWTH)
        rows.append(("growth", translate("CLI", "memory"), told))
    for name, title, value in rows:
        line = f"  {title:<12} {value}"
        output.line(output.coloured(line, "yellow") if name in measured.falls_short else line)
    if measured.simulated is not None:
        _tell_hours(session, measured.simulated)


def _tell_hours(session: Session, simulated: SimulatedHours) -> None:
    """How it was gone through, so that nobody takes it for more than it is; then what was held."""
    output, translate = session.output, session.translate
    how = translate(
        "CLI",
        "One dictation of {0} hours in {1} minutes: {2} MB of sound in the encrypted file; voice was looked for in all "
        "of it, and one minute in {3} was decoded by the model, the others got its words again.",
    )
    minutes, megabytes = f"{simulated.took / 60:.1f}", f"{simulated.written / 1e6:.0f}"
    output.line(how.format(f"{simulated.hours:g}", minutes, megabytes, simulated.decoded_every))
    for held in simulated.held:
        output.line(_held_words(session, held))


def _held_words(session: Session, held: Held) -> str:
    words = session.translate("CLI", "after {0} h: speech worker {1} MB, this program {2} MB")
    worker, window = ("?" if size is None else f"{size / 1e6:.1f}" for size in (held.worker, held.window))
    return "  " + words.format(f"{held.hours:.2f}", worker, window)
