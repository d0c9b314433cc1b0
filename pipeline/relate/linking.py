"""One number and the words beside it to one candidate: which phrase names the indicator, and what the number measures of it."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace

from pipeline.extract.chinese_numerals import SCALE
from pipeline.relate.about import about, says_nothing_alone
from pipeline.relate.bare import (
    as_budget,
    money_of_payer,
    names_nothing,
    over_what,
    thing_relieved,
    used_for,
    without_spending,
)
from pipeline.relate.candidates import Candidate, ParagraphState, Subject
from pipeline.relate.clausal import whose, without_modal, without_statement
from pipeline.relate.elided import (
    carried_out,
    done_within,
    in_another_unit,
    is_bare_deed,
    opens_with_deed,
    owner_of_deed,
    owner_of_head,
    said_of_them,
    says_lacking,
    state_told,
    thing_of,
    things_in_state,
    with_what_is_measured,
    work_of,
)
from pipeline.relate.institutions import OWNED, institution_before, names_institution
from pipeline.relate.led import PART, led_up_to
from pipeline.relate.lexicon import PredicateClass, phrase_set, phrase_words, predicate_classes, predicates
from pipeline.relate.named import owner_in_sentence, taken_up
from pipeline.relate.naming import (
    LEAST_NOUN,
    after_deed,
    becoming_words,
    change_noun,
    clean_name,
    does_again,
    edge_noise,
    gap_metric,
    gap_pattern,
    held_against,
    is_deed,
    labelled_in_brackets,
    measure_of,
    named_by_selection,
    nominalised,
    of_attribute,
    ratio_metric,
    says_state,
    share_name,
    share_of_whole,
    spent_on,
    with_what_is_new,
    without_examples,
    without_finish,
    without_manner,
    without_opening_verb,
    without_tellings,
)
from pipeline.relate.phrases import LIST_JOINS, Borders, LeftContext, left_context, right_phrase, without_verb_of_next
from pipeline.relate.shares import bounded_before, bounded_share
from pipeline.relate.slots import BASELINE, Slot
from pipeline.relate.topics import (
    asked_about,
    heading_thing,
    is_plain_noun,
    item_thing,
    last_object,
    leans_alone,
    leans_on_object,
    object_of_each,
    object_of_money,
    owner_of,
    purpose_before,
    purpose_behind,
    subject_of_clause,
)
from pipeline.segment.tokens import cut
from pipeline.types import NumberMention

# 相当于生产总值的5% is a share, too.
# 跨过8000亿级关口
_OF_SET = re.compile(r",(?:[已现还仍尚]?有)\d")
_COUNTED_IN = re.compile(r"\((?:不?含|包括)[^()]{1,16}\)")
_STEP_OF = re.compile("^[百千万亿]*级")
_OF_THE_YEAR = re.compile("(?:年初|全年|本年度?|当年|年度)$")
_EQUALS = re.compile("(?:为|是|达|达到|相当于)$")
_COMPARES = re.compile(r"比(?![例重率])|较|按年|同比|年")
# 其中 opens a part of what the clause before counted.
_HELD_AGAINST = re.compile("(?:比|较|相较)(?![例重照率])")
_TOWARDS = re.compile("(?:针对|(?<![面应核比校绝相配派反敌查])对)$")
_SHARES = frozenset(("%", "成"))
# Of a bracket or quote that closes behind the number.
_PLAIN_MARKS = ")]}”’》 "
_MOVES = frozenset(("rise", "fall", "new"))
_REACHED = ("至", "到")
_LINKING = ("link", "become", "rise", "fall", "share", "gap")
# What is said of what is left of a phrase of this length is another statement: 50个乡镇建成为森林乡镇.
MIN_BECOME = 3
# A longer phrase names things, not only where they are.
MAX_WHERE = 8
MAX_LEFT_BESIDE_RIGHT = 26
# Kinds of units that measure something and count no things.
_THINGS = frozenset(("count", "people", "area", "length", "mass"))
_NO_THINGS = frozenset(("money", "share", "time", "ratio", "index"))
_DATE_OPENS = re.compile(r"\d{1,4}[年月日]|[一二三四]季度|[上下]半年")
# 年度目标任务完成率 says no more than that there is a task.
MAX_BARE_OWNER = 14
MAX_BARE_TASK = 9
# A longer bracket behind a number is no mark of what is counted (5家(国家级)).
MAX_MARKED = 5
LEAST_TITLE = 4


@dataclass(slots=True)
class Occurrence:
    """A number in its clause, and what is known when it is read.

    Attributes
    ----------
    slot : Slot
        The text before and behind the number that is its own.
    earlier : list of Candidate
        Of the same clause.
    inherits : bool
        Whether it is a further item of a list, under the verb of the first.
    unit_kinds : frozenset of str
        Kinds of the unit (count, money, share, …).
    bounded : bool
        Whether a threshold stands before it.
    leads_to : bool
        Whether the number is where a change starts (由A提高到B).
    regions : sequence of str
        Names of the document's own region, longest first.
    number : NumberMention
        That of the slot.
    is_share : bool
        Whether the unit is that of a share or rate.
    """

    text: str
    sentence: int
    clause: tuple[int, int]
    slot: Slot
    context: LeftContext
    borders: Borders
    state: ParagraphState
    earlier: list[Candidate]
    inherits: bool
    unit_kinds: frozenset[str]
    bounded: bool
    leads_to: bool
    regions: Sequence[str]
    number: NumberMention = field(init=False)
    is_share: bool = field(init=False)

    def __post_init__(self) -> None:
        self.number, self.is_share = self.slot.number, "share" in self.unit_kinds

    @property
    def among(self) -> bool:
        """Whether the clause speaks of a part of what was counted before it."""
        return phrase_words("among").at_start(self.text, self.clause[0]) is not None or self.is_rest

    @property
    def is_rest(self) -> bool:
        """Whether it is what is left of things counted before in the same unit (其余56个)."""
        return phrase_words("rest").at_end(self.text, self.number.left) is not None

    @property
    def goes_on_counting(self) -> bool:
        """Whether its unit is that in which things were counted last."""
        return bool(self.state.counted[0]) and self.state.counted[1] == self.number.unit


@dataclass(slots=True)
class Draft:
    """The name of an indicator while it is made.

    Attributes
    ----------
    context : LeftContext
        As read, with what a deed took from its phrase.
    left, right : str
        The phrases beside the number.
    right_span : (int, int)
    hollow : str
        A phrase that names nothing unless nothing else does.
    verb_link : bool
        Whether the verb between phrase and number links them, so that the name is the phrase before it.
    classes : tuple of PredicateClass
        Of the verbs that say what is measured.
    rule, metric, span
        Where the name was taken from, the name, its place.
    part : str
        Of a share that a rule bounds, what alone the next number may be said of.
    """

    context: LeftContext
    left: str
    right: str
    right_span: tuple[int, int]
    hollow: str
    verb_link: bool = False
    classes: tuple[PredicateClass, ...] = ()
    rule: str = ""
    metric: str = ""
    span: tuple[int, int] | None = None
    part: str = ""

    @property
    def verb(self) -> str:
        """The innermost verb that stood before the phrase."""
        return self.context.leading[-1][0] if self.context.leading else ""


def link(at: Occurrence) -> Candidate:
    """Link a number to its indicator, and remember it as what the next number may be said of.

    Parameters
    ----------
    at : Occurrence
        Its ``state`` is changed in place.
    """
    if not _in_bracket(at):
        leave_bracket(at.state)
    draft = _draft(at)
    for step in _STEPS:
        step(draft, at)
    if draft.classes and draft.classes[0] in _MOVES and _is_reached(at):
        draft.classes = ("become", *draft.classes)
    measure, falls, metric = measure_of(at.number, draft.classes, draft.metric)
    draft.metric = as_budget(clean_name(metric)) if "money" in at.unit_kinds else clean_name(metric)
    _name_counted(draft, at)
    _name_share_of_set(draft, at)
    draft.metric = without_finish(draft.metric)
    draft.metric = without_tellings(without_examples(draft.metric) if {"count", "people"} & at.unit_kinds else draft.metric)
    _name_thin(draft, at)
    _name_by_institution(draft, at)
    _name_part_of_set(draft, at)
    _name_above_size(draft, at)
    _name_by_clause_before(draft, at)
    candidate = _candidate(draft, at, measure, falls)
    _remember(draft, candidate, at)
    return candidate


def _name_thin(draft: Draft, at: Occurrence) -> None:
    """Say of what item a name is told that means nothing alone (办理“培力计划”,截至年底,申请案43件)."""
    if "+" in draft.rule or at.earlier or not says_nothing_alone(draft.metric):
        return
    thing = about(at.text, at.state, at.clause[0]) or item_thing(at.text, at.state)
    if thing and (thing.endswith("”") or draft.metric not in thing or thing.endswith(draft.metric)):
        draft.metric, draft.rule = thing + draft.metric.removeprefix(draft.metric if thing.endswith(draft.metric) else ""), draft.rule + "+item"


def _name_by_institution(draft: Draft, at: Occurrence) -> None:
    """Say whose figure a noun gives that needs an owner (加快东湖产业园建设,入驻企业达50家)."""
    if "+" in draft.rule or draft.right or {"rise", "fall"} & set(draft.classes):
        return
    owner = institution_before(draft.metric, at.text, at.clause, at.state)
    if owner and draft.metric[:2] not in owner:
        draft.metric, draft.rule, at.state.institution = owner + draft.metric, draft.rule + OWNED, owner


def _name_above_size(draft: Draft, at: Occurrence) -> None:
    """其中规模以上12家: of the things counted, those above the size from which they are counted by the statistics."""
    thing, unit = at.state.counted
    above = phrase_words("above_size").at_end(at.text, at.number.start) if unit == at.number.unit and not draft.right else None
    if above is not None and thing and at.context.end - at.context.start <= len(above):
        draft.metric, draft.rule = above + thing, "quantity.left+head"


def _name_part_of_set(draft: Draft, at: Occurrence) -> None:
    """Say of which things a part is told that the clause behind a set only tells the state of (23家采石场中,有9家未办手续)."""
    things, unit = at.state.counted
    if draft.rule != "quantity.right" or unit != at.number.unit or at.earlier or not things:
        return
    opened = at.text.rfind("中,", at.state.sentence_start, at.clause[0])
    if opened < 0 or not at.text.endswith(things, 0, opened) or ";" in at.text[opened : at.clause[0]]:
        return
    if says_lacking(draft.metric) or opens_with_deed(draft.metric, things):
        draft.metric, draft.rule = things + draft.metric, draft.rule + "+head"


def _name_by_clause_before(draft: Draft, at: Occurrence) -> None:
    """Name what nothing beside the number names by the clause just before: its object (建设敬老院,三年累计80所), or what it speaks of.

    稻虾共养面积争取翻一番,到6万亩 goes on with 稻虾共养面积, whatever was counted before that.
    """
    before = at.state.plain_clause
    if at.earlier or before is None or before[1] + 1 != at.clause[0] or not _THINGS & at.unit_kinds:
        return
    said = at.text[slice(*before)].strip()
    if not draft.metric:
        said_here = at.context.leading or at.context.predicate or at.text[at.number.right : at.clause[1]].strip()
        if not said_here and "count" in at.unit_kinds:
            draft.metric, draft.rule = last_object(said), "quantity.object_before"
    elif draft.rule == "quantity.subject" and at.state.subject.metric:
        named = subject_of_clause(said)
        if phrase_words("list_head").at_end(named) is not None and named not in at.state.subject.metric:
            draft.metric, draft.rule = named, "quantity.subject"


def _is_reached(at: Occurrence) -> bool:
    """Whether a value is where a move ends (增加馆舍数目至8间): what is moved stands between the move and its end."""
    left = at.text[at.slot.left[0] : at.number.left].rstrip()
    return left.endswith(_REACHED) and predicates("link", "become").at_end(left) is None


def _draft(at: Occurrence) -> Draft:
    """The phrases beside the number, and what the verbs between say of them."""
    text, slot, context = at.text, at.slot, at.context
    left = text[context.start : context.end]
    more = _more_than_before(left, at)
    if more is not None:
        context = more
        left = text[context.start : context.end]
    said_behind = text[slice(*slot.right)].strip()
    names_things = bool(said_behind) and not is_bare_deed(said_behind)
    if more is None and (places := _places_counted(left)) and (places < len(left) or names_things):
        context = replace(context, start=context.start + places)
        left = text[context.start : context.end]
    hollow = left if left in phrase_set("hollow") else ""
    if at.number.unit == "倍" and left.startswith("是") and at.text.endswith("的", 0, at.number.left):
        left = ""  # 是上个五年的2倍: only what it is held against
    if {"count", "people"} & at.unit_kinds and _TOWARDS.search(left):
        left = ""  # 依甲机制针对3家工厂进行稽查: what it is done to stands behind the number.
    if left in phrase_set("own_region") or left in phrase_set("mark") or left in at.regions or names_nothing(left):
        left = ""
    compared = held_against(text, *slot.left)
    if compared is not None and context.predicate in ("rise", "fall"):
        left = text[context.start : max(compared, context.start)]
        left = "" if left in predicates("adverb").words else left  # 也较五年前增加3%
    right_span = right_phrase(text, slot.right[0], slot.right[1], at.borders)
    if text[slot.right[1] : slot.right[1] + 1].isdigit():
        right_span = without_verb_of_next(text, right_span, at.borders)
        if "count" in at.unit_kinds:
            right_span = _without_next_figure(text, right_span)
    if (counted_in := _COUNTED_IN.match(text, *right_span)) is not None:
        # 10人(含创始人)、以研发为主: who is counted in, too, names nothing.
        right_span = right_phrase(text, counted_in.end(), right_span[1], at.borders)
    right = text[right_span[0] : right_span[1]]
    if "people" in at.unit_kinds or "count" in at.unit_kinds:
        right = right.removesuffix(phrase_words("per_each").at_end(right) or "")  # 带动3万户茶农户均增收
    if right.endswith("中") and "count" in at.unit_kinds and _OF_SET.match(text, right_span[1]) and _is_set(cut(right)):
        right = right[:-1]  # 23家采石场中,有9家未办手续
    if _DATE_OPENS.match(right):
        right = ""  # 第一批92个5月底前开工: a day is no part of what is counted.
    closes_own = left.count("(") > left.count(")")
    if (right.strip(_PLAIN_MARKS) == "" and not closes_own) or (right not in phrase_set("hollow") and names_nothing(right)):
        right = ""
    if "money" in at.unit_kinds and context.leading and purpose_behind(text, at.number.right):
        right = ""
    if (right.startswith("(") and right[1:] in _change_nouns()) or _is_mark(right.removeprefix("的")):
        right = ""
    if right in phrase_set("counted_again") and phrase_words("count_head").at_end(left):
        right = ""  # 住房需求为3000个单位: the unit of the count is said once more.
    if at.is_share and right in phrase_set("unit_tail"):
        right = ""  # 0.2%FS: of what range it is.
    if left and right.startswith("(") and right.endswith(")") and len(right) > MAX_MARKED:
        right = ""  # 编列8亿元(以举债支应): the bracket says something beside.
    if at.is_rest and at.goes_on_counting and not left.removesuffix(phrase_words("rest").at_end(left) or ""):
        left = right = ""  # 其余56个三季度开工: what is said behind is of the things counted before.
    draft = Draft(context, left, right, right_span, hollow)
    if not at.is_share:
        _take_leader(draft, text)
        _take_deed(draft, text)
        _take_what_becomes(draft)
    draft.classes = tuple(
        c for c in (context.predicate, *(_strongest(k) for _, k in reversed(draft.context.leading))) if c is not None
    )
    if more is not None:
        draft.classes = (context.predicate or "rise", *draft.classes)
    # A verb behind a number is no phrase: 保持10%以上增长.
    bare = text[slice(*slot.right)].strip(" ,;。的")
    behind = _change_behind(right or (bare if bare in _change_nouns() and slot.right[1] == at.clause[1] else "")) if at.is_share and _gap(at) is None else None
    if behind is not None:
        # 录得3%的增长, 恢复2%的正增长: what is behind the number says only that it is a change.
        draft.classes, draft.right = (behind, *draft.classes), ""
    improves = at.is_share and not left and not right and context.predicate is None and draft.verb in phrase_set("improving")
    if improves and at.state.subject.metric:
        # PM2.5浓度26微克/立方米,改善9%: of what is bad the less.
        less = phrase_words("less_is_better").at_end(at.state.subject.metric) is not None
        draft.classes = ("fall" if less else "rise",)
        draft.context = replace(context, leading=())
    draft.verb_link = _links(draft)
    return draft


def _is_set(tokens: Sequence[str]) -> bool:
    """Whether words end in things and 中, and not in what is being done (设计中)."""
    return len(tokens) > 1 and tokens[-1] == "中" and not is_deed(tokens[-2]) and tokens[-2] not in predicates("finish", "adverb", "govern").words


def _places_counted(left: str) -> int:
    """How many characters of a phrase say only in how many places it was (32国|2500名选手, 20县市|157座停车场)."""
    digits = len(left) - len(left.lstrip("0123456789"))
    word = phrase_words("counted_place").at_start(left, digits) if digits else None
    return digits + len(word) if word is not None and left[digits + len(word) : digits + len(word) + 1] not in LIST_JOINS else 0


def _without_next_figure(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """The things counted without the figure that the next number gives of them (36个重点项目完成投资|9亿元, 5个园区产值|9亿元)."""
    start, stop = span
    word = phrase_words("generic").at_end(text[start:stop])
    if word is None or stop - len(word) - start < LEAST_NOUN:
        return span
    things = text[start : stop - len(word)]
    for verbs in (predicates("finish", "govern", "rise"), predicates("adverb")):
        things = things.removesuffix(verbs.at_end(things) or "")
    if things.endswith("性"):
        things = things.removesuffix(cut(things)[-1])  # 困难村集体经营性收入
    return (start, start + len(things)) if len(things) >= LEAST_NOUN else span


def _more_than_before(left: str, at: Occurrence) -> LeftContext | None:
    """What stands before a comparison that ends in 多 or 少, read as a rise or fall of it (初创企业较2020年多4倍, 按年多3000名)."""
    if left not in phrase_set("more_or_less"):
        return None
    against = _COMPARES.search(at.text, at.slot.left[0], at.context.end)
    if against is None:
        return None
    whose = left_context(at.text, at.slot.left[0], against.start(), at.borders, at.regions)
    told: PredicateClass = "fall" if left.endswith("少") else "rise"
    return replace(whose, predicate=told, predicate_word=left[-1])


def _is_mark(right: str) -> bool:
    """Whether the words behind a value only call it high or low or a stage, with no more than a verb behind (7%的高位回落至, 500亿元大关)."""
    right = _STEP_OF.sub("", right).removesuffix("的")
    mark = phrase_words("mark", "stage").at_start(right)
    rest = right[len(mark) :] if mark else ""
    return mark is not None and (not rest or predicates("become", "rise", "fall").at_end(rest) is not None)


def _change_behind(right: str) -> PredicateClass | None:
    """Rise or fall, if the words behind a share say nothing but that (3%的轻微增长, 2%的跌幅)."""
    rise, fall = change_noun("growth_noun").search(right), change_noun("fall_noun").search(right)
    noun = rise or fall
    if noun is None or not _says_only_how(right[: noun.start()].removeprefix("的")):
        return None
    return "rise" if rise else "fall"


def _says_only_how(words: str) -> bool:
    return not words or words in phrase_set("change_sign") or words in predicates("adverb").words


@functools.cache
def _change_nouns() -> frozenset[str]:
    return phrase_set("growth_noun") | phrase_set("fall_noun")


def _take_deed(draft: Draft, text: str) -> None:
    """Take a verb out of the phrase before the number if it is what was done to the things behind it."""
    deed = after_deed(draft.left, draft.right)
    if deed is None:
        return
    begin, verb = deed
    context, done = draft.context, (verb, predicate_classes().get(verb, frozenset()))
    draft.context = replace(context, start=context.start + begin, leading=(*context.leading, done))
    draft.left = text[draft.context.start : context.end]


def _take_leader(draft: Draft, text: str) -> None:
    """科技局牵头组建联合体3个: who leads is no part of what is counted, and the verb behind governs it."""
    word = next((w for w in phrase_set("leading_role") if w in draft.left[1:]), None)
    if word is None or "“" in draft.left:
        return
    begin = draft.context.start + draft.left.index(word) + len(word)
    verb = predicates("govern", "new", "nominal").at_start(text, begin)
    if verb is None or draft.context.end - begin - len(verb) < LEAST_NOUN:
        return
    leading = (*draft.context.leading, (verb, predicate_classes()[verb]))
    draft.context = replace(draft.context, start=begin + len(verb), leading=leading)
    draft.left = text[draft.context.start : draft.context.end]


def _take_what_becomes(draft: Draft) -> None:
    """50个乡镇建成为森林乡镇: what is counted in the end is what they become."""
    becoming = becoming_words().search(draft.right)
    if becoming and len(draft.right) - becoming.end() >= MIN_BECOME:
        draft.right_span = (draft.right_span[0] + becoming.end(), draft.right_span[1])
        draft.right = draft.right[becoming.end() :]


def _links(draft: Draft) -> bool:
    """Whether the verb between phrase and number says that the number is the phrase's."""
    word = draft.context.predicate_word
    if draft.context.predicate not in _LINKING:
        return False
    if draft.right and (word in phrase_set("kept_verb") or draft.left in phrase_set("scope")):
        return False  # 全国共有5家机构: where they are stands before the verb, what they are behind the number.
    # 中央财政安排9亿元专项资金: who spends stands before the verb, what is spent behind the number.
    spends = draft.right and phrase_words("growth_noun").at_start(draft.right.removeprefix("的")) is None and "govern" in predicate_classes().get(word, frozenset())
    return not spends


