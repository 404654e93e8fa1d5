"""`alcove bench llm`: how fast an installed language model is here; with `--peers`, against other engines."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from pathlib import Path

from app.cli.commands.bench_speech import bench_speech
from app.cli.commands.bench_translate import bench_translate
from app.cli.output import printable
from app.cli.session import Session
from app.domain.errors import AppError, ErrorCode
from app.domain.models.manifest import Manifest, ModelRole
from app.domain.models.measured import MeasuredModel
from app.jobs.launch import code_root
from app.jobs.tool import run_tool
from app.model_files.model_files import InstalledModel
from app.services.models.measure_llm import QUICK, Effort, MeasureLlm, comparison_script

MEGABYTE = 1e6
FAILED = 1


def run(session: Session, arguments: argparse.Namespace) -> int:
    if arguments.what == "speech":
        return bench_speech(session, arguments)
    if arguments.what == "translate":
        return bench_translate(session, arguments)
    if arguments.peers is not None:
        return _compare(session, arguments)
    model = _model(session, arguments.model)
    output, translate = session.output, session.translate
    output.line(output.coloured(f"{printable(model.manifest.name)}", "bold"))

    def tell(done: int, total: int) -> None:
        output.progress(done, total, translate("CLI", "Measuring"))

    effort = QUICK if arguments.quick else Effort()
    measured = MeasureLlm(session.alcove.lanes).measure(model, effort, on_step=tell)
    if output.json_lines:
        output.object(dataclasses.asdict(measured))
    else:
        _tell(session, measured)
    return 0


def _model(session: Session, folder: Path | None) -> InstalledModel:
    if folder is not None:
        absolute = folder.absolute()
        return InstalledModel(Manifest.load(absolute), absolute)
    model = session.alcove.models.best(ModelRole.CHAT)
    if model is None:
        raise AppError(ErrorCode.MODEL_MISSING, model="chat", path=str(session.alcove.home.models))
    return model


def _compare(session: Session, arguments: argparse.Namespace) -> int:
    script = comparison_script(code_root())
    if script is None or not (arguments.peers / "shapes").is_dir():
        message = session.translate(
            "CLI", "The comparison runs from the source folder. Prepare it first: python packaging/prepare_peers.py {0}"
        )
        session.output.problem(message.format(printable(str(arguments.peers))))
        return FAILED
    options = [name for name, is_on in (("--quick", arguments.quick), ("--json", arguments.json)) if is_on]
    return run_tool([sys.executable, str(script), "--peers", str(arguments.peers.absolute()), *options])


def _tell(session: Session, measured: MeasuredModel) -> None:
    output, translate = session.output, session.translate
    rows = [
        (translate("CLI", "runs on"), measured.provider),
        (translate("CLI", "loading"), f"{measured.load_seconds:.1f} s"),
        (translate("CLI", "reading"), translate("CLI", "{0} tokens a second").format(measured.prompt_speed)),
        (translate("CLI", "writing"), translate("CLI", "{0} tokens a second").format(measured.decode_speed)),
        (
            translate("CLI", "follow-up"),
            translate("CLI", "first word after {0} s instead of {1} s, {2} tokens remembered").format(
                f"{measured.follow_up:.2f}", f"{measured.fresh:.2f}", measured.shared_tokens
            ),
        ),
        (translate("CLI", "stopping"), translate("CLI", "95 of 100 within {0} s").format(f"{measured.stop:.2f}")),
    ]
    if measured.resident_bytes is not None and measured.reckoned_bytes:
        held, reckoned = measured.resident_bytes / MEGABYTE, measured.reckoned_bytes / MEGABYTE
        words = translate("CLI", "{0} MB, reckoned: {1} MB").format(f"{held:.0f}", f"{reckoned:.0f}")
        rows.append((translate("CLI", "memory"), words))
    for name, value in rows:
        output.line(f"  {name:<12} {value}")
