"""``bootstrap.py cuda`` on a tiny checkout: the card's flavour takes the plain one's place, and stays there."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.fakes.tiny_checkout import TinyCheckout, tiny_checkout

pytestmark = pytest.mark.skipif(sys.platform == "darwin", reason="there is no CUDA on a Mac")


@pytest.fixture
def checkout(tmp_path: Path) -> TinyCheckout:
    made = tiny_checkout(tmp_path)
    plain = made.wheel("onnxruntime", "1.0", "__init__.py", "")
    made.lock("app", made.registry / "tiny-1.0-py3-none-any.whl", plain)
    made.lock("cuda", made.wheel("onnxruntime_gpu", "1.0", "__init__.py", ""))
    return made


def packages(checkout: TinyCheckout) -> set[str]:
    return {path.name for path in checkout.venv.rglob("onnxruntime*.dist-info")}


def test_the_card_s_flavour_takes_the_plain_one_s_place_and_stays_through_a_new_lock(checkout: TinyCheckout) -> None:
    status, output = checkout.bootstrap("cuda")
    assert status == 0, output
    assert packages(checkout) == {"onnxruntime_gpu-1.0.dist-info"}
    status, output = checkout.bootstrap()
    assert status == 0, output
    assert "Installing" not in output, "a run needs nothing more"
    assert packages(checkout) == {"onnxruntime_gpu-1.0.dist-info"}
    newer = checkout.wheel("onnxruntime", "2.0", "__init__.py", "")
    checkout.lock("app", checkout.registry / "tiny-1.0-py3-none-any.whl", newer)
    status, output = checkout.bootstrap()
    assert status == 0, output
    assert packages(checkout) == {"onnxruntime_gpu-1.0.dist-info"}


def test_who_never_asked_for_it_never_gets_it(checkout: TinyCheckout) -> None:
    assert checkout.bootstrap()[0] == 0
    assert packages(checkout) == {"onnxruntime-1.0.dist-info"}
