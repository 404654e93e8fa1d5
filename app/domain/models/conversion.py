"""What a conversion makes, needs and finds: precisions, stages, estimates of memory and disk, comparisons."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from app.domain.models.manifest import ModelRole


class Precision(enum.StrEnum):
    INT4 = "int4"
    """Products in blocks of 32 at 4 bits; what is only looked up stays in single precision."""
    INT8 = "int8"


class ConversionStage(enum.StrEnum):
    READING = "reading"
    EXPORTING = "exporting"
    QUANTIZING = "quantizing"
    COMPARING = "comparing"
    INSTALLING = "installing"


_SHARES = {
    ConversionStage.READING: (0.0, 0.15),
    ConversionStage.EXPORTING: (0.15, 0.40),
    ConversionStage.QUANTIZING: (0.55, 0.20),
    ConversionStage.COMPARING: (0.75, 0.20),
    ConversionStage.INSTALLING: (0.95, 0.05),
}
"""Of the whole: where each stage begins and how much of it it is, as measured with 0.1 billion parameters."""


@dataclass(frozen=True, slots=True)
class ConversionNews:
    """``share`` of this stage that is done, 0 to 1."""

    stage: ConversionStage
    share: float = 0.0

    @property
    def percent(self) -> int:
        """Of the whole conversion."""
        begin, part = _SHARES[self.stage]
        return round(100 * (begin + part * min(1.0, max(0.0, self.share))))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Original and converted on sample inputs. ``of`` is 'export' (before it was quantized) or 'model' (what runs).

    ``value`` (None: no number came out) must be at least ``limit``, or at most where ``at_most``. ``samples``: how many
    tokens, vectors or scores were compared.
    """

    name: str
    of: str
    value: float | None
    limit: float
    at_most: bool
    samples: int
    passed: bool


@dataclass(frozen=True, slots=True)
class ConversionNeeds:
    """Bytes, estimated: the most memory at once, and the most room on the disk."""

    memory: int
    disk: int


PROCESS_BYTES = 650 << 20
"""torch, transformers, optimum and onnxruntime, before there is a model."""
_SINGLE = 4
_TRACED = 4.6
"""Of an export: the model, the traced graph with its constants, and the message and the file that are written."""
_SPOKEN = 1.6
"""Of CTranslate2's: the model, its weights once more, and the converted ones."""
_SMALL_BYTES = 64 << 20


def default_precision(role: ModelRole) -> Precision:
    return Precision.INT4 if role is ModelRole.CHAT else Precision.INT8


def needs_of(role: ModelRole, parameters: int, largest: int) -> ConversionNeeds:
    """From the count of numbers, and of those in the largest tensor (``models/README.md`` has what was measured)."""
    single = parameters * _SINGLE
    if role in (ModelRole.SPEECH, ModelRole.TRANSLATION):
        return ConversionNeeds(PROCESS_BYTES + round(_SPOKEN * single), round(0.5 * single) + _SMALL_BYTES)
    # On the disk the graph in single precision twice, where tied weights have become two, and what becomes of it.
    turned = largest * _SINGLE
    disk = round(2.35 * single) + 2 * turned + _SMALL_BYTES
    return ConversionNeeds(PROCESS_BYTES + round(_TRACED * single) + turned, disk)
