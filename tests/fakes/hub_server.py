"""A model hub on loopback, with the public hub's layout, that misbehaves when told to; for tests and for people.

In a test::

    with HubServer(folder) as hub:                 # folder/owner/name/… are the repositories
        hub.fail(Fault.CUT, "model.onnx", after=1000, times=1)
        … endpoint=hub.url, revision=hub.revision("owner/name") …
        assert [asked.range for asked in hub.asked if asked.path.endswith("model.onnx")] == …

By hand: ``python tests/fakes/hub_server.py FOLDER --port 8099 [--fault cut:model.onnx:1000:1 …]``, then write
``http://127.0.0.1:8099`` as the endpoint in Alcove's settings. It serves no file outside FOLDER.

Layout: ``/{repo}/resolve/{revision}/{path}`` (large files by a 302 to ``/cdn/…``, with X-Repo-Commit), Range as the hub
does it, ``/api/models/{repo}/revision/{revision}``, ``/api/models/{repo}/tree/{revision}?recursive=true`` with pages by
Link. A revision is the commit (a hash over all files) or 'main'. It is a forward proxy for plain http, too.
"""

from __future__ import annotations

import argparse
import enum
import gzip
import hashlib
import json
import re
import ssl
import sys
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, unquote, urlsplit

LARGE = 4096
"""Files from this size on are 'lfs': known by SHA-256 and handed out elsewhere; smaller ones by their git name."""
_BLOCK = 256 * 1024
_RESOLVE = re.compile(r"/(?P<cdn>cdn/)?(?P<repo>[^/]+/[^/]+)/resolve/(?P<revision>[^/]+)/(?P<path>.+)")
_API = re.compile(r"/api/models/(?P<repo>[^/]+/[^/]+)/(?P<what>revision|tree)/(?P<revision>[^/]+)")


class Fault(enum.StrEnum):
    """What goes wrong. ``after`` counts bytes of the file where it matters; ``value`` as said."""

    CUT = "cut"  # The connection closes after ``after`` bytes of each answer.
    STALL = "stall"  # Silence after ``after`` bytes, until the other side goes.
    DRIP = "drip"  # One byte every 50 ms.
    FLIP = "flip"  # Bit 0 of byte ``after`` is another.
    SHORTER = "shorter"  # ``after`` bytes are missing at the end, and the length says so.
    LONGER = "longer"  # ``after`` bytes more, and the length says so.
    SHORTER_CHUNKED = "shorter_chunked"
    LONGER_CHUNKED = "longer_chunked"  # As before, without a length.
    WRONG_LENGTH = "wrong_length"  # Content-Length promises ``after`` bytes more than come.
    NO_RANGE = "no_range"  # Range is ignored: 200 and all of it.
    RANGE_416 = "range_416"  # Every Range is refused.
    OTHER_RANGE = "other_range"  # 206, but from another byte than asked for.
    REVISION = "revision"  # X-Repo-Commit names another commit.
    STATUS = "status"  # ``value``: the status (429, 404, 500, 403 …); ``after``: seconds of Retry-After, if any.
    REDIRECTS = "redirects"  # ``after`` hops by ``value`` (302, 307, 308 …) before the answer.
    LOOP = "loop"
    REDIRECT_TO = "redirect_to"  # A 302 to the address ``value``.
    GZIP = "gzip"
    PAGE = "page"  # 200 with a log-in page in HTML, as a captive portal does.
    CLIMBING = "climbing"  # The listing holds a file named ``value``.
    LISTED_HASH = "listed_hash"  # The listing says another hash.
    NO_JSON = "no_json"


@dataclass
class Trouble:
    fault: Fault
    file: str
    after: int
    value: str
    times: int | None  # left; None for always


class Asked(NamedTuple):
    path: str  # without its query
    range: str
    host: str
    headers: dict[str, str]


