"""What a number leaves unsaid because the words before it have named it: the things counted, the undertaking, what the unit measures."""

from __future__ import annotations

import functools
import re
from collections.abc import Set

from pipeline.extract.numbers import unit_kind
from pipeline.relate.candidates import ParagraphState
from pipeline.relate.lexicon import attribute_of_unit, phrase_set, phrase_words, predicates
from pipeline.relate.naming import is_deed
from pipeline.relate.topics import is_plain_noun, subject_of_clause
from pipeline.segment.sentences import heading_mark
from pipeline.segment.tokens import cut

_QUOTED = re.compile(r"“[^“”]{2,40}”")
# What tells people from the visits they make, and 万 before either.
_PLAIN_UNIT = re.compile("^[万亿]|次$")
PEOPLE = "人数"
# How often something is given to each counts no events.
TIMES = "次"
_TIMES_EACH = re.compile(r"人次$")
# A deed with what it is done to (核定, 完工, 办理先期规划作业): more is a statement of its own.
MAX_SAID = 14
MAX_OBJECT = 20
# What state things are in (设计中, 调解中).
MIN_STATE, MAX_STATE = 3, 5
# What may stand before a head that leans: 出席 of 出席人数, not 参与湖滨课程 of 参与湖滨课程人数.
MAX_QUALIFIER = 2
# A shorter thing before such a head is as often what was done (返还, 承保).
LEAST_OWNER = 3
LEAST_NOUN_OF_RATE = 2
MAX_STRETCH = 5
# Figures of a work that may stand between two others.
MAX_TOLD_BACK = 2
# Characters of a clause that is no more than the name of a work.
MAX_WORK = 40


def undertaking(text: str, start: int, end: int, events: bool = True) -> str:
    """The last plan or project, or with ``events`` what is held, that is named in quotes (办理“农村托育计划”)."""
    if text.find("“", start, end) < 0:
        return ""
    for match in reversed(list(_QUOTED.finditer(text, start, end))):
        name = match.group()[1:-1]
        name = name[: name.rindex("(")] if name.endswith(")") and "(" in name else name
        held = events and ";" not in text[match.end() : end] and phrase_words("event").at_end(name)
        if phrase_words("undertaking").at_end(name) or held:
            return match.group()
    return ""


def thing_of(name: str) -> str:
    """The things counted without what was done with them at the end (厂商 of 厂商申请)."""
    tokens = cut(name)
    while tokens and _says_no_thing(tokens[-1]):
        tokens.pop()
    # 申请上市的公司 opens with what is done and names things, 完成训练 does not.
    thing = "".join(tokens)
    return "" if len(thing) < 2 or (is_deed(tokens[0]) and "的" not in tokens) else thing


def _says_no_thing(word: str) -> bool:
    return is_deed(word) or word in _sayings()


@functools.cache
def _sayings() -> frozenset[str]:
    return predicates("adverb").words | phrase_set("leaning_head") | phrase_set("lead")


def owner_of_deed(deed: str, state: ParagraphState, unit: str, text: str, before: int) -> str:
    """What a deed that stands alone before a number was done to: what the same unit counted before, else the undertaking.

    4540家厂商申请,核定1078家; 办理“农村托育计划”,核定43案; 说明会58场次,7149人次参加.
    """
    thing, counted_in = state.counted
    held = counted_in in phrase_set("held_unit") - {TIMES} and attribute_of_unit().get(_PLAIN_UNIT.sub("", unit)) == PEOPLE
    if thing and (counted_in == unit or deed.startswith("可") or (held and not _is_name(state.clause_object))):
        return thing
    if deed not in predicates("nominal").words and not is_bare_deed(deed):
        return ""
    named = undertaking(text, state.sentence_start, before)
    return named or (state.clause_object if _is_name(state.clause_object) else "") or state.undertaking


def state_told(text: str, start: int, end: int) -> str:
    """The words that only say how far things have come (施工中, 目前已完工), if a clause says no more before its number."""
    state = phrase_words("in_state").at_end(text, end) or ""
    said = text[start : end - len(state)].strip() if state else ""
    while word := phrase_words("lead").at_start(said) or predicates("adverb").at_start(said):
        said = said[len(word) :].strip()
    return "" if said else state


