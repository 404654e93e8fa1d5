"""What `alcove transcribe` understands."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from pathlib import Path

from app.domain.dictate.transcript import TranscriptFormat
from app.wording import Translate

_LANGUAGE = re.compile(r"[a-z]{2,3}")


def add_transcribe(
    made: argparse.ArgumentParser,
    path: Callable[[str], Path],
    folder: Callable[[str], Path],
    translate: Translate,
) -> None:
    """``made`` is the command's parser; ``path`` and ``folder`` read what names one."""
    made.add_argument("files", nargs="+", type=path, metavar="FILE", help=translate("CLI", "recordings: sound or film"))
    made.add_argument(
        "--format",
        choices=[form.value for form in TranscriptFormat],
        default=TranscriptFormat.TXT.value,
        help=translate("CLI", "plain text, subtitles (srt, vtt), JSON or Markdown (txt)"),
    )
    made.add_argument(
        "--out", type=folder, metavar="DIR", help=translate("CLI", "write one file a recording into this folder")
    )
    made.add_argument("--language", type=_language, metavar="CODE", help=translate("CLI", "what is spoken: en, zh …"))
    made.add_argument(
        "--translate", action="store_true", help=translate("CLI", "write it in English, where the model can")
    )
    made.add_argument("--words", action="store_true", help=translate("CLI", "with the time of every word"))
    made.add_argument(
        "--split-channels",
        action="store_true",
        help=translate("CLI", "one speaker on the left, one on the right: tell them apart"),
    )
    made.add_argument(
        "--again", action="store_true", help=translate("CLI", "from the beginning, also where an earlier run stopped")
    )


def _language(text: str) -> str:
    if not _LANGUAGE.fullmatch(text):
        raise argparse.ArgumentTypeError("en, zh …")
    return text