def _choose_phrase(draft: Draft, at: Occurrence) -> None:
    """Name it by the phrase before the number, the one behind it, or both."""
    left, right, context = draft.left, draft.right, draft.context
    gap = _gap(at)
    of_left = (context.start, context.end)
    if gap is not None:
        draft.rule, draft.metric, draft.span = gap_metric(at.text, at.slot, gap, at.state, at.borders)
        own_past = _OWN_PAST.fullmatch(gap.group().strip())
        if own_past is not None and draft.rule == "quantity.gap":
            # 比去年高2个百分点: how far the figure itself has moved
            told = draft.metric.partition(own_past["how"])[0]
            draft.rule, draft.metric = "quantity.subject", told
            draft.classes = ("fall" if own_past["how"] in "低慢少" else "rise", *draft.classes)
        else:
            draft.classes = ("gap", *draft.classes)
    elif left and (draft.verb_link or not right):
        draft.rule, draft.metric, draft.span = "quantity.left", left, of_left
    elif left and right and left.endswith("等"):
        # 甲路、乙路等10条道路: what stands before 等 are examples of what is counted.
        # So general a noun is nothing without them.
        named = left + right if right in phrase_set("bare_things") and len(left) <= MAX_LEFT_BESIDE_RIGHT else right
        draft.rule, draft.metric, draft.span = "quantity.right", named, draft.right_span
    elif left and right and (len(left) <= MAX_LEFT_BESIDE_RIGHT or _has_it(left)) and not at.inherits:
        draft.rule, draft.metric, draft.span = "quantity.both", _both(draft, at), (context.start, draft.right_span[1])
        if draft.metric == right:
            draft.rule, draft.span = "quantity.right", draft.right_span
    elif right:
        spent = of_attribute(at.text, at.number, draft.verb, right) if draft.verb in phrase_set("generic") else ""
        draft.rule, draft.metric, draft.span = "quantity.right", spent or right, draft.right_span  # 投资2亿元的水厂开工: 水厂投资


