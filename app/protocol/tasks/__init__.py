"""What each lane can be asked, with the types of its pieces and its result. Plain data; engines do the work."""

from __future__ import annotations

from typing import Any, get_args

from app.protocol.tasks.checkpoints import InspectCheckpoint, InspectedCheckpoint
from app.protocol.tasks.embedding import EmbedPassages, EmbedQuery, Vectors
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
from app.protocol.tasks.trying import ModelTried, TryChatModel, TryEmbeddingModel

__all__ = [
    "TASKS",
    "ChatMessage",
    "CountTokens",
    "Describe",
    "DocumentRead",
    "EmbedPassages",
    "EmbedQuery",
    "FetchFiles",
    "FetchListing",
    "FetchNews",
    "FetchStage",
    "FetchTerms",
    "Fetched",
    "FetchedFile",
    "Generate",
    "Generated",
    "HubFile",
    "HubListing",
    "InspectCheckpoint",
    "InspectModel",
    "InspectedCheckpoint",
    "InspectedFile",
    "InspectedModel",
    "LaneDescription",
    "LaneName",
    "LoadedModel",
    "ModelTried",
    "ModelTuned",
    "Nothing",
    "PassageBatch",
    "Preview",
    "PreviewDocument",
    "ReadDocument",
    "RunSettings",
    "Task",
    "TextKind",
    "TextPiece",
    "TokenCount",
    "TryChatModel",
    "TryEmbeddingModel",
    "TuneModel",
    "Vectors",
    "WantedFile",
]

Task = (
    Describe
    | ReadDocument
    | PreviewDocument
    | InspectModel
    | InspectCheckpoint
    | EmbedPassages
    | EmbedQuery
    | Generate
    | CountTokens
    | TuneModel
    | TryChatModel
    | TryEmbeddingModel
    | FetchFiles
    | FetchListing
)
TASKS: dict[str, type[Any]] = {t.name: t for t in get_args(Task)}
