"""How often a figure is reached, kept in its name: ten a year are not ten by the end of a plan."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.relate.candidates import Candidate
from pipeline.relate.lexicon import phrase_set, predicates
from pipeline.types import TimeMention

# A rate or a share is of its year anyway, and a time limit of none.
_NOT_REPEATED = frozenset(("share", "ratio", "time"))
_NOT_NAMED = ("quantity.aid", "quantity.time_limit", "quantity.gap", "quantity.column")
_TELLS_NO_DAY = frozenset(("frequency", "idle"))


_FOR_WHOM = re.compile("每[人户亩个名头只](?=$)")


@functools.cache
def _each_period() -> re.Pattern[str]:
    """每年, but not 每年6月, 每年底: these say when."""
    words = "|".join(sorted(map(re.escape, phrase_set("each_period")), key=lambda w: (-len(w), w)))
    return re.compile(rf"(?:{words})(?![底末初中]|\d+[月日]|[一二三四五六七八九十]+月)")


def says_how_often(text: str, start: int, end: int) -> bool:
    """Whether a stretch of text says how often anything is reached."""
    return text.find("每", start, end) >= 0 and _each_period().search(text, start, end) is not None


def name_how_often(text: str, found: list[Candidate], times: Sequence[TimeMention]) -> None:
    """Put how often a count or sum is reached in front of its name (每年培育标杆企业20家, 建设示范工厂50家).

    What the clause says holds for what it lists, and for a next clause that opens with a verb and names no day of its own.
    """
    word, last, behind = "", -1, False
    for position, candidate in enumerate(found):
        clause, left = candidate.clause, candidate.number.left
        if last < clause[0] and not (word and _goes_on(text, clause, last, times)):
            word = ""
        own = list(_each_period().finditer(text, clause[0], left)) if says_how_often(text, clause[0], left) else []
        if own:
            # 标准由每人每月680元提高到720元: an amount is of each person and month, not reached each month.
            whom = _FOR_WHOM.search(text, clause[0], own[-1].start())
            behind = whom is not None and own[-1].end() == left and "money" in candidate.unit_kinds
            word = (whom.group() if whom and behind else "") + own[-1].group()
        last = clause[1]
        if candidate.role == "threshold":
            # 对每年营收1亿元以上的企业: how often the bound is reached, not what stands behind it.
            word = ""
        elif word and _is_repeated(candidate):
            # 每人每年: for whom stands before how often.
            whose = candidate.metric.endswith("每" + candidate.metric[-1:])
            name = candidate.metric + word.removeprefix(candidate.metric[-2:]) if whose or behind else word + candidate.metric
            found[position] = replace(candidate, metric=name, rule=candidate.rule + "+often")
        if own and own[-1].end() == left and "money" in candidate.unit_kinds:
            word = ""  # 津贴每月8000元,发放津贴9亿元: an amount for each month, not what is done each month.


def _goes_on(text: str, clause: tuple[int, int], last: int, times: Sequence[TimeMention]) -> bool:
    """Whether a clause goes on with what is done each time: behind a comma, with a verb first, and on no day of its own."""
    opens = predicates("govern", "new", "nominal").at_start(text, clause[0])
    dated = any(clause[0] <= t.start < clause[1] and t.kind not in _TELLS_NO_DAY for t in times)
    return clause[0] == last + 1 and text[last] in ",、" and opens is not None and len(opens) > 1 and not dated


def _is_repeated(candidate: Candidate) -> bool:
    """Whether a figure is a count or a sum whose name does not yet say how often."""
    named = bool(candidate.metric) and not any(word in candidate.metric for word in phrase_set("each_period") | phrase_set("basis_word"))
    counted = candidate.measure in ("level", "change") and not candidate.unit_kinds & _NOT_REPEATED
    return named and counted and not candidate.rule.startswith(_NOT_NAMED)
