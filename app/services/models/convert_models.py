"""Turns a checkpoint folder into an installed model, by tools in a process of their own; compared, or not installed."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.domain.errors import AppError, ErrorCode
from app.domain.models.conversion import (
    Comparison,
    ConversionNeeds,
    ConversionNews,
    ConversionStage,
    Precision,
    default_precision,
    needs_of,
)
from app.domain.models.manifest import MANIFEST_NAME, Manifest, ManifestError, ModelRole
from app.domain.models.model_refusal import ModelRefusal, ModelRefused
from app.jobs.lanes import Lanes
from app.jobs.launch import environment
from app.jobs.stop_signal import StopSignal
from app.jobs.tool_child import ToolRun, run_to_its_end
from app.machine.main import free_disk, memory
from app.model_files.copying import hash_file
from app.model_files.durable import write_whole
from app.model_files.installing import writing
from app.model_files.model_files import InstalledModel, ModelFiles
from app.protocol.tasks import InspectCheckpoint, InspectedCheckpoint, InspectedModel, InspectModel, LaneName
from app.services.models.conversion_lines import ConversionLines
from app.services.models.conversion_tools import ConversionTools, tools_environment
from app.services.models.import_models import KEPT_FREE, SECONDS_AN_INSPECTION

_WORK = ".work"
"""Within the staging folder; what begins with a dot is no part of a model."""
_EIGHT_BITS_ONLY = (ModelRole.SPEECH, ModelRole.TRANSLATION)


@dataclass(frozen=True, slots=True)
class ConversionPlan:
    """``has_memory`` and ``has_disk``: bytes free now, None where nobody tells."""

    checkpoint: InspectedCheckpoint
    precision: Precision
    needs: ConversionNeeds
    has_memory: int | None
    has_disk: int | None

    @property
    def role(self) -> ModelRole:
        return ModelRole(self.checkpoint.role)


@dataclass(frozen=True, slots=True)
class Converted:
    """``is_sealed``: the kernel refused the network to the tools."""

    model: InstalledModel
    comparisons: tuple[Comparison, ...]
    is_sealed: bool


class ConvertModels:
    """Blocking; callable from any thread. What raises leaves nothing behind in the home.

    Raises AppError MODEL_REFUSED, PATH_MISSING, CONVERSION_TOOLS, CONVERSION_PRECISION, NO_ROOM, MODEL_DOES_NOT_FIT,
    CONVERSION_FAILED (``reason``, ``problem``, ``path`` of the log), CONVERSION_DIFFERS (``comparisons``), DISK_FULL,
    HOME_UNWRITABLE, and JobCancelled.
    """

    def __init__(self, models: ModelFiles, lanes: Lanes, tools: ConversionTools, logs: Path) -> None:
        self._models, self._lanes, self._tools, self._logs = models, lanes, tools, logs

    def plan(self, path: Path, precision: Precision | None = None, stop: StopSignal | None = None) -> ConversionPlan:
        """What lies at ``path`` and what converting it takes; nothing is written and no tool is needed."""
        task = InspectCheckpoint(path.absolute())
        outcome = self._lanes.run(LaneName.READING, task, time_limit=SECONDS_AN_INSPECTION, stop=stop)
        assert isinstance(outcome.value, InspectedCheckpoint)
        checkpoint = outcome.value
        role = ModelRole(checkpoint.role)
        wanted = precision or default_precision(role)
        if role in _EIGHT_BITS_ONLY and wanted is not Precision.INT8:
            raise AppError(ErrorCode.CONVERSION_PRECISION, name=checkpoint.name)
        free = memory().free_bytes
        needs = needs_of(role, checkpoint.parameters, checkpoint.largest)
        has_disk = free_disk(self._models.installing.models)
        return ConversionPlan(checkpoint, wanted, needs, free or None, has_disk)

    def convert(
        self,
        path: Path,
        *,
        precision: Precision | None = None,
        name: str = "",
        anyway: bool = False,
        stop: StopSignal | None = None,
        on_plan: Callable[[ConversionPlan], None] = lambda _plan: None,
        on_news: Callable[[ConversionNews], None] = lambda _news: None,
        on_comparison: Callable[[Comparison], None] = lambda _comparison: None,
    ) -> Converted:
        """``anyway``: also with less memory than it seems to need, and where original and converted differ."""
        stop = stop or StopSignal()
        python = self._tools.python()
        plan = self.plan(path, precision, stop)
        on_plan(plan)
        _see_that_there_is_room(plan, self._models.installing.models, anyway)
        name = (name or plan.checkpoint.name)[:200]
        identifier = self._free_id(f"{name}-{plan.precision}", plan)
        with self._models.installing.staging(identifier) as staging:
            lines = ConversionLines(on_news, on_comparison)
            self._run_the_tools(python, plan, staging, lines, stop)
            if not lines.passed and not anyway:
                compared = [asdict(comparison) for comparison in lines.comparisons]
                raise AppError(ErrorCode.CONVERSION_DIFFERS, name=name, comparisons=compared)
            on_news(ConversionNews(ConversionStage.INSTALLING))
            values = self._manifest(plan, staging, stop) | {"id": identifier, "name": name}
            values["converted"] = self._how(plan, lines)
            self._finish(staging, values, stop, on_news)
            return Converted(self._models.install(staging), tuple(lines.comparisons), lines.is_sealed)

    def _run_the_tools(
        self, python: Path, plan: ConversionPlan, staging: Path, lines: ConversionLines, stop: StopSignal
    ) -> None:
        work = staging / _WORK
        log = self._logs / "convert.log"
        with writing(self._models.installing.models):
            (work / "scratch").mkdir(parents=True)
            for file in plan.checkpoint.files:
                _let_be_read(file.path, work / "checkpoint" / file.name)
        job = {
            "role": plan.checkpoint.role,
            "kind": plan.checkpoint.kind,
            "precision": plan.precision.value,
            "checkpoint": str(work / "checkpoint"),
            "out": str(staging),
            "scratch": str(work / "scratch"),
            "pooling": plan.checkpoint.pooling or "mean",
        }
        command = [str(python), "-I", "-X", "utf8", str(self._tools.script)]
        first = json.dumps(job).encode() + b"\n"
        run = ToolRun(command, tools_environment(environment(), work / "scratch"), work / "scratch", log, first)
        try:
            status = run_to_its_end(run, lines.take, stop)
        except OSError as error:
            raise AppError(ErrorCode.CONVERSION_TOOLS, path=str(python)) from error
        lines.see_that_it_ended_well(status, log)
        shutil.rmtree(work)

    def _manifest(self, plan: ConversionPlan, staging: Path, stop: StopSignal) -> dict[str, Any]:
        """As for any model that comes in: what was made is recognised from its files, in the reading worker."""
        outcome = self._lanes.run(
            LaneName.READING, InspectModel(staging), time_limit=SECONDS_AN_INSPECTION, stop=stop
        )  # fmt: skip
        assert isinstance(outcome.value, InspectedModel)
        found, checkpoint = outcome.value, plan.checkpoint
        values = dict(found.manifest)
        if values["role"] != checkpoint.role:
            raise ModelRefused(ModelRefusal.DAMAGED, problem="it became something else")
        files = []
        for file in found.files:
            stop.raise_if_set()
            size, digest = hash_file(file.path, lambda _count: stop.raise_if_set())
            files.append({"name": file.name, "size": size, "sha256": digest})
        values |= {
            "licence": checkpoint.licence or "unknown",
            "source": checkpoint.repository or checkpoint.root.name,
            "revision": checkpoint.revision or "unknown",
            "precision": plan.precision.value,
            "languages": list(checkpoint.languages) or ["und"],
            "files": files,
        }
        if plan.role is ModelRole.TRANSLATION:
            kinds = {"marian": "opus"}
            known = checkpoint.source_language and checkpoint.target_language
            pairs = [[checkpoint.source_language, checkpoint.target_language]] if known else []
            values["translation"] |= {"kind": kinds.get(checkpoint.kind, checkpoint.kind), "pairs": pairs}
        return values

    def _how(self, plan: ConversionPlan, lines: ConversionLines) -> dict[str, Any]:
        return {
            "from": plan.checkpoint.architecture,
            "parameters": plan.checkpoint.parameters,
            "tools": self._tools.digest()[:12],
            "comparisons": [asdict(comparison) for comparison in lines.comparisons],
        }

    def _finish(
        self, staging: Path, values: dict[str, Any], stop: StopSignal, on_news: Callable[[ConversionNews], None]
    ) -> None:
        try:
            Manifest.from_json(values)
        except ManifestError as error:
            raise ModelRefused(ModelRefusal.UNSUPPORTED, problem=str(error)[:200]) from error
        with writing(self._models.installing.models):
            write_whole(staging / MANIFEST_NAME, json.dumps(values, ensure_ascii=False, indent=2).encode())
        stop.raise_if_set()
        on_news(ConversionNews(ConversionStage.INSTALLING, 1.0))

    def _free_id(self, wanted: str, plan: ConversionPlan) -> str:
        """The same checkpoint again takes its model's place; another model that happens to be called so does not."""
        plain = re.sub(r"[^a-z0-9._-]+", "-", wanted.lower()).strip("-._")[:95] or "model"
        source = plan.checkpoint.repository or plan.checkpoint.root.name
        number, found = 1, plain
        while (there := self._models.by_id(found)) is not None and there.manifest.source != source:
            number += 1
            found = f"{plain}-{number}"
        return found


def _see_that_there_is_room(plan: ConversionPlan, home: Path, anyway: bool) -> None:
    needs = plan.needs
    if plan.has_disk is not None and needs.disk + KEPT_FREE > plan.has_disk:
        has = max(0, plan.has_disk - KEPT_FREE)
        raise AppError(ErrorCode.NO_ROOM, needs=needs.disk, has=has, path=str(home))
    if plan.has_memory is not None and needs.memory > plan.has_memory and not anyway:
        raise AppError(
            ErrorCode.MODEL_DOES_NOT_FIT, model=plan.checkpoint.name, needs=needs.memory, has=plan.has_memory
        )


def _let_be_read(file: Path, place: Path) -> None:
    """A link: the tools see the files that were looked at and no other one of the folder. Else a copy."""
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.symlink(file.absolute(), place)  # noqa: PTH211 - as with os.rename, the errors are the system's own
    except OSError:  # Windows lets only some accounts make links
        shutil.copyfile(file, place)
