"""The offline seal in words: what holds it, or honestly why there is none."""

from __future__ import annotations

from app.seal.models import SealReason
from app.wording.sentence import Sentence, Translate


def seal_reason_sentence(reason: str | None, translate: Translate) -> Sentence:
    """Why a process is not sealed; an unknown reason is told as 'refused'."""
    sentences = {
        SealReason.NO_MEANS: Sentence(
            translate("Seal", "Not sealed"),
            translate("Seal", "This system offers programs no way to give up the network for good."),
            translate("Seal", "Alcove holds no code that connects; a firewall rule can prove it here."),
        ),
        SealReason.UNKNOWN_MACHINE: Sentence(
            translate("Seal", "Not sealed"),
            translate("Seal", "The seal does not know this kind of processor."),
            translate("Seal", "Alcove holds no code that connects; a firewall rule can prove it here."),
        ),
        SealReason.REFUSED: Sentence(
            translate("Seal", "Not sealed"),
            translate("Seal", "The system refused the seal."),
            translate("Seal", "A newer kernel accepts it. Alcove holds no code that connects."),
        ),
        SealReason.NOT_EFFECTIVE: Sentence(
            translate("Seal", "Not sealed"),
            translate("Seal", "The system took the seal, but a trial connection was let through all the same."),
            translate("Seal", "Do not rely on the seal here. Alcove holds no code that connects."),
        ),
        SealReason.MAY_FETCH: Sentence(
            translate("Seal", "May download"),
            translate("Seal", "This process fetches models that you ask for, and runs only while it does."),
            translate("Seal", "It sees no document of yours and connects to the sources of models only."),
        ),
    }
    known = {item.value: item for item in SealReason}
    return sentences[known.get(reason or "", SealReason.REFUSED)]