_OWN_PAST = re.compile("[比较](?:现在|目前|当前|上年|去年|前年|年初|[上去]年(?:同期)?|同期)(?P<how>[高低快慢多少])出?")


def _gap(at: Occurrence) -> re.Match[str] | None:
    """How far something lies above or below another (高于全国2个百分点, 较原来预算低3亿元)."""
    number, held = at.number, held_against(at.text, *at.slot.left) is not None
    told = number.unit == "百分点" or at.context.predicate == "gap"
    if (told and number.unit in ("百分点", "%", "个百分点")) or (held and (number.unit == "%" or "money" in at.unit_kinds)):
        return gap_pattern().search(at.text[at.slot.left[0] : at.slot.left[1]])
    return None


def _has_it(left: str) -> str:
    """The words at the end of a phrase by which what it names has to have what is counted (社团应有|5万元资金); empty if there are none."""
    having = phrase_words("having").at_end(left) or ""
    return having if len(left) - len(having) > 1 else ""


def _both(draft: Draft, at: Occurrence) -> str:
    """The phrases before and behind the number as one name."""
    word = draft.context.predicate_word
    if having := _has_it(draft.left):
        return draft.left[: len(draft.left) - len(having)] + draft.right.removeprefix("的")
    kept = word if word in phrase_set("kept_verb") and not at.bounded else ""
    left = draft.left if word or at.bounded or at.is_share else whose(without_modal(draft.left))
    return of_attribute(at.text, at.number, draft.left, draft.right) or left + kept + draft.right


