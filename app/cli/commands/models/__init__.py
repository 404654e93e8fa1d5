"""`alcove models`: what is known and what is here; get, import, export, check, test, convert, choose and remove."""

from __future__ import annotations

import argparse
import importlib

from app.cli.session import Session

_PLACES = {
    "list": "cards",
    "recommend": "cards",
    "get": "get",
    "import": "take_in",
    "export": "hand_out",
    "verify": "look_after",
    "use": "look_after",
    "remove": "look_after",
    "test": "test",
    "convert": "convert",
}


def run(session: Session, arguments: argparse.Namespace) -> int:
    module = importlib.import_module(f"{__name__}.{_PLACES[arguments.action]}")
    status: int = getattr(module, f"run_{arguments.action}")(session, arguments)
    return status
