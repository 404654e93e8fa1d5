"""One engine in a process of its own for `llm.py`: takes a JSON request a line, gives a JSON answer a line.

    python llm_child.py alcove|bare|llama.cpp|onnxruntime-genai

Requests: {"do": "load", "model", "threads", …}; {"do": "prompt", "ids"} feeds them to an empty cache; {"do": "write",
"tokens"} continues greedily; {"do": "memory"}. An answer has "seconds", and "last": the token that comes next.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from pathlib import Path
from typing import Any, Protocol

os.environ["ORT_DISABLE_TELEMETRY"] = "1"
ENGINES = {
    "alcove": "llm_child_alcove",
    "bare": "llm_child_bare",
    "llama.cpp": "llm_child_llama",
    "onnxruntime-genai": "llm_child_genai",
}


class Engine(Protocol):
    """What each of the modules' ``Engine`` does. The constructor loads."""

    def prompt(self, ids: list[int]) -> int:
        """Feed ``ids`` to an empty cache; the most likely next token."""

    def write(self, tokens: int) -> int:
        """Write that many tokens greedily, ends of turns ignored; the most likely one after them."""


def resident_bytes() -> dict[str, int]:
    """What this process holds: its own memory, and pages of files (which the system may take back at any time)."""
    names = {"RssAnon:": "own", "RssFile:": "files", "VmHWM:": "peak"}
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    found = (line.split() for line in lines)
    return {names[parts[0]]: int(parts[1]) * 1024 for parts in found if parts and parts[0] in names}


def answer(engine: Any, request: dict[str, Any]) -> dict[str, Any]:
    match request.pop("do"):
        case "memory":
            return resident_bytes()
        case "prompt" | "write" as name:
            began = time.perf_counter()
            last = getattr(engine, name)(**request)
            return {"seconds": time.perf_counter() - began, "last": last}
        case name:  # what only one engine can do; it measures itself
            found: dict[str, Any] = getattr(engine, name)(**request)
            return found


def main(name: str) -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints must not stand among the answers
    engine: Any = None
    for line in sys.stdin:
        request = json.loads(line)
        if request["do"] == "load":
            del request["do"]
            began = time.perf_counter()
            module = importlib.import_module(ENGINES[name])
            engine = module.Engine(**request)
            result = {"seconds": time.perf_counter() - began, "version": module.version()}
        else:
            result = answer(engine, request)
        print(json.dumps(result), file=out, flush=True)
    os._exit(0)  # the measured libraries may take seconds to give their memory back


if __name__ == "__main__":
    main(sys.argv[1])
