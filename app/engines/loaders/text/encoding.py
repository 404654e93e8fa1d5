"""Which encoding a text file is written in, and its text; a file that is no text in any encoding is refused.

Order of trust: byte order mark, the document's own declaration where it fits, UTF-8, the shape of UTF-16 and UTF-32,
then East Asian encodings by how common their characters are (``east_asian``), then one byte a character. Statistics
alone misjudge short files, so each step asks first whether the bytes can be that encoding at all.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence

from charset_normalizer import from_bytes

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal
from app.engines.loaders.text import east_asian, one_byte

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_SAMPLE = 64 * 1024
_WORDS_SAMPLE = 16 * 1024
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_ODD = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\uf8ff\ufff0-\uffff]")
_VOTED = ("cp1252", "mac_roman", "cp850", "cp437", "cp852", "iso8859_15", "mac_cyrillic", "cp775", "cp857")
_SURE_ASIAN, _LIKELY_ASIAN, _UNLIKELY_ASIAN = 0.45, 0.2, 0.08
_SURE_LETTERS = 0.6
_ALPHABETS = (0, 1, 2, 3, 4, 5, 6, 9, 0x0E, 0x20)
_SEVEN_BIT = ((b"\x1b$B", "iso2022_jp_2"), (b"\x1b$@", "iso2022_jp_2"), (b"\x1b$)C", "iso2022_kr"), (b"~{", "hz"))
# What the web standard reads these names as: the narrower sets never occur alone in practice.
_WIDER = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "tis-620": "cp874",
}


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of ``data`` without its byte order mark; line ends stay as they are.

    ``declared`` is what the document says of itself. Bytes that do not fit become U+FFFD, one or more for each.
    Raises UNSUPPORTED where the data is binary.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    return data.decode(guess(data, declared), "replace")


def guess(data: bytes, declared: str | None = None) -> str:
    """The name of the codec for data without a byte order mark. Raises UNSUPPORTED where the data is binary."""
    sample = data[:_SAMPLE]
    if wide := _wide(sample):
        return wide
    if data.isascii() and (shifted := _seven_bit(data)) != "ascii":  # ISO-2022-KR shifts by controls
        return shifted
    controls = len(_CONTROLS.findall(sample))
    if controls > 2 and controls * 100 > len(sample) * 3:
        if _is_ebcdic(sample):
            return "cp500"
        raise FileRefused(Refusal.UNSUPPORTED)
    if data.isascii():
        return "ascii"
    if _is_utf8(data):
        return "utf-8"
    if declared and (named := _usable(data, declared)):
        return named
    if _is_ebcdic(sample):
        return "cp500"
    if controls * 100 > len(sample):
        raise FileRefused(Refusal.UNSUPPORTED)
    return _by_its_words(sample)


def known(name: str) -> str | None:
    """The codec for a name as a document declares it, widened as the web does, or None."""
    try:
        found = codecs.lookup(name.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    return _WIDER.get(found, found)


def _usable(data: bytes, declared: str) -> str | None:
    encoding = known(declared)
    # The declaration could be read as ASCII, so it cannot be UTF-16; and UTF-8 was looked at before.
    if encoding is None or encoding.startswith(("utf", "cp500", "cp037", "cp1140", "ibm")):
        return None
    try:
        text = data.decode(encoding, "replace")
    except (LookupError, ValueError):  # codecs that are no text encodings, such as "hex"
        return None
    high = sum(1 for byte in data[:_SAMPLE] if byte >= 0x80)
    wrong = text[:_SAMPLE].count("\ufffd")
    return encoding if wrong * 20 <= high else None


def _wide(sample: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: by where the zero bytes stand, or by how common the characters are."""
    usable = sample[: len(sample) // 4 * 4]
    if len(usable) >= 8:
        for encoding, zeros in (("utf-32-le", (2, 3)), ("utf-32-be", (0, 1))):
            if all(not any(usable[i::4]) or _few(usable[i::4]) for i in zeros) and _is_text(usable, encoding):
                return encoding
    usable = sample[: len(sample) // 2 * 2]
    if len(usable) < 4:
        return None
    even, odd = usable[::2].count(0), usable[1::2].count(0)
    pairs = len(usable) // 2
    if odd * 4 >= pairs and even * 20 <= odd and _is_text(usable, "utf-16-le"):
        return "utf-16-le"
    if even * 4 >= pairs and odd * 20 <= even and _is_text(usable, "utf-16-be"):
        return "utf-16-be"
    if len(sample) % 2 or _is_utf8(sample) or len(usable) < 8:
        return _alphabetic(usable)
    for encoding in ("utf-16-le", "utf-16-be"):  # Chinese and Japanese have few zero bytes or none
        if _is_text(usable, encoding) and east_asian.is_common(usable.decode(encoding, "replace")):
            return encoding
    return _alphabetic(usable)


def _alphabetic(usable: bytes) -> str | None:
    """UTF-16 of an alphabet beyond Latin: nearly all high bytes are those of alphabets, and some spaces have 0."""
    for encoding, high in (("utf-16-le", usable[1::2]), ("utf-16-be", usable[::2])):
        of_alphabets = sum(high.count(byte) for byte in _ALPHABETS)
        if high.count(0) >= 1 and of_alphabets * 10 >= len(high) * 9 and _is_text(usable, encoding):
            return encoding
    return None


def _few(column: bytes) -> bool:
    return (len(column) - column.count(0)) * 50 <= len(column)


def _is_text(data: bytes, encoding: str) -> bool:
    """Whether ``data`` decodes without errors to something that has no controls, private or unassigned characters."""
    step = 4 if encoding.startswith("utf-32") else 2
    try:
        text = data[: len(data) // step * step].decode(encoding, "strict")
    except UnicodeDecodeError as error:
        if error.start < len(data) - 4:
            return False
        text = data[: error.start].decode(encoding, "replace")
    odd = sum(
        1 for c in text if (c < " " and c not in "\t\n\r\f") or "\ud800" <= c <= "\uf8ff" or "\ufff0" <= c <= "\uffff"
    )
    return odd * 50 <= len(text)


def _is_utf8(data: bytes) -> bool:
    """Valid, but for a character cut off at the end or a few damaged ones among many good ones."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    else:
        return True
    wrong = text.count("\ufffd")
    good = sum(map(len, re.findall(r"[^\x00-\x7f\ufffd]+", text)))
    return good > wrong * 10


def _seven_bit(data: bytes) -> str:
    for mark, encoding in _SEVEN_BIT:
        if mark in data and (encoding != "hz" or b"~}" in data):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if not text.isascii() and east_asian.is_common(text):
                return encoding
    return "ascii"


def _is_ebcdic(sample: bytes) -> bool:
    """EBCDIC text: its space (0x40) is common, its letters rule, and ASCII's space and line end are missing."""
    if not sample or sample.count(0x40) * 20 < len(sample) or sample.count(0x20) * 20 > sample.count(0x40):
        return False
    text = sample.decode("cp500")
    usual = sum(1 for c in text if c.isascii() and (c.isalnum() or c in " .,;:!?'\"-()\r\n\x85"))
    return usual * 10 >= len(text) * 9


def _by_its_words(sample: bytes) -> str:
    """The likeliest of the encodings that are not Unicode; the Western one in the end."""
    asian, asian_encoding = east_asian.best(sample[:_WORDS_SAMPLE])
    letters, letters_encoding = one_byte.best(sample[:_WORDS_SAMPLE])
    if asian >= _SURE_ASIAN or (asian >= _LIKELY_ASIAN and letters < _SURE_LETTERS):
        return asian_encoding
    if letters:
        return letters_encoding
    if asian >= _UNLIKELY_ASIAN:
        return asian_encoding
    usable = [name for name in _VOTED if _decodes(sample, (name,))]
    if usable:
        voted = from_bytes(sample, cp_isolation=usable, threshold=0.3, preemptive_behaviour=False).best()
        if voted is not None and voted.encoding in usable:
            return voted.encoding
    return _decodes(sample, ("cp1252",)) or "iso8859-1"


def _decodes(sample: bytes, names: Sequence[str]) -> str | None:
    for name in names:
        try:
            sample.decode(name)
        except UnicodeDecodeError:
            continue
        return name
    return None
