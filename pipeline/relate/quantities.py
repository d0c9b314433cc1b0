"""Numbers to indicators: one candidate record for every quantity of a sentence."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.numbers import is_bounded_span, unit_kind
from pipeline.relate.aid import (
    Aid,
    aid_of,
    at_most,
    behind_fitting,
    behind_source,
    described_further,
    gives_in_next,
    gives_next,
    joined_at_overlap,
    labelled_receiver,
    name_of_bound,
    note_aid,
    object_of_deed,
    on_condition,
    receiver_ahead,
    states_a_case,
    title_of_item,
    told_by_bounds,
    whose_where,
    without_base,
)
from pipeline.relate.bare import without_comparison
from pipeline.relate.candidates import Candidate, ParagraphState, Subject
from pipeline.relate.cells import cells_of, label_of, name_in_row, step_of, whose_row
from pipeline.relate.completing import complete_names, name_sums
from pipeline.relate.conditions import MAX_OWNER, owner_of_duty, with_owner
from pipeline.relate.frequency import name_how_often, says_how_often
from pipeline.relate.joint_bounds import name_joint_bounds
from pipeline.relate.led import restated
from pipeline.relate.lexicon import (
    attribute_of_unit,
    cue_pattern,
    phrase_set,
    phrase_words,
    predicate_classes,
    predicates,
)
from pipeline.relate.linking import Occurrence, leave_bracket, link
from pipeline.relate.naming import (
    change_noun,
    clean_name,
    gap_pattern,
    mend_bare_verbs,
    mend_elided_heads,
    name_described,
    name_plain_ratios,
    named_by_selection,
    share_selection,
)
from pipeline.relate.phrases import (
    LIST_JOINS,
    Borders,
    LeftContext,
    closing_words,
    distribute,
    left_context,
    split_list,
    trim_end,
)
from pipeline.relate.properties import name_properties
from pipeline.relate.shares import offender, penalty_of
from pipeline.relate.slots import (
    AGE_UNITS,
    Slot,
    is_bounded_from_front,
    is_threshold,
    leads_to,
    read_left,
    set_reaching,
    share_out,
    value_group,
)
from pipeline.relate.timelimits import limit_name
from pipeline.relate.timeline import tells_deed
from pipeline.relate.topics import (
    fits_an_article,
    is_plain_noun,
    last_noun,
    names_receiver,
    recipient_of,
    subject_of_clause,
)
from pipeline.segment.sentences import heading_mark
from pipeline.segment.tokens import cut
from pipeline.types import NumberMention, TimeMention

_EACH_ITS_OWN = "分别"
_EACH_A_SHARE = "分别占"
# Rules by which a name was read beside its number.
_OWN_NAMES = ("quantity.left", "quantity.right", "quantity.both", "quantity.verb")
_MOVES = frozenset(("rise", "fall", "become", "gap"))
_EACH_TIME = re.compile("每[年月周日天次人户家]$")
MAX_BARE_SUBJECT = 24
MAX_ATTRIBUTE = 8
MAX_PHRASE = 8
# So far before a count stands the word that says that no more are allowed.
MAX_LIMITED = 8
# 据不完全统计
MAX_SURVEY = 8
# Two parts and what they add up to are three figures.
MIN_OF_SUM = 2


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
    state.clause_object = state.clause_phrase = state.long_clause = ""
    state.plain_clause = None
    state.told = candidates
    goes_on = bool(clauses) and phrase_words("among").at_start(text, clauses[0][0]) is not None
    state.counted, state.sentence_start = state.counted if goes_on else ("", ""), clauses[0][0] if clauses else 0
    row = cells_of(text, clauses[0][0], clauses[-1][1]) if clauses else []
    last = max((n.start for n in numbers), default=-1)
    for clause in clauses:
        if row and (label := label_of(text, row, clause, times, state.table)) is not None:
            state.subject, state.subject_fresh = Subject(*label), False
        if text[clause[0] - 1 : clause[0]] == ";":
            state.counted = ("", "")
        if phrase_words("aside").at_start(text, clause[0]) and not any(clause[0] <= n.start < clause[1] for n in numbers):
            continue
        if text.startswith(":", clause[1]) and text[slice(*clause)].strip() in line_labels():
            continue  # 整改目标:日处理能力达到40吨
        if clause[1] - clause[0] <= MAX_SURVEY and cue_pattern("surveyed").fullmatch(text, *clause):
            continue  # 据统计, 存栏…: by what it is known is nothing that has a figure
        if opens_anew(text, clause, sentence_start=clause is clauses[0]):
            state.recipient_done = False
            state.aid = state.recipient = state.receiver = state.aid_for = state.levels = state.chosen = ""
        inside = [n for n in numbers if clause[0] <= n.start and n.end <= clause[1]]
        if state.gives and clause is clauses[0] and clause[0] == state.begun and (who := labelled_receiver(text, clause[0])):
            state.recipient = state.receiver = who
            state.recipient_is_noun, state.recipient_done = True, False
        elif state.gives:
            _note_receiver(text, clause, state, bool(inside))
        if not inside:
            if state.gives:
                note_aid(text[clause[0] : clause[1]], state)
            time_only = _is_time_only(clause, times)
            if not candidates and not time_only:
                # A sentence that starts with something else no longer speaks of the last sentence's indicator.
                state.subject = Subject()
            if not time_only and (clause[0] < last or _may_be_subject(text, clause)):
                _note_bare_subject(text, clause, borders, regions, state)
            elif not time_only:
                _note_known_subject(text, clause, borders, state)
            _note_subject_of_time(text, clause, times, borders, regions, state)
            if not time_only:
                state.plain_clause = clause
            continue
        slots = share_out(text, clause, inside)
        clause_times = [t for t in times if clause[0] <= t.start and t.end <= clause[1]]
        linked = _link_clause(text, sentence_index, clause, slots, clause_times, borders, regions, state, kinds)
        candidates.extend(restated(text, candidates, linked))
        state.plain_clause = None
    complete_names(text, candidates, state.sentence_start)
    name_properties(text, candidates)
    if len(candidates) > MIN_OF_SUM:
        name_sums(text, candidates)
    if clauses and (whose := whose_row(text, clauses[0][0], clauses[-1][1])) is not None:
        candidates[:] = [
            replace(candidate, metric=name_in_row(candidate.metric, whose[0])) if candidate.number.start > whose[1][1] else candidate
            for candidate in candidates
        ]
    if row and step_of(text, row[0]):
        begin, end = row[0][1]
        candidates[:] = [replace(c, role="threshold") if begin <= c.number.start < end else c for c in candidates]
    if candidates and says_how_often(text, clauses[0][0], last):
        name_how_often(text, candidates, times)
    candidates = _aid_by_levels(text, [_limited(text, _below_ceiling(candidate)) for candidate in candidates])
    if state.gives:
        candidates = [_of_receiver(text, state.sentence_start, candidate) for candidate in candidates]
        if candidates and (title := title_of_item(text, state.begun)):
            candidates = [replace(c, metric=joined_at_overlap(title, c.metric)) for c in candidates]
    if state.bound:
        return [_of_conditions(text, clauses, candidate, state.bound) for candidate in candidates]
    return [_of_who_has_to(text, clauses[0], candidate) if "time" in candidate.unit_kinds else candidate for candidate in candidates]


# Up to the count word of each of those who get it.
_OF_EACH = re.compile("^.*每[名人位个家户项件]")
# A level in a bracket behind its amount.
_LEVEL_BEHIND = re.compile(r"\((?P<level>[^()]{1,4})\)")


def _aid_by_levels(text: str, candidates: list[Candidate]) -> list[Candidate]:
    """每座补助900元,其中省级400元、市级500元: what each level gives is a part of the aid told before."""
    whole: Candidate | None = None
    named: list[Candidate] = []
    for candidate in candidates:
        marked = _LEVEL_BEHIND.match(text, candidate.number.right) if candidate.rule == "quantity.aid" else None
        if marked is not None and marked["level"] in phrase_set("level_modifier") and marked["level"] not in candidate.metric:
            # 给予最高50万元(国家级)、30万元(省级)的支持
            candidate = replace(candidate, metric=marked["level"] + candidate.metric)
        level = candidate.metric in phrase_set("level_modifier") and candidate.number.unit == (whole.number.unit if whole else "")
        if whole is not None and level:
            given = phrase_words("aid_head").at_end(whole.metric) or ""
            metric = whole.metric[: len(whole.metric) - len(given)] + candidate.metric + given
            named.append(replace(candidate, metric=metric, rule="quantity.aid"))
            continue
        if named and (each := _each_of(text, named[-1], candidate)):
            candidate = replace(candidate, metric=each + candidate.metric)
        whole = candidate if candidate.rule == "quantity.aid" else None
        named.append(candidate)
    return named


def _each_of(text: str, before: Candidate, candidate: Candidate) -> str:
    """What 每 says of all of a list, for a further part of it (每名花匠100元、技师200元): each of whom, with who they are."""
    both = before.rule == candidate.rule == "quantity.aid" and before.clause == candidate.clause
    between = text[before.number.right : candidate.number.left]
    if not both or not between.startswith("、") or not candidate.metric.startswith(between[1:]) or "每" in candidate.metric:
        return ""
    each = _OF_EACH.match(before.metric)
    noun = before.metric[each.end() : each.end() + 2] if each else ""
    return each.group() if each and noun and noun in text[before.clause[0] : before.number.left] else ""


def _of_who_has_to(text: str, first: tuple[int, int], candidate: Candidate) -> Candidate:
    """A span of time with who the sentence begins to lay a duty on (负责人须有经验,…用于项目的时间不少于6个月)."""
    if candidate.clause == first or not candidate.rule.startswith("quantity.left") or candidate.number.comparator not in ("ge", "le"):
        return candidate
    owner = owner_of_duty(text[slice(*first)])
    if not 2 <= len(owner) <= MAX_OWNER or not is_plain_noun(owner) or owner[-2:] in candidate.metric:
        return candidate
    return replace(candidate, metric=owner + candidate.metric, rule=candidate.rule + "+topic")


def _of_conditions(text: str, clauses: Sequence[tuple[int, int]], candidate: Candidate, owner: str) -> Candidate:
    """A standard of a list of conditions with whose it is; where its sentence has a subject of its own, only what nothing is without one."""
    own = owner_of_duty(text[slice(*clauses[0])])
    bare = candidate.metric in phrase_set("generic") or candidate.number.unit in AGE_UNITS
    if not candidate.rule.startswith((*_OWN_NAMES, "quantity.threshold")) or (own and not bare):
        return candidate
    named = with_owner(candidate.metric, own or owner)
    return candidate if named == candidate.metric else replace(candidate, metric=named, rule=candidate.rule + "+topic")


def _of_receiver(text: str, sentence_start: int, candidate: Candidate) -> Candidate:
    """A bound on who gets an aid with who that is (年营收9亿元以上的花卉企业)."""
    named = name_of_bound(text, sentence_start, candidate)
    return candidate if named == candidate.metric else replace(candidate, metric=named, rule=candidate.rule + "+owner")


def _limited(text: str, candidate: Candidate) -> Candidate:
    """每校限申报2项, 申请人只能申请1项: a count that is the most that anybody may, though its own number has no bound."""
    number = candidate.number
    if number.comparator != "eq" or candidate.measure != "level" or "count" not in candidate.unit_kinds:
        return candidate
    before = text[max(candidate.clause[0], number.left - MAX_LIMITED) : number.left]
    limiting = phrase_set("limiting")
    said = [token for token in cut(before) if token in limiting] if any(word in before for word in limiting) else []
    if not said:
        return candidate
    word = said[-1]
    return replace(candidate, number=replace(number, comparator="le", modifier_text=word))


def _below_ceiling(candidate: Candidate) -> Candidate:
    """A level of what is called a ceiling (资助上限8万元) bounds from above, though no word beside the number says so."""
    head = phrase_words("ceiling").at_end(candidate.metric)
    if head is None or candidate.measure != "level" or candidate.number.comparator != "eq":
        return candidate
    return replace(candidate, number=replace(candidate.number, comparator="le", modifier_text=head))


def _note_receiver(text: str, clause: tuple[int, int], state: ParagraphState, has_numbers: bool) -> None:
    """Remember who gets what the clauses behind this one speak of."""
    words = behind_source(text[clause[0] : clause[1]].replace("” “", "”“"))
    if words.startswith(("对符合《", "符合《")) and fits_an_article(words):
        # Who it is stands behind it, as at the start of a sentence.
        state.sentence_start = clause[1] + 1
        return
    if state.recipient_done and not has_numbers and (receiver := whose_where(state.recipient, words)):
        state.recipient, state.recipient_is_noun, state.recipient_done = receiver, True, False
        return
    words = words.removeprefix("或")
    if not state.recipient_done and (whole := described_further(state, words)):
        state.recipient = state.receiver = whole
        state.recipient_is_noun = True
        return
    if has_numbers and told_by_bounds(words) and (state.recipient or gives_in_next(text, clause)):
        mark = heading_mark(words[:8])
        words = words[mark[1] :] if mark else words
        state.levels = words.removesuffix("的") if state.recipient else words
        return
    receiver = recipient_of(words, bool(state.recipient or has_numbers)) or ""
    if receiver:
        condition = words.endswith("的") and not words.startswith("对")
        if condition and state.receiver:
            state.recipient = on_condition(state.receiver, receiver)
            return
        state.recipient_done = words.endswith("的")
        state.recipient_is_noun = names_receiver(words, receiver)
        state.recipient = without_base(receiver) if state.recipient_is_noun else receiver
        state.receiver = state.recipient if state.recipient_is_noun else ""
        if not state.recipient_is_noun and not state.recipient_done:
            state.chosen = object_of_deed(state.recipient) or state.chosen
    elif not state.recipient and not has_numbers and gives_next(text, clause):
        mark = heading_mark(words[:8])
        words = words[mark[1] :].lstrip() if mark else words
        state.recipient = state.receiver = words.removeprefix("在").removesuffix("等")
        state.recipient_is_noun, state.recipient_done = True, False
    elif not state.recipient and not has_numbers and states_a_case(text, clause, state.sentence_start):
        state.recipient, state.receiver, state.recipient_is_noun = words, "", False


def _continues_list(
    text: str, clause: tuple[int, int], slot: Slot, state: ParagraphState, unit_kinds: frozenset[str]
) -> bool:
    """新增孵化器4家,创新平台10个: the second clause is a further object of the first one's verb of addition."""
    added = state.carried is not None and any("new" in classes for _, classes in state.carried.leading)
    # 每千人口托位数4.6个, 企业突破300家: a ratio and what passes a mark are a stock.
    number = slot.number
    stock = text[clause[0]] == "每" or (number.left < number.start and number.comparator in ("ge", "le"))
    if stock:
        return False
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
        state.long_clause = text[clause[0] : clause[1]]
        _note_known_subject(text, clause, borders, state)
        return
    context = left_context(text, clause[0], clause[1], borders, regions)
    phrase = text[context.start : context.end].removesuffix("方面")
    governed = context.start > clause[0]
    plain = context.predicate is None and not context.leading and not governed
    plain = plain and phrase_words("time_span_end").at_end(text, clause[1]) is None
    state.clause_phrase = clean_name(phrase) if plain and len(phrase) <= MAX_PHRASE and is_plain_noun(phrase) else ""
    aims = text.startswith("为", clause[0])  # 为落实居住正义: what for, not what
    state.clause_object = phrase.removesuffix("建设").removesuffix("工作") if governed and not aims else ""
    state.long_clause = ""
    if context.predicate is None and not context.leading and phrase_words("list_head").at_end(phrase):
        state.subject = Subject(clean_name(phrase), (context.start, context.end))
        state.subject_fresh = False
    else:
        _note_known_subject(text, clause, borders, state)


