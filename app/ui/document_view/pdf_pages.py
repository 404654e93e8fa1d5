"""The pages of a PDF in one column, painted as they come into view, with a passage marked on them; changes nothing."""

from __future__ import annotations

import bisect
from collections import OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions, QPdfPageRenderer
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from app.ui.theme.palette import LIGHT
from app.ui.theme.theme import Theme

GAP = 12
KEPT_PIXELS = 24_000_000
"""Of painted pages that are kept: at most 96 MB, usually three to eight pages."""
PAGE_PIXELS = 12_000_000
"""Of one page; a larger one is painted coarser."""
MEASURED_PAGES = 2_000
"""Pages whose own size is asked for; beyond them a book's pages are taken to be alike."""
ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)


class PdfPages(QAbstractScrollArea):
    """Zoom 1 fits the width. Signals: ``page_changed(index)``, page in the middle of the view; ``zoomed(float)``."""

    page_changed = Signal(int)
    zoomed = Signal(float)

    def __init__(self, theme: Theme, document: QPdfDocument) -> None:
        super().__init__()
        self._theme, self._document = theme, document
        self._renderer = QPdfPageRenderer(self)
        self._renderer.setRenderMode(QPdfPageRenderer.RenderMode.MultiThreaded)
        self._renderer.setDocument(document)
        self._renderer.pageRendered.connect(self._keep)
        self._sizes: list[QSizeF] = []
        self._tops: list[float] = []
        self._zoom, self._page = 1.0, 0
        self._images: OrderedDict[tuple[int, int], QImage] = OrderedDict()
        self._asked: set[tuple[int, int]] = set()
        self._mark: tuple[int, tuple[QRectF, ...]] = (0, ())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.horizontalScrollBar().valueChanged.connect(self.viewport().update)
        theme.changed.connect(self.viewport().update)

    # what is shown ----------------------------------------------------------------------------------------------------
    def show_document(self) -> None:
        """The document was loaded anew: measure its pages and begin at the first."""
        count = self._document.pageCount()
        first = self._document.pagePointSize(0) if count else QSizeF(595, 842)
        self._sizes = [self._document.pagePointSize(n) if n < MEASURED_PAGES else first for n in range(count)]
        self._images.clear()
        self._asked.clear()
        self._mark, self._page = (0, ()), 0
        self._lay_out()
        self.verticalScrollBar().setValue(0)

    def show_mark(self, page: int, areas: Sequence[QRectF]) -> None:
        """Mark ``areas`` (in points, from the top left) of ``page`` (from 0) and bring them into view."""
        self._mark = (page, tuple(areas))
        if not 0 <= page < len(self._sizes):
            return
        top, scale = self._tops[page], self._scale(page)
        if areas:
            first = areas[0].top() * scale
            last = max(area.bottom() for area in areas) * scale
            room = max(0.0, (self.viewport().height() - (last - first)) / 3)
            self.verticalScrollBar().setValue(round(top + first - max(room, 24)))
            left = min(area.left() for area in areas) * scale
            self.horizontalScrollBar().setValue(round(left - 40))
        else:
            self.verticalScrollBar().setValue(round(top - GAP))
        self.viewport().update()

    def go_to_page(self, page: int) -> None:
        if self._tops:
            page = max(0, min(page, len(self._tops) - 1))
            self.verticalScrollBar().setValue(round(self._tops[page] - GAP))

    def set_zoom(self, zoom: float) -> None:
        """Keeps what is in the middle of the view there."""
        zoom = max(ZOOMS[0], min(zoom, ZOOMS[-1]))
        if zoom == self._zoom:
            return
        page, part = self._middle()
        self._zoom = zoom
        self._lay_out()
        if self._tops:
            y = self._tops[page] + part * self._page_size(page).height() - self.viewport().height() / 2
            self.verticalScrollBar().setValue(round(y))
        self.zoomed.emit(zoom)

    def step_zoom(self, steps: int) -> None:
        at = bisect.bisect_left(ZOOMS, self._zoom - 1e-6) + steps
        self.set_zoom(ZOOMS[max(0, min(at, len(ZOOMS) - 1))])

    @property
    def zoom(self) -> float:
        return self._zoom

    @property
    def page(self) -> int:
        """The page in the middle of the view, from 0."""
        return self._page

    @property
    def mark(self) -> tuple[int, tuple[QRectF, ...]]:
        return self._mark

    def mark_in_view(self) -> QRectF:
        """Where the mark stands in the viewport; empty where there is none."""
        page, areas = self._mark
        whole = QRectF()
        for area in areas:
            whole = whole.united(self._in_view(page, area))
        return whole

    # geometry ---------------------------------------------------------------------------------------------------------
    def _scale(self, page: int) -> float:
        """Pixels of the window for one point of ``page``."""
        width = max(120, self.viewport().width() - 2 * GAP)
        return width * self._zoom / max(1.0, self._sizes[page].width())

    def _page_size(self, page: int) -> QSizeF:
        return self._sizes[page] * self._scale(page)

    def _page_rect(self, page: int) -> QRectF:
        """In the viewport."""
        size = self._page_size(page)
        left = max(GAP, (self.viewport().width() - size.width()) / 2) - self.horizontalScrollBar().value()
        return QRectF(QPointF(left, self._tops[page] - self.verticalScrollBar().value()), size)

    def _in_view(self, page: int, area: QRectF) -> QRectF:
        origin, scale = self._page_rect(page).topLeft(), self._scale(page)
        return QRectF(origin + area.topLeft() * scale, area.size() * scale)

    def _lay_out(self) -> None:
        top, widest = float(GAP), 0.0
        self._tops = []
        for page in range(len(self._sizes)):
            self._tops.append(top)
            size = self._page_size(page)
            top += size.height() + GAP
            widest = max(widest, size.width())
        view = self.viewport().size()
        self.verticalScrollBar().setRange(0, max(0, round(top - view.height())))
        self.verticalScrollBar().setPageStep(view.height())
        self.verticalScrollBar().setSingleStep(48)
        self.horizontalScrollBar().setRange(0, max(0, round(widest + 2 * GAP - view.width())))
        self.horizontalScrollBar().setPageStep(view.width())
        self.viewport().update()

    def _middle(self) -> tuple[int, float]:
        """The page in the middle of the view and how far down it that is, 0 to 1."""
        if not self._tops:
            return 0, 0.0
        y = self.verticalScrollBar().value() + self.viewport().height() / 2
        page = max(0, bisect.bisect_right(self._tops, y) - 1)
        return page, max(0.0, min(1.0, (y - self._tops[page]) / max(1.0, self._page_size(page).height())))

    def _scrolled(self) -> None:
        page = self._middle()[0]
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)
        self.viewport().update()

    # painting ---------------------------------------------------------------------------------------------------------
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self._theme.colour("sunken"))
        top = self.verticalScrollBar().value()
        page = max(0, bisect.bisect_right(self._tops, top) - 1)
        while page < len(self._tops) and self._tops[page] < top + self.viewport().height():
            self._paint_page(painter, page)
            page += 1
        painter.end()

    def _paint_page(self, painter: QPainter, page: int) -> None:
        rect = self._page_rect(page)
        painter.fillRect(rect, Qt.GlobalColor.white)
        image = self._image(page, rect.size())
        if image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(rect, image)
        painter.setPen(self._theme.colour("line"))
        painter.drawRect(rect)
        if page == self._mark[0] and self._mark[1]:
            painter.save()
            # As a marker pen: the paper takes the colour, the letters stay as dark as they are.
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
            for area in self._mark[1]:
                painter.fillRect(self._in_view(page, area).adjusted(-2, -2, 2, 2), QColor(LIGHT.mark))
            painter.restore()

    def _image(self, page: int, size: QSizeF) -> QImage | None:
        """The page as painted before, if need be at another size; asks for the right one."""
        factor = self.devicePixelRatioF()
        pixels = size.width() * size.height() * factor * factor
        factor *= min(1.0, (PAGE_PIXELS / max(1.0, pixels)) ** 0.5)
        width, height = max(1, round(size.width() * factor)), max(1, round(size.height() * factor))
        key = (page, width)
        if key in self._images:
            self._images.move_to_end(key)
            return self._images[key]
        if key not in self._asked:
            self._asked.add(key)
            self._renderer.requestPage(page, QSize(width, height), QPdfDocumentRenderOptions())
        return next((image for (n, _w), image in reversed(self._images.items()) if n == page), None)

    def _keep(self, page: int, size: QSize, image: QImage, _options: QPdfDocumentRenderOptions, _id: int) -> None:
        self._asked.discard((page, size.width()))
        if image.isNull() or page >= len(self._sizes):
            return
        self._images[(page, size.width())] = image
        while len(self._images) > 1 and sum(i.width() * i.height() for i in self._images.values()) > KEPT_PIXELS:
            self._images.popitem(last=False)
        self.viewport().update()

    # input ------------------------------------------------------------------------------------------------------------
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        page, part = self._middle()
        self._lay_out()
        if self._tops:
            y = self._tops[page] + part * self._page_size(page).height() - self.viewport().height() / 2
            self.verticalScrollBar().setValue(round(y))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar, step = self.verticalScrollBar(), round(self.viewport().height() * 0.9)
        match event.key():
            case Qt.Key.Key_PageDown | Qt.Key.Key_Space:
                bar.setValue(bar.value() + step)
            case Qt.Key.Key_PageUp:
                bar.setValue(bar.value() - step)
            case Qt.Key.Key_Home:
                bar.setValue(0)
            case Qt.Key.Key_End:
                bar.setValue(bar.maximum())
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.step_zoom(1)
            case Qt.Key.Key_Minus:
                self.step_zoom(-1)
            case _:
                super().keyPressEvent(event)
