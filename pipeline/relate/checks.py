"""Whether an entry of the relating rules fires on a short text: the examples in ``rules/`` are run through these."""

from __future__ import annotations

import re

from pipeline.extract.numbers import find_numbers
from pipeline.extract.times import find_times
from pipeline.relate.about import about, says_nothing_alone
from pipeline.relate.aid import (
    core_of,
    given_behind,
    gives_in_short,
    priced_at_share,
    purpose_of,
    set_off,
    short_receiver,
    without_procedure,
)
from pipeline.relate.bare import as_budget, comparison_start, money_of_payer, names_nothing, without_spending
from pipeline.relate.candidates import ParagraphState
from pipeline.relate.cells import TABLE, cells_of, head_of, label_of, title_of_table
from pipeline.relate.clausal import whose, without_modal
from pipeline.relate.columns import kinds_told
from pipeline.relate.counting import (
    counts_a_stage,
    counts_an_abstraction,
    is_counted,
    is_pure_number,
    means_everybody,
    points_back,
)
from pipeline.relate.elided import is_bare_deed, owner_of_head, says_lacking, state_told, undertaking
from pipeline.relate.frequency import says_how_often
from pipeline.relate.institutions import institution_before
from pipeline.relate.lexicon import (
    AttributeEntry,
    CoordinatedEntry,
    CueEntry,
    PhraseClass,
    PhraseEntry,
    PredicateEntry,
    attribute_of_unit,
    cue_pattern,
    phrase_set,
    phrase_words,
    predicates,
)
from pipeline.relate.named import owner_in_sentence, taken_up
from pipeline.relate.naming import (
    after_deed,
    becoming_words,
    change_noun,
    clean_name,
    edge_noise,
    gap_pattern,
    held_against,
    measure_of,
    named_by_selection,
    of_attribute,
    without_tellings,
)
from pipeline.relate.phrases import (
    Borders,
    after_causative,
    coordinated,
    distribute,
    left_context,
    share_edges,
    trim_start,
)
from pipeline.relate.properties import thing_before
from pipeline.relate.slots import is_bidden, is_threshold, share_out
from pipeline.relate.standing import earns_grade
from pipeline.relate.status import heading_mode
from pipeline.relate.timeline import according_to
from pipeline.relate.topics import topic_of
from pipeline.rulebook import load
from pipeline.segment.sentences import clause_spans
from pipeline.segment.tokens import cut, token_borders

AID_CLASSES = (
    "aid_head", "aid_amount", "short_aid", "aid_share", "offset", "paying_out", "selling", "aid_filler", "giving", "handing", "reckoning", "cap", "encouraged", "market_base", "first_time", "pooling", "funds",
    "no_base", "base_filler", "bare_base", "respective", "plain_receiver",
)
_HEADING_CUES = ("retrospect", "plan", "rules")


def _borders(text: str) -> Borders:
    return Borders(token_borders(text))


def predicate_fires(entry_id: str, text: str) -> bool:
    """Whether a word of the entry is read as predicate, leading verb or adverb of the text's first number (or end)."""
    entry = next(e for e in load("predicates", PredicateEntry) if e.id == entry_id)
    found = find_numbers(text)
    end = found[0].left if found else len(text)
    if entry.class_ == "gap":
        return gap_pattern().search(text[:end]) is not None
    context = left_context(text, 0, end, _borders(text), ())
    words = {context.predicate_word, *(word for word, _ in context.leading), *context.adverbs}
    return not words.isdisjoint(entry.words)


def cue_fires(entry_id: str, text: str) -> bool:
    """Whether the cue of the entry is found; a heading cue must decide what the heading says."""
    entry = next(e for e in load("status_cues", CueEntry) if e.id == entry_id)
    if entry.cue in _HEADING_CUES:
        return heading_mode(text) == entry.cue
    match = cue_pattern(entry.cue).search(text)
    return match is not None and match.group() in entry.words