def things_in_state(told: str) -> str:
    """The things that were told to be in a state before (社会住宅 of 社会住宅完工)."""
    thing = told.removesuffix(phrase_words("in_state").at_end(told) or told)
    return thing if len(thing) >= LEAST_OWNER and is_plain_noun(thing) else ""


def _is_name(phrase: str) -> bool:
    if not 3 < len(phrase) <= MAX_OBJECT or re.search(r"[\d,;:()的为以]", phrase):
        return False
    said = predicates("adverb", "rise", "fall", "become", "link", "finish").words
    return said.isdisjoint(cut(phrase))


def is_bare_deed(metric: str) -> bool:
    """Whether a name says what was done, and not with what (羁押38人)."""
    return metric.removeprefix("可") in phrase_set("bare_deed")


def with_what_is_measured(name: str, unit: str) -> str:
    """A deed with people or households counted as a name (羁押 gives 羁押人数); else as it is."""
    noun = attribute_of_unit().get(unit.lstrip("万亿"), "")
    return name + noun if noun and noun[-1] == "数" and not name.endswith(noun) else name


def in_another_unit(subject: str, unit: str, kinds: Set[str], kinds_before: Set[str]) -> str:
    """The name of what was counted for a second figure of it in a unit of another kind (集团产区67处、2651公顷 is its 面积)."""
    if not {"count", "people", "money"} & kinds_before or kinds & kinds_before:
        return subject
    measured = next((noun for noun in set(attribute_of_unit().values()) if subject.endswith(noun)), "")
    thing = subject.removesuffix(measured)
    noun = attribute_of_unit().get(unit, "") or ("人次" if _TIMES_EACH.search(unit) else "")
    return thing + noun if len(thing) > 1 and (noun or "count" in kinds) else subject


def said_of_them(text: str, start: int, end: int) -> str:
    """What is said of things counted before, behind a number that has no noun (其中55案已完工); empty if that is not all it says."""
    body = text[start:end].strip(" 。;,")
    tokens = cut(body)
    while tokens and tokens[0] in predicates("adverb").words:
        tokens.pop(0)
    said = "".join(tokens)
    plain = 2 <= len(said) <= MAX_SAID and not re.search(r"[\d、,;:“”()的]", said)
    return said if plain and tokens and is_deed(tokens[0]) else ""


def opens_with_deed(phrase: str, thing: str) -> bool:
    """Whether the words behind a number say what was done with things, and do not name them (12案进行评选, not 3个续建项目)."""
    tokens = cut(phrase)
    said = bool(tokens) and len(tokens[0]) > 1 and is_deed(tokens[0]) and len(phrase) <= MAX_SAID
    said = said or (phrase.endswith("中") and MIN_STATE <= len(phrase) <= MAX_STATE and phrase[:2] not in thing)  # 3案设计中
    return said and not phrase.endswith(thing[-2:])


def says_lacking(phrase: str) -> bool:
    """Whether the words behind a number only tell what things have not, or have (未办环保审批手续, 没有退养, 存在违建)."""
    word = phrase_words("lacking").at_start(phrase)
    return word is not None and len(phrase) > len(word)


def owner_of_head(head: str, state: ParagraphState, text: str, before: int) -> str:
    """What a head that leans (出席人数, 融资金额, 改善率) is of: the things counted before it in the sentence, else the undertaking."""
    thing = state.counted[0]
    # 履约率、开工率分别达: of a list every part leans.
    words = [(part, phrase_words("head_of_counted").at_end(part)) for part in head.split("、")]
    word = words[0][1]
    if word is None or any(leans is None or len(part) - len(leans) > MAX_QUALIFIER for part, leans in words):
        return ""
    if unit_kind(state.counted[1]) not in ("count", "people", None):
        return ""  # 粮食总产量7亿斤,茶园面积15万亩: an amount was told before, no things
    if len(thing) >= LEAST_OWNER and _is_short_name(thing) and phrase_words("bare_deed").at_end(thing) is None:
        # 长护险参保人数61万人,参保率93%: the owner stands before the deed that both name.
        at = thing.find(head[:2])
        if at < 0:
            return thing
        added = predicates("new").at_start(thing) or ""
        return thing[len(added) : at] if word.endswith("率") and at - len(added) >= LEAST_NOUN_OF_RATE else ""
    # A rate is of one thing in an undertaking, its sums and its people are its own.
    return "" if thing or word.endswith("率") else undertaking(text, state.sentence_start, before)


