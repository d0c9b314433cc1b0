"""What a name lacks that stands in an earlier clause: the head of a further part, the deed that reached somebody."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.relate.candidates import SCALE_MARKS, Candidate
from pipeline.relate.elided import with_what_is_measured
from pipeline.relate.lexicon import phrase_set, phrase_words
from pipeline.relate.naming import is_deed
from pipeline.relate.phrases import distribute
from pipeline.relate.topics import is_plain_noun, subject_of_clause
from pipeline.segment.tokens import cut

_ORDINAL = re.compile(r"第[一二三四五六七八九十\d]+(?:期|阶段|批|年|部分|剂|梯次|标|轮|波|类)")
_ENDS_IN_ORDINAL = re.compile(rf"(?<=..){_ORDINAL.pattern}$")
_AGE = re.compile(r"\d+岁")
_AGE_GROUP = re.compile(r"\d+岁(?:[及或]?以[上下]|至\d+岁)")
_IN_ALL = re.compile("(?:共|[合总共]计)$")
_LEVELS = re.compile(r"[、和及]")
# Rates and shares reach nobody.
_NO_DEED = frozenset(("share", "ratio"))
_PEOPLE = frozenset(("people", "count"))
# What is weighed, measured or paid is measured of something, what is counted is the thing itself.
_AMOUNTS = frozenset(("length", "area", "mass", "volume", "power", "money"))
_SIZES = frozenset(("length", "area", "people"))
MAX_DONE = 24
MAX_COUNTERPART = 6
# Who gains, behind the word (受惠人数, 受惠长者).
MAX_GAINER = 3
# A clause without a number between what is given and who gains (每人费用提高至9万元,明年申报时适用,约有3万户受惠).
MAX_BETWEEN = 32
_EACH = re.compile("每[人户位名]$")
_EACH_OVER = re.compile(r"(?:每[^每\d、,]{1,2})+$")
_OTHER_EACH = re.compile(r"[、和](?P<over>(?:每[^每\d、,]{1,2})+)")
_ENDS = re.compile("[;。\\n]")
# Characters of a bracket, or of the names of all parts of a sum.
MAX_PARTS = 60
# Figures with more places behind the point are not added up.
SMALLEST = 0.005


def complete_names(text: str, found: list[Candidate], begun: int = 0) -> None:
    """Complete the names of a sentence that begins at ``begun`` in order, each by the one before it."""
    name_ordinals(found)
    name_ages(text, found)
    name_countries(found)
    name_currencies(found)
    name_each_of_pair(text, found)
    for position, candidate in enumerate(found):
        cause = _cause_of(text, candidate, begun)
        if cause:
            found[position] = candidate = replace(candidate, metric=cause + candidate.metric, rule=candidate.rule + "+head")
        if "people" in candidate.unit_kinds and candidate.measure == "level" and phrase_words("harm").at_end(candidate.metric):
            found[position] = replace(candidate, metric=_as_harmed(text, candidate))
    for position in range(1, len(found)):
        other, candidate = found[position - 1], found[position]
        named = _of_level(candidate, other) or _gained_by(text, candidate, other) or _reached_by(text, candidate, other) or _gain_of(text, candidate, other) or _brought_along(text, candidate, other)
        if named:
            found[position] = replace(candidate, metric=named, rule=candidate.rule + "+head")
        elif _is_second_size(candidate, other):
            found[position] = replace(candidate, measure="change")
        elif tail := _tail_of(text, candidate, other):
            found[position] = replace(candidate, metric=candidate.metric + tail, rule=candidate.rule + "+head")
        elif named := _kind_of(text, candidate, found[:position]) or _counterpart_of(text, candidate, other):
            found[position] = replace(candidate, metric=named, rule=candidate.rule + "+head", measure=_measure_of_part(text, candidate, found[:position]))


def name_each_of_pair(text: str, found: list[Candidate]) -> None:
    """城乡低保标准分别提高到每人每月710元、每人每年5700元: each of two values told over another time has an owner of its own."""
    for position in range(1, len(found)):
        one, other = found[position - 1], found[position]
        over = _OTHER_EACH.fullmatch(text, one.number.right, other.number.left)
        told = _EACH_OVER.search(one.metric) if over is not None and one.clause == other.clause else None
        if over is None or told is None or not any(word in text[one.clause[0] : one.number.left] for word in phrase_set("respective")):
            continue
        names = distribute(one.metric[: told.start()], 2)
        if names is not None:
            found[position - 1] = replace(one, metric=names[0] + told.group(), rule=one.rule + "+head")
            found[position] = replace(other, metric=names[1] + over["over"], rule=other.rule + "+head")


def _as_harmed(text: str, candidate: Candidate) -> str:
    """A number of people with the harm done to them as a name: 8名矿工遇难 counts 遇难矿工, 8人死亡 the 死亡人数."""
    harm = phrase_words("harm").at_end(candidate.metric) or ""
    said = text[candidate.number.right : candidate.clause[1]].strip(" ,;。")
    who = said.removesuffix(harm) if said.endswith(harm) else ""
    whole = who + harm
    if who and len(who) <= MAX_HARMED and candidate.metric.endswith(whole):
        return candidate.metric.removesuffix(whole) + harm + who
    return with_what_is_measured(candidate.metric, candidate.number.unit)


def name_ordinals(found: list[Candidate]) -> None:
    """第1期3亿元、第2期5亿元,合计8亿元之特别预算: parts that are only numbered are parts of what the sum is of."""
    for position, candidate in enumerate(found):
        if not _ORDINAL.fullmatch(candidate.metric) or candidate.metric_span is None:
            continue
        later = next((c for c in found[position + 1 :] if not _ORDINAL.fullmatch(c.metric)), None)
        same = later is not None and later.number.unit == candidate.number.unit and later.rule.startswith("quantity.right")
        if later is not None and same and _parts_add_up(found, position, later):
            found[position] = replace(candidate, metric=candidate.metric + later.metric, rule=candidate.rule + "+head")
        elif stem := _stem_of_ordinal(candidate, found[:position]):
            found[position] = replace(candidate, metric=stem + candidate.metric, rule=candidate.rule + "+head")


def name_ages(text: str, found: list[Candidate]) -> None:
    """接种率8%,65岁以上17%: a share of those of an age is of what the share before it is of, of several each of its own."""
    at = 0
    while at < len(found):
        group = _age_group(text, found[at])
        run = [other for other in found[at:] if group and other.metric == found[at].metric and other.clause == found[at].clause]
        told = [other for other in found[:at] if other.number.unit == found[at].number.unit and other.role == "value"] if group else []
        wholes = [other.metric for other in told[-len(run) :]] if group else []
        for position, candidate in enumerate(run if wholes else []):
            whole = wholes[position] if len(wholes) == len(run) else wholes[-1]
            found[at + position] = replace(candidate, metric=group + whole, rule=candidate.rule + "+head")
        at += max(len(run), 1)


def name_countries(found: list[Candidate]) -> None:
    """甲国通胀率达3%,法国则达4%: what a country has by its bare name is what the figure before it tells of another, or of the whole."""
    countries = phrase_words("country")
    for position, candidate in enumerate(found):
        other = found[position - 1] if position else None
        if other is None or not other.metric or candidate.metric not in countries.words or candidate.number.unit != other.number.unit:
            continue
        named = countries.at_start(other.metric) or ""
        what = other.metric[len(named) :]
        if what and "share" in candidate.unit_kinds:
            falls = other.measure == "growth" and candidate.measure == "level" and other.value < 0
            value = -abs(candidate.value) if falls else candidate.value
            measure = other.measure if candidate.measure == "level" else candidate.measure
            found[position] = replace(candidate, metric=candidate.metric + what, measure=measure, value=value, rule=candidate.rule + "+head")


def name_currencies(found: list[Candidate]) -> None:
    """扣案9万元,日币8万元: a sum that is told by its currency only is of what the sum before it is of."""
    currencies = phrase_words("currency")
    for position, candidate in enumerate(found):
        other = found[position - 1] if position else None
        if other is None or candidate.metric not in currencies.words or "money" not in other.unit_kinds or other.metric in currencies.words:
            continue
        what = other.metric.removesuffix(currencies.at_end(other.metric) or "")
        found[position] = replace(candidate, metric=what + candidate.metric, rule=candidate.rule + "+head")


def _age_group(text: str, candidate: Candidate) -> str:
    """Those of an age whose share a candidate is (65岁以上), if its name says no more than that."""
    if "share" not in candidate.unit_kinds or candidate.metric_span is None or _AGE.fullmatch(candidate.metric) is None:
        return ""
    group = _AGE_GROUP.match(text, candidate.metric_span[0])
    return group.group() if group is not None else ""


def _stem_of_ordinal(candidate: Candidate, before: Sequence[Candidate]) -> str:
    """What the item before in the list is of that ends in another number of the same kind (接种率第1剂11%、第2剂3%)."""
    other = before[-1] if before else None
    ordinal = _ENDS_IN_ORDINAL.search(other.metric) if other is not None else None
    if other is None or ordinal is None or other.clause != candidate.clause or other.number.unit != candidate.number.unit:
        return ""
    return other.metric[: ordinal.start()] if ordinal.group()[-1] == candidate.metric[-1] else ""


def _parts_add_up(found: Sequence[Candidate], position: int, total: Candidate) -> bool:
    parts = [c for c in found if _ORDINAL.match(c.metric) and c.number.unit == total.number.unit and c.number.start < total.number.start]
    return len(parts) > 1 and abs(sum(part.value for part in parts) - total.value) < SMALLEST


def _is_second_size(candidate: Candidate, other: Candidate) -> bool:
    """新改建道路23条46公里: the second figure of what is new, with no word between, is as new."""
    adjoins = candidate.rule == "quantity.subject" and candidate.number.left == other.number.right
    return adjoins and other.measure == "change" and other.value > 0 and bool(_SIZES & candidate.unit_kinds)


def name_sums(text: str, found: list[Candidate]) -> None:
    """Name a sum by its parts (甲路3公里、乙路5公里,共8公里), and parts in a bracket by the sum before it (学员8人(女性3人、男性5人))."""
    for position, candidate in enumerate(found):
        parts = _bracketed_parts(text, found, position)
        for part in parts:
            own = found[part]
            name = own.metric[len(phrase_words("lead").at_start(own.metric) or "") :]
            # 学校20所(农村学校12所、城区学校8所) names the things in the bracket too.
            if len(name) > 1 and not any(name[i : i + 2] in candidate.metric for i in range(len(name) - 1)):
                found[part] = replace(own, metric=candidate.metric + name, measure=candidate.measure, rule=own.rule + "+head")
        totals = candidate.rule.startswith("quantity.subject") and _IN_ALL.search(text, candidate.clause[0], candidate.number.left)
        if totals and (summed := _summed(found, position)):
            metric = "、".join(part.metric for part in summed)
            found[position] = replace(candidate, metric=metric, measure=summed[0].measure, rule=candidate.rule + "+head")


def _bracketed_parts(text: str, found: Sequence[Candidate], whole: int) -> range:
    """The figures in the bracket behind a count, if they add up to it."""
    total = found[whole]
    begin = total.number.right
    named = total.rule.startswith("quantity.right") and total.metric_span is not None and total.metric_span[0] == begin
    begin = total.metric_span[1] if named and total.metric_span is not None else begin  # 尚有9处未完成(甲县5处、乙市4处)
    closed = text.find(")", begin, begin + MAX_PARTS) if text.startswith("(", begin) else -1
    stop = whole + 1
    while stop < len(found) and found[stop].number.end <= closed:
        stop += 1
    inside = range(whole + 1, stop)
    return inside if total.metric and _adds_up(total, [found[i] for i in inside]) else range(0)


def _summed(found: Sequence[Candidate], position: int) -> Sequence[Candidate]:
    """The figures just before one, if they add up to it and each has a name of its own."""
    for begin in range(position - 2, -1, -1):
        parts = found[begin:position]
        if parts[0].number.unit != found[position].number.unit:
            break
        if _adds_up(found[position], parts):
            names = [part.metric for part in parts]
            return parts if all(names) and len(set(names)) == len(names) and sum(map(len, names)) <= MAX_PARTS else ()
    return ()


def _adds_up(total: Candidate, parts: Sequence[Candidate]) -> bool:
    """Whether two or more counts or sums in one unit give another one."""
    alike = len({p.measure for p in parts}) == 1 and all(p.number.unit == total.number.unit and p.role == "value" for p in parts)
    plain = len(parts) > 1 and alike and total.role == "value" and not _NO_DEED & total.unit_kinds
    return plain and abs(sum(p.value for p in parts) - total.value) < SMALLEST


def _of_level(candidate: Candidate, other: Candidate) -> str:
    """省级窗口满意率不低于95%,市、县级不低于85%: the name behind the level that stands first in the other one."""
    levels = _LEVELS.split(candidate.metric)
    told = phrase_set("level_modifier")
    own = phrase_words("level_modifier").at_start(other.metric)
    if candidate.number.unit != other.number.unit or own is None or not all(level in told for level in levels):
        return ""
    head = other.metric[len(own) :]
    return candidate.metric + head if len(head) >= 2 and not head.startswith(("、", "和", "及", "与")) else ""


def _kind_of(text: str, candidate: Candidate, before: Sequence[Candidate]) -> str:
    """铁路营业里程9万公里,其中高速铁路2万公里: a kind of what stood before is measured as that was (高速铁路营业里程)."""
    metric, among = candidate.metric, phrase_words("among").at_start(text, candidate.clause[0])
    whole = next((other for other in reversed(before) if other.clause != candidate.clause), None)
    if whole is None or among is None or candidate.metric_span is None or not _in_one_unit(whole, candidate):
        return ""
    begin = candidate.metric_span[0]
    if begin != candidate.clause[0] + len(among) and text[begin - 1 : begin] != "、":
        return ""
    size = next((n for n in range(min(len(metric), len(whole.metric)) - 1, 1, -1) if whole.metric.startswith(metric[-n:])), 0)
    head = whole.metric[size:]
    if size and head and head[0] not in "、和及与" and not is_deed(head):
        return metric + head
    measured = _measured_as(whole) if not size and _AMOUNTS & candidate.unit_kinds and _is_bare_kind(metric) else ""
    return metric + measured if measured else ""


def _measure_of_part(text: str, candidate: Candidate, before: Sequence[Candidate]) -> str:
    """新增灌溉面积80万亩,其中喷灌、微灌分别为21万亩、42万亩: the parts of what is new are as new."""
    whole = next((other for other in reversed(before) if other.clause != candidate.clause), None)
    part = phrase_words("among").at_start(text, candidate.clause[0]) is not None and candidate.predicate in (None, "link")
    new = whole is not None and whole.measure == "change" and _in_one_unit(whole, candidate)
    return "change" if part and new and candidate.measure == "level" else candidate.measure


def _in_one_unit(one: Candidate, other: Candidate) -> bool:
    """Whether two figures are in one unit, whatever its scale (1亿亩, 2100万亩)."""
    return one.number.unit.lstrip(SCALE_MARKS) == other.number.unit.lstrip(SCALE_MARKS)


def _is_bare_kind(metric: str) -> bool:
    """Whether a name says what, and nothing of what is measured of it (稻谷, 县道)."""
    return len(metric) <= MAX_COUNTERPART and is_plain_noun(metric) and phrase_words("generic", "list_head").at_end(metric) is None


def _measured_as(whole: Candidate) -> str:
    """What is measured of a whole (产量 of 粮食产量, 通车里程 of 公路通车里程); empty if its name does not end in that."""
    head = phrase_words("generic").at_end(whole.metric) or ""
    words = cut(whole.metric[: len(whole.metric) - len(head)]) if head else []
    done = words[-1] if len(words) > 1 and is_deed(words[-1]) else ""
    return done + head if words else ""


def _counterpart_of(text: str, candidate: Candidate, other: Candidate) -> str:
    """男性预期寿命达77岁,女性82岁: a word that ends as the one does in which the name before begins stands in its place."""
    metric, begin = candidate.metric, candidate.metric_span[0] if candidate.metric_span is not None else 0
    opens = begin in (candidate.clause[0], candidate.clause[0] + len(phrase_words("among").at_start(text, candidate.clause[0]) or ""))
    listed = opens or text[begin - 1 : begin] in ("、", "和")
    told = other.unit_kinds == candidate.unit_kinds and other.role == "value" and candidate.rule == "quantity.left"
    size, rest = len(metric), other.metric[len(metric) :]
    if not (listed and told and 1 < size <= MAX_COUNTERPART and len(rest) > 1) or rest[0] in "、和及与的":
        return ""
    alike = other.metric[size - 1] == metric[-1] and other.metric[:size] != metric
    whole_words = alike and size in itertools.accumulate(map(len, cut(other.metric)))
    return metric + rest if whole_words and is_plain_noun(metric) and not is_deed(metric) else ""


def _tail_of(text: str, candidate: Candidate, other: Candidate) -> str:
    """甲海域巡护5航次,乙海域6航次: the deed behind the word in which a name of the next item ends, if that is all the item says."""
    begin = candidate.metric_span[0] if candidate.metric_span is not None else 0
    listed = other.clause[1] + 1 == candidate.clause[0] == begin or (other.clause == candidate.clause and text[begin - 1 : begin] == "、")
    alone = listed and candidate.rule == "quantity.left" and other.number.unit == candidate.number.unit and candidate.measure == other.measure
    size = next((n for n in (4, 3, 2) if n < len(candidate.metric) and candidate.metric[-n:] in other.metric[:-2]), 0) if alone else 0
    tail = other.metric.rpartition(candidate.metric[-size:])[2] if size else ""
    return tail if is_deed(tail) and tail not in candidate.metric and not other.metric.startswith(candidate.metric) else ""


def _reached_by(text: str, candidate: Candidate, other: Candidate) -> str:
    """改造老旧小区16万个,惠及2900万家庭: whom the deed before has reached; who it is of (涉及居民1万户, 受益人口5万人)."""
    same = other.clause == candidate.clause
    opens = text[other.number.right if same else candidate.clause[0] : candidate.number.left]
    listed = opens.startswith("、") if same else text[other.clause[1] : candidate.clause[0]] in (",", ";")
    reached = _reaching_verb(candidate, opens.strip("、共可将已累计 ")) if listed else ""
    counted = not (_NO_DEED & (candidate.unit_kinds | other.unit_kinds)) and other.role == "value" and other.measure != "growth"
    whom = candidate.metric.removeprefix(reached)
    # 举办展览5场,吸引观众3万人次: only what is held draws people, not what was built or registered before.
    draws = reached in phrase_set("drawing") and other.number.unit.lstrip("万亿") not in phrase_set("held_unit")
    if not reached or not counted or draws or whom in phrase_set("dependent_head"):
        return ""
    named = 1 < len(other.metric) <= MAX_DONE and not candidate.metric.startswith(other.metric)
    return other.metric + reached + whom if named and cut(other.metric)[0] not in phrase_set("kept_verb") else ""


def _reaching_verb(candidate: Candidate, opens: str) -> str:
    """The verb that says whom a deed reached, as the first word of what stands before the number; empty if there is none."""
    if not opens or not candidate.metric:
        return ""
    word = phrase_words("reached").at_start(opens)
    if word is not None:
        people = bool(_PEOPLE & candidate.unit_kinds)
        return word if people and opens == word + candidate.metric.removeprefix(word) else ""
    first = cut(candidate.metric)[0]
    return first if first in phrase_set("kept_verb") and opens.startswith(first) else ""


def _gained_by(text: str, candidate: Candidate, other: Candidate) -> str:
    """发放津贴9亿元,逾3万人受惠: who gains gains from what the clause before has given."""
    gains = phrase_words("benefiting", "assisting").at_start(candidate.metric)
    between = text[other.clause[1] : candidate.clause[0]]
    follows = between.startswith(",") and len(between) <= MAX_BETWEEN and other.role == "value" and not _ENDS.search(between)
    given = "money" in other.unit_kinds and other.measure == "level" and 2 < len(other.metric) <= MAX_DONE
    if gains is None or gains in other.metric:
        return ""
    bare = len(candidate.metric) - len(gains) <= MAX_GAINER and bool(_PEOPLE & candidate.unit_kinds)
    return _EACH.sub("", other.metric) + candidate.metric if bare and follows and given else ""


def _brought_along(text: str, candidate: Candidate, other: Candidate) -> str:
    """园区产值超过40亿元,带动相关产值超过90亿元: what the thing spoken of brings along is told by that thing."""
    verb = phrase_words("kept_verb").at_start(text, candidate.clause[0])
    related = phrase_words("related").at_start(candidate.metric)
    if verb is None or related is None or other.clause[1] + 1 != candidate.clause[0]:
        return ""
    owner = _thing_of(other.metric)
    return owner + verb + candidate.metric if 2 < len(owner) <= MAX_DONE else ""


def _gain_of(text: str, candidate: Candidate, other: Candidate) -> str:
    """举办艺文活动36场,创造观光产值8亿元: what is brought about is of what was counted just before, with the verb that says so."""
    verb = phrase_words("bringing").at_start(text, candidate.clause[0])
    if verb is None or candidate.metric not in phrase_set("gain") or other.clause[1] + 1 != candidate.clause[0]:
        return ""
    if other.role != "value" or "money" in other.unit_kinds:
        return ""
    drew = phrase_words("kept_verb").at_end(other.metric) or ""
    thing = other.metric.removesuffix(drew)
    named = 2 < len(thing) <= MAX_DONE and not _LEVELS.search(thing) and phrase_words("kept_verb").at_start(thing) is None
    return thing + verb + candidate.metric if named else ""


def _cause_of(text: str, candidate: Candidate, begun: int) -> str:
    """What brought the harm that is counted (甲矿发生瓦斯爆炸事故,造成8名矿工遇难,直接经济损失9万元); empty if the sentence names nothing."""
    harm = phrase_words("harm").at_end(candidate.metric)
    if harm is None or len(candidate.metric) - len(harm) > MAX_HARMED or candidate.rule.endswith("+head"):
        return ""
    before = text[begun : candidate.number.left]
    caused = max((before.rfind(word) for word in phrase_set("causing")), default=-1)
    if caused < 0:
        return ""
    clauses = before[:caused].rstrip(",; ").split(",")
    cause = _UNDATED.sub("", clauses[-1])
    for happened in sorted(phrase_set("happening"), key=lambda word: (-len(word), word)):
        cause = cause.replace(happened, "")
    cause = subject_of_clause(cause.rstrip("共已"))
    return cause if MIN_CAUSE <= len(cause) <= MAX_CAUSE and cause[-2:] not in candidate.metric else ""


# When something happened, in front of what did.
_UNDATED = re.compile(r"^.*[年月日时分至](?=[㐀-鿿])")
MIN_CAUSE, MAX_CAUSE, MAX_HARMED = 4, 36, 6


def _thing_of(metric: str) -> str:
    """The thing a figure is of: 核心产业 of 核心产业产值规模."""
    head = phrase_words("generic", "list_head").at_end(metric)
    while head is not None and len(head) < len(metric):
        thing = phrase_words("topic_head").at_start(head) or ""
        metric = metric[: len(metric) - len(head)] + thing
        head = None if thing else phrase_words("generic", "list_head").at_end(metric)
    return metric
