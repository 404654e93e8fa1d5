"""The words of a question that ask and do not name anything: they are rare in documents and would outweigh the topic.

Which words these are is grammar, not tuning: the interrogatives and their auxiliaries of English and Chinese.
"""

from __future__ import annotations

import re

from app.domain.ask.keywords import runs

_ENGLISH = frozenset(["what", "which", "who", "whom", "whose", "when", "where", "why", "how", "did", "does", "do"])
_AFTER_HOW = frozenset(["much", "many", "long", "often", "far", "old"])
_CHINESE = re.compile(
    "什么样|什么|哪一些|哪一个|哪一|哪些|哪个|哪里|哪儿|哪|多少|几个|怎么样|怎么|怎样|如何|为什么|为何|谁|吗|呢|是否|请问"
)


def without_question_words(question: str) -> str:
    """The words that name the topic, folded and separated by spaces; all words where nothing else would be left."""
    kept: list[str] = []
    before = ""
    for run, cjk in runs(question):
        if cjk:
            kept.extend(part for part in _CHINESE.split(run) if part)
        elif run not in _ENGLISH and not (before == "how" and run in _AFTER_HOW):
            kept.append(run)
        before = run
    return " ".join(kept) or " ".join(run for run, _ in runs(question))
