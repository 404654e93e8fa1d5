"""The composition root: everything is made here once, and handed down by constructor. No page, no sentence, no SQL."""

from __future__ import annotations

import logging
import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.domain.models.catalogue import Catalogue, CatalogueError
from app.domain.spoken.writing import WritingOptions
from app.jobs.background import Background
from app.jobs.door import Door
from app.jobs.lanes import Lanes
from app.machine.main import look
from app.model_files.model_files import ModelFiles
from app.protocol.tasks import SpeechOptions
from app.seal.models import SealState
from app.services.ask.across_languages import AcrossLanguages
from app.services.ask.ask import Ask
from app.services.ask.find import Find
from app.services.ask.history import History
from app.services.ask.previews import Previews
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
from app.services.doctor import Doctor
from app.services.give_way import GiveWay
from app.services.library.add_documents import AddDocuments
from app.services.library.library import Library
from app.services.library.rebuild_vectors import RebuildVectors
from app.services.models.choose_models import ChooseModels
from app.services.models.conversion_tools import GIVEN, ConversionTools
from app.services.models.convert_models import ConvertModels
from app.services.models.export_models import ExportModels
from app.services.models.fetch_models import FetchModels
from app.services.models.fetch_plan import Sources
from app.services.models.import_models import ImportModels
from app.services.models.known_trials import KnownTrials
from app.services.models.models_elsewhere import ModelsElsewhere
from app.services.models.reckon_memory import ReckonMemory
from app.services.models.run_settings import KnownSettings
from app.services.models.self_test import SelfTest
from app.services.models.tune_models import TuneModels
from app.services.translate.choose_translation import ChooseTranslation
from app.services.translate.engines import Engines
from app.services.translate.keep_terms import KeepTerms
from app.services.translate.link_translations import LinkTranslations
from app.services.translate.measure_translation import MeasureTranslation
from app.services.translate.suggest_terms import SuggestTerms
from app.services.translate.tell_language import TellLanguage
from app.services.translate.translate_document import TranslateDocument
from app.services.translate.translate_text import TranslateText
from app.services.translate.translator import Translator
from app.settings.file import ValuesFile
from app.settings.paths import Home
from app.settings.schema import Settings, State
from app.storage.recordings import Recordings
from app.storage.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Alcove:
    """The program without its face. Open it once a process, close it at the end."""

    home: Home
    seal: SealState
    settings: ValuesFile[Settings]
    state: ValuesFile[State]
    store: Store
    lanes: Lanes
    background: Background
    models: ModelFiles
    catalogue: Catalogue
    choose_models: ChooseModels
    import_models: ImportModels
    convert_models: ConvertModels
    export_models: ExportModels
    models_elsewhere: ModelsElsewhere
    fetch_models: FetchModels
    devices: Devices
    self_test: SelfTest
    add_documents: AddDocuments
    rebuild_vectors: RebuildVectors
    remember_speech: RememberSpeech
    forget_old_speech: ForgetOldSpeech
    after_words: AfterWords
    keep_vocabulary: KeepVocabulary
    transcribe_files: TranscribeFiles
    suggest_vocabulary: SuggestVocabulary
    suggest_everywhere: SuggestEverywhere
    write_down_again: WriteDownAgain
    find: Find
    tune_models: TuneModels
    ask: Ask
    recordings: Recordings
    dictate: Dictate
    choose_translation: ChooseTranslation
    translator: Translator
    translate_text: TranslateText
    keep_terms: KeepTerms
    measure_translation: MeasureTranslation
    translate_document: TranslateDocument
    link_translations: LinkTranslations
    suggest_terms: SuggestTerms
    tell_language: TellLanguage
    library: Library
    history: History
    spoken_history: SpokenHistory
    previews: Previews
    doctor: Doctor

    @classmethod
    def open(cls, home: Home, seal: SealState, door: Door | None = None) -> Alcove:
        """``seal`` is this process's own; ``door`` was made before it, where this process may download.

        Raises HOME_UNWRITABLE, DISK_FULL and what Store.open raises.
        """
        home.create()
        store = Store.open(home.store)
        settings, state = ValuesFile(home.settings, Settings), ValuesFile(home.state, State)
        run_settings = KnownSettings(state, lambda: look(home.root))
        lanes = Lanes(
            logs=home.logs,
            door=door,
            measures=ReckonMemory().measures(),
            completed=run_settings.completed,
            idle_seconds=60.0 * settings.values.idle_minutes,
        )
        background = Background()
        chosen = lambda role: settings.values.default_models.get(role.value)  # noqa: E731
        trials = KnownTrials(state)
        models = ModelFiles(home.models, embedded_models(), chosen, trials.condemns)
        models.installing.tidy()
        catalogue = bundled_catalogue()
        imports = ImportModels(models, lanes, catalogue)
        give_way = GiveWay()
        speech_way = GiveWay()
        remember = RememberSpeech(store, lanes, models, home.root, lambda: settings.values.ask_finds_dictations)
        remember_recording = lambda row, stop: remember.remember(row, stop=stop)  # noqa: E731
        find = Find(store, lanes, models, give_way)
        sources = lambda: Sources.chosen(settings.values)  # noqa: E731
        devices = Devices(lanes, settings, state)
        choose_translation = ChooseTranslation(models, catalogue, trials.condemns)
        engines = Engines(choose_translation, lanes, devices)
        translator = Translator(store, choose_translation, engines)
        tell_language = TellLanguage(lanes, language_identifier())
        across = AcrossLanguages(store, find, choose_translation, translator)
        recordings = Recordings(home.recordings, store.secrets.recordings_key)
        after_words = AfterWords(store, lanes, lambda: writing_wishes(settings.values), CleanUp(lanes, models, devices))
        write_transcript = lambda heard, stop: after_words.write_transcript(heard, stop=stop)  # noqa: E731
        transcribe = TranscribeFiles(store, devices, models, speech_way, remember_recording, write_transcript)
        hearing = lambda: SpeechOptions(hot_words=after_words.hot_words())  # noqa: E731
        hear_recordings = HearRecordings(store, models, transcribe, hearing)
        adding = AddDocuments(store, lanes, models, background, home.root, give_way, hear_recordings)
        linking = LinkTranslations(store, adding)
        live = LiveDictation(lanes, devices, models, speech_way, hearing)
        afterwards = Afterwards(
            written=after_words.written,
            remember=lambda new: remember.keep(new, background),
            audio_rule=lambda: settings.values.dictation_audio,
        )
        tuning = TuneModels(lanes, background, run_settings)
        return cls(
            home=home,
            seal=seal,
            settings=settings,
            state=state,
            store=store,
            lanes=lanes,
            background=background,
            models=models,
            catalogue=catalogue,
            choose_models=ChooseModels(models, catalogue, settings, home.root, condemned=trials.condemns),
            import_models=imports,
            convert_models=ConvertModels(models, lanes, conversion_tools(), home.logs),
            export_models=ExportModels(models, catalogue_folder()),
            models_elsewhere=ModelsElsewhere(imports, persons_folder()),
            fetch_models=FetchModels(lanes, background, models, sources),
            devices=devices,
            self_test=SelfTest(lanes, devices, models, trials),
            add_documents=adding,
            rebuild_vectors=RebuildVectors(store, lanes, models, background, give_way, home.root),
            remember_speech=remember,
            forget_old_speech=ForgetOldSpeech(store, lambda: keep_rule(settings.values), lambda: datetime.now(UTC)),
            after_words=after_words,
            keep_vocabulary=KeepVocabulary(store),
            suggest_vocabulary=SuggestVocabulary(store),
            suggest_everywhere=SuggestEverywhere(store, SuggestVocabulary(store)),
            transcribe_files=transcribe,
            write_down_again=WriteDownAgain(store, devices, models, transcribe, after_words, remember),
            find=find,
            tune_models=tuning,
            ask=Ask(store, lanes, models, find, devices, on_answered=tuning.used, across=across),
            recordings=recordings,
            dictate=Dictate(live, recordings, afterwards),
            choose_translation=choose_translation,
            translator=translator,
            translate_document=TranslateDocument(
                store, lanes, background, translator, tell_language.of_segments, linking.written
            ),
            link_translations=linking,
            suggest_terms=SuggestTerms(store),
            tell_language=tell_language,
            translate_text=TranslateText(store, lanes, choose_translation, translator, tell_language),
            keep_terms=KeepTerms(store, lanes),
            measure_translation=MeasureTranslation(lanes, choose_translation, engines, tell_language),
            library=Library(store),
            history=History(store),
            spoken_history=SpokenHistory(store, lanes, lambda row: remember.remember_soon(row, background)),
            previews=Previews(lanes, store),
            doctor=Doctor(store, lanes, models, seal, lambda: settings.values.download_endpoint, trials.of),
        )

    def close(self) -> None:
        """End workers first: what waits for them then ends by itself, and the store is closed last."""
        self.lanes.close()
        self.background.close()
        self.recordings.close()
        self.store.close()


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


