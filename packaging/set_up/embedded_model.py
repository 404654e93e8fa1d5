"""Prepares the embedding model that comes with Alcove, once, with tools that are thrown away afterwards."""

from __future__ import annotations

import ast
import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from set_up.checkout import EMBEDDED_MODEL, Checkout, Group, child_environment
from set_up.language_identifier import keep_identifier
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
        with explained("reading the recipe", self.checkout.recipe):
            measured = sorted(self.checkout.recipe.parent.glob("minilm_*.json"))
            for file in (*scripts_of(self.checkout.recipe), *measured):
                state.update(file.read_bytes())
        return state.hexdigest()

    def is_there(self, *, reference: bool) -> bool:
        folders = (self.folder, self.reference) if reference else (self.folder,)
        return all((folder / "manifest.json").is_file() for folder in folders)

    def prepare(self, *, reference: bool) -> None:
        """Make the model folder (and the ``reference`` for the tests), each whole or not at all; raises SetUpError."""
        tools = self.checkout.scratch / "model-tools"
        with explained("preparing the embedding model", self.checkout.scratch):
            shutil.rmtree(tools, ignore_errors=True)
            tools.mkdir(parents=True)
        try:
            self.pip.install_locked([self.checkout.lock(Group.MODELS)], target=tools)
            self._run_recipe(tools, self.folder, "int8")
            shutil.rmtree(self.reference, ignore_errors=True)  # it may be of another recipe than the one above
            if reference:
                self._run_recipe(tools, self.reference, "float32")
            keep_identifier(self.checkout, tools)
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


def scripts_of(recipe: Path) -> list[Path]:
    """The recipe and the files beside it that it imports, directly or not."""
    found = [recipe]
    for script in found:
        for node in ast.walk(ast.parse(script.read_bytes())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            beside = (script.with_name(f"{name}.py") for name in names)
            found += [path for path in beside if path.is_file() and path not in found]
    return found