def _may_be_subject(text: str, clause: tuple[int, int]) -> bool:
    """Whether a clause behind all numbers of its sentence need be taken apart: one that ends in no head leaves no subject."""
    stop = trim_end(text, *clause)
    return phrase_words("list_head").at_end(text, stop) is not None or closing_words().at_end(text, stop) is not None


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
    at = None
    if last is not None:
        at = next((last.start - len(word) for word in ("在", "于", "截至") if text.endswith(word, clause[0], last.start)), None)
    if at is None or at <= clause[0]:
        return
    context = left_context(text, clause[0], at, borders, regions)
    phrase = text[context.start : context.end]
    if context.predicate is None and is_plain_noun(phrase):
        state.subject = Subject(clean_name(phrase), (context.start, context.end))
        # 海上风电截至11月底,装机容量…: what is counted up to a day is whose the sums are.
        state.subject_fresh = text.startswith("截至", at)
        state.subject_here = state.subject_fresh


def _note_known_subject(text: str, clause: tuple[int, int], borders: Borders, state: ParagraphState) -> None:
    """The first known indicator of a clause without a number (粮食总产量在上年增产的基础上,又…)."""
    # No indicator has a mark of a clause in its name, so that those of the sentence are those of its clauses.
    known = [span for span in borders.indicators if clause[0] <= span[0] and span[1] <= clause[1]]
    if known:
        start, end = _listed_together([(a - clause[0], b - clause[0]) for a, b in known], text[slice(*clause)])
        state.subject = Subject(text[clause[0] + start : clause[0] + end], (clause[0] + start, clause[0] + end))
        state.subject_fresh = False


