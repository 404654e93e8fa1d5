"""One GET by Qt: redirects followed by hand and each checked, stalls and the allowed speed kept, cancel seen.

It never asks for compressed answers, sends no cookie, no token and no name of the program's user.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urljoin, urlsplit

import shiboken6
from PySide6.QtCore import QEventLoop, QTimer, QUrl
from PySide6.QtNetwork import (
    QNetworkAccessManager,
    QNetworkProxy,
    QNetworkProxyFactory,
    QNetworkReply,
    QNetworkRequest,
)

from app.domain.models.downloads import NO_PROXY, SYSTEM_PROXY, AddressRefused, AddressRules
from app.fetcher.failures import Fault, RangeRefused, SourceFailure
from app.fetcher.pace import Allowance, StallWatch

MOST_REDIRECTS = 10
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_READ_BYTES = 1024 * 1024
_BUFFER_BYTES = 4 * 1024 * 1024
"""What Qt may hold unread: enough that its thread never waits for ours, little enough that a slow disk slows it."""
_TICK_MS, _SLOWED_TICK_MS = 50, 10
_TOTAL = re.compile(r"bytes\s+(?:\*|(\d+)-(\d+))/(?:(\d+)|\*)")
_ERROR = QNetworkReply.NetworkError
_FAULTS = {
    _ERROR.ConnectionRefusedError: Fault.UNREACHABLE,
    _ERROR.HostNotFoundError: Fault.UNREACHABLE,
    _ERROR.TimeoutError: Fault.UNREACHABLE,
    _ERROR.TemporaryNetworkFailureError: Fault.UNREACHABLE,
    _ERROR.SslHandshakeFailedError: Fault.INSECURE,
    _ERROR.ProxyConnectionRefusedError: Fault.PROXY,
    _ERROR.ProxyConnectionClosedError: Fault.PROXY,
    _ERROR.ProxyNotFoundError: Fault.PROXY,
    _ERROR.ProxyTimeoutError: Fault.PROXY,
    _ERROR.ProxyAuthenticationRequiredError: Fault.PROXY,
    _ERROR.UnknownProxyError: Fault.PROXY,
}


@dataclass(frozen=True, slots=True)
class Head:
    """What an answer says before its body. ``start`` and ``total`` come from a 206's Content-Range."""

    status: int
    host: str
    url: str
    length: int | None
    start: int
    total: int | None
    kind: str
    encoding: str
    commit: str
    link: str


class Receiver(Protocol):
    """Gets an answer; raises SourceFailure to break it off."""

    def head(self, head: Head) -> None: ...

    def redirected(self, head: Head) -> None: ...

    def data(self, chunk: memoryview) -> None: ...


class Http:
    """One for each job, to be closed, on the QCoreApplication's thread. ``stop`` raises where the job was cancelled."""

    def __init__(
        self, rules: AddressRules, allowance: Allowance, stall_seconds: float, proxy: str, stop: Callable[[], None]
    ) -> None:
        self._rules, self._allowance, self._stall_seconds, self._stop = rules, allowance, stall_seconds, stop
        self._network = QNetworkAccessManager()
        self._network.setAutoDeleteReplies(False)
        _use_proxy(self._network, proxy)
        self._loop = QEventLoop()
        self._tick = QTimer()
        self._tick.setInterval(_TICK_MS if allowance.buffer_bytes is None else _SLOWED_TICK_MS)
        self._tick.timeout.connect(self._loop.quit)
        self._tick.start()

    def close(self) -> None:
        """End what is Qt's, here and now. A failure that is kept keeps its frames and so this object, until Python's
        collector takes all of it away on any thread; there Qt's objects must not end: it crashed, seldom."""
        self._tick.stop()
        for made in (self._network, self._tick, self._loop):
            shiboken6.delete(made)

    def get(self, url: str, receiver: Receiver, *, start: int = 0) -> None:
        """The body of ``url`` from byte ``start`` on; raises SourceFailure, RangeRefused, or what ``stop`` raises."""
        seen: set[str] = set()
        coming_from: str | None = None
        while True:
            try:
                host = self._rules.check(url, coming_from)
            except AddressRefused as error:
                raise SourceFailure(
                    Fault.REFUSED, _host(coming_from or url), error.problem, actual=error.host
                ) from None
            if url in seen or len(seen) > MOST_REDIRECTS:
                raise SourceFailure(Fault.REFUSED, host, "redirects")
            seen.add(url)
            target = self._ask(url, host, start, receiver)
            if target is None:
                return
            coming_from, url = url, urljoin(url, target)

    def wait(self, seconds: float) -> None:
        """Let ``seconds`` pass; raises what ``stop`` raises."""
        over: list[bool] = []
        timer = QTimer()
        timer.setSingleShot(True)
        timer.timeout.connect(lambda: over.append(True))
        timer.timeout.connect(self._loop.quit)
        timer.start(int(seconds * 1000))
        while not over:
            self._stop()
            self._loop.exec()

    def _ask(self, url: str, host: str, start: int, receiver: Receiver) -> str | None:
        """Where the answer points to, or None when its body has come whole."""
        reply = self._network.get(_request(url, start))
        reply.setReadBufferSize(self._allowance.buffer_bytes or _BUFFER_BYTES)
        for signal in (reply.readyRead, reply.metaDataChanged, reply.finished):
            signal.connect(self._loop.quit)
        try:
            head = self._head_of(reply, host, url)
            if head.status in _REDIRECTS:
                receiver.redirected(head)
                return _text(reply, "Location") or _nowhere(host)
            _check_status(head, reply)
            receiver.head(head)
            self._pump(reply, head, receiver)
            return None
        finally:
            reply.abort()
            reply.deleteLater()

    def _head_of(self, reply: QNetworkReply, host: str, url: str) -> Head:
        watch = StallWatch(self._stall_seconds)
        while (status := reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)) is None:
            self._stop()
            if reply.isFinished():
                raise SourceFailure(_FAULTS.get(reply.error(), Fault.CUT), host, reply.error().name)
            if watch.is_stalled():
                raise SourceFailure(Fault.STALLED, host)
            self._loop.exec()
        length = _text(reply, "Content-Length")
        part = _TOTAL.match(_text(reply, "Content-Range"))
        first, _, total = part.groups() if part else (None, None, None)
        return Head(
            status=int(status),
            host=host,
            url=url,
            length=int(length) if length.isdecimal() else None,
            start=int(first) if first else 0,
            total=int(total) if total else None,
            kind=_text(reply, "Content-Type").partition(";")[0].strip().lower(),
            encoding=_text(reply, "Content-Encoding").strip().lower(),
            commit=_text(reply, "X-Repo-Commit").strip().lower(),
            link=_text(reply, "Link"),
        )

    def _pump(self, reply: QNetworkReply, head: Head, receiver: Receiver) -> None:
        watch, received = StallWatch(self._stall_seconds), 0
        while True:
            self._stop()
            waiting = reply.bytesAvailable()
            if waiting > 0 and (allowed := self._allowance.take(min(waiting, _READ_BYTES))) > 0:
                chunk = memoryview(reply.read(allowed))  # type: ignore[arg-type]
                received += len(chunk)
                watch.came(len(chunk))
                receiver.data(chunk)
                continue
            if waiting == 0 and reply.isFinished():
                break
            if waiting > 0:
                watch.came(waiting)  # it came; we are the ones who wait
            elif watch.is_stalled():
                raise SourceFailure(Fault.STALLED, head.host)
            self._loop.exec()
        if reply.error() is not _ERROR.NoError:
            raise SourceFailure(_FAULTS.get(reply.error(), Fault.CUT), head.host, reply.error().name)
        if head.length is not None and received != head.length and not head.encoding:
            raise SourceFailure(Fault.CUT, head.host)


