"""This computer in one line, as far as models care: memory, cores, graphics card, room on the disk."""

from __future__ import annotations

from app.machine.models import Gpu, Machine
from app.wording.quantities import amount
from app.wording.sentence import Translate


def machine_words(machine: Machine, translate: Translate) -> str:
    """'25.3 GB of memory, 16.1 GB free · 2 cores · no graphics card'; what nobody tells is left out."""
    memory, processor = machine.memory, machine.processor
    parts = []
    if memory.total_bytes:
        words = translate("Machine", "{0} of memory, {1} free")
        parts.append(words.format(amount(memory.total_bytes), amount(memory.free_bytes)))
    cores = min(processor.cores or processor.usable, processor.usable)
    parts.append(translate("Machine", "1 core") if cores == 1 else translate("Machine", "{0} cores").format(cores))
    parts.append(
        " + ".join(_card(gpu, translate) for gpu in machine.gpus)
        if machine.gpus
        else translate("Machine", "no graphics card for models")
    )
    return " · ".join(parts)


def _card(gpu: Gpu, translate: Translate) -> str:
    if gpu.memory_bytes and not gpu.shared:
        return translate("Machine", "{0} with {1}").format(gpu.name, amount(gpu.memory_bytes))
    return gpu.name
