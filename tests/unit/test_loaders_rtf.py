"""Rich Text: bytes in the right code page, destinations that are text and those that are not, and hostile nesting."""

from __future__ import annotations

import pytest

from app.domain.library.document import Refusal
from app.engines.loaders.rich_text import rtf
from app.engines.loaders.section import Source
from tests.fakes.office_files import loaded, refusal_of, text_of


def read(body: str, head: str = "\\ansi\\ansicpg1252") -> str:
    return text_of(rtf.load, b"{\\rtf1" + head.encode("latin-1") + b" " + body.encode("latin-1") + b"}")


FONTS = (
    "{\\fonttbl{\\f0\\fcharset0 Arial;}{\\f1\\fcharset204 Arial Cyr;}{\\f2\\fcharset128 MS Mincho;}"
    "{\\f3\\fcharset134 SimSun;}{\\f4\\fcharset2 Symbol;}{\\f5\\fcharset2 Wingdings;}{\\f6\\fcharset238 CE;}}"
)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("plain", "plain"),
        ("a\\par b\\line c", "a\nb\nc"),
        ("a\\\nb", "a\nb"),
        ("one\r\n two", "one two"),
        ("{\\b bold}{\\i  italic}", "bold italic"),
        ("\\'e4\\'80", "ä€"),
        ("\xe4", "ä"),
        ("\\u20013?\\u25991?", "中文"),
        ("\\uc0\\u20013\\u25991 x", "中文x"),
        ("\\uc2\\u20013ab\\u25991\\'41\\'42x", "中文x"),
        ("\\uc1\\u20013{x}", "中x"),
        ("\\u-10179?\\u-8704?", "😀"),
        ("\\u-4051?", "-"),
        ("\\u55357?x", "x"),
        ("a\\~b\\_c\\-d", "a b-cd"),
        ("\\{\\}\\\\", "{}\\"),
        ("\\emdash\\endash\\lquote\\rquote\\ldblquote\\rdblquote\\bullet", "—–‘’“”•"),
        ("a{\\*\\unknown hidden}b{\\pict 89504e47}c", "abc"),
        ("{\\*\\bkmkstart name}a{\\*\\bkmkend name}", "a"),
        ('{\\field{\\*\\fldinst HYPERLINK "http://x"}{\\fldrslt shown}}', "shown"),
        ("{\\object{\\*\\objdata 0102}{\\result shown}}", "shown"),
        ("{\\shp{\\*\\shpinst{\\sp{\\sn name}{\\sv value}}{\\shptxt boxed}}}", "boxed"),
        ("a{\\deleted gone}b{\\deleted0 c}", "abc"),
        ("text{\\footnote {\\super 1} the note} on\\par next", "text on\n1 the note\nnext"),
        ("text{\\*\\annotation why?} on", "text on\nwhy?"),
        ("{\\header head}{\\footer foot}body", "body\nhead\nfoot"),
        ("\\trowd\\intbl a\\par b\\cell c\\cell\\row\\pard after", "a b\tc\nafter"),
        ("{\\listtext 1.\\tab}item", "1.\titem"),
        ("\\bin5 \\{}}{x", "x"),
        ("{\\upr{ansi}{\\*\\ud{\\u20013?}}}", "中"),
        ("unclosed {\\b x", "unclosed x"),
        ("a}}}}b", "ab"),
        ("\\u999999999?x", "x"),
        ("\\'zz", "zz"),
    ],
)
def test_text(body: str, text: str) -> None:
    assert read(body).replace("�", "").strip() == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("\\f1 \\'cf\\'f0\\'e8", "При"),
        ("\\f2 \\'93\\'fa\\'96\\'7b", "日本"),
        ("\\f2 \\'83A", "ア"),
        ("\\f3 \\'d6\\'d0\\'ce\\'c4", "中文"),
        ("\\f4 \\'61\\'b7", "α•"),
        ("\\f5 \\u61692?", "✓"),
        ("\\f6 \\'e8{\\f1 \\'e8}\\'e8", "čиč"),
        ("\\f6 \\'e8\\plain\\'e8", "čè"),
        ("\\f2 \\'96", "–"),
        ("\\f99 \\'e4", "ä"),
    ],
)
def test_fonts_say_what_their_bytes_mean(body: str, text: str) -> None:
    assert read(FONTS + body) == text


@pytest.mark.parametrize(
    ("head", "body", "text"),
    [
        ("\\ansi\\ansicpg1251", "\\'cf\\'f0", "Пр"),
        ("\\ansi\\ansicpg932", "\\'93\\'fa", "日"),
        ("\\ansi\\ansicpg936{\\fonttbl{\\f0\\fcharset0 A;}}\\deff0", "\\'d6\\'d0", "中"),
        ("\\mac", "\\'8a", "ä"),
        ("\\pc", "\\'84", "ä"),
        ("\\pca", "\\'84", "ä"),
        ("\\ansi\\ansicpg65001", "\\'e4\\'b8\\'ad", "中"),
        ("\\ansi\\ansicpg0", "\\'e4", "ä"),
        ("\\ansi\\deff1{\\fonttbl{\\f1\\fcharset161 Greek;}}", "\\'e1", "α"),
    ],
)
def test_the_document_says_what_its_bytes_mean(head: str, body: str, text: str) -> None:
    assert read(body, head) == text


def test_sections_follow_the_headings() -> None:
    styles = "{\\stylesheet{\\s0 Normal;}{\\s1\\b heading 1;}{\\s2 heading 2;}{\\*\\cs9 Strong;}}"
    body = (
        "before\\par\\pard\\s1 One\\par\\pard in one\\par\\pard\\s2 Two\\par\\pard\\s0 in two\\par"
        "\\pard\\outlinelevel0 Three\\par\\pard end"
    )
    data = b"{\\rtf1" + (styles + body).encode() + b"}"
    assert [(s.text, s.place.headings) for s in loaded(rtf.load, data)] == [
        ("before", ()),
        ("One\nin one", ("One",)),
        ("Two\nin two", ("One", "Two")),
        ("Three\nend", ("Three",)),
    ]


def test_the_title_is_the_one_in_unicode() -> None:
    info = "{\\info{\\upr{\\title ????}{\\*\\ud{\\title \\u20013?\\u25991?}}}{\\author Ann}{\\company Acme}}"
    data = b"{\\rtf1" + info.encode() + b"text}"
    assert rtf.load(Source(data)).title == "中文"
    assert text_of(rtf.load, data) == "text"


@pytest.mark.timeout(120)
def test_hostile_nesting_and_sizes_end() -> None:
    assert refusal_of(rtf.load, b"{\\rtf1" + b"{" * 1_000_000) is Refusal.DAMAGED
    assert refusal_of(rtf.load, b"{\\rtf1 x\\bin2000000000 y") is None
    assert refusal_of(rtf.load, b"{\\rtf1 " + b"\\uc9999999999" * 1000 + b"x}") is None
    assert text_of(rtf.load, b"{\\rtf1 " + b"\\'" * 100_000 + b"x}") == "x"


def test_every_truncation_is_read() -> None:
    whole = (
        "{\\rtf1\\ansi" + FONTS + "\\f2 \\'93\\'fa{\\footnote n}\\u20013?{\\*\\x y}\\par\\trowd a\\cell\\row}"
    ).encode()
    for end in range(5, len(whole)):
        loaded(rtf.load, whole[:end])


@pytest.mark.parametrize("data", [b"", b"words", b"{\\rt", b"\x00{\\html"])
def test_what_is_no_rtf_is_damage(data: bytes) -> None:
    assert refusal_of(rtf.load, data) is Refusal.DAMAGED
