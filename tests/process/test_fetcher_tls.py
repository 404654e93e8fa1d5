"""The fetcher by https on loopback, narrowed as it is: a certificate that nobody vouches for is refused."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.errors import AppError, ErrorCode
from app.jobs.door import OpenDoor
from app.jobs.lanes import Lanes
from app.jobs.launch import fetcher_command
from app.protocol.tasks import FetchFiles, FetchTerms, LaneName, WantedFile
from tests.fakes.hub_server import Fault, HubServer

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="makes its certificate with openssl")

REPO, NAME, DATA = "maker/model", "model.onnx", b"weights " * 4000


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("certificate")
    key, made = folder / "key.pem", folder / "certificate.pem"
    names = "subjectAltName=DNS:localhost"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", names, "-keyout", str(key), "-out", str(made)],
        check=True, capture_output=True,
    )  # fmt: skip
    return key, made


@pytest.fixture
def hub(tmp_path: Path, certificate: tuple[Path, Path]) -> Iterator[HubServer]:
    (tmp_path / "hub" / REPO).mkdir(parents=True)
    (tmp_path / "hub" / REPO / NAME).write_bytes(DATA)
    with HubServer(tmp_path / "hub", certificate=certificate) as hub:
        yield hub


def fetch(hub: HubServer, folder: Path, environment: dict[str, str]) -> bytes:
    endpoint = f"https://localhost:{hub.server_address[1]}"
    lanes = Lanes(door=OpenDoor(fetcher_command(folder, {**os.environ, **environment})))
    revision = hub.revision(REPO)
    url = f"{endpoint}/{REPO}/resolve/{revision}/{NAME}"
    wanted = WantedFile(NAME, (url,), len(DATA), hashlib.sha256(DATA).hexdigest())
    terms = FetchTerms(proxy="none", endpoint=endpoint, tries=2, pause_seconds=0.01)
    try:
        lanes.run(LaneName.FETCHER, FetchFiles(folder / "model", (wanted,), revision, terms), time_limit=60)
    finally:
        lanes.close()
    return (folder / "model" / NAME).read_bytes()


def test_a_certificate_that_nobody_vouches_for_is_refused(hub: HubServer, tmp_path: Path) -> None:
    with pytest.raises(AppError) as caught:
        fetch(hub, tmp_path / "incoming", {})
    assert caught.value.code is ErrorCode.DOWNLOAD_INSECURE
    assert hub.asked == []


def test_a_certificate_that_the_system_names_is_taken(
    hub: HubServer, tmp_path: Path, certificate: tuple[Path, Path]
) -> None:
    assert fetch(hub, tmp_path / "incoming", {"SSL_CERT_FILE": str(certificate[1])}) == DATA


def test_no_way_leads_from_https_to_http(hub: HubServer, tmp_path: Path, certificate: tuple[Path, Path]) -> None:
    port = hub.server_address[1]
    hub.fail(Fault.REDIRECT_TO, value=f"http://localhost:{port}/{REPO}/resolve/main/{NAME}")
    with pytest.raises(AppError) as caught:
        fetch(hub, tmp_path / "incoming", {"SSL_CERT_FILE": str(certificate[1])})
    assert (caught.value.code, caught.value.details["problem"]) == (ErrorCode.DOWNLOAD_REFUSED, "insecure")
