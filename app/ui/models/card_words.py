"""What a model's row says about it, in words; reads nothing and knows no widget."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale

from app.domain.models.catalogue import CatalogueEntry, Target
from app.domain.models.fit import FitLabel
from app.domain.models.manifest import Manifest, ModelRole
from app.model_files.model_files import ModelState
from app.services.models.choose_models import ModelCard
from app.ui.download_words import joined
from app.ui.translation import LANGUAGES, translate
from app.wording import fit_label, fit_sentence, sentence_for, state_name
from app.wording.quantities import amount

_SHOWN_LANGUAGES = 3


def is_demonstration(card: ModelCard) -> bool:
    return card.installed is not None and card.installed.manifest.demonstration


def good_for(card: ModelCard) -> str:
    """One sentence, in the window's language; what is broken says so instead."""
    if card.broken is not None:
        return str(sentence_for(card.broken.error, translate))
    if is_demonstration(card):
        if card.installed is not None and card.installed.manifest.role is not ModelRole.CHAT:
            return translate("ModelCard", "For demonstration only: it knows a few words and sentences.")
        return translate("ModelCard", "For demonstration only: it copies one sentence and knows nothing by itself.")
    if card.entry is not None:
        return card.entry.good_for.in_language(QLocale().name())
    if card.installed is not None and card.installed.embedded:
        return translate("ModelCard", "Came with Alcove and works from the first minute; best with English.")
    return translate("ModelCard", "Your own model; Alcove's catalogue does not know it.")


def fact_words(card: ModelCard) -> str:
    """Size, licence and languages in one line."""
    known = _known(card)
    if known is None:
        return ""
    return " · ".join(part for part in (size_words(card), known.licence, language_words(known.languages)) if part)


def size_words(card: ModelCard) -> str:
    if card.installed is not None:
        return amount(card.installed.manifest.bytes)
    size = card.entry.download_bytes if card.entry is not None else None
    return amount(size) if size is not None else translate("ModelCard", "size not known yet")


def language_words(codes: Sequence[str]) -> str:
    """The window's languages first, by their own names; of many the rest as a number."""
    own = {language.name.split("_")[0]: language.own_name for language in LANGUAGES}
    ordered = [code for code in own if code in codes] + [code for code in codes if code not in own]
    names = [own.get(code) or _language_name(code) for code in ordered]
    if len(names) <= _SHOWN_LANGUAGES + 1:
        return joined(names)
    more = translate("ModelCard", "{0} and {1} more")
    return more.format(joined(names[: _SHOWN_LANGUAGES - 1]), len(names) - _SHOWN_LANGUAGES + 1)


def fit_words(card: ModelCard) -> str:
    """'Fits well. Needs 4.1 GB, 8.0 GB free.'"""
    if card.fit is None:
        return ""
    label, why = fit_label(card.fit.label, translate), fit_sentence(card.fit, translate)
    return translate("ModelCard", "{0}. {1}").format(label, why)


def fit_wants_a_look(card: ModelCard) -> bool:
    return card.fit is not None and card.fit.label in (FitLabel.TIGHT, FitLabel.DOES_NOT_FIT)


def state_words(card: ModelCard) -> str:
    """'' where nothing of it is here: then its button says what can be done."""
    if card.state is None:
        return ""
    if card.state is ModelState.READY and card.is_default and not is_demonstration(card):
        return translate("ModelCard", "In use")
    return state_name(card.state.value, translate)


def licence_lines(card: ModelCard) -> list[tuple[str, str]]:
    """What the details say, each with its name."""
    known, entry, installed = _known(card), card.entry, card.installed
    if known is None:
        return []
    source = entry.repository if entry is not None else installed.manifest.source if installed else ""
    revision = installed.manifest.revision if installed else entry.revision if entry else None
    lines = [
        (translate("ModelCard", "Licence"), known.licence),
        (translate("ModelCard", "Comes from"), source),
        (
            translate("ModelCard", "Version"),
            revision or translate("ModelCard", "the newest, which the hub names when it is asked"),
        ),
        (translate("ModelCard", "Made for"), _made_for(known, entry)),
        (translate("ModelCard", "Languages"), joined([_language_name(code) for code in known.languages])),
    ]
    if entry is not None and entry.memory is not None and entry.role is ModelRole.CHAT:
        words = translate("ModelCard", "{0} with a short talk, {1} with a long one")
        value = words.format(amount(entry.memory.at_4k), amount(entry.memory.at_8k))
        lines.append((translate("ModelCard", "Memory"), value))
    if installed is not None:
        lines.append((translate("ModelCard", "Folder"), str(installed.manifest.root(installed.folder))))
    if entry is not None and entry.unverified:
        lines.append((translate("ModelCard", "Not tried by us"), unverified_words(entry.unverified)))
    return lines


def unverified_words(fields: Sequence[str]) -> str:
    """Fields of the catalogue that nobody checked on a real download, as a person calls them."""
    names = {
        "repository": translate("ModelCard", "where it lies"),
        "revision": translate("ModelCard", "its version"),
        "files": translate("ModelCard", "its files"),
        "download_bytes": translate("ModelCard", "its size"),
        "licence": translate("ModelCard", "its licence"),
        "languages": translate("ModelCard", "how well it knows each language"),
        "architecture": translate("ModelCard", "its build"),
        "memory": translate("ModelCard", "the memory it takes"),
    }
    told = [names[field] for field in fields if field in names]
    words = translate("ModelCard", "{0}. These come from its publisher; the download checks every file.")
    return words.format(joined(told)) if told else ""


def _made_for(known: CatalogueEntry | Manifest, entry: CatalogueEntry | None) -> str:
    for_card = entry is not None and entry.target is Target.GPU
    where = translate("ModelCard", "a graphics card") if for_card else translate("ModelCard", "the processor")
    return f"{where} ({known.precision})"


def _known(card: ModelCard) -> CatalogueEntry | Manifest | None:
    return card.installed.manifest if card.installed is not None else card.entry


def _language_name(code: str) -> str:
    """In the language itself; codes that are no language stay as they are."""
    own = {language.name.split("_")[0]: language.own_name for language in LANGUAGES}
    locale = QLocale(code)
    if code in own or locale.language() == QLocale.Language.C:
        return own.get(code, code)
    return locale.nativeLanguageName() or code
