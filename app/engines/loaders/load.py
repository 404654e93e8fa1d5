"""The border of the loaders: a path in, passages and facts out, and for everything that goes wrong one FileRefused.

Whatever a library raises on a hostile file ends here; nothing here knows a format, and nothing is kept between files.
"""

from __future__ import annotations

import dataclasses
import importlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar, cast

from app.domain.errors import FileRefused, JobCancelled
from app.domain.library.document import DocumentKind, Passage, Refusal
from app.engines.loaders.chunking import passages
from app.engines.loaders.detect import detect
from app.engines.loaders.opening import Opened, open_file
from app.engines.loaders.section import Loaded, Loader, Section, Source
from app.engines.loaders.title import clean_title
from app.protocol.tasks import DocumentRead

T = TypeVar("T")

MAX_PASSAGES = 200_000
_MAX_HEADINGS = 9
_HEADING_LENGTH = 200


def read(
    path: Path,
    *,
    known_hash: str | None = None,
    on_passage: Callable[[Passage], None],
    check: Callable[[], None] = lambda: None,
) -> DocumentRead:
    """Read ``path`` and hand each passage on as it is made; at least one, or :class:`FileRefused`.

    ``check`` is called between sections and may raise to stop. Where the content's hash is ``known_hash`` nothing is
    parsed and the result says ``unchanged``.
    """
    opened = open_file(path)
    if known_hash is not None and opened.content_hash == known_hash:
        return _facts(opened, DocumentKind.UNKNOWN, unchanged=True)
    loaded = load_source(opened.source)
    watched = _Watched(loaded.sections, check)
    count = 0
    for passage in guarded(passages(watched)):
        count += 1
        if count > MAX_PASSAGES:
            raise FileRefused(Refusal.TOO_LARGE, limit="passages")
        on_passage(passage)
    if not count:
        raise FileRefused(Refusal.EMPTY)
    return _facts(
        opened,
        loaded.kind,
        title=clean_title(loaded.title) or clean_title(watched.first_heading),
        pages=loaded.pages,
        pages_without_text=watched.without_text,
        passages=count,
    )


def load_source(source: Source) -> Loaded:
    """Decide the format, load it; sections are still to be read, under :func:`guarded`."""
    with_errors: Iterator[Loaded] = guarded(_load_one(source))
    return next(with_errors)


def guarded(items: Iterable[T]) -> Iterator[T]:
    """``items``, with every exception that they raise made a FileRefused."""
    iterator = iter(items)
    while True:
        try:
            item = next(iterator)
        except StopIteration:
            return
        except (FileRefused, JobCancelled, KeyboardInterrupt, SystemExit):
            raise
        except MemoryError as error:
            raise FileRefused(Refusal.TOO_LARGE, limit="memory") from error
        except BaseException as error:  # the loader border; a panic of a Rust library is no Exception
            raise FileRefused(Refusal.DAMAGED, error=type(error).__name__) from error
        yield item


def _load_one(source: Source) -> Iterator[Loaded]:
    module = importlib.import_module(f"app.engines.loaders.{detect(source).value}")
    yield cast(Loader, module.load)(source)


class _Watched:
    """Sections on their way to the splitter, seen once: headings cut to size, empty pages counted."""

    def __init__(self, sections: Iterable[Section], check: Callable[[], None]) -> None:
        self._sections = sections
        self._check = check
        self.first_heading = ""
        self.without_text = 0

    def __iter__(self) -> Iterator[Section]:
        for section in self._sections:
            self._check()
            place = section.place
            if place.headings:
                headings = tuple(h[:_HEADING_LENGTH] for h in place.headings[:_MAX_HEADINGS])
                self.first_heading = self.first_heading or headings[0]
                if headings != place.headings:
                    section = dataclasses.replace(section, place=dataclasses.replace(place, headings=headings))
            if not section.text.strip() and (place.page is not None or place.slide is not None):
                self.without_text += 1
            yield section


def _facts(
    opened: Opened,
    kind: DocumentKind,
    *,
    title: str = "",
    unchanged: bool = False,
    pages: int | None = None,
    pages_without_text: int = 0,
    passages: int = 0,
) -> DocumentRead:
    return DocumentRead(
        content_hash=opened.content_hash,
        size=opened.size,
        modified_ns=opened.modified_ns,
        kind=kind,
        title=title,
        unchanged=unchanged,
        pages=pages,
        pages_without_text=pages_without_text,
        passages=passages,
    )
