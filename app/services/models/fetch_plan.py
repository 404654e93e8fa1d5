"""What a download brings: a catalogue entry, completed by what a hub says where the catalogue does not know. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.errors import AppError, ErrorCode
from app.domain.models.catalogue import CatalogueEntry, CatalogueFile
from app.domain.models.downloads import Mirror, NameRefused, Source, checked_endpoint, safe_name
from app.protocol.tasks import FetchTerms, HubListing, WantedFile
from app.settings.schema import Settings


@dataclass(frozen=True, slots=True)
class Sources:
    """Where models are asked for, in this order, and how."""

    places: tuple[Source, ...]
    terms: FetchTerms

    @classmethod
    def chosen(cls, settings: Settings) -> Sources:
        """As the person wrote it down; raises AddressRefused for an endpoint that is no address.

        Names of mirrors that nobody knows are left out.
        """
        known = {mirror.value: mirror for mirror in Mirror}
        names = [name.strip() for name in settings.download_mirrors.split(",")]
        places = [Source.of(known[name]) for name in dict.fromkeys(names) if name in known]
        endpoint = checked_endpoint(settings.download_endpoint) if settings.download_endpoint.strip() else None
        if endpoint is not None:
            places.insert(0, Source(endpoint))
        limit = max(0, settings.download_kib_per_second) * 1024
        terms = FetchTerms(bytes_per_second=limit or None, proxy=settings.download_proxy, endpoint=endpoint)
        return cls(tuple(places), terms)

    @property
    def hubs(self) -> tuple[str, ...]:
        """Those that list a repository's files."""
        return tuple(place.base for place in self.places if place.knows_revisions)


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """``blob_sha1``: git's name of a small file, where the hub gives no SHA-256. ``by_hub``: the hash is the hub's."""

    name: str
    path: str
    size: int | None
    sha256: str | None
    blob_sha1: str | None = None
    by_hub: bool = False


@dataclass(frozen=True, slots=True)
class FetchPlan:
    """``listed_by``: the host that completed it, empty where the catalogue knew all."""

    id: str
    repository: str
    revision: str
    files: tuple[PlannedFile, ...]
    listed_by: str = ""

    @property
    def bytes(self) -> int | None:
        """None where a size is not known."""
        sizes = [file.size for file in self.files]
        return None if None in sizes else sum(size or 0 for size in sizes)

    def wanted(self, places: Sequence[Source]) -> tuple[WantedFile, ...]:
        return tuple(self._wanted(file, places) for file in self.files)

    def _wanted(self, file: PlannedFile, places: Sequence[Source]) -> WantedFile:
        is_known = file.sha256 is not None or file.blob_sha1 is not None
        usable = [place for place in places if place.knows_revisions or is_known]
        urls = tuple(place.file_url(self.repository, self.revision, file.path) for place in usable)
        return WantedFile(file.name, urls, file.size, file.sha256, file.blob_sha1)


def needs_listing(entry: CatalogueEntry) -> bool:
    """Whether a hub has to be asked before anything can be fetched, or to know what else there is."""
    return not entry.exact or any(file.size is None or file.sha256 is None for file in entry.files)


def plan_for(entry: CatalogueEntry, listing: HubListing | None) -> FetchPlan:
    """What the catalogue says counts; the hub only completes it. ``listing`` may be missing for an exact entry.

    Raises DOWNLOAD_IMPOSSIBLE where the repository lacks a file that is not optional, DOWNLOAD_REFUSED for a name that
    leads out of the folder.
    """
    revision = entry.revision or (listing.revision if listing is not None else None)
    if revision is None:
        raise AppError(ErrorCode.DOWNLOAD_IMPOSSIBLE, name=entry.repository)
    files = [planned for file in entry.files if (planned := _planned(entry, file, listing)) is not None]
    return FetchPlan(entry.id, entry.repository, revision, tuple(files), listing.host if listing is not None else "")


def _planned(entry: CatalogueEntry, file: CatalogueFile, listing: HubListing | None) -> PlannedFile | None:
    try:
        safe_name(file.name)
        safe_name(file.path)
    except NameRefused:
        raise AppError(ErrorCode.DOWNLOAD_REFUSED, problem="name", file=file.name) from None
    if file.size is not None and file.sha256 is not None:
        return PlannedFile(file.name, file.path, file.size, file.sha256)
    found = None if listing is None else next((one for one in listing.files if one.path == file.path), None)
    if found is None:
        if file.optional:
            return None
        host = "" if listing is None else listing.host
        raise AppError(ErrorCode.DOWNLOAD_IMPOSSIBLE, name=entry.repository, file=file.path, host=host)
    size = found.size if file.size is None else file.size
    if file.sha256 is not None:
        return PlannedFile(file.name, file.path, size, file.sha256)
    return PlannedFile(file.name, file.path, size, found.sha256, found.blob_sha1, by_hub=True)