def _listed_together(hits: Sequence[tuple[int, int]], clause: str) -> tuple[int, int]:
    """The first indicator with those that are listed behind it (化学需氧量、二氧化硫排放量)."""
    start, end = hits[0]
    for begin, stop in hits[1:]:
        if clause[end:begin] not in LIST_JOINS:
            break
        end = stop
    return start, end


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
    elided = ""
    carried: LeftContext | None = None
    threshold_start: int | None = None
    while index < len(slots):
        slot = slots[index]
        following = slots[index + 1] if index + 1 < len(slots) else None
        if threshold_start is not None:
            slot = replace(slot, left=(threshold_start, slot.left[1]))
        slot = _with_its_noun(text, slot, following, times)
        group = value_group(text, slots, index)
        context = read_left(text, slot, times, borders, regions)
        context = without_comparison(text, slot.left[0], context, times, borders, regions)
        unit_kinds = kinds.get(slot.number.start, frozenset())
        if index == 0 and carried is None and _continues_list(text, clause, slot, state, unit_kinds):
            carried = state.carried
        among = index == 0 and "share" not in unit_kinds and phrase_words("among").at_start(text, clause[0]) is not None
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
        limit = limit_name(text, clause, slot, unit_kinds) if aid is None and "time" in unit_kinds else ""
        if limit:
            found.append(_time_limit(sentence_index, clause, slot, context, limit))
            index += 1
            continue
        unnamed = context.start == context.end or text[context.start : context.end] in phrase_set("generic")
        if aid is None and unnamed and "share" in unit_kinds and following is not None and (state_of := set_reaching(text, slot, following)):
            found += _share_of_set(sentence_index, clause, (slot, following), context, state_of)
            threshold_start = None
            index += 2
            continue
        bounds = is_threshold(text, slot, following, unit_kinds) or (unnamed and is_bounded_from_front(text, slot, following, unit_kinds))
        if aid is None and bounds:
            bound = _threshold(text, sentence_index, clause, slot, context)
            whose = receiver_ahead(text[slot.left[0] : slot.number.left], state) if bound.metric else ""
            whose = offender(text, state.sentence_start, clause[0]) if phrase_words("penalty").at_start(bound.metric) else whose
            found.append(replace(bound, metric=whose + bound.metric) if whose not in bound.metric else bound)
            threshold_start = None if whose else slot.left[0]
            if "time" in unit_kinds:
                # 给予最长三年的房租补贴,其中…: what is given lasts, and what follows speaks of it.
                note_aid(text[clause[0] : clause[1]], state)
            index += 1
            continue
        if aid is None and "money" in unit_kinds and (things := _things_bounded(text, slot, following, kinds, state)):
            found.append(replace(_threshold(text, sentence_index, clause, slot, context), metric=things + _sum_of(things, slot.number.unit)))
            elided = text[slot.number.left : slot.number.right] + things
            index += 1
            continue
        shared = slots[index + group - 1].right
        attributive = text.startswith("的", shared[0]) and context.predicate_word not in phrase_set("grant")
        if group > 1 and "money" in unit_kinds and not attributive:
            # 分别给予5万元、3万元支持: what is given stands behind the last amount.
            slot = replace(slot, right=shared)
        occurrence = Occurrence(
            text, sentence_index, clause, slot, context, borders, state, found, inherits, unit_kinds,
            bounded=threshold_start is not None, leads_to=leads_to(text, slot, following, clause), regions=regions,
        )
        candidate = link(occurrence)
        if elided:
            candidate, elided = replace(candidate, metric=elided, rule=candidate.rule + "+head"), ""
        threshold_start = None
        if aid is not None:
            candidate = replace(_of_aid(aid, slot, candidate, state), number=at_most(text, slot))
        if group > 1:
            found.extend(_spread(text, candidate, slots[index : index + group], aid, state))
        else:
            found.append(candidate)
        if context.start < context.end or context.leading or context.predicate:
            carried = state.carried = _with_verb_of_name(text, context, candidate)
            state.carried_end, state.carried_kinds = clause[1], unit_kinds
        index += group
    mend_bare_verbs(text, found)
    mend_elided_heads(found)
    name_described(text, found)
    name_joint_bounds(text, found)
    share_selection(text, found)
    name_plain_ratios(found, state)
    leave_bracket(state)
    return found


