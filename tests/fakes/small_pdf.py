"""PDF files made byte by byte for tests: text, pictures, passwords, damage; no library writes them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")

_FIRST_ANNOTATION = 2000


def pdf(
    pages: Sequence[str],
    *,
    title: str = "",
    picture: bool = False,
    rotate: int = 0,
    to_unicode: dict[str, str] | None = None,
    password: str | None = None,
    outline: Sequence[tuple[str, int]] = (),
    count: int | None = None,
    annotations: Sequence[str] = (),
    catalog: str = "",
) -> bytes:
    """A PDF with a line of Helvetica for each line of a page's text.

    ``picture`` draws one on each page; ``to_unicode`` maps drawn characters to what they mean; ``password`` encrypts
    (40-bit RC4, revision 2) so that the file needs it to open; ``count`` is the number of pages that it claims;
    ``annotations`` are the insides of dictionaries on the first page, those with ``/FT`` also fields of a form;
    ``catalog`` is added to the catalog.
    """
    objects: dict[int, bytes] = {}
    first_page = 10
    kids = " ".join(f"{first_page + 2 * i} 0 R" for i in range(len(pages)))
    objects[2] = f"<< /Type /Pages /Kids [{kids}] /Count {len(pages) if count is None else count} >>".encode()
    cmap = " /ToUnicode 4 0 R" if to_unicode else ""
    objects[3] = f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding{cmap} >>".encode()
    if to_unicode:
        objects[4] = _stream(_cmap(to_unicode))
    objects[5] = _stream(bytes(3 * 4 * 4), "/Type /XObject /Subtype /Image /Width 4 /Height 4 /ColorSpace /DeviceRGB "
                         "/BitsPerComponent 8")  # fmt: skip
    objects[6] = f"<< /Title ({title}) >>".encode("latin-1")
    for i, text in enumerate(pages):
        drawn = b"q 200 0 0 200 50 50 cm /Im0 Do Q\n" if picture else b""
        if text:
            lines = b"".join(b"(" + _escape(line) + b") Tj T*\n" for line in text.split("\n"))
            drawn += b"BT /F1 12 Tf 14 TL 50 780 Td\n" + lines + b"ET"
        number = first_page + 2 * i
        objects[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate {rotate} /Contents {number + 1} 0 R "
            f"/Annots [{'' if i else _references(annotations)}] "
            "/Resources << /Font << /F1 3 0 R >> /XObject << /Im0 5 0 R >> >> >>"
        ).encode()
        objects[number + 1] = _stream(drawn)
    extra = ""
    if outline:
        extra = " /Outlines 7 0 R"
        at = 1000
        objects[7] = f"<< /Type /Outlines /First {at} 0 R /Last {at + len(outline) - 1} 0 R >>".encode()
        for i, (words, page) in enumerate(outline):
            following = f" /Next {at + i + 1} 0 R" if i + 1 < len(outline) else ""
            objects[at + i] = (
                f"<< /Title ({words}) /Parent 7 0 R /Dest [{first_page + 2 * page} 0 R /Fit]{following} >>".encode()
            )
    for i, inside in enumerate(annotations):
        objects[_FIRST_ANNOTATION + i] = f"<< /Type /Annot /Rect [50 {50 + i} 90 {60 + i}] {inside} >>".encode(
            "latin-1"
        )
    extra += catalog
    if fields := _references(["" if "/FT" not in inside else inside for inside in annotations]):
        extra += f" /AcroForm << /Fields [{fields}] >>"
    objects[1] = f"<< /Type /Catalog /Pages 2 0 R{extra} >>".encode()
    return _file(objects, password)


def _escape(line: str) -> bytes:
    data = line.encode("cp1252")
    for special in (b"\\", b"(", b")"):
        data = data.replace(special, b"\\" + special)
    return data


def _stream(data: bytes, entries: str = "") -> bytes:
    return f"<< {entries} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def _cmap(mapping: dict[str, str]) -> bytes:
    rows = "".join(f"<{ord(k):02X}> <{v.encode('utf-16-be').hex()}>\n" for k, v in mapping.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <FF> endcodespacerange\n{len(mapping)} beginbfchar\n{rows}endbfchar\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode()


def _file(objects: dict[int, bytes], password: str | None) -> bytes:
    identity = hashlib.md5(b"alcove", usedforsecurity=False).digest()
    trailer = "/Root 1 0 R /Info 6 0 R"
    if password is not None:
        owner = _rc4(hashlib.md5(_padded("owner"), usedforsecurity=False).digest()[:5], _padded(password))
        permissions = (0xFFFFFFFC).to_bytes(4, "little")
        seed = _padded(password) + owner + permissions + identity
        key = hashlib.md5(seed, usedforsecurity=False).digest()[:5]
        user = _rc4(key, _PAD)
        objects[8] = f"<< /Filter /Standard /V 1 /R 2 /O <{owner.hex()}> /U <{user.hex()}> /P -4 >>".encode()
        trailer += f" /Encrypt 8 0 R /ID [<{identity.hex()}> <{identity.hex()}>]"
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets: dict[int, int] = {}
    for number in sorted(objects):
        offsets[number] = len(out)
        out += f"{number} 0 obj\n".encode() + objects[number] + b"\nendobj\n"
    size = max(objects) + 1
    table = b"".join(
        f"{offsets[n]:010d} 00000 n \n".encode() if n in offsets else b"0000000000 65535 f \n" for n in range(size)
    )
    start = len(out)
    out += f"xref\n0 {size}\n".encode() + table
    return bytes(out) + f"trailer\n<< /Size {size} {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()


def _padded(password: str) -> bytes:
    return (password.encode("latin-1") + _PAD)[:32]


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    out = bytearray()
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def _references(annotations: Sequence[str]) -> str:
    return " ".join(f"{_FIRST_ANNOTATION + i} 0 R" for i, inside in enumerate(annotations) if inside)
