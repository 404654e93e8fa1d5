"""Pastes one text after another into the program that has the focus, as dictation does; says how each ended.

``python paste_many.py``: each line of its input is a method and a text; says ``done`` and the program, or ``refused``
and why.
"""

from __future__ import annotations

import json
import os
import sys

from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.desktop.clipboard.main import private_mark
from app.desktop.insertion.main import open_keys
from app.seal.main import seal_process
from app.seal.models import ProcessRole
from app.ui.dictation.clipboard import LentClipboard
from app.ui.dictation.inserter import Inserter


def say(*what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def main() -> int:
    sealed = seal_process(ProcessRole.WINDOW).sealed
    application = QApplication(["alcove"])
    inserter = Inserter(open_keys(os.environ), LentClipboard(QGuiApplication.clipboard(), private_mark()))
    inserter.done.connect(lambda program: say("done", program))
    inserter.refused.connect(lambda refusal: say("refused", refusal.value))

    def command() -> None:
        asked = sys.stdin.readline()
        if not asked:
            inserter.finish_now()
            application.quit()
        else:
            method, _, text = asked.rstrip("\n").partition(" ")
            inserter.insert(text, {}, method)

    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(command)
    QTimer.singleShot(0, lambda: say("ready", sealed))
    QTimer.singleShot(600_000, application.quit)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