def _with_verb_of_name(text: str, context: LeftContext, candidate: Candidate) -> LeftContext:
    """新建学校5所、医院3家: what is known as 新建学校 has a verb that governs the list."""
    verb = predicates("new").at_start(text, context.start) if candidate.measure == "change" and not context.leading else None
    return context if verb is None else replace(context, leading=((verb, predicate_classes()[verb]),))


# 亿元以上 in front of what it bounds.
_BOUND = re.compile(r"^[\d.]*[十百千]?[万亿]?元(?:及?以上)?")


def _things_bounded(text: str, slot: Slot, following: Slot | None, kinds: dict[int, frozenset[str]], state: ParagraphState) -> str:
    """The things that an amount bounds where only how many they are follows (亿元以上项目45个、10亿元以上12个), else nothing."""
    number = slot.number
    if following is None or number.comparator != "ge" or "count" not in kinds.get(following.number.start, frozenset()):
        return ""
    return "" if text[number.right : following.number.left].strip() else _BOUND.sub("", state.counted[0])


def _sum_of(things: str, unit: str) -> str:
    """What an amount that bounds things is of."""
    noun = attribute_of_unit().get(unit, "")
    told = noun and phrase_words("money", "aid_head").at_end(things) is not None  # 不低于2亿元的授信额度
    return "投资额" if things.endswith("项目") else "" if told and unit.endswith("元") else noun


