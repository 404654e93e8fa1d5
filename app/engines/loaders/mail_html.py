"""HTML inside other documents (mail bodies, Word's alternative chunks) as plain lines; loads nothing."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

_DROPPED = "script,style,head,title,template,noscript,svg,iframe,object,select"
_BLOCKS = frozenset(
    """
    address article aside blockquote body caption center dd div dl dt fieldset figcaption figure footer form h1 h2 h3
    h4 h5 h6 header hr li main nav ol p pre section table tbody tfoot thead tr ul
    """.split()  # noqa: SIM905
)
_CELLS = frozenset({"td", "th"})
_SPACE = re.compile(r"[ \t\r\n\f]+")


def html_lines(html: str) -> list[str]:
    """The visible text of ``html``, one line a block; table cells that hold words are joined by tabs."""
    tree = LexborHTMLParser(html)
    for node in tree.css(_DROPPED):
        node.decompose()
    root = tree.body or tree.root
    return [] if root is None else _lines(root)


def _lines(root: LexborNode) -> list[str]:
    """Walks with a stack of its own: hostile mail nests deeper than Python's."""
    out: list[str] = []
    pieces: list[str] = []
    node: LexborNode | None = root
    depth = 0
    while node is not None:
        name = node.tag or ""
        if name == "-text":
            text = node.text_content or ""
            pieces.append(text.replace("\r\n", "\n") if _is_preformatted(node) else _SPACE.sub(" ", text))
        elif name == "br":
            pieces.append("\n")
        elif name in _BLOCKS:
            _end_line(pieces, out)
        child = node.child
        if child is not None:
            node, depth = child, depth + 1
            continue
        while node is not None:
            _leave(node, pieces, out)
            if depth == 0:
                node = None
            elif node.next is not None:
                node = node.next
                break
            else:
                node, depth = node.parent, depth - 1
    _end_line(pieces, out)
    return out


def _leave(node: LexborNode, pieces: list[str], out: list[str]) -> None:
    if node.tag in _BLOCKS:
        _end_line(pieces, out)
    elif node.tag in _CELLS:
        pieces.append("\t")


def _end_line(pieces: list[str], out: list[str]) -> None:
    text = "".join(pieces).replace("\xa0", " ")
    pieces.clear()
    for line in text.split("\n"):
        # Layout tables leave empty cells behind; only cells with words are columns.
        cells = [cell.strip(" \u200b\u200c\ufeff\u00ad\u034f") for cell in line.split("\t")]
        line = "\t".join(cell for cell in cells if cell)
        if line:
            out.append(line)


def _is_preformatted(node: LexborNode) -> bool:
    parent = node.parent
    return parent is not None and parent.tag in ("pre", "textarea")
