"""`alcove doctor`: what is installed, whether it is well, and whether each process is sealed."""

from __future__ import annotations

import argparse
import json
from typing import Any

from app.cli.session import Session
from app.domain.models.self_test import SelfTestResult
from app.wording import seal_reason_sentence
from app.wording.quantities import amount
from app.wording.self_tests import self_test_words


def run(session: Session, arguments: argparse.Namespace) -> int:
    """1 where something is not well."""
    report = session.alcove.doctor.report(full=arguments.full)
    if session.output.json_lines:
        session.output.object(report)
    else:
        _tell(session, report)
    return 0 if report["well"] else 1


def _tell(session: Session, report: dict[str, Any]) -> None:
    output, translate = session.output, session.translate
    output.line(
        output.coloured(f"Alcove {report['alcove']}", "bold") + f"  Python {report['python']}  {report['system']}"
    )
    output.line()
    output.line(output.coloured(translate("CLI", "Network"), "bold"))
    for name, process in report["processes"].items():
        output.line(f"  {name:<10} {_seal(session, process)}")
    to = ", ".join(report["fetcher"]["may_speak_to"])
    may = translate("CLI", "runs only while a download runs; it may speak to {0}")
    output.line(f"  {'fetcher':<10} {may.format(to)}")
    output.line()
    output.line(output.coloured(translate("CLI", "Models"), "bold"))
    for model in report["models"]:
        size = f"{model['bytes'] / 1e6:.0f} MB"
        used = translate("CLI", "in use") if model["in_use"] else ""
        output.line(
            f"  {model['role']:<10} {model['name']} · {model['precision']} · {size} · {model['licence']} {used}"
        )
        if model["self_test"] and (tried := SelfTestResult.from_text(json.dumps(model["self_test"]))) is not None:
            output.line("  " + " " * 11 + output.coloured(self_test_words(tried, translate), "dim"))
    if not any(model["role"] == "chat" for model in report["models"]):
        output.line("  " + translate("CLI", "No language model: answers are quotes from your documents."))
    if not any(model["role"] == "embedding" for model in report["models"]):
        output.line("  " + translate("CLI", "No embedding model: documents are found by their words only."))
    for broken in report["broken_models"]:
        output.line("  " + output.coloured(translate("CLI", "Damaged model: {0}").format(broken["folder"]), "red"))
    output.line()
    held = [one for one in report["memory"] if one["model"]]
    if held:
        output.line(output.coloured(translate("CLI", "Memory"), "bold"))
        for one in held:
            words = translate("CLI", "{0}: {1}, reckoned {2}")
            resident = "?" if one["resident"] is None else amount(one["resident"])
            output.line(f"  {one['process']:<10} " + words.format(one["model"], resident, amount(one["reckoned"])))
        output.line()
    store = report["store"]
    output.line(output.coloured(translate("CLI", "Library"), "bold") + f"  {store['path']}")
    counts = translate("CLI", "passages: {0} · keyword rows: {1} · vectors: {2}")
    output.line("  " + counts.format(store["passages"], store["keyword_rows"], store["vectors"]))
    if store["consistent"]:
        output.line("  " + output.coloured(translate("CLI", "All parts agree."), "green"))
    for problem in store["problems"]:
        output.line("  " + output.coloured(problem, "red"))


def _seal(session: Session, process: dict[str, Any]) -> str:
    output, translate = session.output, session.translate
    if process.get("error"):
        return output.coloured(translate("CLI", "does not start ({0})").format(process["error"]), "red")
    seal = process["seal"] or {"sealed": False, "means": "", "reason": None}
    if seal["sealed"]:
        return output.coloured(translate("CLI", "sealed"), "green") + f" ({seal['means']})"
    return (
        output.coloured(translate("CLI", "not sealed"), "yellow")
        + f": {seal_reason_sentence(seal['reason'], translate)}"
    )
