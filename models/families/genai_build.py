"""Makes a family's onnxruntime-genai folders with the builder of that package, from the family's checkpoint.

    python models/families/genai_build.py --family qwen2 --work build/families

Runs in the genai environment (transformers 5).
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from family_recipes import Format, family

OPTIONS = {
    Format.GENAI_INT4: ("-p", "int4"),
    Format.GENAI_FLOAT: ("-p", "fp32"),
    Format.GENAI_WHOLE: ("-p", "int4", "--extra_options", "windowed_kv_cache=false"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description="Make one tiny family's onnxruntime-genai folders.")
    parser.add_argument("--family", required=True)
    parser.add_argument("--work", type=Path, required=True)
    arguments = parser.parse_args()
    chosen = family(arguments.family)
    work = arguments.work / chosen.id
    script = ["-m", "onnxruntime_genai.models.builder"]
    if chosen.config == "Gemma3TextConfig":
        script = [str(Path(__file__).with_name("genai_gemma.py"))]
    for form, options in OPTIONS.items():
        if form in chosen.formats:
            build(script, work / "checkpoint", work / form.value, options)


def build(script: list[str], checkpoint: Path, out: Path, options: Sequence[str]) -> None:
    """The command of the package's documentation. Its messages go to a file beside the folder."""
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, *script, "-i", str(checkpoint), "-o", str(out)]
    command += ["-e", "cpu", "-c", str(out.parent / "builder-cache"), *options]
    environment = {**os.environ, "HF_HUB_OFFLINE": "1"}
    with out.with_suffix(".log").open("w", encoding="utf-8") as log:
        subprocess.run(command, check=True, stdout=log, stderr=subprocess.STDOUT, env=environment)


if __name__ == "__main__":
    main()
