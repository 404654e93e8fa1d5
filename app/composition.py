"""The composition root: everything is made here once, and handed down by constructor. No page, no sentence, no SQL."""

from __future__ import annotations

import logging
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from app.domain.models.catalogue import Catalogue, CatalogueError
from app.jobs.background import Background
from app.jobs.door import Door
from app.jobs.lanes import Lanes
from app.machine.main import look
from app.model_files.model_files import ModelFiles
from app.seal.models import SealState
from app.services.ask.across_languages import AcrossLanguages
from app.services.ask.ask import Ask
from app.services.ask.find import Find
from app.services.ask.history import History
from app.services.ask.previews import Previews
from app.services.devices import Devices
from app.services.dictate.speech import Base, Speech
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
    find: Find
    tune_models: TuneModels
    ask: Ask
    speech: Speech
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
        find = Find(store, lanes, models, give_way)
        sources = lambda: Sources.chosen(settings.values)  # noqa: E731
        devices = Devices(lanes, settings, state)
        choose_translation = ChooseTranslation(models, catalogue, trials.condemns)
        engines = Engines(choose_translation, lanes, devices)
        translator = Translator(store, choose_translation, engines)
        tell_language = TellLanguage(lanes, language_identifier())
        across = AcrossLanguages(store, find, choose_translation, translator)
        speech = Speech.over(
            Base(store, lanes, background, models, devices, lambda: settings.values, home.root, home.recordings)
        )
        adding = AddDocuments(store, lanes, models, background, home.root, give_way, speech.hear_recordings)
        linking = LinkTranslations(store, adding)
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
            find=find,
            tune_models=tuning,
            ask=Ask(store, lanes, models, find, devices, on_answered=tuning.used, across=across),
            speech=speech,
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
            previews=Previews(lanes, store),
            doctor=Doctor(store, lanes, models, seal, lambda: settings.values.download_endpoint, trials.of),
        )

    def close(self) -> None:
        """End workers first: what waits for them then ends by itself, and the store is closed last."""
        self.lanes.close()
        self.background.close()
        self.speech.recordings.close()
        self.store.close()


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
