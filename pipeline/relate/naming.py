"""Indicator phrases that stand alone in a table, and the measure their words tell."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.extract import vocabulary
from pipeline.extract.number_rules import modifiers
from pipeline.extract.numbers import unit_kind
from pipeline.relate.candidates import Candidate, ParagraphState, Subject
from pipeline.relate.lexicon import (
    PhraseClass,
    PredicateClass,
    phrase_set,
    phrase_words,
    predicate_classes,
    predicates,
)
from pipeline.relate.phrases import (
    LIST_JOINS,
    PREPOSITIONS,
    Borders,
    LeftContext,
    left_context,
    split_list,
)
from pipeline.relate.slots import Slot
from pipeline.relate.topics import is_plain_noun
from pipeline.segment.tokens import cut
from pipeline.types import NumberMention

_BRACKETED = re.compile(r"\([^()]*\)")
# Besides 含… and bare counts, long tellings (who leads, what is meant) are no part of a name.
_INCLUDING = re.compile(r"\([^()]{13,}\)|\(含[^()]*\)$|\(\d[\d.,]*[^\d()年]{1,4}\)")
# The number of a footnote behind a quoted name (“发展基金”24注资).
_NOTE_MARK = re.compile(r"(?<=[”》])\d{1,2}(?=[㐀-鿿]|$)")
_RAISED_MARK = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
# 品项为“甲”、“乙”及“丙”等7项: they are named, not what is counted.
_EXAMPLES_AS_NAMES = re.compile(r"(?<=..)为“[^“”]*”(?:[、和及与]*“[^“”]*”)*等?$")
_LEADING_NOISE = re.compile(r"^(?:的|之(?!间|[一二三前后内外上下])|间(?![作伐接隔歇距苗])|等|个(?![别人体案性股税])|、|,|;|:|”|\)|·|[•●■◆▪\ufffd]|—|-)+")
_JOINING = frozenset(("或", "与", "并"))
# What follows on the same value in a specification: a second side, the condition it is measured under, a bound with a sign.
# 年产值超3亿元的园区: a bound that says which are counted.
_BOUNDED = re.compile(r"[^,;。]*的[^,;。]+")
MAX_LEANING, MAX_EXPLAINED = 4, 16
_LIST = re.compile("[、,和与及()]")
_CONDITION = re.compile(r"[@×≤≥±](?:(?<=.[@×≤≥±]).*$|(?<=^[@×≤≥±]))")
# 典型做法予以通报: what a paper does with things is no part of what they are.
_HANDLED = re.compile("(?<=.{3})予以[^,、的]{2,4}$")
_OVER_WHAT = re.compile(r"(?:(?:平均)?每[^\d、,]{1,5}|人均|户均)$")
PARTS_OF_RATIO = ("第一产业占比", "第二产业占比", "第三产业占比")
MAX_NAME = 30
# Characters of the shortest thing that a sum may be of (项目).
LEAST_NOUN = 2
# 较原来预算多: how much more it is, not how far above.
_AMOUNTS = ("多", "多出", "少")
_FIGURES = re.compile(r"\d,\d{3}")
_JOINS_IN_FRONT = ("和", "及")
# A longer label of a figure in brackets stands alone.
MAX_LABEL = 4
# What is done to things counted (小区完成无障碍改造) stands behind their name up to this length, before it if longer.
MAX_DEED = 8


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))


@functools.cache
def change_noun(wanted: PhraseClass) -> re.Pattern[str]:
    """A noun at the end of an indicator that says its value is a change, with basis and 目标 (年均增速, 增长预期目标)."""
    bases = _alternatives(phrase_set("basis_word"))
    aims = "(?:预期)?(?:目标)?" if wanted == "growth_noun" else ""
    return re.compile(rf"(?:{bases})?(?:{_alternatives(phrase_set(wanted))}){aims}$")


@functools.cache
def edge_noise() -> re.Pattern[str]:
    """Words between an indicator and its value that are part of neither.

    达 is none in 通达 and 发达, nor at the end of a foreign name; 计, 自 and 约 not in 统计, 各自 and 合约.
    """
    guarded = "(?<=比)达|(?<=..)(?<![通发到送马雷直抵表传下转豁可速卡干安四不])达|(?<![统设会审合总共累预估生小伙])计|(?<![来各亲独])自|(?<![人户合契条节公签特履预制违集缔])约|(?<=.)[,、:]"
    return re.compile(rf"(?:(?<![人户日周月])(?:{_alternatives(phrase_set('edge_noise'))})|{guarded})+$")


@functools.cache
def _noise_ends() -> frozenset[str]:
    """Characters that edge noise ends with; most names end with none of them."""
    return frozenset("达计自,、:" + "".join(word[-1] for word in phrase_set("edge_noise")))


@functools.cache
def gap_pattern() -> re.Pattern[str]:
    """A distance to something else at the end of a text: 高于全国平均水平, 比序时进度快."""
    words = _alternatives(predicates("gap").words)
    return re.compile(
        rf"(?:比|较)?(?:{words})[^,、;]{{0,14}}$"
        r"|(?:(?<![占同环对])比|较)(?![重例率])[^,、;]{1,12}(?<![提升减])(?:高出|低出|多出|高|低|快|慢|多|少)$"
    )


@functools.cache
def becoming_words() -> re.Pattern[str]:
    """What joins counted things to what they become (50个乡镇建成为森林乡镇)."""
    return re.compile(_alternatives(phrase_set("becoming")))


@functools.cache
def share_of_whole() -> re.Pattern[str]:
    """The part of a name that says what it is a share of (占地区生产总值比重)."""
    return re.compile(rf"占[^占]{{1,12}}(?:{_alternatives(phrase_set('share_name'))})$")


@functools.cache
def _held_against() -> re.Pattern[str]:
    words = _alternatives(phrase_set("yardstick"))
    return re.compile(rf"(?:比(?<![占同环对]比)|较)[^,、;]{{0,12}}(?:{words})[^,、;]{{0,4}}$")


def held_against(text: str, start: int, end: int) -> int | None:
    """Where the words begin that say what a number is held against (较修订预算上升3%), None if there are none."""
    found = _held_against().search(text, start, end)
    return found.start() if found else None


def _without_copula(metric: str) -> str:
    """Take out what joins a name to what the amount is taken over (扣除标准为每月, 补助标准提高到人均)."""
    if "每" not in metric and "均" not in metric:
        return metric
    over = _OVER_WHAT.search(metric)
    word = (predicates("link", "become").at_end(metric, over.start()) or _bound_before(metric, over.start())) if over else None
    if over is None or word is None or over.start() - len(word) < 2:
        return metric
    return metric[: over.start() - len(word)].removesuffix("分别") + over.group()


def _bound_before(metric: str, end: int) -> str | None:
    """The bound that stands at a place of a name (投资强度不低于每亩): it is the number's, not the name's."""
    return next((word for word in _bounds_in_front() if metric.endswith(word, 0, end)), None)


@functools.cache
def _bounds_in_front() -> tuple[str, ...]:
    words = {word for entry in modifiers() if entry.position == "before" for word in entry.words}
    return tuple(sorted(words, key=len, reverse=True))


def _without_particles(metric: str) -> str:
    """A name without a word of grammar left at its edges (对于营收规模, 相关的实验室及), which cutting the words tells (及格)."""
    if metric[:1] in _particle_characters():
        first = cut(metric)[0]
        metric = metric[len(first) :] if first in phrase_set("front_particle") and len(metric) - len(first) >= LEAST_NOUN else metric
    if metric[-1:] in _particle_characters():
        last = cut(metric)[-1]
        metric = metric[: -len(last)] if last in phrase_set("end_particle") and len(metric) - len(last) >= LEAST_NOUN else metric
    return metric


@functools.cache
def _particle_characters() -> frozenset[str]:
    words = phrase_set("front_particle") | phrase_set("end_particle")
    return frozenset(word[0] for word in words) | frozenset(word[-1] for word in words)


# 招生规模(见附表): where more is to be read.
_SEE = re.compile(r"\((?:详?见|参见)[^()]*\)$")
# What qualifies a size; more is a thing of its own.
MAX_OF_SIZE = 3
# 将东湖新区绿化面积(提高到): what only says that something is done to what follows; a word of its own goes on (将军, 把手).
_MOVED_FIRST = ("将", "把")
_MOVED = re.compile("^[将把](?![军士领来才乐相官帅校手握关控脉柄舵])(?=.{4})")


# 产值翻一番、突破(400亿元), 总量仅占(全市的6%)
_DOUBLED = re.compile("(?<=..)(?:实现)?翻[一两]?番$")
_ONLY = re.compile("(?<=..)[仅只](?=占|为|有|相当于)")
# 省里下达我市|农村公路任务: who set it.
_ASSIGNED = re.compile("^[^,、的]{0,6}下达(?:给|到)?[我本][省市县区镇乡]的?(?=..)")
# 贷款利率不超过合同签订日LPR+(50个基点): what is added to the base rate.
_ABOVE_BASE_RATE = re.compile(r"(?P<rate>利率)(?:原则上|一般)?(?:不高于|不超过|不得?超过|最高|最高不超过|按照?|为|执行)?(?P<base>[^,]{0,12}?LPR)(?:\+|加上?|上浮)$")


def clean_name(metric: str) -> str:
    """A name without what stands at its edges for the grammar's sake; empty if it holds figures of a table that has lost its cells."""
    if "," in metric and _FIGURES.search(metric):
        return ""
    metric = metric.replace(" ", "").replace("\n", "")
    if "为“" in metric:
        metric = _EXAMPLES_AS_NAMES.sub("", metric)
    if "(" in metric:
        metric = _SEE.sub("", _INCLUDING.sub("", metric))
    if _RAISED_MARK.search(metric):
        metric = _RAISED_MARK.sub("", metric)
    if "”" in metric or "》" in metric:
        metric = _NOTE_MARK.sub("", metric)
    if metric[:1] in _MOVED_FIRST:
        metric = _MOVED.sub("", metric)
    metric = _CONDITION.sub("", _without_copula(metric))
    metric = _HANDLED.sub("", metric) if "予以" in metric else metric
    if "番" in metric[-2:]:
        metric = _DOUBLED.sub("", metric)
    if metric[2:] and ("仅" in metric or "只" in metric):
        metric = _ONLY.sub("", metric)
    if "下达" in metric:
        metric = _ASSIGNED.sub("", metric)
    if "LPR" in metric:
        metric = _ABOVE_BASE_RATE.sub(r"\g<rate>较\g<base>加点", metric)
    previous = None
    while metric != previous:
        previous = metric
        if metric[-1:] in _noise_ends():
            metric = edge_noise().sub("", metric)
        noise = _LEADING_NOISE.match(metric)
        metric = metric[noise.end() :] if noise else metric
        metric = _without_particles(metric)
        if metric[:1] in _JOINS_IN_FRONT and cut(metric)[0] == metric[0] and not phrase_words("joined_name").at_start(metric):
            metric = metric[1:]
    if metric.count("“") != metric.count("”"):
        metric = metric.replace("“", "").replace("”", "")
    if metric.count("(") != metric.count(")"):
        return _out_of_bracket(metric)
    return metric.strip("()") if _BRACKETED.fullmatch(metric) else metric


