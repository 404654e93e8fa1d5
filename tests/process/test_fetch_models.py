"""Downloading a catalogue entry into a home, with the real fetcher and a hub on loopback: from nothing to installed."""

from __future__ import annotations

import os
import queue
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import AppError, ErrorCode
from app.domain.models.catalogue import CatalogueEntry
from app.domain.models.downloads import Mirror, Source
from app.jobs.launch import fetcher_command
from app.model_files.verify import problems_of
from app.protocol.tasks import FetchNews, FetchStage
from app.services.models import fetch_models
from app.services.models.fetch_models import FetchModels
from app.services.models.fetch_plan import FetchPlan, plan_for
from app.services.models.fetch_run import FetchEvent, FetchState
from tests.fakes.acting_lanes import until
from tests.fakes.fetch_home import LIMIT_SECONDS, Home
from tests.fakes.hub_server import Fault, HubServer
from tests.fakes.small_model import FILES, REPO, make_entry, make_repository, right_files


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return make_repository(tmp_path / "hub")


@pytest.fixture
def hub(tmp_path: Path, repository: Path) -> Iterator[HubServer]:
    with HubServer(tmp_path / "hub") as hub:
        yield hub


@pytest.fixture
def home(tmp_path: Path, hub: HubServer) -> Iterator[Home]:
    home = Home(tmp_path / "home", hub)
    yield home
    home.close()


@pytest.fixture
def entry(repository: Path, hub: HubServer) -> CatalogueEntry:
    return make_entry(repository, hub.revision(REPO))


def some_bytes(event: FetchEvent) -> bool:
    return isinstance(event, FetchNews) and event.done > 0


def test_a_model_comes_and_is_installed(home: Home, hub: HubServer, entry: CatalogueEntry, repository: Path) -> None:
    events: list[Any] = []
    model = home.fetching.fetch(entry, on_event=events.append)
    assert (model.id, model.folder) == ("small-model", home.installed)
    assert right_files(home.installed, repository)
    assert problems_of(model.manifest, model.folder) == ()
    assert model.manifest.revision == entry.revision
    assert [m.id for m in home.models.installed()] == ["small-model"]
    assert sorted(path.name for path in home.installed.iterdir()) == sorted([*FILES, "manifest.json", "checked.json"])
    assert not home.staging.exists()
    assert home.fetching.unfinished() == ()
    assert isinstance(events[0], FetchPlan)
    assert events[0].listed_by == ""
    assert not [asked for asked in hub.asked if asked.path.startswith("/api/")], "all was known beforehand"
    assert events[-1].stage is FetchStage.INSTALLING


def test_the_fetcher_runs_only_while_something_is_fetched(home: Home, entry: CatalogueEntry) -> None:
    home.slow(20_000)
    run = home.fetching.start(entry, home.events.put)
    home.wait_for(some_bytes)
    pid = fetcher_of(home)
    assert pid is not None
    run.cancel()
    assert run.wait(LIMIT_SECONDS)
    until(lambda: fetcher_of(home) is None)


def fetcher_of(home: Home) -> int | None:
    for place in Path("/proc").iterdir():
        if place.name.isdecimal():
            try:
                command = (place / "cmdline").read_bytes().decode(errors="replace")
            except OSError:
                continue
            if "app.fetcher" in command and str(home.incoming) in command:
                return int(place.name)
    return None


def test_what_the_catalogue_does_not_know_the_hub_tells(home: Home, hub: HubServer, repository: Path) -> None:
    plans: list[Any] = []
    entry = make_entry(repository, None, hashes=False)
    model = home.fetching.fetch(entry, on_event=plans.append)
    (plan,) = [event for event in plans if isinstance(event, FetchPlan)]
    assert (plan.revision, plan.listed_by) == (hub.revision(REPO), "127.0.0.1")
    by_name = {file.name: file for file in plan.files}
    assert len(by_name["model.onnx"].sha256 or "") == 64
    assert (by_name["config.json"].sha256, len(by_name["config.json"].blob_sha1 or "")) == (None, 40)
    assert all(file.by_hub for file in plan.files)
    assert model.manifest.revision == hub.revision(REPO)
    assert right_files(home.installed, repository)


