"""A checkout that is set up in seconds: the real ``packaging/``, with tiny packages in a folder for a registry."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROJECT = '[project]\nname = "alcove"\nversion = "0.1.0"\n[project.scripts]\nalcove = "app.__main__:main"\n'
MAIN = """import sys
import tiny
def main():
    print("alcove", *sys.argv[1:], "tiny", tiny.VERSION, flush=True)
    return 0
"""
RECIPE = """import pathlib, sys
import tinyweights
assert sys.argv[1] == "--package" and sys.argv[3] == "--out"
assert pathlib.Path(tinyweights.__file__).is_relative_to(pathlib.Path(sys.argv[2]))
out = pathlib.Path(sys.argv[4])
out.mkdir(parents=True, exist_ok=True)
(out / "manifest.json").write_text("{}")
"""
PYTEST = "import sys\nprint('pytest', *sys.argv[1:], flush=True)\nsys.exit(3)\n"


@dataclass(frozen=True, slots=True)
class TinyCheckout:
    root: Path
    registry: Path

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def alcove(self) -> Path:
        return self.venv / ("Scripts/alcove.exe" if os.name == "nt" else "bin/alcove")

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "PYTHONPATH"):
            kept.pop(name, None)
        own = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.registry)}
        return kept | own | {"PYTHONDONTWRITEBYTECODE": "1"} | more

    def start(self, *words: str, **environment: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, str(self.root / "packaging" / "bootstrap.py"), *words],
            cwd=self.root.parent, env=self.environment(**environment), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
        )  # fmt: skip

    def bootstrap(self, *words: str, **environment: str) -> tuple[int, str]:
        """The exit status and all that was printed."""
        with self.start(*words, **environment) as process:
            output, _ = process.communicate(timeout=150)
        return process.returncode, output

    def lock(self, group: str, *wheels: Path) -> None:
        lines = ["# A lock.\n"]
        for wheel in wheels:
            name, version = wheel.name.split("-")[:2]
            digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
            lines.append(f"{name}=={version} \\\n    --hash=sha256:{digest}\n")
        (self.root / "packaging" / "lock" / f"{group}.txt").write_text("".join(lines))

    def wheel(self, name: str, version: str, file: str, text: str) -> Path:
        """Put a package of one file into the registry."""
        facts = f"{name}-{version}.dist-info"
        contents = {
            f"{name}/{file}": text,
            f"{facts}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
            f"{facts}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        }
        digests = {path: hashlib.sha256(body.encode()).digest() for path, body in contents.items()}
        record = "".join(
            f"{path},sha256={base64.urlsafe_b64encode(digest).decode().rstrip('=')},{len(contents[path].encode())}\n"
            for path, digest in digests.items()
        )
        contents[f"{facts}/RECORD"] = f"{record}{facts}/RECORD,,\n"
        path = self.registry / f"{name}-{version}-py3-none-any.whl"
        with zipfile.ZipFile(path, "w") as archive:
            for inside, body in contents.items():
                archive.writestr(inside, body)
        return path


def tiny_checkout(folder: Path) -> TinyCheckout:
    """Make one in ``folder``; its path has what paths on real computers have: spaces and Chinese."""
    checkout = TinyCheckout(folder / "my 文件 folder", folder / "registry")
    checkout.registry.mkdir()
    packaging = checkout.root / "packaging"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "packaging" / "set_up", packaging / "set_up", ignore=ignored)
    shutil.copytree(ROOT / "packaging" / "vendor", packaging / "vendor")
    shutil.copy(ROOT / "packaging" / "bootstrap.py", packaging)
    for name, text in {
        "pyproject.toml": PROJECT,
        "app/__init__.py": "",
        "app/__main__.py": MAIN,
        "models/prepare_minilm.py": RECIPE,
        "assets/samples/note.txt": "A note.",
        "packaging/lock/README": "",
    }.items():
        path = checkout.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    checkout.lock("app", checkout.wheel("tiny", "1.0", "__init__.py", "VERSION = '1.0'\n"))
    checkout.lock("test", checkout.wheel("pytest", "9.0", "__main__.py", PYTEST))
    checkout.lock("models", checkout.wheel("tinyweights", "1.0", "__init__.py", ""))
    return checkout
