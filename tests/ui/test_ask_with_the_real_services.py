"""The main job in the window, with nothing replaced: add documents, ask, open the citation at its passage."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.composition import Alcove
from app.domain.library.place import Place
from app.seal.models import SealState
from app.settings.paths import Home
from app.ui.ask.controller import AskController
from app.ui.ask.page import AskPage
from app.ui.bridge import Calls, MainThread
from app.ui.desktop import Desktop
from app.ui.shell.side_panel import SidePanel
from app.ui.side_contents import SideContents
from app.ui.theme.theme import Theme
from tests.fakes.small_pdf import pdf

LEASE = [
    "Lease agreement for the flat in Quay Street.\nThe rent is due on the third day of each month.",
    "The tenant pays a deposit of 1725 pounds.\nIt is returned within 28 days after the keys are back.",
]
LEAVE = "# Leave\n\nEvery employee has 31 days of annual leave.\n\n# 年假\n\n全职员工每年享有十五天带薪年假。\n"


@pytest.fixture
def alcove(tmp_path: Path) -> Iterator[Alcove]:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "lease.pdf").write_bytes(pdf(LEASE, title="Lease"))
    (documents / "leave.md").write_text(LEAVE, encoding="utf-8")
    opened = Alcove.open(Home(tmp_path / "home"), _unsealed())
    opened.add_documents.start([documents], on_event=lambda _event: None).wait()
    yield opened
    opened.close()


def _unsealed() -> SealState:
    return SealState(sealed=False, means="", reason=None)


def test_ask_and_open_the_citation(alcove: Alcove, qtbot: QtBot, theme: Theme) -> None:
    calls, panel, page = Calls(alcove.background, MainThread()), SidePanel(theme), AskPage(theme)
    sides = SideContents(alcove, theme, calls, panel, Desktop(sealed=False))
    controller = AskController(page, alcove.ask, alcove.library, calls, sides.open_citation)
    for widget in (panel, page):
        qtbot.addWidget(widget)
        widget.resize(600, 700)
        widget.show()

    def ask(question: str) -> str:
        page.composer.set_question(question)
        qtbot.keyClick(page.composer.box, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not controller.is_working)
        return page.conversation.turns[-1].answer_view.answer.plain_text

    assert "1725 pounds" in ask("How much deposit does the tenant pay?")
    turn = page.conversation.turns[-1]
    assert "Word for word" in turn.kind_text
    lease = next(c for c in turn.citations if "1725" in c.text)
    turn.citation_chosen.emit(lease.n)
    qtbot.waitUntil(lambda: panel.is_open and getattr(panel.content, "pdf", None) is not None)
    assert panel.content is not None
    page_index, areas = panel.content.pdf.pages.mark  # type: ignore[attr-defined]
    assert page_index == 1
    assert areas
    assert panel.content.trouble is None  # type: ignore[attr-defined]

    assert "十五天" in ask("每年有几天年假？")
    turn = page.conversation.turns[-1]
    chinese = next(c for c in turn.citations if "十五天" in c.text)
    turn.citation_chosen.emit(chinese.n)
    text = panel.content.text  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: "十五天" in text.marked_text)
    assert text.mark_is_visible

    first = next(d for d in alcove.library.documents() if d.path.name == "leave.md")
    assert alcove.library.first_place(first.id) != Place()
    sides.show_document(first)
    qtbot.waitUntil(lambda: text.isVisible() and text.marked_text == "")
    sides.close()
    controller.stop()
