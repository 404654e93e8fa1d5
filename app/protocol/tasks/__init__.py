"""What each lane can be asked, with the types of its pieces and its result. Plain data; engines do the work."""

from __future__ import annotations

from typing import Any, get_args

from app.protocol.tasks.checkpoints import InspectCheckpoint, InspectedCheckpoint
from app.protocol.tasks.documents import (
    ExtractSegments,
    FilePiece,
    SegmentBatch,
    SegmentsExtracted,
    TranslationWritten,
    WriteTranslation,
)
from app.protocol.tasks.embedding import EmbedPassages, EmbedQuery, Vectors
from app.protocol.tasks.exchange import ExchangeBatch, ExchangeEntry, ExchangeRead, ReadExchange
from app.protocol.tasks.fetching import (
    Fetched,
    FetchedFile,
    FetchFiles,
    FetchListing,
    FetchNews,
    FetchStage,
    FetchTerms,
    HubFile,
    HubListing,
    WantedFile,
)
from app.protocol.tasks.lane import Describe, LaneDescription, LaneName, LoadedModel, Nothing
from app.protocol.tasks.llm import (
    ChatMessage,
    CountTokens,
    Generate,
    Generated,
    ModelTuned,
    RunSettings,
    TextKind,
    TextPiece,
    TokenCount,
    TuneModel,
)
from app.protocol.tasks.models import InspectedFile, InspectedModel, InspectModel
from app.protocol.tasks.reading import (
    DocumentRead,
    PassageBatch,
    Preview,
    PreviewDocument,
    ReadDocument,
)
from app.protocol.tasks.scripts import ConvertScript, ScriptConverted
from app.protocol.tasks.sound import ReadSound, SoundRead
from app.protocol.tasks.speech import (
    AudioDescribed,
    BareTranscribed,
    DescribeAudio,
    FileTranscribed,
    FindVoice,
    HearSpeech,
    SpeechHeard,
    SpeechOptions,
    SpeechPiece,
    SpeechWarm,
    Stretch,
    TranscribeBare,
    TranscribeFile,
    VoiceFound,
    WarmSpeech,
)
from app.protocol.tasks.translation import (
    BareTranslated,
    DetectLanguage,
    LanguageGuess,
    TranslateBare,
    TranslatedSegments,
    TranslateSegments,
    TranslationDone,
    TryTranslationModel,
)
from app.protocol.tasks.trying import ModelTried, TryChatModel, TryEmbeddingModel, TrySpeechModel

__all__ = [
    "TASKS",
    "AudioDescribed",
    "BareTranscribed",
    "BareTranslated",
    "ChatMessage",
    "ConvertScript",
    "CountTokens",
    "Describe",
    "DescribeAudio",
    "DetectLanguage",
    "DocumentRead",
    "EmbedPassages",
    "EmbedQuery",
    "ExchangeBatch",
    "ExchangeEntry",
    "ExchangeRead",
    "ExtractSegments",
    "FetchFiles",
    "FetchListing",
    "FetchNews",
    "FetchStage",
    "FetchTerms",
    "Fetched",
    "FetchedFile",
    "FilePiece",
    "FileTranscribed",
    "FindVoice",
    "Generate",
    "Generated",
    "HearSpeech",
    "HubFile",
    "HubListing",
    "InspectCheckpoint",
    "InspectModel",
    "InspectedCheckpoint",
    "InspectedFile",
    "InspectedModel",
    "LaneDescription",
    "LaneName",
    "LanguageGuess",
    "LoadedModel",
    "ModelTried",
    "ModelTuned",
    "Nothing",
    "PassageBatch",
    "Preview",
    "PreviewDocument",
    "ReadDocument",
    "ReadExchange",
    "ReadSound",
    "RunSettings",
    "ScriptConverted",
    "SegmentBatch",
    "SegmentsExtracted",
    "SoundRead",
    "SpeechHeard",
    "SpeechOptions",
    "SpeechPiece",
    "SpeechWarm",
    "Stretch",
    "Task",
    "TextKind",
    "TextPiece",
    "TokenCount",
    "TranscribeBare",
    "TranscribeFile",
    "TranslateBare",
    "TranslateSegments",
    "TranslatedSegments",
    "TranslationDone",
    "TranslationWritten",
    "TryChatModel",
    "TryEmbeddingModel",
    "TrySpeechModel",
    "TryTranslationModel",
    "TuneModel",
    "Vectors",
    "VoiceFound",
    "WantedFile",
    "WarmSpeech",
    "WriteTranslation",
]

Task = (
    Describe
    | ReadDocument
    | PreviewDocument
    | ReadSound
    | ConvertScript
    | ExtractSegments
    | WriteTranslation
    | ReadExchange
    | InspectModel
    | InspectCheckpoint
    | EmbedPassages
    | EmbedQuery
    | Generate
    | CountTokens
    | TuneModel
    | TryChatModel
    | TryEmbeddingModel
    | TranslateSegments
    | DetectLanguage
    | TranslateBare
    | TryTranslationModel
    | TranscribeFile
    | TranscribeBare
    | HearSpeech
    | WarmSpeech
    | FindVoice
    | DescribeAudio
    | TrySpeechModel
    | FetchFiles
    | FetchListing
)
TASKS: dict[str, type[Any]] = {t.name: t for t in get_args(Task)}
