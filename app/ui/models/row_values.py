"""All that a model's row is shown. Plain values."""

from __future__ import annotations

from dataclasses import dataclass

from app.services.choose_models import ModelCard
from app.ui.downloads import Download
from app.ui.model_parts.work import Work


@dataclass(frozen=True, slots=True)
class RowState:
    """``failed_on`` is the graphics card that failed with it; ``told`` what its last trial said, in words.

    ``host``: who is asked first for a download.
    """

    card: ModelCard
    download: Download | None = None
    work: Work | None = None
    failed_on: str = ""
    told: str = ""
    host: str = ""
    can_try: bool = False
