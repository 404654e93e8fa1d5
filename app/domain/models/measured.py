"""What a measurement of a language model on this computer gives, as plain values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MeasuredModel:
    """Speeds are medians in tokens a second, as a person meets them: through the lane, with the product's own loop.

    ``follow_up``: seconds to the first token of a question that shares ``shared_tokens`` with the one before it;
    ``fresh``: the same without anything remembered. ``stop``: seconds from asking to stop until the lane is free, the
    95th percentile. Bytes are what the model's process holds and what was reckoned, None where nobody tells.
    """

    model: str
    provider: str
    load_seconds: float
    prompt_speed: float
    decode_speed: float
    shared_tokens: int
    follow_up: float
    fresh: float
    stop: float
    resident_bytes: int | None
    reckoned_bytes: int | None
