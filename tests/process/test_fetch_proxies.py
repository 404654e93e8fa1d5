"""Downloading by way of a proxy, named or the system's, with the real fetcher and a hub on loopback."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import AppError, ErrorCode
from app.domain.models.catalogue import CatalogueEntry
from app.domain.models.downloads import Source
from app.jobs.launch import fetcher_command
from app.services.models.fetch_plan import Sources
from tests.fakes.fetch_home import Home
from tests.fakes.hub_server import HubServer
from tests.fakes.small_model import REPO, make_entry, make_repository


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubServer]:
    make_repository(tmp_path / "hub")
    with HubServer(tmp_path / "hub") as hub:
        yield hub


@pytest.fixture
def entry(tmp_path: Path, hub: HubServer) -> CatalogueEntry:
    return make_entry(tmp_path / "hub" / REPO, hub.revision(REPO))


@pytest.fixture
def home(tmp_path: Path, hub: HubServer) -> Iterator[Home]:
    home = Home(tmp_path / "home", hub)
    yield home
    home.close()


@pytest.mark.slow  # the next test shows the same, and the environment
def test_a_proxy_is_used_where_one_is_named(tmp_path: Path, hub: HubServer, entry: CatalogueEntry) -> None:
    home = Home(tmp_path / "home", hub)
    endpoint = "http://models.example"
    terms = replace(home.sources.terms, endpoint=endpoint, proxy=hub.url)
    home.sources = Sources((Source(endpoint),), terms)
    home.fetching.fetch(entry)
    home.close()
    assert {asked.host for asked in hub.asked} == {"models.example"}


def test_the_systems_proxy_reaches_the_fetcher(tmp_path: Path, hub: HubServer, entry: CatalogueEntry) -> None:
    base = {**os.environ, "http_proxy": hub.url, "HF_ENDPOINT": "http://127.0.0.1:9", "HF_TOKEN": "secret"}
    command = fetcher_command(tmp_path / "home" / "models" / ".incoming", base)
    assert not {"HF_ENDPOINT", "HF_TOKEN"} & set(command.environment)
    home = Home(tmp_path / "home", hub, command)
    endpoint = "http://models.example"
    home.sources = Sources((Source(endpoint),), replace(home.sources.terms, endpoint=endpoint, proxy="system"))
    home.fetching.fetch(entry)
    home.close()
    assert {asked.host for asked in hub.asked} == {"models.example"}
    assert not any("authorization" in asked.headers for asked in hub.asked)


def test_a_proxy_that_is_none_is_told(home: Home, entry: CatalogueEntry) -> None:
    for proxy in ("nonsense", "ftp://x:1", "http://127.0.0.1:1"):
        home.sources = replace(home.sources, terms=replace(home.sources.terms, proxy=proxy))
        with pytest.raises(AppError) as caught:
            home.fetching.fetch(entry)
        assert caught.value.code in (ErrorCode.DOWNLOAD_PROXY, ErrorCode.DOWNLOAD_UNREACHABLE), proxy
