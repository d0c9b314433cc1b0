"""What a document is: title, 发文字号, issuer, place, date, year of the plan, kind.

Most of it stands in the head (before the first paragraph) and in the signature (a line that is an organ, a line that is a
date); the rest is read from how the text speaks of itself. Words are in ``rules/metadata.yaml``, ``rules/issuers.yaml`` and
``rules/document_types.yaml``; how they combine is here.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Literal

from pipeline.rulebook import Entry, load
from pipeline.segment.regions import (
    Region,
    ancestors,
    chains,
    compile_words,
    cue,
    find_mentions,
    find_region,
    national,
    pattern_of,
    region_by_code,
    regions_named,
    resolve,
    words_of,
)
from pipeline.segment.regions import fires as _fires_cue
from pipeline.types import DocumentMetadata, NormalText

HEAD_LINES = 60
TAIL_LINES = 40
TITLE_LIMIT = 100
YEARS = range(1949, 2051)
_BEFORE_ROC = 1911
_FIRST_PLAN = 1953
_PLAN_YEARS = 5


class DocumentType(Entry):
    """A cue of ``rules/document_types.yaml``: what says that a document is of a kind, and where it must stand."""

    doc_type: str
    where: Literal["title", "letter", "opening", "text"]
    match: Literal["prefix", "suffix", "anywhere"]
    words: tuple[str, ...]
    patterns: tuple[str, ...] = ()


@functools.cache
def _type_patterns() -> tuple[tuple[DocumentType, re.Pattern[str]], ...]:
    found = []
    for entry in load("document_types", DocumentType):
        pattern = compile_words(entry.words, entry.match)
        if entry.patterns:
            pattern = re.compile("|".join((pattern.pattern, *entry.patterns)))
        found.append((entry, pattern))
    return tuple(found)


def fires(entry_id: str, text: str) -> bool:
    """Whether an entry of the document types, of the metadata cues or of the issuers fires in a text."""
    for entry, pattern in _type_patterns():
        if entry.id == entry_id:
            return pattern.search(text) is not None
    return _fires_cue(entry_id, text)


# --- dates ---------------------------------------------------------------------------------------------------------

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "O": 0, "Ｏ": 0, "两": 2}
_NUMERAL = r"[〇零○O一二三四五六七八九十廿卅百]"
_DATE = re.compile(
    rf"(?:(?P<roc>民国)(?P<ry>\d{{2,3}}|{_NUMERAL}{{1,5}})年|(?P<y>\d{{4}}|{_NUMERAL}{{4}})年)"
    rf"(?P<m>\d{{1,2}}|{_NUMERAL}{{1,2}})月(?P<d>\d{{1,2}}|{_NUMERAL}{{1,3}})日"
    r"|(?<![\d.-])(?P<iy>(?:19|20)\d{2})(?P<sep>[-/.])(?P<im>\d{1,2})(?P=sep)(?P<id>\d{1,2})(?![\d-])"
)
_MONTH_DAY = re.compile(r"(?<![\d年])(?P<m>\d{1,2})月(?P<d>\d{1,2})日")
_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d{2})(?=年)(?!年代)")
_BARE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_YEAR_RANGE = re.compile(r"((?:19|20)\d{2})年?[-—~～至到]+((?:19|20)?\d{2})")
_CHINESE_YEAR = re.compile(rf"({_NUMERAL}{{4}})(?=年)")
_DISTANT = re.compile(r"(?:19|20)\d{2}年(?:远景|以前|愿景)")


def parse_number(text: str) -> int:
    """Value of Arabic digits, of Chinese digits in place order (二〇一八) or of Chinese numerals up to 99 (二十一, 廿一)."""
    if text.isdigit() and text.isascii():
        return int(text)
    text = text.replace("廿", "二十").replace("卅", "三十")
    if "百" in text:
        hundreds, _, rest = text.partition("百")
        return 100 * (_DIGITS.get(hundreds, 1)) + (parse_number(rest.lstrip("零〇")) if rest.lstrip("零〇") else 0)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return 10 * (_DIGITS.get(tens, 1) if tens else 1) + (_DIGITS.get(ones, 0) if ones else 0)
    return int("".join(str(_DIGITS[c]) for c in text)) if text else 0


def _as_date(found: re.Match[str]) -> date | None:
    if found["roc"]:
        year, month, day = parse_number(found["ry"]) + _BEFORE_ROC, parse_number(found["m"]), parse_number(found["d"])
    elif found["iy"]:
        year, month, day = int(found["iy"]), int(found["im"]), int(found["id"])
    else:
        year, month, day = (parse_number(found[name]) for name in ("y", "m", "d"))
    if year not in YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def find_date(text: str) -> date | None:
    """The first full date of a text: 2021年3月18日, 二〇一八年十二月二十一日, 民国114年2月25日, 2026-02-01."""
    return next((day for found in _DATE.finditer(text) if (day := _as_date(found)) is not None), None)


# --- lines ---------------------------------------------------------------------------------------------------------

_HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.]|第[一二三四五六七八九十\d]+[章节条部]|[(][一二三四五六七八九十\d]+[)]|\d{1,2}[、.](?!\d)|[壹贰叁肆伍][、])"
)
_ENDS_SENTENCE = re.compile(r"[。;!?,、…]$")
_CARD_LABELS = ("card_title", "card_number", "card_issuer", "card_signed", "card_shown", "card_other")
_NUMBER = re.compile(
    r"(?P<organ>[\u4e00-\u9fff]{1,14}(?:[(][\u4e00-\u9fff]+[)])?)[〔\[(【［]\s*(?P<year>(?:19|20)\d{2})\s*[〕\])】］]\s*第?(?P<number>\d{1,5})号"
)
_NUMBER_AT_END = re.compile(r"〔(?P<year>(?:19|20)\d{2})〕\d{1,5}号$")
_ORDER = re.compile(r"^(?:中华人民共和国)?(?P<organ>[\u4e00-\u9fff]{2,14})令$")
_ORDER_NUMBER = re.compile(r"^(?:中华人民共和国)?([\u4e00-\u9fff]{1,14}令)第?(\d{1,4}|[一二三四五六七八九十百]+)号$")
_TRAILING_BRACKET = re.compile(r"(?:[(][^()]{1,40}[)])+$")
_QUOTED = re.compile(r"《([^《》]{4,90})》")
_PERSON = re.compile(r"^[\u4e00-\u9fff·]{2,4}$")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank; ``number`` counts such lines."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class _Signature:
    """Organs and day of a paper, and the number of the line with the day."""

    organs: tuple[str, ...]
    day: date | None
    line: int


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands before the first paragraph, without the page around it."""

    card: dict[str, str]
    lines: tuple[_Line, ...]
    shown: date | None
    body: int


