"""A download in words: how far, how fast, how long, from where. No widget."""

from __future__ import annotations

from collections.abc import Sequence

from app.protocol.tasks import FetchStage
from app.services.models.fetch_run import FetchState
from app.ui.downloads import Download
from app.ui.translation import translate
from app.wording import sentence_for
from app.wording.quantities import amount

_STEADY_BYTES = 1 << 16
"""Below so many bytes a second a guess at the time left would jump about."""
_SOON = 8


def far_words(download: Download) -> str:
    """'12 MB of 40 MB', or what came where nobody knows how much there is."""
    if download.total is None:
        return amount(download.done)
    return translate("Download", "{0} of {1}").format(amount(download.done), amount(download.total))


def joined(names: Sequence[str]) -> str:
    """A list as the window's language writes it."""
    return translate("Download", ", ").join(names)


def pace_words(download: Download) -> str:
    """'3.1 MB/s · about 4 min left'; empty where nothing moves."""
    news = download.news
    if news is None or news.stage is not FetchStage.RECEIVING or news.bytes_per_second <= 0:
        return ""
    parts = [translate("Download", "{0} a second").format(amount(round(news.bytes_per_second)))]
    if download.total is not None and news.bytes_per_second >= _STEADY_BYTES:
        parts.append(left_words((download.total - download.done) / news.bytes_per_second))
    return " · ".join(part for part in parts if part)


def left_words(seconds: float) -> str:
    """Coarse on purpose: nobody can know it exactly."""
    if seconds < _SOON:
        return translate("Download", "almost done")
    if seconds < 90:
        return translate("Download", "about {0} s left").format(max(10, round(seconds / 10) * 10))
    if seconds < 5400:
        return translate("Download", "about {0} min left").format(round(seconds / 60))
    return translate("Download", "about {0} h left").format(round(seconds / 3600))


def place_words(download: Download) -> str:
    """Host and file: what touches the network is named."""
    news = download.news
    if news is None:
        return ""
    return " · ".join(part for part in (news.host, news.file) if part)


def stage_words(download: Download) -> str:
    """What it does now, in a few words."""
    if download.state is FetchState.PAUSED:
        return translate("Download", "Paused, what arrived is kept")
    if download.state is FetchState.FAILED:
        return sentence_for(download.error, translate).title if download.error is not None else ""
    if download.news is None:
        return translate("Download", "Waiting for its turn")
    return {
        FetchStage.LISTING: translate("Download", "Asking what there is"),
        FetchStage.CHECKING: translate("Download", "Checking what is there"),
        FetchStage.CONNECTING: translate("Download", "Connecting"),
        FetchStage.RECEIVING: translate("Download", "Downloading"),
        FetchStage.WAITING: translate("Download", "Waiting, then trying again"),
        FetchStage.DISCARDED: translate("Download", "A wrong file came and was thrown away; trying again"),
        FetchStage.ARRIVED: translate("Download", "Downloading"),
        FetchStage.INSTALLING: translate("Download", "Putting it in its place"),
    }[download.news.stage]
