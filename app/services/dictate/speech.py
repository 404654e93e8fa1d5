"""All of speech, joined: what the window and the command line use of it. Made once, by the composition root."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.domain.spoken.writing import WritingOptions
from app.jobs.background import Background
from app.jobs.lanes import Lanes
from app.model_files.model_files import ModelFiles
from app.protocol.tasks import SpeechOptions
from app.services.devices import Devices
from app.services.dictate.after_words import AfterWords, Wishes
from app.services.dictate.clean_up import CleanUp
from app.services.dictate.dictate import Afterwards, Dictate
from app.services.dictate.forget_old_speech import ForgetOldSpeech, KeepRule
from app.services.dictate.hear_recordings import HearRecordings
from app.services.dictate.keep_vocabulary import KeepVocabulary
from app.services.dictate.live_dictation import LiveDictation
from app.services.dictate.remember_speech import RememberSpeech
from app.services.dictate.spoken_history import SpokenHistory
from app.services.dictate.suggest_everywhere import SuggestEverywhere
from app.services.dictate.suggest_vocabulary import SuggestVocabulary
from app.services.dictate.transcribe_files import TranscribeFiles
from app.services.dictate.write_down_again import WriteDownAgain
from app.services.give_way import GiveWay
from app.settings.schema import Settings
from app.storage.recordings import Recordings
from app.storage.store import Store


@dataclass(frozen=True, slots=True)
class Base:
    """What speech stands on. ``chosen``: the person's settings, asked anew. ``waiting``: the file of the sound that has
    no text yet."""

    store: Store
    lanes: Lanes
    background: Background
    models: ModelFiles
    devices: Devices
    chosen: Callable[[], Settings]
    home: Path
    waiting: Path


@dataclass(frozen=True)
class Speech:
    """``hear_recordings`` is what adding documents asks when one is a recording."""

    recordings: Recordings
    dictate: Dictate
    after_words: AfterWords
    remember: RememberSpeech
    transcribe: TranscribeFiles
    hear_recordings: HearRecordings
    write_down_again: WriteDownAgain
    history: SpokenHistory
    forget_old: ForgetOldSpeech
    keep_vocabulary: KeepVocabulary
    suggest_vocabulary: SuggestVocabulary
    suggest_everywhere: SuggestEverywhere

    @classmethod
    def over(cls, base: Base) -> Speech:
        store, lanes, models, devices, chosen = base.store, base.lanes, base.models, base.devices, base.chosen
        way = GiveWay()  # a dictation goes before recordings that are written down
        recordings = Recordings(base.waiting, store.secrets.recordings_key)
        after_words = AfterWords(store, lanes, lambda: writing_wishes(chosen()), CleanUp(lanes, models, devices))
        remember = RememberSpeech(store, lanes, models, base.home, lambda: chosen().ask_finds_dictations)
        transcribe = TranscribeFiles(
            store,
            devices,
            models,
            way,
            lambda row, stop: remember.remember(row, stop=stop),
            lambda heard, stop: after_words.write_transcript(heard, stop=stop),
        )
        hearing = lambda: SpeechOptions(hot_words=after_words.hot_words())  # noqa: E731
        afterwards = Afterwards(
            written=after_words.written,
            remember=lambda new: remember.keep(new, base.background),
            audio_rule=lambda: chosen().dictation_audio,
        )
        suggest = SuggestVocabulary(store)
        return cls(
            recordings=recordings,
            dictate=Dictate(LiveDictation(lanes, devices, models, way, hearing), recordings, afterwards),
            after_words=after_words,
            remember=remember,
            transcribe=transcribe,
            hear_recordings=HearRecordings(store, models, transcribe, hearing),
            write_down_again=WriteDownAgain(store, devices, models, transcribe, after_words, remember),
            history=SpokenHistory(store, lanes, lambda row: remember.remember_soon(row, base.background)),
            forget_old=ForgetOldSpeech(store, lambda: keep_rule(chosen()), lambda: datetime.now(UTC)),
            keep_vocabulary=KeepVocabulary(store),
            suggest_vocabulary=suggest,
            suggest_everywhere=SuggestEverywhere(store, suggest),
        )


def writing_wishes(chosen: Settings) -> Wishes:
    """How the person wants recognised words to be written."""
    options = WritingOptions(
        chosen.write_numbers,
        chosen.write_spoken_marks,
        chosen.leave_out_fillers,
        script=chosen.chinese_script,
    )
    return Wishes(options, chosen.clean_up_dictations)


def keep_rule(chosen: Settings) -> KeepRule:
    """How long what was spoken is kept."""
    return KeepRule(chosen.keep_dictations_days, chosen.keep_recordings_days, chosen.keep_sound_days)