def phrase_fires(entry_id: str, text: str) -> bool:
    """Whether a word of the entry stands where its class is looked for."""
    entry = next(e for e in load("phrases", PhraseEntry) if e.id == entry_id)
    if entry.class_ in ("lead", "lead_in", "own_region"):
        return trim_start(text, 0, len(text), _borders(text), ()) > 0
    if entry.class_ == "causative":
        return after_causative(text, 0, len(text), _borders(text)) > 0
    if entry.class_ == "scope":
        return phrase_words("scope").at_start(text) is not None
    found = find_numbers(text)
    if entry.class_ in ("abstract", "abstract_alone"):
        return any(counts_an_abstraction(text[n.right :]) for n in found)
    if entry.class_ == "stage":
        return any(counts_a_stage(text[n.right :]) for n in found)
    if entry.class_ in ("counted_in_words", "procedural_unit"):
        return any(n.unit in entry.words for n in found)
    if entry.class_ in ("sibling_head", "total_head"):
        return phrase_words(entry.class_).at_start(re.split("[、,]", text)[-1]) in entry.words
    if entry.class_ in ("indicator_column", "value_column"):
        return _column_fires(text)
    if entry.class_ in ("column_fact", "column_planned", "column_forecast", "column_change"):
        return entry.class_ in kinds_told(text)
    if entry.class_ in ("told_line", "planned_line", "number_column", "column_aside", "breakdown", "row_sign", "counting_head", "amount_head", "calendar_row", "table_told", "table_planned"):
        return _beside_columns(entry.class_, text)
    if entry.class_ == "benefiting":
        return phrase_words("benefiting").at_end(text) is not None
    if entry.class_ == "ceiling":
        return phrase_words("ceiling").at_end(text[: found[0].left].removesuffix("由")) is not None
    if entry.class_ == "count_head":
        return phrase_words("count_head").at_end(text[: found[0].left].removesuffix("为")) is not None
    if entry.class_ == "counted_again":
        return text[found[0].right :] in phrase_set("counted_again")
    if entry.class_ == "averaged_gain":
        return left_context(text, 0, found[0].left, _borders(text), ()).predicate is None
    if entry.class_ == "attributive":
        return trim_start(text, 0, len(text), _borders(text), ()) == 0
    if entry.class_ == "reckoned":
        return names_nothing(text[: left_context(text, 0, found[0].left, _borders(text), ()).end])
    if entry.class_ == "set_task":
        return phrase_words("set_task").at_end(text.removesuffix(text[found[0].left :]).removesuffix("的")) is not None
    if entry.class_ == "pure_number":
        return any(is_pure_number(text, n, 0) for n in found)
    if entry.class_ in ("among", "same_month", "stating", "connective"):
        return phrase_words(entry.class_).at_start(text) is not None
    if entry.class_ == "penalty":
        return any(phrase_words("penalty").at_start(text[n.right :].removeprefix("的")) for n in found)
    if entry.class_ == "bare_part":
        return text[found[0].right :].removeprefix("的") in entry.words
    if entry.class_ == "joining":
        return not set(entry.words).isdisjoint(cut(text))
    if entry.class_ in ("harm", "causing", "happening", "breach", "administrative"):
        return any(word in text for word in entry.words)
    if entry.class_ in ("applying", "listed_breach"):
        return phrase_words(entry.class_).at_start(text) is not None
    if entry.class_ == "acting":
        return not set(entry.words).isdisjoint(cut(text)[1:])
    if entry.class_ in ("being", "having"):
        return phrase_words(entry.class_).at_end(text, found[0].left) is not None
    if entry.class_ == "imposing":
        return not set(entry.words).isdisjoint(cut(text[: found[0].left]))
    if entry.class_ in ("becoming", "counted_by", "time_span_end"):
        return _joins_or_frames(entry.class_, text)
    if entry.class_ in ("share_name", "share_verb"):
        return any(word in text[: found[0].left] for word in entry.words)
    if entry.class_ == "served_verb":
        return phrase_words("served_verb").at_start(text, 2) is not None
    if entry.class_ == "reached":
        return phrase_words("reached").at_start(text[text.index(",") + 1 :]) is not None
    if entry.class_ == "stretch":
        return any(word + head in text for word in entry.words for head in phrase_set("work_head"))
    if entry.class_ == "carried_out":
        return any(word + "至" in text for word in entry.words)
    if entry.class_ == "drawing":
        return phrase_words("drawing").at_start(text) is not None
    if entry.class_ in ("saving", "count_of_deeds"):
        return phrase_words(entry.class_).at_end(re.split(r"\d", text, maxsplit=1)[0]) is not None
    if entry.class_ == "counted_place":
        return any(phrase_words("counted_place").at_start(text, digits.end()) for digits in re.finditer(r"\d+", text))
    if entry.class_ == "bare_things":
        context = left_context(text, 0, found[0].left, _borders(text), ())
        return text[context.start : context.end] in entry.words
    if entry.class_ in ("property", "device", "has_properties"):
        return _told_of_the_same(entry, text)
    if entry.class_ == "head_of_deed":
        at = find_numbers(text)[0].left
        return phrase_words("head_of_deed").at_end(text, at) is not None
    if entry.class_ == "each_period":
        return says_how_often(text, 0, len(text))
    if entry.class_ in ("less_is_better", "improving", "per_each", "relief", "sum_reached", "places_for", "leading_role"):
        return any(word in text for word in entry.words)
    if entry.class_ == "joined_name":
        return phrase_words("joined_name").at_start(text) is not None
    if entry.class_ == "share_head":
        return phrase_words("share_head").at_end(text, found[0].left) is not None
    if entry.class_ == "aid":
        return any(phrase_words("aid").at_start(text, n.right) for n in found)
    if entry.class_ in AID_CLASSES:
        return aid_word_fires(entry.class_, entry.words, text)
    if entry.class_ == "money":
        return any(phrase_words("money").at_start(text, n.right) for n in found)
    before = text[: found[0].left] if found else text
    if entry.class_ in ("growth_noun", "fall_noun"):
        noun = change_noun(entry.class_).search(before)
        return noun is not None and any(word in noun.group() for word in entry.words)
    if entry.class_ == "basis_word":
        noun = change_noun("growth_noun").search(before)
        return noun is not None and noun.group().startswith(tuple(entry.words))
    if entry.class_ == "yardstick":
        return held_against(before, 0, len(before)) is not None
    if entry.class_ == "edge_noise":
        return edge_noise().search(before) is not None
    if entry.class_ == "in_state":
        return state_told(text, text.index(",") + 1, found[0].left) in entry.words
    if entry.class_ in ("undertaking", "event"):
        return undertaking(text, 0, len(text)) != ""
    if entry.class_ in ("telling", "telling_deed"):
        return without_tellings(before) != before
    if entry.class_ == "head_of_counted":
        head = text[text.rindex(",") + 1 : found[-1].left]
        return owner_of_head(head, ParagraphState(counted=(text[: text.index(",")], "")), "", 0) != ""
    if entry.class_ == "in_place":
        return trim_start(text, 0, len(text), _borders(text), ()) == 0
    if entry.class_ == "says_nothing":
        return names_nothing(before)
    if entry.class_ in ("front_particle", "end_particle"):
        return clean_name(before) != before
    if entry.class_ == "common_classifier":
        return found[0].unit in entry.words
    if entry.class_ == "bidding":
        return is_bidden(text, (0, find_times(text)[0].start))
    if entry.class_ in ("where", "batch"):
        return phrase_words(entry.class_).at_end(text[: found[-1].left]) is not None
    if entry.class_ == "rest":
        return phrase_words("rest").at_end(before) is not None
    if entry.class_ == "bare_deed":
        context = left_context(text, 0, len(before), _borders(text), ())
        return is_bare_deed(text[context.start : context.end])
    if entry.class_ == "currency":
        return before in entry.words
    if entry.class_ == "assisting":
        return phrase_words("assisting").at_start(text) is not None
    if entry.class_ == "unit_of_type":
        return not is_counted(found[0], text, (0, len(text)), set())
    if entry.class_ == "country":
        return text[: found[-1].left].rpartition(",")[2] in entry.words
    if entry.class_ in ("carrying_on", "thin_noun"):
        clause, _, told = before.partition(",")
        return about(text, ParagraphState(begun=0), len(clause) + 1) != "" and says_nothing_alone(told)
    if entry.class_ == "total":
        return head_of(text, cells_of(text, 0, len(text))) == ""
    if entry.class_ in ("anaphor", "whole_people"):
        return any(points_back(text, n) or means_everybody(text, n) for n in found)
    if entry.class_ == "table_kind":
        return 0 < len(title_of_table(text)) < len(text) - len(TABLE)
    if entry.class_ in ("size", "builds", "raises"):
        return any(word in before for word in entry.words) and not _bounds_a_class(text)
    if entry.class_ == "hollow_purpose":
        return text.endswith(entry.words) and purpose_of(text) == ""
    if entry.class_ == "sum_of":
        return before.endswith(entry.words) and of_attribute(text, found[0], before, text[found[0].right :]) != ""
    if entry.class_ in ("compared", "payer", "purpose", "spending"):
        return _fires_without_indicator(entry, text)
    if entry.class_ in ("work_head", "work"):
        clause, _, told = before.rpartition(",")
        return phrase_words(entry.class_).at_end(clause if entry.class_ == "work" else told) in entry.words
    if entry.class_ == "above_size":
        return phrase_words("above_size").at_end(text, found[-1].start) is not None
    if entry.class_ == "tariff":
        return phrase_words("tariff").at_end(text, found[-1].left) is not None
    if entry.class_ == "lacking":
        return says_lacking(text[found[0].right :])
    if entry.class_ == "experience":
        return phrase_words("experience").at_end(text[found[0].right :].partition("的")[0]) is not None
    if entry.class_ == "duration":
        return phrase_words("duration").at_end(text, found[0].left) is not None
    if entry.class_ in ("owned", "owned_head", "institution", "drive"):
        opened, _, told = before.rpartition(",")
        return institution_before(told, before, (len(opened) + 1, len(before)), ParagraphState()) != ""
    if entry.class_ == "bringing":
        return phrase_words("bringing").at_start(re.split("[、,]", text)[-1]) is not None
    if entry.class_ == "gain":
        return phrase_words("gain").at_end(text[: found[-1].left]) is not None
    if entry.class_ == "related":
        return phrase_words("related").at_start(text) is not None
    if entry.class_ in ("funding", "funded"):
        context = left_context(text, 0, len(before), _borders(text), ())
        funds = bool(context.leading) and context.leading[-1][0] in phrase_set("funding") and "元" in text
        return funds and (context.leading[-1][0] in entry.words or text[context.start : context.end].endswith(entry.words))
    if entry.class_ == "paying":
        return without_spending(before) != before
    if entry.class_ == "deed_noun":
        return before.endswith(entry.words) and whose(before) == before
    if entry.class_ == "mark":
        return text[found[0].right :].removeprefix("的") in entry.words
    if entry.class_ == "aside":
        return phrase_words("aside").at_start(text) is not None
    if entry.class_ == "named_head":
        return taken_up(before.split(",")[-1], text, len(before), ParagraphState(begun=0)).startswith("“")
    if entry.class_ == "place":
        return owner_in_sentence(text[found[0].right :], text, found[0].left, ParagraphState(), _borders(text), ()) != ""
    if entry.class_ == "change_sign":
        return text[found[0].right :].removeprefix("的").startswith(entry.words)
    if entry.class_ == "more_or_less":
        context = left_context(text, 0, len(before), _borders(text), ())
        return text[context.start : context.end].endswith(entry.words)
    if entry.class_ == "use":
        context = left_context(text, 0, len(before), _borders(text), ())
        return bool(context.leading) and context.leading[-1][0] in phrase_set("use")
    if entry.class_ == "hollow":
        return names_nothing(before)
    if entry.class_ == "generic":
        context = left_context(text, 0, len(before), _borders(text), ())
        return text[context.start : context.end] in entry.words
    if entry.class_ in ("dependent_head", "leaning_head", "rate_stem", "office"):
        context = left_context(text, 0, len(before), _borders(text), ())
        return phrase_words(entry.class_).at_end(text[context.start : context.end]) in entry.words
    if entry.class_ in ("deed_head", "taking_part", "taker"):
        context = left_context(text, 0, len(before), _borders(text), ())
        kept = text[context.start : context.end]
        return bool(kept) and (kept.startswith(entry.words) if entry.class_ == "taking_part" else len(kept) > len(cut(kept)[-1]) and kept.endswith(entry.words))
    if entry.class_ == "grant":
        return left_context(text, 0, found[0].left if found else len(text), _borders(text), ()).predicate_word in entry.words
    if entry.class_ == "added":
        return measure_of(found[0], (), before)[0] == "change"
    if entry.class_ == "reaching":
        return phrase_words("reaching").at_end(text, found[0].left) is not None
    if entry.class_ == "kept_verb":
        return phrase_words("kept_verb").at_end(text, found[0].left if found else len(text)) is not None
    if entry.class_ in ("selection", "attained"):
        after = text[found[0].right :] if found else text
        return named_by_selection(after) != after
    if entry.class_ == "deed":
        return after_deed(before, "") is not None
    if entry.class_ in ("dimension", "bar"):
        phrase = left_context(text, 0, len(before), _borders(text), ())
        return phrase_words(entry.class_).at_end(text[phrase.start : phrase.end]) is not None
    if entry.class_ == "grade":
        behind = text[max(found[0].right, found[0].unit_end) :]
        return earns_grade(behind, 0)
    if entry.class_ == "unit_of_make":
        return found[0].unit in entry.words
    if entry.class_ == "plain_deed":
        return before.endswith(tuple(word + "了" for word in entry.words))
    if entry.class_ == "relied_on":
        return phrase_words("relied_on").at_start(text) is not None
    if entry.class_ == "unit_tail":
        return text[found[0].unit_end :] in entry.words
    if entry.class_ == "limiting":
        return any(word in cut(before) for word in entry.words)
    if entry.class_ == "base_of_money":
        return any(word + "的" in text for word in entry.words)
    if entry.class_ == "inner_modal":
        return without_modal(before) != before
    if entry.class_ == "budgeting":
        return as_budget(before) != before
    if entry.class_ == "group_attribute":
        parts = distribute(before.removesuffix("达到").removesuffix("分别"), len(found))
        return any(word in before and parts is not None and not any(word in part for part in parts) for word in entry.words)
    if entry.class_ == "stage_of_project":
        phrase = left_context(text, 0, len(before), _borders(text), ())
        return text[phrase.start : phrase.end] in {word + "项目" for word in entry.words}
    if entry.class_ == "rated_deed":
        phrase = left_context(text, 0, len(before), _borders(text), ())
        return phrase_words("rated_deed").at_start(text[: phrase.end], phrase.start) is not None
    if entry.class_ in ("held_verb", "held_unit"):
        return bool(found) and any(w in before for w in phrase_set("held_verb")) and found[0].unit in phrase_set("held_unit")
    if entry.class_ == "aim":
        return len(found) > 1 and text[text.find("(") + 1 : found[1].left] in entry.words
    if entry.class_ == "topic_head":
        return topic_of(text, 0, len(text)) is not None
    if entry.class_ == "list_head":
        context = left_context(text, 0, len(before), _borders(text), ())
        parts = text[context.start : context.end].split("、")
        return len(parts) > 1 and share_edges(parts) != parts
    after = text[found[0].right :].lstrip("、,和") if found else text
    return phrase_words("level_modifier").at_start(after) is not None


