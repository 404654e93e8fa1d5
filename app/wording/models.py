"""What a person reads about models: how one fits the computer, in which state it is, what it is for."""

from __future__ import annotations

from app.domain.models.fit import Fit, FitLabel, FitReason
from app.domain.models.manifest import ModelRole
from app.wording.quantities import amount
from app.wording.sentence import Translate


def fit_sentence(fit: Fit, translate: Translate) -> str:
    """One sentence with its numbers: 'Needs 4.1 GB, 3.2 GB free.'"""
    return _reasons(translate)[fit.reason].format(needs=amount(fit.needs_bytes), has=amount(fit.has_bytes))


def fit_label(label: FitLabel, translate: Translate) -> str:
    return {
        FitLabel.GOOD: translate("ModelFit", "Fits well"),
        FitLabel.SLOW: translate("ModelFit", "Fits, but slow"),
        FitLabel.TIGHT: translate("ModelFit", "Tight"),
        FitLabel.UNKNOWN: translate("ModelFit", "Cannot be said yet"),
        FitLabel.DOES_NOT_FIT: translate("ModelFit", "Does not fit"),
    }[label]


def role_name(role: ModelRole, translate: Translate) -> str:
    """What models of this role are for."""
    return {
        ModelRole.CHAT: translate("ModelRole", "Answers"),
        ModelRole.EMBEDDING: translate("ModelRole", "Search by meaning"),
        ModelRole.RERANKING: translate("ModelRole", "Better order of hits"),
        ModelRole.SPEECH: translate("ModelRole", "Speech to text"),
        ModelRole.TRANSLATION: translate("ModelRole", "Translation"),
        ModelRole.VOICE: translate("ModelRole", "Reading aloud"),
    }[role]


def state_name(state: str, translate: Translate) -> str:
    """``state`` is the value of a ModelState of the rooms below; an unknown one is told as itself."""
    return {
        "ready": translate("ModelState", "Ready"),
        "unverified": translate("ModelState", "Not checked"),
        "broken": translate("ModelState", "Damaged"),
        "incomplete": translate("ModelState", "Not complete"),
    }.get(state, state)


def _reasons(translate: Translate) -> dict[FitReason, str]:
    return {
        FitReason.ROOM: translate("ModelFit", "Needs {needs}, {has} free."),
        FitReason.FEW_CORES: translate(
            "ModelFit", "Needs {needs}, {has} free. This processor is probably slow with it."
        ),
        FitReason.MEMORY_CLOSE: translate(
            "ModelFit", "Needs {needs}, {has} free: little room is left for other programs."
        ),
        FitReason.MEMORY_FREE: translate(
            "ModelFit", "Needs {needs}, {has} free now. Closing other programs makes room."
        ),
        FitReason.MEMORY_TOTAL: translate("ModelFit", "Needs {needs}, this computer has {has}."),
        FitReason.DISK: translate("ModelFit", "Needs {needs} on the disk, {has} free."),
        FitReason.NO_GPU: translate("ModelFit", "Made for a graphics card; none was found."),
        FitReason.GPU_MEMORY: translate("ModelFit", "Needs {needs}, the graphics card has {has}."),
        FitReason.GPU_UNKNOWN: translate("ModelFit", "Needs {needs}; the graphics card does not say how much it has."),
        FitReason.SIZE_UNKNOWN: translate("ModelFit", "Its size shows when the download begins."),
        FitReason.MEMORY_UNKNOWN: translate("ModelFit", "Needs {needs}; this computer does not say how much it has."),
    }
