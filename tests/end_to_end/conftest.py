"""A library made once, and a copy of it for every test that wants one."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.alcove_command import SAMPLES, AlcoveCommand, Said
from tests.fakes.as_a_mortal import IS_ROOT


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


@pytest.fixture(scope="session")
def python_without_models(tmp_path_factory: pytest.TempPathFactory) -> str:
    """This interpreter under another prefix: the same packages, and no model that set-up prepared."""
    if sys.platform == "win32" or sys.prefix == sys.base_prefix:
        return sys.executable
    prefix = tmp_path_factory.mktemp("bare")
    (prefix / "bin").mkdir()
    (prefix / "pyvenv.cfg").write_text((Path(sys.prefix) / "pyvenv.cfg").read_text())
    (prefix / "bin" / "python").symlink_to(Path(sys.executable).resolve())
    (prefix / "lib").symlink_to(Path(sys.prefix) / "lib")
    return str(prefix / "bin" / "python")


@pytest.fixture
def by_words(tmp_path: Path, python_without_models: str) -> AlcoveCommand:
    """A command line without an embedding model: for what does not depend on one, at a fraction of the work."""
    return AlcoveCommand(tmp_path, python=python_without_models)


@pytest.fixture
def mortal(by_words: AlcoveCommand) -> Iterator[AlcoveCommand]:
    """For commands run with ``**MORTAL``. Afterwards everything may be removed again."""
    if IS_ROOT and not sys.platform.startswith("linux"):
        pytest.skip("the superuser reads everything")
    yield by_words
    for folder in [by_words.place, *by_words.place.rglob("*")]:
        if folder.is_dir() and not folder.is_symlink():
            folder.chmod(0o755)
