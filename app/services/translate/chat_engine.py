"""A chat model as a translation engine: one segment a prompt, strict rules; what it writes is not trusted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.domain.translate.translation_prompt import STOPS, cleaned, messages, most_tokens
from app.jobs.job import Priority
from app.jobs.stop_signal import StopSignal
from app.model_files.model_files import InstalledModel
from app.protocol.tasks import ChatMessage, Generate, Generated, LaneName, TextKind, TextPiece
from app.services.devices import Devices
from app.services.translate.engine import Asked, Written

MOST_NEW_TOKENS = 1024
_WARMTH = (0.0, 0.3, 0.7)
"""Temperature of the first, second and third attempt: what fails once at 0 fails always."""
_PENALTY = (1.0, 1.05, 1.1)


class ChatEngine:
    """Blocking; one for a pair of languages and a model."""

    attempts = len(_WARMTH)
    at_once = 1
    wants_examples = True

    def __init__(
        self, devices: Devices, model: InstalledModel, source: str, target: str, *, person_waits: bool = True
    ) -> None:
        self._devices, self._model = devices, model
        self._source, self._target = source, target
        self._priority = Priority.INTERACTIVE if person_waits else Priority.BACKGROUND

    def write(self, asked: Sequence[Asked], attempt: int, stop: StopSignal) -> Iterator[Written]:
        for one in asked:
            stop.raise_if_set()
            yield self._written(one, attempt, stop)

    def alternatives(self, asked: Asked, count: int, prefix: str, stop: StopSignal) -> list[Written]:
        """Sampled; those that begin as asked for before the others."""
        found: dict[str, Written] = {}
        for seed in range(1, 2 * count + 1):
            made = self._written(asked, 2, stop, seed=seed, begin=prefix)
            if made.text and not made.is_cut:
                found[made.text] = made
            if len(found) == count:
                break
        return sorted(found.values(), key=lambda made: not made.text.startswith(prefix))

    def _written(self, one: Asked, attempt: int, stop: StopSignal, seed: int = 0, begin: str = "") -> Written:
        step = min(attempt, len(_WARMTH) - 1)
        prompt = messages(
            one.text,
            self._source,
            self._target,
            before=one.before,
            terms=one.terms,
            examples=[(example.source, example.target) for example in one.examples],
            stricter=attempt > 0 and not seed,
            begin=begin,
        )
        task = Generate(
            self._model.folder,
            tuple(ChatMessage(message.role, message.content) for message in prompt),
            max_new_tokens=min(most_tokens(one.text), MOST_NEW_TOKENS),
            temperature=_WARMTH[step],
            seed=seed or attempt,
            repetition_penalty=_PENALTY[step],
            stop=STOPS,
        )
        pieces: list[str] = []

        def take(piece: object, _tail: bytes) -> None:
            assert isinstance(piece, TextPiece)
            if one.on_piece is not None and piece.kind is TextKind.ANSWER:
                pieces.append(piece.text)
                one.on_piece(cleaned("".join(pieces), one.text))

        made = self._devices.run(
            LaneName.LLM,
            task,
            model_id=self._model.id,
            priority=self._priority,
            stop=stop,
            on_partial=take if one.on_piece is not None and not begin else None,
            on_moved=lambda _moved: pieces.clear(),
        ).value
        assert isinstance(made, Generated)
        text = cleaned(made.text, one.text)
        return Written(one.index, text, None, made.finish == "length", made.finish == "repetition")
