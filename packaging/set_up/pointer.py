"""Makes the `alcove` command: a wheel that only points at the checkout, so that pip writes the right launcher anywhere.

The same as an editable install (PEP 660), without a build tool that would have to be fetched first.
"""

from __future__ import annotations

import base64
import hashlib
import tomllib
import zipfile
from pathlib import Path
from typing import Any

from set_up.trouble import explained


def pointer_lock(root: Path, folder: Path) -> Path:
    """Write the wheel for the project at ``root`` into ``folder``, and a lock file that names it; return the lock.

    Raises SetUpError.
    """
    with explained("making the alcove command", folder):
        project: dict[str, Any] = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        name, version = project["name"], project["version"]
        facts = f"{name}-{version}.dist-info"
        scripts = "".join(f"{script} = {target}\n" for script, target in project["scripts"].items())
        contents = {
            f"{name}.pth": f"{root}\n",
            f"{facts}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
            f"{facts}/WHEEL": "Wheel-Version: 1.0\nGenerator: alcove\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            f"{facts}/entry_points.txt": f"[console_scripts]\n{scripts}",
        }
        record = "".join(f"{path},{_digest(text)},{len(text.encode())}\n" for path, text in contents.items())
        contents[f"{facts}/RECORD"] = f"{record}{facts}/RECORD,,\n"
        folder.mkdir(parents=True, exist_ok=True)
        wheel = folder / f"{name}-{version}-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as archive:
            for path, text in contents.items():
                archive.writestr(path, text)
        lock = folder / "command.txt"
        lock.write_text(f"{name} @ {wheel.as_uri()} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n")
    return lock


def _digest(text: str) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
    return f"sha256={digest}"