def _lines(text: str) -> list[_Line]:
    rows = (row.strip() for row in text.split("\n"))
    return [_Line(number, row) for number, row in enumerate(row for row in rows if row)]


def _is_chrome(text: str) -> bool:
    bare = text.strip(" :|>·.-_")
    return (
        not bare
        or pattern_of("page_chrome").search(bare) is not None
        or pattern_of("page_chrome_start").search(text) is not None
        or " > " in text
        or text in {">", "》", "»", "】"}
        or bare in _place_tags()
        or (len(bare) <= 8 and pattern_of("page_sections").search(bare) is not None)
    )


@functools.cache
def _place_tags() -> frozenset[str]:
    """Names of provinces and cities, full and short: as a line they are a tag of the page."""
    found = (region_by_code(f"{code:02}0000") for code in range(11, 83))
    provinces = [place for place in found if place is not None]
    cities = [region_by_code(f"{p.code[:2]}{n:02}00") for p in provinces for n in range(1, 36)]
    return frozenset(name for p in [*provinces, *cities] if p for name in (p.name, *p.short_names))


def _is_heading(text: str) -> bool:
    return _HEADING.match(text) is not None


def _is_salutation(text: str) -> bool:
    return pattern_of("salutations").search(text) is not None or (text.endswith(":") and len(text) < 300 and "各" in text)


def _opens_body(text: str) -> bool:
    if _is_heading(text) or _is_salutation(text):
        return True
    if pattern_of("questioners").search(text):
        return True
    return len(text) > 45 and ("。" in text or text.count(",") >= 2) and "《" not in text[:6]


def _read_head(lines: Sequence[_Line]) -> _Head:
    """Sort the lines before the first paragraph into the page's card, the page itself and the document's head."""
    card: dict[str, str] = {}
    kept: list[_Line] = []
    shown: date | None = None
    waiting = ""
    for line in lines[:HEAD_LINES]:
        entries = _card_entries(line.text)
        if waiting and not entries:
            card.setdefault(waiting, line.text)
            waiting = ""
        elif entries:
            card |= {label: value for label, value in entries if value and label not in card}
            waiting = entries[-1][0] if not entries[-1][1] else ""
        elif _is_chrome(line.text):
            shown = shown or find_date(line.text)
        elif _opens_body(line.text):
            return _Head(card, tuple(kept), find_date(card.get("card_shown", "")) or shown, line.number)
        else:
            kept.append(line)
    return _Head(card, tuple(kept), find_date(card.get("card_shown", "")) or shown, min(len(lines), HEAD_LINES))


@functools.cache
def _card_pattern() -> re.Pattern[str]:
    labels = {word: label for label in _CARD_LABELS for word in words_of(label)}
    return re.compile(rf"(?:^|(?<=[^\u4e00-\u9fffa-z]))({'|'.join(sorted(labels, key=len, reverse=True))})\s*:\s*")


@functools.cache
def _card_labels() -> dict[str, str]:
    return {word: label for label in _CARD_LABELS for word in words_of(label)}


def _card_entries(text: str) -> list[tuple[str, str]]:
    """Labels and values of a line of the page's card; none if the line does not begin with a label."""
    found = list(_card_pattern().finditer(text))
    if not found or found[0].start():
        return []
    ends = [match.start() for match in found[1:]] + [len(text)]
    return [(_card_labels()[match[1]], text[match.end() : end].strip()) for match, end in zip(found, ends, strict=True)]


# --- organs --------------------------------------------------------------------------------------------------------

_ORGAN_CHARACTERS = re.compile(r"^[\u4e00-\u9fff()“”·、 ]{2,90}$")


def is_organ(text: str) -> bool:
    """Whether a short text is nothing but the name of an organ, or of several."""
    return (
        _ORGAN_CHARACTERS.match(text) is not None
        and pattern_of("organ_suffixes").search(text.rstrip("()")) is not None
        and pattern_of("not_organs").search(text) is None
        and pattern_of("not_organ_starts").search(text) is None
    )


def _join_organs(lines: Sequence[str]) -> tuple[str, ...]:
    """Organs of neighbouring lines; a name that a narrow column broke (工业和 + 信息化局) is put together."""
    found: list[str] = []
    for text in lines:
        if found and not is_organ(found[-1]):
            found[-1] += text
        else:
            found.append(text)
    return tuple(found)


