"""What was translated a moment ago: a sentence that did not change is never asked for twice. No widget, no service."""

from __future__ import annotations

import threading
from collections import OrderedDict

from app.ui.translate.values import Translated

MOST = 4_000
"""Sentences; some hundred pages of typing."""

Key = tuple[str, str, str, str]
"""(source language, target language, engine, sentence)."""


class Known:
    """Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[Key, Translated] = OrderedDict()

    def get(self, key: Key) -> Translated | None:
        with self._lock:
            found = self._known.get(key)
            if found is not None:
                self._known.move_to_end(key)
            return found

    def put(self, key: Key, translated: Translated) -> None:
        with self._lock:
            self._known[key] = translated
            self._known.move_to_end(key)
            if len(self._known) > MOST:
                self._known.popitem(last=False)

    def forget(self) -> None:
        """Terms, memory or engines are others now: only the person's own corrections stay."""
        with self._lock:
            self._known = OrderedDict((key, value) for key, value in self._known.items() if value.learnt)