class HubServer(ThreadingHTTPServer):
    """Serves from its making until the end of its `with`; by https with a ``certificate`` (key, chain)."""

    daemon_threads = True

    def __init__(
        self, folder: Path, *, port: int = 0, page_size: int = 1000, certificate: tuple[Path, Path] | None = None
    ) -> None:
        self.folder, self.page_size = folder, page_size
        self.asked: list[Asked] = []
        self.troubles: list[Trouble] = []
        self.closing = threading.Event()
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", port), _Handler)
        self.scheme = "http" if certificate is None else "https"
        if certificate is not None:
            secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            secure.load_cert_chain(certificate[1], certificate[0])
            self.socket = secure.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.server_address[1]}"

    def server_close(self) -> None:
        """What leaving the `with` calls."""
        self.closing.set()
        self.shutdown()
        super().server_close()

    def fail(self, fault: Fault, file: str = "", *, after: int = 0, value: str = "", times: int | None = None) -> None:
        """From now on, for files whose path ends with ``file`` (all by default), ``times`` times (None: always)."""
        with self._lock:
            self.troubles.append(Trouble(fault, file, after, value, times))

    def mend(self) -> None:
        self.troubles = []

    def trouble(self, path: str, *faults: Fault) -> Trouble | None:
        """The first that applies; it is used up by one."""
        with self._lock:
            for trouble in self.troubles:
                if trouble.fault in faults and path.endswith(trouble.file) and trouble.times != 0:
                    if trouble.times is not None:
                        trouble.times -= 1
                    return trouble
        return None

    def files(self, repo: str) -> list[Path]:
        return _files(self.folder, repo)

    def revision(self, repo: str) -> str:
        return commit_of(self.folder, repo)

    def describe(self, repo: str) -> list[dict[str, Any]]:
        """The tree as the hub's API gives it."""
        return [_described(path, path.relative_to(self.folder / repo).as_posix()) for path in self.files(repo)]


