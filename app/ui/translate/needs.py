"""What the Translate page needs of the services, as protocols; the services do not know them. All of it blocks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from app.domain.translate.document_translation import (
    DocumentSegment,
    TranslationEvent,
    TranslationJob,
    TranslationJobState,
)
from app.domain.translate.glossary import StoredTerm, Term
from app.domain.translate.translation import KeptTranslation, TranslateOptions
from app.jobs.stop_signal import StopSignal
from app.services.translate.keep_terms import Imported
from app.services.translate.translate_document import DocumentOrder
from app.ui.translate.values import EngineChoice, Offer, Sentence, Translated, Wanted

OnSentence = Callable[[int, Translated], None]
"""(the sentence's place in Wanted.sentences, its translation)."""
OnPiece = Callable[[int, str], None]
"""(the sentence's place, what of its translation is there so far)."""

OnDocument = Callable[[TranslationEvent], None]


class Translating(Protocol):
    """Text, sentence by sentence."""

    def offer(self) -> Offer: ...
    def engines(self, source: str, target: str) -> Sequence[EngineChoice]:
        """Best first; empty where nothing installed knows the pair."""
        ...

    def detect(self, text: str) -> str:
        """The code of its language; '' where nobody can say."""
        ...

    def cut(self, text: str, language: str) -> Sequence[Sentence]:
        """Its sentences, in order."""
        ...

    def translate(self, wanted: Wanted, stop: StopSignal, on_sentence: OnSentence, on_piece: OnPiece) -> None:
        """Raises AppError, JobCancelled."""
        ...

    def other_wordings(self, sentence: str, wanted: Wanted, stop: StopSignal) -> Sequence[str]:
        """Further translations of one sentence; languages and engine are those of ``wanted``."""
        ...

    def learn(self, sentence: str, translation: str, source: str, target: str) -> None:
        """The person's own translation: used from now on."""
        ...


class KeepingTexts(Protocol):
    """Earlier texts."""

    def texts(self, words: str = "") -> Sequence[KeptTranslation]: ...
    def keep(self, pair: tuple[str, str], source: str, target: str, engine: str) -> None:
        """A text that grew takes the place of what it grew from."""
        ...

    def forget(self, translation_id: int) -> None: ...


class DocumentRunning(Protocol):
    """What :class:`app.services.translate.document_run.DocumentRun` offers."""

    @property
    def job_id(self) -> int | None:
        """None until the document was read."""
        ...

    def pause(self) -> None: ...
    def resume(self) -> None: ...
    def cancel(self) -> None: ...
    def suspend(self) -> None: ...


class TranslatingDocuments(Protocol):
    """What :class:`app.services.translate.translate_document.TranslateDocument` offers."""

    def start(
        self, order: DocumentOrder, options: TranslateOptions | None = ..., *, on_event: OnDocument = ...
    ) -> DocumentRunning: ...
    def resume(
        self, job_id: int, options: TranslateOptions | None = ..., *, overwrite: bool = ..., on_event: OnDocument = ...
    ) -> DocumentRunning: ...
    def correct(self, job_id: int, ordinal: int, text: str, *, everywhere: bool = ...) -> int:
        """Kept and learnt."""
        ...

    def export(
        self, job_id: int, target_path: Path | None = ..., *, overwrite: bool = ..., stop: StopSignal | None = ...
    ) -> Path: ...


class DocumentJournal(Protocol):
    """What :class:`app.storage.translation_jobs.TranslationJobs` offers."""

    def list(self, limit: int = ...) -> Sequence[TranslationJob]: ...
    def get(self, job_id: int) -> TranslationJob: ...
    def unfinished(self) -> Sequence[TranslationJob]: ...
    def segments(self, job_id: int) -> Sequence[DocumentSegment]: ...
    def set_state(self, job_id: int, state: TranslationJobState) -> TranslationJob: ...
    def delete(self, job_id: int) -> None: ...


class KeepingTerms(Protocol):
    """What :class:`app.storage.glossaries.Glossaries` offers."""

    def list(self, collection_id: int | None = ..., *, everywhere: bool = ...) -> Sequence[StoredTerm]: ...
    def add(self, terms: Sequence[Term], source: str, target: str, collection_id: int | None = ...) -> int: ...
    def remove(self, term_ids: Sequence[int]) -> None: ...
    def answer(self, collection_id: int, suggestion: str, *, accepted: bool) -> None: ...


class TermFiles(Protocol):
    """Terms and the memory in files, and the terms that documents suggest."""

    def import_file(
        self, path: Path, source: str = ..., target: str = ..., collection_id: int | None = ..., stop: StopSignal = ...
    ) -> Imported: ...
    def export_file(self, path: Path, collection_id: int | None = ...) -> int: ...
    def import_memory(self, path: Path, source: str = ..., target: str = ..., stop: StopSignal = ...) -> Imported: ...
    def export_memory(self, path: Path) -> int: ...
    def suggested(self, collection_id: int) -> Sequence[str]:
        """Words of a collection's documents that may be terms, those that were answered left out."""
        ...
