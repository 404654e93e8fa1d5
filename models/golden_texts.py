"""The texts whose vectors are kept as golden: every kind of text that an encoder meets, all our own writing."""

from __future__ import annotations

HARBOUR = (
    "The harbour office opens at six in the morning and closes when the last ferry has tied up. Tickets are sold on "
    "board if the kiosk is shut, and bicycles travel free of charge outside the summer holidays. In heavy fog the "
    "northern line stops at the lighthouse, where a bus waits for everyone who holds a valid ticket. "
)
TEA = "茶叶应放在阴凉干燥的地方，避免阳光直射。绿茶最好在半年之内喝完，而普洱茶可以存放多年。"

TEXTS: tuple[str, ...] = (
    "The cat sits outside.",
    "A cat is sitting in the garden.",
    "How long may green tea be stored?",
    "Green tea keeps for about six months in a cool, dark place.",
    "The invoice of 14 March 2024 amounts to 1,250.00 euros and is due within thirty days.",
    "Photosynthesis turns light, water and carbon dioxide into sugar and oxygen.",
    "Please restart the router and wait for two minutes before you try again.",
    "NASA's probe left Earth's orbit on 5 September 1977.",
    "THE SAME WORDS IN CAPITALS",
    "the same words in capitals",
    HARBOUR.strip(),
    (HARBOUR * 12).strip(),
    "word " * 400,
    "",
    " ",
    "\n\t\n",
    ".",
    "a",
    "?!",
    "42",
    "ok",
    "x" * 300,
    "猫坐在外面。",
    "绿茶可以保存多久？",
    TEA,
    TEA * 12,
    "東京の天気は晴れです。",
    "서울은 대한민국의 수도입니다.",
    "Größe und Höhe der Bäume, naïve café, Ærø",
    "Москва - столица России.",
    "مرحبا بالعالم",
    "Mixed 中英文 text with numbers 3.14 and emoji 🙂🚀.",
    "def area(radius: float) -> float:\n    return math.pi * radius ** 2\n",
    "SELECT name, COUNT(*) FROM orders WHERE year >= 2020 GROUP BY name ORDER BY 2 DESC;",
    "https://example.org/a/b?c=d&e=f#g",
    "<p>Markup &amp; entities</p>",
    "| month | sales |\n|---|---|\n| May | 120 |\n| June | 95 |",
    "[CLS] special [SEP] tokens [MASK] inside [PAD] the text [UNK]",
)
