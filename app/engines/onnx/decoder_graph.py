"""Finds a decoder's inputs, outputs and caches in its graph's header, by name and shape; loads and runs nothing."""

from __future__ import annotations

import enum
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.engines.onnx.decoder_positions import most_positions
from app.engines.onnx.decoder_sharing import sharing
from app.engines.onnx.decoder_weights import WeightBytes, weight_bytes
from app.engines.onnx.files import UnsuitableError
from app.engines.onnx.genai_folder import GenaiFolder
from app.engines.onnx.values import ElementType, Header, Port

MOST_CACHES = 4096
LARGEST_TOKEN_BYTES = 1 << 24
LARGEST_STATE_BYTES = 1 << 30
MOST_VOCABULARY = 1 << 23
_CACHE_KINDS = (ElementType.FLOAT, ElementType.FLOAT16)
_WHOLE_KINDS = (ElementType.INT64, ElementType.INT32)


class Role(enum.Enum):
    """What an input that is no cache wants to be told."""

    TOKENS = "input_ids"
    MASK = "attention_mask"
    POSITIONS = "position_ids"
    CACHE_POSITIONS = "cache_position"
    ROWS = "num_logits_to_keep"
    PLACES = "alcove.rows"
    """Added when the graph is loaded (onnx_rewrite): the places, in a step, of the tokens whose logits are wanted."""
    LAST_PLACE = "seqlens_k"
    TOTAL = "total_sequence_length"
    CACHE_BRANCH = "use_cache_branch"


_ROLES = {role.value: role for role in Role if role is not Role.PLACES} | {"logits_to_keep": Role.ROWS}
_RANKS = {
    Role.TOKENS: (2,),
    Role.MASK: (2,),
    Role.POSITIONS: (2, 3),
    Role.CACHE_POSITIONS: (1,),
    Role.ROWS: (0, 1),
    Role.PLACES: (1,),
    Role.LAST_PLACE: (1, 2),
    Role.TOTAL: (0, 1),
    Role.CACHE_BRANCH: (1,),
}


@dataclass(frozen=True, slots=True)
class Told:
    """An input that is no cache; ``rank`` is the number of its dimensions."""

    name: str
    role: Role
    kind: ElementType
    rank: int


@dataclass(frozen=True, slots=True)
class Slot:
    """One growing cache: the input that takes it and the output that gives it back with the new tokens.

    ``shape`` is that of one token; ``axis`` counts the tokens. ``least_tokens``: the least room that the graph takes.
    """

    past: str
    present: str
    kind: ElementType
    shape: tuple[int, ...]
    axis: int
    least_tokens: int = 0

    @property
    def token_bytes(self) -> int:
        return math.prod(self.shape) * self.kind.bits // 8

    def shape_of(self, tokens: int) -> tuple[int, ...]:
        return (*self.shape[: self.axis], tokens, *self.shape[self.axis + 1 :])


@dataclass(frozen=True, slots=True)
class State:
    """A convolution's or recurrence's memory: of one size whatever came before, and gone once it is overwritten."""

    past: str
    present: str
    kind: ElementType
    shape: tuple[int, ...]

    @property
    def bytes(self) -> int:
        return math.prod(self.shape) * self.kind.bits // 8


