"""Lets the chat model clean dictated text, and takes only what is a cleaning; else the text stays as it was."""

from __future__ import annotations

import enum
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from app.domain.ask.prompt import estimated_tokens
from app.domain.errors import AppError, ErrorCode, JobCancelled
from app.domain.models.manifest import ModelRole
from app.domain.spoken.cleaning import Refused, cleaning_messages, parts, refusal_of, unwrapped
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.model_files.model_files import InstalledModel, ModelFiles
from app.protocol.tasks import ChatMessage, Generate, Generated, LaneName
from app.services.devices import Devices

log = logging.getLogger(__name__)

MOST_SECONDS = 20.0
"""A person waits for it: what takes longer is left."""
ROOM_TO_GROW = 1.3
LEAST_TOKENS = 48


class CleanUpEnd(enum.StrEnum):
    """How it ended."""

    CLEANED = "cleaned"
    PARTLY = "partly"
    """Some parts were taken, others stay as they were."""
    UNCHANGED = "unchanged"
    """The model found nothing to clean."""
    REFUSED = "refused"
    """What the model gave back was more than a cleaning."""
    NO_MODEL = "no_model"
    TOO_SLOW = "too_slow"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class CleanedUp:
    """``text`` is ``raw`` unless ``end`` is CLEANED or PARTLY. ``refused``: why parts were not taken."""

    raw: str
    text: str
    end: CleanUpEnd
    refused: tuple[Refused, ...] = ()
    problem: ErrorCode | None = None


class CleanUp:
    """Blocking; callable from any thread."""

    def __init__(
        self,
        lanes: Lanes,
        models: ModelFiles,
        devices: Devices,
        *,
        most_seconds: float = MOST_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._lanes, self._models, self._devices = lanes, models, devices
        self._most_seconds, self._clock = most_seconds, clock

    def clean(self, text: str, language: str, *, stop: StopSignal | None = None) -> CleanedUp:
        """Raises JobCancelled on ``stop``, and nothing else: whatever goes wrong, there is the text as it was."""
        chat = self._models.best(ModelRole.CHAT)
        if chat is None:
            return CleanedUp(text, text, CleanUpEnd.NO_MODEL)
        if not text.strip():
            return CleanedUp(text, text, CleanUpEnd.UNCHANGED)
        until = self._clock() + self._most_seconds
        made: list[str] = []
        refused: list[Refused] = []
        pieces = parts(text)
        with self._lanes.person_waits():
            for number, part in enumerate(pieces):
                try:
                    cleaned = self._cleaned(part, chat, until, stop)
                except AppError as error:
                    log.warning("the clean-up ended: %s", error.code)
                    return self._ended(text, [*made, *pieces[number:]], refused, CleanUpEnd.FAILED, error.code)
                except JobCancelled:
                    if stop is not None and stop.is_set:
                        raise
                    return self._ended(text, [*made, *pieces[number:]], refused, CleanUpEnd.TOO_SLOW)
                why = refusal_of(part, cleaned, language)
                if why is None:
                    made.append(_with_ends_of(part, cleaned))
                else:
                    refused.append(why)
                    made.append(part)
        return self._ended(text, made, refused, CleanUpEnd.REFUSED if refused else CleanUpEnd.UNCHANGED)

    def _cleaned(self, part: str, chat: InstalledModel, until: float, stop: StopSignal | None) -> str:
        own = StopSignal()
        forget = stop.add_callback(own.stop) if stop is not None else lambda: None

        def on_partial(_value: object, _tail: bytes) -> None:
            if self._clock() > until:
                own.stop()

        messages = tuple(ChatMessage(message.role, message.content) for message in cleaning_messages(part.strip()))
        most = max(LEAST_TOKENS, int(estimated_tokens(part) * ROOM_TO_GROW))
        task = Generate(chat.folder, messages, most, cache_bytes=self._lanes.cache_bytes(LaneName.LLM, chat.folder))
        try:
            own.raise_if_set()
            if self._clock() > until:
                raise JobCancelled
            outcome = self._devices.run(LaneName.LLM, task, model_id=chat.id, stop=own, on_partial=on_partial)
        finally:
            forget()
        assert isinstance(outcome.value, Generated)
        # An answer that was cut off is no cleaning of the whole.
        return unwrapped(outcome.value.text) if outcome.value.finish == "stop" else ""

    @staticmethod
    def _ended(
        raw: str, made: list[str], refused: list[Refused], otherwise: CleanUpEnd, problem: ErrorCode | None = None
    ) -> CleanedUp:
        text = "".join(made)
        end = otherwise
        if text != raw:
            is_whole = otherwise in (CleanUpEnd.UNCHANGED,)
            end = CleanUpEnd.CLEANED if is_whole else CleanUpEnd.PARTLY
        return CleanedUp(raw, text, end, tuple(refused), problem)


def _with_ends_of(part: str, cleaned: str) -> str:
    """The white space around a part is what joins it to the others."""
    before, after = part[: len(part) - len(part.lstrip())], part[len(part.rstrip()) :]
    return before + cleaned + after
