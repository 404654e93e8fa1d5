"""onnxruntime starts only with its telemetry off, and a session writes nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.domain.errors import AppError, ErrorCode
from app.engines.onnx.session import open_session, providers, session_options, usable_cores

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT / "tests" / "data" / "models" / "tiny-gte" / "model.onnx"
OPEN = f"""
import sys
from pathlib import Path
from app.engines.onnx.session import open_session
try:
    open_session(Path({str(MODEL)!r}))
except RuntimeError as error:
    print(error, "onnxruntime" in sys.modules)
"""


def run(home: Path, **environment: str) -> str:
    """What a fresh interpreter prints that opens a model, with ``home`` as its home and folder."""
    base = {name: value for name, value in os.environ.items() if name not in ("ORT_DISABLE_TELEMETRY", "CI")}
    variables = base | {"HOME": str(home), "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(home / "cache")} | environment
    done = subprocess.run(
        [sys.executable, "-B", "-c", OPEN], env=variables, cwd=home, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_without_the_switch_onnxruntime_is_not_even_imported(tmp_path: Path) -> None:
    assert run(tmp_path) == "ORT_DISABLE_TELEMETRY must be 1 before onnxruntime is imported False\n"


def test_with_the_switch_a_session_opens_and_writes_nothing(tmp_path: Path) -> None:
    assert run(tmp_path, ORT_DISABLE_TELEMETRY="1") == ""
    assert list(tmp_path.rglob("*")) == []


def test_idle_threads_do_not_spin_and_the_count_is_set() -> None:
    options = session_options(3)
    assert options.get_session_config_entry("session.intra_op.allow_spinning") == "0"
    assert options.intra_op_num_threads == 3
    spinning = session_options(3, spins=True)
    assert spinning.get_session_config_entry("session.intra_op.allow_spinning") == "1"
    assert spinning.get_session_config_entry("session.intra_op.spin_backoff_max") == "64"
    assert options.optimized_model_filepath == ""


def test_cores_are_between_one_and_what_the_machine_has() -> None:
    assert 1 <= usable_cores() <= (os.cpu_count() or 1)


@pytest.mark.skipif(sys.platform != "linux", reason="affinity is a matter of Linux")
def test_cores_that_this_process_may_not_use_do_not_count() -> None:
    code = "import os; os.sched_setaffinity(0, [min(os.sched_getaffinity(0))]);"
    code += "from app.engines.onnx.session import usable_cores; print(usable_cores())"
    done = subprocess.run([sys.executable, "-B", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"


def test_the_processor_is_always_there() -> None:
    assert providers()[-1] == "CPUExecutionProvider"


def test_a_missing_graph_is_a_missing_model(tmp_path: Path) -> None:
    with pytest.raises(AppError) as caught:
        open_session(tmp_path / "model.onnx")
    assert caught.value.code is ErrorCode.MODEL_MISSING
