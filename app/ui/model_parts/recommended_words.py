"""The recommended set in words: what it is, how much to download, from where, and how it fits. No widget."""

from __future__ import annotations

from urllib.parse import urlsplit

from app.domain.models.downloads import AddressRefused
from app.services.models.choose_models import Recommendation
from app.services.models.fetch_plan import Sources
from app.settings.schema import Settings
from app.ui.translation import translate
from app.wording import fit_label, fit_sentence, role_name
from app.wording.quantities import amount


def set_lines(told: Recommendation) -> list[str]:
    """'Answers: Qwen3 4B · 2.9 GB · Apache-2.0' for each model of the set; what is here says so."""
    missing = {entry.id for entry in told.missing}
    lines = []
    for entry in told.entries:
        here = translate("RecommendedSet", "is here")
        size = here if entry.id not in missing else amount(entry.download_bytes or 0)
        words = translate("RecommendedSet", "{0}: {1} · {2} · {3}")
        lines.append(words.format(role_name(entry.role, translate), entry.name, size, entry.licence))
    return lines


def cost_words(told: Recommendation, host: str) -> str:
    """How much, from where, and how the set fits."""
    parts = []
    if told.missing:
        words = translate("RecommendedSet", "{0} to download from {1}.")
        if not host:
            words = translate("RecommendedSet", "{0} to download. No source is chosen in the settings.")
        parts.append(words.format(amount(told.download), host))
    label_and_why = translate("RecommendedSet", "{0}. {1}")
    parts.append(label_and_why.format(fit_label(told.fit.label, translate), fit_sentence(told.fit, translate)))
    return "".join(parts) if parts[0].endswith("。") else " ".join(parts)  # a Chinese full stop brings its own space


def first_host(settings: Settings) -> str:
    """Who is asked first for a download; '' where no source can be used."""
    try:
        places = Sources.chosen(settings).places
    except AddressRefused:
        return ""
    return urlsplit(places[0].base).hostname or "" if places else ""
