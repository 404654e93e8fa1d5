"""What the fetcher may and may not do, seen from inside a process that is narrowed as it is; and its keeper's life."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.jobs.lanes import Lanes
from app.jobs.launch import open_door
from app.protocol.tasks import Describe, LaneName
from tests.fakes.acting_lanes import is_alive, until

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel's own seal is Linux's")

ROOT = Path(__file__).resolve().parents[2]
LOOK = """
import errno, json, os, socket, sys
from pathlib import Path
from app.seal.main import narrow_fetcher, probe
from app.seal.models import ProcessRole
folder, other = Path(sys.argv[1]), Path(sys.argv[2])
seal = narrow_fetcher(folder, ("hub.example",))

def attempt(action):
    try:
        action()
    except OSError as error:
        return errno.errorcode[error.errno]
    return "ok"

def listen():
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        asked.listen()

def call(family, kind):
    with socket.socket(family, kind):
        pass

print(json.dumps({
    "seal": [seal.sealed, seal.narrowed, seal.files_limited, seal.reason, seal.hosts],
    "probe": [[p.attempt, p.refused] for p in probe(ProcessRole.FETCHER)],
    "inet": attempt(lambda: call(socket.AF_INET, socket.SOCK_STREAM)),
    "inet6": attempt(lambda: call(socket.AF_INET6, socket.SOCK_STREAM)),
    "packet": attempt(lambda: call(17, socket.SOCK_RAW)),
    "listen": attempt(listen),
    "write own": attempt(lambda: (folder / "a").write_text("x")),
    "own folder": attempt(lambda: (folder / "b" / "c").mkdir(parents=True)),
    "rename own": attempt(lambda: (folder / "a").rename(folder / "c")),
    "read other": attempt(lambda: (other / "letter.txt").read_text()),
    "list other": attempt(lambda: os.listdir(other)),
    "write other": attempt(lambda: (other / "new").write_text("x")),
    "write temporary": attempt(lambda: Path("/tmp/alcove-fetcher-was-here").write_text("x")),
    "link into own": attempt(lambda: os.link(other / "letter.txt", folder / "letter.txt")),
    "device": attempt(lambda: os.mknod(folder / "device", 0o600 | 0o020000, os.makedev(1, 3))),
    "certificates": attempt(lambda: os.listdir("/etc/ssl")),
    "names": attempt(lambda: Path("/etc/resolv.conf").read_text()),
}))
"""


def has_landlock() -> bool:
    return subprocess.run(
        [sys.executable, "-c", "import ctypes; raise SystemExit(ctypes.CDLL(None).syscall(444, None, 0, 1) < 1)"],
        check=False,
    ).returncode == 0  # fmt: skip


def test_it_may_call_out_and_nothing_else(tmp_path: Path) -> None:
    own, other = tmp_path / "own", tmp_path / "documents"
    own.mkdir()
    other.mkdir()
    (other / "letter.txt").write_text("private")
    done = subprocess.run(
        [sys.executable, "-c", LOOK, str(own), str(other)], cwd=ROOT, capture_output=True, check=True, timeout=60
    )
    found = json.loads(done.stdout)
    limited = has_landlock()
    assert found.pop("seal") == [False, True, limited, "may_fetch", ["hub.example"]]
    assert found.pop("probe") == [["listen", True]]
    allowed = {"inet", "inet6", "write own", "own folder", "rename own", "certificates", "names"}
    network = {"packet": "EPERM", "listen": "EPERM"}
    files = {"read other", "list other", "write other", "write temporary", "link into own", "device"}
    assert {name: found[name] for name in allowed} == dict.fromkeys(allowed, "ok")
    assert {name: found[name] for name in network} == network
    if limited:
        assert all(found[name] in ("EACCES", "EXDEV", "EPERM") for name in files), found


KEPT = """
import json, os, sys
from pathlib import Path
from app.jobs.lanes import Lanes
from app.jobs.launch import open_door
from app.protocol.tasks import Describe, LaneName
from app.seal.main import seal_process
from app.seal.models import ProcessRole
door = open_door(Path(sys.argv[1]))
seal = seal_process(ProcessRole.WINDOW)
lanes = Lanes(door=door)
for _ in range(2):
    told = lanes.run(LaneName.FETCHER, Describe(), time_limit=30).value
    lanes.park(LaneName.FETCHER)
print(json.dumps([seal.sealed, told.seal, door.pid]), flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("end", ["leaves", "is killed"])
def test_a_sealed_program_starts_it_again_and_again_and_its_keeper_goes_with_it(tmp_path: Path, end: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", KEPT, str(tmp_path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as program:
        assert program.stdout is not None
        sealed, told, keeper = json.loads(program.stdout.readline())
        assert sealed
        assert (told["sealed"], told["narrowed"], told["reason"]) == (False, True, "may_fetch")
        assert is_alive(keeper)
        assert [fd for fd in descriptors(keeper) if fd.startswith(("/", "pipe:")) and fd != "/dev/null"] == []
        if end == "leaves":
            program.communicate(timeout=150)
        else:
            program.kill()
    until(lambda: not is_alive(keeper))


def descriptors(pid: int) -> list[str]:
    return [str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir()]


def test_a_keeper_starts_nothing_for_a_process_with_threads(tmp_path: Path) -> None:
    import threading

    go_on = threading.Event()
    thread = threading.Thread(target=go_on.wait)
    thread.start()
    try:
        lanes = Lanes(door=open_door(tmp_path))
        with pytest.raises(Exception, match="cannot_start"):
            lanes.run(LaneName.FETCHER, Describe(), time_limit=30)
        lanes.close()
    finally:
        go_on.set()
        thread.join()
