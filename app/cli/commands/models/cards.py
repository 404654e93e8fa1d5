"""`alcove models list` and `recommend`: every model with its state and its fit, and the set for this computer."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from app.cli.output import printable, stop_after, width_of
from app.cli.session import Session
from app.domain.models.catalogue import CatalogueEntry
from app.domain.models.fit import ROLES_IN_USE, Fit, FitLabel, FitReason
from app.domain.models.manifest import ModelRole
from app.model_files.model_files import ModelState
from app.services.models.choose_models import ModelCard
from app.wording.models import fit_label, fit_sentence, role_name, state_name
from app.wording.quantities import amount

_COLOURS = {
    FitLabel.GOOD: "green",
    FitLabel.SLOW: "yellow",
    FitLabel.TIGHT: "yellow",
    FitLabel.UNKNOWN: "dim",
    FitLabel.DOES_NOT_FIT: "red",
}
_ABOUT = "~"
"""Before a size that only the publisher says."""


def run_list(session: Session, arguments: argparse.Namespace) -> int:
    """Without ``--all``: what nothing here can use is counted, not listed. JSON always has everything."""
    output = session.output
    cards = [card for card in session.alcove.choose_models.cards() if _is_asked_for(card, arguments)]
    if output.json_lines:
        for card in cards:
            output.object(card_json(card))
        return 0
    shown = _shown_of(cards, arguments)
    if shown:
        _tell_shown(session, shown)
    _tell_folded(session, [card for card in cards if card not in shown])
    _tell_end(session, shown)
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
    if told.entries:
        label = fit_label(told.fit.label, translate)
        output.line(f"{label}{stop_after(label)}{fit_sentence(told.fit, translate)}")
    else:
        output.line(translate("CLI", "No model suits this computer. Searching by words and quotes work without one."))
    if told.entries and not any(entry.role is ModelRole.CHAT for entry in told.entries):
        output.line(
            translate(
                "CLI",
                "A model that writes answers needs a larger computer; "
                "questions are answered with quotes from your documents.",
            )
        )
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
        "for_later": is_for_later(card.role),
        "bytes": card.bytes,
        "download": entry.download_bytes if entry else None,
        "licence": entry.licence if entry else card.installed.manifest.licence if card.installed else None,
        "unverified": list(entry.unverified) if entry else [],
        "fit": fit_json(card.fit) if card.fit else None,
        "error": card.broken.error.code.value if card.broken else None,
    }


def fit_json(fit: Fit) -> dict[str, Any]:
    return {"label": fit.label.value, "reason": fit.reason.value, "needs": fit.needs_bytes, "has": fit.has_bytes}


def is_for_later(role: ModelRole | None) -> bool:
    """Nothing in this version works with models of this role."""
    return role is not None and role not in ROLES_IN_USE


def size_of(entry: CatalogueEntry, session: Session) -> str:
    """What is to be fetched; marked where nobody has seen it on a real download."""
    if entry.download_bytes is None:
        return session.translate("CLI", "size not known yet")
    return (_ABOUT if "download_bytes" in entry.unverified else "") + amount(entry.download_bytes)


def language(session: Session) -> str:
    """'zh' where the sentences are Chinese: the catalogue carries its own two languages."""
    return "zh" if session.translate("ModelState", "Ready") != "Ready" else "en"


def _is_asked_for(card: ModelCard, arguments: argparse.Namespace) -> bool:
    if arguments.role and (card.role is None or card.role.value != arguments.role):
        return False
    return not arguments.installed or card.state is not None


def _shown_of(cards: Sequence[ModelCard], arguments: argparse.Namespace) -> list[ModelCard]:
    everything = arguments.all or bool(arguments.role)
    return [card for card in cards if everything or card.state is not None or not _is_no_use(card)]


def _is_no_use(card: ModelCard) -> bool:
    return is_for_later(card.role) or _lacks_a_card(card)


def _lacks_a_card(card: ModelCard) -> bool:
    return card.fit is not None and card.fit.reason is FitReason.NO_GPU


def _tell_shown(session: Session, shown: Sequence[ModelCard]) -> None:
    output, translate = session.output, session.translate
    widest = max(len(card.id) for card in shown)
    columns = _columns(
        "",
        translate("CLI", "Name"),
        translate("CLI", "Download"),
        translate("CLI", "Memory"),
        translate("CLI", "On this computer"),
        widest,
    )
    output.line(output.coloured(columns, "dim"))
    for role, group in groupby(shown, key=lambda card: card.role):
        title = output.coloured(role_name(role, translate) if role else translate("CLI", "Damaged"), "bold")
        if is_for_later(role):
            later = translate("CLI", "for a later version of Alcove: nothing uses these models yet")
            title += "  " + output.coloured(f"({later})", "dim")
        output.line(title)
        for card in sorted(group, key=_rank):
            _tell(session, card, widest)


def _rank(card: ModelCard) -> tuple[bool, bool, int]:
    """What is here, what suits, then from the best fit to the worst; the catalogue's order among equals."""
    worst = len(FitLabel)
    return card.state is None, not card.is_recommended, list(FitLabel).index(card.fit.label) if card.fit else worst


