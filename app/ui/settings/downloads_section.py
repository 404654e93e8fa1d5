"""Where models are downloaded from and how: own source, mirrors, proxy, limit. Says what cannot be used."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.domain.models.downloads import NO_PROXY, SYSTEM_PROXY, AddressRefused, checked_endpoint, checked_proxy
from app.settings.schema import Settings
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.text import label

ORDERS = (
    "huggingface,hf-mirror,modelscope",
    "hf-mirror,modelscope,huggingface",
    "modelscope,hf-mirror,huggingface",
    "",
)
"""Of the mirrors; the last leaves the person's own source alone."""
LIMITS_KIB = (0, 512, 1024, 2048, 5120, 10240)
_OWN = "own"


@dataclass(frozen=True, slots=True)
class DownloadChoices:
    """The fields of the settings that the section shows."""

    endpoint: str = ""
    mirrors: str = ORDERS[0]
    proxy: str = SYSTEM_PROXY
    kib_per_second: int = 0

    @classmethod
    def of(cls, settings: Settings) -> DownloadChoices:
        return cls(
            settings.download_endpoint,
            settings.download_mirrors,
            settings.download_proxy,
            settings.download_kib_per_second,
        )

    def changes(self) -> dict[str, str | int]:
        """As :meth:`app.settings.file.ValuesFile.change` takes them."""
        return {
            "download_endpoint": self.endpoint,
            "download_mirrors": self.mirrors,
            "download_proxy": self.proxy,
            "download_kib_per_second": self.kib_per_second,
        }


class DownloadsSection(QWidget):
    """Signals: ``chosen(DownloadChoices)``, only with values that can be used."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._shown = DownloadChoices()
        self._about = label("muted", wrap=True)
        self._order, self._limit, self._proxy = ChoiceBox(), ChoiceBox(), ChoiceBox()
        self._endpoint, self._address = QLineEdit(), QLineEdit()
        self._heads: dict[str, QLabel] = {name: label("body") for name in ("order", "endpoint", "proxy", "limit")}
        self._trouble = label("amber", wrap=True)
        self._trouble.hide()
        for order in ORDERS:
            self._order.addItem("", order)
        for limit in LIMITS_KIB:
            self._limit.addItem("", limit)
        for proxy in (SYSTEM_PROXY, NO_PROXY, _OWN):
            self._proxy.addItem("", proxy)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self._heads["order"], self._order)
        form.addRow(self._heads["endpoint"], self._endpoint)
        form.addRow(self._heads["proxy"], self._proxy)
        form.addRow("", self._address)
        form.addRow(self._heads["limit"], self._limit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._about)
        column.addLayout(form)
        column.addWidget(self._trouble)
        for box in (self._order, self._limit):
            box.activated.connect(self._take)
        self._proxy.activated.connect(self._choose_proxy)
        for line in (self._endpoint, self._address):
            line.editingFinished.connect(self._take)
        self._retranslate()
        self.show_choices(self._shown)

    def show_choices(self, choices: DownloadChoices) -> None:
        """What is chosen now; emits nothing."""
        self._shown = choices
        at = self._order.findData(choices.mirrors)
        if at < 0:  # written by hand in the file: shown as it is, and kept
            self._order.addItem(choices.mirrors, choices.mirrors)
            at = self._order.count() - 1
        self._order.setCurrentIndex(at)
        self._endpoint.setText(choices.endpoint)
        known = choices.proxy in (SYSTEM_PROXY, NO_PROXY)
        self._proxy.setCurrentIndex(self._proxy.findData(choices.proxy if known else _OWN))
        self._address.setText("" if known else choices.proxy)
        self._address.setVisible(not known)
        if self._limit.findData(choices.kib_per_second) < 0:
            self._limit.addItem(_limit_words(choices.kib_per_second), choices.kib_per_second)
        self._limit.setCurrentIndex(self._limit.findData(choices.kib_per_second))

    @property
    def trouble(self) -> str:
        return "" if self._trouble.isHidden() else self._trouble.text()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _choose_proxy(self, _row: int) -> None:
        own = self._proxy.currentData() == _OWN
        self._address.setVisible(own)
        if own:
            self._address.setFocus()
        else:
            self._take()

    def _take(self) -> None:
        """What can be used counts from the next download on; of what cannot, the page says why."""
        choices = self._written()
        if choices is not None and choices != self._shown:
            self._shown = choices
            self.chosen.emit(choices)

    def _written(self) -> DownloadChoices | None:
        self._trouble.hide()
        order, limit = str(self._order.currentData()), int(self._limit.currentData())
        endpoint = self._endpoint.text().strip()
        try:
            endpoint = checked_endpoint(endpoint) if endpoint else ""
        except AddressRefused:
            self._say(self.tr("This source cannot be used: write it as https://host or http://host:port."))
            return None
        proxy = str(self._proxy.currentData())
        if proxy == _OWN:
            try:
                proxy = checked_proxy(self._address.text())
            except AddressRefused:
                self._say(self.tr("This proxy cannot be used: write it as http://host:port or socks5://host:port."))
                return None
        if not order and not endpoint:
            self._say(self.tr("Without a mirror and without your own source nothing can be downloaded."))
        elif endpoint.startswith("http://"):
            self._say(self.tr("What comes from this source is not encrypted; Alcove checks every file all the same."))
        return DownloadChoices(endpoint, order, proxy, limit)

    def _say(self, words: str) -> None:
        self._trouble.setText(words)
        self._trouble.show()

    def _retranslate(self) -> None:
        self._about.setText(
            self.tr("Models are downloaded only when you ask for one, by a program of its own that does nothing else.")
        )
        names = {
            "order": self.tr("Sources"),
            "endpoint": self.tr("Your own source"),
            "proxy": self.tr("Proxy"),
            "limit": self.tr("At most"),
        }
        for name, head in self._heads.items():
            head.setText(names[name])
        orders = (
            self.tr("Hugging Face, then its mirrors"),
            self.tr("hf-mirror, then ModelScope (for mainland China)"),
            self.tr("ModelScope, then hf-mirror (for mainland China)"),
            self.tr("Only your own source"),
        )
        for row, words in enumerate(orders):
            self._order.setItemText(row, words)
        for row, words in enumerate((self.tr("As the system"), self.tr("None"), self.tr("This one"))):
            self._proxy.setItemText(row, words)
        self._limit.setItemText(0, self.tr("without limit"))
        for row in range(1, len(LIMITS_KIB)):
            self._limit.setItemText(row, _limit_words(LIMITS_KIB[row]))
        self._endpoint.setPlaceholderText(self.tr("none"))
        self._address.setPlaceholderText("http://proxy.example:3128")
        for name, control in (("order", self._order), ("endpoint", self._endpoint), ("proxy", self._proxy)):
            control.setAccessibleName(names[name])
        self._limit.setAccessibleName(self.tr("Limit of the speed"))
        self._address.setAccessibleName(self.tr("Address of the proxy"))


def _limit_words(kib: int) -> str:
    return f"{round(kib / 1024, 1):g} MB/s"
