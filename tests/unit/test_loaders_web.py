"""Web pages and e-books: the reader's text under its headings, however odd the markup."""

from __future__ import annotations

import io
import zipfile

import pytest

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal
from app.engines.loaders.section import Source
from app.engines.loaders.web import epub, html

CONTAINER = '<container xmlns="urn:x"><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>'
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">
<metadata><dc:title>The Book</dc:title></metadata>
<manifest><item id="b" href="two%20b.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="one.xhtml" media-type="application/xhtml+xml"/>
<item id="gone" href="gone.xhtml" media-type="application/xhtml+xml"/>
<item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>
<item id="p" href="cover.png" media-type="image/png"/></manifest>
<spine><itemref idref="n"/><itemref idref="a"/><itemref idref="gone"/><itemref idref="b"/><itemref idref="p"/></spine>
</package>"""


def book(**members: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_xhtml", ".xhtml").replace("_xml", ".xml"), content)
    return out.getvalue()


def page(markup: str | bytes) -> tuple[str, list[tuple[str, tuple[str, ...]]]]:
    data = markup.encode() if isinstance(markup, str) else markup
    loaded = html.load(Source(data, "a.html"))
    return loaded.title, [(s.text, s.place.headings) for s in loaded.sections]


def words(markup: str | bytes) -> str:
    return "\n".join(text for text, _ in page(markup)[1])


@pytest.mark.parametrize("start", ['<?xml version="1.0"?><html>', '<html xmlns="http://www.w3.org/1999/xhtml">'])
def test_elements_that_xhtml_closes_at_once_take_nothing_in(start: str) -> None:
    head = '<head><title/><script src="a.js" /><style/></head>'
    title, found = page(f'{start}{head}<body><h1 id="x"/><object data="y"/><p>one <a id="z"/>two<br/>three</p></body>')
    assert (title, found) == ("", [("one two\nthree", ())])
    data = book(META_INF__container_xml=CONTAINER, OPS__one_xhtml=f"{start}{head}<body><p>chapter</p></body></html>",
                **{"OPS/book.opf": PACKAGE})  # fmt: skip
    assert [s.text for s in epub.load(Source(data)).sections] == ["chapter"]


def test_text_stands_under_its_headings() -> None:
    title, found = page(
        "<title> A page </title><body><h1>Top</h1><p>one <b>t</b>wo</p><h3>Deep</h3><p>x<br>y</p><h2>Next</h2>z"
    )
    assert title == "A page"
    assert found == [
        ("Top", ("Top",)),
        ("one two", ("Top",)),
        ("Deep", ("Top", "Deep")),
        ("x\ny", ("Top", "Deep")),
        ("Next", ("Top", "Next")),
        ("z", ("Top", "Next")),
    ]


def test_invisible_characters_of_a_heading_stay_out_of_its_path() -> None:
    assert page("<h2>Set&#8203;up&shy;</h2>")[1] == [("Set\u200bup\xad", ("Setup",))]


def test_boilerplate_and_hidden_parts_are_left_out() -> None:
    body = "<p>" + "The words of the article itself. " * 5 + "</p>"
    found = words(
        f"<nav>menu</nav><header>head</header><script>var x</script><style>p</style><noscript>no</noscript>"
        f"<div hidden>hid</div>{body}<aside>ads</aside><footer>imprint</footer><form>search<button>go</button></form>"
    )
    assert found.splitlines()[0] == "head"
    for word in ("menu", "var x", "hid", "ads", "imprint", "search", "go"):
        assert word not in found.split()


def test_a_page_that_is_one_form_keeps_its_text() -> None:
    assert "everything is in here" in words("<form id=aspnet><p>everything is in here</p></form>")


def test_the_one_article_is_the_page_but_a_list_of_articles_is_not() -> None:
    long = "long text of the article " * 20
    assert "teaser" not in words(f"<div>teaser</div><article>{long}</article>")
    both = words(f"<article>first {long}</article><article>second {long}</article>")
    assert "first" in both
    assert "second" in both


def test_table_rows_are_lines() -> None:
    found = words("<table><tr><th>Name</th><th>Age</th></tr><tr><td><p>Ann</p></td><td><p>30</p></td></tr></table>")
    assert found == "Name | Age\nAnn | 30"


def test_preformatted_text_keeps_its_lines() -> None:
    assert words("<pre>\ndef f():\n    return 1\n</pre>") == "def f():\n    return 1"


def test_the_declared_encoding_is_used_and_comments_do_not_declare() -> None:
    russian = "<p>Привет, мир"
    assert words(b"<meta charset=windows-1251>" + russian.encode("cp1251")) == "Привет, мир"
    assert (
        words(b"<!-- <meta charset=koi8-r> --><meta charset='windows-1251'>" + russian.encode("cp1251"))
        == "Привет, мир"
    )
    assert words(b"<meta charset=latin1>" + russian.encode()) == "Привет, мир"
    assert words(b'<meta http-equiv=c content="text/html; charset=gb2312"><p>' + "镕基".encode("gbk")) == "镕基"


def test_deep_nesting_is_read_and_hostile_nesting_is_refused_at_once() -> None:
    assert words("<div>" * 5_000 + "deep") == "deep"
    assert words("<p>a<br>" * 30_000).count("a") == 30_000
    with pytest.raises(FileRefused) as refused:
        page("<b>" * 200_000 + "deep")
    assert refused.value.refusal is Refusal.TOO_LARGE


def test_chapters_come_in_reading_order_as_parts() -> None:
    data = book(
        META_INF__container_xml="",
        **{"META-INF__container_xml": CONTAINER, "OPS__book.opf": PACKAGE},
        OPS__one_xhtml="<html><body><h1>One</h1><p>first</p></body></html>",
        OPS__nav_xhtml="<html><body><nav>contents</nav></body></html>",
        **{"OPS__two b.xhtml": b"<html><body><p>second &nbsp;&eacute;</p></body></html>"},
    )
    loaded = epub.load(Source(data, "a.epub"))
    found = [(s.place.part, s.place.start, s.text) for s in loaded.sections]
    assert loaded.title == "The Book"
    assert found == [("OPS/one.xhtml", 0, "One"), ("OPS/one.xhtml", 4, "first"), ("OPS/two b.xhtml", 0, "second \xa0é")]


def test_a_protected_book_is_encrypted_but_scrambled_fonts_are_not() -> None:
    method = '<encryption xmlns="u"><EncryptedData><EncryptionMethod Algorithm="{}"/></EncryptedData></encryption>'
    parts = {"META-INF__container_xml": CONTAINER, "OPS__book.opf": PACKAGE, "OPS__one_xhtml": "<p>x</p>"}
    fonts = book(**parts, **{"META-INF__encryption_xml": method.format("http://www.idpf.org/2008/embedding")})
    assert [s.text for s in epub.load(Source(fonts)).sections] == ["x"]
    text = book(**parts, **{"META-INF__encryption_xml": method.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc")})
    with pytest.raises(FileRefused) as refused:
        epub.load(Source(text))
    assert refused.value.refusal is Refusal.ENCRYPTED


def test_a_book_without_its_chapters_is_damaged() -> None:
    data = book(**{"META-INF__container_xml": CONTAINER, "OPS__book.opf": PACKAGE})
    with pytest.raises(FileRefused) as refused:
        list(epub.load(Source(data)).sections)
    assert refused.value.refusal is Refusal.DAMAGED


def test_footers_inside_the_content_belong_to_it() -> None:
    text = "the story goes on and on " * 9
    markup = f"<body><main><p>{text}</p><blockquote>q<footer>Ada Morgan</footer></blockquote></main>"
    assert "Ada Morgan" in words(markup + "<footer>imprint</footer>")
    assert "imprint" not in words(markup + "<footer>imprint</footer>")
    assert "the source" in words(f"<body><p>{text}</p><article><div role=contentinfo>the source</div></article>" * 2)