@dataclass(frozen=True, slots=True)
class DecoderGraph:
    """``vocabulary`` is 0 where the graph does not say it. ``gives_last_row``: logits after the last token only.

    ``shares``: every slot's past and present may be one memory. ``most_positions``: 0 where the graph sets no end.
    """

    told: tuple[Told, ...]
    logits: str
    logits_kind: ElementType
    logits_rank: int
    vocabulary: int
    gives_last_row: bool
    slots: tuple[Slot, ...]
    states: tuple[State, ...]
    shares: bool
    weights: WeightBytes
    most_positions: int = 0

    @property
    def cache_bytes_per_token(self) -> int:
        """In memory: a graph that copies its caches at each step needs them twice, as past and as present."""
        return sum(slot.token_bytes for slot in self.slots) * (1 if self.shares else 2)

    @property
    def least_tokens(self) -> int:
        return max((slot.least_tokens for slot in self.slots), default=0)

    @property
    def state_bytes(self) -> int:
        return sum(state.bytes for state in self.states)

    @property
    def can_choose_rows(self) -> bool:
        """Whether a step may give the logits of its last token alone."""
        return self.has(Role.ROWS) or self.has(Role.PLACES)

    def context(self, declared: int) -> int:
        """Tokens that prompt and answer may come to; a config sometimes declares more than the graph was made for."""
        return min(declared, self.most_positions) if self.most_positions else declared

    def has(self, role: Role) -> bool:
        return any(told.role is role for told in self.told)

    def with_places(self, name: str) -> DecoderGraph:
        """The same with the input that the rewriting adds."""
        return replace(self, told=(*self.told, Told(name, Role.PLACES, ElementType.INT64, 1)))


def read_decoder_graph(
    header: Header, *, genai: GenaiFolder | None = None, config: Mapping[str, Any] | None = None
) -> DecoderGraph:
    """``config``: the folder's config.json, which says a cache's heads and width where the graph does not.

    Raises UnsuitableError with the reason where this is no decoder that our loop can feed.
    """
    return _Finder(header, genai, config or {}).find()


