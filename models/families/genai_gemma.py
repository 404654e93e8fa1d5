"""Runs the builder of onnxruntime-genai 0.18 on a Gemma 3 checkpoint, which with transformers 5 it fails to read.

    python models/families/genai_gemma.py <options of the builder>

transformers 5 keeps one set of rotary parameters for each kind of layer; the builder looks for one set and two numbers.
They are the same values, given in the older form. Nothing else is changed.
"""

from __future__ import annotations

import sys
from runpy import run_module
from typing import Any

import transformers


def main() -> None:
    told = transformers.AutoConfig.from_pretrained

    def in_the_older_form(*given: Any, **options: Any) -> Any:
        config = told(*given, **options)
        kinds = getattr(config, "rope_parameters", None)
        if not isinstance(kinds, dict) or "full_attention" not in kinds:  # asked for something else
            return config
        config.rope_theta = kinds["full_attention"]["rope_theta"]
        config.rope_local_base_freq = kinds["sliding_attention"]["rope_theta"]
        config.rope_parameters = dict(kinds["full_attention"])
        return config

    transformers.AutoConfig.from_pretrained = in_the_older_form
    sys.argv[0] = "builder"
    run_module("onnxruntime_genai.models.builder", run_name="__main__")


if __name__ == "__main__":
    main()