def _tell(session: Session, card: ModelCard, widest: int) -> None:
    """Name and numbers in columns; below, what it is good for, and why it does not fit well."""
    output, translate = session.output, session.translate
    size = amount(card.bytes) if card.bytes else ""
    if not size and card.entry is not None:
        size = size_of(card.entry, session) if card.entry.download_bytes is not None else "?"
    memory, label = "", ""
    if card.fit is not None:
        known = card.fit.needs_bytes and card.fit.reason is not FitReason.DISK
        memory = amount(card.fit.needs_bytes) if known else "?"
        label = output.coloured(fit_label(card.fit.label, translate), _COLOURS[card.fit.label])
    if card.state is not None:
        label = output.coloured(_state(session, card), "green" if card.state is ModelState.READY else "yellow")
    mark = "✓" if card.state is ModelState.READY else "★" if card.is_recommended and card.state is None else ""
    output.line(_columns(mark, card.id, size, memory, label, widest).replace(card.id, _bold(session, card.id), 1))
    if card.entry is not None:
        output.line(f"    {card.entry.good_for.in_language(language(session))}")
    elif card.name.casefold() != card.id.casefold():
        output.line(f"    {printable(card.name)}")
    if card.fit is not None and card.fit.label is not FitLabel.GOOD:
        output.line(f"    {output.coloured(fit_sentence(card.fit, translate), _COLOURS[card.fit.label])}")


def _bold(session: Session, text: str) -> str:
    return session.output.coloured(text, "bold")


def _columns(mark: str, name: str, size: str, memory: str, label: str, widest: int) -> str:
    left = f"{mark or ' '} {name}" + " " * (widest - width_of(name))
    return f"{left} {_right(size, 9)} {_right(memory, 8)}  {label}".rstrip()


def _right(text: str, room: int) -> str:
    return " " * (room - width_of(text)) + text


def _state(session: Session, card: ModelCard) -> str:
    assert card.state is not None
    words = [state_name(card.state.value, session.translate)]
    return ", ".join([*words, session.translate("CLI", "in use")] if card.is_default else words)


def _tell_folded(session: Session, folded: Sequence[ModelCard]) -> None:
    """What nothing here can use: how much of it there is."""
    output, translate = session.output, session.translate
    no_card = sum(1 for card in folded if _lacks_a_card(card) and not is_for_later(card.role))
    if no_card:
        words = translate("CLI", "Not listed: {0} for a graphics card, since none was found. Show them: --all")
        output.line(output.coloured(words.format(no_card), "dim"))
    later = Counter(role_name(card.role, translate) for card in folded if card.role and is_for_later(card.role))
    if later:
        kinds = ", ".join(f"{name} ({count})" for name, count in later.items())
        words = translate("CLI", "Not listed, since nothing in this version uses them yet: {0}. Show them: --all")
        output.line(output.coloured(words.format(kinds), "dim"))


def _tell_end(session: Session, shown: Iterable[ModelCard]) -> None:
    output, translate = session.output, session.translate
    cards = list(shown)
    entries = [card.entry for card in cards if card.entry is not None and not card.bytes]
    notes = []
    if any(card.is_recommended and card.state is None for card in cards):
        notes.append(translate("CLI", "★ suits this computer."))
    if any("download_bytes" in entry.unverified for entry in entries):
        notes.append(translate("CLI", "~ as its publisher says; ? shows when the download begins."))
    if used := session.alcove.choose_models.disk_used():
        notes.append(translate("CLI", "Models take {0} of the disk.").format(amount(used)))
    if entries:
        notes.append(translate("CLI", "Download one: alcove models get NAME"))
    for note in notes:
        output.line(output.coloured(note, "dim"))
