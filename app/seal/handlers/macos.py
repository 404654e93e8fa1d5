"""macOS: the named sandbox profiles of sandbox_init(3).

They are deprecated there, so only the probe after it decides what is said. Not measured on a Mac by this project yet.
"""

from __future__ import annotations

import ctypes

from app.seal.models import ProcessRole, SealReason, SealState

MEANS = "sandbox"
_NAMED = 1  # SANDBOX_NAMED
_PROFILES = {ProcessRole.WINDOW: b"no-internet", ProcessRole.WORKER: b"no-network"}  # kSBXProfileNoInternet, …NoNetwork


def seal(role: ProcessRole) -> SealState:
    """Apply the profile. The caller proves it by a probe."""
    if role not in _PROFILES:
        return SealState(sealed=False, means=MEANS, reason=SealReason.NO_MEANS.value)
    try:
        library = ctypes.CDLL("/usr/lib/libSystem.dylib")
        message = ctypes.c_char_p()
        result = library.sandbox_init(_PROFILES[role], ctypes.c_uint64(_NAMED), ctypes.byref(message))
    except (OSError, AttributeError):
        return SealState(sealed=False, means=MEANS, reason=SealReason.NO_MEANS.value)
    if result != 0:
        return SealState(sealed=False, means=MEANS, reason=SealReason.REFUSED.value)
    return SealState(sealed=True, means=MEANS)
