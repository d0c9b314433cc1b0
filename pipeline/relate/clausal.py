"""Who does it and what is done, in a clause that says something of the things counted: only the things are named."""

from __future__ import annotations

import functools
import re

from pipeline.extract.body_pattern import find_names
from pipeline.relate.lexicon import cue_pattern, phrase_set, phrase_words, predicates
from pipeline.relate.phrases import PREPOSITIONS
from pipeline.segment.tokens import cut

MAX_MANNER = 2
MAX_BECAME = 6


def whose(left: str) -> str:
    """What is left of the words before a number if their last verb governs what is counted (山西省连续发生|3起事故).

    The place or the thing that it happens to stays, an organ that does it goes, and so does a word that only says how.
    Words without such a verb, or with another clause before it, are given back as they are.
    """
    tokens = cut(left.removeprefix("于"))
    stop = len(tokens)
    while stop and tokens[stop - 1] in _carrying():
        stop -= 1
    if not any(token in _governing() for token in tokens[stop:]):
        return left
    begin = 1 if stop and tokens[0] in PREPOSITIONS else 0
    if any(token in _governing() or token in PREPOSITIONS for token in tokens[begin:stop]) or tokens[stop] == "的":
        return left
    rest = "".join(tokens[begin:stop]).strip("、,")
    # Words too short to say who or where say how (同步, 集中).
    return "" if is_doer(rest) or (len(rest) <= MAX_MANNER and rest not in phrase_set("scope")) else rest


@functools.cache
def _governing() -> frozenset[str]:
    """Verbs that are dropped before what they govern; those that are as often nouns, or say what is counted, are not among them."""
    kept = predicates("nominal").words | phrase_set("kept_verb") | phrase_set("deed_noun")
    return frozenset(word for word in predicates("govern", "new").words - kept if len(word) > 1)


@functools.cache
def _carrying() -> frozenset[str]:
    return _governing() | predicates("adverb").words | phrase_words("lead").words


def is_doer(who: str) -> bool:
    """Whether a phrase is an organ: what it does is not its own."""
    return any(name.start == 0 and name.end == len(who) and name.kind != "spot" for name in find_names(who))


def without_statement(metric: str) -> str:
    """The things counted, without what the clause says of them behind a copula (3起事故均为责任事故).

    What has become of them goes before them (抵港的人才, of 2万名人才已抵港).
    """
    ranked = metric.find("、") if "、" in metric else -1
    if ranked > 0 and cue_pattern("stands").match(metric, ranked + 1):
        metric = metric[:ranked]
    tokens = cut(metric)
    done = _DONE.fullmatch(metric)
    if done is not None and len(tokens) > 1:
        whom, verb = _split_verb(done["whom"])
        if whom and verb and not set(tokens) & PREPOSITIONS and phrase_words("lead").at_end(whom) is None:
            return f"{verb}{done['what']}的{whom}"
    for position in range(1, len(tokens)):
        word, said = tokens[position], "".join(tokens[position + 1 :])
        if phrase_words("stating").at_start(word) is None or word not in _stating():
            continue
        stop = position
        while stop and tokens[stop - 1] in predicates("adverb").words:
            stop -= 1
        named = "".join(tokens[:stop])
        quoted = named.count("“") != named.count("”") or named.count("(") != named.count(")")
        bound = "被" in named or tokens[0] in PREPOSITIONS or tokens[stop - 1] in PREPOSITIONS | _governing()
        if quoted or bound or len(named) < MAX_MANNER or not said or "的" in said:
            return metric
        became = word.startswith("已") and 2 <= len(said) <= MAX_BECAME and re.fullmatch("[㐀-鿿]+", said) is not None
        return f"{said}的{named}" if became else named
    return metric


# 780名寄宿学生补助了生活费: what has been done to the things counted.
_DONE = re.compile(r"(?P<whom>[^了的、,()“”]{4,14})了(?P<what>[^了的、,()“”]{2,14})")
_COMPLEMENTS = frozenset("上下到起出进过成")


def _split_verb(words: str) -> tuple[str, str]:
    """The noun and the verb at its end, by their tokens; what says how is left out, 上 and the like go with the verb (住上)."""
    tokens = cut(words)
    verb = tokens.pop()
    if len(verb) == 1 and verb in _COMPLEMENTS and tokens:
        verb = tokens.pop() + verb
    while tokens and tokens[-1] in predicates("adverb").words:
        tokens.pop()
    whom = "".join(tokens)
    return (whom, verb) if len(whom) >= MAX_MANNER and len(verb) <= MAX_MANNER else ("", "")


@functools.cache
def _stating() -> frozenset[str]:
    return predicates("link", "adverb").words


def without_modal(words: str) -> str:
    """Who does what, or has what, without the word that says no more (每所学校限|申报, 申请人只能|申请, 每个课题设|负责人)."""
    if not any(word in words for word in phrase_set("inner_modal")):
        return words
    tokens = cut(words)
    # 人均可支配收入 has such a word for a part of its name.
    kept = [t for at, t in enumerate(tokens) if not at or t not in phrase_set("inner_modal") or tokens[at + 1 : at + 2] == ["支配"]]
    return "".join(kept)
