"""The text around a citation, for documents that the window cannot show itself."""

from __future__ import annotations

from pathlib import Path

from app.domain.place import Place
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.protocol.tasks import LaneName, Preview, PreviewDocument

SECONDS_A_PREVIEW = 30.0


class Previews:
    """Blocking; callable from any thread."""

    def __init__(self, lanes: Lanes) -> None:
        self._lanes = lanes

    def preview(self, path: Path, place: Place, *, stop: StopSignal | None = None) -> Preview:
        """The text that ``place.start`` counts in. Raises AppError READING (with ``refusal``) where it is not there."""
        task = PreviewDocument(path, place.as_json())
        outcome = self._lanes.run(LaneName.READING, task, time_limit=SECONDS_A_PREVIEW, stop=stop)
        assert isinstance(outcome.value, Preview)
        return outcome.value
