"""All that a model's row is shown. Plain values."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.models.self_test import SelfTestResult
from app.services.models.choose_models import ModelCard
from app.ui.downloads import Download
from app.ui.model_parts.work import Work


@dataclass(frozen=True, slots=True)
class RowState:
    """``failed_on`` is the graphics card that failed with it; ``trial`` what its last trial gave."""

    card: ModelCard
    download: Download | None = None
    work: Work | None = None
    failed_on: str = ""
    trial: SelfTestResult | None = None
    can_try: bool = False
