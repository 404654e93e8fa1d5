"""`alcove models convert`: a checkpoint folder becomes an installed model; what was compared is printed."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from app.cli.output import printable
from app.cli.session import Session
from app.domain.models.conversion import Comparison, ConversionNews, Precision
from app.services.models.convert_models import ConversionPlan
from app.wording.conversion import comparison_words, stage_name
from app.wording.models import role_name
from app.wording.quantities import amount


def run_convert(session: Session, arguments: argparse.Namespace) -> int:
    """With ``--look`` nothing is converted and no tools are needed."""
    precision = Precision(arguments.precision) if arguments.precision else None
    teller = _Teller(session)
    if arguments.look:
        teller.plan(session.alcove.convert_models.plan(arguments.checkpoint, precision))
        return 0
    done = session.alcove.convert_models.convert(
        arguments.checkpoint,
        precision=precision,
        name=arguments.name,
        anyway=arguments.anyway,
        on_plan=teller.plan,
        on_news=teller.news,
        on_comparison=teller.comparison,
    )
    model, output, translate = done.model, session.output, session.translate
    if output.json_lines:
        output.object(
            {
                "id": model.id,
                "role": model.manifest.role.value,
                "precision": model.manifest.precision,
                "folder": str(model.folder),
                "bytes": model.manifest.bytes,
                "sealed": done.is_sealed,
                "agrees": all(comparison.passed for comparison in done.comparisons),
            }
        )
        return 0
    if not done.is_sealed:
        words = translate("CLI", "This system has no seal for other programs: the tools were trusted to stay offline.")
        output.line(output.coloured(words, "dim"))
    said = translate("CLI", "{0} is here and whole.").format(printable(model.manifest.name))
    output.line(f"{said}  ({model.id}, {amount(model.manifest.bytes)})")
    return 0


class _Teller:
    """Tells how far a conversion is; called on the calling thread."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def plan(self, plan: ConversionPlan) -> None:
        output, translate = self._session.output, self._session.translate
        if output.json_lines:
            output.object(_json(plan))
            return
        found = plan.checkpoint
        head = f"{role_name(plan.role, translate)} · {found.architecture} · {plan.precision.value}"
        output.line(f"{output.coloured(printable(found.name), 'bold')}  {output.coloured(head, 'dim')}")
        words = translate("CLI", "takes up to {0} of memory ({1} free) and {2} on the disk ({3} free)")
        free = ["?" if count is None else amount(count) for count in (plan.has_memory, plan.has_disk)]
        output.line("  " + words.format(amount(plan.needs.memory), free[0], amount(plan.needs.disk), free[1]))

    def news(self, news: ConversionNews) -> None:
        output = self._session.output
        if output.json_lines:
            output.object({"stage": news.stage.value, "percent": news.percent})
            return
        output.progress(news.percent, 100, stage_name(news.stage, self._session.translate))

    def comparison(self, comparison: Comparison) -> None:
        output = self._session.output
        if output.json_lines:
            output.object({"compared": asdict(comparison)})
            return
        mark = output.coloured("✓", "green") if comparison.passed else output.coloured("✗", "yellow")
        output.line(f"  {mark} {comparison_words(comparison, self._session.translate)}")


def _json(plan: ConversionPlan) -> dict[str, Any]:
    found = plan.checkpoint
    return {
        "path": str(found.root),
        "name": found.name,
        "role": found.role,
        "architecture": found.architecture,
        "precision": plan.precision.value,
        "parameters": found.parameters,
        "licence": found.licence,
        "languages": list(found.languages),
        "memory": {"needs": plan.needs.memory, "has": plan.has_memory},
        "disk": {"needs": plan.needs.disk, "has": plan.has_disk},
    }
