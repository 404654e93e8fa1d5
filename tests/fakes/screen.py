"""A screen of its own for a test: Xvfb on a free number, without a window manager, and xdotool as its hands."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

missing_screen = pytest.mark.skipif(
    not (shutil.which("Xvfb") and shutil.which("xdotool")), reason="needs Xvfb and xdotool"
)


class Screen:
    """Use it as a context."""

    def __enter__(self) -> Screen:
        read, write = os.pipe()
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x900x24", "-nolisten", "tcp"]
        self._server = subprocess.Popen(command, pass_fds=(write,), stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as told:
            self.display = f":{told.readline().strip()}"
        return self

    def __exit__(self, *_: object) -> None:
        self._server.terminate()
        self._server.wait(60)

    @property
    def environment(self) -> dict[str, str]:
        return {"DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb"}

    def hands(self, *arguments: str) -> str:
        """Runs xdotool."""
        environment = os.environ | self.environment
        command = ["xdotool", *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
        return done.stdout.strip()

    def focus(self, window: int) -> None:
        self.hands("windowfocus", "--sync", str(window))
