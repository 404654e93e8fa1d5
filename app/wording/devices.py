"""What a model ran on, in words."""

from __future__ import annotations

from app.wording.sentence import Translate


def device_name(device: str, translate: Translate) -> str:
    """``device`` as the llm lane tells it: 'cpu', 'cuda', 'webgpu'; an unknown one is told as itself."""
    return {
        "cpu": translate("Device", "the processor"),
        "cuda": translate("Device", "the NVIDIA card"),
        "webgpu": translate("Device", "the graphics card"),
    }.get(device, device)
