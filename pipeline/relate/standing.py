"""Values that hold whatever is planned: conditions, marks and grades, densities by which things are laid out, how things have to be made."""

from __future__ import annotations

import re

from pipeline.extract.numbers import to_base
from pipeline.relate.candidates import Candidate
from pipeline.relate.lexicon import cue_pattern, phrase_set, phrase_words, predicates

# 元: no one gets more than this each month or year; a larger sum is what is spent on all.
MAX_ALLOWANCE = 1e5
# Between the word for conditions and its colon (下列条件之一:).
MAX_BEFORE_COLON = 4
MAX_LIST = 240
# 符合下列条件的,可以申报: what is open to those who meet them, before the colon.
_MAY_THEN = re.compile("[^,。;:]{0,4},?可[^,。;:]{1,10}:")
# 在种植面积万亩以上的|县
MAX_PLACE = 3
# 低于85%的|责任单位, 20万吨以上、龙头企业较多的|县
_OF_THINGS = re.compile(r"的[^,、;。\d]")
_ALSO_OF_THINGS = re.compile(r"、[^,;。\d]{2,20}的[^,、;。\d]{1,12}(?=[,。;]|$)")
_OF_A_STANDARD = re.compile(r"[^,;。\d]{0,8}的(?:标准|密度|要求)")
_PER_TAIL = re.compile(r"(?:(?:平均)?每(?:学年|公里|平方米|立方米|公顷|公斤|[人户年季月周日天亩个家件案次张吨度床辆套座名孔头]))+$")
# 采石场边界距居民区, 与水源地距离: how far something has to be from something.
_FROM_TO = re.compile(r"距离?[^差、,]{2,}|[与和离].{2,}距离?$")
# 流量较大的,应当实行监测,: a duty for those that are so, and what is asked of them behind it.
_DUTY_OF_SOME = re.compile(r"[^,;。]{4,40}的,(?:应当?|必须|须|需)[^;。]*,$")
_GRADE = re.compile(r"的?(?:为|评为|定为|认定为|确定为|列为|属)")


def meets_conditions(text: str, sentence_start: int, clause_start: int) -> bool:
    """Whether a clause stands in a sentence behind 须同时满足下列条件: and so names one of them."""
    colon = text.rfind(":", max(sentence_start, clause_start - MAX_LIST), clause_start)
    if colon < 0:
        return False
    named = [m.end() for m in cue_pattern("conditions").finditer(text, sentence_start, colon)]
    return bool(named) and (colon - named[-1] <= MAX_BEFORE_COLON or _MAY_THEN.match(text, named[-1], colon + 1) is not None)


def asks_of_some(text: str, sentence_start: int, clause_start: int) -> bool:
    """Whether a clause goes on with what those have to do who are in a case (流量较大的,应当在线监测,上传率不得低于95%)."""
    begin = max(sentence_start, text.rfind(";", sentence_start, clause_start) + 1, clause_start - MAX_LIST)
    return _DUTY_OF_SOME.fullmatch(text, begin, clause_start) is not None


def says_who_is_meant(text: str, candidate: Candidate) -> bool:
    """Whether a bound says to whom something happens (对完成率低于85%的责任单位进行约谈, 支持年产20万吨以上、企业较多的县)."""
    number, clause = candidate.number, candidate.clause
    if number.comparator not in ("ge", "le") or candidate.measure != "level":
        return False
    behind = max(number.right, number.unit_end)
    if _ALSO_OF_THINGS.match(text, behind) is not None:
        return True
    if _OF_THINGS.match(text, behind) is None:
        return False
    in_front = number.left < number.start and text.startswith("对", clause[0])
    placed = not candidate.leading and not candidate.unit_kinds & {"share", "count"}
    return in_front or (placed and text.startswith("在", clause[0]) and clause[1] - behind - 1 <= MAX_PLACE)


def earns_grade(text: str, position: int) -> bool:
    """Whether what stands behind a mark or a rate is the grade that it earns ((95分以上)为优秀)."""
    joint = _GRADE.match(text, position)
    return joint is not None and phrase_words("grade").at_start(text, joint.end()) is not None


def is_laid_out_by(text: str, candidate: Candidate) -> bool:
    """Whether a number is how densely things are laid out (按照每3个村不少于1处的标准布设网点)."""
    number, clause = candidate.number, candidate.clause
    if _OF_A_STANDARD.match(text, number.right, clause[1]) is None:
        return False
    return any(text.find(word, clause[0], number.left) >= 0 for word in phrase_set("reckoning"))


def bounds_how_it_is_made(candidate: Candidate) -> bool:
    """Whether a bound says how something has to be made: of an attribute (层高), or in a unit of such attributes (毫米, 分贝)."""
    number = candidate.number
    if number.comparator not in ("ge", "le"):
        return False
    if number.unit in phrase_set("unit_of_make"):
        return True
    if "length" in candidate.unit_kinds and _FROM_TO.search(candidate.metric):
        return True
    attribute = _PER_TAIL.sub("", candidate.metric)
    from_front = number.left < number.start or attribute != candidate.metric
    return from_front and phrase_words("dimension").at_end(attribute) is not None


def is_of_what_is_there(text: str, candidate: Candidate) -> bool:
    """Whether a number only says how big that is which work relies on (依托规模15亿元的基金,引进项目20个)."""
    clause, number = candidate.clause, candidate.number
    relied = phrase_words("relied_on").at_start(text, clause[0])
    if relied is None or predicates("govern", "new", "become", "rise", "fall").at_end(text, number.left):
        return False
    return _OF_THINGS.match(text, number.right) is not None or text[clause[0] + len(relied) : number.left].strip() == ""


def is_allowance(candidate: Candidate) -> bool:
    """Whether an amount is what each one gets of a standing support, raised or not (村道每公里每年补助提到1万元)."""
    base = to_base(candidate.value, candidate.number.unit)
    if base is None or base[1] != "元" or base[0] > MAX_ALLOWANCE or candidate.measure != "level" or "每" not in candidate.metric:
        return False
    return phrase_words("aid_head", "tariff").at_end(_PER_TAIL.sub("", candidate.metric).removesuffix("金额")) is not None
