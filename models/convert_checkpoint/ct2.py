"""The conversion of CTranslate2, from the files that the job names; it judges nothing."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

from telling import Failed, Job


def to_ctranslate2(job: Job, copied: Sequence[str]) -> None:
    """Write the model to the job's folder at 8 bits, with those of the ``copied`` files that there are."""
    import ctranslate2
    import transformers

    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    there = [name for name in copied if (job.checkpoint / name).is_file()]
    converter = ctranslate2.converters.TransformersConverter(str(job.checkpoint), copy_files=there)
    made = job.scratch / "converted"
    try:
        converter.convert(str(made), quantization=job.precision)
    except ValueError as error:  # what it has no form for, in its own words
        raise Failed("unsupported", str(error)) from error
    for path in made.iterdir():
        shutil.move(path, job.out / path.name)
    made.rmdir()


def listed(job: Job) -> list[str]:
    return sorted(path.relative_to(job.out).as_posix() for path in job.out.rglob("*") if path.is_file())