def _out_of_bracket(metric: str) -> str:
    """The part of a name on its number's side of a bracket; a short one leans on the noun that the bracket explains (楼盘(占地: 楼盘占地)."""
    metric = metric.strip("()")
    before, opened, inside = metric.rpartition("(")
    if not opened or metric.count("(") < metric.count(")"):
        return metric.partition(")")[0] if metric.count("(") != metric.count(")") else metric
    inside = inside[inside.rfind(",") + 1 :]
    while (word := phrase_words("lead").at_start(inside) or predicates("adverb").at_start(inside)) is not None and (len(word) > 1 or word in "含即如"):
        inside = inside[len(word) :]
    if not inside:
        return before
    noun = before[before.rfind("的") + 1 :]
    leans = len(inside) <= MAX_LEANING or phrase_words("generic", "dependent_head", "size").at_end(inside) is not None
    return noun + inside if leans and len(noun) <= MAX_EXPLAINED and not _LIST.search(noun) else inside


def measure_of(number: NumberMention, classes: Sequence[PredicateClass], metric: str) -> tuple[str, bool, str]:
    """Measure, whether the value is a fall, and the metric without the noun that said so."""
    told = next((c for c in classes if c in ("become", "rise", "fall", "gap", "new", "link", "share")), None)
    rate = number.unit in ("%", "‰", "成") or number.unit == ""
    stripped = metric
    if number.unit in ("%", "‰", "", "倍"):
        fall_noun, growth_noun = change_noun("fall_noun").search(metric), change_noun("growth_noun").search(metric)
        noun = fall_noun or growth_noun
        named = vocabulary.link(metric) if noun else None
        if noun and named is not None and metric in (named.name, *named.aliases):
            return "growth", fall_noun is not None, stripped  # 人口自然增长率 is known by that name
        if noun and noun.start() > 0 and told not in ("gap",):
            # 经济成长率 is a name of its own; 生产总值增速 is the growth of 生产总值.
            stripped = metric[: noun.start()] if noun.start() > 2 else metric
            return "growth", fall_noun is not None, stripped
    if told in ("rise", "fall"):
        if number.unit == "百分点":
            return "change", told == "fall", stripped
        if rate or number.unit == "倍":
            return "growth", told == "fall", stripped
        return "change", told == "fall", stripped
    if (told == "new" or any(word in metric for word in phrase_set("added"))) and not rate and unit_kind(number.unit) != "time":
        return "change", False, stripped
    if told is None and number.unit.endswith("元") and phrase_words("relief").at_end(metric):
        return "change", True, stripped  # 为企业减负3亿元
    if told in (None, "nominal", "govern") and not rate and phrase_words("saving").at_end(metric) and unit_kind(number.unit) not in ("count", "people"):
        return "change", True, stripped.removeprefix("可")  # 厂商减碳3万吨
    return "level", False, stripped


