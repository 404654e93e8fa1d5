"""Prepares what `alcove bench llm --peers DIR` measures against; for developers, and never part of the program.

    python packaging/prepare_peers.py DIR

In DIR: ``venv`` with llama.cpp (built from source for this very processor: needs a C++ compiler and CMake, and ten
minutes) and onnxruntime-genai, both as packaging/lock/peers.txt names them, and ``shapes``: the models with random
weights of models/bench_shapes.py, 4 GB. Run again, it does only what is missing.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "packaging" / "lock" / "peers.txt"
BUILD = ("-DGGML_NATIVE=ON", "-DLLAVA_BUILD=OFF", "-DLLAMA_BUILD_TESTS=OFF", "-DLLAMA_BUILD_TOOLS=OFF")
"""The processor's own instructions; OpenMP as llama.cpp itself has it; without what the benchmark does not call."""
GCC_FLAGS = "-fno-tree-dse -fno-dse"
"""GCC 12 takes the stores of AMX's tile configuration for dead, all but its first 8 bytes: llama.cpp then ends with a
general protection fault. Its kernels do not gain by these two passes."""
HIDES_AMX = "void* ggml_backend_amx_buffer_type() { return nullptr; }\n"
"""Loaded before llama.cpp it takes the place of its own function, which then has no place for weights in AMX form."""


def main() -> int:
    parser = argparse.ArgumentParser(description="Prepare the engines that Alcove is measured against.")
    parser.add_argument("folder", type=Path, metavar="DIR")
    folder = parser.parse_args().folder.absolute()
    venv = folder / "venv"
    python = venv / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    done = venv / "prepared.txt"
    build = {"CMAKE_ARGS": " ".join(BUILD)} | ({"CXXFLAGS": GCC_FLAGS} if _compiler_is_gcc() else {})
    wanted = f"{build}\n{LOCK.read_text(encoding='utf-8')}"
    if not done.is_file() or done.read_text(encoding="utf-8") != wanted:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(venv)], check=True)
        jobs = str(max(1, (os.cpu_count() or 2) - 1))
        # pip keeps what it built and asks of no flags: without its cache nothing of an earlier build comes back.
        install = ["-m", "pip", "install", "--no-cache-dir", "--require-hashes", "--no-binary", "llama-cpp-python"]
        environment = {**os.environ, **build, "CMAKE_BUILD_PARALLEL_LEVEL": jobs}
        subprocess.run([str(python), *install, "-r", str(LOCK)], check=True, env=environment)
        done.write_text(wanted, encoding="utf-8")
    if sys.platform == "linux":
        command = ["c++", "-shared", "-fPIC", "-x", "c++", "-", "-o", str(folder / "without_amx.so")]
        subprocess.run(command, input=HIDES_AMX, text=True, check=True)
    recipe = [str(python), str(ROOT / "models" / "bench_shapes.py"), "--cache", str(folder / "shapes")]
    subprocess.run(recipe, check=True)
    print(f"measure with: alcove bench llm --peers {folder}")
    return 0


def _compiler_is_gcc() -> bool:
    if sys.platform != "linux":
        return False
    return (
        "Free Software Foundation"
        in subprocess.run(["c++", "--version"], capture_output=True, text=True, check=True).stdout
    )


if __name__ == "__main__":
    sys.exit(main())