def _with_its_noun(text: str, slot: Slot, following: Slot | None, times: Sequence[TimeMention]) -> Slot:
    """The slot with the noun behind it alone: over an age that says who is meant (30名80岁以上老人), up to when what becomes of it (18个项目年内建成)."""
    start, end = slot.right
    if following is not None and start == end == following.number.left and following.number.unit in AGE_UNITS:
        return replace(slot, right=(start, following.right[1]))
    verbs = predicates("govern", "nominal", "finish", "adverb", "new")
    is_share = unit_kind(slot.number.unit) == "share"
    behind = [
        t
        for t in times
        if (t.start == start or start + 2 <= t.start < end)
        and t.kind != "plan"
        and ((t.start > start and verbs.at_start(text, t.end)) or (not is_share and tells_deed(text, t, end)))
    ]
    if not behind or text[behind[0].start - 1] in "由从自":
        return slot
    when = behind[0].start - (text[behind[0].start - 1] in "于在")
    return replace(slot, right=(start, when - len(predicates("adverb").at_end(text, when) or "")))


# 享受租房补贴。博士每月1500元: for whom how much of what was told before.
_FOR_WHOM_EACH = re.compile(r"[^,。;:、\d]{2,12}每[年月天日]\d")


@functools.cache
def line_labels() -> frozenset[str]:
    """What lines of a list open with, before a colon, that names nothing told behind it."""
    return phrase_set("told_line") | phrase_set("planned_line")