def _bounds_a_class(text: str) -> bool:
    """Whether the only number of a clause says which things are meant, not how big the one thing is."""
    (slot,) = share_out(text, (0, len(text)), find_numbers(text))
    return is_threshold(text, slot, None, frozenset({"money"}))


def _beside_columns(wanted: PhraseClass, text: str) -> bool:
    """Whether a word of a table stands where it is looked for: as a part of a header, before a row, at the end of a title or a label."""
    if wanted in ("column_aside", "number_column"):
        return not phrase_set(wanted).isdisjoint(text.split())
    if wanted in ("table_told", "table_planned"):
        return any(word in text for word in phrase_set(wanted))
    if wanted in ("row_sign", "told_line", "planned_line"):
        return text.partition(":")[0] in phrase_set(wanted)
    return phrase_words(wanted).at_end(text.rstrip(")")) is not None


def _joins_or_frames(wanted: PhraseClass, text: str) -> bool:
    if wanted == "becoming":
        return becoming_words().search(text) is not None
    if wanted == "counted_by":
        return according_to().match(text) is not None
    return phrase_words(wanted).at_end(text) is not None


def _column_fires(text: str) -> bool:
    """Whether the last cell of a row is named by the row's indicator alone."""
    cells, times = cells_of(text, 0, len(text)), find_times(text)
    label = label_of(text, cells, cells[-1][1], times)
    return label is not None and label[0] == head_of(text, cells) != ""


