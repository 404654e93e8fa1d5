"""A library made once, and a copy of it for every test that wants one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.fakes.alcove_command import SAMPLES, AlcoveCommand, Said


@pytest.fixture
def alcove(tmp_path: Path) -> AlcoveCommand:
    """A command line whose home does not exist yet."""
    return AlcoveCommand(tmp_path)


@pytest.fixture(scope="session")
def samples_added(tmp_path_factory: pytest.TempPathFactory) -> tuple[AlcoveCommand, Said]:
    """The bundled samples, added by the real command, and what it said. Only read from it."""
    command = AlcoveCommand(tmp_path_factory.mktemp("samples"))
    return command, command.run("add", SAMPLES, "--json")


@pytest.fixture
def library(samples_added: tuple[AlcoveCommand, Said], tmp_path: Path) -> AlcoveCommand:
    """A command line over a copy of the samples' library."""
    made = AlcoveCommand(tmp_path)
    shutil.copytree(samples_added[0].home, made.home)
    return made
