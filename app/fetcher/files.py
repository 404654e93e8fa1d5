"""The task FetchFiles: every file in its turn, and news of them all. Takes no file that is not right."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from app.domain.errors import AppError, ErrorCode
from app.domain.models.downloads import AddressRefused, AddressRules, checked_proxy
from app.fetcher.failures import SourceFailure
from app.fetcher.http import Http
from app.fetcher.one_file import OneFile
from app.fetcher.pace import Allowance, Speed
from app.fetcher.staging import StagingLock, checked_staging, checked_target, disk_error
from app.protocol.tasks import Fetched, FetchedFile, FetchFiles, FetchNews, FetchStage, FetchTerms, WantedFile
from app.worker.context import JobContext

_NEWS_SECONDS = 0.2


def make_http(terms: FetchTerms, context: JobContext) -> Http:
    """The connection of one job, to be closed; raises DOWNLOAD_PROXY where the proxy's address cannot be used."""
    try:
        proxy = checked_proxy(terms.proxy)
    except AddressRefused:
        raise AppError(ErrorCode.DOWNLOAD_PROXY, problem="address") from None
    allowance = Allowance(terms.bytes_per_second)
    return Http(AddressRules(terms.endpoint), allowance, terms.stall_seconds, proxy, context.stop_if_cancelled)


class FileFetching:
    """``root`` is the only folder below which a staging folder may lie."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def fetch(self, context: JobContext, task: FetchFiles) -> Fetched:
        """Raises AppError with a DOWNLOAD code, DISK_FULL or HOME_UNWRITABLE; JobCancelled."""
        names = [file.name.casefold() for file in task.files]
        if len(set(names)) != len(names):
            raise AppError(ErrorCode.DOWNLOAD_REFUSED, problem="name", file=max(names, key=names.count))
        news = _News(context, task.files)
        try:
            staging = checked_staging(self._root, task.staging)
            targets = [checked_target(staging, file.name) for file in task.files]
            with contextlib.closing(make_http(task.terms, context)) as http, StagingLock(staging, http.wait):
                return Fetched(tuple(self._each(context, task, targets, http, news)))
        except OSError as error:
            missing = None if news.total is None else max(0, news.total - news.done)
            raise disk_error(error, task.staging, missing) from error

    def _each(
        self, context: JobContext, task: FetchFiles, targets: list[Path], http: Http, news: _News
    ) -> list[FetchedFile]:
        fetched, poor = [], set[str]()
        for wanted, target in zip(task.files, targets, strict=True):
            news.begin(wanted)
            one = OneFile(wanted, target, http, task.terms, task.revision, news.tell, context.stop_if_cancelled)
            urls = tuple(sorted(wanted.urls, key=lambda url: urlsplit(url).netloc in poor))
            file, failures = one.fetch(urls)
            poor |= _poor(urls, failures)
            fetched.append(file)
            news.end(file)
        return fetched


def _poor(urls: tuple[str, ...], failures: list[SourceFailure]) -> set[str]:
    """The sources that failed by themselves, so that the next file begins with one that works."""
    return {urlsplit(url).netloc for url, failure in zip(urls, failures, strict=False) if failure.is_of_the_source}


class _News:
    """Sums the files up for the window; often enough to follow, seldom enough to cost nothing."""

    def __init__(self, context: JobContext, files: tuple[WantedFile, ...]) -> None:
        self._context, self._file = context, files[0] if files else None
        sizes = [file.size for file in files]
        self.total = None if None in sizes else sum(size or 0 for size in sizes)
        self._ended, self._now = 0, 0
        self._speed, self._last = Speed(), 0.0

    @property
    def done(self) -> int:
        return self._ended + self._now

    def begin(self, file: WantedFile) -> None:
        self._file, self._now = file, 0

    def end(self, file: FetchedFile) -> None:
        self._ended, self._now = self._ended + file.size, 0

    def tell(self, stage: FetchStage, host: str, *, file_done: int = 0, came: int = 0, **details: Any) -> None:
        self._now = file_done
        if came:
            self._speed.came(came)
        now = time.monotonic()
        if stage in (FetchStage.RECEIVING, FetchStage.CHECKING) and now - self._last < _NEWS_SECONDS:
            return
        self._last = now
        assert self._file is not None
        self._context.partial(
            FetchNews(
                stage=stage,
                file=self._file.name,
                host=host,
                file_done=file_done,
                file_total=self._file.size,
                done=self.done,
                total=self.total,
                bytes_per_second=self._speed.bytes_per_second if stage is FetchStage.RECEIVING else 0.0,
                **details,
            )
        )
