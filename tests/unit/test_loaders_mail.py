"""Mail: headers and the better body as text, attached messages in full, mailboxes message by message."""

from __future__ import annotations

import struct
from email.message import EmailMessage

import pytest

from app.domain.library.document import Refusal
from app.engines.loaders.mail import messages as mail
from app.engines.loaders.mail.compressed_rtf import decompress
from app.engines.loaders.mail.rtf_mail import rtf_lines
from app.engines.loaders.section import Source
from tests.fakes.compound_file import Tree, compound_file
from tests.fakes.office_files import loaded, refusal_of, text_of

HEAD = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: s\r\n"


def read(data: bytes) -> list[str]:
    return text_of(mail.load, data).split("\n")


def message(**headers: str) -> EmailMessage:
    made = EmailMessage()
    for name, value in {"From": "Ann <a@example.org>", "Subject": "Grüße 中文", **headers}.items():
        made[name] = value
    return made


def test_headers_and_body() -> None:
    made = message(To="b@example.org", Date="Fri, 11 Jul 2003 21:00:37 -0700")
    made.set_content("Hello,\n\n\n\nworld   \n")
    (section,) = loaded(mail.load, made.as_bytes())
    assert section.text.split("\n") == [
        "From: Ann <a@example.org>", "To: b@example.org", "Date: Fri, 11 Jul 2003 21:00:37 -0700",
        "Subject: Grüße 中文", "", "Hello,", "", "world",
    ]  # fmt: skip
    assert section.place.headings == ("Grüße 中文",)
    assert mail.load(Source(made.as_bytes())).title == "Grüße 中文"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"=?utf-8?B?5Lit5paH?= =?utf-8?Q?_x?=", "中文 x"),
        (b"=?gb2312?B?1tDOxA==?=", "中文"),
        (b"=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本"),
        (b"=?utf-8?B?5Lit?=\r\n =?utf-8?B?5paH?=", "中文"),
        ("raw Grüße".encode(), "raw Grüße"),
        ("raw Привет мой друг".encode(), "raw Привет мой друг"),
        (b"=?no-such-charset?Q?abc?=", "abc"),
        (b"=?utf-8?B?!!!?=", "=?utf-8?B?!!!?="),
        (b"", ""),
    ],
)
def test_subjects(raw: bytes, text: str) -> None:
    assert mail.load(Source(b"From: a@example.org\r\nSubject: " + raw + b"\r\n\r\nbody")).title == text


@pytest.mark.parametrize(
    ("charset", "said", "body"),
    [
        ("gb18030", "gb2312", "中文邮件的正文在这里"),
        ("big5", "big5", "中文郵件的內容在這裡"),
        ("iso-2022-jp", "iso-2022-jp", "日本語の本文です"),
        ("windows-1251", "windows-1251", "Привет, это письмо"),
        ("utf-8", "us-ascii", "Grüße aus Köln"),
        ("utf-8", "no-such-charset", "Grüße aus Köln"),
        ("windows-1252", "iso-8859-1", "costs 5 € – “fine”"),
    ],
)
def test_bodies_in_any_charset(charset: str, said: str, body: str) -> None:
    data = HEAD + f"Content-Type: text/plain; charset={said}\r\n\r\n".encode() + body.encode(charset)
    assert read(data)[-1] == body


def test_the_plain_body_is_preferred_unless_it_only_points_to_the_other() -> None:
    made = message()
    made.set_content("the plain words of this letter\n")
    made.add_alternative("<html><body><p>the <b>HTML</b> words of this letter</p></body></html>", subtype="html")
    assert read(made.as_bytes())[-1] == "the plain words of this letter"
    stub = message()
    stub.set_content("See HTML.\n")
    stub.add_alternative(f"<style>p{{}}</style><p>{'words ' * 40}</p><script>x()</script>", subtype="html")
    assert read(stub.as_bytes())[-1] == ("words " * 40).strip()


def test_html_bodies_become_lines_and_load_nothing() -> None:
    html = (
        "<html><head><title>no</title><meta charset=gb2312></head><body>one<br>two<div>three</div><table><tr><td>a</td>"
        "<td>b</td></tr></table><img src='http://127.0.0.1:9/x.png' alt=x><pre>k  l\nm</pre>a&nbsp;&amp;b</body></html>"
    )
    data = HEAD + b"Content-Type: text/html\r\n\r\n" + html.encode()
    assert read(data)[-7:] == ["one", "two", "three", "a | b", "k  l", "m", "a &b"]