def _request(url: str, start: int) -> QNetworkRequest:
    request = QNetworkRequest(QUrl(url, QUrl.ParsingMode.StrictMode))
    request.setRawHeader(b"Accept-Encoding", b"identity")
    request.setRawHeader(b"Accept", b"*/*")
    request.setRawHeader(b"User-Agent", b"alcove")
    if start:
        request.setRawHeader(b"Range", f"bytes={start}-".encode())
    set_to = request.setAttribute
    set_to(QNetworkRequest.Attribute.RedirectPolicyAttribute, QNetworkRequest.RedirectPolicy.ManualRedirectPolicy.value)
    set_to(QNetworkRequest.Attribute.Http2AllowedAttribute, False)
    set_to(QNetworkRequest.Attribute.CookieLoadControlAttribute, QNetworkRequest.LoadControl.Manual.value)
    set_to(QNetworkRequest.Attribute.CookieSaveControlAttribute, QNetworkRequest.LoadControl.Manual.value)
    set_to(QNetworkRequest.Attribute.AuthenticationReuseAttribute, QNetworkRequest.LoadControl.Manual.value)
    return request


def _check_status(head: Head, reply: QNetworkReply) -> None:
    status, host = head.status, head.host
    if status in (200, 206):
        return
    if status == 416:
        raise RangeRefused(head.total)
    if status in (401, 403, 451):
        raise SourceFailure(Fault.FORBIDDEN, host, str(status))
    if status in (404, 410):
        raise SourceFailure(Fault.NOT_FOUND, host, str(status))
    if status == 407:
        raise SourceFailure(Fault.PROXY, host, str(status))
    if status in (408, 425, 429) or status >= 500:
        asked = _text(reply, "Retry-After").strip()
        raise SourceFailure(Fault.BUSY, host, str(status), seconds=float(asked) if asked.isdecimal() else None)
    raise SourceFailure(Fault.WRONG, host, "status", actual=str(status))


def _use_proxy(network: QNetworkAccessManager, proxy: str) -> None:
    QNetworkProxyFactory.setUseSystemConfiguration(proxy == SYSTEM_PROXY)
    if proxy == SYSTEM_PROXY:
        return
    if proxy == NO_PROXY:
        network.setProxy(QNetworkProxy(QNetworkProxy.ProxyType.NoProxy))
        return
    parts = urlsplit(proxy)
    kind = QNetworkProxy.ProxyType.Socks5Proxy if parts.scheme == "socks5" else QNetworkProxy.ProxyType.HttpProxy
    network.setProxy(
        QNetworkProxy(kind, parts.hostname or "", parts.port or 0, parts.username or "", parts.password or "")
    )


def _text(reply: QNetworkReply, name: str) -> str:
    return bytes(reply.rawHeader(name).data()).decode("latin-1")


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _nowhere(host: str) -> str:
    raise SourceFailure(Fault.REFUSED, host, "redirects")
