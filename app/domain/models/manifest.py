"""What a model folder says about itself in ``manifest.json``: files, licence, facts of its role. Loads no model."""

from __future__ import annotations

import enum
import json
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from app.domain.errors import AppError, ErrorCode
from app.domain.fields import FieldError, Fields

MANIFEST_NAME = "manifest.json"
FORMAT = 1
LARGEST_MANIFEST_BYTES = 1 << 20
MOST_EXPECTED = 4096
USUAL_TOLERANCE = 0.02
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class ModelRole(enum.StrEnum):
    CHAT = "chat"
    EMBEDDING = "embedding"
    RERANKING = "reranking"
    SPEECH = "speech"
    TRANSLATION = "translation"
    VOICE = "voice"


class Pooling(enum.StrEnum):
    """How token vectors become one: the mean of the text's tokens, its first, or its last."""

    MEAN = "mean"
    CLS = "cls"
    LAST = "last"


class ManifestError(FieldError):
    """The manifest does not say what it must; the message names the field, for the log and for `doctor`."""


@dataclass(frozen=True, slots=True)
class ModelFile:
    """``name`` is a relative POSIX path inside the model folder; ``sha256`` in lower-case hex."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class EmbeddingFacts:
    """How an encoder is fed and read.

    ``dimension`` is what is stored; it may be smaller than what the graph gives (Matryoshka models are cut, then
    normalised). ``max_tokens`` counts special tokens too. ``prefix_version`` changes whenever a prefix does.
    """

    dimension: int
    pooling: Pooling
    max_tokens: int
    query_prefix: str = ""
    passage_prefix: str = ""
    prefix_version: int = 1
    normalise: bool = True
    model_file: str = "model.onnx"
    tokenizer_file: str = "tokenizer.json"


@dataclass(frozen=True, slots=True)
class ChatFacts:
    """``context_length`` is the most tokens of prompt and answer together.

    Memory by arithmetic, both 0 where nobody has looked at the graph yet: ``cache_bytes_per_token`` (2 · layers ·
    heads · width · bytes, twice that where the graph copies its cache at each step) and ``state_bytes`` (convolution
    and recurrent states, which do not grow).
    """

    context_length: int
    model_file: str = "model.onnx"
    tokenizer_file: str = "tokenizer.json"
    cache_bytes_per_token: int = 0
    state_bytes: int = 0


class TranslationKind(enum.StrEnum):
    """How it is told the languages: not at all, by ``<2zh>`` before the text, or by a token on each side."""

    OPUS = "opus"
    MADLAD = "madlad"
    M2M = "m2m100"


@dataclass(frozen=True, slots=True)
class TranslationFacts:
    """A folder of CTranslate2. ``pairs``: from which language to which; without any, from each language to each."""

    kind: TranslationKind
    pairs: tuple[tuple[str, str], ...] = ()
    model_file: str = "model.bin"
    source_tokenizer: str = "source.spm"
    target_tokenizer: str = "target.spm"


@dataclass(frozen=True, slots=True)
class SpeechFacts:
    """``multilingual``: it knows more languages than English; ``translates``: into English.

    0 where nobody has looked at the weights yet: ``text_length``, the most tokens of a window's text with its prompt;
    ``mels``, the bands of its sound; ``window_seconds``, how much sound it hears at once.
    """

    multilingual: bool = False
    translates: bool = False
    text_length: int = 0
    mels: int = 0
    window_seconds: int = 0
    model_file: str = "model.bin"
    tokenizer_file: str = "tokenizer.json"


@dataclass(frozen=True, slots=True)
class Expected:
    """What a self-test compares with; each part may be empty.

    Chat: after the token numbers ``prompt`` the greedy ones are ``tokens``. Embedding: the vector of the passage
    ``text`` begins with ``vector``, each number within ``tolerance``. Translation: ``text`` becomes ``translation``.
    """

    prompt: tuple[int, ...] = ()
    tokens: tuple[int, ...] = ()
    text: str = ""
    vector: tuple[float, ...] = ()
    tolerance: float = USUAL_TOLERANCE
    translation: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The facts of one model. The facts of its role are set, those of the other roles are None.

    ``files_at``: the folder that holds the files where the model is used in place (another program's folder); None
    where they lie beside the manifest. ``demonstration``: a toy that shows how answers look; one that came along with
    the program is used only where a person chose it.
    """

    id: str
    name: str
    role: ModelRole
    licence: str
    source: str
    revision: str
    precision: str
    languages: tuple[str, ...]
    files: tuple[ModelFile, ...]
    embedding: EmbeddingFacts | None = None
    chat: ChatFacts | None = None
    speech: SpeechFacts | None = None
    translation: TranslationFacts | None = None
    files_at: Path | None = None
    demonstration: bool = False
    expected: Expected | None = None

    def root(self, folder: Path) -> Path:
        """Where the files are, of a manifest that stands in ``folder``."""
        return self.files_at if self.files_at is not None else folder

    @property
    def identity(self) -> str:
        """Names how vectors were made: two vectors compare only where this is equal."""
        facts = self.embedding
        if facts is None:
            return f"{self.id}@{self.revision}/{self.precision}"
        made = f"{facts.dimension}/{facts.pooling}/prefix{facts.prefix_version}/{self.precision}"
        return f"{self.id}@{self.revision}/{made}"

    @property
    def bytes(self) -> int:
        return sum(file.size for file in self.files)

    def _needed(self) -> set[str]:
        """The files without which an engine cannot begin."""
        if self.translation is not None:
            facts = self.translation
            return {facts.model_file, facts.source_tokenizer, facts.target_tokenizer}
        text = self.embedding or self.chat or self.speech
        return {text.model_file, text.tokenizer_file} if text is not None else set()

    @classmethod
    def load(cls, folder: Path) -> Manifest:
        """Read ``folder``'s manifest and see that its files are there at their sizes (hashes: ``model_files``).

        Raises AppError: MODEL_MISSING where there is no manifest, MODEL_BROKEN (``model``, ``problem``, ``file``)
        where it is wrong or a file is missing or of another size.
        """
        manifest = cls.read(folder)
        for file in manifest.files:
            _check_size(manifest.root(folder), file)
        return manifest

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """The manifest alone, without a look at the files; raises as :meth:`load`."""
        path = folder / MANIFEST_NAME
        try:
            with path.open("rb") as stream:
                data = stream.read(LARGEST_MANIFEST_BYTES + 1)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise AppError(ErrorCode.MODEL_MISSING, model=folder.name, path=str(folder)) from error
        except OSError as error:
            raise _broken(folder, f"unreadable: {error.strerror}", MANIFEST_NAME) from error
        if len(data) > LARGEST_MANIFEST_BYTES:
            raise _broken(folder, "too large", MANIFEST_NAME)
        try:
            return cls.from_json(json.loads(data))
        except (
            ValueError,
            RecursionError,
        ) as error:  # ManifestError and both decode errors are ValueErrors
            raise _broken(folder, str(error), MANIFEST_NAME) from error

    @classmethod
    def from_json(cls, values: Any) -> Manifest:
        """Raises :class:`ManifestError`, which names the field. Unknown fields are ignored: later versions may add."""
        try:
            return cls._from_fields(Fields(values, "manifest"))
        except ManifestError:
            raise
        except FieldError as error:
            raise ManifestError(str(error)) from error

    @classmethod
    def _from_fields(cls, fields: Fields) -> Manifest:
        if fields.whole("format", 1, 1_000_000) != FORMAT:
            raise ManifestError(f"format {fields.values['format']} is not supported, only {FORMAT}")
        identifier = fields.text("id")
        if not _ID.fullmatch(identifier):
            raise ManifestError(f"id {identifier!r} is not a plain name")
        role = fields.choice("role", ModelRole)
        files = tuple(_file(item) for item in fields.items("files"))
        if len({file.name for file in files}) != len(files):
            raise ManifestError("files: a name stands twice")
        manifest = cls(
            id=identifier,
            name=fields.text("name"),
            role=role,
            licence=fields.text("licence"),
            source=fields.text("source"),
            revision=fields.text("revision"),
            precision=fields.text("precision"),
            languages=tuple(str(item) for item in fields.items("languages")),
            files=files,
            embedding=_embedding(fields.section("embedding")) if role is ModelRole.EMBEDDING else None,
            chat=_chat(fields.section("chat")) if role is ModelRole.CHAT else None,
            speech=_speech(fields.section_or_none("speech")) if role is ModelRole.SPEECH else None,
            translation=_translation(fields.section("translation")) if role is ModelRole.TRANSLATION else None,
            files_at=_files_at(fields.text("files_at", "")),
            demonstration=fields.truth("demonstration", False),
            expected=_expected(fields.section_or_none("expected")),
        )
        listed = {file.name for file in files}
        if missing := manifest._needed() - listed:
            raise ManifestError(f"files: {', '.join(sorted(missing))} is not listed")
        return manifest


