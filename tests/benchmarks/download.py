"""The fetcher against a plain HTTP copy of the same file on loopback, in turns: what checking and resuming cost.

python tests/benchmarks/download.py [--megabytes 500] [--rounds 7]

The plain copies keep nothing safe: they hash nothing, sync nothing and cannot go on after a cut. A second pair writes
as safely as the fetcher does (the file synced) and hashes afterwards, as one would by hand (`curl`, `sha256sum`).
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import http.client
import multiprocessing
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.jobs.door import FetcherCommand, OpenDoor
from app.jobs.lanes import Lanes
from app.jobs.launch import fetcher_command
from app.protocol.tasks import Describe, FetchFiles, FetchTerms, LaneName, WantedFile

LIMIT = 1.10
REVISION = "0" * 40
START = """import sys
from app.worker import limits
limits.NICENESS = int(sys.argv.pop(1))
from app.fetcher.entry import main
sys.exit(main(sys.argv[1:]))"""


def serve(path: Path, listening: socket.socket) -> None:
    """As fast as a server can be: the kernel sends the file by itself."""
    size = path.stat().st_size
    while True:
        client, _ = listening.accept()
        with client, path.open("rb") as stream:
            client.recv(1 << 16)
            head = f"HTTP/1.1 200 OK\r\nContent-Length: {size}\r\nContent-Type: application/octet-stream\r\n"
            client.sendall(f"{head}Connection: close\r\n\r\n".encode())
            client.sendfile(stream)


def by_curl(url: str, target: Path) -> None:
    subprocess.run(["curl", "-s", "-o", str(target), url], check=True)


def by_python(url: str, target: Path) -> None:
    """What urlopen and copyfileobj do, in their own sizes."""
    host, _, path = url.removeprefix("http://").partition("/")
    connection = http.client.HTTPConnection(host)
    connection.request("GET", f"/{path}")
    with target.open("wb") as out:
        shutil.copyfileobj(connection.getresponse(), out)


def synced_and_hashed(copy: Callable[[str, Path], None]) -> Callable[[str, Path], None]:
    def both(url: str, target: Path) -> None:
        copy(url, target)
        with target.open("rb+") as stream:
            os.fsync(stream.fileno())
            hashlib.file_digest(stream, "sha256")

    return both


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--folder", type=Path, help="where the files lie; the system's temporary folder by default")
    parser.add_argument("--priority", type=int, default=0, help="niceness of everything here, on a busy machine")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as place:
        return measure(Path(place), arguments.megabytes * 1_000_000, arguments.rounds, arguments.priority)


def with_priority(command: FetcherCommand, priority: int) -> FetcherCommand:
    """The fetcher goes behind everything else on purpose; here nobody goes before anybody."""
    return replace(command, argv=(sys.executable, "-P", "-s", "-c", START, str(priority), command.argv[-1]))


def take_priority(priority: int) -> None:
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # where each session has a niceness of its own
            Path("/proc/self/autogroup").write_text(str(priority), encoding="ascii")
    if priority:
        os.nice(priority)


def measure(place: Path, size: int, rounds: int, priority: int) -> int:
    take_priority(priority)
    source = place / "source"
    source.write_bytes(random.Random(1).randbytes(1 << 20) * (size >> 20) + b"x" * (size & 0xFFFFF))
    with source.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    listening = socket.create_server(("127.0.0.1", 0), backlog=4)
    url = f"http://127.0.0.1:{listening.getsockname()[1]}/m/resolve/{REVISION}/f"
    server = multiprocessing.get_context("fork").Process(target=serve, args=(source, listening), daemon=True)
    server.start()
    lanes = Lanes(door=OpenDoor(with_priority(fetcher_command(place / "incoming"), priority)))
    terms = FetchTerms(proxy="none", endpoint=url.partition("/m/")[0])
    wanted = WantedFile("f", (url,), source.stat().st_size, sha256)

    def by_fetcher(_url: str, _target: Path) -> None:
        lanes.run(LaneName.FETCHER, FetchFiles(place / "incoming" / "m", (wanted,), REVISION, terms))

    ways: dict[str, Callable[[str, Path], None]] = {
        "plain copy by Python (http.client, copyfileobj)": by_python,
        "the fetcher: hashed, synced, renamed": by_fetcher,
        "by Python, then synced and hashed": synced_and_hashed(by_python),
    }
    if shutil.which("curl"):
        ways = {"plain copy by curl": by_curl, **ways, "by curl, then synced and hashed": synced_and_hashed(by_curl)}
    lanes.run(LaneName.FETCHER, Describe())  # its start, half a second once a download, is no part of the copying
    seconds = in_turns(ways, url, place, rounds)
    lanes.close()
    server.terminate()
    return tell(seconds, source.stat().st_size)


def in_turns(
    ways: dict[str, Callable[[str, Path], None]], url: str, place: Path, rounds: int
) -> dict[str, list[float]]:
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(rounds + 1):
        for name, way in ways.items():
            for left in (place / "target", place / "incoming" / "m" / "f"):
                left.unlink(missing_ok=True)
            os.sync()  # nobody pays for what another one wrote
            started = time.perf_counter()
            way(url, place / "target")
            if turn:  # the first warms up
                seconds[name].append(time.perf_counter() - started)
    return seconds


def tell(seconds: dict[str, list[float]], size: int) -> int:
    ours = next(name for name in seconds if name.startswith("the fetcher"))
    print(f"{'way':<52} {'median s':>9} {'least s':>9} {'MB/s':>7} {'fetcher / this':>15}")
    ratios = {}
    for name, took in seconds.items():
        pairs = [mine / other for mine, other in zip(seconds[ours], took, strict=True)]
        ratios[name] = statistics.median(pairs)
        middle = statistics.median(took)
        print(f"{name:<52} {middle:9.2f} {min(took):9.2f} {size / middle / 1e6:7.0f} {ratios[name]:15.2f}")
    plain = next(name for name in seconds if name.startswith("plain"))
    print(f"overhead against the {plain}: {100 * (ratios[plain] - 1):.0f} % (at most {100 * (LIMIT - 1):.0f} %)")
    return 0 if ratios[plain] <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
