"""Makes the tiny random models of every chat family in every published form, and their golden values, with one command.

    python models/make_families.py --optimum-python PATH --genai-python PATH --work build/families \
        --models tests/data/models --golden tests/golden/llm/families [--family qwen2 …]

The two environments are described in models/README.md. This file needs the standard library only; one family takes
about a minute on one core.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "families"))
from family_recipes import FAMILIES  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the tiny models of the families and their golden values.")
    parser.add_argument("--optimum-python", type=Path, required=True)
    parser.add_argument("--genai-python", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--golden", type=Path, required=True)
    parser.add_argument("--family", nargs="*", choices=[family.id for family in FAMILIES])
    arguments = parser.parse_args()
    for name in arguments.family or [family.id for family in FAMILIES]:
        given = ["--family", name, "--work", str(arguments.work)]
        out = ["--models", str(arguments.models), "--golden", str(arguments.golden)]
        step(arguments.optimum_python, "family_checkpoint.py", given)
        step(arguments.genai_python, "genai_build.py", given)
        step(arguments.optimum_python, "plain_export.py", given)
        step(arguments.optimum_python, "family_collect.py", [*given, *out])
        print(f"{name}: done", flush=True)


def step(python: Path, script: str, options: list[str]) -> None:
    """One step in its own environment, offline; ends the whole with the step's own message where it fails."""
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "ORT_DISABLE_TELEMETRY": "1", "PYTHONWARNINGS": "ignore"}
    subprocess.run([str(python), str(HERE / "families" / script), *options], check=True, env=environment)


if __name__ == "__main__":
    main()
