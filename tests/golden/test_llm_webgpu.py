"""The WebGPU device gives the golden tokens, on a software Vulkan where one is installed; no speed is meant.

``VK_ICD_FILENAMES`` names its driver (SwiftShader; LLVMpipe lacks what WebGPU asks for). It runs in a child process: a
driver is loaded for good. Slow, since each kernel is compiled for a processor that plays a card.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.jobs.lanes import Lanes
from app.jobs.launch import environment
from app.protocol.tasks import ChatMessage, Generate, LaneName

pytestmark = pytest.mark.slow
CHECKOUT = Path(__file__).resolve().parents[2]
MODELS, GOLDEN = CHECKOUT / "tests" / "data" / "models", CHECKOUT / "tests" / "golden" / "llm" / "families"
DRIVERS = (Path("/usr/lib/chromium/vk_swiftshader_icd.json"),)
STEPS = 20
ANSWERS = """
import json, sys
from pathlib import Path
from app.engines.onnx.devices import Device, usable
from app.engines.llm.decoder.decoder import Decoder
if Device.WEBGPU not in usable():
    print(json.dumps(None)); sys.exit()
prompt, steps = json.loads(sys.argv[2]), int(sys.argv[3])
decoder = Decoder(Path(sys.argv[1]), device=Device.WEBGPU)
cache = decoder.new_cache()

def go_on(cache, logits, count):
    tokens = [int(logits.argmax())]
    while len(tokens) < count:
        tokens.append(int(decoder.feed(cache, tokens[-1:]).argmax()))
    return tokens

decoder.feed(cache, prompt[:5])
first = go_on(cache, decoder.feed(cache, prompt[5:]), steps)
decoder.shorten(cache, len(prompt) - 3)
again = go_on(cache, decoder.feed(cache, prompt[-3:]), 4)
forked = decoder.fork(cache, len(prompt) - 1)
third = go_on(forked, decoder.feed(forked, prompt[-1:]), 4)
print(json.dumps([first, again, third, decoder.providers[0]]))
"""


@pytest.fixture
def vulkan() -> dict[str, str]:
    named = os.environ.get("VK_ICD_FILENAMES") or next((str(path) for path in DRIVERS if path.is_file()), None)
    if named is None:
        pytest.skip("no software Vulkan is installed here (VK_ICD_FILENAMES)")
    return {"VK_ICD_FILENAMES": named, "ORT_WEBGPU_EP_ALLOW_SOFTWARE_ADAPTER": "1"}


@pytest.mark.parametrize(
    ("family", "model"),
    [("qwen2", "qwen2-onnx"), ("qwen3", "qwen3-gqa"), ("qwen3", "qwen3-genai-int4"), ("llama3", "llama3-genai-int4")],
)
def test_a_card_s_tokens_are_the_golden_ones(vulkan: dict[str, str], family: str, model: str) -> None:
    run = json.loads((GOLDEN / f"{family}.json").read_text())["runs"][1]
    command = [sys.executable, "-c", ANSWERS, str(MODELS / model), json.dumps(run["prompt"]), str(STEPS)]
    needed = {"ORT_DISABLE_TELEMETRY": "1", "PYTHONPATH": str(CHECKOUT)}
    done = subprocess.run(command, env=os.environ | vulkan | needed, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    if (told := json.loads(done.stdout.splitlines()[-1])) is None:
        pytest.skip("the driver offers no device that WebGPU takes")
    first, again, third, provider = told
    assert provider == "WebGpuExecutionProvider"
    assert first == run["tokens"][:STEPS]
    assert again == third == first[:4]


def test_the_sealed_lane_answers_on_a_card_and_says_so(vulkan: dict[str, str]) -> None:
    lanes = Lanes(environment=environment(os.environ) | vulkan)
    try:
        task = Generate(MODELS / "qwen3-genai-int4", (ChatMessage("user", "When does the ferry leave?"),), 8)
        stages: list[str] = []
        made = lanes.run(LaneName.LLM, task, on_progress=lambda progress: stages.append(progress.stage)).value
    finally:
        lanes.close()
    assert (made.provider, stages) == ("webgpu", ["device:auto", "device:webgpu"])
