"""XML that declares a document type, hides one, nests too deep or grows too big is refused; the rest is read."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal
from app.engines.loaders import xml_guard
from app.engines.loaders.xml_guard import iterate_xml, parse_xml

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]
LAUGHS = "<!DOCTYPE a [<!ENTITY x0 'ha'>" + "".join(f"<!ENTITY x{n} '{f'&x{n - 1};' * 10}'>" for n in range(1, 12))
HOSTILE = {
    "file": "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
    "network": "<!DOCTYPE a [<!ENTITY x SYSTEM 'http://127.0.0.1:9/x'>]><a>&x;</a>",
    "parameter": "<!DOCTYPE a [<!ENTITY % x SYSTEM 'file:///etc/passwd'>%x;]><a/>",
    "external type": "<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/x.dtd'><a/>",
    "public type": "<!DOCTYPE a PUBLIC '-//X//Y' 'file:///etc/passwd'><a/>",
    "laughs": LAUGHS + "]><a>&x11;</a>",
    "attribute laughs": LAUGHS + "]><a b='&x11;'/>",
    "after comment": "<!-- x --><?pi y?>\n<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
    "after a long comment": f"<!--{'x' * 200_000}--><!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
    "lower case": "<!doctype a [<!ENTITY x 'y'>]><a>&x;</a>",
}


def written(text: str, encoding: str) -> bytes:
    name = "utf-16" if encoding.startswith("utf-16") else "utf-8"
    return f'<?xml version="1.0" encoding="{name}"?>{text}'.encode(encoding)


def streamed(data: bytes) -> list[str]:
    return [element.text or "" for _, element in iterate_xml(io.BytesIO(data), tag="{*}a")]


@pytest.mark.timeout(120)
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_document_type_is_refused(name: str, encoding: str) -> None:
    data = written(HOSTILE[name], encoding)
    for read in (parse_xml, streamed):
        with pytest.raises(FileRefused) as caught:
            read(data)
        assert caught.value.refusal is Refusal.DAMAGED


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_plain_xml_is_read_in_every_encoding(encoding: str) -> None:
    data = written("<!-- <!DOCTYPE is only a word here> --><a>Grüße 中文</a>", encoding)
    assert parse_xml(data).text == "Grüße 中文"
    assert streamed(data) == ["Grüße 中文"]


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1251", "gb18030", "big5", "shift_jis"])
def test_declared_encodings_are_honoured(encoding: str) -> None:
    word = {"iso-8859-1": "Grüße", "windows-1251": "Привет", "shift_jis": "日本"}.get(encoding, "中文")
    assert parse_xml(f'<?xml version="1.0" encoding="{encoding}"?><a>{word}</a>'.encode(encoding)).text == word


@pytest.mark.parametrize("encoding", ["utf-7", "utf-32", "utf-32-le", "cp037", "cp500", "utf-16-le"])
def test_encodings_in_which_markup_can_hide_are_refused(encoding: str) -> None:
    """UTF-7 hides ``<`` behind ASCII; the others are either refused or their document type is seen."""
    text = "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>"
    data = f'<?xml version="1.0" encoding="{encoding}"?>'.encode("cp500" if encoding.startswith("cp") else "ascii")
    for whole in (data + text.encode(encoding), f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding)):
        with pytest.raises(FileRefused):
            parse_xml(whole)
        with pytest.raises(FileRefused):
            streamed(whole)


def test_no_file_is_read_through_an_entity(tmp_path: Path) -> None:
    canary = tmp_path / "canary.txt"
    canary.write_text("CANARY", encoding="utf-8")
    xml = f"<!DOCTYPE a [<!ENTITY x SYSTEM '{canary.as_uri()}'>]><a>&x;</a>".encode()
    with pytest.raises(FileRefused):
        parse_xml(xml, bare_doctype=True)


def test_a_bare_document_type_is_tolerated_only_on_request() -> None:
    xml = b'<?xml version="1.0"?><!DOCTYPE m:a PUBLIC "-//O//M 1.0//EN" "M.dtd"><m:a xmlns:m="m">x</m:a>'
    assert parse_xml(xml, bare_doctype=True).text == "x"
    with pytest.raises(FileRefused):
        parse_xml(xml)


@pytest.mark.timeout(120)
def test_depth_is_bounded() -> None:
    for depth in (300, 200_000):
        with pytest.raises(FileRefused) as caught:
            parse_xml(b"<a>" * depth + b"</a>" * depth)
        assert caught.value.refusal is Refusal.DAMAGED


def test_markup_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_guard, "MAX_MARKUP", 1_000)
    for piece in (b"<b/>", b"<b c='d'/>"):
        with pytest.raises(FileRefused) as caught:
            parse_xml(b"<a>" + piece * 1_000 + b"</a>")
        assert caught.value.refusal is Refusal.TOO_LARGE


def test_one_element_of_a_stream_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_guard, "MAX_WAITING", 100_000)
    many = b"<r>" + b"<a>x</a>" * 200_000 + b"</r>"
    assert len(streamed(many)) == 200_000
    with pytest.raises(FileRefused) as caught:
        streamed(b"<r><a>" + b"<b>x</b>" * 200_000 + b"</a></r>")
    assert caught.value.refusal is Refusal.TOO_LARGE


@pytest.mark.parametrize("data", [b"", b"   ", b"<", b"words", b"<a>", b"<a></b>", b"<a/><b/>", b"\x00\x01", b"<?xml"])
def test_broken_xml_is_damage(data: bytes) -> None:
    for read in (parse_xml, streamed):
        with pytest.raises(FileRefused) as caught:
            read(data)
        assert caught.value.refusal is Refusal.DAMAGED
