"""Numbers to indicators: one candidate record for every quantity of a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from pipeline.extract import vocabulary
from pipeline.extract.chinese_numerals import SCALE
from pipeline.relate.aid import Aid, aid_of, at_most, note_aid
from pipeline.relate.bare import money_of_payer, names_nothing, per_head, used_for, without_comparison
from pipeline.relate.candidates import Candidate, ParagraphState, Subject
from pipeline.relate.cells import cells_of, label_of
from pipeline.relate.lexicon import (
    PredicateClass,
    attribute_of_unit,
    phrase_set,
    phrase_words,
    predicate_classes,
    predicates,
)
from pipeline.relate.naming import (
    after_deed,
    clean_name,
    does_again,
    gap_metric,
    gap_pattern,
    held_against,
    labelled_in_brackets,
    measure_of,
    mend_bare_verbs,
    mend_elided_heads,
    name_described,
    name_plain_ratios,
    named_by_selection,
    nominalised,
    of_attribute,
    ratio_metric,
    says_state,
    share_name,
    share_selection,
    spent_on,
    with_what_is_new,
    without_manner,
    without_opening_verb,
)
from pipeline.relate.phrases import (
    Borders,
    LeftContext,
    distribute,
    left_context,
    right_phrase,
    split_list,
)
from pipeline.relate.slots import BASELINE, Slot, is_threshold, leads_to, read_left, share_out, value_group
from pipeline.relate.topics import (
    heading_thing,
    is_plain_noun,
    leans_on_object,
    names_receiver,
    object_of_each,
    object_of_money,
    owner_of,
    recipient_of,
)
from pipeline.segment.tokens import cut
from pipeline.types import NumberMention, TimeMention

_GROWTH_AHEAD = re.compile(r"的?(?:增长|增速|增幅|涨幅)")
# 其中 opens a part of what the clause before counted.
_AMONG = ("其中", "当中")
_BECOMING = re.compile(r"(?:建设|创建|打造|建|培育|发展)?成为|(?:建设|创建|打造)成")
_SHARE_OF = re.compile("占[^占]{1,12}(?:比重|比例|比率)$")
_SHARES = frozenset(("%", "成"))
_MOVES = frozenset(("rise", "fall", "become", "gap"))
MAX_BARE_SUBJECT = 24
MAX_ATTRIBUTE = 8
MAX_PHRASE = 8
MAX_LEFT_BESIDE_RIGHT = 26


def link_sentence(
    text: str,
    sentence_index: int,
    clauses: Sequence[tuple[int, int]],
    numbers: Sequence[NumberMention],
    times: Sequence[TimeMention],
    borders: Borders,
    regions: Sequence[str],
    state: ParagraphState,
    kinds: dict[int, frozenset[str]],
) -> list[Candidate]:
    """Link every number of a sentence to its indicator.

    Parameters
    ----------
    text : str
        The normal text.
    clauses : sequence of spans
    numbers, times : mentions inside the sentence, in order
    borders : set of int
        Token borders of the sentence.
    regions : sequence of str
        Names of the document's own region, longest first.
    state : ParagraphState
        Changed in place.
    kinds : dict
        Kinds of the unit of each number (count, money, share, …) by the number's start.

    Returns
    -------
    list of Candidate, in order of the numbers
    """
    candidates: list[Candidate] = []
    state.subject_fresh, state.subject_here, state.carried = False, False, None
    state.clause_object = state.clause_phrase = ""
    row = cells_of(text, clauses[0][0], clauses[-1][1]) if clauses else []
    for clause in clauses:
        if row and (label := label_of(text, row, clause, times)) is not None:
            state.subject, state.subject_fresh = Subject(*label), False
        if opens_anew(text, clause, sentence_start=clause is clauses[0]):
            state.aid = state.recipient = ""
        inside = [n for n in numbers if clause[0] <= n.start and n.end <= clause[1]]
        receiver = recipient_of(text[clause[0] : clause[1]], bool(state.recipient or inside))
        if receiver is not None:
            state.recipient = receiver
            state.recipient_is_noun = names_receiver(text[clause[0] : clause[1]], receiver)
        if not inside:
            note_aid(text[clause[0] : clause[1]], state)
            if not candidates and not _is_time_only(clause, times):
                # A sentence that starts with something else no longer speaks of the last sentence's indicator.
                state.subject = Subject()
            _note_bare_subject(text, clause, borders, regions, state)
            _note_subject_of_time(text, clause, times, borders, regions, state)
            continue
        slots = share_out(text, clause, inside)
        clause_times = [t for t in times if clause[0] <= t.start and t.end <= clause[1]]
        candidates.extend(
            _link_clause(text, sentence_index, clause, slots, clause_times, borders, regions, state, kinds)
        )
    return candidates


def _continues_list(
    text: str, clause: tuple[int, int], slot: Slot, state: ParagraphState, unit_kinds: frozenset[str]
) -> bool:
    """新增孵化器4家,创新平台10个: the second clause is a further object of the first one's verb of addition."""
    added = state.carried is not None and any("new" in classes for _, classes in state.carried.leading)
    bare = not text[slot.number.right : clause[1]].strip("。;,") and text[clause[0] - 1 : clause[0]] == ","
    return added and bare and "count" in unit_kinds and state.carried_end == clause[0] - 1


