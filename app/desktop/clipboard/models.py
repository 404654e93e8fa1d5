"""What a system's clipboard must be told so that histories and the cloud leave a text alone. Plain values."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PrivateMark:
    """``formats``: what is put into the clipboard beside the text, by the names that Qt knows formats by.

    A mark is a request: a clipboard history may ignore it.
    """

    formats: dict[str, bytes] = field(default_factory=dict)
