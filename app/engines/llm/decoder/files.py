"""Opens the decoder of a chat model's folder: facts, checked header, what its graph wants. Loads no weights."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from app.domain.errors import AppError, ErrorCode
from app.domain.models.manifest import ChatFacts, Manifest
from app.engines.onnx.decoder_graph import DecoderGraph, read_decoder_graph
from app.engines.onnx.files import DamagedError, UnsuitableError, checked_header
from app.engines.onnx.genai_folder import GenaiFolder, read_genai_folder
from app.engines.onnx.protobuf_walk import MalformedError
from app.engines.onnx.rewrite import ROWS, Rewriting, rewriting_for, rewritten

CONFIG = "config.json"
LARGEST_CONFIG_BYTES = 4 << 20


@dataclass(frozen=True, slots=True)
class DecoderFiles:
    """``root`` is where the files are, ``path`` the graph in it, ``rewriting`` what to change of it for loading."""

    manifest: Manifest
    facts: ChatFacts
    root: Path
    path: Path
    graph: DecoderGraph
    rewriting: Rewriting

    def rewritten(self) -> bytes | None:
        """The graph to load instead of the file; None where the file will do. Raises AppError MODEL_BROKEN."""
        if not self.rewriting:
            return None
        with _codes(self.manifest, self.root):
            return rewritten(self.path, self.rewriting)


def open_decoder_files(folder: Path, *, on_cpu: bool = True) -> DecoderFiles:
    """Look at everything that can be seen without loading.

    Raises AppError: MODEL_MISSING, MODEL_BROKEN (``file``, ``problem``), MODEL_UNSUPPORTED (``problem``: the reason).
    """
    manifest = Manifest.load(folder)
    root = manifest.root(folder)
    facts = manifest.chat
    with _codes(manifest, folder):
        if facts is None:
            raise UnsuitableError("role")
        path = root / facts.model_file
        header = checked_header(path, root)
        graph = read_decoder_graph(header, genai=genai_folder_of(path, root), config=_config(root, path.parent))
        facts = replace(facts, context_length=graph.context(facts.context_length))
        rewriting = rewriting_for(header, graph.logits, on_cpu=on_cpu)
        if graph.gives_last_row or graph.can_choose_rows:
            rewriting = replace(rewriting, product=None)
        elif rewriting.product is not None:
            graph = graph.with_places(ROWS)
    return DecoderFiles(manifest, facts, root, path, graph, rewriting)


def genai_folder_of(path: Path, root: Path) -> GenaiFolder | None:
    """What the nearest genai_config.json says, where it speaks of the graph at ``path``. Raises as its reader."""
    for folder in dict.fromkeys((path.parent, root)):
        genai = read_genai_folder(folder)
        if genai is not None and folder / PurePosixPath(genai.filename) == path:
            return genai
    return None


def _config(root: Path, beside: Path) -> Mapping[str, Any]:
    """config.json of the folder, or beside the graph; empty where there is none that can be read."""
    for folder in dict.fromkeys((root, beside)):
        try:
            with (folder / CONFIG).open("rb") as stream:
                value = json.loads(stream.read(LARGEST_CONFIG_BYTES))
        except (OSError, ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            text = value.get("text_config")
            return {**value, **text} if isinstance(text, dict) else value
    return {}


@contextmanager
def _codes(manifest: Manifest, folder: Path) -> Iterator[None]:
    details = {"model": manifest.id, "path": str(folder)}
    try:
        yield
    except UnsuitableError as error:
        raise AppError(ErrorCode.MODEL_UNSUPPORTED, **details, problem=str(error)[:500]) from error
    except DamagedError as error:
        raise AppError(ErrorCode.MODEL_BROKEN, **details, file=error.file, problem=str(error)[:500]) from error
    except FileNotFoundError as error:
        raise AppError(ErrorCode.MODEL_MISSING, **details) from error
    except OSError as error:
        raise AppError(ErrorCode.MODEL_BROKEN, **details, problem=f"unreadable: {error.strerror}") from error
    except MalformedError as error:  # the file changed under our hands
        raise AppError(ErrorCode.MODEL_BROKEN, **details, problem=str(error)) from error