def _file(values: Any) -> ModelFile:
    fields = Fields(values, "files")
    file = ModelFile(inner_name(fields.text("name")), fields.whole("size", 0, 1 << 50), fields.text("sha256"))
    if not _SHA256.fullmatch(file.sha256):
        raise ManifestError(f"files: the sha256 of {file.name} is not 64 lower-case hex digits")
    return file


def inner_name(name: str) -> str:
    """A manifest is foreign input: no name may lead out of its folder on any system."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or str(path) != name or re.search(r"[\\:\x00-\x1f]", name):
        raise ManifestError(f"files: {name!r} is not a name inside the folder")
    return name


def _embedding(fields: Fields) -> EmbeddingFacts:
    return EmbeddingFacts(
        dimension=fields.whole("dimension", 1, 8192),
        pooling=fields.choice("pooling", Pooling),
        max_tokens=fields.whole("max_tokens", 3, 1 << 20),
        query_prefix=fields.text("query_prefix", ""),
        passage_prefix=fields.text("passage_prefix", ""),
        prefix_version=fields.whole("prefix_version", 1, 1_000_000, 1),
        normalise=fields.truth("normalise", True),
        model_file=fields.text("model_file", "model.onnx"),
        tokenizer_file=fields.text("tokenizer_file", "tokenizer.json"),
    )


def _chat(fields: Fields) -> ChatFacts:
    return ChatFacts(
        context_length=fields.whole("context_length", 8, 1 << 24),
        model_file=fields.text("model_file", "model.onnx"),
        tokenizer_file=fields.text("tokenizer_file", "tokenizer.json"),
        cache_bytes_per_token=fields.whole("cache_bytes_per_token", 0, 1 << 32, 0),
        state_bytes=fields.whole("state_bytes", 0, 1 << 40, 0),
    )


def _speech(given: Fields | None) -> SpeechFacts:
    """The weights tell whatever is not said here."""
    fields = given or Fields({}, "speech")
    return SpeechFacts(
        multilingual=fields.truth("multilingual", False),
        translates=fields.truth("translates", False),
        text_length=fields.whole("text_length", 0, 1 << 20, 0),
        mels=fields.whole("mels", 0, 4096, 0),
        window_seconds=fields.whole("window_seconds", 0, 3600, 0),
        model_file=fields.text("model_file", "model.bin"),
        tokenizer_file=fields.text("tokenizer_file", "tokenizer.json"),
    )


def _translation(fields: Fields) -> TranslationFacts:
    pairs = fields.items("pairs") if fields.values.get("pairs") else []
    if not all(isinstance(pair, list) and len(pair) == 2 and all(isinstance(c, str) for c in pair) for pair in pairs):
        raise ManifestError("translation.pairs is not a list of pairs of languages")
    return TranslationFacts(
        kind=fields.choice("kind", TranslationKind),
        pairs=tuple((str(source), str(target)) for source, target in pairs),
        model_file=fields.text("model_file", "model.bin"),
        source_tokenizer=fields.text("source_tokenizer", "source.spm"),
        target_tokenizer=fields.text("target_tokenizer", "target.spm"),
    )


def _expected(fields: Fields | None) -> Expected | None:
    if fields is None:
        return None

    def numbers(name: str, kinds: tuple[type, ...]) -> list[Any]:
        found = fields.items(name) if name in fields.values else []
        if len(found) > MOST_EXPECTED or not all(type(item) in kinds for item in found):
            raise ManifestError(f"expected.{name} is not a short list of numbers")
        return found

    prompt, tokens = (tuple(numbers(name, (int,))) for name in ("prompt", "tokens"))
    vector = tuple(float(number) for number in numbers("vector", (int, float)))
    tolerance = fields.values.get("tolerance", USUAL_TOLERANCE)
    if type(tolerance) not in (int, float) or bool(prompt) != bool(tokens):
        raise ManifestError("expected: a tolerance that is no number, or tokens without a prompt")
    return Expected(prompt, tokens, fields.text("text", ""), vector, float(tolerance), fields.text("translation", ""))


def _files_at(path: str) -> Path | None:
    if path and not Path(path).is_absolute():
        raise ManifestError("files_at is not a whole path")
    return Path(path) if path else None


def _check_size(folder: Path, file: ModelFile) -> None:
    try:
        size = (folder / file.name).stat().st_size
    except OSError as error:
        raise _broken(folder, "missing", file.name) from error
    if size != file.size:
        raise _broken(folder, f"{size} bytes instead of {file.size}", file.name)


def _broken(folder: Path, problem: str, file: str) -> AppError:
    return AppError(ErrorCode.MODEL_BROKEN, model=folder.name, path=str(folder), problem=problem, file=file)
