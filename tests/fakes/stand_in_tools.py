"""Stands in for the tools that convert: takes their job, prints their lines, and behaves as well or badly as asked.

Its own Python is the tests'; what it is to do stands in ``acting.json`` beside it.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from pathlib import Path


def say(**values: object) -> None:
    print(json.dumps(values), flush=True)


def check(passed: bool) -> None:
    value = 0.99 if passed else 0.1
    say(check={"name": "same_tokens", "of": "model", "value": value, "limit": 0.8, "at_most": False,
               "samples": 7, "passed": passed})  # fmt: skip


def main() -> int:
    asked = json.loads(Path(__file__).with_name("acting.json").read_text(encoding="utf-8"))
    job = json.loads(sys.stdin.readline())
    out = Path(job["out"])
    seen = sorted(
        p.relative_to(job["checkpoint"]).as_posix() for p in Path(job["checkpoint"]).rglob("*") if p.is_file()
    )
    told = {"job": job, "seen": seen, "environment": dict(os.environ), "pid": os.getpid(), "folder": str(Path.cwd())}
    Path(__file__).with_name("told.json").write_text(json.dumps(told), encoding="utf-8")
    say(stage="reading", share=0.0)
    act = asked["act"]
    if act == "wait":
        (out / "model.onnx").write_bytes(b"half")
        say(stage="exporting", share=0.5)
        sys.stdin.read()
        return 3
    if act == "lines":
        for line in asked["lines"]:
            print(line, flush=True)
        return int(asked.get("status", 0))
    if act == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    shutil.copytree(asked["made"], out, dirs_exist_ok=True)
    if act != "uncompared":
        check(passed=act != "differs")
    say(stage="comparing", share=1.0)
    say(done={"files": [], "passed": act != "differs", "network": "closed"})
    return 0


if __name__ == "__main__":
    sys.exit(main())
