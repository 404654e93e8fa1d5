"""Environment variables that keep libraries offline, and the few that a worker gets at all."""

from __future__ import annotations

import os
from collections.abc import Mapping

_SWITCHES = {
    "ORT_DISABLE_TELEMETRY": "1",  # onnxruntime >= 1.29 reports usage by default (microsoft/onnxruntime#27379)
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_UPDATE_CHECK": "1",
    "DO_NOT_TRACK": "1",
}
_UNWANTED = frozenset({"HF_ENDPOINT", "HF_TOKEN", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "FTP_PROXY", "NO_PROXY"})
"""Compared in upper case: proxies are also written small."""

_WAYS_OUT = frozenset({"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"})
_KEPT = frozenset(
    {
        *("PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "TEMP", "TMP"),
        *("LD_LIBRARY_PATH", "CUDA_VISIBLE_DEVICES", "VK_ICD_FILENAMES", "VK_DRIVER_FILES"),
        *("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "USERPROFILE", "APPDATA", "LOCALAPPDATA"),
        *("PROGRAMDATA", "PROGRAMFILES", "NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE"),
    }
)


def offline_environment(base: Mapping[str, str]) -> dict[str, str]:
    """``base`` with every offline switch set and without proxies and hub addresses."""
    kept = {name: value for name, value in base.items() if name.upper() not in _UNWANTED}
    return kept | _SWITCHES


def worker_environment(base: Mapping[str, str]) -> dict[str, str]:
    """What a worker gets of ``base``: an allow-list, so that no variable steers a library, and the switches."""
    kept = {name: value for name, value in base.items() if name.upper() in _KEPT or name.startswith("LC_")}
    return offline_environment(kept)


def fetcher_environment(base: Mapping[str, str]) -> dict[str, str]:
    """What the fetcher gets of ``base``: as a worker, and the proxies and certificates that the person's system names.

    HF_ENDPOINT and tokens are never among them: a download goes where the person chose in Alcove.
    """
    ways = {name: value for name, value in base.items() if name.upper() in _WAYS_OUT}
    return worker_environment(base) | ways


def apply_offline_environment() -> None:
    """Make this process's environment an offline one; call it before the first import of a library that may report."""
    wanted = offline_environment(os.environ)
    for name in set(os.environ) - set(wanted):
        del os.environ[name]
    os.environ.update(wanted)
