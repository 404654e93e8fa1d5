"""A failed download that Python's collector takes away on another thread takes nothing of Qt along."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.fakes.hub_server import Fault, HubServer

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import contextlib, gc, sys, threading
from app.domain.models.downloads import AddressRules
from app.fetcher.application import make_application, network_versions
from app.fetcher.failures import SourceFailure
from app.fetcher.http import Http
from app.fetcher.pace import Allowance
network_versions()
application = make_application()
gc.disable()
class Receiver:
    def redirected(self, head): pass
def failed():
    failures = []
    with contextlib.closing(Http(AddressRules(sys.argv[1]), Allowance(None), 30, "none", lambda: None)) as http:
        try:
            http.get(sys.argv[1] + "/a/b/resolve/main/c", Receiver())
        except SourceFailure as failure:
            failures.append(failure)  # a ring: the failure, its frames, this list
for _ in range(40):
    failed()
    collecting = threading.Thread(target=gc.collect)
    collecting.start()
    failed()
    collecting.join()
print("well")
"""


def test_a_failure_that_is_collected_elsewhere_ends_nothing_of_qt(tmp_path: Path) -> None:
    file = tmp_path / "hub" / "a" / "b" / "c"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"x")
    with HubServer(tmp_path / "hub") as hub:
        hub.fail(Fault.REDIRECT_TO, value="file:///etc/passwd")
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, hub.url], cwd=ROOT, capture_output=True, text=True, timeout=150, check=False
        )
    assert (done.returncode, done.stdout) == (0, "well\n"), done.stderr