def _signatures(lines: Sequence[_Line]) -> list[_Signature]:
    """All places where organs stand over (or before) the day of the paper, in order."""
    found: list[_Signature] = []
    for index, line in enumerate(lines):
        if len(line.text) > 80 or "年" not in line.text:
            continue
        match = _DATE.search(line.text)
        day = _as_date(match) if match else None
        if match is None or day is None or match["iy"]:
            continue
        before, after = line.text[: match.start()].strip(" (,于"), line.text[match.end() :].strip(" )。")
        if before and is_organ(before) and (not after or pattern_of("issue_verbs").search(after)):
            found.append(_Signature((before,), day, line.number))
        elif not before and (not after or pattern_of("issue_verbs").search(after)):
            organs = _organs_above(lines, index)
            if organs or not after:
                found.append(_Signature(organs, day, line.number))
    return found


def _organs_above(lines: Sequence[_Line], index: int) -> tuple[str, ...]:
    above: list[str] = []
    for line in reversed(lines[max(0, index - 14) : index]):
        text = line.text
        short = len(text) <= 40 and _ORGAN_CHARACTERS.match(text) is not None and not _is_heading(text) and not _is_chrome(text)
        if not short or pattern_of("not_organ_starts").search(text):
            break
        above.append(text)
    above.reverse()
    # Lines before the first organ are the end of the text above.
    while above and not is_organ(above[0]) and not (len(above) > 1 and is_organ(above[0] + above[1])):
        above.pop(0)
    organs = _join_organs(above)
    return organs if organs and all(map(is_organ, organs)) else ()


_PUBLISHED_BY = re.compile(r"(?:^.*[。,;!?:由])?(?P<organ>[\u4e00-\u9fff()、]{3,50}?)于?$")
_PUBLISHED_AFTER = re.compile(r"^,?(?P<organ>[\u4e00-\u9fff()、]{3,60}?)(?:联合)?(?:发布|印发|公布)")


def _published_note(lines: Sequence[_Line]) -> _Signature | None:
    """A closing note that says who published the paper when (江岸市数据局2026年3月9日发布)."""
    for line in reversed(lines):
        for match in _DATE.finditer(line.text):
            day = _as_date(match)
            before, after = line.text[: match.start()], line.text[match.end() :]
            if day is None or match["iy"]:
                continue
            near = re.match(r"[^。;]{0,60}?(?:发布|印发|公布|征求意见)", after)
            by = _PUBLISHED_BY.match(before)
            later = _PUBLISHED_AFTER.search(after)
            if by and is_organ(by["organ"]) and near:
                return _Signature((by["organ"],), day, line.number)
            if later and is_organ(later["organ"]) and not before:
                return _Signature((later["organ"],), day, line.number)
            if not before and re.match(r"(?:正式|对外)?(?:发布|印发|公布)", after):
                return _Signature((), day, line.number)
    return None


def _complete(organ: str, place: Region | None) -> str:
    """Name of an organ with its place in front: 市政府办公室 in 太仓市 is 太仓市人民政府办公室."""
    found = re.match(r"(自治区|园区|[省市县区州旗盟])(.+)", organ)
    if place is None or found is None or find_mentions(organ[:12]):
        return organ
    kind, rest = found.groups()
    owner = next((p for p in (place, *ancestors(place)) if p.name.endswith(kind)), None)
    if owner is None:
        return organ
    if re.fullmatch(r"(?:人民)?政府(?:办公[厅室]|办)?", rest):
        return owner.name + "人民政府" + rest.removeprefix("人民").removeprefix("政府").replace("办公", "办公")
    party = re.match(r"委(?!员会)", rest) is not None
    return ("中共" if party else "") + owner.name + rest


def _title_organ(title: str) -> str | None:
    """The organ that a title begins with (X关于…, X印发…)."""
    verbs = "|".join(map(re.escape, words_of("title_verbs")))
    found = re.match(rf"([^《》,。]{{2,60}}?)(?:{verbs})", title)
    if found is None:
        return None
    organ = found[1].strip()
    return organ if is_organ(organ) else None


def _split_organs(organ: str) -> str:
    """Co-issuers that were printed with a blank between them: 甲市商务局乙市财政局 gets a 、."""
    starts = [chain[0].start for chain in chains(find_mentions(organ)) if not chain[0].is_short]
    heads = re.compile(pattern_of("national_organs").pattern.removeprefix("^"))
    starts = sorted({*starts, *(found.start() for found in heads.finditer(organ))})
    pieces: list[str] = []
    last = 0
    for start in starts:
        if start > last and is_organ(organ[last:start]):
            pieces.append(organ[last:start])
            last = start
    return "、".join([*pieces, organ[last:]])


# --- title ---------------------------------------------------------------------------------------------------------


@functools.cache
def _title_end() -> re.Pattern[str]:
    words = {w for entry, _ in _type_patterns() if entry.where in {"title", "letter"} for w in entry.words}
    return re.compile(f"(?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))}|实录|全文|解答|问答|意见稿)$")


def _core(title: str) -> str:
    """A title without the brackets at its end."""
    return _TRAILING_BRACKET.sub("", title).rstrip("》”\" ")


def _looks_titled(text: str) -> bool:
    return _title_end().search(_core(text)) is not None and not _ENDS_SENTENCE.search(text) and not _is_heading(text)


def _is_title_material(text: str) -> bool:
    return not (
        _NUMBER.fullmatch(text.replace(" ", ""))
        or text.startswith(("——", "--", "――"))
        or (_DATE.search(text) and len(text) < 30)
        or _is_salutation(text)
        or _is_heading(text)
        or text[-1:] in "。;:,"
        or len(text) > TITLE_LIMIT
    )


def _merge_single_characters(lines: Iterable[str]) -> list[str]:
    merged: list[str] = []
    run = False
    for text in lines:
        single = len(text) <= 1
        if single and run:
            merged[-1] += text
        else:
            merged.append(text)
        run = single
    return merged


