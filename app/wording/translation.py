"""What went wrong in a translation, and what a mark on a segment means, in words."""

from __future__ import annotations

from app.domain.errors import AppError, ErrorCode
from app.domain.translate.translation import Mark
from app.wording.languages import language_word
from app.wording.quantities import amount
from app.wording.sentence import Sentence, Translate

_OF_A_PAIR = (ErrorCode.TRANSLATION_MISSING, ErrorCode.PAIR_UNSUPPORTED)


def translation_sentences(translate: Translate) -> dict[ErrorCode, Sentence]:
    """One for each code; :func:`translation_sentence` says more where more is known."""
    return {
        ErrorCode.TRANSLATION_MISSING: Sentence(
            translate("Translation", "No model for these languages"),
            translate("Translation", "Nothing that is installed here translates between these two languages."),
            translate("Translation", "Get a translation model or a language model on the Models page."),
        ),
        ErrorCode.PAIR_UNSUPPORTED: Sentence(
            translate("Translation", "These two languages are not known"),
            translate("Translation", "No model that Alcove knows of translates between these two languages."),
            translate("Translation", "Choose other languages, or import a model of your own."),
        ),
        ErrorCode.LANGUAGES_MISSING: Sentence(
            translate("Translation", "Which languages?"),
            translate("Translation", "The file does not say which languages its terms are in, or it holds several."),
            translate("Translation", "Name both languages, or use a TBX or TMX file."),
        ),
        ErrorCode.SAME_LANGUAGE: Sentence(
            translate("Translation", "It is in this language already"),
            translate("Translation", "The text is written in the language that it should be translated into."),
            translate("Translation", "Choose another language."),
        ),
        ErrorCode.LANGUAGE_UNCLEAR: Sentence(
            translate("Translation", "Which language is this?"),
            translate("Translation", "The text does not tell which language it is written in."),
            translate("Translation", "Choose the language of the text yourself."),
        ),
        ErrorCode.TEXT_TOO_LONG: Sentence(
            translate("Translation", "The text is too long for this box"),
            translate("Translation", "The text is longer than can be translated at once. It was left as it is."),
            translate("Translation", "Save it as a file and translate that: files may be much longer."),
        ),
    }


def translation_sentence(error: AppError, translate: Translate) -> Sentence | None:
    """The sentence of a translation's code with languages, model and size; None for any other code."""
    sentence = translation_sentences(translate).get(error.code)
    if sentence is None or error.code not in _OF_A_PAIR or not error.details.get("target"):
        return sentence
    source, target = (language_word(str(error.details.get(end, "")), translate) for end in ("source", "target"))
    if error.code is ErrorCode.PAIR_UNSUPPORTED:
        what = translate("Translation", "No model that Alcove knows of translates from {source} into {target}.")
        return Sentence(sentence.title, what.format(source=source, target=target), sentence.help)
    what = translate("Translation", "Nothing that is installed here translates from {source} into {target}.")
    help_ = translate("Translation", "Get {model} on the Models page ({size} on the disk), or with `{command}`.")
    model, size = error.details.get("label", ""), int(error.details.get("bytes", 0))
    command = f"alcove models get {error.details.get('model', '')}"
    told = help_.format(model=model, size=amount(size), command=command) if model and size else sentence.help
    return Sentence(sentence.title, what.format(source=source, target=target), told)


def mark_words(mark: Mark, translate: Translate) -> str:
    """What a person should look at, as a short sentence without a full stop."""
    return {
        Mark.EMPTY: translate("Translation", "The model wrote nothing"),
        Mark.REPEATS: translate("Translation", "The model repeats itself"),
        Mark.UNTRANSLATED: translate("Translation", "Parts were not translated"),
        Mark.LENGTH: translate("Translation", "Much shorter or longer than the original"),
        Mark.NUMBERS: translate("Translation", "The numbers differ"),
        Mark.PLACEHOLDERS: translate("Translation", "A link, or formatting, was lost"),
        Mark.TERMS: translate("Translation", "A term of your glossary was not used"),
        Mark.CUT: translate("Translation", "The model stopped before the end"),
        Mark.FUZZY: translate("Translation", "Taken from a similar text"),
    }[mark]
