"""What a rule bounds: a share by its part and its whole (准备金不低于保费收入的3%), a penalty by what it is reckoned from."""

from __future__ import annotations

import functools
import re

from pipeline.compiled import kept_pattern
from pipeline.extract.number_rules import modifiers, trie
from pipeline.relate.candidates import ParagraphState
from pipeline.relate.lexicon import phrase_set, phrase_words
from pipeline.relate.naming import clean_name
from pipeline.relate.topics import is_plain_noun
from pipeline.segment.sentences import heading_mark
from pipeline.segment.tokens import cut

# A longer part is a sentence of its own.
MAX_PART = 24
# So is more behind the number than what is done by that rate.
MAX_DEED = 12
# The case stands in the first or second clause.
MAX_CASE = 2


@functools.cache
def _bounded() -> re.Pattern[str]:
    """A part, a bound or 按, and the whole that the share is taken of, at the end of a text."""
    words = trie(word for entry in modifiers() if entry.position == "reach" and "%" in entry.unit_words for word in entry.words)
    manner = trie(phrase_set("reckoning"))
    return kept_pattern(rf"^(?P<part>[^,;:。]*?)(?:(?P<manner>{manner})(?:{words})?|{words})(?P<whole>[^,;:。占\d]{{2,20}})的$")


def bounded_share(left: str, right: str, told: str) -> str:
    """The name of a share whose whole stands behind a bound; empty if the words are not of that form.

    Parameters
    ----------
    left : str
        The words up to the number, 的 included.
    right : str
        What stands behind it: with 按 the share is that of what is done (按不低于合同金额的30%预付).
    told : str
        What the clause before spoke of, for a share without a part of its own.
    """
    bound = _bounded().match(left) if left.endswith("的") else None
    if bound is None:
        return ""
    manner = bound["manner"]
    done = right if len(right) <= MAX_DEED else ""
    part = clean_name(done.removeprefix("的") if manner else bound["part"]) or ("" if manner else told)
    # 某类占比不超过总量的30% says twice that it is a share.
    part = part.removesuffix(phrase_words("share_name").at_end(part) or "").removesuffix("的")
    return f"{part}占{clean_name(bound['whole'])}比例" if 2 <= len(part) <= MAX_PART else ""


def bounded_before(text: str, clause: tuple[int, int], state: ParagraphState) -> str:
    """What the clause just before this one spoke of behind its threshold (单笔500万元以上的业务收费,不高于…)."""
    other = state.told[-1] if state.told else None
    if other is None or other.role != "threshold" or other.clause[1] + 1 != clause[0]:
        return state.clause_phrase or state.subject.metric
    return text[other.number.right : other.clause[1]].removeprefix("的")


def penalty_of(penalty: str, before: str, unit: str) -> str:
    """The name of a penalty: the words before its amount only say that it is imposed (由主管部门处), but for the base of a multiple."""
    tokens = cut(before)
    imposed = max((at for at, token in enumerate(tokens) if token in phrase_set("imposing")), default=-1)
    base = "".join(tokens[imposed + 1 :]) if imposed >= 0 else ""
    return f"{penalty}占{base}倍数" if base and unit == "倍" else penalty


def offender(text: str, begin: int, end: int) -> str:
    """Who is punished where a sentence says who does what (甲机构有下列行为之一的,…), else for what; empty if it says neither."""
    clauses = [clause.strip() for clause in text[begin:end].split(",")]
    mark = heading_mark(clauses[0])
    clauses[0] = clauses[0][mark[1] :].strip() if mark else clauses[0]
    # 违反本条例规定,…: which rule is broken tells no one.
    case = next((clause for clause in clauses[:MAX_CASE] if clause.endswith("的")), "").removesuffix("的")
    breach = min((at for word in phrase_set("breach") if (at := case.find(word)) >= 0), default=-1)
    who = case[: max(breach, 0)]
    if who:
        return who if is_plain_noun(who) else ""
    return case + "的" if breach == 0 and len(case) <= MAX_PART and not phrase_words("listed_breach").at_start(case) else ""