def test_a_long_listing_is_read_page_by_page(tmp_path: Path, repository: Path) -> None:
    for number in range(7):
        (repository / f"more-{number}.txt").write_text(str(number))
    with HubServer(tmp_path / "hub", page_size=3) as hub:
        home = Home(tmp_path / "home", hub)
        home.fetching.fetch(make_entry(repository, hub.revision(REPO), hashes=False))
        home.close()
        assert len([asked for asked in hub.asked if "/tree/" in asked.path]) == 4
    assert right_files(home.installed, repository)


def test_an_optional_file_that_is_not_there_is_left_out(home: Home, hub: HubServer, repository: Path) -> None:
    known = make_entry(repository, hub.revision(REPO))
    files = [{"name": f.name, "path": f.path, "size": f.size, "sha256": f.sha256} for f in known.files]
    files.append({"name": "extra.json", "path": "extra.json", "size": None, "sha256": None, "optional": True})
    wanted = make_entry(
        repository, hub.revision(REPO), files=files, download_bytes=None,
        unverified=["files", "download_bytes", "memory"],
    )  # fmt: skip
    assert home.fetching.fetch(wanted).manifest.files == home.fetching.fetch(known).manifest.files
    (repository / "extra.json").write_text("{}")
    again = make_entry(
        repository, hub.revision(REPO), files=files, download_bytes=None,
        unverified=["files", "download_bytes", "memory"],
    )  # fmt: skip
    assert "extra.json" in {file.name for file in home.fetching.fetch(again).manifest.files}


slow = pytest.mark.slow
LISTINGS = [
    (Fault.CLIMBING, {"value": "../../evil"}, ErrorCode.DOWNLOAD_REFUSED, "name"),
    pytest.param(Fault.CLIMBING, {"value": "/etc/evil"}, ErrorCode.DOWNLOAD_REFUSED, "name", marks=slow),
    pytest.param(Fault.CLIMBING, {"value": "a\\..\\evil"}, ErrorCode.DOWNLOAD_REFUSED, "name", marks=slow),
    pytest.param(Fault.CLIMBING, {"value": "NUL"}, ErrorCode.DOWNLOAD_REFUSED, "name", marks=slow),
    (Fault.NO_JSON, {}, ErrorCode.DOWNLOAD_WRONG_FILE, "listing"),
    (Fault.REVISION, {}, ErrorCode.DOWNLOAD_WRONG_FILE, "revision"),
    (Fault.STATUS, {"value": "401"}, ErrorCode.DOWNLOAD_FORBIDDEN, "401"),
    (Fault.LISTED_HASH, {}, ErrorCode.DOWNLOAD_WRONG_FILE, "hash"),
]


@pytest.mark.parametrize(("fault", "how", "code", "problem"), LISTINGS)
def test_a_listing_that_is_wrong_is_refused(
    home: Home, hub: HubServer, repository: Path, fault: Fault, how: dict[str, Any], code: ErrorCode, problem: str
) -> None:
    entry = make_entry(repository, hub.revision(REPO), hashes=False)
    hub.fail(fault, **how)
    with pytest.raises(AppError) as caught:
        home.fetching.fetch(entry)
    assert (caught.value.code, caught.value.details["problem"]) == (code, problem)
    assert home.models.installed() == []


def test_the_catalogue_knows_better_than_the_hub(home: Home, hub: HubServer, repository: Path) -> None:
    known = make_entry(repository, hub.revision(REPO))
    files = [{"name": f.name, "path": f.path, "size": f.size, "sha256": f.sha256} for f in known.files]
    files[1]["size"] = None
    hub.fail(Fault.LISTED_HASH)
    home.fetching.fetch(
        make_entry(repository, hub.revision(REPO), files=files, download_bytes=None,
                   unverified=["files", "download_bytes", "memory"])
    )  # fmt: skip
    assert right_files(home.installed, repository)


def test_a_missing_file_makes_the_model_impossible(home: Home, hub: HubServer, repository: Path) -> None:
    (repository / "tokenizer.json").unlink()
    with pytest.raises(AppError) as caught:
        home.fetching.fetch(make_entry(repository, hub.revision(REPO), hashes=False))
    assert (caught.value.code, caught.value.details["file"]) == (ErrorCode.DOWNLOAD_IMPOSSIBLE, "tokenizer.json")


