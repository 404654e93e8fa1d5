"""The pictures of a PDF's page, as files that a Word document can hold, and where they stand; bounded in size."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

LEAST_POINTS = 24.0
"""A side shorter than this is a rule, a bullet or a shadow."""
WHOLE_PAGE = 0.85
"""Of the page's area: a scan that lies under its recognised text, or a background."""
MOST_A_PAGE, MOST_BYTES = 40, 48_000_000
"""Pictures of a page, and bytes of them in a document."""
MOST_PIXELS, LARGEST_PIXELS = 2_000_000, 24_000_000
"""More are thinned out; what has more than the second is drawn as large as it stands on its page."""
_PLAIN_COLOURS = frozenset(
    (pdfium_c.FPDF_COLORSPACE_DEVICEGRAY, pdfium_c.FPDF_COLORSPACE_DEVICERGB, pdfium_c.FPDF_COLORSPACE_CALRGB)
)
_DEPTH = 3
"""Of the drawings inside drawings in which pictures are looked for."""


@dataclass(frozen=True, slots=True)
class Picture:
    """In points of the page, origin at the bottom left. ``ending``: 'jpeg' or 'png'."""

    data: bytes
    ending: str
    left: float
    bottom: float
    right: float
    top: float


def pictures(page: pdfium.PdfPage) -> Iterator[Picture]:
    """From the top down. One that is broken costs itself."""
    width, height = page.get_size()
    found = []
    for image in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=_DEPTH):
        try:
            left, bottom, right, top = image.get_bounds()
        except (pdfium.PdfiumError, RuntimeError):
            continue
        left, right = max(left, 0.0), min(right, width)
        bottom, top = max(bottom, 0.0), min(top, height)
        is_large = right - left >= LEAST_POINTS and top - bottom >= LEAST_POINTS
        if is_large and (right - left) * (top - bottom) < WHOLE_PAGE * width * height:
            found.append((image, left, bottom, right, top))
    for image, *box in sorted(found[:MOST_A_PAGE], key=lambda one: -one[4]):
        made = _file_of(image)
        if made is not None:
            yield Picture(*made, *box)


def _file_of(image: pdfium.PdfImage) -> tuple[bytes, str] | None:
    try:
        if _is_plain_jpeg(image):
            data = bytes(image.get_data(decode_simple=True))
            if data[:2] == b"\xff\xd8":
                return data, "jpeg"
        columns, rows = image.get_px_size()
        return _png(image.get_bitmap(render=True, scale_to_original=columns * rows <= LARGEST_PIXELS)), "png"
    except (pdfium.PdfiumError, RuntimeError, ValueError, MemoryError):
        return None


def _is_plain_jpeg(image: pdfium.PdfImage) -> bool:
    """Upright, without a mask, in colours that every program reads: its bytes may stand elsewhere as they are."""
    if list(image.get_filters(skip_simple=True)) != ["DCTDecode"] or pdfium_c.FPDFPageObj_HasTransparency(image):
        return False
    a, b, c, d, _, _ = image.get_matrix().get()
    return b == c == 0 and a > 0 and d > 0 and image.get_metadata().colorspace in _PLAIN_COLOURS


def _png(bitmap: pdfium.PdfBitmap) -> bytes:
    """RGBA, 8 bits (PNG specification, 3rd edition, section 5); of a large one every second pixel, or third …"""
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    channels = {"L": 1, "BGR": 3, "BGRX": 4, "BGRA": 4}[bitmap.mode]
    step = 1
    while (width // step) * (height // step) > MOST_PIXELS:
        step += 1
    held = memoryview(bitmap.buffer).cast("B")
    columns = len(range(0, width, step))
    lines = bytearray()
    for row in range(0, height, step):
        line = bytes(held[row * stride : row * stride + width * channels])
        out = bytearray(b"\xff") * (4 * columns)
        for place, channel in enumerate((0, 0, 0) if channels == 1 else (2, 1, 0)):
            out[place::4] = line[channel :: channels * step]
        if bitmap.mode == "BGRA":
            out[3::4] = line[3 :: 4 * step]
        lines += b"\0" + out
    head = struct.pack(">IIBBBBB", columns, len(range(0, height, step)), 8, 6, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(lines), 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
