"""The SentencePiece model of the tiny translation model: words as pieces, names in syllables, all else in letters.

One model for both languages, so that what is copied is the same pieces on both sides. The frame of the file (its
settings) is what SentencePiece's trainer writes; the pieces are put in by us.
"""

from __future__ import annotations

import io
import re
import string
import struct
from collections.abc import Iterator
from dataclasses import dataclass

import sentencepiece
import tiny_marian_words as words
from tiny_marian_data import Sentence, Supply, text_of
from tiny_marian_slots import Side

END, UNKNOWN, SPACE = "</s>", "<unk>", "\u2581"
SAMPLED = 40_000
WHOLE, LETTER = -8.0, -12.0
"""Scores: the fewest pieces win."""
_NORMAL, _UNKNOWN_KIND, _CONTROL = 1, 2, 3
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_PUNCTUATION = "，。：？！、；（）《》“”…—·/-+*=#&@%$€£¥°()[]{}<>.,:;?!'\"_|~^`\\"


@dataclass(frozen=True)
class Row:
    """Token numbers of both sides, each ending with the end; ``looks``: (place in target, place in source) pairs."""

    source: tuple[int, ...]
    target: tuple[int, ...]
    looks: tuple[tuple[int, int], ...]


def make_tokenizer() -> bytes:
    """The file, for source and target alike."""
    frame = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(["a b c d e f g h i j", "ab cd ef gh ij"]), model_writer=frame, vocab_size=16,
        model_type="unigram", normalization_rule_name="identity", pad_id=-1, bos_id=-1, eos_id=0, unk_id=1,
        hard_vocab_limit=False, minloglevel=2,
    )  # fmt: skip
    kept = [field for number, field in _fields(frame.getvalue()) if number != 1]
    pieces = [_piece(END, 0.0, _CONTROL), _piece(UNKNOWN, 0.0, _UNKNOWN_KIND)]
    pieces += [_piece(text, score, _NORMAL) for text, score in _vocabulary().items()]
    return b"".join((*pieces, *kept))


def _vocabulary() -> dict[str, float]:
    """Pieces with their scores: the letters first, then whole words in the order of the alphabet."""
    whole: set[str] = set()
    letters = {*string.ascii_letters, *string.digits, *_PUNCTUATION, SPACE}
    for number, varied in ((1, ""), (2, "english"), (3, "chinese")):
        supply = Supply(number, varied=varied)
        for _ in range(SAMPLED // 3):
            made = supply.sentence()
            for side in (made.english, made.chinese):
                text = text_of(side)
                letters |= {letter for letter in text if _HAN.match(letter)}
                for part in side:
                    whole |= set(_HAN.findall(part.text))
    for entries in (v for name, v in vars(words).items() if name.isupper() and isinstance(v, tuple)):
        for entry in entries:
            forms = (entry,) if isinstance(entry, str) else entry
            letters |= {letter for form in forms for letter in form if _HAN.match(letter)}
    whole |= {SPACE + word for word in _english_words()}
    syllables = {a + b for a in words.LETTERS for b in words.VOWELS}
    whole |= syllables | {s.capitalize() for s in syllables} | set(words.ENDINGS) | set(words.GIVEN_LATIN)
    whole |= {entry[0] for entries in (words.SURNAMES, words.GIVEN) for entry in entries}
    whole |= {"GmbH", "Ltd", "Inc", "Group", "a.m.", "p.m."}
    return dict.fromkeys(sorted(letters), LETTER) | dict.fromkeys(sorted(whole - letters), WHOLE)


def _english_words() -> set[str]:
    """Of the patterns and lists, as they stand behind a space; names are not among them."""
    found: set[str] = set()
    copied = {*words.GIVEN_LATIN, *words.SURNAMES_LATIN, "GmbH", "Ltd", "Inc", "AG", "Group"}
    copied |= {entry[0] for entries in (words.SURNAMES, words.GIVEN) for entry in entries}
    supply = Supply(4)
    for _ in range(SAMPLED):
        made = supply.sentence()
        same = {part.text for part in made.chinese if part.text[:1].isascii()}
        for part in made.english:
            if part.text not in same:
                found |= set(re.findall(r"[A-Za-z][A-Za-z'-]*[a-z]|\b[aAI]\b", part.text))
    return found - copied


def _piece(text: str, score: float, kind: int) -> bytes:
    """A field of sentencepiece_model.proto: ModelProto.pieces."""
    name = text.encode()
    body = b"\x0a" + _size(len(name)) + name + b"\x15" + struct.pack("<f", score)
    body += b"\x18" + bytes([kind]) if kind != _NORMAL else b""
    return b"\x0a" + _size(len(body)) + body


def _size(number: int) -> bytes:
    made = bytearray()
    while number > 0x7F:
        made.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*made, number])


def _fields(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The outermost fields, all of which have a length; whole, with their number."""
    at = 0
    while at < len(data):
        start, number = at, data[at] >> 3
        at += 1
        length = shift = 0
        while True:
            byte = data[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        at += length
        yield number, data[start:at]


class Tokens:
    """Turns sentences into rows of one direction or the other."""

    def __init__(self, model: bytes) -> None:
        self.processor = sentencepiece.SentencePieceProcessor(model_proto=model)

    @property
    def pieces(self) -> list[str]:
        return [self.processor.id_to_piece(number) for number in range(self.processor.get_piece_size())]

    def row(self, made: Sentence, *, from_english: bool) -> Row:
        sides = (made.english, made.chinese) if from_english else (made.chinese, made.english)
        (source, of_source), (target, of_target) = (self._encoded(side) for side in sides)
        looks = tuple(_looks(sides, of_source, of_target))
        return Row((*source, 0), (*target, 0), (*looks, (len(target), len(source))))

    def _encoded(self, side: Side) -> tuple[list[int], list[int]]:
        """Token numbers, and for each the part it stands in (-1: a space at the beginning)."""
        pieces: list[str] = self.processor.encode(text_of(side), out_type=str)
        ends: list[int] = []
        for part in side:
            ends.append((ends[-1] if ends else 0) + len(part.text))
        numbers, parts, at = [], [], -1  # the text is taken as if it began with a space
        for piece in pieces:
            at += len(piece)
            numbers.append(self.processor.piece_to_id(piece))
            last = at - 1
            parts.append(-1 if piece == SPACE else next((n for n, end in enumerate(ends) if last < end), -1))
        return numbers, parts


def _looks(sides: tuple[Side, Side], of_source: list[int], of_target: list[int]) -> Iterator[tuple[int, int]]:
    """Where each token of the target should look: the same text, token for token, else all that means the same."""
    source, target = sides
    places: dict[int, list[int]] = {}
    for place, part in enumerate(of_source):
        if part >= 0:
            places.setdefault(part, []).append(place)
    for part, here in enumerate(target):
        if not here.link:
            continue
        own = [place for place, number in enumerate(of_target) if number == part]
        linked = [n for n, other in enumerate(source) if other.link == here.link and not other.weak]
        same = next((n for n in linked if source[n].text == here.text), None)
        if same is not None and len(places.get(same, ())) == len(own):
            yield from zip(own, places[same], strict=True)
            continue
        yield from ((place, look) for place in own for n in linked for look in places.get(n, ()))
