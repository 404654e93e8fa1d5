"""Spoken Chinese numbers, dates, times, percent and money in digits. Careful: 一个人, 十分好 and 万一 stay as they are.

What could be read in two ways is left in characters; small numbers are, too, as one would write them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

_DIGITS = {c: str(v) for v, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "两": "2", "兩": "2", "幺": "1"}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_D = "零〇一二三四五六七八九"
_N = "零〇一二两兩三四五六七八九十百千万萬亿億"
_NUMERAL = f"[{_N}]{{1,24}}"
LONG_ROW = 5
"""From so many digits in a row on they are a telephone number or a code."""

# Numbers that are words by now, with what follows or goes before them.
_WORDS = (
    "不管三七二十一|一五一十|十全十美|三十六计|三十六計|二十四史|二十四节气|二十四節氣|七十二变|七十二變|十八般|十二生肖|十二分|"
    "十万火急|十萬火急|十万八千里|十萬八千里|一千零一夜|百分百|千千万万|千千萬萬|一百一|二百五|十一(?:黄金周|黃金週|长假|長假|假期|放假)|"
    "八九不离十|八九不離十|一目十行|十有八九|九十九朵|一传十|十传百|一傳十|十傳百|三十而立|四十不惑|五十步笑百步"
)
_MONTH = "十[一二]|[一二三四五六七八九十]"
_DAY = "三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九]"
_HOUR = "二十[一二三四]?|十[一二三四五六七八九]?|[零〇一二两兩三四五六七八九]"
_MINUTE = f"[二三四五]?十[一二三四五六七八九]?|[零〇][{_D[2:]}]|[{_D[2:]}]"
_HALF_OF_DAY = "凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|夜裡"

_ANY = re.compile(
    rf"(?P<word>(?:{_WORDS})(?![{_N}]))"
    rf"|(?P<year>[{_D}]{{4}})(?P<year_sign>年)(?:(?P<month>{_MONTH})月(?:(?P<day>{_DAY})(?P<day_sign>[日号號]))?)?"
    rf"|(?P<month_alone>{_MONTH})月(?:(?P<day_after>{_DAY})(?P<day_after_sign>[日号號]))?"
    rf"|(?P<whole>百|千|万|萬)分之(?P<share>{_NUMERAL}(?:[点點][{_D}]{{1,12}})?)"
    rf"|(?P<half>{_HALF_OF_DAY})?(?P<hour>{_HOUR})(?P<hour_sign>[点點时時])"
    rf"(?:(?P<minute>{_MINUTE})(?P<minute_sign>分(?!之))|(?P<rest>半|整|钟|鐘|[一三两]刻))"
    rf"|(?P<half_alone>{_HALF_OF_DAY})(?P<hour_alone>{_HOUR})(?P<alone_sign>[点點])(?![{_N}])"
    rf"|(?P<minus>负|負|零下)?(?P<number>{_NUMERAL})"
    rf"(?:[点點](?P<fraction>[{_D}]{{1,12}}+)(?![十百千点點几幾个個些儿兒]))?"
    rf"|(?P<row>[{_D}幺]{{3,24}})"
)
_PERCENT_SIGN = {"百": "%", "千": "‰", "万": "‱", "萬": "‱"}
# 几十, 好几百, 一两百: no number. 十几, 二十来个: the ten stays or is written out with its word.
_NO_NUMBER_BEFORE = frozenset("几幾数數好")
_NO_NUMBER_AFTER = frozenset("几幾数數")
_COUNTED = re.compile(
    "美元|欧元|歐元|英镑|英鎊|日元|日圓|港元|港币|港幣|公里|公斤|千米|千克|毫米|厘米|釐米|摄氏度|攝氏度|度"
)


def chinese_numbers(text: str) -> str:
    """``text`` with the numbers it says in digits; once more gives the same."""
    return _ANY.sub(_written(text), text)


def _written(text: str) -> Callable[[re.Match[str]], str]:
    def put(match: re.Match[str]) -> str:
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 3]
        if match["word"]:
            return match[0]
        if match["year"]:
            return _row(match["year"]) + match["year_sign"] + _month_and_day(match)
        if match["month_alone"]:
            # 三月 is March; 三月 in 十三月 or 三个月 never comes here; 六月底 is June's end.
            if before and before in _N:
                return match[0]
            day = match["day_after"]
            return f"{value(match['month_alone'])}月" + (f"{value(day)}{match['day_after_sign']}" if day else "")
        if match["whole"]:
            share = _decimal(match["share"])
            return match[0] if share is None else share + _PERCENT_SIGN[match["whole"]]
        if match["hour_alone"]:
            return f"{match['half_alone']}{value(match['hour_alone'])}{match['alone_sign']}"
        if match["hour"]:
            return _time(match, before)
        return _number(match, before, after)

    return put


def _month_and_day(match: re.Match[str]) -> str:
    if not match["month"]:
        return ""
    return f"{value(match['month'])}月" + (f"{value(match['day'])}{match['day_sign']}" if match["day"] else "")


def _time(match: re.Match[str], before: str) -> str:
    """下午三点半 is 下午3点半, 十点三十分 is 10点30分."""
    half, hour, sign = match["half"] or "", value(match["hour"]), match["hour_sign"]
    if hour is None or (before and before in _N and not half) or (sign in "时時" and not match["minute"]):
        return match[0]
    if match["rest"]:
        return f"{half}{hour}{sign}{match['rest']}"
    minute = value(match["minute"])
    return match[0] if minute is None else f"{half}{hour}{sign}{minute:02}{match['minute_sign']}"


def _number(match: re.Match[str], before: str, after: str) -> str:
    numeral, fraction, minus = match["number"] or match["row"], match["fraction"], match["minus"] or ""
    if (before and before in _NO_NUMBER_BEFORE) or (after[:1] and after[0] in _NO_NUMBER_AFTER):
        return match[0]
    if all(c in _DIGITS for c in numeral):
        return _digits_only(match, numeral, fraction, minus, after)
    told = _with_scale(numeral)
    if told is None:
        return match[0]
    sign = "-" if minus in ("负", "負") and minus else minus
    if fraction:
        whole = value(numeral)
        return match[0] if whole is None else f"{sign}{whole}.{_row(fraction)}"
    if numeral == "十" and not _COUNTED.match(after):
        return match[0]
    if numeral[0] in "百千万萬亿億":
        return match[0]
    return sign + told


def _digits_only(match: re.Match[str], numeral: str, fraction: str | None, minus: str, after: str) -> str:
    sign = "-" if minus in ("负", "負") and minus else minus
    if fraction and len(numeral) == 1:
        return f"{sign}{_row(numeral)}.{_row(fraction)}"
    if len(numeral) == 1 and _COUNTED.match(after) and numeral not in "零〇":
        return sign + _row(numeral)
    counting = all(int(_DIGITS[b]) - int(_DIGITS[a]) == 1 for a, b in pairwise(numeral))
    least = 3 if set(numeral[1:]) & set("零〇幺") or numeral[0] == "幺" else LONG_ROW
    if len(numeral) >= least and not counting and not fraction:
        return f"{sign}{_row(numeral)}"
    return match[0]


def _row(digits: str) -> str:
    return "".join(_DIGITS[c] for c in digits)


def _decimal(told: str) -> str | None:
    whole, _, fraction = told.replace("點", "点").partition("点")
    if whole == "百":
        return "100"
    found = value(whole)
    return None if found is None else f"{found}.{_row(fraction)}" if fraction else str(found)


def _with_scale(numeral: str) -> str | None:
    """300万 where 万 or 亿 ends it, else digits; None where it is no number that one would say."""
    if numeral[-1] in _LARGE and not any(c in _LARGE for c in numeral[:-1]):
        front = value(numeral[:-1])
        return None if not front or front > 9999 else f"{front}{numeral[-1]}"
    found = value(numeral)
    return None if found is None else str(found)


def value(numeral: str) -> int | None:
    """一百二十三 is 123, 一万零五十 is 10050, 两千五 2500; None where it is said in no such way (二三十, 七上八下)."""
    if len(numeral) == 1 and numeral in _DIGITS:
        return int(_DIGITS[numeral])
    if len(numeral) == 2 and numeral[0] in "零〇" and numeral[1] in _DIGITS:
        return int(_DIGITS[numeral[1]])
    total, smallest = 0, 10**12
    parts = re.split("([万萬亿億])", numeral)
    for index in range(0, len(parts), 2):
        scale = _LARGE[parts[index + 1]] if index + 1 < len(parts) else 1
        if not parts[index]:
            if scale == 1 and index:
                continue
            return None
        section = _section(parts[index], begins=index == 0)
        if section is None or scale >= smallest:
            return None
        total, smallest = total + section * scale, scale
    return total


def _section(told: str, *, begins: bool) -> int | None:
    """At most 9999. 两千五 is 2500 and 一万二 12000 is said so, too, but is left to people."""
    total, digit, smallest, skipped = 0, None, 10**4, False
    if not begins and told[0] in "零〇":
        told, skipped = told[1:], True
    for number, c in enumerate(told):
        if c in "零〇":
            if digit is not None or skipped or number == 0:
                return None
            skipped = True
        elif c in _DIGITS:
            if digit is not None:
                return None
            digit = int(_DIGITS[c])
        else:
            if digit is None and not (c == "十" and (number == 0 or skipped)):
                return None
            if _SMALL[c] >= smallest:
                return None
            smallest = _SMALL[c]
            total += (1 if digit is None else digit) * smallest
            digit, skipped = None, False
    if digit is not None:
        if smallest in (100, 1000) and not skipped:
            digit *= smallest // 10
        elif smallest == 10**4 and not begins and not skipped:
            return None
        total += digit
    elif skipped:
        return None
    return total if told else None
