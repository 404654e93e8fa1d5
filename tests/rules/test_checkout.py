"""What the checkout's files may not say: where packages come from, and on which machine they were written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {".git", ".venv", "build", "dist", "__pycache__", "vendor"}
REGISTRY = re.compile(r"pypi\.(?:org|python)|pythonhosted|mirrors?\.[a-z]+\.(?:com|cn|edu|org|net)|index[-_]url\s*=")
LOCKS = sorted((ROOT / "packaging" / "lock").glob("*.txt"))
OWN = ("app", "models", "test")
OTHERS = ("convert", "cuda", "genai", "peers")
"""Environments of their own: none of them is installed with the app, so they may hold other versions and clients."""


def texts() -> Iterator[tuple[str, str]]:
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT)
        hidden = any(part in NOT_OURS or part.endswith("_cache") or part == ".hypothesis" for part in inside.parts)
        if not hidden and path.is_file() and path.suffix not in (".pdf", ".png", ".docx", ".xlsx", ".pptx", ".epub"):
            yield inside.as_posix(), path.read_text(encoding="utf-8", errors="replace")


def test_no_file_names_a_package_registry() -> None:
    assert [name for name, text in texts() if REGISTRY.search(text) and name != "tests/rules/test_checkout.py"] == []


def test_no_file_names_the_machine_it_was_written_on() -> None:
    here = [f"{folder}/" for folder in (ROOT, Path.home()) if len(folder.parts) > 1]
    assert [name for name, text in texts() for folder in here if folder in text] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.stem)
def test_a_lock_holds_pinned_packages_with_hashes_and_nothing_else(lock: Path) -> None:
    package = re.compile(r"[a-z0-9][a-z0-9-]*==[^\s;]+( ; [^\\]+)? \\")
    digest = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
    lines = lock.read_text(encoding="utf-8").splitlines()
    assert lines.pop(0).startswith("# ")
    assert [line for line in lines if not package.fullmatch(line) and not digest.fullmatch(line)] == []
    assert any(package.fullmatch(line) for line in lines)


def test_there_is_a_lock_for_the_app_for_its_tests_and_for_its_models() -> None:
    assert [lock.stem for lock in LOCKS if lock.stem not in OTHERS] == [*OWN]


def test_no_package_is_locked_twice_with_two_versions() -> None:
    pins: dict[str, set[str]] = {}
    for lock in (lock for lock in LOCKS if lock.stem in OWN):
        for name, version in re.findall(r"^([a-z0-9-]+)==(\S+) \\$", lock.read_text(encoding="utf-8"), re.MULTILINE):
            pins.setdefault(name, set()).add(version)
    assert {name: versions for name, versions in pins.items() if len(versions) > 1} == {}


def test_nothing_that_speaks_to_the_network_is_locked() -> None:
    locked = "\n".join(lock.read_text(encoding="utf-8") for lock in LOCKS if lock.stem in OWN)
    assert not re.search(
        r"^(huggingface-hub|requests|urllib3|httpx2?|aiohttp|torch|transformers)==", locked, re.MULTILINE
    )


def test_the_command_of_the_readme_is_what_ci_runs() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    command = "python3 packaging/bootstrap.py test"
    assert command in (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    done = [
        line
        for line in script.splitlines()
        if line and not line.startswith("#") and not line.startswith(("set ", "cd "))
    ]
    assert done == [f"exec {command}"]


def test_no_two_test_files_share_a_name() -> None:
    """pytest takes the second one for the first, and the whole run ends before it began."""
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted({name for name in names if names.count(name) > 1}) == []
