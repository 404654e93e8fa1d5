"""Makes the lock files in ``packaging/lock`` anew from pyproject.toml; for developers (needs uv), never for users.

    python packaging/refresh_locks.py

Takes the newest versions that pyproject.toml allows. Each lock is complete for Linux, Windows and macOS and Python 3.11
to 3.14, wheels only, every file by its hash; none names a registry. What the app's lock already holds is left out of
the others.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "packaging" / "lock"
HEADERS = {
    "app": "What Alcove runs on.",
    "test": "What its tests need besides app.txt.",
    "cuda": "What runs models on NVIDIA cards, in the place of onnxruntime; for Linux and Windows.",
    "models": "What packaging/bootstrap.py prepares the embedded model with, besides app.txt; thrown away afterwards.",
}


def main() -> int:
    LOCK.mkdir(exist_ok=True)
    app = compiled([])
    with tempfile.TemporaryDirectory() as folder:
        constraint = Path(folder) / "app.txt"
        constraint.write_text("".join(app), encoding="utf-8")
        extra = {
            group: compiled(["--group", group, "--constraint", str(constraint)]) for group in ("test", "models", "cuda")
        }
    for name, blocks in {"app": app, **extra}.items():
        kept = blocks if name == "app" else [block for block in blocks if block not in set(app)]
        header = f"# {HEADERS[name]} Made by packaging/refresh_locks.py.\n"
        (LOCK / f"{name}.txt").write_text(header + "".join(kept), encoding="utf-8", newline="\n")
        print(f"{name}: {len(kept)} packages")
    return 0


def compiled(options: list[str]) -> list[str]:
    """One block of text for each package: its line with the marker, then its hashes."""
    command = [
        "uv", "pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11", "--generate-hashes",
        "--quiet", "--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate",
        "--only-binary", ":all:", *options,
    ]  # fmt: skip
    text = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, encoding="utf-8").stdout
    blocks: list[str] = []
    for line in text.splitlines(keepends=True):
        if line.startswith(" "):
            blocks[-1] += line
        elif line.strip() and not line.startswith("#"):
            blocks.append(line)
    return blocks


if __name__ == "__main__":
    sys.exit(main())
