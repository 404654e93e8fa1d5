"""Asks every process for the state of its seal, for the proof in the window. Blocking."""

from __future__ import annotations

from typing import Any, Protocol

from app.seal.models import Probe, SealReason, SealState
from app.ui.settings.seal_proof import ProcessSeal


class Reporting(Protocol):
    """What :class:`app.services.doctor.Doctor` offers."""

    def report(self) -> dict[str, Any]: ...


def examine(doctor: Reporting) -> tuple[tuple[ProcessSeal, ...], tuple[Probe, ...]]:
    """Each process with its seal as it says itself, and attempts to connect made in this process just now."""
    processes, probes = [], []
    for name, told in doctor.report()["processes"].items():
        if told.get("error"):
            continue  # a process that does not run reaches nothing; why it does not start, the doctor says
        processes.append(ProcessSeal(name, _state(told.get("seal"))))
        probes += [Probe(p["attempt"], p["refused"], p.get("error")) for p in told.get("probe", ())]
    return tuple(processes), tuple(probes)


def _state(told: dict[str, Any] | None) -> SealState:
    if not told:
        return SealState(sealed=False, means="", reason=SealReason.REFUSED.value)
    return SealState(bool(told.get("sealed")), str(told.get("means", "")), told.get("reason"))