# 由市、区两级, 县乡两级: who bears the two parts of a ratio.
_TWO_LEVELS = re.compile("由?(?P<first>[^由、的]{1,2}?)、?(?P<second>[^由、的]{1,2}?)两(?P<grade>级)(?:财政)?")
# 由省、市、县(按4∶3∶3负担): who bears the parts, however many.
_BORNE_BY = re.compile("^(?P<what>[^由]*)由(?P<who>[^由的]+?)(?:[两三四]级)?(?:财政|政府)?$")


def name_plain_ratios(found: list[Candidate], state: ParagraphState) -> None:
    """Name the parts of a ratio: by who bears them (由市、区两级按1∶1比例负担), of two alike (按奖金1∶1比例).

    Only other ratios of three parts are shares of the three industries.
    """
    for run in _runs_of_ratios(found):
        base = found[run[0]].metric
        for part in PARTS_OF_RATIO:
            base = base.removesuffix(part)
        borne = _BORNE_BY.match(base.removesuffix("比例"))
        who = split_list(borne["who"]) if borne else []
        if len(run) != len(PARTS_OF_RATIO) - 1 and len(who) != len(run):
            continue
        named = base if not base or base.endswith(("比", "比例")) else base + "比例"
        for order, position in enumerate(run):
            found[position] = replace(found[position], metric=_borne_by(named, order, borne["what"] if borne else "", who if len(who) == len(run) else []))
        state.subject = Subject(base, state.subject.span)


