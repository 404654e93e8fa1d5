"""Translation models of CTranslate2 by their small files: of which family, and between which languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from app.domain.models.manifest import ModelRole, TranslationKind
from app.domain.models.model_refusal import ModelRefusal, ModelRefused
from app.engines.recognise.ctranslate2_file import CTranslate2Head
from app.engines.recognise.inventory import Found
from app.engines.recognise.small_files import read_any_json, read_json
from app.engines.recognise.text_models import Recognised

_WEIGHTS = "model.bin"
_OF_NAME = re.compile(
    r"(?:opus-mt|marian)(?:-tc)?(?:-(?:big|base|tiny|small))?-([a-z]{2,3})-([a-z]{2,3})(?![a-z])", re.IGNORECASE
)
_MANY = re.compile(r"<2([a-z]{2,3})>|__([a-z]{2,3})__|([a-z]{3})_[A-Z][a-z]{3}")
_SHORT = {
    "eng": "en", "zho": "zh", "cmn": "zh", "deu": "de", "fra": "fr", "spa": "es", "ita": "it", "por": "pt", "jpn": "ja",
    "kor": "ko", "rus": "ru", "ara": "ar", "arb": "ar", "nld": "nl", "pol": "pl", "tur": "tr", "vie": "vi", "ukr": "uk",
    "ces": "cs", "swe": "sv", "fin": "fi", "ell": "el", "heb": "he", "hin": "hi", "tha": "th", "ind": "id", "hun": "hu",
    "jap": "ja",
}  # fmt: skip
_MOST_LANGUAGES = 600


def translation(files: Mapping[str, Found], head: CTranslate2Head, name: str) -> Recognised:
    """A folder of a translation model with its SentencePiece files; ``name`` of the model. Raises ModelRefused."""
    vocabularies = [n for n in files if re.fullmatch(r"(shared|source|target)_vocabulary\.(txt|json)", n)]
    if not vocabularies:
        raise ModelRefused(ModelRefusal.TRUNCATED, "shared_vocabulary.json")
    shared = next((n for n in ("sentencepiece.model", "spiece.model", "sentencepiece.bpe.model") if n in files), None)
    source = "source.spm" if "source.spm" in files else shared
    target = "target.spm" if "target.spm" in files else shared
    if source is None or target is None:
        raise ModelRefused(ModelRefusal.NO_TOKENIZER)
    kind, languages = TranslationKind.OPUS, tuple[str, ...]()
    pair: tuple[str, str] | None = None
    if source == target:
        kind, languages = _of_many(files, vocabularies)
    else:
        pair = _pair(files, name)
        languages = pair or ()
    facts = {
        "kind": kind.value,
        "pairs": [list(pair)] if pair is not None else [],
        "model_file": _WEIGHTS,
        "source_tokenizer": source,
        "target_tokenizer": target,
    }
    wanted = dict.fromkeys((_WEIGHTS, "config.json", *sorted(vocabularies), source, target, "tokenizer_config.json"))
    guessed = () if languages else ("translation.pairs",)
    return Recognised(
        ModelRole.TRANSLATION,
        facts,
        tuple(files[n] for n in wanted if n in files),
        head.precision,
        guessed,
        languages,
    )


def _of_many(files: Mapping[str, Found], vocabularies: Iterable[str]) -> tuple[TranslationKind, tuple[str, ...]]:
    """What the marks of languages among its tokens are; MADLAD where there are none, as its manifest will say."""
    tokens: list[object] = []
    for name in vocabularies:
        if name.endswith(".json") and isinstance(found := read_any_json(files[name]), list):
            tokens += found
    marks = [match for token in tokens if isinstance(token, str) and (match := _MANY.fullmatch(token))]
    named = dict.fromkeys(short(next(code for code in match.groups() if code)) for match in marks)
    tagged = sum(match[1] is not None for match in marks)
    kind = TranslationKind.M2M if marks and tagged * 2 < len(marks) else TranslationKind.MADLAD
    return kind, tuple(named)[:_MOST_LANGUAGES]


def _pair(files: Mapping[str, Found], name: str) -> tuple[str, str] | None:
    """From the tokenizer's settings, else from the name that all of this family have."""
    config = read_json(files, "tokenizer_config.json")
    said = [config.get(key) for key in ("source_lang", "target_lang")]
    codes = [short(code) for code in said if isinstance(code, str) and re.fullmatch(r"[A-Za-z]{2,3}", code)]
    if len(codes) == 2 and codes[0] != codes[1]:
        return codes[0], codes[1]
    if found := _OF_NAME.search(name):
        return short(found[1]), short(found[2])
    return None


def short(code: str) -> str:
    """The two letters of a language where it has some."""
    return _SHORT.get(code.lower(), code.lower())
