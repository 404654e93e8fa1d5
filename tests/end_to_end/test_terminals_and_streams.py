"""Where the command line's words go: terminals, pipes whose reader leaves, closed streams, removed folders."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.alcove_command import SAMPLES, AlcoveCommand

ESCAPE = "\x1b"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo terminals of this kind")
def test_colours_and_bars_are_for_terminals_only(library: AlcoveCommand, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("The heron nests near the weir.")
    seen = on_terminal(library, "add", note)
    assert "\x1b[32m✓" in seen
    assert "░" in seen
    assert ESCAPE not in library.run("find", "lapwings").out
    assert "\x1b[1;36mlapwings\x1b[0m" in on_terminal(library, "find", "lapwings")
    for variable in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert ESCAPE not in on_terminal(library, "find", "lapwings", **variable)
    assert ESCAPE not in on_terminal(library, "find", "lapwings", "--json")


def on_terminal(command: AlcoveCommand, *arguments: object, **environment: str) -> str:
    """What a terminal gets to show, both streams together."""
    import pty

    ours, theirs = pty.openpty()
    process = command.start(
        *arguments, stdout=theirs, stderr=theirs, env=command.environment(**{"TERM": "xterm"} | environment)
    )
    os.close(theirs)
    seen = b""
    while select.select([ours], [], [], 60)[0]:
        try:
            block = os.read(ours, 65536)
        except OSError:
            break
        if not block:
            break
        seen += block
    os.close(ours)
    assert process.wait(60) == 0
    return seen.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="file names cannot hold these characters there")
def test_names_and_documents_cannot_steer_the_terminal(by_words: AlcoveCommand, tmp_path: Path) -> None:
    name = "harm\x1b]0;owned\x07less\u202etxt.exe\nsecond line.txt"
    (tmp_path / name).write_text("The heron \x1b[2J\x9b31m nests \u202e near the weir.")
    said = [
        by_words.run("add", tmp_path / name),
        by_words.run("find", "heron"),
        by_words.run("ask", "Where does the heron nest?"),
        by_words.run("library"),
        by_words.run("forget", tmp_path / name),
    ]
    for one in said:
        assert one.status == 0
        assert not set("\x1b\x07\x9b\u202e") & set(one.out + one.err)
    assert "harm\\x1b]0;owned" in said[0].out
    assert said[0].out.count("\n") == 3, "a name is on one line; two more sum it up"


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break in another way there")
def test_a_reader_that_leaves_is_no_accident(library: AlcoveCommand, tmp_path: Path) -> None:
    for arguments in ("library --json", "find --stdin --json", f"add '{SAMPLES}' --json"):
        line = f"{' '.join(map(quoted, library.argv(home=False)))} {arguments} --home {quoted(library.home)} | head -1"
        queries = "lapwings\nannual leave\n" * 60
        done = subprocess.run(
            ["/bin/bash", "-c", f"{line}; exit ${{PIPESTATUS[0]}}"],
            input=queries, capture_output=True, text=True, cwd=library.folder, env=library.environment(), timeout=150,
        )  # fmt: skip
        assert done.returncode in (0, 1), "0 where all was said before the reader left"
        assert done.stdout.count("\n") == 1
        assert json.loads(done.stdout)
        assert done.stderr == ""
    assert library.run("doctor", "--json", "--full").only["store"]["consistent"]


def quoted(text: object) -> str:
    return "'" + str(text).replace("'", "'\\''") + "'"


@pytest.mark.skipif(sys.platform == "win32", reason="made of POSIX streams and folders")
def test_a_caller_may_close_the_streams_or_remove_the_folder(library: AlcoveCommand) -> None:
    def ended(script: str) -> tuple[int, str]:
        command = " ".join(map(quoted, library.argv(home=False)))
        named = library.environment(ALCOVE_HOME=str(library.home))
        done = subprocess.run(
            ["/bin/sh", "-c", script.replace("alcove", command)],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=library.folder, env=named, timeout=150,
        )  # fmt: skip
        return done.returncode, done.stderr

    assert ended("alcove library --json >&-") == (0, "")
    assert ended("alcove add nowhere --json 2>&-") == (1, "")
    assert ended("alcove find --stdin --json <&-") == (0, "")
    assert ended("mkdir gone; cd gone; rmdir ../gone; alcove add nowhere") == (1, "")
    status, complaint = ended("mkdir gone; cd gone; rmdir ../gone; alcove library --home relative")
    assert status == 1
    assert "relative" in complaint
    assert "Traceback" not in complaint
    if Path("/dev/full").exists():
        status, complaint = ended("alcove library > /dev/full")
        assert status == 1
        assert complaint.startswith("The disk is full.")
        assert complaint.count("\n") == 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere a screen is always there")
@pytest.mark.parametrize("display", ["", ":987"])
def test_without_a_screen_the_window_says_so(library: AlcoveCommand, display: str) -> None:
    """Qt alone would abort the process."""
    environment = library.environment(DISPLAY=display, WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")
    told = library.run(env=environment)
    assert (told.status, told.out) == (1, "")
    assert told.err.startswith("There is no screen here")