def _is_time_only(clause: tuple[int, int], times: Sequence[TimeMention]) -> bool:
    """Whether a clause says nothing but when (到2025年,)."""
    return any(t.start - clause[0] <= 2 and clause[1] - t.end <= 2 for t in times)


def _note_bare_subject(
    text: str, clause: tuple[int, int], borders: Borders, regions: Sequence[str], state: ParagraphState
) -> None:
    """A clause that is nothing but an indicator (农民人均纯收入,2002年为…) is the subject of what follows."""
    if clause[1] - clause[0] > MAX_BARE_SUBJECT:
        _note_known_subject(text, clause, state)
        return
    context = left_context(text, clause[0], clause[1], borders, regions)
    phrase = text[context.start : context.end]
    governed = context.start > clause[0]
    plain = context.predicate is None and not context.leading and not governed
    state.clause_phrase = clean_name(phrase) if plain and len(phrase) <= MAX_PHRASE and is_plain_noun(phrase) else ""
    state.clause_object = phrase.removesuffix("建设").removesuffix("工作") if governed else ""
    if context.predicate is None and not context.leading and phrase_words("list_head").at_end(phrase):
        state.subject = Subject(clean_name(phrase), (context.start, context.end))
        state.subject_fresh = False
    else:
        _note_known_subject(text, clause, state)


def _note_subject_of_time(
    text: str,
    clause: tuple[int, int],
    times: Sequence[TimeMention],
    borders: Borders,
    regions: Sequence[str],
    state: ParagraphState,
) -> None:
    """A clause that ends in a time (我预测经济在2024至2027年间,平均每年增长3%) names the subject before it."""
    last = next((t for t in reversed(times) if clause[0] < t.start and 0 <= clause[1] - t.end <= 1), None)
    at = last.start - 1 if last is not None and text[last.start - 1] in "在于" else None
    if at is None or at <= clause[0]:
        return
    context = left_context(text, clause[0], at, borders, regions)
    phrase = text[context.start : context.end]
    if context.predicate is None and is_plain_noun(phrase):
        state.subject = Subject(clean_name(phrase), (context.start, context.end))
        state.subject_fresh = False


def _note_known_subject(text: str, clause: tuple[int, int], state: ParagraphState) -> None:
    """The first known indicator of a clause without a number (粮食总产量在上年增产的基础上,又…)."""
    hits = vocabulary.find(text[clause[0] : clause[1]])
    if hits:
        start, end, _ = hits[0]
        state.subject = Subject(text[clause[0] + start : clause[0] + end], (clause[0] + start, clause[0] + end))
        state.subject_fresh = False


