"""Tells the one-byte encodings apart by which letters they give: those of a language's everyday words, or odd ones."""

from __future__ import annotations

import itertools

# The small letters beyond ASCII of each language, most frequent first: the same bytes are õ in a Portuguese word and ő
# in a Hungarian one, and only the language's other letters tell which.
_WESTERN = (
    "éèàêçôûîâùëïœ",
    "üäöß",
    "óíáéñúü",
    "ãçáéíóêõâúàôü",
    "èàùòéì",
    "äåöé",
    "øåæé",
    "áðíéóþúýæö",
    "ëéïèöü",
    "àèéíïòóúüç",
    "äõüö",
    "ëç",
)
_CENTRAL = ("éáöóőüíúű", "íáéěřščžýůúťďňó", "áíéčýžšúľťôňäďóĺŕ", "ąęłóżśćńź", "ăîşţâ", "čšžćđ", "ëç")
_LATIN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("cp1252", _WESTERN),
    ("cp1250", _CENTRAL),
    ("cp1254", ("ıüşğçöâîû",)),
    ("cp1257", ("ėšųįžąūęč", "āīēšņūžļķģč", "äõüöšž")),
    ("cp1258", ("àáạảãâăđêôơưíìýúùéèóòõ",)),
    ("iso8859_2", _CENTRAL),
)
_MIXED = "éèàçüäößñóíáåøæêãâôîõúìòùûïëœýþð"
"""A Western text in several languages, such as a list of names."""

_SCRIPTS: tuple[tuple[str, str], ...] = (
    ("mac_cyrillic", "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєґ"),
    ("cp855", "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"),
    ("iso8859_6", "اليمونرتبةعدسفهكقحجشصطخءضأذثزغظإىئآؤ"),
    ("cp1251", "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєґ"),
    ("koi8_r", "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"),
    ("cp866", "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"),
    ("iso8859_5", "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"),
    ("koi8_u", "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєґ"),
    ("cp1253", "αοιετσνηυρπκμλςωόίάήέδγχθύώφβξζψϊΐ"),
    ("cp1255", "יוהלאתרבשמנםחדקעפגסכטןזצךףץ"),
    ("cp1256", "اليمونرتبةعدسفهكقحجشصطخءضأذثزغظإىئآؤ"),
    ("cp874", "านรอกเงมยลวดตสะ่ปบคทีไ้แัหุชิพูผึโื์ำใขจ"),
)
_QUOTES = "’‘“”„–—…•«»€£°§·©®™\xa0²³½¼¾±µ÷º¿¡×"
_WESTERN_PRIOR = 0.08
"""Western text is by far the likeliest where letters alone leave a doubt: ñ and ń are the same byte."""

_GOOD_ENOUGH = 0.25


def best(sample: bytes) -> tuple[float, str]:
    """How likely the likeliest reading is, and its codec; ``(0.0, "")`` where no reading looks like words."""
    scored: list[tuple[float, str]] = []
    for encoding, languages in (*_LATIN, *((encoding, (letters,)) for encoding, letters in _SCRIPTS)):
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError:
            continue
        is_latin = any(encoding == name for name, _ in _LATIN)
        prior = _WESTERN_PRIOR if encoding == "cp1252" else 0.0
        scored += [(_score(text, letters, not is_latin) + prior, encoding) for letters in languages]
        if encoding == "cp1252":
            scored.append((_score(text, _MIXED, False) - _WESTERN_PRIOR, encoding))
    score, encoding = max(scored, key=lambda item: item[0], default=(0.0, ""))
    return (score, encoding) if score >= _GOOD_ENOUGH else (0.0, "")


def _score(text: str, letters: str, is_script: bool) -> float:
    """The mean weight of the characters beyond ASCII, about 1 for running text of the language."""
    steepness = 0.9 if is_script else 0.4  # a Latin codec serves many languages, each with its own order
    weights = {letter: 1 - steepness * rank / len(letters) for rank, letter in reversed(list(enumerate(letters)))}
    total, count = 0.0, 0
    for before, c, after in _with_neighbours(text):
        if c < "\x80":
            continue
        count += 1
        if c < "\xa0":
            total -= 2.0  # a control character: never in a text
        elif c.lower() in weights:
            joined = before if before.isalpha() else after
            fits = not joined.isalpha() or (joined >= "\x80") or not is_script
            if c in weights:
                total += weights[c] if fits else -0.5
            else:
                # A capital inside a word means that the case is upside down, as in KOI8-R read as cp1251.
                total += 0.6 * weights[c.lower()] if fits and not before.islower() else -0.6
            if not is_script and min(before, after) >= "\x80" and before.isalpha() and after.isalpha():
                total -= 1.0  # three accented letters in a row are a word of another script
        elif c in _QUOTES:
            total += -0.5 if before.isalpha() and after.isalpha() and c not in "’·" else 0.4
        elif not c.isalpha():
            total -= 0.5
        elif is_script:
            total -= 0.3
    return total / count if count else 0.0


def _with_neighbours(text: str) -> itertools.chain[tuple[str, str, str]]:
    return itertools.chain(zip(" " + text, text, text[1:] + " ", strict=False))