def commit_of(folder: Path, repo: str) -> str:
    """40 hex digits over names, sizes and times of the repository's files."""
    digest = hashlib.sha1(usedforsecurity=False)
    for path in _files(folder, repo):
        status = path.stat()
        digest.update(f"{path.relative_to(folder)} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _files(folder: Path, repo: str) -> list[Path]:
    return sorted(path for path in (folder / repo).rglob("*") if path.is_file())


def _described(path: Path, name: str) -> dict[str, Any]:
    size = path.stat().st_size
    if size >= LARGE:
        with path.open("rb") as stream:
            oid = hashlib.file_digest(stream, "sha256").hexdigest()
        large = {"oid": oid, "size": size, "pointerSize": 134}
        return {"type": "file", "oid": "0" * 40, "size": size, "path": name, "lfs": large}
    blob = hashlib.sha1(b"blob %d\0" % size + path.read_bytes(), usedforsecurity=False).hexdigest()
    return {"type": "file", "oid": blob, "size": size, "path": name}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: HubServer

    def log_message(self, *_: object) -> None:
        return

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            self.close_connection = True  # the other side went, which tests do on purpose

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        path = unquote(parts.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.asked.append(
            Asked(path, headers.get("range", ""), parts.netloc or headers.get("host", ""), headers)
        )
        if (api := _API.fullmatch(path)) is not None:
            self._answer_api(api["repo"], api["what"], api["revision"], parts.query)
        elif (found := _RESOLVE.fullmatch(path)) is not None:
            self._answer_file(found["repo"], found["revision"], found["path"], handed_out=found["cdn"] is not None)
        else:
            self._say(404)

    def _answer_api(self, repo: str, what: str, revision: str, query: str) -> None:
        if (status := self.server.trouble(f"api/{what}", Fault.STATUS)) is not None:
            self._fail_with(status)
            return
        if self.server.trouble(what, Fault.NO_JSON):
            self._say(200, b"<html>busy</html>", {"Content-Type": "text/html"})
            return
        commit = self.server.revision(repo)
        if not self.server.files(repo) or revision not in (commit, "main"):
            self._say(404)
            return
        if what == "revision":
            said = "f" * 40 if self.server.trouble(what, Fault.REVISION) else commit
            self._say_json({"id": repo, "sha": said})
            return
        tree = self.server.describe(repo)
        if (climbing := self.server.trouble(what, Fault.CLIMBING)) is not None:
            tree.append({"type": "file", "oid": "0" * 40, "size": 5, "path": climbing.value})
        for item in tree if self.server.trouble(what, Fault.LISTED_HASH) else ():
            item.get("lfs", item)["oid"] = ("0" * 64) if "lfs" in item else "0" * 40
        start, size = int(query.partition("cursor=")[2] or 0), self.server.page_size
        more = {}
        if start + size < len(tree):
            place = f"https://huggingface.co/api/models/{repo}/tree/{revision}?recursive=true&cursor={start + size}"
            more["Link"] = f'<{place}>; rel="next"'
        self._say_json(tree[start : start + size], more)

    def _answer_file(self, repo: str, revision: str, path: str, *, handed_out: bool) -> None:
        server, commit = self.server, self.server.revision(repo)
        root = (server.folder / repo).resolve()
        file = (root / path).resolve()
        if revision not in (commit, "main", "master") or root not in file.parents or not file.is_file():
            self._say(404)
            return
        if (status := server.trouble(path, Fault.STATUS)) is not None:
            self._fail_with(status)
            return
        if (redirect := server.trouble(path, Fault.REDIRECT_TO)) is not None:
            self._say(302, headers={"Location": redirect.value})
            return
        if server.trouble(path, Fault.LOOP):
            self._say(302, headers={"Location": self.path})
            return
        said = "f" * 40 if server.trouble(path, Fault.REVISION) else commit
        hops = None if handed_out else server.trouble(path, Fault.REDIRECTS)
        if hops is not None and f"hop={hops.after}" not in self.path:
            hop = int(self.path.partition("hop=")[2] or 0) + 1
            to = f"{urlsplit(self.path).path}?hop={hop}"
            self._say(int(hops.value or 302), headers={"Location": to, "X-Repo-Commit": said})
            return
        if not handed_out and file.stat().st_size >= LARGE:
            place = f"{server.scheme}://{self.headers['Host']}/cdn/{quote(f'{repo}/resolve/{revision}/{path}')}"
            self._say(302, headers={"Location": place, "X-Repo-Commit": said, "X-Linked-Size": file.stat().st_size})
            return
        self._hand_out(file, path, {} if handed_out else {"X-Repo-Commit": said})

    def _hand_out(self, file: Path, path: str, headers: dict[str, Any]) -> None:
        server, size = self.server, file.stat().st_size
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        start = int(asked[1]) if asked else 0
        if asked and server.trouble(path, Fault.NO_RANGE):
            start, asked = 0, None
        if asked and (start >= size or server.trouble(path, Fault.RANGE_416)):
            self._say(416, headers={"Content-Range": f"bytes */{size}"})
            return
        if server.trouble(path, Fault.PAGE):
            self._say(200, b"<html><form>Please log in</form></html>", {"Content-Type": "text/html; charset=utf-8"})
            return
        if server.trouble(path, Fault.GZIP):
            packed = gzip.compress(file.read_bytes())
            self._say(200, packed, {"Content-Encoding": "gzip", "Content-Type": "application/octet-stream"})
            return
        if asked and server.trouble(path, Fault.OTHER_RANGE):
            start -= 1
        headers |= {"Accept-Ranges": "bytes", "Content-Type": "application/octet-stream"}
        if asked:
            headers["Content-Range"] = f"bytes {start}-{size - 1}/{size}"
        body = _Body(file, start, size)
        self._bend(path, body, headers)
        self._send(206 if asked else 200, body, headers)

    def _bend(self, path: str, body: _Body, headers: dict[str, Any]) -> None:
        """Give the answer what ails it."""
        for kind in (Fault.SHORTER, Fault.LONGER, Fault.SHORTER_CHUNKED, Fault.LONGER_CHUNKED, Fault.WRONG_LENGTH):
            if (trouble := self.server.trouble(path, kind)) is None:
                continue
            body.promised = body.chunked = None
            if kind in (Fault.SHORTER, Fault.SHORTER_CHUNKED):
                body.end -= trouble.after
            elif kind in (Fault.LONGER, Fault.LONGER_CHUNKED):
                body.extra = trouble.after
            else:
                body.promised = body.length + trouble.after
            body.chunked = kind in (Fault.SHORTER_CHUNKED, Fault.LONGER_CHUNKED)
            if "Content-Range" in headers and not body.chunked:
                headers["Content-Range"] = f"bytes {body.start}-{body.end - 1}/{body.end + body.extra}"
        flip = self.server.trouble(path, Fault.FLIP)
        body.flip = None if flip is None else flip.after
        for kind in (Fault.CUT, Fault.STALL, Fault.DRIP):
            if (trouble := self.server.trouble(path, kind)) is not None:
                body.stop, body.stop_after = kind, trouble.after

    def _send(self, status: int, body: _Body, headers: dict[str, Any]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, str(value))
        if body.chunked:
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", str(body.promised or body.length))
        self.end_headers()
        if body.plain:
            with body.file.open("rb") as stream:
                self.wfile.flush()
                self.connection.sendfile(stream, body.start, body.length)
            return
        self._send_bent(body)
        if body.promised or body.stop is Fault.CUT:
            self.close_connection = True

    def _send_bent(self, body: _Body) -> None:
        left = body.stop_after if body.stop in (Fault.CUT, Fault.STALL) else None
        for block in body.blocks(1 if body.stop is Fault.DRIP else _BLOCK):
            part = block if left is None else block[:left]
            self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part) if body.chunked else part)
            self.wfile.flush()
            if left is not None and (left := left - len(part)) <= 0:
                break
            if body.stop is Fault.DRIP:
                self.server.closing.wait(0.05)
        if body.stop is Fault.STALL:
            self.server.closing.wait(60)
            self.close_connection = True
        elif body.chunked and body.stop is None:
            self.wfile.write(b"0\r\n\r\n")

    def _fail_with(self, trouble: Trouble) -> None:
        asked = {"Retry-After": str(trouble.after)} if trouble.after else {}
        self._say(int(trouble.value), b"no", asked)

    def _say_json(self, value: Any, headers: dict[str, Any] | None = None) -> None:
        self._say(200, json.dumps(value).encode(), {"Content-Type": "application/json", **(headers or {})})

    def _say(self, status: int, body: bytes = b"", headers: dict[str, Any] | None = None) -> None:
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Length": len(body)}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)