def embedded_models() -> Path:
    """Where set-up (or the installer) put the models that come with the program."""
    return Path(sys.prefix) / "share" / "alcove" / "models"


def language_identifier() -> Path:
    """Where set-up kept the language identification; it may have found none."""
    return Path(sys.prefix) / "share" / "alcove" / "language" / "lid.176.ftz"


def persons_folder() -> Path:
    """Where other programs keep models; a system without such a folder has nothing there."""
    return Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.home() raises where there is none


def catalogue_folder() -> Path:
    """The bundled entries: beside the program in a checkout, else where the installer put them."""
    beside = Path(__file__).resolve().parents[1] / "models" / "catalogue"
    return beside if beside.is_dir() else Path(sys.prefix) / "share" / "alcove" / "catalogue"


def conversion_tools() -> ConversionTools:
    """Their script lies beside the program in a checkout, else where the installer put it; like the catalogue."""
    code = Path(__file__).resolve().parents[1]
    beside = code / "models" / "convert_checkpoint"
    folder = beside if beside.is_dir() else Path(sys.prefix) / "share" / "alcove" / "convert_checkpoint"
    return ConversionTools(code, folder / "convert.py", os.environ.get(GIVEN, ""))


def bundled_catalogue() -> Catalogue:
    """Empty where a file of the installation was damaged: what is installed works without it."""
    try:
        return Catalogue.load(catalogue_folder())
    except CatalogueError as error:
        log.warning("the catalogue cannot be read: %s", error)
        return Catalogue(())