def test_too_little_room_is_said_with_numbers_before_anything_is_asked(
    home: Home, hub: HubServer, entry: CatalogueEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(home.folder.parent)
    monkeypatch.setattr(fetch_models, "SPARE_BYTES", usage.free)
    with pytest.raises(AppError) as caught:
        home.fetching.fetch(entry)
    assert caught.value.code is ErrorCode.NO_ROOM
    assert caught.value.details["needs"] > caught.value.details["has"] > 0
    assert hub.asked == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on a file's size")
def test_a_full_disk_is_said_and_what_came_is_gone_on_with(
    tmp_path: Path, hub: HubServer, entry: CatalogueEntry, repository: Path
) -> None:
    command = fetcher_command(tmp_path / "home" / "models" / ".incoming")
    limited = replace(command, argv=("/bin/sh", "-c", 'ulimit -f 200; exec "$@"', "-", *command.argv))
    full = Home(tmp_path / "home", hub, limited)
    with pytest.raises(AppError) as caught:
        full.fetching.fetch(entry)
    full.close()
    assert caught.value.code is ErrorCode.DISK_FULL
    assert caught.value.details["needs"] > 0
    assert caught.value.details["has"] > 0
    part = full.staging / "model.onnx.part"
    assert part.stat().st_size == 200 * 512
    home = Home(tmp_path / "home", hub)
    home.fetching.fetch(entry)
    home.close()
    assert f"bytes={200 * 512}-" in {asked.range for asked in hub.asked}
    assert right_files(home.installed, repository)


@pytest.mark.slow
@pytest.mark.skipif(
    not sys.platform.startswith("linux") or os.geteuid() != 0, reason="only the superuser makes a small disk"
)
def test_a_disk_that_fills_up_meanwhile_takes_no_wrong_file(
    tmp_path: Path, hub: HubServer, entry: CatalogueEntry, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "home"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=120k", "tmpfs", str(place)]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("no small disk can be made here")
    try:
        monkeypatch.setattr(FetchModels, "_check_room", lambda *_: None)  # it filled up after the look
        home = Home(place, hub)
        with pytest.raises(AppError) as caught:
            home.fetching.fetch(entry)
        assert caught.value.code is ErrorCode.DISK_FULL
        assert home.models.installed() == []
        subprocess.run(["mount", "-o", "remount,size=2m", str(place)], check=True)
        home.fetching.fetch(entry)
        home.close()
        assert right_files(home.installed, repository)
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_pause_keeps_what_came_and_resume_goes_on(
    home: Home, hub: HubServer, entry: CatalogueEntry, repository: Path
) -> None:
    home.slow(20_000)
    run = home.fetching.start(entry, home.events.put)
    home.wait_for(some_bytes)
    run.pause()
    assert run.wait(LIMIT_SECONDS)
    assert run.state is FetchState.PAUSED
    (left,) = home.fetching.unfinished()
    assert (left.id, left.revision, left.total) == ("small-model", entry.revision, entry.download_bytes)
    assert 0 < left.done < (left.total or 0)
    home.slow(50_000_000)
    run.resume()
    assert run.wait(LIMIT_SECONDS)
    assert run.state is FetchState.DONE
    assert any(asked.range for asked in hub.asked), "it went on where it was"
    assert right_files(home.installed, repository)


@pytest.mark.parametrize("keep", [False, True])
def test_cancel_leaves_nothing_or_parts(home: Home, entry: CatalogueEntry, keep: bool) -> None:
    home.slow(20_000)
    run = home.fetching.start(entry, home.events.put)
    home.wait_for(some_bytes)
    run.cancel(keep_parts=keep)
    assert run.wait(LIMIT_SECONDS)
    assert run.state is FetchState.CANCELLED
    assert home.staging.exists() is keep
    assert [left.id for left in home.fetching.unfinished()] == (["small-model"] if keep else [])
    assert home.models.installed() == []
    if keep:
        run.cancel()
        home.fetching.discard("small-model")
        assert not home.staging.exists()


@pytest.mark.slow
def test_a_paused_download_can_be_cancelled(home: Home, entry: CatalogueEntry) -> None:
    home.slow(20_000)
    run = home.fetching.start(entry, home.events.put)
    home.wait_for(some_bytes)
    run.pause()
    assert run.wait(LIMIT_SECONDS)
    run.cancel()
    assert run.wait(LIMIT_SECONDS)
    assert run.state is FetchState.CANCELLED
    assert not home.staging.exists()


def test_a_failure_is_kept_and_resume_tries_again(
    home: Home, hub: HubServer, entry: CatalogueEntry, repository: Path
) -> None:
    hub.fail(Fault.FLIP, "model_q4.onnx", after=9)
    run = home.fetching.start(entry, home.events.put)
    assert run.wait(LIMIT_SECONDS)
    assert run.ended is not None
    assert isinstance(run.ended.error, AppError)
    assert run.ended.error.code is ErrorCode.DOWNLOAD_WRONG_FILE
    assert run.ended.error.details["file"] == "model.onnx"
    hub.mend()
    run.resume()
    assert run.wait(LIMIT_SECONDS)
    assert run.state is FetchState.DONE
    assert right_files(home.installed, repository)


@pytest.mark.slow
def test_two_starts_in_one_program_are_one_download(home: Home, entry: CatalogueEntry) -> None:
    home.slow(200_000)
    first = home.fetching.start(entry, home.events.put)
    heard: queue.SimpleQueue[FetchEvent] = queue.SimpleQueue()
    assert home.fetching.start(entry, heard.put) is first
    assert first.wait(LIMIT_SECONDS)
    assert not heard.empty()


def test_two_programs_do_not_fetch_the_same_model(
    home: Home, hub: HubServer, entry: CatalogueEntry, repository: Path
) -> None:
    home.slow(20_000)
    other = Home(home.folder, hub)
    run = home.fetching.start(entry, home.events.put)
    home.wait_for(some_bytes)
    with pytest.raises(AppError) as caught:
        other.fetching.fetch(entry)
    with pytest.raises(AppError):
        other.fetching.discard("small-model")
    other.close()
    assert caught.value.code is ErrorCode.DOWNLOAD_RUNNING
    run.pause()
    assert run.wait(LIMIT_SECONDS)
    home.slow(50_000_000)
    run.resume()
    assert run.wait(LIMIT_SECONDS)
    assert run.state is FetchState.DONE
    assert right_files(home.installed, repository)


def test_another_revision_begins_anew(home: Home, hub: HubServer, entry: CatalogueEntry, repository: Path) -> None:
    home.slow(20_000)
    run = home.fetching.start(entry, home.events.put)
    home.wait_for(some_bytes)
    run.cancel(keep_parts=True)
    assert run.wait(LIMIT_SECONDS)
    (repository / "tokenizer.json").write_bytes(b"y" * 9000)
    newer = make_entry(repository, hub.revision(REPO))
    hub.asked.clear()
    home.slow(50_000_000)
    home.fetching.fetch(newer)
    assert not any(asked.range for asked in hub.asked), "no byte of the old revision is used"
    assert right_files(home.installed, repository)


def test_a_damaged_journal_costs_nothing_but_a_look(
    home: Home, hub: HubServer, entry: CatalogueEntry, repository: Path
) -> None:
    home.staging.mkdir(parents=True)
    (home.staging / ".download.json").write_text("{]")
    (home.staging / "model.onnx.part").write_bytes((repository / FILES["model.onnx"]).read_bytes()[:5000])
    home.fetching.fetch(entry)
    assert "bytes=5000-" in {asked.range for asked in hub.asked}
    assert right_files(home.installed, repository)


def test_modelscope_is_left_out_where_no_hash_is_known(entry: CatalogueEntry) -> None:
    places = tuple(Source.of(mirror) for mirror in Mirror)
    (first, *_) = plan_for(entry, None).wanted(places)
    assert [url.split("/")[2] for url in first.urls] == ["huggingface.co", "hf-mirror.com", "modelscope.cn"]
    unknown = replace(plan_for(entry, None).files[0], sha256=None)
    (first, *_) = replace(plan_for(entry, None), files=(unknown,)).wanted(places)
    assert [url.split("/")[2] for url in first.urls] == ["huggingface.co", "hf-mirror.com"]
