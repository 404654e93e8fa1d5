"""One file from the first source that has it right: taken up where it stopped, checked while it comes and at its end.

It judges what a source sends by what is known of the file; it knows nothing of other files.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from app.domain.models.downloads import is_revision
from app.fetcher.failures import Fault, RangeRefused, SourceFailure, told
from app.fetcher.http import Head, Http
from app.fetcher.part import Digest, Part, digest_of
from app.protocol.tasks import FetchedFile, FetchStage, FetchTerms, WantedFile

_REAL_PROGRESS = 256 * 1024
"""A try that brought so many bytes gives the source all its tries back."""
_LONGEST_PAUSE = 30.0
_LONGEST_WISH = 120.0
"""A source that asks for a longer pause (Retry-After) is left for the next one."""
_FROM_BEFORE = "before"

Told = Callable[..., None]
"""Called with a FetchStage, the host, and further fields of FetchNews."""


class OneFile:
    """``tell`` hears how it goes; ``stop`` raises where the job was cancelled."""

    def __init__(
        self,
        wanted: WantedFile,
        target: Path,
        http: Http,
        terms: FetchTerms,
        revision: str | None,
        tell: Told,
        stop: Callable[[], None],
    ) -> None:
        self._wanted, self._target, self._http, self._terms = wanted, target, http, terms
        self._revision, self._tell, self._stop = revision, tell, stop
        self._came_from: str | None = None

    def fetch(self, urls: tuple[str, ...]) -> tuple[FetchedFile, list[SourceFailure]]:
        """The file, and the sources of ``urls`` that failed before it came. Raises AppError, OSError, JobCancelled."""
        if (there := self._already_there()) is not None:
            return there, []
        failures: list[SourceFailure] = []
        with Part(self._target, self._new_digest) as part:
            self._take_up(part)
            for url in urls:
                try:
                    return self._from(url, part), failures
                except SourceFailure as failure:
                    failures.append(failure)
            if not failures:
                failures = [SourceFailure(Fault.NO_HASH, "")]
        raise told(failures, file=self._wanted.name)

    @property
    def _is_known(self) -> bool:
        return bool(self._wanted.sha256 or self._blob_is_known)

    @property
    def _blob_is_known(self) -> bool:
        return self._wanted.blob_sha1 is not None and self._wanted.size is not None

    def _new_digest(self) -> Digest:
        return Digest(self._wanted.size, as_git_blob=self._blob_is_known)

    def _already_there(self) -> FetchedFile | None:
        """A file under its own name was whole once; it is taken only if it still is."""
        if self._target.is_symlink() or not self._target.is_file():
            self._target.unlink(missing_ok=True)
            return None
        digest = self._new_digest()
        size = digest_of(self._target, digest, self._stop, self._told_checking)
        if self._is_known and self._problem(digest, size) is None:
            return FetchedFile(self._wanted.name, size, digest.sha256)
        self._target.unlink()
        return None

    def _take_up(self, part: Part) -> None:
        longest = self._wanted.size
        if part.size and self._is_known and (longest is None or part.size <= longest):
            part.take_up(self._stop, self._told_checking)
            self._came_from = _FROM_BEFORE
        elif part.size:
            part.restart()

    def _from(self, url: str, part: Part) -> FetchedFile:
        """With as many tries as the terms allow."""
        tries, pause = self._terms.tries, self._terms.pause_seconds
        while True:
            before = part.size
            try:
                return self._try(url, part)
            except RangeRefused:
                part.restart()
                tries -= 1
                if tries <= 0:
                    raise SourceFailure(Fault.WRONG, _host(url), "range") from None
            except SourceFailure as failure:
                part.settle()
                if part.size - before >= _REAL_PROGRESS:
                    tries, pause = self._terms.tries, self._terms.pause_seconds
                tries -= 1
                if not failure.may_pass or tries <= 0 or (failure.seconds or 0.0) > _LONGEST_WISH:
                    raise
                seconds = pause if failure.seconds is None else failure.seconds
                self._tell(
                    FetchStage.WAITING,
                    failure.host,
                    seconds=seconds,
                    problem=failure.fault.value.value,
                    file_done=part.size,
                )
                self._http.wait(seconds)
                pause = min(_LONGEST_PAUSE, 2 * pause)

    def _try(self, url: str, part: Part) -> FetchedFile:
        host = _host(url)
        if part.size == 0 or part.size != self._wanted.size:
            host = self._receive(url, part)
        part.settle()
        if (failure := self._problem(part.digest, part.size)) is None:
            part.finish()
            self._tell(FetchStage.ARRIVED, host, file_done=part.size, actual=part.digest.sha256)
            return FetchedFile(self._wanted.name, part.size, part.digest.sha256, host)
        if failure.fault is Fault.CUT:
            raise SourceFailure(Fault.CUT, host)
        # Which source gave the wrong byte is not known where several did, or an earlier download: once more, by one.
        mixed = self._came_from not in (None, _origin(url))
        part.restart()
        self._came_from = None
        self._tell(
            FetchStage.DISCARDED, host, problem=failure.problem, expected=failure.expected, actual=failure.actual
        )
        if mixed:
            return self._try(url, part)
        raise SourceFailure(Fault.WRONG, host, failure.problem, expected=failure.expected, actual=failure.actual)

    def _receive(self, url: str, part: Part) -> str:
        """Bring the rest; returns the host that sent it."""
        receiving = _Receiving(self, url, part)
        self._tell(FetchStage.CONNECTING, _host(url), file_done=part.size)
        try:
            self._http.get(url, receiving, start=part.size)
        except RangeRefused as refused:
            if refused.total is not None and self._wanted.size not in (None, refused.total):
                expected, actual = str(self._wanted.size), str(refused.total)
                raise SourceFailure(Fault.WRONG, _host(url), "size", expected=expected, actual=actual) from None
            if refused.total is None or refused.total != part.size:
                raise
        return receiving.host or _host(url)

    def judge_head(self, head: Head, start: int, url: str) -> None:
        """Raises SourceFailure where the answer cannot be the file, before a byte of it is written."""
        if self._revision is not None and is_revision(head.commit) and head.commit != self._revision:
            raise _wrong(head, "revision", self._revision, head.commit)
        if head.status not in (200, 206):
            return  # a redirect: only its revision is judged
        if not self._is_known and not (self._revision and f"/resolve/{self._revision}/" in url):
            raise SourceFailure(Fault.NO_HASH, head.host)
        if head.encoding not in ("", "identity"):
            raise _wrong(head, "encoding", "", head.encoding)
        if head.kind == "text/html" and not self._wanted.name.lower().endswith((".html", ".htm")):
            raise _wrong(head, "page", "", head.kind)
        if head.status == 206 and head.start != start:
            raise _wrong(head, "range", str(start), str(head.start))
        total = head.total if head.status == 206 else head.length
        if self._wanted.size is not None and total is not None and total != self._wanted.size:
            raise _wrong(head, "size", str(self._wanted.size), str(total))

    def note_origin(self, url: str, *, at_start: bool) -> None:
        origin = _origin(url)
        self._came_from = origin if at_start or self._came_from == origin else _FROM_BEFORE

    def judge_length(self, size: int, host: str) -> None:
        if self._wanted.size is not None and size > self._wanted.size:
            raise SourceFailure(Fault.WRONG, host, "size", expected=str(self._wanted.size), actual=str(size))

    def told_receiving(self, host: str, size: int, came: int) -> None:
        self._tell(FetchStage.RECEIVING, host, file_done=size, came=came)

    def _told_checking(self, done: int) -> None:
        self._tell(FetchStage.CHECKING, "", file_done=done)

    def _problem(self, digest: Digest, size: int) -> SourceFailure | None:
        wanted = self._wanted
        if wanted.size is not None and size < wanted.size:
            return SourceFailure(Fault.CUT, "")
        if wanted.size is not None and size != wanted.size:
            return SourceFailure(Fault.WRONG, "", "size", expected=str(wanted.size), actual=str(size))
        if wanted.sha256 is not None:
            same, expected, actual = digest.sha256 == wanted.sha256, wanted.sha256, digest.sha256
        elif self._blob_is_known:
            same, expected, actual = (
                digest.blob_sha1 == wanted.blob_sha1,
                wanted.blob_sha1 or "",
                digest.blob_sha1 or "",
            )
        else:
            return None
        return None if same else SourceFailure(Fault.WRONG, "", "hash", expected=expected, actual=actual)


class _Receiving:
    """An answer on its way into the part. A source that ignores the range costs the part only with its first byte."""

    def __init__(self, file: OneFile, url: str, part: Part) -> None:
        self._file, self._url, self._part = file, url, part
        self._start, self._from_zero, self._begun = part.size, False, False
        self.host = ""

    def redirected(self, head: Head) -> None:
        self._file.judge_head(head, self._start, self._url)

    def head(self, head: Head) -> None:
        self._file.judge_head(head, self._start, self._url)
        self.host, self._from_zero = head.host, head.status != 206

    def data(self, chunk: memoryview) -> None:
        if not self._begun:
            self._begun = True
            if self._from_zero and self._part.size:
                self._part.restart()
            self._file.note_origin(self._url, at_start=self._part.size == 0)
        try:
            self._file.judge_length(self._part.size + len(chunk), self.host)
        except SourceFailure:
            self._part.restart()
            raise
        self._part.add(chunk)
        self._file.told_receiving(self.host, self._part.size, len(chunk))


def _wrong(head: Head, problem: str, expected: str, actual: str) -> SourceFailure:
    return SourceFailure(Fault.WRONG, head.host, problem, expected=expected, actual=actual)


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _origin(url: str) -> str:
    return urlsplit(url).netloc