def _find_title(rows: Sequence[str]) -> str | None:
    """The title among the lines of a head; one that a page broke over several lines is put together."""
    lines = [_bare_title(row) for row in _merge_single_characters(rows)]
    for index, text in enumerate(lines):
        if not _is_title_material(text) or not _looks_titled(text) or len(_core(text)) < 4:
            continue
        start = _title_start(lines, index)
        return _with_bracket("".join(lines[start : index + 1]), lines[index + 1 :])
    for start in range(len(lines)):
        for width in range(2, 5):
            pieces = lines[start : start + width]
            joined = "".join(pieces)
            if len(pieces) < width or not all(map(_is_title_material, pieces)) or len(joined) > TITLE_LIMIT:
                break
            if _looks_titled(joined):
                return _with_bracket(joined, lines[start + width :])
    return None


def _bare_title(row: str) -> str:
    """A line without the number of an annex before it or the 发文字号 behind it."""
    if row.startswith("附件"):
        row = row.removeprefix("附件").lstrip("0123456789:")
    return _split_number(row)[0]


def _split_number(row: str) -> tuple[str, str]:
    """A line that ends with a 发文字号 as what stands before it and the number, the latter empty if nothing fits."""
    number = _NUMBER_AT_END.search(row)
    if number is None:
        return row, ""
    cut = next((at for at in range(number.start("year") - 2, max(3, number.start("year") - 14), -1) if _looks_titled(row[:at])), 0)
    return (row[:cut], row[cut:]) if cut else (row, "")


def _title_start(lines: Sequence[str], end: int) -> int:
    """Number of the line that a title begins on whose last line is ``end``."""
    start = end
    for upper in range(end - 1, max(-1, end - 5), -1):
        if not _is_title_material(lines[upper]) or _looks_titled(lines[upper]) or sum(map(len, lines[upper : end + 1])) > TITLE_LIMIT:
            break
        # 关于 opens the name of a paper; the lines between it and the kind of paper belong to the name.
        opens = _OPENS_TITLE.search(lines[upper]) is not None and not is_organ(lines[upper])
        if opens or _runs_on(lines[upper], "".join(lines[start : end + 1])):
            start = upper
    return start


def _runs_on(text: str, below: str) -> bool:
    """Whether a line is the first part of the title that goes on in the line below it."""
    if below.count("》") > below.count("《") or below.count("”") > below.count("“"):
        return True
    if (len(text) <= 8 and pattern_of("page_sections").search(text)) or below.startswith(text) or re.match(r"\d{4}年", below):
        return False
    if is_organ(text):
        return below.startswith("关于") or (len(below) <= 24 and not find_mentions(below))
    begins = next(iter(find_mentions(text)), None)
    if begins is not None and begins.start == 0 and len(text) > 8:
        return True
    # The name of a fiscal year, and a line that goes on in the middle of a number.
    return bool(re.search(r"^\d{2,4}年度|年度$", text) or re.match(r"第\d", below))


def _with_bracket(title: str, below: Sequence[str]) -> str:
    if below and re.fullmatch(r"[(][^()]{2,30}[)]", below[0]) and not _DATE.search(below[0]):
        return title + below[0]
    return title


def _slogan_title(rows: Sequence[str]) -> str | None:
    """Lines over a subtitle (——在…上的报告): the title of a speech."""
    for index, text in enumerate(rows):
        if text.startswith(("——", "--", "――")) and 0 < index <= 4:
            above = [row for row in rows[:index] if _is_title_material(row)]
            return "".join(above) or None
    return None


_OPENS_TITLE = re.compile(r"关于|印发|转发|批转")
_GLUED = re.compile(r"^(?P<title>[^,。;:]{6,60}?)(?:第一章|为(?:了|深入|认真|全面|贯彻|落实|加快|进一步|规范|加强|推动|促进|切实|积极|充分))")


def _glued_title(text: str) -> str | None:
    """A title that lost its line end (智能航运发展指导意见为认真贯彻…)."""
    found = _GLUED.match(text)
    title = found["title"] if found else ""
    return title if title and _looks_titled(title) else None


def _full_width(text: str) -> str:
    """A title as it is printed: full-width brackets and punctuation."""
    text = re.sub(r"\(([^()]*)\)", r"（\1）", text)
    return re.sub(r"(?<=[\u4e00-\u9fff”》）]),", "，", re.sub(r"(?<=[\u4e00-\u9fff”》）])[:]", "：", text))


def _forwarded(title: str) -> str:
    """The name of what a paper forwards (印发X的通知), else the title itself."""
    quoted = _QUOTED.search(title)
    if quoted and re.search(r"印发|转发|发布|公布|批转", title[: quoted.start()]):
        return quoted[1]
    found = re.search(r"(?:印发|转发|批转)(?P<inner>.+?)的?(?:通知|函|通告|公告)$", _core(title))
    return found["inner"] if found else title


_HANDS_OUT = re.compile(r"《(?P<title>[^《》]{4,90})》[^。《]{0,60}(?:印发|下发|转发)给")


def _title(head: _Head, lines: Sequence[_Line], letter: _Signature | None, is_report: bool) -> str | None:
    rows = [line.text for line in head.lines]
    found = _card_title(head) or _order_title(rows) or _find_title(rows) or _slogan_title(rows)
    if found is None and head.body < len(lines):
        found = _glued_title(lines[head.body].text)
    if found is None and letter is not None:
        after = [line for line in lines[letter.line + 1 : letter.line + 12] if not _is_chrome(line.text)]
        stop = next((i for i, line in enumerate(after) if _opens_body(line.text)), len(after))
        found = _find_title([line.text for line in after[:stop]])
        if found is None:
            quoted = next((m for line in lines[head.body : letter.line] if (m := _HANDS_OUT.search(line.text))), None)
            found = quoted["title"] if quoted else None
    if found is None and rows and not is_report:
        found = _first_line_title(rows, lines)
    if found is None and is_report:
        found = "政府工作报告"
    return re.split(r"——(?=在|\d{4}年)", found)[0] if found else None