def opens_anew(text: str, clause: tuple[int, int], sentence_start: bool) -> bool:
    """Whether a clause opens another rule of support than the one before: not where it only caps (单个企业最高…) or gives."""
    opens = sentence_start or text[clause[0] - 1 : clause[0]] == ";"
    begin = clause[0] + len("每年") if text.startswith("每年", clause[0]) else clause[0]
    each = begin == clause[0] and text[begin] in "每单同"
    if text.startswith("符合《", begin) and fits_an_article(text[slice(*clause)]):
        return False
    begin = behind_fitting(text, begin)
    each = each or _FOR_WHOM_EACH.match(text, begin) is not None
    return opens and not each and phrase_words("giving", "cap").at_start(text, begin) is None


def _of_aid(aid: Aid, slot: Slot, candidate: Candidate, state: ParagraphState) -> Candidate:
    """The candidate with the name of an amount of support."""
    state.aid = aid.given
    state.aid_for = aid.thing or state.aid_for
    if aid.who:
        # 对人员给予A补贴和B补贴: who gets the one gets the other.
        state.recipient, state.recipient_is_noun, state.recipient_done = aid.who, True, False
    span = candidate.metric_span or (slot.left[0], max(slot.right[1], slot.number.right))
    return replace(
        candidate, metric=aid.name, metric_span=span, measure="level", value=slot.number.value,
        value_max=slot.number.value_max, rule="quantity.aid",
    )


