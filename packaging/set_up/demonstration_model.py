"""Puts the demonstration chat model, which lies in the checkout, among the models that come with Alcove."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from set_up.checkout import Checkout
from set_up.trouble import explained

DEMONSTRATION_MODEL = "tiny-chat"


@dataclass(frozen=True, slots=True)
class DemonstrationModel:
    checkout: Checkout

    @property
    def source(self) -> Path:
        return self.checkout.root / "tests" / "data" / "models" / DEMONSTRATION_MODEL

    @property
    def folder(self) -> Path:
        return self.checkout.embedded_models / DEMONSTRATION_MODEL

    def is_there(self) -> bool:
        """Whether the copy is of this checkout's model; a checkout without one lacks nothing."""
        with explained("reading the demonstration model", self.source):
            wanted, there = self.source / "manifest.json", self.folder / "manifest.json"
            return not wanted.is_file() or (there.is_file() and there.read_bytes() == wanted.read_bytes())

    def provide(self) -> None:
        """Copy it, whole or not at all; raises SetUpError."""
        if self.is_there():
            return
        making = self.folder.with_name(f".{DEMONSTRATION_MODEL}")
        with explained("copying the demonstration model", self.folder):
            shutil.rmtree(making, ignore_errors=True)
            shutil.copytree(self.source, making)
            shutil.rmtree(self.folder, ignore_errors=True)
            making.rename(self.folder)