def _link_clause(
    text: str,
    sentence_index: int,
    clause: tuple[int, int],
    slots: Sequence[Slot],
    times: Sequence[TimeMention],
    borders: Borders,
    regions: Sequence[str],
    state: ParagraphState,
    kinds: dict[int, frozenset[str]],
) -> list[Candidate]:
    found: list[Candidate] = []
    index = 0
    carried: LeftContext | None = None
    threshold_start: int | None = None
    while index < len(slots):
        slot = slots[index]
        following = slots[index + 1] if index + 1 < len(slots) else None
        if threshold_start is not None:
            slot = replace(slot, left=(threshold_start, slot.left[1]))
        group = value_group(text, slots, index)
        context = read_left(text, slot, times, borders, regions)
        context = without_comparison(text, slot.left[0], context, times, borders, regions)
        unit_kinds = kinds.get(slot.number.start, frozenset())
        if index == 0 and carried is None and _continues_list(text, clause, slot, state, unit_kinds):
            carried = state.carried
        among = index == 0 and "share" not in unit_kinds and text.startswith(_AMONG, clause[0])
        if among:
            carried = state.carried
        listed = slot.after_separator or among or (index == 0 and carried is not None)
        inherits = listed and context.predicate is None and not context.leading and carried is not None
        if inherits and carried is not None:
            # 支出超过7000亿元 has a verb of its own in its comparator; only what governs the list is carried on.
            own_verb = slot.number.left < slot.number.start and slot.number.comparator in ("ge", "le")
            # 收入增长3%、支出70亿元: what is said of a rate is not said of an amount.
            alike = carried.predicate not in _MOVES or bool(state.carried_kinds & unit_kinds)
            context = LeftContext(
                context.start,
                context.end,
                None if own_verb or not alike else carried.predicate,
                "" if own_verb or not alike else carried.predicate_word,
                carried.leading,
                carried.adverbs,
            )
        aid = aid_of(text, clause, slots, index, group, unit_kinds, state)
        if aid is None and is_threshold(text, slot, following, unit_kinds):
            found.append(_threshold(text, sentence_index, clause, slot, context))
            threshold_start = slot.left[0]
            index += 1
            continue
        shared = slots[index + group - 1].right
        attributive = text.startswith("的", shared[0]) and context.predicate_word not in phrase_set("grant")
        if group > 1 and "money" in unit_kinds and not attributive:
            # 分别给予5万元、3万元支持: what is given stands behind the last amount.
            slot = replace(slot, right=shared)
        candidate = _candidate(text, sentence_index, clause, slot, context, borders, state, found, inherits, unit_kinds, threshold_start, leads_to(text, slot, following, clause), regions)
        threshold_start = None
        if aid is not None:
            candidate = replace(_of_aid(aid, slot, candidate, state), number=at_most(text, slot))
        if group > 1:
            found.extend(_spread(candidate, slots[index : index + group], aid))
        else:
            found.append(candidate)
        if context.start < context.end or context.leading or context.predicate:
            carried = state.carried = context
            state.carried_end, state.carried_kinds = clause[1], unit_kinds
        index += group
    mend_bare_verbs(text, found)
    mend_elided_heads(found)
    name_described(text, found)
    share_selection(text, found)
    name_plain_ratios(found, state)
    return found


def opens_anew(text: str, clause: tuple[int, int], sentence_start: bool) -> bool:
    """Whether a clause opens another rule of support than the one before: not where it only caps (单个企业最高…) or gives."""
    opens = sentence_start or text[clause[0] - 1 : clause[0]] == ";"
    return opens and text[clause[0]] not in "每单同" and phrase_words("giving", "cap").at_start(text, clause[0]) is None


def _of_aid(aid: Aid, slot: Slot, candidate: Candidate, state: ParagraphState) -> Candidate:
    """The candidate with the name of an amount of support."""
    state.aid = aid.given
    span = candidate.metric_span or (slot.left[0], max(slot.right[1], slot.number.right))
    return replace(
        candidate, metric=aid.name, metric_span=span, measure="level", value=slot.number.value,
        value_max=slot.number.value_max, rule="quantity.aid",
    )


def _spread(first: Candidate, slots: Sequence[Slot], aid: Aid | None) -> list[Candidate]:
    """One candidate for each value of 分别为A、B, each with its own part of the enumerated phrase."""
    parts: Sequence[str] | None = aid.names or None if aid is not None else distribute(first.metric, len(slots))
    out = []
    for position, slot in enumerate(slots):
        metric = parts[position] if parts else first.metric
        value, value_max = slot.number.value, slot.number.value_max
        if first.value < 0:
            value, value_max = -value, None if value_max is None else -value_max
        out.append(
            replace(first, number=slot.number, metric=metric, value=value, value_max=value_max, new_item=position == 0)
        )
    return out


