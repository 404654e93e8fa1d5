"""Qt as the fetcher needs it: its network part, an application without a window, its messages kept out of the log."""

from __future__ import annotations

import os

from PySide6.QtCore import QCoreApplication, QMessageLogContext, QtMsgType, qInstallMessageHandler, qVersion
from PySide6.QtNetwork import QSslConfiguration, QSslSocket


def make_application() -> QCoreApplication:
    """The one application. Keep it as long as anything is fetched."""
    return QCoreApplication.instance() or QCoreApplication(["alcove-fetcher"])


def network_versions() -> dict[str, str]:
    """What the connection is made of. Loads the TLS library, which must happen before files are limited."""
    qInstallMessageHandler(_say_less)
    _take_named_certificates()
    tls = QSslSocket.sslLibraryVersionString() if QSslSocket.supportsSsl() else "none"
    return {"qt": qVersion(), "tls": tls}


def _take_named_certificates() -> None:
    """A company's own certificate, where its system names one as OpenSSL's tools know it; Qt looks for none there."""
    named = os.environ.get("SSL_CERT_FILE", "")
    if named:
        known = QSslConfiguration.defaultConfiguration()
        known.addCaCertificates(named)
        QSslConfiguration.setDefaultConfiguration(known)


def _say_less(_kind: QtMsgType, _context: QMessageLogContext, _message: str | None) -> None:
    """Nothing: Qt's messages may name addresses, and what matters of them comes as an error."""
