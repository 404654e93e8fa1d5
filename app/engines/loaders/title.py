"""Which words of a document's own metadata are a title, and which are what a program left there."""

from __future__ import annotations

import re
import unicodedata

_LENGTH = 300
_PREFIX = re.compile(r"^microsoft (?:office )?(?:word|excel|powerpoint) - ", re.I)
_FILE_NAME = re.compile(
    r"(?:^[a-z]:\\|^file:|^\\\\|[\\/][^\\/ ]+[\\/]|\.(?:docx?|xlsx?|pptx?|pdf|rtf|od[tsp]|html?|txt|indd|qxd|tex|dvi|"
    r"ai|eps|psd|pub|wpd|pages|cdr|fm|xml|md|jpe?g|png|tiff?)$)",
    re.I,
)
_EMPTY_WORDS = re.compile(
    r"(?:untitled|no title|title|unknown|document|dokument|"
    r"(?:powerpoint[ -])?(?:presentation|präsentation|presentatie|演示文稿|簡報|プレゼンテーション|프레젠테이션)|"
    r"(?:présentation|presentación de|apresentação do|presentazione(?: standard)? di|презентация|"
    r"prezentacja programu|prezentace aplikace) powerpoint|untitled (?:document|presentation|spreadsheet)|"
    r"slide|folie|book|workbook|sheet|tabelle|new document|word document|microsoft word|none|null|n/a|"
    r"default|temp|test|print|cover|"
    r"\(?anonymous\)?|blank page|leere seite|page vierge|空白页|pdf-title|pdf document|"
    r"无标题|未命名|无题|文档|新建文档|演示文稿|幻灯片|無題|無標題|제목 없음|sans titre|ohne titel|sin título|"
    r"без названия)(?:[ _-]*\d+)?",
    re.I,
)


def clean_title(raw: str) -> str:
    """``raw`` on one line, or ``""`` where it is no title: a program's default, a file name, or garbage."""
    kept = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in raw[: _LENGTH * 4])
    kept = "".join(c for c in kept if unicodedata.category(c) not in ("Cf", "Cs", "Co", "Cn"))
    title = _PREFIX.sub("", " ".join(kept.split())).strip()
    if len(title) > _LENGTH:
        title = title[:_LENGTH].rsplit(" ", 1)[0] + "…"
    has_words = any(c.isalnum() for c in title) and (len(title) > 1 or title > "\u2e80")
    if not has_words or "\ufffd" in title:
        return ""
    if _EMPTY_WORDS.fullmatch(title) or _FILE_NAME.search(title):
        return ""
    return title
