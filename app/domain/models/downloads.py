"""Where model files may come from: the hubs, their addresses, the hosts a download may touch. Connects nowhere."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote, urlsplit

TRUSTED_DOMAINS = ("huggingface.co", "hf.co", "hf-mirror.com", "modelscope.cn")
"""The hubs and, as their subdomains, the places they hand files out from (cas-bridge.xethub.hf.co, cdn-lfs…)."""
SYSTEM_PROXY, NO_PROXY = "system", "none"

_REVISION = re.compile(r"[0-9a-f]{40}")
_REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}/[A-Za-z0-9][A-Za-z0-9._-]{0,95}")
_FORBIDDEN_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)")
_LONGEST_NAME, _MOST_PARTS = 200, 8
PART_ENDING = ".part"


class Mirror(enum.StrEnum):
    """The order is the order of preference."""

    HUB = "huggingface"
    HF_MIRROR = "hf-mirror"
    MODELSCOPE = "modelscope"
    """Keeps no revisions under the hub's names: only a hash that is known beforehand tells that the file is right."""


class AddressRefused(ValueError):  # noqa: N818 - it reads as what happened
    """An address that a download may not touch. ``problem``: 'insecure', 'host' or 'address'."""

    def __init__(self, problem: str, host: str) -> None:
        super().__init__(problem, host)
        self.problem, self.host = problem, host


class NameRefused(ValueError):  # noqa: N818 - it reads as what happened
    """A file name that could lead out of its folder, or that some system cannot hold."""


@dataclass(frozen=True, slots=True)
class Source:
    """A place that has models: one of the mirrors, or (``mirror`` None) the endpoint a person wrote down."""

    base: str
    mirror: Mirror | None = None

    @classmethod
    def of(cls, mirror: Mirror) -> Source:
        return cls(_BASES[mirror], mirror)

    @property
    def knows_revisions(self) -> bool:
        return self.mirror is not Mirror.MODELSCOPE

    def file_url(self, repository: str, revision: str, path: str) -> str:
        """Where ``path`` of ``repository`` lies at ``revision``, percent-encoded."""
        if self.mirror is Mirror.MODELSCOPE:
            return f"{self.base}/models/{quote(repository)}/resolve/master/{quote(path)}"
        return f"{self.base}/{quote(repository)}/resolve/{quote(revision)}/{quote(path)}"


_BASES = {
    Mirror.HUB: "https://huggingface.co",
    Mirror.HF_MIRROR: "https://hf-mirror.com",
    Mirror.MODELSCOPE: "https://modelscope.cn",
}


@dataclass(frozen=True, slots=True)
class AddressRules:
    """What a download may touch: the trusted domains by https, and the person's own endpoint exactly as written."""

    endpoint: str | None = None

    def check(self, url: str, coming_from: str | None = None) -> str:
        """The host of ``url``; raises :class:`AddressRefused`. ``coming_from``: the address that pointed to it."""
        scheme, host, port = _origin(url)
        if coming_from is not None and scheme != "https" and _origin(coming_from)[0] == "https":
            raise AddressRefused("insecure", host)
        if self.endpoint is not None and (scheme, host, port) == _origin(self.endpoint):
            return host
        if not _is_trusted(host):
            raise AddressRefused("host", host)
        if (scheme, port) != ("https", 443):
            raise AddressRefused("insecure", host)
        return host


def checked_endpoint(text: str) -> str:
    """A person's own endpoint, without a slash at its end; raises :class:`AddressRefused` where it cannot be one."""
    url = text.strip().rstrip("/")
    _origin(url)
    if (parts := urlsplit(url)).query or parts.fragment:
        raise AddressRefused("address", parts.hostname or "")
    return url


def checked_proxy(text: str) -> str:
    """'system', 'none', or the address of a proxy (http or socks5); raises :class:`AddressRefused`."""
    value = text.strip()
    if value in (SYSTEM_PROXY, NO_PROXY):
        return value
    try:
        parts = urlsplit(value)
        usable = parts.scheme in ("http", "socks5") and parts.hostname and parts.port and parts.path in ("", "/")
    except ValueError:
        usable = False
    if not usable:
        raise AddressRefused("address", "")
    return value


def is_revision(text: str | None) -> bool:
    """Whether it is a whole commit; a branch or a tag may move."""
    return text is not None and _REVISION.fullmatch(text) is not None


def is_repository(text: str) -> bool:
    return _REPOSITORY.fullmatch(text) is not None and ".." not in text


def safe_name(name: str) -> str:
    """``name`` if it stays inside its folder on every system and hides nothing; raises :class:`NameRefused`."""
    path = PurePosixPath(name)
    wrong = (
        not path.parts
        or len(name.encode("utf-8", "replace")) > _LONGEST_NAME
        or len(path.parts) > _MOST_PARTS
        or str(path) != name
        or path.is_absolute()
        or _FORBIDDEN_IN_NAMES.search(name) is not None
        or name.lower().endswith(PART_ENDING)
        or any(part.startswith(".") or part.endswith((".", " ")) or _DEVICE.match(part) for part in path.parts)
    )
    if wrong:
        raise NameRefused(name)
    return name


def _origin(url: str) -> tuple[str, str, int]:
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as error:
        raise AddressRefused("address", "") from error
    if parts.scheme not in ("http", "https") or not host or parts.username or parts.password or "\\" in url:
        raise AddressRefused("address", host)
    return parts.scheme, host, port or (443 if parts.scheme == "https" else 80)


def _is_trusted(host: str) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in TRUSTED_DOMAINS)
