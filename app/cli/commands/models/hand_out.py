"""`alcove models export`: chosen models to a folder or a stick, for computers without network."""

from __future__ import annotations

import argparse

from app.cli.output import printable
from app.cli.session import Session
from app.wording.quantities import amount


def run_export(session: Session, arguments: argparse.Namespace) -> int:
    output = session.output
    done = session.alcove.export_models.export(
        arguments.models,
        arguments.to,
        on_progress=lambda progress: output.progress(progress.done >> 20, progress.total >> 20, progress.file),
    )
    if output.json_lines:
        output.object({"folder": str(done.folder), "models": list(done.models), "bytes": done.bytes})
        return 0
    words = session.translate("CLI", "Written to {0}: {1}, {2}")
    output.line(words.format(printable(str(done.folder)), ", ".join(done.models), amount(done.bytes)))
    output.line(session.translate("CLI", "On the other computer: alcove models import FOLDER"))
    return 0
