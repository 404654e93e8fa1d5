"""What original and converted models are compared on: our own sentences in English and Chinese, and a made-up sound."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

TEXTS = (
    "The tenancy may be ended by either side with three months' notice, given in writing by the third working day "
    "of a month. What has been paid for heating in advance is settled within a year; the tenant may look at the bills.",
    "绿茶要放在阴凉、干燥、不透光的地方，开封以后最好在半年之内喝完。冰箱里的味道会进到茶叶里，所以要用密封的罐子，"
    "拿出来以后先放到室温再打开，不然水汽会凝在叶子上。",
    'def area(width: float, height: float) -> float:\n    """In square metres."""\n    return width * height\n\n'
    "The function is called 24 times: area(3.5, 2.0) gives 7.0.",
)
"""Law, everyday Chinese, and code with numbers: some sixty tokens each."""
PASSAGES = (
    "How long may green tea be kept once the tin is open?",
    "Once opened, green tea keeps for about half a year in a cool, dark place.",
    "绿茶开封以后最好在半年之内喝完。",
    "The train to the airport leaves every twenty minutes from platform four.",
    "这份合同可以由任何一方提前三个月书面终止。",
    "Invoices are paid within thirty days of their date, without deduction.",
)
PAIRS = tuple((PASSAGES[0], passage) for passage in PASSAGES[1:])
SENTENCES = {
    "en": (
        "The train leaves at nine.",
        "Please bring the signed contract on Monday.",
        "Green tea is kept in a dark place.",
    ),
    "zh": ("火车九点开。", "请在星期一带上签好的合同。", "绿茶要放在阴凉的地方。"),
    "de": (
        "Der Zug fährt um neun.",
        "Bitte bringen Sie am Montag den Vertrag mit.",
        "Grüner Tee wird dunkel gelagert.",
    ),
    "fr": (
        "Le train part à neuf heures.",
        "Apportez le contrat signé lundi.",
        "Le thé vert se garde à l'abri de la lumière.",
    ),
    "es": (
        "El tren sale a las nueve.",
        "Traiga el contrato firmado el lunes.",
        "El té verde se guarda en un lugar oscuro.",
    ),
}
RATE = 16_000


def sound(seconds: float = 6.0) -> NDArray[np.float32]:
    """Something voice-like: pulses of a gliding pitch through three moving resonances, with pauses between 'syllables'.

    Not speech: no recording can be carried here for every language. What is compared is arithmetic, not words.
    """
    count = int(seconds * RATE)
    time = np.arange(count) / RATE
    pitch = 120 + 30 * np.sin(2 * np.pi * 0.4 * time) + 10 * np.sin(2 * np.pi * 3.1 * time)
    phase = np.cumsum(2 * np.pi * pitch / RATE)
    made = np.zeros(count)
    centres = (500 + 250 * np.sin(2 * np.pi * 0.7 * time), 1400 + 500 * np.sin(2 * np.pi * 0.5 * time), 2600 + 0 * time)
    for number in range(1, 30):
        tone = number * pitch
        gain = sum(np.exp(-(((tone - centre) / 180) ** 2)) / (place + 1) for place, centre in enumerate(centres))
        made += gain * np.sin(number * phase)
    voiced = np.clip(np.sin(2 * np.pi * 2.3 * time) * 2 + 0.6, 0, 1)
    noise = np.random.default_rng(7).normal(size=count) * 0.02
    made = made * voiced + noise
    scaled: NDArray[np.float32] = (made / np.abs(made).max() * 0.5).astype(np.float32)
    return scaled