class _Finder:
    def __init__(self, header: Header, genai: GenaiFolder | None, config: Mapping[str, Any]) -> None:
        self._header, self._genai = header, genai
        self._config = {**config, **(genai.sizes if genai is not None else {})}
        names = genai.names if genai is not None else {}
        self._roles = {names.get(name, name): role for name, role in _ROLES.items()}
        self._logits_name = names.get("logits", "logits")
        self._batch: int | str = ""

    def find(self) -> DecoderGraph:
        logits = self._header.output(self._logits_name)
        if logits is None:
            raise UnsuitableError(f"no output named {self._logits_name}")
        told = [self._told(port) for port in self._header.inputs if port.name in self._roles]
        if not any(item.role is Role.TOKENS for item in told):
            raise UnsuitableError("no input named input_ids")
        slots, states = self._caches([port for port in self._header.inputs if port.name not in self._roles])
        vocabulary, last_only = self._logits(logits)
        shared = sharing(
            self._header,
            [(slot.past, slot.present) for slot in slots],
            is_allowed=self._genai is None or self._genai.shares_buffer is not False,
        )
        slots = tuple(replace(s, least_tokens=least) for s, least in zip(slots, shared.least_tokens, strict=True))
        return DecoderGraph(
            told=tuple(told),
            logits=logits.name,
            logits_kind=logits.kind or ElementType.FLOAT,
            logits_rank=3 if logits.shape is None else len(logits.shape),
            vocabulary=vocabulary,
            gives_last_row=last_only,
            slots=slots,
            states=states,
            shares=shared.may_share,
            weights=weight_bytes(self._header),
            most_positions=most_positions(self._header),
        )

    def _told(self, port: Port) -> Told:
        role = self._roles[port.name]
        kinds = (ElementType.BOOL,) if role is Role.CACHE_BRANCH else _WHOLE_KINDS
        rank = _RANKS[role][0] if port.shape is None else len(port.shape)
        if port.kind not in kinds or port.kind is None or rank not in _RANKS[role]:
            raise UnsuitableError(f"input {_described(port)}")
        shape = port.shape or ()
        if role is Role.TOKENS and shape:
            if isinstance(shape[1], int) or (isinstance(shape[0], int) and shape[0] != 1):
                raise UnsuitableError(f"input {_described(port)}")
            self._batch = shape[0]
        if role is Role.POSITIONS and rank == 3 and shape[0] != 3:
            raise UnsuitableError(f"input {_described(port)}")
        return Told(port.name, role, port.kind, rank)

    def _logits(self, port: Port) -> tuple[int, bool]:
        shape = port.shape
        if port.kind not in _CACHE_KINDS or (shape is not None and len(shape) not in (2, 3)):
            raise UnsuitableError(f"output {_described(port)}")
        if not shape:
            return 0, False
        vocabulary = shape[-1] if isinstance(shape[-1], int) else 0
        if vocabulary > MOST_VOCABULARY:
            raise UnsuitableError(f"output {_described(port)}")
        return vocabulary, len(shape) == 2 or shape[1] == 1

    def _caches(self, ports: list[Port]) -> tuple[tuple[Slot, ...], tuple[State, ...]]:
        slots, states = list[Slot](), list[State]()
        if len(ports) > MOST_CACHES:
            raise UnsuitableError("too many caches")
        for port in sorted(ports, key=lambda port: _counted(port.name)):
            present = self._present(port)
            shape = self._shape(port)
            growing = [place for place, size in enumerate(shape) if size is None]
            sizes = tuple(size or 1 for size in shape)
            assert port.kind is not None  # _shape refuses it
            if growing:
                slots.append(Slot(port.name, present, port.kind, sizes, growing[0]))
            else:
                states.append(State(port.name, present, port.kind, sizes))
        if not slots and not states:
            raise UnsuitableError("no cache of earlier tokens")
        if max((slot.token_bytes for slot in slots), default=0) > LARGEST_TOKEN_BYTES:
            raise UnsuitableError("a cache of absurd size")
        if sum(state.bytes for state in states) > LARGEST_STATE_BYTES:
            raise UnsuitableError("states of absurd size")
        return tuple(slots), tuple(states)

    def _present(self, port: Port) -> str:
        """The output that gives back what the input ``port`` takes: the same name, but for its beginning."""
        given = self._genai.present_of(port.name) if self._genai is not None else None
        if given is not None and self._header.output(given) is not None:
            return given
        rest = _rest(port.name, ("past_key_values", "past"))
        if rest is None:
            raise UnsuitableError(f"input {port.name}")
        for output in self._header.outputs:
            if _rest(output.name, ("present_key_values", "present")) == rest:
                return output.name
        raise UnsuitableError(f"caches that do not match: {port.name}")

    def _shape(self, port: Port) -> list[int | None]:
        """Sizes, 1 for the batch and None for the tokens."""
        shape = port.shape
        if port.kind not in _CACHE_KINDS or not shape:
            raise UnsuitableError(f"cache {_described(port)}")
        found: list[int | None] = [size if isinstance(size, int) else None for size in shape]
        batch = next((n for n, size in enumerate(shape) if size == self._batch and isinstance(size, str) and size), 0)
        if found[batch] not in (None, 1):
            raise UnsuitableError(f"cache {_described(port)}")
        found[batch] = 1
        if len(found) == 4 and found.count(None) > 1:
            found[1], found[3] = found[1] or self._heads(), found[3] or self._width()
        if found.count(None) > 1 or 0 in found or (len(found) == 4 and found[3] is None):
            raise UnsuitableError(f"cache {_described(port)}")
        if None not in found and _is_keys_or_values(port.name):
            raise UnsuitableError(f"cache of fixed length {_described(port)}")
        return found

    def _heads(self) -> int | None:
        return self._setting("num_key_value_heads") or self._setting("num_attention_heads")

    def _width(self) -> int | None:
        hidden, heads = self._setting("hidden_size"), self._setting("num_attention_heads")
        return self._setting("head_dim") or (hidden // heads if hidden and heads else None)

    def _setting(self, name: str) -> int | None:
        value = self._config.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1 << 20 else None


def _rest(name: str, beginnings: tuple[str, ...]) -> str | None:
    return next((name[len(start) :] for start in beginnings if name.startswith(start)), None)


def _is_keys_or_values(name: str) -> bool:
    rest = _rest(name, ("past_key_values", "past")) or ""
    return any(word in rest for word in ("key", "value"))


def _counted(name: str) -> tuple[int, str]:
    """Layers in their order: 2 before 10."""
    digits = "".join(letter if letter.isdigit() else " " for letter in name).split()
    return (int(digits[0][:9]) if digits else -1, name)


def _described(port: Port) -> str:
    kind = port.kind.name.lower() if port.kind is not None else "no tensor"
    return f"{port.name} of type {kind} and shape {list(port.shape or ())}"
