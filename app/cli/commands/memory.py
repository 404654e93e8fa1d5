"""`alcove memory`: what was translated before, in and out as TMX."""

from __future__ import annotations

import argparse

from app.cli.commands.glossary import tell_imported
from app.cli.session import Session


def run(session: Session, arguments: argparse.Namespace) -> int:
    keep, output = session.alcove.keep_terms, session.output
    if arguments.action == "import":
        tell_imported(session, keep.import_memory(arguments.path, arguments.source or "", arguments.to or ""))
    elif arguments.action == "export":
        count = keep.export_memory(arguments.path)
        output.object({"path": str(arguments.path), "units": count}) if output.json_lines else None
        output.line(session.translate("CLI", "Written: {count} sentences.").format(count=count))
    else:
        for source, target, count in session.alcove.store.translation_memory.pairs():
            output.object({"from": source, "to": target, "units": count}) if output.json_lines else None
            output.line(f"{source} → {target}  {count}")
    return 0
