"""Web pages and e-books in place: words and attributes are translated, scripts, styles, code and bytes are not."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal
from app.domain.translate.document_translation import BilingualLayout
from tests.fakes.document_profiles import members
from tests.fakes.office_files import zipped
from tests.fakes.rewriting import as_dictionary, rewritten

BELOW = BilingualLayout.BELOW
PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>My page</title>
<meta name="description" content="About words"><script>var a = "not this";</script><style>b { x: y }</style></head>
<body><!-- nor this -->
<p class=x>Some <b>bold</b>&nbsp;words &amp; a <a href="u.html" title="A tip">link</a>.<br>Second line.</p>
<pre>not <b>this</b></pre><p>Call <code>f(x)</code> now.</p><img src="a.png" alt="A picture">
<p translate="no">Not this.</p><p>But <span class="notranslate">Alcove</span> here.</p>
<ul><li>One<ul><li>Two</ul></ul><input placeholder="Your name" value="kept"><input type="submit" value="Send">
</body></html>
"""


def test_a_page_keeps_all_but_its_words() -> None:
    found, after = rewritten("a.html", PAGE)
    assert found == [
        "My page", "About words", "A tip", "Some ⟦1⟧bold⟦/1⟧\u00a0words & a ⟦2⟧link⟦/2⟧.", "Second line.",
        "Call ⟦1/⟧ now.", "A picture", "But ⟦1/⟧ here.", "One", "Two", "Your name", "Send",
    ]  # fmt: skip
    wanted = PAGE.replace('lang="en"', 'lang="zh"').replace("&nbsp;", "\u00a0")
    for words in (
        "My page", "About words", "A tip", "Some ", ">bold<", "words &amp; a ", ">link<", "Second line.", "Call ",
        " now.", "A picture", "But ", " here.", ">One", ">Two", "Your name", "Send",
    ):  # fmt: skip
        assert words in wanted
        wanted = wanted.replace(words, words.replace("&amp;", "§").swapcase().replace("§", "&amp;"), 1)
    assert after.decode() == wanted


def test_tags_change_places_with_their_words() -> None:
    words = {"Press the ⟦1⟧red⟦/1⟧ ⟦2⟧button⟦/2⟧.": "⟦2⟧按钮⟦/2⟧是⟦1⟧红色⟦/1⟧的 <。"}
    _, after = rewritten("a.html", '<p>Press the <b>red</b> <a href="x">button</a>.</p>', as_dictionary(words))
    assert after.decode() == '<p><a href="x">按钮</a>是<b>红色</b>的 &lt;。</p>'


def test_a_tag_over_several_blocks_cuts_the_words() -> None:
    found, after = rewritten("a.html", "<b>One<p>Two</b> three</p>")
    assert found == ["One", "Two", "three"]
    assert after.decode() == "<b>oNE<p>tWO</b> THREE</p>"


def test_what_an_encoding_cannot_hold_becomes_references() -> None:
    source = '<meta charset="iso-8859-1"><p>Caf\xe9 words</p>'.encode("latin-1")
    _, after = rewritten("a.html", source, lambda _text: "咖啡 é")
    assert after == b'<meta charset="iso-8859-1"><p>&#21654;&#21857; \xe9</p>'
    _, after = rewritten("a.html", b'<meta charset="us-ascii"><p>Some words</p>', lambda _text: "咖啡")
    assert after.decode() == '<meta charset="utf-8"><p>咖啡</p>'


def test_both_languages_and_from_right_to_left() -> None:
    _, after = rewritten(
        "a.html", '<html lang="en"><title>Page</title><p>Some <i>words</i></p>', layout=BELOW, target="ar"
    )
    assert after.decode() == (
        '<html lang="en"><title>Page / pAGE</title>'
        '<p>Some <i>words</i><br><span lang="ar" dir="rtl">sOME <i>WORDS</i></span></p>'
    )
    _, after = rewritten("a.html", '<html lang="en"><p>Words</p>', target="he")
    assert after.decode() == '<html dir="rtl" lang="he"><p>wORDS</p>'


CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/a.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
PACKAGE = (
    '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
    "<dc:title>Stays</dc:title><dc:language>en</dc:language></metadata><manifest>"
    '<item id="n" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
    '<item id="two" href="b.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="one" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
    '<spine toc="n"><itemref idref="one"/><itemref idref="two"/></spine></package>'
)
NCX = (
    '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint>'
    "<navLabel><text>First chapter</text></navLabel>"
    '<content src="a.xhtml"/></navPoint></navMap></ncx>'
)


def book(**more: str) -> bytes:
    def chapter(words: str) -> str:
        return f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>T{words}</title></head><body><p>{words}</p></body></html>'

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for name, text in {
            "META-INF/container.xml": CONTAINER,
            "OEBPS/a.opf": PACKAGE,
            "OEBPS/toc.ncx": NCX,
            "OEBPS/b.xhtml": chapter("Second words"),
            "OEBPS/a.xhtml": chapter("First words"),
            "OEBPS/style.css": "p { color: red }",
            **more,
        }.items():
            archive.writestr(name, text)
    return out.getvalue()


def test_a_book_is_translated_in_reading_order_with_its_contents() -> None:
    found, after = rewritten("a.epub", book())
    assert found == ["TFirst words", "First words", "TSecond words", "Second words", "First chapter"]
    with zipfile.ZipFile(io.BytesIO(after)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, first.header_offset) == ("mimetype", zipfile.ZIP_STORED, 0)
    parts, before = members(after), members(book())
    assert list(parts) == list(before)
    assert b"<text>fIRST CHAPTER</text>" in parts["OEBPS/toc.ncx"]
    assert b"<dc:title>Stays</dc:title><dc:language>zh</dc:language>" in parts["OEBPS/a.opf"]
    assert parts["OEBPS/style.css"] == before["OEBPS/style.css"]
    _, both = rewritten("a.epub", book(), layout=BELOW)
    chapter = members(both)["OEBPS/a.xhtml"]
    etree.fromstring(chapter)  # still XML
    assert b'<p>First words<br /><span lang="zh">fIRST WORDS</span></p>' in chapter


def test_a_protected_book_is_refused() -> None:
    encryption = (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData xmlns="x">'
        '<EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/></EncryptedData></encryption>'
    )
    with pytest.raises(FileRefused) as refused:
        rewritten("a.epub", book(**{"META-INF/encryption.xml": encryption}))
    assert refused.value.refusal is Refusal.ENCRYPTED
    with pytest.raises(FileRefused) as refused:
        rewritten("a.epub", zipped({"mimetype": "application/epub+zip", "x": "y"}))
    assert refused.value.refusal is Refusal.DAMAGED
