"""One list of all models, known and here; what is chosen is remembered, what is removed is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.errors import AppError, ErrorCode, JobCancelled
from app.domain.models.catalogue import Catalogue
from app.domain.models.fit import FitLabel
from app.domain.models.manifest import ModelRole
from app.jobs.stop_signal import StopSignal
from app.machine.models import Machine, Memory, Processor
from app.model_files.model_files import ModelFiles, ModelState
from app.services.models.choose_models import ChooseModels, ModelCard
from app.settings.file import ValuesFile
from app.settings.schema import Settings
from tests.unit.test_model_installing import fill, put

GB = 1 << 30
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def settings(tmp_path: Path) -> ValuesFile[Settings]:
    return ValuesFile(tmp_path / "settings.json", Settings)


@pytest.fixture
def models(tmp_path: Path, settings: ValuesFile[Settings]) -> ModelFiles:
    (tmp_path / "home").mkdir()
    return ModelFiles(tmp_path / "home", tmp_path / "along", lambda role: settings.values.default_models.get(role))


@pytest.fixture
def choose(tmp_path: Path, models: ModelFiles, settings: ValuesFile[Settings]) -> ChooseModels:
    machine = Machine("linux", "x86_64", Memory(16 * GB, 12 * GB), Processor(cores=8, usable=8), (), 100 * GB)
    catalogue = Catalogue.load(ROOT / "models" / "catalogue")
    return ChooseModels(models, catalogue, settings, tmp_path, machine=lambda _home: machine)


def card(choose: ChooseModels, identifier: str) -> ModelCard:
    (found,) = [card for card in choose.cards() if card.id == identifier]
    return found


def test_the_catalogue_and_what_is_here_stand_in_one_list(
    choose: ChooseModels, models: ModelFiles, tmp_path: Path
) -> None:
    put(models, "mine", b"weights")
    put(models, "gte-multilingual-base", b"weights too")
    fill(tmp_path / "along" / "along", "along", b"w")
    fill(tmp_path / "home" / "broken", "broken", b"w")
    (tmp_path / "home" / "broken" / "model.onnx").unlink()
    models.installing.incoming("qwen3-4b").mkdir(parents=True, exist_ok=True)
    cards = choose.cards()
    assert len({c.id for c in cards}) == len(cards)
    roles = [list(ModelRole).index(c.role) for c in cards if c.role]
    assert roles == sorted(roles)
    known = card(choose, "gte-multilingual-base")
    assert (known.state, known.is_recommended) == (ModelState.READY, True)
    assert known.entry is not None
    assert known.bytes == models.bytes_of(models.installed()[0]) > 0
    assert card(choose, "mine").entry is None
    assert card(choose, "along").state is ModelState.READY
    assert (card(choose, "broken").state, card(choose, "broken").fit) == (ModelState.BROKEN, None)
    assert card(choose, "qwen3-4b").state is ModelState.INCOMPLETE
    away = card(choose, "qwen3-1.7b")
    assert (away.state, away.bytes, away.is_default) == (None, 0, False)
    assert away.fit is not None
    assert away.fit.label is FitLabel.GOOD
    assert choose.disk_used() == sum(c.bytes for c in cards if c.id != "along")


def test_the_recommended_set_and_what_of_it_is_missing(choose: ChooseModels, models: ModelFiles) -> None:
    everything = choose.recommended()
    assert everything.missing == everything.entries
    put(models, "gte-multilingual-base", b"weights")
    rest = choose.recommended()
    assert [e.id for e in everything.entries if e not in rest.missing] == ["gte-multilingual-base"]
    assert everything.download - rest.download == 357_401_531
    two = choose.recommended(roles=(ModelRole.CHAT,))
    assert [e.role for e in two.entries] == [ModelRole.CHAT]


def test_a_default_is_remembered_and_forgotten_with_its_model(
    choose: ChooseModels, models: ModelFiles, settings: ValuesFile[Settings], tmp_path: Path
) -> None:
    put(models, "small", b"1")
    put(models, "large", b"larger")
    assert card(choose, "large").is_default
    choose.make_default("small")
    assert (card(choose, "small").is_default, card(choose, "large").is_default) == (True, False)
    assert ValuesFile(tmp_path / "settings.json", Settings).values.default_models == {"embedding": "small"}
    expected = choose.freed_by("small")
    assert choose.remove("small") == expected > 0
    assert card(choose, "large").is_default
    assert settings.values.default_models == {}
    for act in (choose.make_default, choose.remove, choose.verify, choose.freed_by):
        with pytest.raises(AppError) as caught:
            act("small")
        assert caught.value.code is ErrorCode.MODEL_MISSING


def test_a_broken_model_can_be_removed(choose: ChooseModels, tmp_path: Path) -> None:
    fill(tmp_path / "home" / "broken", "broken", b"w")
    (tmp_path / "home" / "broken" / "model.onnx").unlink()
    assert choose.remove("broken") > 0
    assert "broken" not in [c.id for c in choose.cards()]


def test_a_check_tells_how_far_it_is_and_can_be_stopped(choose: ChooseModels, models: ModelFiles) -> None:
    put(models, "mine", b"weights")
    told: list[tuple[int, int]] = []
    assert choose.verify("mine", on_progress=lambda done, total: told.append((done, total))) == ()
    assert told[-1] == (9, 9)
    stop = StopSignal()
    stop.stop()
    with pytest.raises(JobCancelled):
        choose.verify("mine", stop=stop)
