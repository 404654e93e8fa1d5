"""Windows: a running process cannot give up its own network rights, so this says so instead of pretending.

An AppContainer without the internetClient capability would have to be made by the launcher; that is not built.
"""

from __future__ import annotations

from app.seal.models import ProcessRole, SealReason, SealState

MEANS = "none"


def seal(role: ProcessRole) -> SealState:
    """Honestly not sealed, in every role."""
    del role
    return SealState(sealed=False, means=MEANS, reason=SealReason.NO_MEANS.value)
