"""Another program for dictation tests: a window with a text field; says what it holds, as JSON lines.

``python other_program.py [NAME]``: NAME becomes its window class. Takes commands on its standard input: ``text`` says
what the field holds, ``copy`` fills the clipboard with several formats, ``clipboard`` says what lies there, ``clear``
empties the field, ``deaf`` lets it take nothing more, ``copy when pasted`` fills the clipboard as soon as something was
pasted, ``focus`` says whether it has the focus, ``keys`` begins to say ``["key", "Escape"]`` for that key.
"""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QByteArray, QMimeData, QSocketNotifier, QTimer
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QPlainTextEdit

SETTLE_MS = 100
CUSTOM = "application/x-alcove-test"


def say(what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def fill(application: QApplication) -> None:
    data = QMimeData()
    data.setText("the old content, 旧内容")
    data.setHtml("<b>the old content</b>")
    data.setData(CUSTOM, QByteArray(bytes(range(256))))
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(0xFF336699)
    data.setImageData(image)
    application.clipboard().setMimeData(data)


def held(application: QApplication) -> dict[str, str]:
    data = application.clipboard().mimeData()
    found = {
        name: bytes(data.data(name).data()).hex() for name in data.formats() if not name.startswith("application/x-qt")
    }
    return found | {"image": str(data.hasImage() and data.imageData().pixelColor(1, 1).name())}


def main() -> int:
    application = QApplication([sys.argv[1] if len(sys.argv) > 1 else "other-program"])
    field = QPlainTextEdit()
    field.setGeometry(40, 40, 500, 200)
    field.show()
    field.activateWindow()
    field.setFocus()

    escape = QShortcut(QKeySequence("Esc"), field)
    escape.setEnabled(False)
    escape.activated.connect(lambda: say(["key", "Escape"]))

    def command() -> None:
        asked = sys.stdin.readline().strip()
        if not asked:
            application.quit()
        elif asked == "text":
            say(field.toPlainText())
        elif asked == "clear":
            field.clear()
            say("cleared")
        elif asked == "focus":
            say(field.hasFocus() and field.isActiveWindow())
        elif asked == "keys":
            escape.setEnabled(True)
            say([])
        elif asked == "deaf":
            field.setReadOnly(True)
            field.setEnabled(False)
            say("deaf")
        elif asked == "copy when pasted":
            field.textChanged.connect(lambda: fill(application))
            say("waiting")
        elif asked == "copy":
            fill(application)
            say("copied")
        elif asked == "clipboard":  # after the server has told that it changed, if it just did
            QTimer.singleShot(SETTLE_MS, lambda: say(held(application)))

    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(command)
    QTimer.singleShot(0, lambda: say(["window", int(field.winId())]))
    QTimer.singleShot(300_000, application.quit)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
