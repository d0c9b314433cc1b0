"""The park, work, event or drive whose figure a noun gives that says nothing of whom: 建设东湖产业园,完善配套,入驻企业达50家."""

from __future__ import annotations

import functools
import re

from pipeline.extract import vocabulary
from pipeline.relate.candidates import Candidate, ParagraphState
from pipeline.relate.lexicon import phrase_set, phrase_words, predicates
from pipeline.relate.naming import is_deed
from pipeline.relate.phrases import PREPOSITIONS
from pipeline.segment.sentences import heading_mark
from pipeline.segment.tokens import cut

OWNED = "+owner"
# Number-less clauses between the institution and its figure (建设东湖产业园,完善配套,…).
MAX_BACK = 2
# Characters that tell one institution from others of its kind (东湖 of 东湖产业园).
LEAST_NAME = 2
LONGEST = 22
MAX_BARE = 6
_CLAUSES = re.compile("[,:]")
_WHEN = re.compile("[今明去当]?年[内底末初]?|月[底内]|前|后|已")
_NO_NAME = re.compile(r"[\d、和及与或,:;()《》]|^(?:一批|各|等|这|该|若干|多|首|此)")


def institution_before(metric: str, text: str, clause: tuple[int, int], state: ParagraphState) -> str:
    """Whose figure a dependent noun gives, empty if no clause near it in its sentence names an institution.

    A short name of no known indicator is only taken for the figure of a place or an event that the clause just before names:
    what a drive or a work brings mostly has a name of its own (开展行动,新增智能制造企业80家).
    """
    owned = metric in phrase_set("owned")
    if not owned and not _is_bare(metric):
        return ""
    begin = max(state.sentence_start, text.rfind(";", state.sentence_start, clause[0]) + 1)
    told = state.told[-1] if state.told and state.told[-1].clause[0] >= begin else None
    if told is not None:
        if told.rule.endswith(OWNED):
            return state.institution
        named = _owner_of(told.metric)
        return named if named and told.clause[1] + 1 == clause[0] else ""
    clauses = [part for part in _CLAUSES.split(text[begin : max(begin, clause[0] - 1)]) if part.strip()]
    found = (_named_in(part, owned) for part in reversed(clauses[-(MAX_BACK if owned else 1) :]))
    return next(filter(None, found), "")


def names_institution(told: Candidate) -> bool:
    """Whether the name of a figure says whose it is."""
    return told.rule.endswith(OWNED) or _owner_of(told.metric) != ""


def _is_bare(metric: str) -> bool:
    """Whether a short name of no known indicator ends in a head that tells what is measured of something."""
    return len(metric) <= MAX_BARE and phrase_words("owned_head").at_end(metric) is not None and vocabulary.link(metric) is None


def _owner_of(metric: str) -> str:
    """The institution in front of a noun that is its (东湖新区 of 东湖新区建成区面积)."""
    owned = phrase_words("owned").at_end(metric)
    owner = metric[: len(metric) - len(owned)] if owned else ""
    return owner if _is_institution(owner, drives=False) else ""


def _is_institution(name: str, drives: bool) -> bool:
    end = name.removesuffix("”")
    word = phrase_words("institution").at_end(end) or (phrase_words("drive").at_end(end) if drives else None)
    return word is not None and len(name) - len(word) >= LEAST_NAME and len(name) <= LONGEST and not _NO_NAME.search(name)


def _named_in(clause: str, drives: bool) -> str:
    """The institution that a clause has built, held or opened (加快东湖产业园建设, 东湖大桥年内通车)."""
    mark = heading_mark(clause)
    words = clause[mark[1] :].strip() if mark else clause.strip()
    while (verb := predicates("govern", "new", "nominal").at_start(words)) is not None and len(verb) > 1:
        words = words[len(verb) :]
    tokens, ends, said = cut(words), phrase_words("institution", "drive"), _verbs()
    while tokens and (is_deed(tokens[-1]) or tokens[-1] in said or _WHEN.fullmatch(tokens[-1])) and ends.at_end("".join(tokens)) is None:
        tokens.pop()
    at = len(tokens)
    while at and tokens[at - 1] not in PREPOSITIONS and tokens[at - 1] not in "的了" and (tokens[at - 1] not in said or len(tokens[at - 1]) < 2):
        at -= 1
    name = "".join(tokens[at:])
    whole = name.count("“") == name.count("”")
    return name if whole and _is_institution(name, drives) else ""


@functools.cache
def _verbs() -> frozenset[str]:
    # 东湖智能制造产业园: what is done there is part of its name.
    verbs = predicates("govern", "new", "adverb", "finish", "link").words - predicates("nominal").words - phrase_set("deed_noun")
    return verbs | phrase_set("lead")
