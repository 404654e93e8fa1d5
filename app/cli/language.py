"""The command line's words in the person's language, from the same translation files as the window's. No Qt."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

from app.wording import Translate, untranslated


def translate_for(chosen: str, folder: Path, environment: Mapping[str, str] | None = None) -> Translate:
    """``chosen`` is 'system' or a locale name; ``folder`` holds the .ts files. What is missing there stays English."""
    name = chosen if chosen != "system" else system_language(os.environ if environment is None else environment)
    path = folder / f"alcove_{name}.ts"
    if name == "en" or not path.is_file():
        return untranslated
    entries = _read(path)

    def translate(context: str, text: str) -> str:
        return entries.get((context, text), text)

    return translate


def system_language(environment: Mapping[str, str]) -> str:
    """'zh_CN' where the locale is Simplified Chinese, else 'en'."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(variable, ""):
            code = value.split(".")[0].replace("-", "_")
            traditional = {"TW", "HK", "MO", "Hant"} & set(code.split("_"))
            return "zh_CN" if code.split("_")[0] == "zh" and not traditional else "en"
    return "en"


def _read(path: Path) -> dict[tuple[str, str], str]:
    entries = {}
    for context in ElementTree.parse(path).getroot().iter("context"):
        name = context.findtext("name", "")
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is not None and translation.text and translation.get("type") is None:
                entries[(name, message.findtext("source", ""))] = translation.text
    return entries
