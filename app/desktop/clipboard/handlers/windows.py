"""Windows: the formats that keep a text out of monitors, the history and the cloud.

https://learn.microsoft.com/windows/win32/dataxchg/clipboard-formats#cloud-clipboard-and-clipboard-history-formats
Qt passes formats of the name ``application/x-qt-windows-mime;value="NAME"`` on as they are.
"""

from __future__ import annotations

from app.desktop.clipboard.models import PrivateMark

_NO = (0).to_bytes(4, "little")


def _named(name: str) -> str:
    return f'application/x-qt-windows-mime;value="{name}"'


MARK = PrivateMark(
    {
        _named("ExcludeClipboardContentFromMonitorProcessing"): _NO,  # that it is there says it all
        _named("CanIncludeInClipboardHistory"): _NO,
        _named("CanUploadToCloudClipboard"): _NO,
    }
)
