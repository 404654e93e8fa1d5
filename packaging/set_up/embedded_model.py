"""Prepares the embedding model that comes with Alcove, once, with tools that are thrown away afterwards."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from set_up.checkout import EMBEDDED_MODEL, Checkout, Group, child_environment
from set_up.pip_install import PipInstaller
from set_up.trouble import SetUpError, explained

PREPARE_SECONDS = 600


@dataclass(frozen=True, slots=True)
class EmbeddedModel:
    checkout: Checkout
    pip: PipInstaller

    @property
    def folder(self) -> Path:
        return self.checkout.embedded_models / EMBEDDED_MODEL

    @property
    def reference(self) -> Path:
        """The same encoder in float32, outside the folder of models: only the golden tests read it."""
        return self.checkout.venv / "share" / "alcove" / "test-models" / f"{EMBEDDED_MODEL}-float32"

    def digest(self) -> str:
        """Changes whenever the recipe or the packages it works with do."""
        state = hashlib.sha256(self.checkout.lock(Group.MODELS).read_bytes())
        for recipe in sorted(self.checkout.recipe.parent.glob("*.py")):
            state.update(recipe.read_bytes())
        return state.hexdigest()

    def is_there(self) -> bool:
        return all((folder / "manifest.json").is_file() for folder in (self.folder, self.reference))

    def prepare(self) -> None:
        """Make the model folder, whole or not at all (the recipe sees to that); raises SetUpError."""
        tools = self.checkout.scratch / "model-tools"
        with explained("preparing the embedding model", self.checkout.scratch):
            shutil.rmtree(tools, ignore_errors=True)
            tools.mkdir(parents=True)
        try:
            self.pip.install_locked([self.checkout.lock(Group.MODELS)], target=tools)
            self._run_recipe(tools, self.folder, "int8")
            self._run_recipe(tools, self.reference, "float32")
        finally:
            shutil.rmtree(tools, ignore_errors=True)

    def _run_recipe(self, tools: Path, folder: Path, precision: str) -> None:
        paths = (self.checkout.python, self.checkout.recipe, tools, folder)
        python, recipe, package, out = (os.fspath(path) for path in paths)
        command = [python, recipe, "--package", package, "--out", out, "--precision", precision]
        environment = child_environment() | {"PYTHONPATH": os.fspath(tools), "PYTHONDONTWRITEBYTECODE": "1"}
        try:
            done = subprocess.run(
                command, env=environment, stdin=subprocess.DEVNULL, capture_output=True,
                encoding="utf-8", errors="replace", timeout=PREPARE_SECONDS, check=False, close_fds=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise SetUpError(
                f"Preparing the embedding model took longer than {PREPARE_SECONDS} s and was stopped: start again."
            ) from error
        with explained("writing the log", self.checkout.log), self.checkout.log.open("a", encoding="utf-8") as log:
            log.write(f"$ {' '.join(command)}\n{done.stdout}{done.stderr}\n")
        if done.returncode != 0 or not (folder / "manifest.json").is_file():
            raise SetUpError(
                f"The embedding model could not be prepared (what was said: {self.checkout.log}): start again."
            )