def _add_whose(draft: Draft, at: Occurrence) -> None:
    """省直单位减少租赁费: the subject before the verb says whose the thing is; 水利局删减3亿元 is no fall of the office."""
    if draft.rule == "quantity.left" and draft.context.predicate == "fall" and "money" in at.unit_kinds and phrase_words("office").at_end(draft.metric):
        draft.metric += draft.context.predicate_word
        return
    mover = draft.context.mover
    if mover is not None and draft.span is not None and draft.rule == "quantity.left" and _names_whose(at.text, draft.context):
        draft.metric, draft.span = at.text[slice(*mover)] + draft.metric, (mover[0], draft.span[1])


def _name_by_verb(draft: Draft, at: Occurrence) -> None:
    """Name what has no noun by its verb (完成投资), and what has both by both where the verb changes what is counted."""
    state, context = at.state, draft.context
    told_of_subject = at.inherits and state.subject.metric
    if "people" in at.unit_kinds and not draft.left and not draft.right and context.predicate_word in phrase_set("reaching"):
        # 今年已惠及1700万人次: how many it reaches, not more of what was told before
        told = state.told[-1].metric if state.told and not at.earlier and len(state.told[-1].metric) <= MAX_BARE_OWNER else ""
        draft.rule, draft.metric = "quantity.verb", told + context.predicate_word + ("人次" if at.number.unit.endswith("人次") else "人数")
    elif not draft.metric and context.leading and not draft.right and not draft.verb_link and not told_of_subject:
        begin = at.text.rfind(draft.verb, at.slot.left[0], at.slot.left[1])
        budget = "money" in at.unit_kinds and draft.verb in phrase_set("budgeting")
        base = _previous_counted(at.earlier, at.clause) or (heading_thing(state) if budget else "") or _counted_alike(draft, at)
        base = base or (asked_about(at.text, state) if "money" in at.unit_kinds else "")
        base = base or object_of_money(at.text, at.clause, at.number.right, at.unit_kinds) or state.clause_phrase
        base = base or (purpose_before(at.text, at.clause) if "money" in at.unit_kinds else "")
        base = base or (item_thing(at.text, at.state) if budget else "")
        base = base or (heading_thing(state) if "money" in at.unit_kinds else "")
        whole = state.counted[0]
        base = base or (whole if draft.verb in phrase_set("generic") and whole and state.subject.metric.removeprefix(whole) in phrase_set("generic") else "")
        span = (begin, begin + len(draft.verb)) if begin >= 0 else None
        draft.rule, draft.metric, draft.span = "quantity.verb", base.removesuffix(draft.verb) + draft.verb, span
    elif draft.metric and draft.rule == "quantity.left" and context.predicate is None and (served := _served_verb(draft, at)):
        draft.metric = served + draft.metric.removeprefix(served)
    elif draft.metric and draft.span is not None and context.leading and (not at.inherits or _same_kind(at.earlier, at.unit_kinds)):
        draft.metric = nominalised(edge_noise().sub("", draft.metric), context, at.number.unit)