def _borne_by(named: str, order: int, what: str, who: Sequence[str]) -> str:
    """The name of one part of a ratio with who bears it, if the words tell."""
    levels = _TWO_LEVELS.search(named)
    if levels is not None and (level := levels["second" if order else "first"] + levels["grade"]) in phrase_set("level_modifier"):
        return named[: levels.start()] + level + named[levels.end() :]
    return f"{what}{who[order]}负担比例" if who else named


def _runs_of_ratios(found: Sequence[Candidate]) -> list[list[int]]:
    """Positions of the parts of each ratio."""
    runs: list[list[int]] = []
    for position, candidate in enumerate(found):
        if candidate.number.kind != "ratio":
            continue
        joined = bool(runs) and candidate.number.start - found[runs[-1][-1]].number.end <= 1
        if joined:
            runs[-1].append(position)
        else:
            runs.append([position])
    return runs


_REACHES = re.compile(r"^(?P<part>.{2,}?)(?:达到|(?<![下通])达(?![标产峰成效人])|占到)(?P<whole>GDP|[^,、;达占]{3,12})$")


# 租金为市场价(的30%): what it is held against is a price of the market.
_PRICED = re.compile(r"^(?P<part>.{2,}?)(?:约?为|相当于)(?P<whole>.{3,12})$")


def share_name(metric: str) -> str:
    """Name a share as a share: 高标准农田达到耕地总面积(的64%) is 占耕地总面积比重, 无害化处理(达到98%) is a rate."""
    priced = _PRICED.match(metric)
    if priced and priced["whole"] in phrase_set("market_base"):
        return f"{priced['part']}占{priced['whole']}比例"
    reaches = _REACHES.match(metric)
    if reaches:
        return f"{reaches['part']}占{reaches['whole']}比重"
    return metric + "率" if phrase_words("rate_stem").at_end(metric) else metric