def _spread(text: str, first: Candidate, slots: Sequence[Slot], aid: Aid | None, state: ParagraphState) -> list[Candidate]:
    """One candidate for each value of 分别为A、B, each with its own part of the enumerated phrase or the indicator told before."""
    parts: Sequence[str] | None = aid.names or None if aid is not None else _shared_out(first.metric, len(slots))
    if parts is None and aid is None and first.rule == "quantity.subject":
        parts = _told_before(state.told, len(slots))
    elif parts is None and aid is None and first.metric.startswith(_EACH_A_SHARE):
        # 完成投资8亿元、3亿元,分别占年计划的56%和43%
        wholes = _told_before([c for c in state.told if "money" in c.unit_kinds], len(slots))
        parts = [whole + first.metric.removeprefix(_EACH_ITS_OWN) for whole in wholes] if wholes else None
    if parts is None and aid is None and (owners := _owners_before(text, first, len(slots))) is not None:
        if change_noun("growth_noun").fullmatch(first.metric):
            first = replace(first, measure="growth")  # 工业、服务业较快增长,增速分别为8%和9%
        elif first.rule == "quantity.left":
            owners = [owner if owner.endswith(first.metric) else owner + first.metric for owner in owners]
        parts = owners
    out = []
    for position, slot in enumerate(slots):
        metric = parts[position] if parts else first.metric
        value, value_max = slot.number.value, slot.number.value_max
        if first.value < 0:
            value, value_max = -value, None if value_max is None else -value_max
        out.append(
            replace(
                first, number=slot.number, metric=metric, value=value, value_max=value_max,
                new_item=position == 0, share=(position, len(slots)),
            )
        )
    return out


def _owners_before(text: str, first: Candidate, count: int) -> list[str] | None:
    """工业、服务业平稳增长,增速分别达到8%和9%: the clause before names whose figures they are, one for each value."""
    begin = first.clause[0]
    if text[begin - 1 : begin] != "," or text.find(_EACH_ITS_OWN, begin, first.number.left) < 0:
        return None
    opens = max(text.rfind(mark, 0, begin - 1) for mark in "。;,\n:") + 1
    owners = distribute(subject_of_clause(text[opens : begin - 1]), count)
    return owners if first.rule in ("quantity.left", "quantity.subject") else None


def _shared_out(metric: str, count: int) -> list[str] | None:
    """The parts of an enumeration, each with the verb behind 分别 if it is part of the name (A、B分别发放贷款)."""
    named, mark, verb = metric.partition(_EACH_ITS_OWN)
    gap = gap_pattern().search(named)
    parts = distribute(named[: gap.start()] if gap else named, count)
    if parts is not None and gap:
        return [part + named[gap.start() :] for part in parts]
    if parts is None or not mark:
        return parts
    return [part + verb if predicates("nominal", "govern").at_start(verb) else part for part in parts]


def _told_before(told: Sequence[Candidate], count: int) -> list[str] | None:
    """接待游客312万人次、实现收入28亿元,分别增长4%和5%: the last indicators of the sentence, one for each value."""
    names = [candidate.metric for candidate in told if candidate.role == "value"][-count:]
    return names if len(set(names)) == count else None


def _time_limit(sentence_index: int, clause: tuple[int, int], slot: Slot, context: LeftContext, name: str) -> Candidate:
    """A standard for how long a procedure may take."""
    number, span = slot.number, (slot.number.right, max(slot.right[1], slot.number.right))
    return Candidate(
        number, sentence_index, clause, name, span, number.value, number.value_max,
        "level", None, (), context.adverbs, "threshold", "quantity.time_limit",
    )


