"""Makes the locks of the tool environments anew (packaging/lock/{convert,genai,peers}.txt) from the .in files there.

    python packaging/refresh_tool_locks.py

For developers (needs uv); these environments are never the app's own. As the app's locks: Linux, Windows and macOS,
Python 3.11 to 3.14, wheels only (llama.cpp's package has none), every file by its hash, no registry named. torch is the
build for processors: on Linux that is the version ``+cpu``, which only torch's own index has (pip's
``--extra-index-url``); elsewhere the usual one.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

LOCK = Path(__file__).resolve().parent / "lock"
NAMES = ("convert", "genai", "peers")
SOURCE_ONLY = "llama-cpp-python"
TORCH = "2.13.0"
TORCH_CPU_HASHES = {
    "cp311": "6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b",
    "cp312": "4ca4a9394b0c771238a4f73590fdbbc4debad85ed0fa63d026ae1b085da7d6e2",
    "cp313": "3fbf9c9d1f3c10c2d59d04aca426dee9ccc6ceb32d255c61e93acc3b4f75fae6",
    "cp314": "d20fa53ee744502fa4c69818a720b05ca0d37abd055d4f6e66cae155114bc691",
}
"""Of torch-2.13.0+cpu-<python>-manylinux_2_28_x86_64.whl. uv asks one index for a package; this is the second one's."""
GRAPHICS = ("cuda", "nvidia", "triton")


def main() -> int:
    for name in NAMES:
        kept = [block for block in compiled(LOCK / f"{name}.in") if not block.startswith(GRAPHICS)]
        kept = [for_processors(block) if block.startswith("torch==") else block for block in kept]
        header = f"# Made by packaging/refresh_tool_locks.py from {name}.in; torch on Linux needs torch's own index.\n"
        (LOCK / f"{name}.txt").write_text(header + "".join(kept), encoding="utf-8", newline="\n")
        print(f"{name}: {len(kept)} packages")
    return 0


def compiled(source: Path) -> list[str]:
    """One block of text for each package: its line with the marker, then its hashes.

    Resolved in an empty folder: the overrides of the app's pyproject.toml leave out what these environments need.
    """
    command = [
        "uv", "pip", "compile", str(source), "--universal", "--python-version", "3.11", "--generate-hashes",
        "--quiet", "--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate",
        "--only-binary", ":all:", "--no-binary", SOURCE_ONLY,
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as empty:
        text = subprocess.run(command, cwd=empty, stdout=subprocess.PIPE, check=True, encoding="utf-8").stdout
    blocks: list[str] = []
    for line in text.splitlines(keepends=True):
        if line.startswith(" "):
            blocks[-1] += line
        elif line.strip() and not line.startswith("#"):
            blocks.append(line)
    return blocks


def for_processors(block: str) -> str:
    """Two blocks: the index of torch for Linux, the usual registry for the others."""
    if not block.startswith(f"torch=={TORCH} "):
        raise SystemExit("another torch: its hashes for Linux must be looked up first")
    hashes = " \\\n".join(f"    --hash=sha256:{value}" for value in TORCH_CPU_HASHES.values())
    elsewhere = block.replace(f"torch=={TORCH} ", f"torch=={TORCH} ; sys_platform != 'linux' ", 1)
    return f"torch=={TORCH}+cpu ; sys_platform == 'linux' \\\n{hashes}\n{elsewhere}"


if __name__ == "__main__":
    sys.exit(main())
