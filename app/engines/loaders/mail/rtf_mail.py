"""Mail bodies that Outlook keeps as RTF: plain, or HTML wrapped in it ([MS-OXRTFEX]); lines of text come out."""

from __future__ import annotations

import re

from app.engines.loaders.mail.mail_text import html_lines
from app.engines.loaders.rich_text.rtf import load
from app.engines.loaders.section import Source

_HTML = re.compile(rb"\\fromhtml1\b")
_TAG = re.compile(rb"\{\\\*\\htmltag\d* ?|\{\\\*\\mhtmltag\d* ?")


def rtf_lines(data: bytes) -> list[str]:
    """The lines of an RTF body."""
    wrapped = _HTML.search(data[:2000]) is not None
    if wrapped:
        html = html_in_rtf(data)
        if html:
            return html_lines(html)
    return [line for section in load(Source(data)).sections for line in section.text.split("\n")]


def html_in_rtf(data: bytes) -> str:
    """The HTML that the RTF was made from: its tags, and the text outside of ``\\htmlrtf`` … ``\\htmlrtf0``."""
    kept = re.sub(rb"\\htmlrtf1? ?(?:(?!\\htmlrtf0).)*?\\htmlrtf0 ?", b"", data, flags=re.DOTALL)
    # With the hidden part gone, the tags are ordinary text to the RTF reader once their groups are opened.
    kept = re.sub(rb"\{\\\*\\mhtmltag\d* ?[^{}]*\}", b"", kept)
    kept = re.sub(rb"\{\\\*\\htmltag\d* ?", b"{", kept)
    kept = re.sub(rb"\\(?:fi|li|ri|s|intbl|outlinelevel)-?\d* ?", b"", kept)
    return "\n".join(section.text for section in load(Source(kept)).sections)
