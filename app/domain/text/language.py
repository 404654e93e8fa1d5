"""Which language a text is in, by its script and its commonest words; standard library only, and never sure of little.

English, Chinese (simplified, traditional), Japanese and Korean are told apart by characters alone. Where a language
identification is installed, the translation lane asks that for all the rest.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

SIMPLIFIED = frozenset(
    "国为尔个这学时会来数们并间发对诺与亚员气兰过进药马区从现种该将维议开经机战罗约问广逊领还两称认题关队当统体传变义医论实内"
    "纪计达点导务结场视东许杰伦纳业没欧频据电纽图苏则确权风选军语争动职奥别处设带长级类组构温线卫标样决击试书圣创测术联赛运说"
    "无报号规属产乐独剂质资续写响网总头证费师剧节顿获终应际项较万莱败尽记强压识热飓杀转萨让复责专载飞汉疗历户连财华陈译给铁众声"
    "坏门陆络饰码离围鲁贝杂废继监献岛况扩潜协绝预垒顾拦爱换录麦评随诗观调轨亲错误镇桥显见备拥积仅请您签写"
)
TRADITIONAL = frozenset(
    "國爲為爾個這學時會來數們後並間發對諾與亞員氣蘭過進藥馬區從現種該將維議開經機戰羅約問廣遜領還兩稱認題關隊當統體傳變義醫論"
    "實內紀計達點導務結場視東許傑倫納業沒歐頻據電紐圖蘇則確權風選軍語爭動職奧別處設帶長級類組構溫線衛標樣決擊試書聖創測術聯賽"
    "運說無報號規屬產樂獨劑質資續寫響網總頭證費師劇節頓獲終應際項較萬萊敗盡記壓識熱颶殺轉薩讓復責專載飛漢療歷戶連財華陳譯給鐵"
    "眾聲壞門陸絡飾碼離圍魯貝雜廢繼監獻島況擴潛協絕預壘顧攔愛換錄麥評隨詩觀調軌親錯誤鎮橋顯見備擁積僅請簽裡臺灣於"
)
_COMMON = {
    "en": "the and of to in is for that with on are be this it you by from not or have was as at your please will an "
    "what how who which when where did does were has their his her they there many much",
    "de": "der die das und ist nicht ein eine mit für auf den von zu dem sie wir ich sich auch im werden bitte des",
    "fr": "le la les et est de des un une dans pour que pas sur avec vous nous il elle au aux du ce qui par plus",
    "es": "el la los las y es de del un una en para que no por con se su al lo como más está usted",
    "it": "il lo la gli e è di del un una in per che non con si da al sono della come più questo",
    "pt": "o a os as e é de do da um uma em para que não por com se no na ao mais como você está",
    "nl": "de het een en is van niet in voor met op dat te zijn die aan er u wij ook om bij",
    "pl": "i w na nie jest do się z że to o po jak od za dla oraz przez ale czy",
}
_WORDS = {code: frozenset(words.split()) for code, words in _COMMON.items()}
_SCRIPTS = {
    "LATIN": "Latn", "CYRILLIC": "Cyrl", "GREEK": "Grek", "ARABIC": "Arab", "HEBREW": "Hebr", "DEVANAGARI": "Deva",
    "THAI": "Thai", "HANGUL": "Hang", "HIRAGANA": "Kana", "KATAKANA": "Kana", "CJK": "Hani", "BENGALI": "Beng",
    "TAMIL": "Taml", "GEORGIAN": "Geor", "ARMENIAN": "Armn",
}  # fmt: skip
_BY_SCRIPT = {
    "Hang": ("ko", 0.99), "Kana": ("ja", 0.99), "Cyrl": ("ru", 0.6), "Grek": ("el", 0.97), "Arab": ("ar", 0.6),
    "Hebr": ("he", 0.95), "Deva": ("hi", 0.6), "Thai": ("th", 0.99), "Beng": ("bn", 0.9), "Taml": ("ta", 0.95),
    "Geor": ("ka", 0.97), "Armn": ("hy", 0.97),
}  # fmt: skip
LOOKED_AT = 4000
"""Characters of a text from which its language is told."""
KANA_SHARE = 0.05
"""Of the East Asian letters: a Japanese text has at least some Kana, a Chinese one that names a Japanese shop few."""
HAN_WEIGHT = 2.5
"""A Chinese character says as much as so many letters."""
_MARK = re.compile(r"⟦/?\d+/?⟧|https?://\S+|[\w.+-]+@[\w-]+\.[\w.-]+")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Guess:
    """``language`` is '' where nothing tells; ``probability`` in [0, 1]; ``script`` as ISO 15924 has it ('Hans')."""

    language: str
    probability: float
    script: str


def guess_language(text: str) -> Guess:
    """Numbers, marks and addresses tell nothing."""
    looked_at = _MARK.sub(" ", text[:LOOKED_AT])
    found = scripts_of(looked_at)
    if not found:
        return Guess("", 0.0, "Zyyy")
    kana, hangul, han = (found.get(script, 0.0) for script in ("Kana", "Hang", "Hani"))
    east = kana + hangul + han
    if east >= 0.4 * sum(found.values()):
        share = east / sum(found.values())
        if hangul >= max(kana, han * 0.3):
            return Guess("ko", round(0.5 + share / 2, 3), "Hang")
        if kana > KANA_SHARE * east:
            return Guess("ja", round(0.5 + share / 2, 3), "Jpan")
        script, sure = han_script(looked_at)
        return Guess("zh-hant" if script == "Hant" else "zh", round((0.5 + share / 2) * sure, 3), script)
    script = max(found, key=lambda name: found[name])
    if script == "Latn":
        return _latin(looked_at)
    language, sure = _BY_SCRIPT.get(script, ("", 0.0))
    if script == "Cyrl" and set(looked_at.lower()) & set("іїєґ"):
        language, sure = "uk", 0.95
    if script == "Arab" and set(looked_at) & set("پچژگ"):
        language, sure = "fa", 0.9
    return Guess(language, sure, script)


def scripts_of(text: str) -> dict[str, float]:
    """How much of a text stands in each script, in letters; a Chinese character counts as several."""
    counts: Counter[str] = Counter()
    for letter, times in Counter(filter(str.isalpha, text)).items():
        name = unicodedata.name(letter, "").split(" ", 1)[0]
        if script := _SCRIPTS.get(name):
            counts[script] += times
    weights = dict.fromkeys(("Hani", "Hang", "Kana"), HAN_WEIGHT)
    return {script: count * weights.get(script, 1.0) for script, count in counts.items()}


def han_script(text: str) -> tuple[str, float]:
    """'Hans' or 'Hant', and how sure; texts of characters that both write alike count as simplified."""
    simplified, traditional = sum(map(SIMPLIFIED.__contains__, text)), sum(map(TRADITIONAL.__contains__, text))
    if traditional > simplified:
        return "Hant", 0.98 if simplified * 4 < traditional else 0.7
    return "Hans", 0.98 if simplified > traditional * 4 else 0.8


def _latin(text: str) -> Guess:
    """By the commonest words; a few words alone are taken for English, with little confidence."""
    words = _WORD.findall(text.lower())
    hits = {code: sum(word in known for word in words) for code, known in _WORDS.items()}
    best, second = sorted(hits.values(), reverse=True)[:2]
    if best == 0:
        return Guess("en", 0.5 if text.isascii() else 0.3, "Latn")
    language = max(hits, key=lambda code: hits[code])
    sure = min(0.97, 0.55 + 0.1 * (best - second) + 0.5 * best / max(1, len(words)))
    return Guess(language, round(sure, 3), "Latn")