def aid_word_fires(wanted: PhraseClass, words: tuple[str, ...], text: str) -> bool:
    """Whether a word of a rule of support stands where its class is looked for."""
    number = find_numbers(text)[0]
    before, behind = text[: number.start], text[number.right :]
    if wanted == "aid_head":
        return given_behind(behind).endswith(words)
    if wanted == "aid_filler":
        return without_procedure(before.removesuffix("给予")) != before.removesuffix("给予")
    if wanted in ("base_filler", "bare_base"):
        base = without_procedure(before)
        return core_of(base) != base and (core_of(base) == "") == (wanted == "bare_base")
    if wanted == "plain_receiver":
        return before.removesuffix(",给予").endswith(words) and "的" in short_receiver(before.removeprefix("对").removesuffix(",给予"))
    if wanted == "aid_amount":
        return without_procedure(before).endswith(words)
    if wanted == "short_aid":
        return gives_in_short(before)
    if wanted in ("offset", "selling"):
        return (set_off(behind, "") if wanted == "offset" else priced_at_share(behind)) != ""
    return any(word in before for word in words)


def _fires_without_indicator(entry: PhraseEntry, text: str) -> bool:
    found = find_numbers(text)
    context = left_context(text, 0, found[0].left, _borders(text), ())
    if entry.class_ == "compared":
        return comparison_start(text, 0, context.end, ()) is not None
    left = text[context.start : context.end]
    if entry.class_ == "spending":
        return money_of_payer(text, (0, len(text)), 0, found[0].left, left) != ""
    name = money_of_payer(text, clause_spans(text, 0, len(text))[0], 0, found[0].left, left)
    return name != "" if entry.class_ == "payer" else any(word in name for word in entry.words)


