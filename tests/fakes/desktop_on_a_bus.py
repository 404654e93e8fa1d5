"""A desktop on the session bus for tests: asks it through app.ui.desktop and prints what reached it, as JSON lines."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtDBus import QDBusArgument, QDBusConnection, QDBusMessage, QDBusUnixFileDescriptor, QDBusVirtualObject

from app.seal.main import seal_process
from app.seal.models import ProcessRole
from app.ui.desktop import Desktop


class Service(QDBusVirtualObject):
    """Answers every call; says which method came with which arguments, a handle as the file's content."""

    def introspect(self, _path: str) -> str:
        return ""

    def handleMessage(self, message: QDBusMessage, connection: QDBusConnection) -> bool:  # noqa: N802 - Qt's name
        told = []
        for argument in message.arguments():
            if isinstance(argument, QDBusUnixFileDescriptor):
                told.append(os.pread(argument.fileDescriptor(), 100, 0).decode())
            else:
                told.append("options" if isinstance(argument, QDBusArgument) else argument)
        say([message.member(), message.signature(), told])
        connection.send(message.createReply([]))
        return True


def say(what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def main(path: Path, services: list[str]) -> int:
    sealed = seal_process(ProcessRole.WINDOW).sealed
    application = QCoreApplication([])
    there, service = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, "there"), Service()
    for name in services:
        there.registerService(name)
    there.registerVirtualObject("/org", service, QDBusConnection.VirtualObjectRegisterOption.SubPath)
    desktop = Desktop(sealed=True)

    def shown(took: bool) -> None:
        say(["done", took])
        application.quit()

    def opened(took: bool) -> None:
        say(["done", took])
        desktop.show_in_folder(path, shown)

    say(["sealed", sealed])
    QTimer.singleShot(0, lambda: desktop.open_file(path, opened))
    QTimer.singleShot(20_000, application.quit)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
