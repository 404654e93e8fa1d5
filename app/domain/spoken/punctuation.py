"""Spoken marks and commands: 'comma', 'new line', 句号 become what they name. Only where the person wants it."""

from __future__ import annotations

import re

_ENGLISH = {
    "comma": ",", "full stop": ".", "period": ".", "question mark": "?", "exclamation mark": "!",
    "exclamation point": "!", "colon": ":", "semicolon": ";", "semi colon": ";", "ellipsis": "…", "dash": " –",
    "new line": "\n", "newline": "\n", "new paragraph": "\n\n", "open quote": "“", "close quote": "”",
    "open bracket": "(", "close bracket": ")", "open parenthesis": "(", "close parenthesis": ")",
}  # fmt: skip
_CHINESE = {
    "逗号": "，", "句号": "。", "问号": "？", "感叹号": "！", "惊叹号": "！", "冒号": "：", "分号": "；", "顿号": "、",
    "省略号": "……", "破折号": "——", "左括号": "（", "右括号": "）", "左引号": "“", "右引号": "”", "左书名号": "《",
    "右书名号": "》", "换行": "\n", "另起一行": "\n", "新段落": "\n\n", "另起一段": "\n\n",
    "逗號": "，", "句號": "。", "問號": "？", "感嘆號": "！", "驚嘆號": "！", "冒號": "：", "分號": "；", "頓號": "、",
    "刪節號": "……", "破折號": "——", "左括號": "（", "右括號": "）", "左引號": "“", "右引號": "”", "換行": "\n",
}  # fmt: skip
_OPENING = frozenset("“(（《")

_ENGLISH_COMMAND = re.compile(
    r"(?P<literal>\b(?:literal|the word|the words)[ \t]+)?"
    r"(?P<before>[ \t]{0,3}[,.;:!?]?[ \t]{0,3})"
    rf"(?<![\w-])(?P<name>{'|'.join(sorted((re.escape(name) for name in _ENGLISH), key=len, reverse=True))})(?![\w'’-])"
    r"(?P<after>[ \t]*[,.;:!?]?(?=[\s“(]|$))?(?P<space>[ \t]*)",
    re.IGNORECASE,
)
_CHINESE_COMMAND = re.compile(
    r"(?P<before>\s?[，。、！？；：,.!?;:]?\s?)"
    rf"(?P<name>{'|'.join(sorted(map(re.escape, _CHINESE), key=len, reverse=True))})"
    r"(?P<after>[，。、！？；：,.!?;:]?[ \t]*)"
)


def with_spoken_punctuation(text: str, language: str) -> str:
    """``text`` with the marks it says; marks that the recogniser set around them go.

    'literal comma' and 'the word comma' stay words. In Chinese (``language`` 'zh') the Chinese names hold as well.
    """
    if language.startswith(("zh", "yue")):
        text = _CHINESE_COMMAND.sub(lambda match: _CHINESE[match["name"]], text)
    elif not language.startswith("en") and language:
        return text
    return _ENGLISH_COMMAND.sub(_english, text)


def _english(match: re.Match[str]) -> str:
    if match["literal"]:
        return match[0]
    mark = _ENGLISH[match["name"].lower()]
    if mark.startswith("\n"):
        kept = match["before"].strip() if match["before"].strip() in (".", "!", "?", ":") else ""
        return kept + mark
    if mark in _OPENING:
        return f"{match['before'].rstrip()} {mark}" if match.start() else mark
    return mark + (" " if match["space"] or (match["after"] or "").endswith(" ") else "")
