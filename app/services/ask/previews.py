"""The text around a citation, for documents that the window cannot show itself."""

from __future__ import annotations

from pathlib import Path

from app.domain.dictate.spoken_passages import laid_out
from app.domain.library.document import SPOKEN_KINDS
from app.domain.library.place import Place
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.protocol.tasks import LaneName, Preview, PreviewDocument
from app.storage.store import Store

SECONDS_A_PREVIEW = 30.0


class Previews:
    """Blocking; callable from any thread. ``store`` holds the text of what was spoken: no file does."""

    def __init__(self, lanes: Lanes, store: Store | None = None) -> None:
        self._lanes, self._store = lanes, store

    def preview(self, path: Path, place: Place, *, stop: StopSignal | None = None) -> Preview:
        """The text that ``place.start`` counts in. Raises AppError READING (with ``refusal``) where it is not there."""
        if place.first_second is not None and (spoken := self._spoken(path)) is not None:
            return spoken
        task = PreviewDocument(path, place.as_json())
        outcome = self._lanes.run(LaneName.READING, task, time_limit=SECONDS_A_PREVIEW, stop=stop)
        assert isinstance(outcome.value, Preview)
        return outcome.value

    def _spoken(self, path: Path) -> Preview | None:
        document = self._store.documents.by_path(path) if self._store is not None else None
        if self._store is None or document is None or document.kind not in SPOKEN_KINDS:
            return None
        passages = self._store.passages.of_document(document.id)
        return Preview(laid_out((passage.place.start, passage.text) for passage in passages), document.kind)
