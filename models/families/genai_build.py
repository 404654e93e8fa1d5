"""Makes a family's onnxruntime-genai folders with the builder of that package, from the family's checkpoint.

    python models/families/genai_build.py --family qwen2 --work build/families

Runs in the genai environment (transformers 5). The package's own generator must then give the reference's tokens: a
folder that it reads otherwise would be no reference for anybody.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

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
            verify(work / form.value, json.loads((work / "reference.json").read_text("utf-8"))["runs"])


def build(script: list[str], checkpoint: Path, out: Path, options: Sequence[str]) -> None:
    """The command of the package's documentation. Its messages go to a file beside the folder."""
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, *script, "-i", str(checkpoint), "-o", str(out)]
    command += ["-e", "cpu", "-c", str(out.parent / "builder-cache"), *options]
    environment = {**os.environ, "HF_HUB_OFFLINE": "1"}
    with out.with_suffix(".log").open("w", encoding="utf-8") as log:
        subprocess.run(command, check=True, stdout=log, stderr=subprocess.STDOUT, env=environment)


def verify(folder: Path, runs: list[dict[str, Any]]) -> None:
    """Ends the recipe where onnxruntime-genai itself continues a prompt otherwise."""
    import numpy as np
    import onnxruntime_genai  # type: ignore[import-not-found]

    model = onnxruntime_genai.Model(str(folder))
    for run in runs:
        length = len(run["prompt"]) + len(run["tokens"])
        parameters = onnxruntime_genai.GeneratorParams(model)
        parameters.set_search_options(do_sample=False, min_length=length, max_length=length)
        generator = onnxruntime_genai.Generator(model, parameters)
        generator.append_tokens(np.array(run["prompt"], np.int32))
        for wanted in run["tokens"]:
            generator.generate_next_token()
            if int(generator.get_next_tokens()[0]) != wanted:
                raise SystemExit(f"{folder}: onnxruntime-genai gives other tokens than transformers")


if __name__ == "__main__":
    main()