def done_within(metric: str, unit: str, text: str, start: int, before: int) -> str:
    """The one undertaking named in the sentence, for how often a deed of it was done or used (“学伴计划”,平板借用计640人次)."""
    if not unit.endswith(TIMES) or len(metric) > MAX_SAID or text.find("“", start, before) < 0 or not is_plain_noun(metric):
        return ""
    # Behind a semicolon an item of its own begins.
    only = text.count("“", start, before) == 1 and text.find(";", start, before) < 0
    return undertaking(text, start, before, events=False) if only else ""


def _is_short_name(thing: str) -> bool:
    return len(thing) <= MAX_OBJECT and not re.search("[、,;]", thing)


def work_of(metric: str, state: ParagraphState, text: str, before: int) -> str:
    """The work whose length, cost or progress a bare word gives: the clause before ends in it or speaks of it, or it was told so before.

    外环道工程,进度60%,总经费3亿元; 跨海大桥已通车,全长3公里; 外环道工程,北段进度60%,预计明年完工,南段进度30%.
    """
    head = phrase_words("work_head").at_end(metric)
    if head is None or (metric != head and not _is_stretch(metric.removesuffix(head))):
        return ""
    named = _work_named(state, text, metric.removesuffix(head))
    if named or metric != head:
        return named
    item = max(state.sentence_start, text.rfind(";", state.sentence_start, before) + 1)
    return undertaking(text, item, before)


def _is_stretch(words: str) -> bool:
    """Whether words name a stretch or a lot of a work (东湖段, 第一标)."""
    return LEAST_OWNER - 1 <= len(words) <= MAX_STRETCH and words[-1] in phrase_set("stretch") and is_plain_noun(words)


def _work_named(state: ParagraphState, text: str, stretch: str) -> str:
    if state.plain_clause is not None and state.plain_clause[1] - state.plain_clause[0] <= MAX_WORK:
        said = text[slice(*state.plain_clause)].strip()
        quoted = _QUOTED.search(said, max(said.rfind("“"), 0)) if said.endswith("”") else None
        mark = heading_mark(said)
        phrase = said[mark[1] :] if mark else said
        verb = predicates("govern", "new").at_start(phrase) or ""
        phrase = phrase[len(verb) :] if len(verb) > 1 else phrase
        named = quoted.group() if quoted else phrase if _is_work(phrase) else subject_of_clause(phrase)
        if quoted or _is_work(named):
            return named
        if not stretch:
            return ""
    # 绿线全长27公里,设21站,总经费9亿元: what stands between tells of no other work.
    heads = ((c.metric, phrase_words("work_head").at_end(c.metric)) for c in reversed(state.told[-MAX_TOLD_BACK:]))
    told, head = next(((metric, head) for metric, head in heads if head or _is_work(metric)), ("", None))
    stem = told[: len(told) - len(head)] if head else told
    # 北段 of the work told before, whose 南段 comes next.
    stem = stem[: len(stem) - len(stretch)] if stretch and stem.endswith(stretch[-1]) else stem
    return stem if _is_work(stem) else ""


@functools.cache
def _carried_out() -> re.Pattern[str]:
    verbs = "|".join(sorted(phrase_set("carried_out")))
    return re.compile(rf"(?P<what>[^,;。]{{4,24}}?)(?:{verbs})(?:至|到|截至)[^,;。]{{2,14}}")


def carried_out(metric: str, state: ParagraphState, text: str) -> str:
    """What a rate is of where the clause before tells how far it was carried out (第1期预算执行至107年底,经费执行率92%)."""
    if state.plain_clause is None or phrase_words("head_of_counted").at_end(metric) is None or not metric.endswith("率"):
        return ""
    said = _carried_out().fullmatch(text[slice(*state.plain_clause)].strip())
    what = said["what"] if said else ""
    mark = heading_mark(what)
    what = what[mark[1] :] if mark else what
    return what if what and what[-2:] not in metric and not re.search("[、,;:]", what) else ""


def _is_work(phrase: str) -> bool:
    """Whether a phrase names something that is built, and does not order it."""
    word = phrase_words("work").at_end(phrase)
    ordered = predicates("govern", "new").at_start(phrase) is not None or phrase_words("lead").at_start(phrase) is not None
    return word is not None and len(phrase) - len(word) >= MAX_QUALIFIER and not ordered and not re.search("[,;:、]", phrase)