def _name_bare_deed(draft: Draft, at: Occurrence) -> None:
    """Say of what a deed is told that stands alone (核定43案), as far as the words before have named it."""
    if at.is_share or draft.metric == "":
        return
    state = state_told(at.text, max(at.clause[0], at.text.rfind("、", 0, at.number.left) + 1), at.number.left) if "count" in at.unit_kinds else ""
    if state and (thing := _things_in_state(at)):
        draft.metric, draft.rule = thing + state, "quantity.left+head"
        return
    alone = draft.rule == "quantity.verb" and draft.metric == draft.verb and "money" not in at.unit_kinds
    if alone or is_bare_deed(draft.metric):
        owner = owner_of_deed(draft.metric, at.state, at.number.unit, at.text, at.slot.left[1]).removesuffix(draft.metric)
        owner = owner or (_who_did(at) if "money" in at.unit_kinds else "")
        owner = owner or _told_with(draft.metric, at) or (_listed_with(at) if alone else "") or item_thing(at.text, at.state).removesuffix(draft.metric)
        draft.metric = owner + draft.metric if owner else with_what_is_measured(draft.metric, at.number.unit)
        draft.rule += "+head" if owner else ""
    elif draft.rule == "quantity.right" and at.state.counted[0] and at.state.counted[1] == at.number.unit and opens_with_deed(draft.metric, at.state.counted[0]):
        draft.metric, draft.rule = at.state.counted[0] + draft.metric, draft.rule + "+head"


def _things_in_state(at: Occurrence) -> str:
    """What stands at a stage (推动社会住宅,已完工3处,施工中5处): what stood at another before, else what the clause before names."""
    told = at.state.told[-1].metric if at.state.told else ""
    return things_in_state(told) or (at.state.clause_object if not told and is_plain_noun(at.state.clause_object) else "")


def _told_with(deed: str, at: Occurrence) -> str:
    """Of what the sentence has told the same deed before (农业保险投保9万件;自开办以来,总计投保50万件); empty if it has not."""
    told = next((c.metric for c in reversed(at.state.told) if c.metric.endswith(deed) and len(c.metric) > len(deed)), "")
    return told.removesuffix(deed)


def _listed_with(at: Occurrence) -> str:
    """Of what the deed just before has been told, where a list of deeds goes on (推动公共自行车,设置620站、投入9800辆)."""
    told = at.state.told[-1] if at.state.told else None
    if told is None or told.rule != "quantity.verb+head" or at.clause[0] - told.clause[1] > 1:
        return ""
    return next((told.metric[: -size] for size in (4, 3, 2) if is_deed(told.metric[-size:]) and len(told.metric) > size + 1), "")


def _who_did(at: Occurrence) -> str:
    """Whose money a deed that stands alone is told of: that of the office whose other sum was told in the item (水利局删减3亿元,另冻结2亿元)."""
    told = [c for c in at.state.told if c.role == "value" and "money" in c.unit_kinds]
    if not told or told[-1].clause == at.clause or ";" in at.text[told[-1].number.right : at.number.left]:
        return ""
    deed = predicates("fall", "govern", "nominal").at_end(told[-1].metric) or ""
    office = told[-1].metric.removesuffix(deed)
    return office if phrase_words("office").at_end(office) and is_plain_noun(office) else ""


def _clean(draft: Draft, at: Occurrence) -> None:
    """Leave out what is not part of a name, and say what money is used for."""
    if draft.rule == "quantity.right" and "money" in at.unit_kinds:
        draft.metric = spent_on(draft.metric, draft.verb)
    draft.metric = clean_name(draft.metric)
    if draft.rule == "quantity.left" and "money" in at.unit_kinds:
        draft.metric = without_spending(draft.metric)
    if draft.rule == "quantity.left" and draft.verb in phrase_set("use"):
        draft.metric = used_for(draft.verb, draft.metric, at.unit_kinds)
    if (below := predicates("gap").at_start(draft.metric)) and phrase_words("ceiling").at_end(draft.metric):
        draft.metric = draft.metric.removeprefix(below)  # 低于债务法40.6%之上限: the bound itself
    if draft.metric and at.text[at.slot.left[0] - 1 : at.slot.left[0]] == "(":
        draft.metric = labelled_in_brackets(draft.metric, at.earlier)
    if draft.rule == "quantity.left" and "count" in at.unit_kinds and (named := _of_the_whole(draft, at)):
        draft.metric, draft.rule = named, draft.rule + "+head"
    graded = at.among and _GRADE.fullmatch(draft.metric) is not None
    if graded and at.text.endswith("以上", 0, at.number.left):
        draft.metric += "以上"
    part = graded or (at.among and _is_where(draft.metric)) or draft.metric in phrase_set("batch")
    if draft.rule == "quantity.left" and part and at.goes_on_counting:
        # 新增省级以上企业5家,其中国家级1家
        level = phrase_words("level_modifier").at_start(at.state.counted[0]) if draft.metric in phrase_set("level_modifier") else None
        thing = at.state.counted[0].removeprefix(level or "")
        draft.metric, draft.rule = draft.metric + thing.removeprefix("以上"), draft.rule + "+head"
    draft.metric = taken_up(draft.metric, at.text, at.slot.left[0] if at.slot.left[0] > at.state.begun else at.number.left, at.state)


# 其中万吨级以上12个, 其中Ⅱ类以上9个, 其中三级甲等2所: of which grade.
_GRADE = re.compile("[\\d一二三四五六七八九十百千万ⅠⅡⅢⅣⅤIVA-D甲乙丙]{1,4}(?:吨级|类|级[甲乙]等|级)")


def _is_where(name: str) -> bool:
    """Whether a name only says where things counted before are (其中高寒山区19处)."""
    return len(name) <= MAX_WHERE and (name in phrase_set("scope") or phrase_words("where").at_end(name) is not None)


def _of_the_whole(draft: Draft, at: Occurrence) -> str:
    """其中新开工项目60个: of things counted before, those at a stage are a part (市级重点新开工项目)."""
    stage, whole = phrase_words("stage_of_project").at_start(draft.metric), at.state.counted[0]
    things = draft.metric[len(stage or "") :]
    part = at.among or phrase_words("among").at_end(at.text, at.clause[0] - 1) is not None or at.slot.after_separator
    if stage is None or things not in phrase_set("bare_things") or not part or len(whole) <= len(things) or not whole.endswith(things):
        return ""
    return whole[: -len(things)] + draft.metric


