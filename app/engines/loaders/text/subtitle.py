"""Subtitles (SubRip, WebVTT): the decoded file with its times, cut between cues; the words alone go to the index."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from app.domain.errors import FileRefused
from app.domain.library.document import DocumentKind, Refusal
from app.domain.library.place import Place
from app.engines.loaders.lines import line_ends
from app.engines.loaders.section import Loaded, Section, Source
from app.engines.loaders.text.encoding import decode

_GAP = re.compile(r"(?:[ \t]*(?>\r\n|\r|\n)){2,}")
_TIMES = re.compile(r"(?:\d+:)?\d{1,2}:\d\d[.,]\d{1,3}[ \t]+-->[ \t]+(?:\d+:)?\d{1,2}:\d\d[.,]\d{1,3}[^\r\n]*")
_NUMBER = re.compile(r"^[ \t]*\d+[ \t]*$", re.M)


def load(source: Source) -> Loaded:
    """One section a cue; joined they are the decoded file. Raises EMPTY where no cue says a word."""
    text = decode(source.data)
    if not any(c.isalnum() for c in spoken(text).removeprefix("WEBVTT")):
        raise FileRefused(Refusal.EMPTY)
    return Loaded(DocumentKind.SUBTITLES, _sections(text))


def spoken(text: str) -> str:
    """``text`` without the lines that only number and time it."""
    return _NUMBER.sub("", _TIMES.sub("", text))


def _sections(text: str) -> Iterator[Section]:
    start, line = 0, 1
    for end in chain((match.end() for match in _GAP.finditer(text)), (len(text),)):
        if end > start:
            piece = text[start:end]
            yield Section(piece, Place(start=start, length=len(piece), first_line=line))
            line += line_ends(piece)
            start = end
