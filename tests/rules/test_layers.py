"""The rooms import each other only as the blueprint allows; import-linter says so, and catches a broken room."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = Path(__file__).with_name("layers.toml")


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    # Not `python -m`: import-linter puts the folder it runs in on the path by itself.
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    environment = os.environ | {"PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [*command, "--config", str(CONTRACTS), "--no-cache"],
        cwd=root, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_every_room_keeps_to_its_layer() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_window_that_imports_an_engine_is_caught(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "app", tmp_path / "app", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "app" / "services" / "shortcut.py").write_text("import numpy\nimport app.engines.loaders\n")
    done = lint(tmp_path)
    assert done.returncode != 0
    assert "app.services.shortcut -> numpy" in done.stdout
