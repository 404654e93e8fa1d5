"""Installs locked packages with the pip that lies in ``packaging/vendor``; says in one sentence why it could not.

Index, certificates and proxies come from the user's own pip configuration, nothing here names one.
Why a pip of our own: ``app/decisions/0001-set-up-brings-its-own-pip.md``.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from set_up.checkout import Checkout, child_environment
from set_up.say import Speaker
from set_up.trouble import SetUpError, explained

PIP_WHEEL = "pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"

_COLLECTED = re.compile(r"^Collecting (?P<name>[A-Za-z0-9._-]+)")
_FETCHED = re.compile(r"^\s*(?:Downloading|Using cached) (?P<file>\S+?)(?:\.metadata)?(?: \((?P<size>[^)]*)\))?\s*$")

# The first that matches wins: a full disk also breaks downloads, and a missing package follows from a missing network.
_CAUSES = (
    (r"No space left on device|Errno 28\b|WinError 112", "the disk is full: free about 2 GB and start again"),
    (r"DO NOT MATCH THE HASHES",
     "the registry gave a file that is not the locked one, and it was refused: try another registry (pip's setting)"),
    (r"CERTIFICATE_VERIFY_FAILED|SSLCertVerificationError|certificate verify failed|Could not find a suitable TLS CA",
     "the registry's certificate is not trusted here: name your certificate file in pip's own setting 'cert'"),
    (r"\b407 |Proxy Authentication Required|ProxyError|Cannot connect to proxy",
     "the proxy did not let the download through: check pip's own setting 'proxy' and start again"),
    (r"\b40[13] (?:Client )?Error|\b40[13] (?:Unauthorized|Forbidden)",
     "the registry refused to serve: check the address and the account in pip's own settings and start again"),
    (r"name resolution|Name or service not known|nodename nor servname|getaddrinfo|NewConnectionError"
     r"|NameResolutionError|Network is unreachable|No route to host|Connection refused|ConnectTimeout|ReadTimeout"
     r"|Connection reset|Connection aborted|RemoteDisconnected|Read timed out|IncompleteRead|broken by",
     "the package registry could not be reached: connect to the internet (or name your registry in pip's own settings) "
     "and start again; only the first set-up needs it"),
    (r"Permission denied|Errno 13\b|WinError 5\b",
     "a folder may not be written: use a checkout in a folder of your own"),
)  # fmt: skip
_NO_MATCH = re.compile(r"No matching distribution found for (?P<what>\S+)")


@dataclass(frozen=True, slots=True)
class PipInstaller:
    """Runs the vendored pip inside the checkout's ``.venv``; everything it prints goes into the checkout's log."""

    checkout: Checkout
    speaker: Speaker

    def install_locked(self, locks: Sequence[Path], target: Path | None = None, *, more: Sequence[str] = ()) -> None:
        """Install exactly what the lock files name, wheels only, each checked against its hash; raises SetUpError.

        ``more`` is handed to pip as it is.
        """
        arguments = ["--require-hashes", "--only-binary", ":all:", *more]
        for lock in locks:
            arguments += ["--requirement", str(lock)]
        if target is not None:
            arguments += ["--target", str(target)]
        self._install(arguments, expected=sum(count_requirements(lock) for lock in locks))

    def remove(self, package: str) -> None:
        """Take out what another package is to replace; nothing happens where it is not there. Raises SetUpError."""
        self._pip_does(["uninstall", "--yes", "--no-input", "--disable-pip-version-check", package], expected=0)

    def _install(self, arguments: Sequence[str], expected: int) -> None:
        how = ["--no-deps", "--no-input", "--disable-pip-version-check", "--no-warn-script-location"]
        self._pip_does(["install", *how, "--progress-bar", "off", *arguments], expected)

    def _pip_does(self, what: Sequence[str], expected: int) -> None:
        command = [str(self.checkout.python), "-I", "-X", "utf8", f"{self._pip()}/pip", *what]
        environment = {"PIP_RETRIES": "2"} | child_environment() | {"PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"}
        with explained("starting pip", self.checkout.venv):
            process = subprocess.Popen(
                command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                encoding="utf-8", errors="replace", close_fds=False,
            )  # fmt: skip
        with process:
            lines = list(self._watched(process.stdout or (), expected))
        self._keep(command, lines)
        if process.returncode != 0:
            raise SetUpError(self._sentence("".join(lines), process.returncode))

    def _watched(self, output: Iterable[str], expected: int) -> Iterator[str]:
        seen: set[str] = set()
        for line in output:
            yield line
            if found := _COLLECTED.match(line):
                seen.add(found["name"].lower())
            elif found := _FETCHED.match(line):
                size = f" ({found['size']})" if found["size"] else ""
                self.speaker.detail(f"{min(len(seen), expected)} of {expected}: {found['file']}{size}")
            elif line.startswith("Installing collected packages"):
                self.speaker.detail("unpacking")

    def _pip(self) -> Path:
        wheel = self.checkout.packaging / "vendor" / PIP_WHEEL
        with explained("reading the pip that comes with Alcove", wheel):
            digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        if digest != PIP_SHA256:
            raise SetUpError(
                f"{wheel} is not the file that belongs there: fetch a fresh copy of Alcove and start again."
            )
        return wheel

    def _keep(self, command: Sequence[str], lines: Sequence[str]) -> None:
        with explained("writing the log", self.checkout.log), self.checkout.log.open("a", encoding="utf-8") as log:
            log.write(f"$ {' '.join(command)}\n{''.join(lines)}\n")

    def _sentence(self, output: str, status: int) -> str:
        cause = cause_of(output)
        if cause is None:
            last = next(
                (line.strip() for line in reversed(output.splitlines()) if line.strip()), f"exit status {status}"
            )
            cause = f"pip stopped with '{last}'"
        return f"The packages could not be installed, because {cause} (all that pip said: {self.checkout.log})."


def cause_of(output: str) -> str | None:
    """Why pip failed, in words, with what to do; None where its output names no cause that is known here."""
    for pattern, cause in _CAUSES:
        if re.search(pattern, output, re.IGNORECASE):
            return cause
    if missing := _NO_MATCH.search(output):
        return (
            f"the registry, if it was reached at all, has no {missing['what']} that fits this Python and this system: "
            "check the connection, use Python 3.11, 3.12 or 3.13 (64 bit), or name another registry (pip's setting)"
        )
    return None


def count_requirements(lock: Path) -> int:
    """How many packages a lock file names (for progress; markers are not weighed)."""
    return sum("==" in line and not line.startswith("#") for line in lock.read_text(encoding="utf-8").splitlines())
