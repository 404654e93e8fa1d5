"""`alcove glossary`: terms in, listed and out."""

from __future__ import annotations

import argparse

from app.cli.output import printable
from app.cli.session import Session
from app.services.translate.keep_terms import Imported


def run(session: Session, arguments: argparse.Namespace) -> int:
    collection = session.collection(arguments.collection).id if arguments.collection else None
    keep, output, translate = session.alcove.keep_terms, session.output, session.translate
    if arguments.action == "import":
        tell_imported(session, keep.import_file(arguments.path, arguments.source or "", arguments.to or "", collection))
    elif arguments.action == "export":
        count = keep.export_file(arguments.path, collection)
        output.object({"path": str(arguments.path), "terms": count}) if output.json_lines else None
        output.line(translate("CLI", "Written: {count} terms.").format(count=count))
    elif arguments.action == "suggest":
        _suggest(session, collection)
    else:
        for one in keep.terms(collection):
            if output.json_lines:
                pair = {"from": one.source_language, "to": one.target_language}
                term = {"source": one.term.source, "target": one.term.target, "stays": one.term.stays}
                output.object({**pair, **term, "case": one.term.keeps_case, "note": one.term.note})
            stays = translate("CLI", "(stays)")
            wanted = stays if one.term.stays else printable(one.term.target)
            pair_ = output.coloured(f"{one.source_language} → {one.target_language}", "dim")
            output.line(f"{printable(one.term.source)} → {wanted}  {pair_}")
    return 0


def _suggest(session: Session, collection: int | None) -> None:
    """Of the default collection where none is named."""
    wanted = session.alcove.store.collections.default().id if collection is None else collection
    for one in session.alcove.suggest_terms.suggested(wanted):
        if session.output.json_lines:
            session.output.object({"term": one.term, "times": one.count})
        session.output.line(f"{printable(one.term)}  {session.output.coloured(str(one.count), 'dim')}")


def tell_imported(session: Session, done: Imported) -> None:
    output, translate = session.output, session.translate
    if output.json_lines:
        output.object(
            {
                "entries": done.entries,
                "changed": done.changed,
                "left_out": done.left_out,
                "conflicts": [{"source": one.source, "targets": one.targets} for one in done.conflicts],
            }
        )
    words = translate("CLI", "Read: {entries}. New or changed: {changed}. Left out: {left_out}.")
    output.line(words.format(entries=done.entries, changed=done.changed, left_out=done.left_out))
    for conflict in done.conflicts:
        words = translate("CLI", "{term} has several translations in the glossary; the first counts: {all}")
        told = words.format(term=printable(conflict.source), all=printable(", ".join(conflict.targets)))
        output.problem(output.coloured(told, "yellow"))