def _order_title(rows: Sequence[str]) -> str | None:
    """What an order (某某令) puts into force."""
    if not any(map(_ORDER.match, rows[:3])):
        return None
    quoted = next((m for row in rows[1:6] if "公布" in row and (m := _QUOTED.search(row))), None)
    return quoted[1] if quoted else None


def _card_title(head: _Head) -> str | None:
    value = head.card.get("card_title", "")
    return value if 4 <= len(value) <= TITLE_LIMIT else None


def _first_line_title(rows: Sequence[str], lines: Sequence[_Line]) -> str | None:
    first = rows[0]
    plain = 5 <= len(first) <= 40 and _is_title_material(first) and not is_organ(first) and not _PERSON.match(first)
    return first if plain and len(lines) > len(rows) and not re.search(r"[。:;!?/]|摄$", first) else None


# --- number --------------------------------------------------------------------------------------------------------


def _doc_number(head: _Head, lines: Sequence[_Line]) -> str | None:
    candidates = [head.card.get("card_number", ""), *(line.text for line in lines[: head.body + 3])]
    for text, following in zip(candidates, [*candidates[1:], ""], strict=True):
        tight = _split_number(text.replace(" ", ""))[1] or text.replace(" ", "")
        if _ORDER.match(tight):
            tight += following
        found = _NUMBER.fullmatch(tight.removesuffix("文件")) or (_NUMBER.search(tight) if len(tight) < 30 and tight.endswith("号") and "《" not in tight else None)
        if found:
            return f"{found['organ'].removeprefix('文件')}〔{found['year']}〕{found['number']}号"
        order = _ORDER_NUMBER.match(tight)
        if order:
            return f"{order[1]}第{order[2]}号"
    return None


# --- place ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Places:
    """Places that a document names, how often, and by which words it names its own."""

    mentions: tuple[Region, ...]
    counts: dict[str, int]
    own: dict[str, int]


def _read_places(text: str) -> _Places:
    found: list[Region] = []
    mentions = find_mentions(text)
    around = [m.regions[0] for m in mentions if len(m.regions) == 1 or not m.is_short]
    for chain in chains(mentions):
        place = resolve(chain, around)
        if place is not None:
            found.append(place)
    own = {name: sum(text.count(word) for word in words_of(name)) for name in ("own_nation", "own_province", "own_city", "own_county", "own_district")}
    return _Places(tuple(found), Counter(place.code for place in found), own)


_OVERSEAS = (("overseas_taiwan", "710000"), ("overseas_macao", "820000"), ("overseas_hongkong", "810000"))


def _overseas(head: str) -> Region | None:
    for entry, code in _OVERSEAS:
        if len(pattern_of(entry).findall(head)) >= 2:
            return region_by_code(code)
    return None


def _own_place(places: _Places) -> Region | None:
    """The place that a document calls its own (我省, 全市): of that level the one it names most."""
    own = places.own
    # Of equal counts the narrower place: a county speaks of its city and province too.
    level = max(("own_district", "own_county", "own_city", "own_province"), key=lambda name: own[name])
    dominant = _dominant(places)
    if own[level] < 2 or own[level] * 20 < own["own_nation"]:
        return dominant
    if dominant is not None and places.counts[dominant.code] > 3 * own[level]:
        return dominant
    fits: dict[str, Callable[[Region], bool]] = {
        "own_province": lambda r: r.level == "province",
        "own_city": lambda r: r.name.endswith("市"),
        "own_county": lambda r: r.level == "county" and r.name[-1] in "县旗",
        "own_district": lambda r: r.name.endswith("区") and r.level in {"county", "province"},
    }
    return _most_named(place for place in places.mentions if fits[level](place))


def _most_named(found: Iterable[Region]) -> Region | None:
    best = Counter(place.code for place in found).most_common(1)
    return region_by_code(best[0][0]) if best else None


def _dominant(places: _Places) -> Region | None:
    """A place that a document names over and over, and no other half as often."""
    best = Counter(place.code for place in places.mentions).most_common(2)
    if best and best[0][1] >= 4 and (len(best) == 1 or best[0][1] >= 2 * best[1][1]):
        return region_by_code(best[0][0])
    return None


_TOWNSHIP = re.compile(r"^[\u4e00-\u9fff]{1,5}?(?:街道|镇|乡)(?=办事处|人民政府|党工委|关于|支持|政府|$)")


def _part_of(text: str, place: Region | None, places: _Places) -> Region | None:
    """A development zone, a street or a township that a title or an organ begins with, as a part of its place."""
    trade = re.match(r"中国\([\u4e00-\u9fff]{2,4}\)自由贸易试验区(?:[\u4e00-\u9fff]{2,6}片区)?", text)
    if trade and place is not None:
        return Region(place.code, trade[0], place.full_name + trade[0], "other")
    chain = next(iter(chains(find_mentions(text[:30]))), None)
    start = chain[-1].end if chain and chain[0].start == 0 else 0
    zones = "|".join(sorted(map(re.escape, words_of("zone_suffixes")), key=len, reverse=True))
    zone = re.match(rf"[\u4e00-\u9fff()]{{0,14}}?(?:{zones})", text[start:])
    if zone and (start or _starts_with_place(text)) and not re.search(r"关于|支持|促进|加快|建设|打造", zone[0]):
        base = place or find_region(text[:start])
        name = text[chain[-1].start : start] + zone[0] if chain and chain[-1].is_short and start else zone[0]
        if not start:
            base = _starts_with_place(text) or base
        named = regions_named(name) or regions_named(zone[0])
        if named:
            return named[0]
        if base is not None and base.level != "national":
            base = next((p for p in (base, *ancestors(base)) if p.level in {"prefecture", "province", "county"}), base)
            return Region(base.code, name, base.full_name + name, "other")
    town = _TOWNSHIP.match(text[start:])
    if town and place is not None and place.level in {"county", "prefecture"}:
        return Region(place.code, town[0], place.full_name + town[0], "township")
    return None


