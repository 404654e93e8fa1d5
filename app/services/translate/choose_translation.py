"""Which installed models can translate a pair of languages, the best way first; and what to get where none can."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from app.domain.errors import AppError, ErrorCode
from app.domain.models.catalogue import Catalogue
from app.domain.models.manifest import ModelRole
from app.domain.translate.translation import Way, WayKind
from app.model_files.model_files import InstalledModel, ModelFiles

THROUGH = "en"
"""The language that pivots go through: most models know it."""


class ChooseTranslation:
    """Looks at the disk on every call. Thread-safe as ModelFiles is.

    The order: a dedicated model for the pair (it cannot chatter, and tells how sure it is), a chat model that names
    both languages, two dedicated models through English. Within each: what the person made the default, then as
    ModelFiles orders. ``condemned`` says of a model that it does not work here.
    """

    def __init__(
        self,
        models: ModelFiles,
        catalogue: Catalogue,
        condemned: Callable[[InstalledModel], bool] = lambda _model: False,
    ) -> None:
        self._models, self._catalogue, self._condemned = models, catalogue, condemned

    def ways(self, source: str, target: str) -> tuple[Way, ...]:
        """Every way from ``source`` to ``target``, the best first. A ``source`` that is not known ('') leaves chat."""
        dedicated = list(self._of(ModelRole.TRANSLATION))
        found = [_way(WayKind.DEDICATED, model) for model in dedicated if translates(model, source, target)]
        found += [_way(WayKind.CHAT, m) for m in self._of(ModelRole.CHAT) if chats_in(m, source, target)]
        if THROUGH not in (plain(source), plain(target)) and source:
            found += _pivots(dedicated, source, target)
        return tuple(found)

    def languages(self) -> dict[str, frozenset[str]]:
        """For each language that can be translated here those that it can be translated into; empty: get a model."""
        found: dict[str, set[str]] = {}
        for role in (ModelRole.TRANSLATION, ModelRole.CHAT):
            for model in self._of(role):
                for source, target in _pairs_of(model):
                    found.setdefault(source, set()).add(target)
        through = {source for source, targets in found.items() if THROUGH in targets}
        for source in through:
            found[source] |= found.get(THROUGH, set()) - {source}
        return {source: frozenset(targets) for source, targets in found.items()}

    def best(self, source: str, target: str, wanted: str | None = None) -> Way:
        """The way ``wanted`` where it is there, else the best one. Raises as :meth:`missing` says."""
        ways = self.ways(source, target)
        chosen = next((way for way in ways if way.id == wanted), next(iter(ways), None))
        if chosen is None:
            raise self.missing(source, target)
        return chosen

    def model(self, identifier: str) -> InstalledModel:
        """Raises MODEL_MISSING."""
        model = self._models.by_id(identifier)
        if model is None:
            raise AppError(ErrorCode.MODEL_MISSING, model=identifier, wanted=identifier)
        return model

    def missing(self, source: str, target: str) -> AppError:
        """The error that names the smallest model of the catalogue for this pair, with its size on the disk."""
        entries = [
            entry
            for entry in self._catalogue
            if (entry.role is ModelRole.CHAT and _knows(entry.languages, source, target))
            or (
                entry.role is ModelRole.TRANSLATION and _fits(entry.facts.get("pairs"), entry.languages, source, target)
            )
        ]
        entries.sort(key=lambda entry: (entry.role is not ModelRole.TRANSLATION, entry.download_bytes or 1 << 60))
        if not entries:
            return AppError(ErrorCode.PAIR_UNSUPPORTED, source=source, target=target)
        best = entries[0]
        return AppError(
            ErrorCode.TRANSLATION_MISSING,
            source=source,
            target=target,
            model=best.id,
            label=best.name,
            bytes=best.download_bytes or 0,
        )

    def _of(self, role: ModelRole) -> Iterator[InstalledModel]:
        """Those that work here, the default first; a demonstration that came along only where it was chosen."""
        default = self._models.best(role)
        if default is not None:
            yield default
        for model in self._models.installed(role):
            is_toy = model.embedded and model.manifest.demonstration and role is ModelRole.CHAT
            if not (is_toy or self._condemned(model) or (default is not None and model.id == default.id)):
                yield model


def plain(language: str) -> str:
    """'zh' for 'zh-hant' and 'zh_CN'."""
    return language.lower().replace("_", "-").partition("-")[0]


def translates(model: InstalledModel, source: str, target: str) -> bool:
    facts = model.manifest.translation
    return facts is not None and bool(source) and _fits(facts.pairs, model.manifest.languages, source, target)


def chats_in(model: InstalledModel, source: str, target: str) -> bool:
    return _knows(model.manifest.languages, source, target)


def _pairs_of(model: InstalledModel) -> list[tuple[str, str]]:
    facts = model.manifest.translation
    if facts is not None and facts.pairs:
        return [(source, target) for source, target in facts.pairs]
    known = [code for code in model.manifest.languages if code != "mul"]
    return [(source, target) for source in known for target in known if source != target]


def _fits(pairs: object, languages: tuple[str, ...], source: str, target: str) -> bool:
    if isinstance(pairs, list | tuple) and pairs:
        return [plain(source), plain(target)] in [[plain(str(code)) for code in pair] for pair in pairs]
    return _knows(languages, source, target)


def _knows(languages: tuple[str, ...], source: str, target: str) -> bool:
    known = {plain(code) for code in languages}
    return "mul" in known or {plain(code) for code in (source, target) if code} <= known


def _way(kind: WayKind, *models: InstalledModel) -> Way:
    ids = tuple(model.id for model in models)
    return Way("+".join(ids), " → ".join(model.manifest.name for model in models), kind, ids)


def _pivots(dedicated: list[InstalledModel], source: str, target: str) -> list[Way]:
    first = next((model for model in dedicated if translates(model, source, THROUGH)), None)
    second = next((model for model in dedicated if translates(model, THROUGH, target)), None)
    return [_way(WayKind.PIVOT, first, second)] if first and second else []
