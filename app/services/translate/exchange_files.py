"""Terms and memories as the files that other programs read: CSV, TBX (ISO 30042) and TMX 1.4. It only writes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from app import __version__
from app.domain.errors import AppError, ErrorCode
from app.domain.translate.glossary import StoredTerm
from app.domain.translate.translation_memory import Remembered
from app.model_files.durable import write_whole

HEADER = ("source", "target", "do not translate", "case", "note")
_MARK = re.compile(r"⟦(/?)(\d+)(/?)⟧")
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def csv_of(terms: Iterable[StoredTerm]) -> str:
    """One pair of languages; the reader of this program and any spreadsheet read it back."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(HEADER)
    for one in terms:
        term = one.term
        cells = (term.source, term.target, term.stays, term.keeps_case, term.note)
        table.writerow([("yes" if cell else "") if isinstance(cell, bool) else _harmless(cell) for cell in cells])
    return text.getvalue()


def tbx_of(terms: Iterable[StoredTerm]) -> str:
    """A concept a term; one that stays as it is has the same term in both languages."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<martif type="TBX-Basic" xml:lang="en">',
        "<martifHeader><fileDesc><sourceDesc><p>Alcove</p></sourceDesc></fileDesc></martifHeader>",
        "<text><body>",
    ]
    for number, one in enumerate(terms, 1):
        note = f"<note>{_xml(one.term.note)}</note>" if one.term.note else ""
        sides = ((one.source_language, one.term.source), (one.target_language, one.term.wanted))
        sets = "".join(
            f"<langSet xml:lang={quoteattr(language)}><tig><term>{_xml(text)}</term></tig></langSet>"
            for language, text in sides
        )
        lines.append(f'<termEntry id="c{number}">{note}{sets}</termEntry>')
    return "\n".join([*lines, "</body></text>", "</martif>", ""])


def tmx_of(units: Iterable[tuple[str, str, Remembered]]) -> Iterator[str]:
    """Lines of a TMX file; each unit with its languages. Marks of formatting become bpt, ept and ph."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
    yield (
        f'<header creationtool="Alcove" creationtoolversion="{__version__}" segtype="sentence" o-tmf="Alcove" '
        'adminlang="en" srclang="*all*" datatype="plaintext"/>\n<body>\n'
    )
    for source, target, one in units:
        sides = ((source, one.unit.source), (target, one.unit.target))
        variants = "".join(
            f"<tuv xml:lang={quoteattr(language)}><seg>{_segment(text)}</seg></tuv>" for language, text in sides
        )
        yield f"<tu>{variants}</tu>\n"
    yield "</body>\n</tmx>\n"


def written(path: Path, text: str) -> Path:
    """Whole or not at all. Raises TARGET_UNWRITABLE, PATH_MISSING (the folder)."""
    if not path.absolute().parent.is_dir():
        raise AppError(ErrorCode.PATH_MISSING, path=str(path.parent))
    try:
        write_whole(path.absolute(), text.encode("utf-8", "replace"))
    except OSError as error:
        raise AppError(ErrorCode.TARGET_UNWRITABLE, path=str(path)) from error
    return path


def _segment(text: str) -> str:
    made, at = [], 0
    for match in _MARK.finditer(text):
        made.append(_xml(text[at : match.start()]))
        closing, number, alone = match.groups()
        made.append(f'<ph x="{number}"/>' if alone else f'<ept i="{number}"/>' if closing else f'<bpt i="{number}"/>')
        at = match.end()
    return "".join([*made, _xml(text[at:])])


def _xml(text: str) -> str:
    return escape(_FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text))


def _harmless(cell: str) -> str:
    """A spreadsheet must not take a term for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "@")) and not cell[1:].replace(".", "").isdigit() else cell
