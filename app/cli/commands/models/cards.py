"""`alcove models list` and `recommend`: every model with its state and its fit, and the set for this computer."""

from __future__ import annotations

import argparse
from typing import Any

from app.cli.output import printable
from app.cli.session import Session
from app.domain.catalogue import CatalogueEntry
from app.domain.fit import Fit, FitLabel
from app.domain.manifest import ModelRole
from app.services.choose_models import ModelCard
from app.wording.models import fit_label, fit_sentence, role_name, state_name
from app.wording.quantities import amount

_COLOURS = {FitLabel.GOOD: "green", FitLabel.SLOW: "dim", FitLabel.TIGHT: "yellow", FitLabel.DOES_NOT_FIT: "yellow"}


def run_list(session: Session, arguments: argparse.Namespace) -> int:
    output, translate = session.output, session.translate
    role: ModelRole | None = None
    for card in session.alcove.choose_models.cards():
        if (arguments.role and (card.role is None or card.role.value != arguments.role)) or (
            arguments.installed and card.state is None
        ):
            continue
        if output.json_lines:
            output.object(card_json(card))
            continue
        if card.role is not role and card.role is not None:
            role = card.role
            output.line(output.coloured(role_name(role, translate), "bold"))
        _tell(session, card)
    if not output.json_lines:
        used = amount(session.alcove.choose_models.disk_used())
        output.line(output.coloured(translate("CLI", "Models take {0} of the disk.").format(used), "dim"))
    return 0


def run_recommend(session: Session, _arguments: argparse.Namespace) -> int:
    output, translate = session.output, session.translate
    told = session.alcove.choose_models.recommended()
    if output.json_lines:
        output.object(
            {
                "models": [entry.id for entry in told.entries],
                "missing": [entry.id for entry in told.missing],
                "download": told.download,
                "fit": fit_json(told.fit),
            }
        )
        return 0
    missing = {entry.id for entry in told.missing}
    for entry in told.entries:
        note = translate("CLI", "to get, {0}").format(size_of(entry, session)) if entry.id in missing else "✓"
        output.line(f"{output.coloured(entry.id, 'bold')}  {output.coloured(note, 'dim')}")
        output.line(f"  {entry.good_for.in_language(language(session))}")
    output.line(fit_sentence(told.fit, translate))
    if told.missing:
        output.line(translate("CLI", "Get them all: alcove models get --recommended"))
    return 0


def card_json(card: ModelCard) -> dict[str, Any]:
    entry = card.entry
    return {
        "id": card.id,
        "name": card.name,
        "role": card.role.value if card.role else None,
        "state": card.state.value if card.state else None,
        "default": card.is_default,
        "recommended": card.is_recommended,
        "bytes": card.bytes,
        "download": entry.download_bytes if entry else None,
        "licence": entry.licence if entry else card.installed.manifest.licence if card.installed else None,
        "unverified": list(entry.unverified) if entry else [],
        "fit": fit_json(card.fit) if card.fit else None,
        "error": card.broken.error.code.value if card.broken else None,
    }


def fit_json(fit: Fit) -> dict[str, Any]:
    return {"label": fit.label.value, "reason": fit.reason.value, "needs": fit.needs_bytes, "has": fit.has_bytes}


def size_of(entry: CatalogueEntry, session: Session) -> str:
    if entry.download_bytes is None:
        return session.translate("CLI", "size not known yet")
    return amount(entry.download_bytes)


def language(session: Session) -> str:
    """'zh' where the sentences are Chinese: the catalogue carries its own two languages."""
    return "zh" if session.translate("ModelState", "Ready") != "Ready" else "en"


def _tell(session: Session, card: ModelCard) -> None:
    output, translate = session.output, session.translate
    marks = []
    if card.state is not None:
        marks.append(state_name(card.state.value, translate))
    if card.is_default:
        marks.append(translate("CLI", "in use"))
    if card.is_recommended and card.state is None:
        marks.append(translate("CLI", "recommended here"))
    size = amount(card.bytes) if card.bytes else size_of(card.entry, session) if card.entry else ""
    head = f"  {output.coloured(card.id, 'bold')}  {printable(card.name)} · {size}"
    output.line(head + (f"  [{', '.join(marks)}]" if marks else ""))
    if card.entry is not None:
        output.line(f"    {card.entry.good_for.in_language(language(session))}")
    if card.fit is not None:
        words = f"{fit_label(card.fit.label, translate)}. {fit_sentence(card.fit, translate)}"
        output.line(f"    {output.coloured(words, _COLOURS[card.fit.label])}")
