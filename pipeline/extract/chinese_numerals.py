"""Values of printed numerals: Arabic with magnitudes (``4万2,615``), Chinese (``一亿八千万``), and mixed.

A numeral has a value and a *scale*: the 万, 亿, 万亿 or 兆 that the tables keep in the unit.
"""

from __future__ import annotations

import re

DIGIT = {
    "零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
SMALL = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10**4, "亿": 10**8, "兆": 10**12}
SCALE = {"": 1.0, "万": 1e4, "百万": 1e6, "亿": 1e8, "万亿": 1e12, "兆": 1e12, "亿亿": 1e16}
"""Value of the magnitudes that stay in the unit; Taiwan's 兆 is 10^12."""

# Patterns of printed numerals, without groups.

NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]++)(?:[.·][0-9]++)?+"
# 千 and 兆 belong to the unit in 千瓦, 千克, 兆瓦; 百 to 百分点.
MAGNITUDE = r"(?:[十百千]?万亿|[十百千]?[亿万]|兆(?=[0-9元美余多])|千(?![瓦克米卡伏焦帕赫字安兆])|百(?![分年姓货帕兆]))"
ARABIC = rf"{NUMBER}(?:{MAGNITUDE}(?:{NUMBER}(?:{MAGNITUDE}(?:{NUMBER}{MAGNITUDE}?)?)?)?)?"
CHINESE_DIGITS = "零〇○一二两三四五六七八九"
CHINESE = rf"(?:[{CHINESE_DIGITS}十百万亿]|千(?![瓦克米卡伏焦帕赫兆])|兆(?=[元]))+(?:点[{CHINESE_DIGITS}]+)?"

_PART = re.compile(r"([0-9][0-9,.·]*)([十百千万亿兆]*)")
_KEPT = re.compile(r"(?:万亿|万|亿|兆)$")


def parse_arabic(text: str) -> tuple[float, str]:
    """Value and scale of an Arabic numeral with magnitudes.

    Parameters
    ----------
    text : str
        Digits, thousands commas, one decimal point, 十百千万亿兆: ``5.73万``, ``4万2,615``, ``3兆6,240亿``.

    Returns
    -------
    value : float
        In the scale: 5.73, 42615, 36240.
    scale : str
        The magnitude printed last where it is 万, 亿, 万亿 or 兆, else empty: 万, "", 亿. 十, 百 and 千 are multiplied in.
    """
    if text.isascii():
        return _float(text), ""
    parts = _PART.findall(text)
    kept = _KEPT.search(text)
    scale = kept.group() if kept else ""
    if len(parts) == 1:
        number, magnitude = parts[0]
        return _exact(_float(number), _power(magnitude[: len(magnitude) - len(scale)])), scale
    # Composite: every part counts in units of the last scale (3兆6,240亿 = 3 × 10000 亿 + 6240 亿).
    last = _power(scale)
    total = 0.0
    for number, magnitude in parts:
        power = _power(magnitude)
        value = _float(number)
        total += value * (power / last) if power >= last else value / (last / power)
    return round(total, 6), scale


def _float(digits: str) -> float:
    return float(digits.replace(",", "").replace("·", "."))


def _power(magnitude: str) -> float:
    result = 1.0
    for char in magnitude:
        result *= SMALL.get(char) or LARGE[char]
    return result


def _exact(value: float, factor: float) -> float:
    # 2.3 × 1000 must be 2300, not 2299.9999999999995.
    return round(value * factor, 6) if factor != 1.0 else value


def parse_chinese(text: str) -> int | float | None:
    """Absolute value of a Chinese numeral, None where the characters do not make one.

    ``三十五`` 35, ``一亿八千万`` 180000000, ``二〇二五`` 2025, ``六点五`` 6.5, ``五六十`` None (a range, see `parse_range`).
    """
    whole, point, fraction = text.partition("点")
    value = _parse_whole(whole)
    if value is None or not point:
        return value
    if not fraction or any(char not in DIGIT for char in fraction):
        return None
    return float(f"{value}." + "".join(str(DIGIT[char]) for char in fraction))