def _name_share(draft: Draft, at: Occurrence) -> None:
    """A share is named by what it is a share of; of a task that was set, it is how much of it is completed."""
    if at.is_share and (share := _share_of_task(at)):
        draft.metric = share
        return
    begins = draft.context.start
    when = _OF_THE_YEAR.search(at.text, at.clause[0], begins)
    if when is not None:
        begins = when.start()  # 年初预算 is a budget, its time no time of the value
    finished = predicates("finish").at_end(at.text, begins)
    if at.is_share and when is not None and predicates("share").at_end(at.text, begins) and phrase_words("set_task").at_end(draft.metric):
        draft.metric = "占" + when.group() + draft.metric
    elif at.is_share and finished and phrase_words("set_task").at_end(draft.metric):
        draft.metric = draft.metric.removesuffix("的") + "完成率"
        if len(draft.metric) <= MAX_BARE_TASK and at.state.subject_here:
            draft.metric = at.state.subject.metric + draft.metric
        return
    if at.is_share and at.state.subject.metric and _EQUALS.search(at.text, at.clause[0], begins) and phrase_words("set_task").at_end(draft.metric):
        # 完成投资468亿元,为年度计划的109%: how much of what was set the amount before is.
        draft.rule, draft.metric = "quantity.share_of_subject", f"{at.state.subject.metric}占{draft.metric.removesuffix('的')}比重"
        return
    if at.is_share and draft.metric and at.text.endswith("的", 0, at.number.left):
        bounded = bounded_share(at.text[draft.context.start : at.number.left], draft.right or at.text[slice(*at.slot.right)], bounded_before(at.text, at.clause, at.state))
        draft.metric, draft.part = bounded or draft.metric, bounded.partition("占")[0]
    if at.is_share and draft.metric:
        draft.metric = share_name(draft.metric)
        if "占" in draft.metric[1:] and re.search("占(?!比)", draft.metric[1:]) and phrase_words("share_name").at_end(draft.metric) is None:
            draft.metric += "比重"
    subject = at.state.subject.metric
    shared = draft.metric.startswith("占") or (phrase_words("share_verb").at_start(draft.metric) and at.number.unit in _SHARES)
    if subject and (shared or (draft.context.predicate == "share" and not draft.left)):
        rest = draft.metric if shared else PART
        whole = share_of_whole().sub("", subject) or subject
        draft.metric = whole + (rest if phrase_words("share_name").at_end(rest) else rest + "比重")
        draft.rule = "quantity.share_of_subject"
    elif at.is_share and draft.left and phrase_words("share_name").at_end(draft.metric) is None and _says_part(draft, at):
        # 其中女教师占40%, 亏损的占9%: a part of those told before.
        those = at.text[draft.context.start : at.number.left].rstrip().removesuffix("占").endswith("的") and is_plain_noun(subject)
        draft.metric += f"的{subject}{PART}" if those else PART


_OF_TASK = re.compile("占(?P<task>[^占,;]{2,10})的 ?$")


def _share_of_task(at: Occurrence) -> str:
    """What share of a task something measured in the same clause makes (上半年完成投资占年度计划的58%: 投资占年度计划比重), empty if it does not."""
    shared = _OF_TASK.search(at.text[at.clause[0] : at.number.left]) if at.text[at.number.left - 1] in "的 " else None
    if shared is None or phrase_words("set_task").at_end(shared["task"]) is None:
        return ""
    verbs, part = predicates("finish", "govern", "nominal", "link").words - phrase_set("generic"), ""
    for token in cut(at.text[at.clause[0] : at.clause[0] + shared.start()].strip()):
        part = "" if token in verbs else part + token
    return f"{part}占{shared['task']}比重" if phrase_words("generic", "list_head").at_end(part) else ""


def _says_part(draft: Draft, at: Occurrence) -> bool:
    """Whether a share is told of a part (女教师占40%, 女教师约占40%)."""
    return draft.context.predicate == "share" or (at.number.modifier_text or "").endswith("占")


def _name_by_object(draft: Draft, at: Occurrence) -> None:
    """Name an amount for each (每亩产量), a rise in brackets and money of a payer by what they are of."""
    if draft.metric and not draft.right and "+head" not in draft.rule and (object_ := object_of_each(draft.metric, at.state)):
        draft.rule, draft.metric = "quantity.each", object_
    if at.state.subject.metric and draft.rule != "quantity.right" and draft.metric in _change_nouns():
        if at.number.unit == "百分点" and draft.context.predicate in ("rise", "fall"):
            # 投资增长5%,增幅回落2个百分点: the rate itself has moved.
            draft.rule, draft.metric = "quantity.subject", at.state.subject.metric + draft.metric
            return
        # 增至34000个(增幅13%): the rise is that of what was just named.
        draft.classes = ("rise" if draft.metric in phrase_set("growth_noun") else "fall",)
        draft.metric = ""
    if "money" in at.unit_kinds and not draft.right:
        paid = money_of_payer(at.text, at.clause, at.slot.left[0], at.number.left, draft.metric)
        if paid:
            draft.rule, draft.metric = "quantity.payer", paid


def _name_funding(draft: Draft, at: Occurrence) -> None:
    """补助学校9亿元: a sum is what is done with it for somebody, not who gets it."""
    if draft.rule != "quantity.left" or "money" not in at.unit_kinds or draft.verb not in phrase_set("funding") or draft.context.predicate:
        return
    if phrase_words("office", "taker", "funded").at_end(draft.metric):
        draft.metric += draft.verb


def _name_by_owner(draft: Draft, at: Occurrence) -> None:
    """Take the subject spoken of where there is no name, and add an owner to a name that means nothing alone (总投资)."""
    subject = at.state.subject
    if not draft.metric and (led := led_up_to(at.text, at.slot, draft.context, at.leads_to, at.state, at.borders, at.regions)) is not None:
        draft.rule, draft.metric, draft.span = "quantity.left", led.metric, led.span
    elif not draft.metric:
        draft.rule, draft.metric, draft.span = "quantity.subject", _said_before(draft, at), subject.span
    elif whole := _named_in_full(draft, at):
        draft.metric = whole
    elif owner := owner_in_sentence(draft.metric, at.text, at.number.left, at.state, at.borders, at.regions):
        draft.metric, draft.rule = owner + draft.metric, draft.rule + "+topic"
    elif _goes_on_with_institution(at) and (owner := institution_before(draft.metric, at.text, at.clause, at.state)):
        draft.metric, draft.rule, at.state.institution = owner + draft.metric, draft.rule + OWNED, owner
    elif not draft.right and (over := over_what(draft.metric)) and (thing := subject.metric or thing_relieved(at.text, at.state, over)):
        draft.rule, draft.metric = "quantity.subject", thing + ("" if thing.endswith(over) else over)
    elif draft.metric in phrase_set("generic") or draft.metric in phrase_set("sibling_head") or leans_on_object(draft.metric):
        owner = (_counted_together(at) if at.is_share else "") or owner_of(draft.metric, at.state)
        owner = _without_count_of(owner, draft.metric)
        if owner and not draft.metric.startswith(owner[:2]) and owner[-2:] not in draft.metric:
            draft.metric, draft.rule = owner + draft.metric, draft.rule + "+topic"
        elif not owner:
            _name_head(draft, at)
    else:
        _name_head(draft, at)


def _goes_on_with_institution(at: Occurrence) -> bool:
    """Whether the figure told just before is that of an institution (东湖产业园入驻企业80家,实现产值90亿元)."""
    return bool(at.state.told) and not at.earlier and names_institution(at.state.told[-1])


def _without_count_of(owner: str, metric: str) -> str:
    """What a sum is of beside a count of the same deeds (来台投资件数6件、投资金额8亿元: 来台 of 来台投资金额)."""
    counted = phrase_words("count_of_deeds").at_end(owner) or ""
    deed = owner.removesuffix(counted)
    return deed.removesuffix(metric[:2]) if counted and deed.endswith(metric[:2]) else owner


def _named_in_full(draft: Draft, at: Occurrence) -> str:
    """产业园一期18栋厂房交付了11栋: what the same clause has counted in the same unit under a longer name; empty if it has not."""
    before = at.earlier[-1] if at.earlier and draft.rule == "quantity.left" else None
    same = before is not None and before.clause == at.clause and before.number.unit == at.number.unit and "count" in at.unit_kinds
    return before.metric if before is not None and same and before.metric != draft.metric and before.metric.endswith(draft.metric) else ""


