"""A worker of the llm lane whose graphics card fails as HOW says: 'memory', 'lost', 'crash', 'at_start' or 'no_card'.

``python -m tests.fakes.failing_card LANE HOW``; on the processor it answers 'on the processor'. For process tests.
"""

from __future__ import annotations

import os
import sys
import types

from app.domain.errors import AppError, ErrorCode
from app.protocol.tasks import Describe, Generate, Generated, LaneName, TextPiece
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
        context.partial(TextPiece("half an ans"))
        if how == "crash":
            os.abort()
        raise AppError(ErrorCode.OUT_OF_MEMORY if how == "memory" else ErrorCode.DEVICE_FAILED, model="m")
    context.progress(0, None, "device:cpu")
    context.partial(TextPiece("on the processor"))
    return Generated("on the processor", 1, 3, "stop", 0.0, 0.0, provider="cpu")


def main() -> None:
    code = LaneCode(LaneName(sys.argv[1]), {Generate.name: generate}, types.ModuleType("failing"))
    entry.serve_lane(code.lane, lambda _lane: code, {Generate.name: Generate, Describe.name: Describe})


if __name__ == "__main__":
    main()