def _threshold(text: str, sentence_index: int, clause: tuple[int, int], slot: Slot, context: LeftContext) -> Candidate:
    """A criterion that bounds an attribute of what follows it: 投资5亿元以上的项目 gives 项目投资."""
    number = slot.number
    attribute = clean_name(text[context.start : context.end])
    body = text[number.right : slot.right[1]].removeprefix("的")
    parts = split_list(body)
    bounded = clean_name(parts[0]) if parts else ""
    predicate = predicates("link", "become", "rise", "fall").at_end(bounded)
    bounded = bounded.removesuffix(predicate or "")
    verb = predicates("govern").at_start(attribute)
    attribute = attribute[len(verb) :] if verb and len(attribute) - len(verb) >= 2 else attribute
    if not attribute or len(attribute) > MAX_ATTRIBUTE:
        attribute = attribute_of_unit().get(number.unit, "")
        attribute = "投资额" if attribute == "金额" and bounded.endswith("项目") else attribute
    span = (number.right, slot.right[1]) if bounded else (context.start, context.end)
    metric = bounded + attribute if not bounded.endswith(attribute) or not attribute else bounded
    return Candidate(
        number, sentence_index, clause, metric, span if metric else None, number.value, number.value_max,
        "level", context.predicate, (), context.adverbs, "threshold", "quantity.threshold",
    )


