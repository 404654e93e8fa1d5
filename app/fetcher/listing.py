"""The task FetchListing: which files a repository holds at a commit, with the hashes the hub gives them."""

from __future__ import annotations

import contextlib
import json
import re
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from app.domain.errors import AppError, ErrorCode
from app.domain.models.downloads import NameRefused, is_repository, is_revision, safe_name
from app.fetcher.failures import Fault, RangeRefused, SourceFailure, told
from app.fetcher.files import make_http
from app.fetcher.http import Head, Http
from app.protocol.tasks import FetchListing, FetchTerms, HubFile, HubListing
from app.worker.context import JobContext

_MOST_BYTES, _MOST_PAGES, _MOST_FILES = 8 * 1024 * 1024, 50, 10_000
_NEXT = re.compile(r'<([^<>]+)>\s*;\s*rel="?next"?')
_SHA256, _SHA1 = re.compile(r"[0-9a-f]{64}"), re.compile(r"[0-9a-f]{40}")
_MOST_SIZE = 1 << 50


def fetch_listing(context: JobContext, task: FetchListing) -> HubListing:
    """From the first hub that answers well; raises AppError with a DOWNLOAD code, JobCancelled."""
    if not is_repository(task.repository) or not (task.revision is None or is_revision(task.revision)):
        raise AppError(ErrorCode.DOWNLOAD_REFUSED, problem="repository", name=task.repository)
    failures: list[SourceFailure] = []
    with contextlib.closing(make_http(task.terms, context)) as http:
        for hub in task.hubs:
            try:
                return _from(hub, task, http)
            except SourceFailure as failure:
                failures.append(failure)
    raise told(failures or [SourceFailure(Fault.UNREACHABLE, "")], name=task.repository)


def _from(hub: str, task: FetchListing, http: Http) -> HubListing:
    asked = f"{hub}/api/models/{quote(task.repository)}"
    about, host, _ = _json(f"{asked}/revision/{task.revision or 'main'}", http, task.terms)
    revision = about.get("sha") if isinstance(about, dict) else None
    if not isinstance(revision, str) or not is_revision(revision):
        raise SourceFailure(Fault.WRONG, host, "listing")
    if task.revision not in (None, revision):
        raise SourceFailure(Fault.WRONG, host, "revision", expected=task.revision or "", actual=revision)
    files: list[HubFile] = []
    url = f"{asked}/tree/{revision}?recursive=true"
    for _ in range(_MOST_PAGES):
        page, host, following = _json(url, http, task.terms)
        if not isinstance(page, list):
            raise SourceFailure(Fault.WRONG, host, "listing")
        files += [_file(item, host) for item in page if isinstance(item, dict) and item.get("type") == "file"]
        if len(files) > _MOST_FILES:
            raise SourceFailure(Fault.WRONG, host, "listing")
        if following is None:
            return HubListing(revision, host, tuple(files))
        # The next page is asked for where the first was: a hub that stands behind another address still names its own.
        url = _same_place(following, asked)
    raise SourceFailure(Fault.WRONG, host, "listing")


def _file(item: dict[str, Any], host: str) -> HubFile:
    """Hidden files are of no use to anybody here; a name that leads out makes the whole listing unfit."""
    path, large = item.get("path"), item.get("lfs")
    of = large if isinstance(large, dict) else item
    size, oid = of.get("size"), of.get("oid")
    if not isinstance(path, str) or not isinstance(size, int) or isinstance(size, bool) or not 0 <= size < _MOST_SIZE:
        raise SourceFailure(Fault.WRONG, host, "listing")
    if not _is_hidden(path):
        try:
            safe_name(path)
        except NameRefused:
            raise SourceFailure(Fault.REFUSED, host, "name", actual=path[:200]) from None
    oid = oid if isinstance(oid, str) else ""
    if of is large:
        if not _SHA256.fullmatch(oid):
            raise SourceFailure(Fault.WRONG, host, "listing")
        return HubFile(path, size, sha256=oid)
    return HubFile(path, size, blob_sha1=oid if _SHA1.fullmatch(oid) else None)


def _is_hidden(path: str) -> bool:
    """`.gitattributes` and the like; `..` is not hidden but climbs."""
    parts = path.split("/")
    return ".." not in parts and "" not in parts and any(part.startswith(".") for part in parts)


def _same_place(following: str, asked: str) -> str:
    parts = urlsplit(urljoin(asked, following))
    base = urlsplit(asked)
    return parts._replace(scheme=base.scheme, netloc=base.netloc).geturl()


def _json(url: str, http: Http, terms: FetchTerms) -> tuple[Any, str, str | None]:
    """The answer, its host and the address of the next page; tried again where the fault may pass."""
    pause = terms.pause_seconds
    for tries_left in reversed(range(terms.tries)):
        receiving = _Text()
        try:
            http.get(url, receiving)
            following = _NEXT.search(receiving.link)
            return json.loads(bytes(receiving.text)), receiving.host, following and following[1]
        except RangeRefused:
            raise SourceFailure(Fault.WRONG, urlsplit(url).hostname or "", "status", actual="416") from None
        except (ValueError, RecursionError):
            raise SourceFailure(Fault.WRONG, receiving.host, "listing") from None
        except SourceFailure as failure:
            if not failure.may_pass or not tries_left:
                raise
            http.wait(min(failure.seconds or pause, 30.0))
            pause *= 2
    raise SourceFailure(Fault.BUSY, urlsplit(url).hostname or "")


class _Text:
    """Gathers a small answer; anything larger is not one."""

    def __init__(self) -> None:
        self.text, self.host, self.link = bytearray(), "", ""

    def redirected(self, head: Head) -> None:
        self.host = head.host

    def head(self, head: Head) -> None:
        self.host, self.link = head.host, head.link
        if head.encoding not in ("", "identity"):
            raise SourceFailure(Fault.WRONG, head.host, "encoding", actual=head.encoding)
        if (head.length or 0) > _MOST_BYTES:
            raise SourceFailure(Fault.WRONG, head.host, "listing")

    def data(self, chunk: memoryview) -> None:
        self.text += chunk
        if len(self.text) > _MOST_BYTES:
            raise SourceFailure(Fault.WRONG, self.host, "listing")