def named_by_selection(metric: str) -> str:
    """Name counted things that are told by what became of them as such: 学校入选“某计划” is 入选“某计划”的学校."""
    words, verbs, adverbs = phrase_words("selection"), predicates("finish", "link"), predicates("adverb").words
    before: list[str] = []
    for token in cut(metric):
        position = sum(map(len, before))
        word = words.at_start(metric, position)
        if word is not None and position >= 1 and len(metric) - position - len(word) >= 2:
            while before and before[-1] in adverbs:
                before.pop()
            counted = "".join(before).rstrip("均已都")
            enumerated = re.search("[,、的。]", _BRACKETED.sub("", counted)) or counted.count("“") > counted.count("”")
            enumerated = enumerated or any(t in _JOINING or t in PREPOSITIONS for t in before[1:])
            told = any(verbs.at_start(t) for t in before)
            if enumerated or told or not counted or counted.endswith("的"):
                return metric
            word += "了" if metric.startswith("了", position + len(word)) else ""
            done = metric[position + len(word) :]
            # 小区进行改造 is no more than 小区改造, 劳动力实现就业 than 劳动力就业.
            deed = predicates("nominal").at_end(done) is not None and len(done) <= MAX_DEED
            brief = word.removesuffix("了") in phrase_set("attained") and (deed or len(done) <= MAX_LABEL)
            return counted + done if brief or done in predicates("nominal").words else f"{word.removesuffix('了')}{done}的{counted}"
        before.append(token)
    return metric


def is_deed(word: str) -> bool:
    """Whether a word says what was done with things (核定, 申请)."""
    return word in _deeds()


@functools.cache
def _deeds() -> frozenset[str]:
    return predicates("govern", "nominal", "finish").words | phrase_set("bare_deed") | phrase_set("selection")


_EXAMPLES = re.compile(r"^(?P<examples>[^“”]*、[^“”]*)等(?P<what>[^、等的“”]{5,14})$")
# A shorter list in front of 等 says what kind of thing is meant (养老、托育等服务设施).
MAX_EXAMPLES = 20


def without_examples(metric: str) -> str:
    """What a long list is of (甲工程、乙工程等水环境亮点 is 水环境亮点)."""
    named = _EXAMPLES.match(metric)
    # 高等教育 has no 等 of its own.
    listed = named is not None and len(named["examples"]) > MAX_EXAMPLES and "等" in cut(metric)
    return named["what"] if named is not None and listed else metric


@functools.cache
def _any_telling() -> re.Pattern[str]:
    return re.compile(_alternatives(phrase_set("telling") | phrase_set("telling_deed")))


AVERAGED_OVER = tuple("户人亩日")


def without_tellings(metric: str) -> str:
    """Leave out words inside a name that only tell or sum up (都市更新案计核定 is 都市更新案核定, 海淡厂均已发包 is 海淡厂发包)."""
    if "“" in metric or not _any_telling().search(metric):
        return metric
    tellings, before_deeds = phrase_set("telling"), phrase_set("telling_deed")
    tokens = cut(metric)
    kept: list[str] = []
    for position, token in enumerate(tokens):
        following = next((t for t in tokens[position + 1 :] if t not in tellings), "")
        # 亩均税收, 行人共融通道: beside a single character it is a part of a word.
        averaged = token == "均" and bool(kept) and kept[-1].endswith(AVERAGED_OVER)
        inside = bool(kept) and len(kept[-1]) > 1 and len(following) > 1 and not averaged
        # 计 and 共 stand in too many words: only before what was done (案件计核定, not 道路共融通道).
        if not (inside and (token in tellings or (token in before_deeds and is_deed(following)))):
            kept.append(token)
    return "".join(kept) if len(kept) > 1 else metric


def without_finish(metric: str) -> str:
    """Leave out the verb that only says that a sum has come about (重点项目完成投资 is 重点项目投资)."""
    head = phrase_words("sum_reached").at_end(metric)
    before = metric[: len(metric) - len(head)] if head else ""
    done = phrase_words("attained").at_end(before)
    return before[: len(before) - len(done)] + (head or "") if done and len(before) - len(done) >= LEAST_NOUN else metric


def says_state(tokens: Sequence[str]) -> bool:
    """Whether a phrase says of things what they are or do (村卫生室实现…), not just names them."""
    verbs = _stating()
    return any(len(token) > 1 and token in verbs for token in tokens[1:]) or (len(tokens) > 1 and tokens[0] in verbs)


@functools.cache
def _stating() -> frozenset[str]:
    return predicates("govern", "nominal", "finish", "link").words | phrase_words("selection").words


@functools.cache
def _manner() -> frozenset[str]:
    return phrase_words("lead").words | predicates("adverb").words


def without_manner(metric: str) -> str:
    """Leave out how a thing counted came about (重点事项加快落地 is 重点事项落地), if a verb ends the name."""
    tokens = cut(metric)
    verbs, manner = predicates("govern", "nominal", "finish").words, _manner()
    if len(tokens) < 3 or tokens[-1] not in verbs or "“" in metric:
        return metric
    stop = len(tokens) - 1
    while stop > 1 and tokens[stop - 1] in verbs and tokens[stop - 1] not in manner:
        stop -= 1
    begin = stop
    while begin > 1 and tokens[begin - 1] in manner and tokens[begin - 1] not in LIST_JOINS and len(tokens[begin - 1]) > 1:
        begin -= 1
    return "".join(tokens[:begin] + tokens[stop:])