def _name_head(draft: Draft, at: Occurrence) -> None:
    """Add to a head that leans on what was counted before it whose it is (说明会58场,出席人数7149人)."""
    added = any("new" in classes for _, classes in draft.context.leading)
    owner = "" if draft.right or added else owner_of_head(draft.metric, at.state, at.text, at.slot.left[1])
    owner = (_counted_together(at) if owner and at.is_share else "") or owner
    owner = ("" if draft.right or added else work_of(draft.metric, at.state, at.text, at.slot.left[1])) or owner
    owner = (carried_out(draft.metric, at.state, at.text) if at.is_share and not draft.right else "") or owner
    if not owner and not draft.right and draft.metric and not added:
        owner = done_within(draft.metric, at.number.unit, at.text, at.state.sentence_start, at.slot.left[1])
    if owner:
        draft.metric, draft.rule = owner + draft.metric, draft.rule + "+head"
    elif not draft.right and (thing := _of_item(draft.metric, at)):
        draft.metric, draft.rule = thing + draft.metric, draft.rule + "+item"
    elif (bare := phrase_words("bare_things").at_start(draft.metric)) and len(draft.metric) > len(bare):
        # 一、关于港口扩建项目问题: the 项目 spoken of below.
        thing = item_thing(at.text, at.state)
        draft.metric = (thing if thing.endswith(bare) else bare) + draft.metric[len(bare) :]


def _of_item(metric: str, at: Occurrence) -> str:
    """What the item that a sum or a head that leans stands in is about: what an answer is about, else its title."""
    asked = asked_about(at.text, at.state) if phrase_words("generic").at_end(metric) == metric else ""
    return asked or (_title_of(metric, at) if leans_alone(metric) else "")


def _title_of(metric: str, at: Occurrence) -> str:
    """What the title of an item says that a head leans on; a field of work (农业:) says nothing to a head that has words of its own."""
    thing = item_thing(at.text, at.state)
    says = len(thing) >= LEAST_TITLE or len(metric) <= LEAST_TITLE
    return thing if says and metric[:2] not in thing else ""


def _counted_together(at: Occurrence) -> str:
    """What a share is of where several things were counted in one list before it (办理建议36件、提案58件,办结率100%), else nothing."""
    told = [c for c in at.state.told if c.role == "value" and c.unit_kinds & {"count", "people"}]
    run = [c for c in told if c.clause == told[-1].clause and c.number.unit == told[-1].number.unit] if told else []
    joined = all(at.text[a.number.right : a.number.right + 1] in LIST_JOINS for a in run[:-1])
    if not joined or len(run) < 2 or run[-1].clause == at.clause:
        return ""
    deed = predicates("nominal").at_end(run[0].metric) or ""
    return "、".join(c.metric.removesuffix(deed) for c in run)


def _said_before(draft: Draft, at: Occurrence) -> str:
    """The name of what was spoken of before, for a figure that has no words of its own."""
    subject = at.state.subject.metric
    if not subject or at.is_share:
        return subject or draft.hollow
    said = said_of_them(at.text, *at.slot.right) if "count" in at.unit_kinds else ""
    whole = at.state.counted[0] if at.state.counted[1] == at.number.unit else thing_of(subject) if at.among else ""
    if whole and (said or (at.is_rest and at.goes_on_counting)):
        return whole + said
    if whole and at.goes_on_counting and subject != whole and at.state.told and "money" in at.state.told[-1].unit_kinds:
        # 重点项目56项,完成投资9亿元,新开工8项: the projects go on being counted, not what was invested.
        deed = draft.context.predicate_word.removeprefix("新")
        return whole + (deed if deed in predicates("finish").words else "")
    # 跨越4个台阶、达到7000亿元: behind a verb it is a figure of its own.
    before = at.earlier[-1] if at.earlier and draft.context.predicate is None else None
    return in_another_unit(subject, at.number.unit, at.unit_kinds, before.unit_kinds) if before is not None else subject


def _classify(draft: Draft, at: Occurrence) -> None:
    """Settle which verbs say what is measured, and drop from the name the verb that only says it is new."""
    verb = draft.context.predicate_word
    # 改造提升10万亩: the rise is part of a deed.
    deed = predicates("nominal").at_end(at.text, at.slot.left[1]) or ""
    if verb in predicates("rate_only").words and ("count" in at.unit_kinds or (deed.endswith(verb) and len(deed) > len(verb))):
        draft.classes = tuple(c for c in draft.classes if c != "rise")
    opening: PredicateClass | None = None
    if "money" in at.unit_kinds and "new" in draft.classes and phrase_words("generic").at_end(draft.metric):
        # 新开工项目总投资超80亿元: the amount is a level, what is new are the projects.
        draft.classes = tuple(c for c in draft.classes if c != "new")
        draft.metric = with_what_is_new(draft.metric, draft.context)
    elif not (draft.verb_link and at.is_share):  # 新登记企业增长20%: what is new is what grows.
        draft.metric, opening = without_opening_verb(draft.metric)
        if opening is None and (added := _added_by_then(draft.metric)):
            draft.metric, opening = draft.metric[len(added) :], "new"
    if opening is not None:
        draft.classes = (*draft.classes, opening)
    begin = draft.context.start if draft.left else at.slot.left[1]
    if not at.is_share and does_again(at.text, at.slot.left[0], begin):
        draft.classes = (*draft.classes, "new")


def _added_by_then(metric: str) -> str:
    """The words at the start of a name that only say that there can be more of it (可新增学位); empty if there are none."""
    adverb = predicates("adverb").at_start(metric) or ""
    verb = predicates("new").at_start(metric, len(adverb)) if adverb else None
    return adverb + verb if verb and len(metric) - len(adverb + verb) >= LEAST_NOUN else ""


# In this order: each works on the name that those before it made.
_STEPS = (
    _choose_phrase, _add_whose, _name_by_verb, _name_bare_deed, _clean, _name_share, _name_by_object, _name_funding, _name_by_owner, _classify,
)


def _who_gains(metric: str) -> str:
    """8000名纳税人将受惠 counts 受惠纳税人: those who gain, not that they do."""
    gains = phrase_words("benefiting").at_end(metric)
    if gains is None:
        return metric
    who = metric.removesuffix(gains)
    while (word := predicates("adverb").at_end(who)) is not None:
        who = who.removesuffix(word)
    return gains + who if who else metric


def _name_counted(draft: Draft, at: Occurrence) -> None:
    """Counted things without how they are done, with the verb that made them what is counted."""
    counted = bool({"count", "people"} & at.unit_kinds) or at.number.unit in SCALE
    if draft.rule not in ("quantity.right", "quantity.both") or not counted:
        return
    draft.metric = without_manner(draft.metric)
    named = draft.metric
    if draft.rule == "quantity.right":
        draft.metric = named_by_selection(_who_gains(draft.metric))
        reached = draft.context.predicate_word or draft.verb
        if draft.metric and reached in phrase_set("kept_verb"):
            draft.metric = reached + draft.metric.removeprefix(reached)
    if draft.metric == named and named.endswith(draft.right):
        draft.metric = named[: len(named) - len(draft.right)] + without_statement(draft.right)


