"""Language models: Alcove against llama.cpp and onnxruntime-genai, in turns; same shapes, same weights, same threads.

    .venv/bin/python packaging/prepare_peers.py DIR                       # once: ten minutes, 4 GB
    .venv/bin/python tests/benchmarks/llm.py --peers DIR [--quick] [--json] [--shape NAME] [--threads N]

`alcove bench llm --peers DIR` is the same. Each engine loads its file in a process of its own; then one after another
feeds the same prompt and writes on from it, round by round, and each round gives one ratio: what else the machine does
meets all of them alike. Who is not in turn is stopped by a signal: OpenMP's threads that wait busily do so between the
turns as well, and would take a core from whoever is measured. All wait for their threads in the way that was faster in
a round before (busily or asleep), since each of them has machines on which the other is slower. On Linux rounds in
which other programs took more than an eighth of a core do not count, where three are left without them. On a processor
with AMX llama.cpp is measured with it and without it: most computers have none. Weights are random: nothing is said
about texts.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from app.domain.models.model_memory import PROCESS_BYTES
from app.jobs.launch import LARGE_PAGES

CHILD = Path(__file__).resolve().parent / "llm_child.py"
SHAPES = ("qwen2.5-0.5b", "qwen3-1.7b")
GGUF, BLOCK_32, BLOCK_128 = "model-q4_0.gguf", "onnx-block-32", "onnx-block-128"
VOCABULARY = 150_000
MOST_OF_OTHERS, LEAST_QUIET_ROUNDS = 0.125, 3
"""Of a core, on average over a round."""
WITHOUT_AMX = "without_amx.so"
"""What prepare_peers.py makes where it can: loaded before llama.cpp, it hides that the processor has AMX."""


@dataclass(frozen=True)
class Plan:
    """Tokens and rounds of a measurement."""

    prompt: int = 256
    write: int = 24
    rounds: int = 11
    shared: int = 2000
    more: int = 64
    stops: int = 20


QUICK = Plan(prompt=192, write=16, rounds=3, shared=512, more=32, stops=6)


@dataclass
class Engine:
    """A child process and what it measured, tokens a second by round."""

    label: str
    process: subprocess.Popen[str]
    version: str = ""
    prompt: list[float] = field(default_factory=list)
    decode: list[float] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    _turns: int = 0

    def __call__(self, do: str, **request: Any) -> dict[str, Any]:
        """What the child answers; it is in turn for as long at least, so that a stopped one cannot be waited for."""
        with self.in_turn():
            return self._answer({"do": do, **request})

    def _answer(self, request: dict[str, Any]) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.label} ended with {self.process.wait()}")
        answer: dict[str, Any] = json.loads(line)
        return answer

    @contextmanager
    def in_turn(self) -> Iterator[None]:
        """It runs only within, where the system can stop a process. Turns may stand in each other."""
        self._turns += 1
        self._signal("SIGCONT")
        try:
            yield
        finally:
            self._turns -= 1
            if not self._turns:
                self._signal("SIGSTOP")

    def _signal(self, name: str) -> None:
        if hasattr(signal, name):
            self.process.send_signal(getattr(signal, name))

    def turn(self, ids: list[int], write: int) -> tuple[float, float]:
        """Tokens a second of the prompt and of writing."""
        with self.in_turn():
            fed = self("prompt", ids=ids)
            made = self("write", tokens=write)
        self.last.append(int(fed["last"]))
        return len(ids) / fed["seconds"], write / made["seconds"]

    def end(self) -> None:
        self._signal("SIGCONT")
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def start(label: str, name: str, python: Path | str, model: Path, threads: int, **more: Any) -> Engine:
    environment = {**os.environ, **more.pop("environment", {})}
    command = [str(python), str(CHILD), name]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment
    )
    engine = Engine(label, process)
    engine.version = str(engine("load", model=str(model), threads=threads, **more)["version"])
    return engine


def better(one: Engine, other: Engine, plan: Plan) -> Engine:
    """The one that wrote faster, each in three short turns; the other one ends."""
    speeds = {one.label: list[float](), other.label: list[float]()}
    for number in range(3):
        ids = random.Random(number).choices(range(VOCABULARY), k=64)
        for engine in (one, other):
            speeds[engine.label].append(engine.turn(ids, plan.write // 2)[1])
            engine.last.clear()
    kept, ended = one, other
    if statistics.median(speeds[other.label]) > statistics.median(speeds[one.label]):
        kept, ended = other, one
    ended.end()
    return kept


def start_all(folder: Path, peers: Path, threads: int, plan: Plan) -> list[Engine]:
    python = peers / "venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    llama = better(*llama_cpp("llama.cpp", python, folder, threads), plan)
    plain = list[Engine]()
    if (peers / WITHOUT_AMX).is_file() and has_amx():
        hidden = {"LD_PRELOAD": str(peers / WITHOUT_AMX)}
        plain = [better(*llama_cpp("llama.cpp without AMX", python, folder, threads, hidden), plan)]
    genai = better(
        *(
            start(f"onnxruntime-genai, waiting {word}", "onnxruntime-genai", python, folder / BLOCK_32, threads, spin=s)
            for word, s in (("asleep", False), ("busily", True))
        ),
        plan,
    )
    own = [
        better(
            *(
                start(
                    f"{label}, waiting {word}",
                    "alcove",
                    sys.executable,
                    folder / place,
                    threads,
                    environment=LARGE_PAGES,
                    spin=s,
                )
                for word, s in (("asleep", False), ("busily", True))
            ),
            plan,
        )
        for label, place in (("alcove", BLOCK_32), ("alcove, blocks of 128", BLOCK_128))
    ]
    return [*own, llama, *plain, genai]


def llama_cpp(
    label: str, python: Path, folder: Path, threads: int, more: Mapping[str, str] = MappingProxyType({})
) -> tuple[Engine, Engine]:
    """With threads that sleep and with threads that wait busily."""
    asleep, busily = (
        start(
            f"{label}, waiting {word}",
            "llama.cpp",
            python,
            folder / GGUF,
            threads,
            environment={"OMP_WAIT_POLICY": policy, **more},
        )
        for word, policy in (("asleep", "passive"), ("busily", "active"))
    )
    return asleep, busily


def has_amx() -> bool:
    try:
        return " amx_int8" in Path("/proc/cpuinfo").read_text("ascii")
    except (OSError, ValueError):
        return False


def measure(shape: str, peers: Path, threads: int, plan: Plan) -> dict[str, Any]:
    engines = start_all(peers / "shapes" / shape, peers, threads, plan)
    others = Others([engine.process.pid for engine in engines])
    shares = list[float]()
    try:
        for number in range(plan.rounds + 1):
            others.share()
            ids = random.Random(100 + number).choices(range(VOCABULARY), k=plan.prompt)
            for engine in engines:
                prompt, decode = engine.turn(ids, plan.write)
                if number:  # the first turn warms up
                    engine.prompt.append(prompt)
                    engine.decode.append(decode)
            if number:
                shares.append(others.share())
        quiet = [number for number, share in enumerate(shares) if share <= MOST_OF_OTHERS]
        counted = quiet if len(quiet) >= LEAST_QUIET_ROUNDS else list(range(plan.rounds))
        for engine in engines:
            engine.prompt = [engine.prompt[number] for number in counted]
            engine.decode = [engine.decode[number] for number in counted]
        rounds = {"quiet_rounds": len(quiet), "counted_rounds": len(counted)}
        return {"shape": shape, **compared(engines), "own": own_figures(engines[0], plan), **rounds}
    finally:
        for engine in engines:
            engine.end()


class Others:
    """How much of a core other programs than ``processes`` take. Linux; elsewhere nobody is seen."""

    def __init__(self, processes: Sequence[int]) -> None:
        self._processes = processes
        self._at, self._used = time.perf_counter(), self._seconds()

    def share(self) -> float:
        """Since it was asked before."""
        before, used_before = self._at, self._used
        self._at, self._used = time.perf_counter(), self._seconds()
        return (self._used - used_before) / (self._at - before)

    def _seconds(self) -> float:
        if sys.platform != "linux":
            return 0.0
        busy = sum(map(int, Path("/proc/stat").read_text("ascii").split(maxsplit=4)[1:4]))
        for process in self._processes:
            busy -= sum(map(int, Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[11:13]))
        return busy / os.sysconf("SC_CLK_TCK")


def compared(engines: Sequence[Engine]) -> dict[str, Any]:
    """Medians, and medians of the ratios of each round's pair: ours to llama.cpp's, which come twice with AMX."""
    llama = next(engine for engine in engines if engine.label.startswith("llama"))
    plain = next((engine for engine in engines if engine.label.startswith("llama.cpp without")), llama)
    rows = []
    for engine in engines:
        memory = engine("memory")
        rows.append(
            {
                "engine": engine.label,
                "version": engine.version,
                "prompt": round(statistics.median(engine.prompt), 1),
                "decode": round(statistics.median(engine.decode), 2),
                "prompt_to_llama": round(_ratio(engine.prompt, llama.prompt), 3),
                "decode_to_llama": round(_ratio(engine.decode, llama.decode), 3),
                "prompt_to_plain": round(_ratio(engine.prompt, plain.prompt), 3),
                "decode_to_plain": round(_ratio(engine.decode, plain.decode), 3),
                "resident_mb": (memory["own"] + memory["files"]) >> 20,
                "same_next_token": sum(a == b for a, b in zip(engine.last, llama.last, strict=True)) / len(llama.last),
            }
        )
    return {"engines": rows}


def _ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    return statistics.median(one / other for one, other in zip(ours, theirs, strict=True))


def own_figures(engine: Engine, plan: Plan) -> dict[str, Any]:
    """What the peers are not asked: our loop over the bare session, a follow-up, a stop, memory by arithmetic."""
    ids = random.Random(7).choices(range(VOCABULARY), k=plan.shared)
    more = random.Random(8).choices(range(VOCABULARY), k=plan.more)
    loops = [engine("loop", tokens=plan.write)["ratio"] for _ in range(plan.rounds)]
    again = engine("follow_up", ids=ids, more=more)
    memory, arithmetic = engine("memory"), engine("arithmetic", tokens=len(ids) + len(more))
    stop = engine("stop", ids=ids[: plan.prompt], times=plan.stops)
    return {
        "loop_over_session": round(statistics.median(loops), 4),
        "follow_up_seconds": round(again["reused"], 3),
        "fresh_seconds": round(again["fresh"], 3),
        "follow_up_ratio": round(again["reused"] / again["fresh"], 4),
        "stop_median_seconds": round(stop["median"], 3),
        "stop_p95_seconds": round(stop["p95"], 3),
        "resident_mb": (memory["own"] + memory["files"]) >> 20,
        "own_mb": memory["own"] >> 20,
        "arithmetic_mb": (arithmetic["bytes"] + PROCESS_BYTES) >> 20,
    }


def told(result: dict[str, Any]) -> str:
    rounds = f"{result['counted_rounds']} rounds, {result['quiet_rounds']} of all were quiet"
    lines = [f"{result['shape']}, {result['threads']} threads, load {result['load']}, {rounds}"]
    head = f"{'':36}{'prompt':>8}{'write':>8}{'of llama.cpp':>18}{'without AMX':>16}{'memory':>9}{'agrees':>8}"
    lines += [head, f"{'':36}{'tok/s':>8}{'tok/s':>8}{'prompt':>9}{'write':>9}{'prompt':>8}{'write':>8}{'MB':>9}"]
    for row in result["engines"]:
        lines.append(
            f"{row['engine']:36}{row['prompt']:8.1f}{row['decode']:8.2f}{row['prompt_to_llama']:8.2f}x"
            f"{row['decode_to_llama']:8.2f}x{row['prompt_to_plain']:7.2f}x{row['decode_to_plain']:7.2f}x"
            f"{row['resident_mb']:9}{row['same_next_token']:8.0%}"
        )
    own = result["own"]
    lines += [
        f"our loop over the bare session run: {own['loop_over_session'] - 1:.1%} (wanted: at most 5 %)",
        f"first token of a follow-up: {own['follow_up_seconds']} s instead of {own['fresh_seconds']} s: "
        f"{own['follow_up_ratio']:.3f}x (wanted: at most 0.1x)",
        f"stop: median {own['stop_median_seconds']} s, 95 % within {own['stop_p95_seconds']} s (wanted: 0.3 s)",
        f"memory: {own['resident_mb']} MB resident, of it {own['own_mb']} MB not pages of files; "
        f"{own['arithmetic_mb']} MB by arithmetic",
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    sys.path.insert(0, str(CHILD.parents[2]))
    from app.engines.onnx.session import usable_cores

    parser = argparse.ArgumentParser(description="Measure language-model engines against each other.")
    parser.add_argument("--peers", type=Path, required=True, help="what packaging/prepare_peers.py made")
    parser.add_argument("--shape", action="append", choices=SHAPES)
    parser.add_argument("--threads", type=int, default=usable_cores())
    parser.add_argument("--quick", action="store_true", help="short rounds, for a look")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    chosen = parser.parse_args(arguments)
    for shape in chosen.shape or SHAPES:
        before = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
        result = measure(shape, chosen.peers, chosen.threads, QUICK if chosen.quick else Plan())
        result |= {"threads": chosen.threads, "load": before}
        print(json.dumps(result) if chosen.json else told(result), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