def _parse_whole(text: str) -> int | None:
    if not text:
        return None
    if len(text) > 1 and all(char in DIGIT for char in text):
        # 二〇二五 is read digit by digit; 三四 without a zero is a range, 一一 a slogan.
        return int("".join(str(DIGIT[char]) for char in text)) if len(text) > 2 else None
    total, section, digit = 0, 0, -1
    last_small = 10**5
    for char in text:
        if char in DIGIT:
            if digit > 0:
                return None
            digit = DIGIT[char]
        elif char in SMALL:
            power = SMALL[char]
            if power >= last_small:
                return None
            section += (digit if digit > 0 else 1) * power
            last_small, digit = power, -1
        elif char in LARGE:
            section += max(digit, 0)
            power = LARGE[char]
            if total and total < power and section == 0:
                total *= power  # 一万亿
            elif total and total < power:
                total = (total + section) * power
            else:
                total += (section or 1) * power
            section, digit, last_small = 0, -1, 10**5
        else:
            return None
    if digit > 0:
        # 三百五 is 350, 两万五 25000: a digit after a magnitude without zero counts the next lower one.
        section += digit * _trailing(text)
    return total + section


def _trailing(text: str) -> int:
    before = text[-2] if len(text) > 1 else ""
    if before in SMALL:
        return max(SMALL[before] // 10, 1)
    if before in LARGE:
        return LARGE[before] // 10
    return 1


_RANGE = re.compile(r"([一二三四五六七八九])([二三四五六七八九])((?:十|百|千)?[万亿]?)")


def parse_range(text: str) -> tuple[int, int] | None:
    """Ends of a numeral of two neighbouring digits: ``五六十`` (50, 60), ``三四百万``; None for anything else."""
    match = _RANGE.fullmatch(text)
    if match is None or DIGIT[match[2]] - DIGIT[match[1]] not in (1, 2):
        return None
    power = int(_power(match[3]))
    return DIGIT[match[1]] * power, DIGIT[match[2]] * power


def split_scale(text: str, value: float) -> tuple[float, str]:
    """Value in its largest printed scale: 180000000 of 一亿八千万 is (1.8, 亿); 35 of 三十五 is (35, "").

    A numeral that ends in less than 万 (三万五千) has no magnitude before its unit and is written out.
    """
    if text[-1:] not in LARGE:
        return float(value), ""
    for scale in ("万亿", "亿", "万", "兆"):
        if scale in text and value >= SCALE[scale]:
            return round(value / SCALE[scale], 8), scale
    return float(value), ""


def arabic_ends(a: str, b: str | None, am: str | None, shared: bool) -> tuple[float, float | None, str]:
    """Values of one or two Arabic numerals in one scale."""
    value, scale = parse_arabic(a + (am or ""))
    if b is None:
        return value, None, scale
    other, other_scale = parse_arabic(b)
    if scale == other_scale:
        return value, other, scale
    if not scale and shared and value <= other:
        return value, other, other_scale  # 10-20万: both ends in 万
    factor = SCALE[scale] / SCALE[other_scale]
    return scaled(value, factor), other, other_scale  # 8000万-1亿, 5000-1万


def chinese_ends(numeral: str, other: str | None) -> tuple[float, float | None, str] | None:
    pair = parse_range(numeral)
    if pair is not None and other is None:
        low, scale = split_scale(numeral, pair[0])
        return low, split_scale(numeral, pair[1])[0], scale
    first = parse_chinese(numeral)
    if first is None:
        return None
    if other is None:
        value, scale = split_scale(numeral, first)
        return value, None, scale
    second = parse_chinese(other)
    if second is None:
        return None
    high, scale = split_scale(other, second)
    # 三至五万, 九百五十至一千三百五十亿: both ends in the scale of the second; 五千至一万 has two.
    shared = first <= high and scale and not any(large in numeral for large in LARGE)
    return (float(first) if shared else scaled(first, 1 / SCALE[scale])), high, scale


def scaled(value: float, factor: float) -> float:
    product = value * factor
    return float(f"{product:.12g}")