def _candidate(
    text: str,
    sentence_index: int,
    clause: tuple[int, int],
    slot: Slot,
    context: LeftContext,
    borders: Borders,
    state: ParagraphState,
    earlier: list[Candidate],
    inherits: bool,
    unit_kinds: frozenset[str],
    threshold_start: int | None,
    leads_to: bool,
    regions: Sequence[str],
) -> Candidate:
    number = slot.number
    left = text[context.start : context.end]
    hollow = left if left in phrase_set("hollow") else ""
    if left in phrase_set("own_region") or left in regions or names_nothing(left):
        left = ""
    compared = held_against(text, *slot.left)
    if compared is not None and context.predicate in ("rise", "fall"):
        left = text[context.start : max(compared, context.start)]
    told_gap = number.unit == "百分点" or context.predicate == "gap" or (compared is not None and number.unit == "%")
    gap_match = gap_pattern().search(text[slot.left[0] : slot.left[1]]) if told_gap else None
    right_span = right_phrase(text, slot.right[0], slot.right[1], borders)
    right = text[right_span[0] : right_span[1]]
    change_nouns = phrase_set("growth_noun") | phrase_set("fall_noun")
    if right.startswith("(") and right[1:] in change_nouns:
        right = ""
    if "share" not in unit_kinds and (deed := after_deed(left, right)) is not None:
        begin, verb = deed
        done = (verb, predicate_classes().get(verb, frozenset()))
        context = replace(context, start=context.start + begin, leading=(*context.leading, done))
        left = text[context.start : context.end]
    becoming = _BECOMING.search(right) if "share" not in unit_kinds else None
    if becoming and len(right) - becoming.end() >= 3:
        # 50个乡镇建成为森林乡镇: what is counted in the end is what they become.
        right_span = (right_span[0] + becoming.end(), right_span[1])
        right = right[becoming.end() :]
    classes: tuple[PredicateClass, ...] = tuple(
        c for c in (context.predicate, *(_strongest(k) for _, k in reversed(context.leading))) if c is not None
    )
    rule, span, metric = "", None, ""
    verb_link = context.predicate in ("link", "become", "rise", "fall", "share", "gap")
    if verb_link and right and context.predicate_word in phrase_set("kept_verb"):
        verb_link = False
    if verb_link and right and not _GROWTH_AHEAD.match(right) and "govern" in predicate_classes().get(context.predicate_word, frozenset()):
        # 中央财政安排9亿元专项资金: who spends stands before the verb, what is spent behind the number.
        verb_link = False
    if gap_match and number.unit in ("百分点", "%", "个百分点"):
        rule, metric, span = gap_metric(text, slot, gap_match, state, borders)
        classes = ("gap", *classes)
    elif left and (verb_link or not right):
        rule, metric, span = "quantity.left", left, (context.start, context.end)
    elif left and right and left.endswith("等"):
        # 甲路、乙路等10条道路: what stands before 等 are examples of what is counted.
        rule, metric, span = "quantity.right", right, right_span
    elif left and right and len(left) <= MAX_LEFT_BESIDE_RIGHT and not inherits:
        kept = context.predicate_word if context.predicate_word in phrase_set("kept_verb") else ""
        rule, metric, span = "quantity.both", left + kept + right, (context.start, right_span[1])
        if threshold_start is not None:
            metric = left + right
        metric = of_attribute(text, number, left, right) or metric
    elif right:
        rule, metric, span = "quantity.right", right, right_span
    elif left:
        rule, metric, span = "quantity.left", left, (context.start, context.end)
    if context.mover is not None and span is not None and rule == "quantity.left" and _names_whose(text, context):
        metric, span = text[context.mover[0] : context.mover[1]] + metric, (context.mover[0], span[1])
    if not metric and context.leading and not right and not verb_link and not (inherits and state.subject.metric):
        word = context.leading[-1][0]
        at = text.rfind(word, slot.left[0], slot.left[1])
        base = _previous_counted(earlier, clause) or object_of_money(text, clause, unit_kinds) or state.clause_phrase
        base = base or (heading_thing(state) if "money" in unit_kinds else "")
        rule, metric, span = "quantity.verb", base + word, (at, at + len(word)) if at >= 0 else None
    elif metric and rule == "quantity.left" and context.predicate is None and (served := _served_verb(context)):
        metric = served + metric.removeprefix(served)
    elif metric and span is not None and context.leading and (not inherits or _same_kind(earlier, unit_kinds)):
        metric = nominalised(metric, context, number.unit)
    if rule == "quantity.right" and "money" in unit_kinds:
        metric = spent_on(metric, context.leading[-1][0] if context.leading else "")
    metric = clean_name(metric)
    if rule == "quantity.left" and context.leading and context.leading[-1][0] in phrase_set("use"):
        metric = used_for(context.leading[-1][0], metric, unit_kinds)
    if metric and text[slot.left[0] - 1 : slot.left[0]] == "(":
        metric = labelled_in_brackets(metric, earlier)
    if "share" in unit_kinds and metric:
        metric = share_name(metric)
    if re.search("占(?!比)", metric[1:]) and "share" in unit_kinds and not metric.endswith(("比重", "比例", "占比", "比率", "比")):
        metric += "比重"
    if metric.startswith("占") or (context.predicate == "share" and not left):
        rest = metric if metric.startswith("占") else "占比"
        if state.subject.metric:
            whole = _SHARE_OF.sub("", state.subject.metric) or state.subject.metric
            metric = whole + (rest if rest.endswith(("比重", "比例", "占比", "比")) else rest + "比重")
            rule = "quantity.share_of_subject"
    if metric and not right and (object_ := object_of_each(metric, state)):
        rule, metric = "quantity.each", object_
    if state.subject.metric and rule != "quantity.right" and metric in change_nouns:
        # 增至34000个(增幅13%): the rise is that of what was just named.
        classes = ("rise" if metric in phrase_set("growth_noun") else "fall",)
        metric = ""
    if "money" in unit_kinds and not right and (paid := money_of_payer(text, clause, slot.left[0], number.left, metric)):
        rule, metric = "quantity.payer", paid
    if not metric:
        rule, metric, span = "quantity.subject", state.subject.metric or hollow, state.subject.span
    elif per_head(metric) and state.subject.metric and not right:
        rule, metric = "quantity.subject", state.subject.metric + metric
    elif metric in phrase_set("generic") or metric in phrase_set("sibling_head") or leans_on_object(metric):
        owner = owner_of(metric, state)
        if owner and not metric.startswith(owner[:2]) and owner[-2:] not in metric:
            metric, rule = owner + metric, rule + "+topic"
    if "count" in unit_kinds and context.predicate_word in predicates("rate_only").words:
        classes = tuple(c for c in classes if c != "rise")
    if "money" in unit_kinds and "new" in classes and phrase_words("generic").at_end(metric):
        # 新开工项目总投资超80亿元: the amount is a level, what is new are the projects.
        classes = tuple(c for c in classes if c != "new")
        metric, opening = with_what_is_new(metric, context), None
    elif verb_link and "share" in unit_kinds:
        opening = None  # 新登记企业增长20%: what is new is what grows.
    else:
        metric, opening = without_opening_verb(metric)
    if opening is not None:
        classes = (*classes, opening)
    if "share" not in unit_kinds and does_again(text, slot.left[0], context.start if left else slot.left[1]):
        classes = (*classes, "new")
    measure, falls, metric = measure_of(number, classes, metric)
    metric = clean_name(metric)
    counted = bool({"count", "people"} & unit_kinds) or number.unit in SCALE
    if rule in ("quantity.right", "quantity.both") and counted:
        metric = without_manner(metric)
        metric = named_by_selection(metric) if rule == "quantity.right" else metric
        reached = context.predicate_word or (context.leading[-1][0] if context.leading else "")
        if metric and rule == "quantity.right" and reached in phrase_set("kept_verb"):
            metric = reached + metric
    share_of_set = (
        not left and right and "share" in unit_kinds and text[number.right : number.right + 1] == "的"
        and (not verb_link or context.predicate_word == "有")
    )
    if share_of_set:
        metric, rule = right.removeprefix("的") + "占比", "quantity.share_of_set"
    elif not text.endswith("的", 0, number.left) and _is_share_of_set(metric, right, rule, unit_kinds, classes, number):
        metric, rule = metric.replace("的", "", 1) + "占比", "quantity.share_of_set"
    role = "value"
    if BASELINE.search(text[slot.left[0] : slot.left[1]]) and leads_to:
        role = "baseline"
    value, value_max = number.value, number.value_max
    if falls:
        value, value_max = -abs(value), None if value_max is None else -abs(value_max)
    if number.kind == "ratio":
        metric = ratio_metric(metric, number, earlier)
        if earlier and earlier[-1].role == "baseline" and number.start - earlier[-1].number.end <= 1:
            role = "baseline"
    candidate = Candidate(
        number, sentence_index, clause, metric, span, value, value_max, measure, context.predicate, classes,
        context.adverbs, role, rule or "quantity.subject", not inherits, unit_kinds,
    )
    derived = rule.startswith(("quantity.subject", "quantity.share_of_subject", "quantity.gap"))
    if metric and span is not None and not derived:
        state.subject = Subject(metric, span)
        state.subject_fresh, state.subject_here = "count" in unit_kinds, True
    return candidate