def labelled_in_brackets(label: str, earlier: Sequence[Candidate]) -> str:
    """Name a figure in brackets by the one before them: 收案数320例(达成率96%), 座位320个(增幅6%)."""
    before = earlier[-1].metric if earlier else ""
    if not before or label in before:
        return label
    if change_noun("growth_noun").fullmatch(label) or change_noun("fall_noun").fullmatch(label):
        return before + label
    if label in phrase_set("aim"):
        return before
    leans = label in phrase_set("generic") or phrase_words("dependent_head").at_end(label) == "率"
    if not leans or len(label) > MAX_LABEL:
        return label
    # 申请件数(申请率5%) and 本院删减(删减率5%) say their verb twice.
    said = next((cut for cut in (label[:-1], label[:-1] + "数", label[:-1] + "件数") if before.endswith(cut)), "")
    return before.removesuffix(said) + label


def after_deed(left: str, right: str) -> tuple[int, str] | None:
    """Where what is done begins behind who does it, with the verb between them (教育局办理|讲座32场)."""
    position, found = 0, None
    for token in cut(left):
        position += len(token)
        if token in phrase_set("deed") and position > len(token) + 1:
            found = (position, token)
    if found is None or left[: found[0]].count("“") > left[: found[0]].count("”"):
        return None
    done = left[found[0] :].strip()
    # A word of two characters may well be a compound with the verb (举办单位, 核定减免).
    named = len(done) > 2 and not done.startswith(("的", "之"))
    return found if named or (not done and right) else None


def does_again(text: str, start: int, end: int) -> bool:
    """再改造20个: done on top of what was done."""
    again = text.rfind("再", start, end)
    return again >= 0 and predicates("govern", "nominal", "new").at_start(text, again + 1) is not None


def with_what_is_new(metric: str, context: LeftContext) -> str:
    """A sum of new things with the verb that says so (新开工项目总投资); a bare sum stays as it is (新增投资 is 投资)."""
    total = phrase_words("generic").at_end(metric) or ""
    word = next((word for word, classes in reversed(context.leading) if "new" in classes), "")
    return word + metric if len(metric) - len(total) >= LEAST_NOUN and not metric.startswith(word) else metric


def without_opening_verb(metric: str) -> tuple[str, PredicateClass | None]:
    """Take a verb of addition or reduction off an indicator that is known with it (新建5G基站); 新增 stays, as part of the name."""
    word = predicates("new", "move", "nominal").at_start(metric)
    if word is None or len(metric) - len(word) < 2:
        return metric, None
    if "new" in predicate_classes()[word] and metric[len(word) :] in phrase_set("bare_things"):
        return metric, "new"  # 新开工项目: without the verb it names nothing.
    entry = vocabulary.link(metric)
    if not {"new", "move"} & predicate_classes()[word]:
        known = entry is None or entry.name == metric or metric[len(word) :] in phrase_set("size")  # 绿化面积 is no 面积绿化
        return (metric, None) if known else (metric[len(word) :] + word, None)
    if entry is not None and entry.name.startswith(word) and word != "新增":
        return metric, None
    falls = "fall" in predicate_classes()[word]
    told: PredicateClass = "fall" if falls else "new"
    if metric.startswith("项目", len(word)) and word in phrase_set("stage_of_project"):
        return metric, told if metric.endswith("项目") else None
    return (metric if word == "新增" else metric[len(word) :]), told


def spent_on(phrase: str, verb: str) -> str:
    """What money is for, where the phrase behind it says what is done with it (投入3亿元实施健康工程 is 健康工程投入)."""
    done = predicates("govern", "new").at_start(phrase)
    if not verb or done is None or len(done) < 2 or len(phrase) - len(done) < 3 or cut(phrase)[0] != done:
        return phrase
    noun = verb if "nominal" in predicate_classes().get(verb, ()) or verb in phrase_set("money") else ""
    return phrase[len(done) :].removesuffix(noun) + noun