class _Body:
    """The bytes of an answer, and what is wrong with them."""

    def __init__(self, file: Path, start: int, end: int) -> None:
        self.file, self.start, self.end = file, start, end
        self.extra = 0
        self.promised: int | None = None
        self.chunked: bool | None = None
        self.stop: Fault | None = None
        self.stop_after = 0
        self.flip: int | None = None

    @property
    def length(self) -> int:
        return max(0, self.end - self.start) + self.extra

    @property
    def plain(self) -> bool:
        return not (self.extra or self.promised or self.chunked or self.stop) and self.flip is None

    def blocks(self, size: int) -> Any:
        with self.file.open("rb") as stream:
            stream.seek(self.start)
            position = self.start
            while position < self.end and (block := bytearray(stream.read(min(size, self.end - position)))):
                if self.flip is not None and position <= self.flip < position + len(block):
                    block[self.flip - position] ^= 1
                position += len(block)
                yield bytes(block)
        if self.extra:
            yield b"x" * self.extra


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, default=8099)
    parser.add_argument("--fault", action="append", default=[], metavar="KIND[:FILE[:AFTER[:TIMES[:VALUE]]]]")
    arguments = parser.parse_args()
    with HubServer(arguments.folder, port=arguments.port) as hub:
        for text in arguments.fault:
            kind, file, after, times, value = [*text.split(":", 4), "", "", "", ""][:5]
            hub.fail(Fault(kind), file, after=int(after or 0), times=int(times) if times else None, value=value)
        print(f"endpoint {hub.url}", flush=True)
        for path in sorted(arguments.folder.glob("*/*")):
            repo = path.relative_to(arguments.folder).as_posix()
            print(f"  {repo} at {hub.revision(repo)}: {len(hub.files(repo))} files", flush=True)
        hub.closing.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
