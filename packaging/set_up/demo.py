"""What the run command shows where there is no screen: the main job on the samples, by the command line."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

from set_up.checkout import Checkout, child_environment

QUESTIONS = (
    "What does a lost key to the front door cost?",
    "实验室里酒精灯打翻着火了怎么办？",
)
WINDOW = """
That was Alcove's main job on its bundled samples. The same, with your own files:
    {alcove} add PATH...
    {alcove} ask "a question"
To see the window, start this command where there is a screen (on a computer without one, for example:
    xvfb-run {alcove}   or   ssh -X, then the same command).
"""


def show(checkout: Checkout) -> int:
    """Index the samples in the user's home, ask in both languages; the first exit status that is not 0 ends it."""
    print("No screen here, so Alcove shows its main job in the terminal: read documents, ask, answer with citations.")
    commands: list[Sequence[str]] = [["add", str(checkout.samples)], *(["ask", question] for question in QUESTIONS)]
    for words in commands:
        print(f"\n$ alcove {' '.join(word if ' ' not in word else repr(word) for word in words)}")
        sys.stdout.flush()
        status = subprocess.run([str(checkout.alcove), *words], env=child_environment(), check=False).returncode
        if status != 0:
            return status
    print(WINDOW.format(alcove=checkout.alcove))
    return 0