@pytest.mark.timeout(120)
def test_html_nested_deep_is_read_or_refused() -> None:
    head = HEAD + b"Content-Type: text/html\r\n\r\n"
    assert read(head + b"<div>" * 5_000 + b"deep")[-1] == "deep"
    assert refusal_of(mail.load, head + b"<div>" * 200_000 + b"deep") is Refusal.TOO_LARGE


def test_soft_line_ends_are_joined() -> None:
    data = HEAD + b"Content-Type: text/plain; format=flowed\r\n\r\none \r\ntwo\r\n\r\n-- \r\nAnn\r\n"
    assert read(data)[-4:] == ["one two", "", "--", "Ann"]


def test_attachments_are_named_and_texts_among_them_read() -> None:
    made = message()
    made.set_content("body\n")
    made.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="Grüße.pdf")
    made.add_attachment("a,b\n1,2\n", subtype="csv", filename="t.csv")
    assert read(made.as_bytes())[-5:] == ["body", "[Grüße.pdf]", "[t.csv]", "a,b", "1,2"]


def test_pictures_of_an_html_body_are_no_attachments() -> None:
    made = message()
    made.set_content("<p>body</p><img src='cid:x'>", subtype="html")
    made.add_related(b"png", maintype="image", subtype="png", cid="<x>", filename="x.png")
    assert read(made.as_bytes())[-1] == "body"


def test_an_attached_message_is_read_with_its_headers() -> None:
    inner = message(Subject="inner")
    inner.set_content("inner body\n")
    made = message(Subject="outer")
    made.set_content("outer body\n")
    made.add_attachment(inner)
    assert read(made.as_bytes())[-6:] == [
        "outer body",
        "",
        "From: Ann <a@example.org>",
        "Subject: inner",
        "",
        "inner body",
    ]


@pytest.mark.timeout(120)
@pytest.mark.parametrize("depth", [50, 2_000])
def test_messages_within_messages_end(depth: int) -> None:
    data = HEAD + b"Content-Type: message/rfc822\r\n\r\n"
    assert refusal_of(mail.load, data * depth + HEAD + b"\r\ninnermost") in (None, Refusal.DAMAGED)


@pytest.mark.parametrize(
    "kind",
    ['multipart/encrypted; protocol="application/pgp-encrypted"', "application/pkcs7-mime; smime-type=enveloped-data"],
)
def test_a_body_that_needs_a_key_is_encrypted(kind: str) -> None:
    assert refusal_of(mail.load, HEAD + f"Content-Type: {kind}\r\n\r\nMIIB".encode()) is Refusal.ENCRYPTED


def test_a_mailbox_is_cut_at_its_postmarks_only() -> None:
    box = (
        b"From a@example.org Mon Jun 01 11:00:00 2010\nSubject: one\n\nFrom here on, text.\n\n"
        b"From here too, text.\n>From me\n"
        b"\nFrom b@example.org Mon Jun 01 12:00:00 2010\nSubject: two\nContent-Type: multipart/encrypted\n\nx\n"
        b"\nFrom c@example.org Mon Jun 01 13:00:00 2010\n\nthree\n"
    )
    sections = loaded(mail.load, box)
    assert [(s.text.split("\n"), s.place.part, s.place.headings) for s in sections] == [
        (["Subject: one", "", "From here on, text.", "", "From here too, text.", "From me"], "1", ("one",)),
        (["Subject: two"], "2", ("two",)),
        (["three"], "3", ()),
    ]


@pytest.mark.parametrize(
    "data",
    [
        HEAD + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\ncut off",
        HEAD + b"Content-Type: multipart/mixed\r\n\r\nno boundary",
        HEAD + b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!",
        HEAD + b"Content-Type: ;;;\r\nContent-Disposition: attachment; filename*=x''%E4\r\n\r\nbody",
        b"Subject\r\n\r\n\x00\x01\x02",
        HEAD + b'Content-Type: text/html; charset=""\r\n\r\n\xff\xfe\x00',
    ],
)
def test_malformed_mail_is_read_as_far_as_it_goes(data: bytes) -> None:
    loaded(mail.load, data)


