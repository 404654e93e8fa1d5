"""Joins the Translate page as a whole to the services: what can be translated here, voices, earlier texts."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.domain.translate.translation import KeptTranslation
from app.ui.bridge import Calls
from app.ui.translate.needs import KeepingTexts, Translating
from app.ui.translate.page import Tab, TranslatePage
from app.ui.translate.text.controller import TextController
from app.ui.translate.text.history_controller import Standing, TextHistoryController
from app.ui.translate.values import Offer
from app.ui.translate.voice import Voice, VoiceProblem


class TranslateController(QObject):
    """Signals: ``dictate_wanted()``: speech is to go into the text; ``pair_changed()``; ``offered()`` when what can be
    translated is known, or is something else.
    """

    dictate_wanted = Signal()
    pair_changed = Signal()
    offered = Signal()

    def __init__(
        self,
        page: TranslatePage,
        translating: Translating,
        keeping: KeepingTexts,
        calls: Calls,
        pair: tuple[str, str] = ("", ""),
        voice: Voice | None = None,
    ) -> None:
        """``pair``: the languages of the last time."""
        super().__init__(page)
        self._page, self._translating, self._calls = page, translating, calls
        self._pair, self._offer = pair, Offer()
        self.text = TextController(page.text, translating, calls)
        self.history = TextHistoryController(keeping, calls, self._standing)
        self.history.setParent(self)
        self.voice = voice or Voice(self, calls)
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """What is installed may be something else now."""
        self._calls.run(lambda _stop: self._translating.offer(), self._show_offer, self._page.text.notice.show_error)

    @property
    def offer(self) -> Offer:
        return self._offer

    def begin_anew(self) -> None:
        """Terms changed: what stands there is translated anew."""
        self.text.begin_anew()

    def translate(self, text: str) -> None:
        """Text from elsewhere; it takes the place of what stands there."""
        self.text.put(text)

    def insert_spoken(self, text: str) -> None:
        """Dictated words, at the caret."""
        self.text.insert(text)

    def stop(self) -> bool:
        """Esc: end the reading aloud. False where nothing was read."""
        speaking = self.voice.is_speaking
        self.voice.stop()
        return speaking

    def close(self) -> None:
        """The window closes: what stands there is kept."""
        self._page.text.target.settle()
        self.history.keep_now()
        self.voice.stop()

    def _connect(self) -> None:
        page = self._page
        page.shown.connect(self.refresh)
        page.text.dictate_asked.connect(self.dictate_wanted)
        page.text.copy_asked.connect(self.history.keep_now)
        self.text.settled.connect(self.history.keep_soon)
        self.text.corrected.connect(self.history.keep_soon)
        self.text.pair_changed.connect(lambda _source, _target: self.pair_changed.emit())
        self.text.speak_wanted.connect(self.voice.speak)
        self.voice.failed.connect(self._say_no_voice)
        self.voice.speaking_changed.connect(page.text.show_speaking)
        self.history.opened.connect(self._take_up)

    def _show_offer(self, offer: Offer) -> None:
        changed, self._offer = offer != self._offer, offer
        self._page.show_offer(can_translate=bool(offer.targets), get=offer.get)
        if not changed:
            return
        bar = self._page.text.bar
        first = not bar.target
        bar.offer(offer.sources, offer.targets)
        if first and any(self._pair):
            bar.choose(*self._pair)
        if not first:
            self.text.begin_anew()
        self.offered.emit()

    def _standing(self) -> Standing | None:
        if self.text.is_working:
            return None
        text = self._page.text
        return Standing(self.text.pair, text.source.text, text.target.text, self.text.engine)

    def _take_up(self, kept: KeptTranslation) -> None:
        self._page.show_tab(Tab.TEXT)
        self._page.text.bar.choose(kept.source_language, kept.target_language)
        self.text.put(kept.source)

    def _say_no_voice(self, problem: VoiceProblem) -> None:
        notice = self._page.text.notice
        if problem is VoiceProblem.NO_VOICE:
            notice.say(
                self.tr("No voice for this language"),
                self.tr("This computer has voices, but none that speaks it. The system's settings can add one."),
            )
        else:
            notice.say(
                self.tr("Nothing here can read aloud"),
                self.tr("This computer has no speech output. On Linux, the package speech-dispatcher brings it."),
            )
