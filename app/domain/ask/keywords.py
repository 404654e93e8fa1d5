"""Words for the keyword index: lower case, no accents, and overlapping pairs for Chinese, Japanese and Korean.

FTS5's own tokenizers cannot find two-character Chinese words; pairs ("bigrams") can, and they tie no file to code.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

CJK = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\u3040-\u30ff\uac00-\ud7af"
_RUN = re.compile(rf"([{CJK}]+)|[^\W_{CJK}]+")


def runs(text: str) -> Iterator[tuple[str, bool]]:
    """Each word or CJK run of ``text``, folded, with whether it is CJK."""
    for match in _RUN.finditer(unicodedata.normalize("NFKC", text).casefold()):
        yield match[0], bool(match[1])


def bigrams(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]


def indexed_terms(text: str) -> str:
    """``text`` as the keyword index stores it: space-separated terms."""
    return " ".join(t for run, cjk in runs(text) for t in ([*bigrams(run), run[-1]] if cjk else [run]))
