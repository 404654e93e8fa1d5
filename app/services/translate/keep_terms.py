"""Glossaries and the memory: read from a file, kept, listed, handed out again; conflicts are told, not settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import AppError, ErrorCode
from app.domain.translate.glossary import Conflict, StoredTerm, Term, conflicts
from app.domain.translate.translation_memory import Unit, UnitOrigin, usual_code
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.protocol.tasks import ExchangeBatch, ExchangeEntry, ExchangeRead, LaneName, ReadExchange
from app.services.translate.exchange_files import csv_of, tbx_of, tmx_of, written
from app.storage.store import Store

READING_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class ReadTerms:
    """What a file holds, by pair of languages. ``left_out``: entries of other languages or without a text."""

    pairs: dict[tuple[str, str], tuple[ExchangeEntry, ...]]
    left_out: int

    @property
    def terms(self) -> tuple[Term, ...]:
        """All of them, whatever their languages."""
        return tuple(as_term(entry) for entries in self.pairs.values() for entry in entries)

    @property
    def conflicts(self) -> list[Conflict]:
        return [one for entries in self.pairs.values() for one in conflicts(as_term(entry) for entry in entries)]


@dataclass(frozen=True, slots=True)
class Imported:
    """``changed``: entries that are new or different now."""

    entries: int
    changed: int
    left_out: int
    conflicts: tuple[Conflict, ...] = ()


class KeepTerms:
    """Blocking; callable from any thread."""

    def __init__(self, store: Store, lanes: Lanes) -> None:
        self._store, self._lanes = store, lanes

    def read(
        self,
        path: Path,
        source: str = "",
        target: str = "",
        stop: StopSignal | None = None,
        *,
        needs_languages: bool = True,
    ) -> ReadTerms:
        """The terms or units of a CSV, TBX or TMX file, in a worker. ``source`` and ``target`` count where the file
        names no languages, and choose where it has several. Raises READING with its reason, LANGUAGES_MISSING."""
        found: dict[tuple[str, str], list[ExchangeEntry]] = {}

        def take(value: object, _tail: bytes) -> None:
            assert isinstance(value, ExchangeBatch)
            for entry in value.entries:
                named = (entry.source_language or source, entry.target_language or target)
                pair = (usual_code(named[0]), usual_code(named[1]))
                found.setdefault(pair, []).append(entry)

        outcome = self._lanes.run(
            LaneName.READING,
            ReadExchange(path.absolute(), source, target),
            time_limit=READING_SECONDS,
            stop=stop,
            on_partial=take,
        )
        assert isinstance(outcome.value, ExchangeRead)
        if needs_languages and any(not language for pair in found for language in pair):
            raise AppError(ErrorCode.LANGUAGES_MISSING, path=str(path))
        return ReadTerms({pair: tuple(entries) for pair, entries in found.items()}, outcome.value.left_out)

    def import_file(
        self,
        path: Path,
        source: str = "",
        target: str = "",
        collection_id: int | None = None,
        stop: StopSignal | None = None,
    ) -> Imported:
        """Keep the terms of a file. Of a source with two targets the first is kept, and the conflict told."""
        read = self.read(path, source, target, stop)
        changed = 0
        for pair, entries in read.pairs.items():
            terms: dict[str, Term] = {}
            for entry in entries:
                terms.setdefault(entry.source if entry.keeps_case else entry.source.casefold(), as_term(entry))
            changed += self._store.glossaries.add(list(terms.values()), *pair, collection_id)
        count = sum(map(len, read.pairs.values()))
        return Imported(count, changed, read.left_out, tuple(read.conflicts))

    def export_file(self, path: Path, collection_id: int | None = None) -> int:
        """Write the terms of a collection (None: those that hold everywhere) and say how many they are.

        The name's ending decides: TBX where it is '.tbx', else CSV. Raises TARGET_UNWRITABLE, PATH_MISSING, and
        LANGUAGES_MISSING where a CSV would have to hold several pairs of languages.
        """
        terms = self._store.glossaries.list(collection_id, everywhere=False)
        if path.suffix.lower() == ".tbx":
            written(path, tbx_of(terms))
        elif len({(one.source_language, one.target_language) for one in terms}) > 1:
            raise AppError(ErrorCode.LANGUAGES_MISSING, path=str(path), several=True)
        else:
            written(path, csv_of(terms))
        return len(terms)

    def terms(self, collection_id: int | None = None) -> Sequence[StoredTerm]:
        """Those that hold everywhere, and those of the collection where one is given."""
        return self._store.glossaries.list(collection_id)

    def import_memory(self, path: Path, source: str = "", target: str = "", stop: StopSignal | None = None) -> Imported:
        """Learn the units of a TMX file (or of rows). What a person corrected stays."""
        read = self.read(path, source, target, stop)
        changed = 0
        for pair, entries in read.pairs.items():
            units = [Unit(entry.source, entry.target) for entry in entries if entry.target]
            changed += self._store.translation_memory.learn(units, *pair, UnitOrigin.IMPORTED)
        return Imported(sum(map(len, read.pairs.values())), changed, read.left_out)

    def export_memory(self, path: Path) -> int:
        """Write all of the memory as TMX and say how many units it has. Raises TARGET_UNWRITABLE, PATH_MISSING."""
        memory = self._store.translation_memory
        units = ((source, target, one) for source, target, _ in memory.pairs() for one in memory.units(source, target))
        written(path, "".join(tmx_of(units)))
        return memory.count()


def as_term(entry: ExchangeEntry) -> Term:
    return Term(entry.source, entry.target, entry.keeps_case, note=entry.note)
