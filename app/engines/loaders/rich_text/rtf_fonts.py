"""Which bytes mean which characters in an RTF file: code pages, character sets of fonts, symbol fonts."""

from __future__ import annotations

import codecs

from app.engines.loaders.office.word_symbols import symbol

SYMBOL_CHARSET = 2
_CHARSETS = {
    77: "mac_roman", 78: "cp932", 79: "cp949", 80: "gb18030", 81: "big5", 83: "mac_greek", 86: "mac_turkish",
    88: "mac_latin2", 89: "mac_cyrillic", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "cp950",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_PAGES = {936: "gb18030", 10000: "mac_roman", 1361: "johab", 65001: "utf-8", 10001: "cp932", 54936: "gb18030"}


def code_page(number: int) -> str | None:
    """The codec for a Windows code page, None for one that Python does not know."""
    name = _PAGES.get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


def charset(number: int) -> str | None:
    """The codec for ``\\fcharset``; None for 0 and 1, which mean the document's own."""
    return _CHARSETS.get(number)


class FontTable:
    """The fonts of a document by number, as their declarations are read."""

    def __init__(self) -> None:
        self._codecs: dict[int, str] = {}
        self._symbols: dict[int, str] = {}
        self._names: dict[int, str] = {}

    def charset(self, font: int, number: int) -> None:
        if number == SYMBOL_CHARSET:
            self._symbols[font] = self._names.get(font, "")
        elif codec := charset(number):
            self._codecs[font] = codec

    def page(self, font: int, number: int) -> None:
        if codec := code_page(number):
            self._codecs[font] = codec

    def name(self, font: int, name: str) -> None:
        self._names[font] = name.strip(" ;")
        if font in self._symbols:
            self._symbols[font] = self._names[font]

    def symbol(self, font: int, code: int) -> str:
        """A character of the private area F0xx in a font."""
        return symbol(self._symbols.get(font, self._names.get(font, "")), f"{code:04X}")

    def decode(self, data: bytes, font: int, default: str) -> str:
        """``data`` as the font shows it; a broken sequence becomes U+FFFD."""
        if font in self._symbols and any(byte >= 0x80 for byte in data):
            return "".join(symbol(self._symbols[font], f"F0{byte:02X}") for byte in data)
        codec = self._codecs.get(font, default)
        for name in (codec, default):
            # Writers put Western signs into fonts they call Japanese; the document's own code page knows them.
            try:
                return data.decode(name)
            except UnicodeDecodeError:
                continue
        return data.decode(codec, "replace")