def _starts_with_place(text: str) -> Region | None:
    for width in (4, 3, 2):
        named = [r for r in regions_named(text[:width]) if not r.until]
        if len({r.full_name for r in named}) == 1:
            return named[0]
    return None


def _place(texts: Sequence[str], issuer: str | None, places: _Places, opening: Sequence[_Line], text: str) -> Region | None:
    """The place of a document: of its issuer, its title, its head, the one it calls its own, or the country."""
    if issuer and find_region(issuer) is None and pattern_of("national_organs").search(issuer):
        return national()
    overseas = _overseas("\n".join([*texts, text[:2000]]))
    if overseas is not None:
        return overseas
    around = list(places.mentions)
    for part in ([issuer] if issuer else []) + list(texts):
        chain = next(iter(chains(find_mentions(part))), None)
        place = resolve(chain, around) if chain else None
        found = _part_of(part, place, places) or place
        if found is not None:
            return found
    if any(pattern_of("national_addressees").search(line.text) for line in opening):
        return national()
    return _own_place(places) or (national() if places.own["own_nation"] else None)


# --- year ----------------------------------------------------------------------------------------------------------


def _single_years(text: str) -> list[int]:
    """Years that a text names, not as ends of a range or as a distant aim."""
    text = _DISTANT.sub("", _YEAR_RANGE.sub("", text))
    years = [int(y) for y in _BARE_YEAR.findall(text)] + [parse_number(y) for y in _CHINESE_YEAR.findall(text) if "十" not in y]
    years += [int(y) + _BEFORE_ROC for y in re.findall(r"(?:民国|^|[^\d])(\d{3})年(?:\d{1,2}月|度)", text)]
    # A fiscal year is called by both its years.
    years += [parse_number(y) for y in re.findall(rf"({_NUMERAL}{{4}})至{_NUMERAL}{{2}}", text)]
    return [year for year in years if year in YEARS]


def _heading_year(lines: Sequence[_Line]) -> int | None:
    ahead, back = [], []
    for line in lines:
        if len(line.text) > 60 or not _is_heading(line.text):
            continue
        years = _single_years(line.text)
        if not years:
            continue
        if pattern_of("review_headings").search(line.text):
            back.append(max(years))
        elif pattern_of("plan_headings").search(line.text):
            ahead.append(max(years))
    if ahead:
        return max(ahead)
    return max(back) + 1 if back else None


def _stem_year(source_path: str) -> int | None:
    stem = PurePosixPath(source_path).stem
    years = [int(y) for y in re.findall(r"(?:^|[-_ .年])((?:19|20)\d{2})(?=$|[-_ .年])", stem)]
    return next((year for year in years if year in YEARS), None)


def five_year_plan(number: int) -> tuple[int, int]:
    """First and last year of a five-year plan; the first one ran from 1953, the sixth from 1981 on they follow closely."""
    if number < 3:
        first = _FIRST_PLAN + _PLAN_YEARS * (number - 1)
    else:
        first = 1966 + _PLAN_YEARS * (number - 3)
    return first, first + _PLAN_YEARS - 1


def _implied_year(text: str) -> int | None:
    """The year that a text names by what it is: the opening or the last year of a five-year plan, an anniversary."""
    votes: Counter[int] = Counter()
    for found in re.finditer(r"“?([一二三四五六七八九十]{1,2})五”?(?:规划|时期)?(?P<rest>[^。;“]{0,12})", text):
        first, last = five_year_plan(parse_number(found[1]))
        if pattern_of("plan_opening").search(found["rest"]):
            votes[first] += 1
        elif pattern_of("plan_closing").search(found["rest"]):
            votes[last] += 1
    origin = cue("foundings")
    for name, year in zip(origin.words, origin.years, strict=True):
        for found in re.finditer(re.escape(name) + r"(\d{2,3}|[一二三四五六七八九十百]{1,4})周年", text):
            votes[year + parse_number(found[1])] += 1
    best = votes.most_common(2)
    return best[0][0] if best and (len(best) == 1 or best[0][1] > best[1][1]) else None


def _spoken_year(text: str) -> int | None:
    """The year that a text without a date speaks in: the one it names most, aims (到2025年) and ranges left out."""
    plain = _YEAR_RANGE.sub("", text)
    years = Counter(int(m[1]) for m in _YEAR.finditer(plain) if plain[max(0, m.start() - 1) : m.start()] not in tuple("到至后"))
    best = years.most_common(2)
    if not best:
        return None
    clear = len(best) == 1 or best[0][1] >= 2 * best[1][1]
    return best[0][0] if clear and best[0][1] >= 3 else None