def _threshold(text: str, sentence_index: int, clause: tuple[int, int], slot: Slot, context: LeftContext) -> Candidate:
    """A criterion that bounds an attribute of what follows it: 投资5亿元以上的项目 gives 项目投资."""
    number = slot.number
    attribute = clean_name(text[context.start : context.end])
    body = text[number.right : slot.right[1]].removeprefix("的")
    parts = split_list(body)
    bounded = clean_name(parts[0]) if parts else ""
    if number.unit in AGE_UNITS and (told := named_by_selection(bounded)) != bounded and "的" in told:
        bounded = told[told.rindex("的") + 1 :]  # 80岁以上老人享受津贴
    predicate = predicates("link", "become", "rise", "fall").at_end(bounded)
    bounded = _without_deed(bounded.removesuffix(predicate or ""))
    share = phrase_words("share_name").at_end(bounded) or ""
    bounded = bounded.removesuffix(share) or bounded  # 收入9万元以上的村占比: the share is told behind it
    if number.unit in AGE_UNITS and (figure := phrase_words("list_head", "dependent_head", "places_for").at_end(bounded)):
        bounded = bounded.removesuffix(figure) or bounded  # 3岁以下婴幼儿托位数
    if bounded in phrase_set("penalty"):
        return _bound_of(sentence_index, clause, slot, context, penalty_of(bounded, attribute, number.unit))
    # 成立时间不超过5年的企业
    lasts = is_bounded_span(number.unit) and phrase_words("duration").at_end(attribute) is not None
    verb = predicates("govern").at_start(attribute) if not lasts else None
    attribute = attribute[len(verb) :] if verb and len(attribute) - len(verb) >= 2 else attribute
    gives = phrase_words("grant", "giving").at_end(text[slot.left[0] : number.left].rstrip())
    named = clean_name(attribute.removeprefix("对"))
    if named and phrase_words("bare_part", "share_name").at_start(bounded):
        # 对个人年应纳税所得额不到9万元的部分, 其中单户贷款7万元以下的占比: only the attribute says what is bounded.
        return _bound_of(sentence_index, clause, slot, context, named, about_next=False)
    if len(attribute) > MAX_ATTRIBUTE:
        # 首年通过该平台实现出口额超过…: only what is bounded.
        generic = phrase_words("generic", "list_head").at_end(attribute) or ""
        attribute = (last_noun(attribute) or generic) if number.unit.endswith("元") else ""
    if is_bounded_span(number.unit) and phrase_words("experience").at_end(bounded.partition("的")[0]):
        return _bound_of(sentence_index, clause, slot, context, bounded.partition("的")[0])  # 5年以上工作经验的人员
    if not attribute or number.unit in AGE_UNITS or (is_bounded_span(number.unit) and not lasts) or gives:
        attribute = attribute_of_unit().get(number.unit, "")
        attribute = _sum_of(bounded, number.unit)
    each = _EACH_TIME.search(attribute) is not None  # 市民每月超过200元的开支: how often stands before what it is of.
    if lasts and bounded.endswith(attribute[:2]):
        bounded = bounded[: -len(attribute[:2])]  # 创业担保贷款|贷款期限
    whole = bool(attribute and bounded.endswith(attribute))
    metric = bounded if whole else attribute + bounded if each else attribute if bounded and attribute.startswith(bounded) else bounded + attribute
    return _bound_of(sentence_index, clause, slot, context, metric, about_next=bool(bounded))


def _share_of_set(
    sentence_index: int, clause: tuple[int, int], slots: tuple[Slot, Slot], context: LeftContext, state_of: tuple[str, str]
) -> list[Candidate]:
    """80%以上的村收入超过15万元: the share of the things that reach the bound, and the bound."""
    what, reached = state_of
    share = _bound_of(sentence_index, clause, slots[0], context, f"{what}{reached}占比")
    bound = _bound_of(sentence_index, clause, slots[1], context, what)
    return [replace(share, role="value", rule="quantity.share_of_set"), bound]


def _without_deed(bounded: str) -> str:
    """What a bound is for, without what is done for it (9万元以上的企业给予奖励) or what they may do (3年以内的企业可以申报)."""
    tokens = cut(bounded)
    gives = phrase_words("giving", "inner_modal", "selection").words
    stop = next((at for at, token in enumerate(tokens) if token in gives or (at and token in phrase_set("grant"))), len(tokens))
    return "".join(tokens[:stop])


def _bound_of(
    sentence_index: int, clause: tuple[int, int], slot: Slot, context: LeftContext, metric: str, about_next: bool = True
) -> Candidate:
    """A bound by its name; ``about_next``: whether that stands behind the number."""
    number = slot.number
    span = (number.right, slot.right[1]) if about_next else (context.start, context.end)
    return Candidate(
        number, sentence_index, clause, metric, span if metric else None, number.value, number.value_max,
        "level", context.predicate, (), context.adverbs, "threshold", "quantity.threshold",
    )