def _told_of_the_same(entry: PhraseEntry, text: str) -> bool:
    """Whether a clause behind a comma tells a property of a thing that the clause before it names (for devices and plants: by a word of the entry)."""
    before, _, behind = text.partition(",")
    told = behind[: find_numbers(behind)[0].left]
    told = told.removesuffix(predicates("rise", "fall").at_end(told) or "")
    if phrase_words("property").at_end(told) is None:
        return False
    named = before[: find_numbers(before)[0].left]
    return entry.class_ == "property" or (named if entry.class_ == "device" else thing_before(named)).endswith(entry.words)


def coordinated_fires(entry_id: str, text: str) -> bool:
    """Whether two values of the text are shared out over the two things the entry's short form names."""
    entry = next(e for e in load("coordinated", CoordinatedEntry) if e.id == entry_id)
    found = find_numbers(text)
    phrase = text[: found[0].left] if found else text
    return len(found) == 2 and entry.short in phrase and coordinated(phrase) is not None


def attribute_fires(entry_id: str, text: str) -> bool:
    """Whether the first number of the text has a unit of the entry, so that a threshold with it bounds the entry's noun."""
    entry = next(e for e in load("attributes", AttributeEntry) if e.id == entry_id)
    found = find_numbers(text)
    return bool(found) and attribute_of_unit().get(found[0].unit) == entry.noun