def _is_share_of_set(
    metric: str, right: str, rule: str, unit_kinds: frozenset[str], classes: Sequence[PredicateClass], number: NumberMention
) -> bool:
    """Whether a share is of the things named behind it (50%以上村卫生室实现…), not a rate of aid or of change."""
    if not right or rule not in ("quantity.right", "quantity.both") or "share" not in unit_kinds or number.unit not in _SHARES:
        return False
    if {"rise", "fall", "become"} & set(classes) or phrase_words("share_head").at_end(metric):
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


def _served_verb(context: LeftContext) -> str:
    """The verb that says who was served or reached, which the count is nothing without."""
    word = context.leading[-1][0] if context.leading else ""
    return word if word in phrase_set("served_verb") else ""


def _same_kind(earlier: Sequence[Candidate], unit_kinds: frozenset[str]) -> bool:
    """Whether the item before counted the same kind of thing, so that its verb is this item's too."""
    return bool(earlier) and bool(earlier[-1].unit_kinds & unit_kinds)


def _strongest(classes: Set[PredicateClass]) -> PredicateClass | None:
    order: tuple[PredicateClass, ...] = ("new", "rise", "fall", "nominal", "govern")
    for candidate in order:
        if candidate in classes:
            return candidate
    return None


def _previous_counted(earlier: Sequence[Candidate], clause: tuple[int, int]) -> str:
    """The counted things before a verb of amount (389个省重点项目共完成投资…)."""
    for candidate in reversed(earlier):
        if candidate.clause == clause and candidate.rule == "quantity.right":
            return candidate.metric
    return ""
