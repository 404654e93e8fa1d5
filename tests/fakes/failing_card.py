"""A worker of the llm lane whose graphics card fails as HOW says: 'memory', 'lost', 'crash', 'at_start' or 'no_card'.

``python -m tests.fakes.failing_card LANE HOW``; on the processor it answers 'on the processor'. For process tests.
"""

from __future__ import annotations

import os
import sys
import types
from typing import Any

from app.domain.errors import AppError, ErrorCode
from app.domain.models.self_test import TryCheck
from app.protocol.tasks import Describe, Generate, Generated, LaneName, ModelTried, TextPiece, TryChatModel
from app.worker import entry
from app.worker.context import JobContext
from app.worker.lanes import LaneCode


def generate(context: JobContext, task: Generate, _tail: bytes) -> Generated:
    how = sys.argv[2]
    if task.provider == "auto":
        context.progress(0, None, "device:auto")
        if how == "at_start":
            os.abort()
        if how == "no_card":
            context.progress(0, None, "device:cpu")
            raise AppError(ErrorCode.OUT_OF_MEMORY, model="m")
        context.progress(0, None, "device:webgpu")
        if task.messages:
            context.partial(TextPiece("half an ans"))
        if how == "crash":
            os.abort()
        raise AppError(ErrorCode.OUT_OF_MEMORY if how == "memory" else ErrorCode.DEVICE_FAILED, model="m")
    context.progress(0, None, "device:cpu")
    if task.messages:
        context.partial(TextPiece("on the processor"))
    return Generated("on the processor", 1, 3, "stop", 0.0, 0.0, provider="cpu")


def try_model(context: JobContext, task: TryChatModel, _tail: bytes) -> ModelTried:
    generate(context, Generate(task.model, (), provider=task.provider), b"")
    return ModelTried("cpu", 0.1, (TryCheck.FINITE,), (), decode_speed=5.0)


def main() -> None:
    handlers: dict[str, Any] = {Generate.name: generate, TryChatModel.name: try_model}
    code = LaneCode(LaneName(sys.argv[1]), handlers, types.ModuleType("failing"))
    tasks = {task.name: task for task in (Generate, TryChatModel, Describe)}
    entry.serve_lane(code.lane, lambda _lane: code, tasks)


if __name__ == "__main__":
    main()
