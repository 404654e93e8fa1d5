"""The speech model that comes along is one that the program can use: its manifest says so, its files are whole."""

from __future__ import annotations

from pathlib import Path

from app.domain.models.manifest import ModelRole
from app.model_files.model_files import ModelFiles

SHIPPED = Path(__file__).resolve().parents[1] / "data" / "models"


def test_the_trained_speech_model_is_usable_and_no_default_by_itself(tmp_path: Path) -> None:
    models = ModelFiles(tmp_path, SHIPPED)
    found = [model for model in models.installed(ModelRole.SPEECH) if model.id == "tiny-whisper"]
    assert len(found) == 1
    facts = found[0].manifest.speech
    assert facts is not None
    assert (facts.window_seconds, facts.multilingual) == (6, False)
    assert models.best(ModelRole.SPEECH) is None