def _share_reached(draft: Draft, at: Occurrence) -> str:
    """垃圾分类覆盖80%以上行政村, 建成基站9个、覆盖95%以上行政村: the share that something reaches; empty if nothing does."""
    word, whom = draft.context.predicate_word, draft.right.removeprefix("的")
    verb = word or draft.verb
    if not (at.is_share and whom and verb in phrase_set("kept_verb") and at.number.unit in _SHARES and draft.metric.endswith(whom)):
        return ""
    if phrase_words("share_head").at_end(draft.metric) is not None:
        return ""
    # 覆盖县域80%以上行政村: what stands behind the verb is whom it reaches, too.
    whose = (draft.left if word else "") or at.state.counted[0]
    return f"{whose}{verb}{'' if word else draft.left}{whom}占比"


def _name_share_of_set(draft: Draft, at: Occurrence) -> None:
    """70%的村 and 50%以上村卫生室实现…: a share of the things named behind it, or of those that something reaches (覆盖80%以上行政村)."""
    number = at.number
    if reached := _share_reached(draft, at):
        draft.metric, draft.rule = reached, "quantity.share_of_set"
        return
    linked = draft.verb_link and draft.context.predicate_word != "有"
    if not draft.left and draft.right and at.is_share and at.text[number.right : number.right + 1] == "的" and not linked:
        draft.metric, draft.rule = draft.right.removeprefix("的") + "占比", "quantity.share_of_set"
    elif not at.text.endswith("的", 0, number.left) and _is_share_of_set(draft, at):
        draft.metric, draft.rule = draft.metric.replace("的", "", 1) + "占比", "quantity.share_of_set"


# 由2021年的29.8减低10%,降至26.8: the number without a unit is what the fall starts from.
_BARE_BASE = re.compile(r"[由从][^,;]*(?:的|年)\d+\.\d+")


def _candidate(draft: Draft, at: Occurrence, measure: str, falls: bool) -> Candidate:
    number, role = at.number, "value"
    before = at.text[at.slot.left[0] : at.slot.left[1]]
    if BASELINE.search(before) and at.leads_to and not (measure == "growth" and _BARE_BASE.search(before)):
        role = "baseline"
    value, value_max = number.value, number.value_max
    if falls:
        value, value_max = -abs(value), None if value_max is None else -abs(value_max)
    if number.kind == "ratio":
        draft.metric = ratio_metric(draft.metric, number, at.earlier)
        if at.earlier and at.earlier[-1].role == "baseline" and number.start - at.earlier[-1].number.end <= 1:
            role = "baseline"
    return Candidate(
        number, at.sentence, at.clause, draft.metric, draft.span, value, value_max, measure, draft.context.predicate, draft.classes,
        draft.context.adverbs, role, draft.rule or "quantity.subject", not at.inherits, at.unit_kinds,
    )


def _remember(draft: Draft, candidate: Candidate, at: Occurrence) -> None:
    """Note the name as what the next number may be said of, if it was read here."""
    if at.earlier and at.text[at.slot.left[0] - 1 : at.slot.left[0]] == "(":
        return  # 拨款3亿元(拨款率60%): what comes next is said of what stands before the bracket.
    if at.state.before_bracket is None and _in_bracket(at):
        at.state.before_bracket = at.state.subject, at.state.counted
    if at.state.subject_here and not at.earlier and _HELD_AGAINST.match(at.text, at.clause[0]):
        return  # 较前3年平均支出3亿元: what comes next is said of what is held against that.
    derived = draft.rule.startswith(("quantity.subject", "quantity.share_of_subject", "quantity.gap"))
    if candidate.metric and draft.span is not None and not derived:
        at.state.subject = Subject(draft.part or candidate.metric, draft.span)
        at.state.subject_fresh, at.state.subject_here = "count" in at.unit_kinds, True
    if candidate.metric and not derived and "+head" not in draft.rule and not _NO_THINGS & at.unit_kinds and (thing := thing_of(candidate.metric)):
        at.state.counted = thing, at.number.unit


def leave_bracket(state: ParagraphState) -> None:
    """Forget what a bracket has told behind an earlier number (列管9处(甲县5处、乙县4处),已处置3处)."""
    if state.before_bracket is not None:
        state.subject, state.counted = state.before_bracket
        state.before_bracket = None


def _in_bracket(at: Occurrence) -> bool:
    """Whether a bracket that stands behind an earlier number of the clause is open before this one."""
    if not at.earlier:
        return False
    opened = at.text.rfind("(", at.earlier[0].number.right, at.number.left)
    return opened >= 0 and at.text.find(")", opened, at.number.left) < 0


def _is_share_of_set(draft: Draft, at: Occurrence) -> bool:
    """Whether a share is of the things named behind it (50%以上村卫生室实现…), not a rate of aid or of change."""
    right = draft.right
    if not right or draft.rule not in ("quantity.right", "quantity.both") or not at.is_share or at.number.unit not in _SHARES:
        return False
    if {"rise", "fall", "become"} & set(draft.classes) or phrase_words("share_head").at_end(draft.metric):
        return False
    if phrase_words("money", "aid", "growth_noun", "fall_noun").at_start(right.removeprefix("的")):
        return False
    tokens = cut(right)
    named = any(phrase_words("grant", "aid").at_start(token) or phrase_words("share_head").at_end(token) for token in tokens)
    return says_state(tokens) and not named


def _names_whose(text: str, context: LeftContext) -> bool:
    """Whether what stands before the verb is whose the thing is: any subject that moves a stock, else only a plain noun."""
    moves = any("move" in classes for _, classes in context.leading)
    alone = "、" not in text[context.start : context.end]
    return context.mover is not None and (moves or (alone and is_plain_noun(text[slice(*context.mover)])))


def _served_verb(draft: Draft, at: Occurrence) -> str:
    """The verb that says who was served or reached, which the count is nothing without; in a list a sum is no part of it."""
    served = draft.verb in phrase_set("served_verb") and not (at.inherits and "money" in at.unit_kinds)
    return draft.verb if served else ""


def _same_kind(earlier: Sequence[Candidate], unit_kinds: frozenset[str]) -> bool:
    """Whether the item before told an amount of the same kind, or both of things, so that its verb is this item's too."""
    if not earlier or earlier[-1].unit_kinds & unit_kinds:
        return bool(earlier)
    # 查扣毒品9公斤、大麻3株: amounts of things, in whatever unit; people beside things are told by themselves.
    return "people" not in unit_kinds and not (earlier[-1].unit_kinds | unit_kinds) & _NO_THINGS


def _strongest(classes: Set[PredicateClass]) -> PredicateClass | None:
    order: tuple[PredicateClass, ...] = ("new", "rise", "fall", "nominal", "govern")
    for candidate in order:
        if candidate in classes:
            return candidate
    return None


def _counted_alike(draft: Draft, at: Occurrence) -> str:
    """What was counted before in the unit of a figure that has only a verb of completion (老旧小区有56个,已完工21个)."""
    thing, unit = at.state.counted
    return thing if unit == at.number.unit and draft.verb in predicates("finish").words else ""


def _previous_counted(earlier: Sequence[Candidate], clause: tuple[int, int]) -> str:
    """The counted things before a verb of amount (389个省重点项目共完成投资…)."""
    for candidate in reversed(earlier):
        if candidate.clause == clause and candidate.rule == "quantity.right":
            return candidate.metric
    return ""