def nominalised(metric: str, context: LeftContext, unit: str) -> str:
    """Keep a verb that changes what is counted as a noun behind it: 改造老旧小区 gives 老旧小区改造."""
    if any("new" in classes for _, classes in context.leading[:-1]):
        # 新建、改扩建学校: the compound is an addition, and what is added is named without it.
        return metric
    for word, classes in reversed(context.leading):
        if word in phrase_set("held_verb") and unit in phrase_set("held_unit"):
            break
        if ("nominal" in classes or word in phrase_set("aid")) and metric in phrase_set("head_of_deed"):
            return word + metric  # 资助强度: what is measured is the deed itself
        if "nominal" in classes:
            if word in phrase_set("kept_verb"):
                return word + metric.removeprefix(word)
            said = word in phrase_set("held_verb") and phrase_words("bare_deed").at_end(metric) is not None  # 办理计划检讨: the deed has its noun
            return metric if metric.endswith(word) or said else metric + word
        if "govern" in classes or "new" in classes:
            break
    return metric


# 比全市平均高 is 高于全市平均.
_HIGHER_THAN = re.compile("[比较](?P<other>.+?)(?P<how>[高低快慢多少])出?")


def gap_metric(
    text: str, slot: Slot, gap: re.Match[str], state: ParagraphState, borders: Borders
) -> tuple[str, str, tuple[int, int] | None]:
    """An indicator for a distance: its own subject or the last one, with what it is held against and 幅度."""
    start = slot.left[0]
    against = gap.group().strip()
    own = left_context(text, start, start + gap.start(), borders, ())
    subject = text[own.start : own.end]
    span: tuple[int, int] | None = (own.start, own.end)
    if not subject:
        subject, span = state.subject.metric, state.subject.span
    if own.predicate in ("rise", "fall"):
        subject += "增速"
    if slot.number.unit.endswith("百分点") and (turned := _HIGHER_THAN.fullmatch(against)) is not None:
        against = f"{turned['how']}于{turned['other']}"
    amount = "" if against.endswith(_AMOUNTS) else "幅度"
    return "quantity.gap", f"{subject}{against}{amount}" if subject else "", span


def ratio_metric(metric: str, number: NumberMention, earlier: Sequence[Candidate]) -> str:
    """Name the part of a∶b∶c; parts after the first take the whole from it."""
    previous = earlier[-1] if earlier else None
    if previous is None or previous.number.kind != "ratio" or number.start - previous.number.end > 1:
        for part in PARTS_OF_RATIO:
            metric = metric.removesuffix(part)
        return metric + PARTS_OF_RATIO[0]
    for position, part in enumerate(PARTS_OF_RATIO[:-1]):
        if previous.metric.endswith(part):
            return previous.metric.removesuffix(part) + PARTS_OF_RATIO[position + 1]
    return metric + PARTS_OF_RATIO[-1]


def share_selection(text: str, found: list[Candidate]) -> None:
    """8所职业院校、12个专业群入选“某计划”: what is said of the last of the things counted is said of all of them."""
    selection = phrase_words("selection")
    for position in range(len(found) - 1, 0, -1):
        told, other = found[position].metric, found[position - 1]
        if selection.at_start(told) is None or "的" not in told or other.rule != "quantity.right":
            continue
        between = text[other.number.right : found[position].number.left]
        if selection.at_start(other.metric) is None and between.endswith(LIST_JOINS) and other.metric in between:
            found[position - 1] = replace(other, metric=told[: told.rindex("的") + 1] + other.metric)


def mend_bare_verbs(text: str, found: list[Candidate]) -> None:
    """重点项目开工90个、竣工60个: a verb alone behind a list mark is said of what was counted before it."""
    verbs = predicates("finish", "govern", "nominal")
    for position in range(1, len(found)):
        other, candidate = found[position - 1], found[position]
        between = text[other.number.right : candidate.number.left].rstrip("了")
        if candidate.metric not in verbs.words or not between.startswith(LIST_JOINS) or not other.metric:
            continue
        if candidate.clause != other.clause or candidate.number.unit[-1:] != other.number.unit[-1:]:
            continue
        said = verbs.at_end(other.metric)
        base = other.metric[: len(other.metric) - len(said)] if said else other.metric
        if len(base) >= 2:
            found[position] = replace(candidate, metric=base + candidate.metric, rule=candidate.rule + "+head")