def properties(header: int, **values: tuple[int, int]) -> bytes:
    return bytes(header) + b"".join(
        struct.pack("<HHIQ", kind, int(tag[1:], 16), 0, value) for tag, (kind, value) in values.items()
    )


def outlook(header: int = 32, code_page: int = 1252, **streams: bytes | Tree) -> dict[str, bytes | Tree]:
    fixed = properties(header, p3FFD=(3, code_page), p3FDE=(3, code_page), p0039=(0x40, 132_000_000_000_000_000))
    named = {f"__substg1.0_{name[1:]}" if name.startswith("p") else name: data for name, data in streams.items()}
    return {"__properties_version1.0": fixed, **named}


def wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def person(kind: int, **streams: str) -> dict[str, bytes]:
    named = {f"__substg1.0_{name[1:]}": wide(text) for name, text in streams.items()}
    return {"__properties_version1.0": properties(8, p0C15=(3, kind)), **named}


def test_outlook_messages_with_recipients_and_attached_messages() -> None:
    inner = outlook(24, p0037001F=wide("inner"), p1000001F=wide("inner body"))
    storages: dict[str, Tree] = {
        "__recip_version1.0_#00000000": person(1, p3001001F="Bob"),
        "__recip_version1.0_#00000001": person(2, p39FE001F="c@x.org"),
        "__attach_version1.0_#00000000": person(0, p3707001F="a.pdf"),
        "__attach_version1.0_#00000001": {"__properties_version1.0": bytes(8), "__substg1.0_3701000D": inner},
    }
    tree = outlook(
        p0037001F=wide("outer 中文"),
        p0C1A001F=wide("Ann"),
        p5D01001F=wide("a@example.org"),
        p1000001F=wide("body\r\n\r\n\r\nend"),
        **storages,
    )
    lines = read(compound_file(tree))
    assert lines == [
        "From: Ann <a@example.org>", "To: Bob", "Cc: <c@x.org>", "Date: 2019-04-17 18:40 UTC",
        "Subject: outer 中文", "", "body", "", "end", "[a.pdf]", "", "Date: 2019-04-17 18:40 UTC",
        "Subject: inner", "", "inner body",
    ]  # fmt: skip
    assert mail.load(Source(compound_file(tree))).title == "outer 中文"


def test_outlook_text_in_its_code_page_and_html_bodies() -> None:
    tree = outlook(
        code_page=936, p0037001E="中文主题".encode("gb18030"), p10130102="<p>正文在这里</p>".encode("gb18030")
    )
    assert read(compound_file(tree))[1:] == ["Subject: 中文主题", "", "正文在这里"]


def test_compound_files_of_other_kinds() -> None:
    assert refusal_of(mail.load, compound_file({"WordDocument": b"x"})) is Refusal.UNSUPPORTED
    whole = compound_file(outlook(p0037001F=wide("s")))
    for end in range(8, len(whole), 512):
        assert refusal_of(mail.load, whole[:end]) in (None, Refusal.DAMAGED, Refusal.UNSUPPORTED)


def test_compressed_rtf_as_in_the_specification() -> None:
    """The two examples of [MS-OXRTFCP] 3.1 and 3.2."""
    simple = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert decompress(simple) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    reuse = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")
    assert decompress(reuse) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"


def test_html_wrapped_in_rtf() -> None:
    """After the example of [MS-OXRTFEX] 3.1."""
    rtf = (
        rb"{\rtf1\ANSI\ansicpg1251\fromhtml1 \deff0{\fonttbl {\f0\fmodern Courier New;}}{\*\htmltag18 <HEAD>}"
        rb"{\*\htmltag18 <STYLE>}{\*\htmltag18 <!-- p \{ color: red; \}-->}{\*\htmltag18 </STYLE>}"
        rb"{\*\htmltag18 </HEAD>}"
        rb"\uc1{\*\htmltag64 <P>}\htmlrtf {\htmlrtf0 Note \htmlrtf \par }\htmlrtf0{\*\htmltag84 &nbsp;}"
        rb"\htmlrtf \u160?\htmlrtf0"
        rb"\'cf\u1088?{\*\htmltag72 </P>}}"
    )
    assert rtf_lines(rtf) == ["Note  Пр"]
