"""What can go wrong between the fetcher and a source, and which of it a person is told. Makes no sentence."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import Any

from app.domain.errors import AppError, ErrorCode


class Fault(enum.Enum):
    """In the order in which they matter when several sources failed: the first is told."""

    WRONG = ErrorCode.DOWNLOAD_WRONG_FILE
    """What came is not what was asked for; it is gone."""
    REFUSED = ErrorCode.DOWNLOAD_REFUSED
    """The source led to a place where a download may not go."""
    FORBIDDEN = ErrorCode.DOWNLOAD_FORBIDDEN
    NOT_FOUND = ErrorCode.DOWNLOAD_NOT_FOUND
    NO_HASH = ErrorCode.DOWNLOAD_NO_HASH
    INSECURE = ErrorCode.DOWNLOAD_INSECURE
    BUSY = ErrorCode.DOWNLOAD_BUSY
    STALLED = ErrorCode.DOWNLOAD_STALLED
    CUT = ErrorCode.DOWNLOAD_CUT
    PROXY = ErrorCode.DOWNLOAD_PROXY
    UNREACHABLE = ErrorCode.DOWNLOAD_UNREACHABLE


_MAY_PASS = frozenset({Fault.BUSY, Fault.CUT})
_OF_THE_SOURCE = frozenset({Fault.UNREACHABLE, Fault.STALLED, Fault.INSECURE, Fault.PROXY, Fault.BUSY, Fault.CUT})


class SourceFailure(Exception):  # noqa: N818 - it reads as what happened
    """One source failed with one file. ``problem`` is a code; ``seconds``: what the source asked us to wait."""

    def __init__(
        self,
        fault: Fault,
        host: str,
        problem: str = "",
        *,
        expected: str = "",
        actual: str = "",
        seconds: float | None = None,
    ) -> None:
        super().__init__(fault, host, problem)
        self.fault, self.host, self.problem = fault, host, problem
        self.expected, self.actual, self.seconds = expected, actual, seconds

    @property
    def may_pass(self) -> bool:
        """Worth another try with the same source."""
        return self.fault in _MAY_PASS

    @property
    def is_of_the_source(self) -> bool:
        """The next file is better asked for elsewhere first."""
        return self.fault in _OF_THE_SOURCE


class RangeRefused(Exception):  # noqa: N818 - it reads as what happened
    """416: the source has nothing from that byte on. ``total`` is its size of the file, None where it did not say."""

    def __init__(self, total: int | None) -> None:
        super().__init__(total)
        self.total = total


def told(failures: Sequence[SourceFailure], **details: Any) -> AppError:
    """The failure that says most, as the error of the whole; ``failures`` is not empty."""
    order = list(Fault)
    worst = min(failures, key=lambda failure: order.index(failure.fault))
    found = {
        "host": worst.host,
        "problem": worst.problem,
        "expected": worst.expected,
        "actual": worst.actual,
        "seconds": worst.seconds,
    }
    kept = {name: value for name, value in found.items() if value not in ("", None)}
    return AppError(worst.fault.value, **details, **kept, hosts=sorted({failure.host for failure in failures}))
