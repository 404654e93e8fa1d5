"""A private PulseAudio daemon with a loudspeaker that is a microphone: what is played into it is what is heard."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

NEEDED = ("pulseaudio", "pactl", "paplay", "espeak-ng")
missing_sound = pytest.mark.skipif(not all(shutil.which(tool) for tool in NEEDED), reason=f"needs {', '.join(NEEDED)}")


class SoundServer:
    """Its runtime folder is its own, so no other daemon is touched. Use it as a context."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._socket = folder / "native"
        self._daemon: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """For programs that are to hear this microphone."""
        return {"PULSE_SERVER": f"unix:{self._socket}", "PULSE_RUNTIME_PATH": str(self._folder)}

    def __enter__(self) -> SoundServer:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        command = [
            "pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--disable-shm=yes",
            "--log-target=file:" + str(self._folder / "log"),
            "-L", f"module-native-protocol-unix auth-anonymous=1 socket={self._socket}",
        ]  # fmt: skip
        environment = os.environ | {"XDG_RUNTIME_DIR": str(self._folder), "HOME": str(self._folder)}
        environment |= {"PULSE_RUNTIME_PATH": str(self._folder), "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}
        self._daemon = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._wait_until_it_answers()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._daemon is not None
        self._daemon.terminate()
        self._daemon.wait(60)

    def plug_in(self, name: str = "microphone") -> list[int]:
        """A microphone of that name; returns what :meth:`unplug` wants."""
        sink = self._load("module-null-sink", f"sink_name={name}_speaker", "rate=16000", "channels=1", "norewinds=1")
        source = self._load("module-remap-source", f"master={name}_speaker.monitor", f"source_name={name}")
        self.control("set-default-source", name)
        return [source, sink]

    def unplug(self, modules: list[int]) -> None:
        for module in modules:
            self.control("unload-module", str(module))

    def play(self, file: Path, name: str = "microphone") -> None:
        """Into the microphone, to the end of the file."""
        command = ["paplay", f"--device={name}_speaker", str(file)]
        subprocess.run(command, env=os.environ | self.environment, check=True, timeout=60)

    def control(self, *arguments: str) -> str:
        environment: Mapping[str, str] = os.environ | self.environment
        done = subprocess.run(["pactl", *arguments], env=environment, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def _load(self, *arguments: str) -> int:
        return int(self.control("load-module", *arguments))

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + 60
        while True:
            asked = subprocess.run(
                ["pactl", "info"], env=os.environ | self.environment, capture_output=True, check=False
            )
            if asked.returncode == 0:
                return
            if time.monotonic() > deadline:
                raise TimeoutError((self._folder / "log").read_text(errors="replace"))


def speak(text: str, file: Path, voice: str = "en-us") -> Path:
    """espeak-ng says ``text``; a second of silence stands before and after it."""
    subprocess.run(["espeak-ng", "-v", voice, "-w", str(file), text], check=True, timeout=60)
    return file