def mend_elided_heads(found: list[Candidate]) -> None:
    """国家级示范园区3个、省级9个: the second takes its head from the first; 10所乡级、20所村级服务站: the first from the second."""
    modifiers = phrase_set("level_modifier")
    for position, candidate in enumerate(found):
        level = phrase_words("level_modifier").at_end(candidate.metric) if "count" in candidate.unit_kinds else None
        thing = candidate.metric[: len(candidate.metric) - len(level)] if level else ""
        listed = any(other.metric in modifiers for other in found[position + 1 : position + 2])
        if level is not None and listed and len(level) > 1 and len(thing) >= LEAST_NOUN and is_plain_noun(thing):
            # 培育示范社国家级3家、省级20家
            found[position] = replace(candidate, metric=level + thing)
    # Both ways, so that a head reaches along a list of three.
    for position in (*range(len(found)), *reversed(range(len(found)))):
        candidate = found[position]
        if candidate.metric not in modifiers:
            continue
        neighbours = found[position - 1 : position] + found[position + 1 : position + 2]
        for other in neighbours:
            word = phrase_words("level_modifier").at_start(other.metric)
            if other.metric in modifiers or not other.metric:
                continue
            head = (other.metric[len(word) :] if word else other.metric).removeprefix("以上")
            found[position] = replace(candidate, metric=candidate.metric + head, rule=candidate.rule + "+head")
            break


# The noun that attributes before it describe: 、配套完善的创业社区, 以上的创业社区.
_DESCRIBED = re.compile(r"(?:[、,][^的]*)?的(?P<noun>[^的、,;。\d]{2,20})$")
# The same in the next clause, where the count itself has no noun: 总面积10万平方米,配套完善的社区.
_DESCRIBED_BEHIND = re.compile(r",[^的,;。\d]{2,20}的(?P<noun>[^的、,;。\d]{2,20})(?=[,;。\n]|$)")


def name_described(text: str, found: list[Candidate]) -> None:
    """20个以上、总面积10万平方米以上的社区: the count is of what stands at the end, the attribute is a standard for it."""
    if len(found) < 2:
        return
    described = _DESCRIBED.match(text, found[-1].number.right, found[-1].clause[1])
    if described is None and found[0].rule == "quantity.verb":
        described = _DESCRIBED_BEHIND.match(text, found[-1].clause[1])
    if described is None:
        return
    noun = described["noun"]
    for position, candidate in enumerate(found[:-1]):
        attributes = found[position + 1 :]
        between = text[candidate.number.right : attributes[0].number.left].strip("、且均 ")
        counted = "count" in candidate.unit_kinds and not any("count" in a.unit_kinds for a in attributes)
        # 年营收 and 营收 bound the same.
        yearly = "年" if between.startswith("年") else ""
        attribute = phrase_words("generic").at_start(between, len(yearly))
        attribute = yearly + attribute if attribute else None
        if not counted or attribute is None or len(between) > len(attribute) + 2:
            continue
        whole = clean_name(text[candidate.number.right : described.end("noun")])
        bounded = len(attributes) == 1 and not attribute.startswith("总") and len(whole) <= MAX_NAME and _BOUNDED.fullmatch(whole)
        found[position] = replace(candidate, metric=whole if bounded else noun, rule="quantity.described")
        for offset, follower in enumerate(attributes, position + 1):
            name = noun + attribute if follower is attributes[0] else follower.metric
            if follower is attributes[0] and attribute.startswith("总"):
                # The sum over all of them is aimed at like their count.
                found[offset] = replace(follower, metric=name, role="value", rule="quantity.described")
            else:
                found[offset] = replace(follower, metric=name, role="threshold", rule="quantity.threshold")
        return


def of_attribute(text: str, number: NumberMention, left: str, right: str) -> str:
    """规模1亿元的种子基金 is the size of the fund: its name, empty if the words are not of that form."""
    attribute = phrase_words("generic", "sum_of", "size").at_end(left)
    if attribute is None or not text.startswith("的", number.right):
        return ""
    verb = left[: len(left) - len(attribute)]
    if attribute in phrase_set("size") and 0 < len(verb) <= MAX_OF_SIZE and predicate_classes().get(verb) is None:
        attribute, verb = left, ""  # 炼油规模9万吨的项目: what of it is so big
    governs = not verb or verb in predicates("govern", "new", "nominal").words
    said = predicates("finish", "rise", "adverb").words
    thing = right.removeprefix("的")
    tokens = cut(thing)
    does = said | predicates("govern", "nominal").words
    heads = phrase_words("topic_head", "institution")
    whole = heads.at_end(thing) is not None
    stop = next((i for i, token in enumerate(tokens) if i and (token in said or (token in does and not whole and heads.at_end(tokens[i - 1])))), None)
    if stop is not None:
        # 规模1亿元的基金签约落地: the thing is named before what becomes of it.
        thing = "".join(tokens[:stop])
        if phrase_words("topic_head", "list_head", "institution").at_end(thing) is None:
            return ""
    return thing + attribute if governs and len(thing) > 1 else ""