def _report_year(text: str) -> int | None:
    """The year that an annual report without a date opens: the one after the year it looks back on most."""
    years = Counter(int(y) for y in _YEAR.findall(_YEAR_RANGE.sub("", text[: len(text) // 2])))
    best = years.most_common(1)
    last = re.findall(r"(?:过去|刚刚过去)的?((?:19|20)\d{2})年", text)
    if last:
        return int(last[0]) + 1
    if not best or best[0][1] < 3:
        return None
    mode = best[0][0]
    return mode + 1 if text.count(f"{mode + 1}年") >= 2 else mode


def _plan_year(
    doc_type: str, title: str | None, head: _Head, lines: Sequence[_Line], given: date | None, source_path: str, text: str
) -> int | None:
    named = _single_years(_forwarded(title)) if title else []
    dated = [year for line in head.lines if len(line.text) <= 16 for year in _single_years(line.text)]
    heading = _heading_year(lines) if doc_type in {"government_work_report", "press_conference", "interview", "brief", "other"} else None
    if doc_type == "government_work_report":
        ordered = (max(named, default=None), given.year if given and heading is None else heading, _stem_year(source_path))
        return next((year for year in ordered if year), None) or _report_year(text)
    elif named and doc_type != "plan_outline" and (given is None or max(named) - given.year in {0, 1}):
        return max(named)
    elif heading and given and heading - given.year in {0, 1}:
        return heading
    shown = head.shown or _shown_date([line.text for line in head.lines])
    for year in (given.year if given else None, shown.year if shown else None, max(dated, default=None), _stem_year(source_path), heading):
        if year:
            return year
    spans = [int(m[1]) for m in _YEAR_RANGE.finditer(title or "")]
    plan = re.search(r"十([一二三四五六])五", title or "")
    if spans:
        return spans[0]
    if plan:
        return five_year_plan(10 + parse_number(plan[1]))[0]
    return _implied_year(text) or _spoken_year(text)


# --- kind ----------------------------------------------------------------------------------------------------------


def _doc_type(title: str | None, opening: str, text: str, lines: Sequence[_Line]) -> str:
    inner = _core(_forwarded(title)) if title else ""
    outer = _core(title) if title else ""
    for entry, pattern in _type_patterns():
        if entry.where == "title" and inner and pattern.search(inner):
            if entry.doc_type == "other" and inner != outer and fires("letter_notice", outer):
                return "notice"
            return entry.doc_type
        if entry.where == "letter" and outer and pattern.search(outer):
            return entry.doc_type
        if entry.where == "opening" and pattern.search(opening):
            return entry.doc_type
    asked = sum(pattern_of("questioners").search(line.text) is not None for line in lines)
    if asked >= 2:
        return "interview"
    return _type_by_voice(text)


def _type_by_voice(text: str) -> str:
    """The kind by how a text without a title speaks of itself (制定本方案, 提出如下意见)."""
    start = text[:1200]
    for weight in (start, text):
        votes: Counter[str] = Counter()
        for entry, pattern in _type_patterns():
            if entry.where == "text":
                votes[entry.doc_type] += len(pattern.findall(weight))
        best = votes.most_common(1)
        if best and best[0][1]:
            return best[0][0]
    return "other"


# --- all -----------------------------------------------------------------------------------------------------------


def _speech_date(rows: Sequence[str]) -> date | None:
    for text in rows:
        match = _DATE.search(text)
        if match and not match["iy"]:
            alone = len(text) <= match.end() - match.start() + 8 and not text.endswith(("印发", "发布"))
            ends = re.fullmatch(r"(?:星期.)?", text[match.end() :]) is not None and "演辞" in text
            held = match.start() < 8 and pattern_of("speech_place").search(text[match.end() :])
            if held or alone or ends or (match["roc"] and match.start() < 60):
                return _as_date(match)
    return None


def _event_date(rows: Sequence[str], year: int | None) -> date | None:
    """The day of a press conference or a visit: 3月18日上午…举行, in the year that is known."""
    for text in rows:
        found = _MONTH_DAY.search(text)
        if found and pattern_of("event_held").search(text[found.end() : found.end() + 60]):
            full = _DATE.search(text)
            if full and full.start() < found.start() + 6:
                return _as_date(full)
            try:
                return date(year, int(found["m"]), int(found["d"])) if year else None
            except ValueError:
                return None
    return None


def _press_host(rows: Sequence[str]) -> str | None:
    offices = "|".join(map(re.escape, words_of("press_offices")))
    pattern = re.compile(rf"(?:(?:[\u4e00-\u9fff]{{2,8}}?[省市县区州])?[省市县区]?(?:人民)?(?:政府|委)|国务院)?(?:{offices})")
    for text in rows:
        found = pattern.search(text)
        if found:
            return _trim_to_place(found[0])
    return None


def _trim_to_place(organ: str) -> str:
    """An organ from the first place in it on (欢迎参加江岸市政府新闻办 is 江岸市政府新闻办)."""
    mentions = find_mentions(organ)
    if mentions:
        return organ[mentions[0].start :]
    found = re.search(r"(?:国务院|[省市县区](?:人民)?(?:政府|委)).+$", organ)
    return found[0] if found else organ


def _interviewee(rows: Sequence[str]) -> str | None:
    """The organ of the person that is asked: 北辰区委书记 speaks for 中共北辰区委."""
    posts = pattern_of("posts").pattern.removeprefix("^")
    for text in rows:
        mentions = find_mentions(text)
        for chain in chains(mentions):
            start, end = chain[0].start, chain[-1].end
            rest = text[end : end + 24]
            party = re.match(r"委(?:常委、?)?(?:副?书记)", rest)
            name = text[start:end]
            if party:
                return f"中共{name}委"
            if re.match(r"(?:委副书记、)?(?:人民政府|政府)?[副代]?(?:市长|县长|区长|省长|州长|主席)", rest):
                return f"{name}人民政府"
            organ = re.match(rf"([\u4e00-\u9fff]{{2,16}}?)(?:党组|党委)?{posts}", rest)
            if organ and is_organ(name + organ[1]):
                return name + organ[1]
    return None


def document_metadata(normal: NormalText, source_path: str) -> DocumentMetadata:
    """Read what a document is from its head, its signature and its text.

    Parameters
    ----------
    normal : NormalText
        The whole document; for a page, what the reader left of it.
    source_path : str
        Path of the file, as in ``documents.source_path``; a year in the file name is the last resort for ``plan_year``.

    Returns
    -------
    DocumentMetadata
        Fields that the document does not tell are None. ``region_code`` of a zone or a township is that of the place it lies in.
    """
    text = normal.text
    lines = _lines(text)
    head = _read_head(lines)
    rows = [line.text for line in head.lines]
    opening = "\n".join([*rows, *(line.text[:400] for line in lines[head.body : head.body + 4])])
    signatures = _signatures(lines)
    letter = next((s for s in signatures if s.organs), None) or next(iter(signatures), None)
    is_report = fires("opening_government_work_report", opening) or any("政府工作报告" in line.text for line in lines[:12])
    in_letter = letter if letter and letter.line > head.body else None
    title = _title(head, lines, in_letter, is_report and not fires("letter_notice", _core(rows[0]) if rows else ""))
    doc_type = _doc_type(title, opening, text, lines)
    places = _read_places(text)
    note = _published_note(lines[-6:])
    printed = _issuer(doc_type, title, head, letter, note, [line.text for line in lines[: head.body + 8]])
    place = _place([title, *rows] if title else rows, printed, places, lines[head.body : head.body + 4], text)
    issuer = _named_issuer(doc_type, printed, place)
    spoken = [*rows, *(line.text[:80] for line in lines[head.body : head.body + 1] if "民国" in line.text[:60])]
    given = find_date(head.card.get("card_signed", "")) or _speech_date(spoken) or (letter.day if letter else None) or (note.day if note else None)
    shown = head.shown or _shown_date(rows)
    if given is None and (doc_type in {"press_conference", "interview"} or any("讯" in row[:20] for row in opening.split("\n")[:3])):
        year = shown.year if shown else _implied_year(text) or _stem_year(source_path)
        given = _event_date([line.text for line in lines[:6]], year)
    return DocumentMetadata(
        title=_full_width(title) if title else None,
        doc_number=_doc_number(head, lines),
        issuer=_full_width(issuer) if issuer else None,
        region=_full_width(place.full_name) if place else None,
        region_code=place.code if place else None,
        region_level=place.level if place else None,
        published_on=given or shown,
        plan_year=_plan_year(doc_type, title, head, lines, given, source_path, text),
        doc_type=doc_type,
    )


def _shown_date(rows: Sequence[str]) -> date | None:
    for text in rows:
        match = _DATE.search(text)
        if match and match["iy"] and len(text) < 40:
            return _as_date(match)
    return None


def _issuer(
    doc_type: str, title: str | None, head: _Head, letter: _Signature | None, note: _Signature | None, rows: Sequence[str]
) -> str | None:
    """The organ as printed: from the card, the signature, the title, the closing note, the host or the person asked."""
    represented = _represented(rows)
    if represented or doc_type == "government_work_report":
        return represented
    if "card_issuer" in head.card:
        return head.card["card_issuer"]
    organ = _title_organ(title) if title else None
    # Annexes have signatures of their own: the one that counts agrees with the title.
    if letter and letter.organs and (organ is None or _alike(organ, letter.organs[0])):
        return "、".join(map(_split_organs, letter.organs))
    if organ:
        return _split_organs(organ)
    order = next((m for row in (line.text for line in head.lines) if (m := _ORDER.match(row))), None)
    if order:
        return order["organ"]
    if doc_type == "press_conference":
        return _press_host(rows)
    if doc_type == "interview":
        return _interviewee(rows[:10])
    if note and note.organs:
        return note.organs[0]
    heads = [line.text for line in head.lines]
    return next((row for row in heads if is_organ(row)), None) or _speaker(heads)


def _alike(one: str, other: str) -> bool:
    """Whether two names may be of one organ: they share two neighbouring characters beyond their places."""
    names = ["".join(_between_places(name)) for name in (one, other)]
    pairs = [{name[i : i + 2] for i in range(len(name) - 1)} for name in names]
    return bool(pairs[0] & pairs[1])


def _between_places(text: str) -> list[str]:
    pieces, last = [], 0
    for mention in find_mentions(text):
        pieces.append(text[last : mention.start])
        last = mention.end
    return [*pieces, text[last:]]


_REPRESENTED = re.compile(r"代表(?P<organ>[\u4e00-\u9fff]{2,30}?),?向")


def _represented(rows: Sequence[str]) -> str | None:
    """The organ that a report is given for (我代表市人民政府,向大会报告)."""
    found = next((m for row in rows if (m := _REPRESENTED.search(row[:200]))), None)
    if found is None or not is_organ(found["organ"]):
        return None
    organ = found["organ"]
    return f"中国共产党{organ}" if re.match(r"第.{1,3}届中央", organ) else organ


def _speaker(rows: Sequence[str]) -> str | None:
    """The organ of the person whose name stands under the title (行政院院长某某某)."""
    posts = pattern_of("posts").pattern.removeprefix("^")
    for row in rows:
        found = re.match(rf"(?P<organ>[\u4e00-\u9fff]{{2,16}}?)(?:{posts})(?:[\u4e00-\u9fff]{{2,4}})?$", row)
        if found and is_organ(found["organ"]):
            return found["organ"]
    return None


def _named_issuer(doc_type: str, printed: str | None, place: Region | None) -> str | None:
    """The issuer with its place; that of a government's report or address where it is not printed."""
    if doc_type == "government_work_report" and place is not None and not (printed and find_region(printed)):
        return "国务院" if place.level == "national" else place.name + "人民政府"
    if place is not None and place.code in {"810000", "820000"} and not (printed and find_region(printed)):
        return place.name + "政府"
    return _complete(printed, place) if printed else None
