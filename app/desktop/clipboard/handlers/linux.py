"""Linux: the mark that KDE's password managers set and Klipper, GPaste, CopyQ and others honour."""

from __future__ import annotations

from app.desktop.clipboard.models import PrivateMark

MARK = PrivateMark({"x-kde-passwordManagerHint": b"secret"})
