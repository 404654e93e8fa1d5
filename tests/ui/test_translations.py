"""Both languages are complete and in step with the code, compiled, and change while the window is open."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.errors import AppError, ErrorCode
from app.domain.library.document import Document, DocumentKind, DocumentState, Refusal
from app.seal.models import SealReason
from app.ui.assets import assets_folder
from app.ui.library.row_words import pages_words
from app.ui.theme.theme import Theme
from app.ui.translation import Translations, language_for, translate
from app.ui.widgets.notice import Notice
from app.wording import refusal_sentence, seal_reason_sentence, sentence_for, untranslated

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tools() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translations_script", ROOT / "packaging" / "translations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def chinese(qapp: QApplication) -> object:
    translations = Translations(qapp, assets_folder() / "i18n")
    translations.apply("zh_CN")
    yield translations
    translations.apply("en")


def test_every_sentence_of_the_code_is_translated(tools: ModuleType, tmp_path: Path) -> None:
    for file in tools.FOLDER.glob("*.ts"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    tools.update(tmp_path)
    assert [str(problem) for problem in tools.problems(tmp_path)] == []


def test_nothing_stands_in_the_files_that_the_code_no_longer_says(tools: ModuleType, tmp_path: Path) -> None:
    for file in tools.FOLDER.glob("*.ts"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    tools.update(tmp_path)
    for file in tools.FOLDER.glob("*.ts"):
        message = f"run: python packaging/translations.py  ({file.name})"
        assert (tmp_path / file.name).read_text("utf-8") == file.read_text("utf-8"), message


def test_the_compiled_files_are_those_of_the_sources(tools: ModuleType, tmp_path: Path) -> None:
    tools.compile_all(tools.FOLDER, tmp_path)
    for file in tmp_path.glob("*.qm"):
        assert file.read_bytes() == (tools.FOLDER / file.name).read_bytes(), file.name


def test_the_check_finds_what_is_missing(tools: ModuleType, tmp_path: Path) -> None:
    for file in tools.FOLDER.glob("*.ts"):
        text = file.read_text("utf-8").replace(
            "<translation>提问</translation>", '<translation type="unfinished"></translation>'
        )
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    assert any("not translated" in str(problem) for problem in tools.problems(tmp_path))


@pytest.mark.usefixtures("chinese")
def test_every_code_is_told_in_chinese() -> None:
    for make, codes in (
        (lambda code, t: sentence_for(AppError(code), t), list(ErrorCode)),
        (lambda reason, t: refusal_sentence(reason, t), list(Refusal)),
        (lambda reason, t: seal_reason_sentence(reason.value, t), list(SealReason)),
    ):
        for code in codes:
            told, english = make(code, translate), make(code, untranslated)
            for field in ("title", "what", "help"):
                assert any("\u4e00" <= character <= "\u9fff" for character in getattr(told, field)), (code, field)
                assert getattr(told, field) != getattr(english, field)


def test_english_has_one_and_many(qapp: QApplication, chinese: Translations) -> None:
    def document(pages: int) -> Document:
        return Document(1, Path("/a"), 1, DocumentState.INDEXED, DocumentKind.PDF, pages=pages)

    assert pages_words(document(3)) == "3 页"
    chinese.apply("en")
    assert pages_words(document(1)) == "1 page"
    assert pages_words(document(3)) == "3 pages"


def test_qt_speaks_chinese_too(qapp: QApplication, chinese: Translations) -> None:
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"


def test_a_notice_that_is_open_changes_its_language(
    qtbot: QtBot, theme: Theme, qapp: QApplication, chinese: Translations
) -> None:
    notice = Notice(theme)
    qtbot.addWidget(notice)
    notice.show_error(AppError(ErrorCode.DISK_FULL))
    assert "磁盘已满" in notice.text
    chinese.apply("en")
    qapp.processEvents()
    assert "The disk is full" in notice.text


@pytest.mark.parametrize(
    ("chosen", "system", "language"),
    [
        ("zh_CN", ["en-US"], "zh_CN"),
        ("en", ["zh-CN"], "en"),
        ("system", ["zh-Hans-CN", "en-US"], "zh_CN"),
        ("system", ["zh-TW", "zh-CN"], "zh_CN"),
        ("system", ["zh-Hant-HK", "en"], "en"),
        ("system", ["de-DE", "en-GB"], "en"),
        ("system", [], "en"),
        ("klingon", ["zh-CN"], "en"),
    ],
)
def test_the_language_follows_choice_then_system(chosen: str, system: list[str], language: str) -> None:
    assert language_for(chosen, system) == language
