"""Leaves out the sounds of thinking ('um', 呃); whoever says nothing else keeps them."""

from __future__ import annotations

import re
from functools import partial

_ENGLISH = r"(?:u+h+m*|u+m+|e+r+m+|er|h+m+|m+h+m+|m{2,})"
_ENGLISH_FILLER = re.compile(
    rf"(?P<before>[ \t]{{0,3}},)?(?P<space>[ \t]{{0,3}})(?<![\w'’.@-])"
    rf"(?P<said>{_ENGLISH}(?:,?[ \t]{{1,3}}{_ENGLISH}){{0,5}})(?![\w'’@-])(?!\.\w)"
    r"(?P<after>[ \t]{0,3}(?:,|\.\.\.|…)|[.!?]{1,3}(?=\s|$))?",
    re.IGNORECASE,
)
# After these a comma would part what belongs together: 'I, um, think' is 'I think'.
_GOES_ON = re.compile(
    r"\b(?:i|you|we|they|he|she|it|the|a|an|to|and|but|so|or|is|are|was|of|in|on|at|that|this|with|for|my|our)$", re.I
)
_CHINESE_FILLER = re.compile(r"(?P<before>[，、,]\s?)?(?P<said>[嗯呃唔]+)(?:(?P<after>[，、,]|…{1,2}|\.\.\.)\s?)?")
_ROUNDS = 8
"""What goes may bring two fillers together."""
_JAPANESE_FILLER = re.compile(r"(?:え[ええー]*[えとーっ]*と[ー]?|あの[ー〜]+|うーん)[、,]?")


def without_fillers(text: str, language: str) -> str:
    """``language`` is a code; Chinese and Japanese have sounds of their own beside the English ones."""
    steps = [partial(_ENGLISH_FILLER.sub, _without_english)]
    if language.startswith(("zh", "yue")):
        steps.append(partial(_CHINESE_FILLER.sub, _without_chinese))
    elif language.startswith("ja"):
        steps.append(partial(_JAPANESE_FILLER.sub, ""))
    for _ in range(_ROUNDS):
        before = text
        for step in steps:
            left = step(text).strip(" \t")
            text = left if any(c.isalnum() for c in left) else text
        if text == before:
            break
    return text


def _without_english(match: re.Match[str]) -> str:
    text, mark = match.string, (match["after"] or "").strip()
    before = text[max(0, match.start() - 12) : match.start()].rstrip(" \t")
    if not before or before[-1] in ".!?…\n":
        # It began a sentence, or was one: what follows begins it now.
        return match["space"] if before and before[-1] != "\n" and match.end() < len(text) else ""
    if mark and mark in ".!?" * 3 and mark != "...":
        return mark
    if text[match.end() : match.end() + 1] in ("", "\n", *".!?;:"):
        return ""
    if match["before"] and mark and not _GOES_ON.search(before):
        return ","
    return ""


def _without_chinese(match: re.Match[str]) -> str:
    """嗯 alone between marks is an answer, not a filler."""
    before, after = match.string[: match.start()][-1:], match.string[match.end() : match.end() + 1]
    if before in ("", "。", "！", "？", "\n", "“") and after in ("", "。", "！", "？", "\n", "”"):
        return match[0]
    return "，" if match["before"] and match["after"] and after else match["before"] or ""
