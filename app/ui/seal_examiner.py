"""Asks a process for the state of its seal, for the proof in the window. Blocking."""

from __future__ import annotations

from typing import Any, Protocol

from app.seal.models import Probe, SealReason, SealState
from app.ui.settings.seal_proof import ProcessSeal


class Reporting(Protocol):
    """What :class:`app.services.doctor.Doctor` offers."""

    def process(self, name: str) -> dict[str, Any]: ...


def examine(doctor: Reporting, name: str) -> ProcessSeal:
    """The process's seal as it says itself, and what became of attempts to connect, made in it just now."""
    told = doctor.process(name)
    if told.get("error"):
        return ProcessSeal(name, None)  # it does not run, so it reaches nothing; why it does not, the doctor says
    probes = tuple(Probe(p["attempt"], p["refused"], p.get("error")) for p in told.get("probe", ()))
    return ProcessSeal(name, _state(told.get("seal")), probes)


def _state(told: dict[str, Any] | None) -> SealState:
    if not told:
        return SealState(sealed=False, means="", reason=SealReason.REFUSED.value)
    return SealState(bool(told.get("sealed")), str(told.get("means", "")), told.get("reason"))
