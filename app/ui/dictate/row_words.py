"""What a row of the history says: when, where, in which language, or what became of it. No widget, no colour."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from app.domain.dictate.dictating import TERMINAL
from app.domain.dictate.dictation import CANCELLED, Dictation, SpokenKind
from app.domain.dictate.dictation import SpokenState as Kept
from app.domain.dictate.transcript import one_line
from app.domain.errors import AppError, ErrorCode
from app.domain.library.document import Refusal
from app.ui.dictate.model import SpokenRow, SpokenState
from app.ui.dictate.times import length_words
from app.ui.translation import translate
from app.wording import sentence_for
from app.wording.languages import language_word

LONGEST_TITLE = 400
_STATES = {
    Kept.WRITTEN: SpokenState.DONE,
    Kept.UNDER_WAY: SpokenState.WAITING,
    Kept.FAILED: SpokenState.FAILED,
}


def row_of(dictation: Dictation) -> SpokenRow:
    is_file = dictation.kind is SpokenKind.FILE
    said = one_line(dictation.text[:LONGEST_TITLE])
    title = dictation.path.name if is_file and dictation.path is not None else said
    return SpokenRow(
        key=dictation.id,
        is_file=is_file,
        title=title or QCoreApplication.translate("Dictate", "Nothing was said"),
        under=under_words(dictation),
        when=dictation.spoken_at,
        seconds=dictation.seconds,
        state=_STATES[dictation.state],
        path=str(dictation.path or "") if is_file else "",
        has_text=bool(dictation.text),
    )


def under_words(dictation: Dictation) -> str:
    is_stopped = dictation.problem == CANCELLED
    if dictation.state is Kept.FAILED and not is_stopped:
        return problem_words(dictation.problem or "")
    if dictation.state is Kept.UNDER_WAY or is_stopped:
        words = QCoreApplication.translate("Dictate", "Written down so far: {0}. It goes on where it stopped.")
        if is_stopped:
            words = QCoreApplication.translate("Dictate", "Stopped. Written down so far: {0}.")
        return words.format(length_words(dictation.seconds))
    return " · ".join(
        part for part in (moment_words(dictation.spoken_at), _program(dictation), _language(dictation)) if part
    )


def facts_words(dictation: Dictation, model_name: str) -> str:
    """The line above a transcript."""
    parts = (
        moment_words(dictation.spoken_at),
        length_words(dictation.seconds) if dictation.seconds else "",
        _program(dictation),
        _language(dictation),
        model_name,
    )
    return " · ".join(part for part in parts if part)


def problem_words(code: str) -> str:
    """``code`` is a refusal's or an error's; what this build does not know is a fault of Alcove's own."""
    if code in {refusal.value for refusal in Refusal}:
        return str(sentence_for(AppError(ErrorCode.READING, refusal=code), translate))
    known = {each.value: each for each in ErrorCode}.get(code, ErrorCode.BUG)
    return str(sentence_for(AppError(known), translate))


def moment_words(moment: datetime, now: datetime | None = None) -> str:
    """'14:02', 'yesterday 14:02', else date and time, as the language writes it."""
    local = QDateTime.fromSecsSinceEpoch(int(moment.timestamp()))
    today = QDateTime.fromSecsSinceEpoch(int((now or datetime.now(UTC)).timestamp())).date()
    locale = QLocale()
    time = locale.toString(local.time(), QLocale.FormatType.ShortFormat)
    if local.date() == today:
        return time
    if local.date() == today.addDays(-1):
        return QCoreApplication.translate("Dictate", "yesterday {0}").format(time)
    chinese = locale.language() == QLocale.Language.Chinese
    return f"{locale.toString(local.date(), 'yyyy年M月d日' if chinese else 'd MMM yyyy')} {time}"


def _program(dictation: Dictation) -> str:
    is_terminal = dictation.program == TERMINAL
    return QCoreApplication.translate("Dictate", "In the terminal") if is_terminal else dictation.program


def _language(dictation: Dictation) -> str:
    return language_word(dictation.language, translate) if dictation.language else ""
