"""Whose figure it is, where the words beside the number do not say so."""

from __future__ import annotations

import functools
import re

from pipeline.extract import vocabulary
from pipeline.relate.candidates import ParagraphState
from pipeline.relate.lexicon import (
    PhraseEntry,
    cue_pattern,
    phrase_set,
    phrase_words,
    predicate_classes,
    predicates,
)
from pipeline.relate.phrases import PREPOSITIONS
from pipeline.rulebook import load
from pipeline.segment.sentences import heading_mark
from pipeline.segment.tokens import cut

# Two-character ends of indicators that own no further general word (产值 of a 总产值).
_HEADS = frozenset(w[-2:] for w in ("产值", "产量", "收入", "投资", "比重", "占比", "面积", "总额"))
# 对 in front of who gets something, not in 对外, 对口.
_BY_ARTICLE = re.compile("对?符合《[^《》]+》(?:第[^,、的]{1,6}[条款项][、和及或]?)+(?:的?(?:规定|要求|条件))?的?")
_RECIPIENT = re.compile(r"针?对于?(?![外口标接比应照])(.{2,80}?)")
# 二是对牵头单位: which of several things is told.
_NTH = re.compile("^[一二三四五六七八九十]是(?=[对为])")
MAX_RECIPIENT = 20
MAX_DEPENDENT = 5
MAX_OBJECT = 14
MIN_NOUN, MAX_NOUN = 3, 9
# What may stand before a head that needs what it is of (受惠 of 受惠人数).
MAX_HEAD_QUALIFIER = 5
# Rates are of one thing in an item, its sums and its people are its own.
_RATES = "速幅重比例度"
# The words before the colon of an item.
MAX_ITEM_LEAD = 40
# 主要目标, 战略目标: such words only order the text.
MAX_BARE_LEAD = 4
# 一、关于港口扩建项目问题。: an answer says so what each of its items is about.
_QUESTION = re.compile("关于(?P<thing>[^。,;:]{4,30}?)的?(?:问题|事宜)[。;:]?")


def recipient_of(clause: str, known: bool = False) -> str | None:
    """Who, or what doing, gets what the clauses behind speak of (对经认定的创新中心,给予…; 支持企业开放场景,…; 通过验收的,…).

    None if the clause opens no such rule. Where none is ``known``, a clause that is a noun with 的 (获奖的项目,给予…) names it too.
    """
    mark = heading_mark(clause[:8])
    clause = _NTH.sub("", clause[mark[1] :] if mark else clause)
    match = _RECIPIENT.fullmatch(clause)
    word = phrase_words("encouraged").at_start(clause)
    if match is not None:
        return match.group(1).removesuffix("的")
    if word is not None:
        return clause[len(word) :]
    if clause in phrase_set("aid_filler") or phrase_words("use").at_start(clause):
        return None
    named = None if known or phrase_words("lead").at_start(clause) else re.fullmatch(r".{2,}的([^的]{2,10})", clause)
    if named and is_plain_noun(named.group(1)):
        return clause
    return clause.removesuffix("的") if clause.endswith("的") and 4 < len(clause) <= MAX_RECIPIENT else None


def fits_an_article(clause: str) -> bool:
    """Whether a clause only says under which articles of a rule one comes (对符合《细则》第三条、第九条规定), and so not who it is."""
    return _BY_ARTICLE.fullmatch(clause) is not None


def names_receiver(clause: str, receiver: str) -> bool:
    """Whether a clause that opens a rule names who gets something (对获奖企业), and does not only say when (通过验收的, 支持企业上云)."""
    mark = heading_mark(clause[:8])
    opens = phrase_words("encouraged").at_start(clause, mark[1] if mark else 0)
    return opens is None and not clause.endswith("的") and cut(receiver)[0] not in PREPOSITIONS


def leans_on_object(metric: str) -> bool:
    """Whether a short indicator of no known kind needs the object of the clause before (建设接入区,接入能力10000M)."""
    head = phrase_words("leaning_head").at_end(metric)
    return len(metric) <= MAX_DEPENDENT and head is not None and vocabulary.link(metric) is None


def owner_of(metric: str, state: ParagraphState) -> str:
    """Whose figure a general word gives: what was just counted, else the topic; of a capacity, what the clause before builds."""
    if metric in phrase_set("generic") or metric in phrase_set("sibling_head"):
        return earlier_subject(metric, state) or (_built(state) if metric in phrase_set("size") or metric in phrase_set("sum_of") else "")
    return state.clause_object if is_plain_noun(state.clause_object) else ""


def _built(state: ParagraphState) -> str:
    """What the clause before builds."""
    if state.long_clause:
        return last_object(state.long_clause)
    built = state.clause_object[state.clause_object.rfind("的") + 1 :]
    return built if is_plain_noun(built) else ""


def last_object(clause: str) -> str:
    """The object of the last verb of a clause (依托旧厂区建设文创园: 文创园), without what describes it; empty if it is no plain noun."""
    verbs = predicates("govern", "new", "nominal", "link").words
    found, rest = "", ""
    for token in cut(clause):
        if token in verbs and len(token) > 1:
            found, rest = token, ""
        else:
            rest += token
    whole = found and rest.count("“") == rest.count("”")  # else the verb is part of a quoted name
    noun = rest[rest.rfind("的") + 1 :].removeprefix("一批") if whole else ""
    return noun if is_plain_noun(noun) and noun not in phrase_set("generic") else ""


def last_noun(phrase: str) -> str:
    """What is measured at the end of a phrase, behind its last verb or joining word (完成首轮融资且到账额度: 到账额度); empty if nothing is."""
    stops = predicates("govern", "link", "adverb").words
    rest = ""
    for token in cut(phrase):
        rest = "" if token in PREPOSITIONS or token in phrase_set("joining") or (token in stops and len(token) > 1) else rest + token
    noun = rest[rest.rfind("的") + 1 :]
    measured = phrase_words("generic", "list_head", "head_of_counted", "bare_part").at_end(noun)
    return noun if measured and MIN_NOUN <= len(noun) <= MAX_NOUN else ""


def is_plain_noun(phrase: str) -> bool:
    """A short phrase that is no clause and no enumeration, fit to stand before another noun."""
    if not 2 <= len(phrase) <= MAX_OBJECT or re.search(r"[\d、的和与,]", phrase):
        return False
    classes = predicate_classes()
    return not any({"adverb", "rise", "fall", "become", "link"} & classes.get(token, frozenset()) for token in cut(phrase))


def is_named(phrase: str) -> bool:
    """Whether a phrase ends in a noun, as far as the words of its end tell, and holds no clause of its own."""
    tokens = cut(phrase)
    verbs = predicates("govern", "finish", "rise", "fall", "become", "link", "adverb").words
    return bool(tokens) and tokens[-1] not in verbs and not re.search(r"[,;\d]", phrase)


def subject_of_clause(phrase: str) -> str:
    """What a clause speaks of, up to its first adverb, verb or preposition (整体经济 of 整体经济显著复苏); empty if it opens with one."""
    adverbs, said, tokens = _closing_adverbs(), _closing_verbs(), cut(phrase)
    kept: list[str] = []
    for token in tokens:
        sized = bool(kept) and kept[-1] + token in phrase_set("above_size")
        if token != "的" and not sized and (token in said or token in PREPOSITIONS or (kept and token in adverbs)):
            break
        kept.append(token)
    subject = "".join(kept).removesuffix("的")
    told = kept != tokens or is_named(phrase)
    return subject if told and subject not in adverbs and not re.search(r"\d", subject) else ""


@functools.cache
def _closing_adverbs() -> frozenset[str]:
    return predicates("adverb").words - phrase_set("basis_word")


@functools.cache
def _closing_verbs() -> frozenset[str]:
    """Verbs that end what a clause speaks of, without those that are as often its last noun."""
    verbs = predicates("govern", "nominal", "finish", "new", "rise", "fall", "become", "link", "share").words
    return verbs - phrase_words("generic", "list_head", "money").words


def earlier_subject(metric: str, state: ParagraphState) -> str:
    """Whose production or investment a general word speaks of: what was counted before in the sentence, else its topic."""
    subject = state.subject.metric
    if state.subject_fresh and (owner := _owner_of_sibling(metric, subject)):
        return owner
    if subject and subject not in phrase_set("generic") and subject[-2:] not in _HEADS and state.subject_fresh:
        return subject
    owner = sibling_owner(metric, subject) if state.subject_here else ""
    return owner or (state.topic if metric in phrase_set("generic") else "")


def sibling_owner(metric: str, subject: str) -> str:
    """Whose figure a bare head gives beside an indicator of the same sentence (预算收入增长2%、支出7亿元; 外贸进出口增长8%,总额9亿元)."""
    if phrase_words("sibling_head", "generic").at_end(subject) is None:
        return subject if metric in phrase_set("total_head") else ""
    return _owner_of_sibling(metric, subject)


def _owner_of_sibling(metric: str, subject: str) -> str:
    head = phrase_words("sibling_head").at_end(subject) or phrase_words("generic").at_end(subject) or ""
    related = any(head in words and metric in words for words in _siblings())
    return subject[: len(subject) - len(head)] if related and metric != head else ""


@functools.cache
def _siblings() -> tuple[tuple[str, ...], ...]:
    return tuple(entry.words for entry in load("phrases", PhraseEntry) if entry.class_ == "sibling_head")


def object_of_each(metric: str, state: ParagraphState) -> str:
    """每县至少建设1个 counts what the clause before speaks of; the place stays as scope. Empty if it is no such phrase."""
    if metric[0] not in "每各" or metric[1:2] in "级类项种式型" or not state.clause_object:
        return ""
    verb = predicates("govern", "nominal", "new").at_end(metric)
    if verb is None or len(verb) >= len(metric):
        return ""
    place = metric[: len(metric) - len(verb)].removesuffix("至少").removesuffix("要")
    return place + state.clause_object


# Before what money is spent on: what it is for, or when.
_MONEY_WHEN = (
    r"(?:由|自)[^,。;]{1,12}?起|(?:在|于)?未来[^,。;]{1,4}?(?:年|年度|学年|财政年度)内?|(?:在|于)[^,。;]{1,9}?(?:内|间|年(?:[内底初中]前?)?)"
)
_MONEY_OBJECT = re.compile(rf"[,;](?:用于|主要用于|专项用于|以|{_MONEY_WHEN})?(.{{2,50}}?)(?=[,。;]|$)")
_MONEY_PURPOSE = re.compile(r"(?:用于|用以|以|用来)(.{2,50}?)(?=[,。;]|$)")
_PURPOSE_BEFORE = re.compile(r"(?:^|[,。;.\s])为了?([^,。;]{3,40}),(?:[^,。;]{0,4},)?$")


def object_of_money(text: str, clause: tuple[int, int], right: int, unit_kinds: frozenset[str]) -> str:
    """What money is spent on, if the words behind it or the next clause say so (投入3亿元,推动“智慧校园计划”; 预留3亿元以加强宣传)."""
    if "money" not in unit_kinds:
        return ""
    match = _MONEY_OBJECT.match(text, clause[1], min(len(text), clause[1] + 60))
    return purpose_behind(text, right) or (done_with(match.group(1)) if match is not None else "")


def purpose_behind(text: str, right: int) -> str:
    """What an amount is for, if the words behind it say no more than that (预留3亿元以加强宣传)."""
    match = _MONEY_PURPOSE.match(text, right, min(len(text), right + 60))
    return done_with(match.group(1)) if match is not None else ""


def purpose_before(text: str, clause: tuple[int, int]) -> str:
    """What money is spent on, if the clause before says what it is for (为进一步推动艺术科技发展,我会拨款3000万元)."""
    begin = max(0, clause[0] - 60)
    match = _PURPOSE_BEFORE.search(text[begin : clause[0]])
    if match is None:
        return ""
    body = match.group(1)
    while (word := phrase_words("lead").at_start(body)) is not None and predicates("govern").at_start(body) is None:
        body = body[len(word) :]
    return done_with(body)


def done_with(body: str) -> str:
    """The object of the verb that opens a phrase: a quoted name, or all that follows if it has no number."""
    while (word := predicates("adverb").at_start(body)) is not None and len(word) > 1:
        body = body[len(word) :]
    verb = predicates("govern", "nominal", "rise").at_start(body)
    if verb is None or len(verb) < 2:
        return ""
    named = re.match(r"“[^“”]{2,40}”", body[len(verb) :])
    if named:
        return named.group()
    return "" if re.search(r"\d", body) else body[len(verb) :]


def heading_thing(state: ParagraphState) -> str:
    """What the heading that a paragraph stands under names, if it is a work or an undertaking (三、绿能建设)."""
    mark = heading_mark(state.heading)
    heading = state.heading[mark[1] :].strip("。 ") if mark else ""
    heading = heading.removesuffix(phrase_words("aid").at_end(heading) or "")
    done = predicates("nominal", "govern").at_end(heading) or phrase_words("topic_head").at_end(heading)
    opens = predicates("nominal", "govern", "new", "rise", "adverb").at_start(heading) or phrase_words("encouraged", "lead").at_start(heading)
    return heading if done and not opens and len(heading) > len(done) and is_plain_noun(heading) else ""


def leans_alone(metric: str) -> bool:
    """Whether a name is a head of sums or people and nothing else (受惠人数, 投资金额), so that it needs what it is of."""
    word = phrase_words("head_of_counted", "generic").at_end(metric)
    bare = word is not None and word[-1] not in _RATES and len(metric) - len(word) <= MAX_HEAD_QUALIFIER
    return bare and vocabulary.link(metric) is None


def item_thing(text: str, state: ParagraphState) -> str:
    """What the item that a paragraph stands in is about, by the words before its colon ((二)协助青年创业:…).

    Empty where the paragraph has a number of its own and no such words, or where they only order the text (主要目标:).
    """
    opened = text[state.begun : state.begun + MAX_ITEM_LEAD].split("\n", 1)[0] if state.begun >= 0 else ""
    mark = heading_mark(opened)
    title = opened[: max(opened.find(":"), 0)]
    if mark is None and state.heading.endswith(":"):
        title, mark = state.heading, heading_mark(state.heading)
    body = title[mark[1] :].strip(": ") if mark else ""
    if len(body) <= MAX_BARE_LEAD and cue_pattern("plan", "retrospect").search(body):
        return ""
    if not body and (asked := asked_about(text, state)):
        return asked
    whole = body
    while (word := phrase_words("lead", "encouraged").at_start(body)) is not None and len(word) > 1:
        body = body[len(word) :]
    thing = body if body != whole else done_with(body) or body
    if (moved := predicates("rise", "fall").at_end(thing)) is not None:
        thing = thing[: len(thing) - len(moved)].rstrip("再")  # 长照经费再增加: what has grown
    return thing if is_plain_noun(thing) or re.fullmatch("“[^“”]*”", thing) else ""


def asked_about(text: str, state: ParagraphState) -> str:
    """What the item of an answer is about, without what is to be done (一、关于新建港口项目问题。: 港口项目), empty if it is no such item."""
    opened = text[state.begun : state.begun + MAX_ITEM_LEAD].split("\n", 1)[0] if state.begun >= 0 else ""
    asked = next((asked["thing"] for line in (opened, state.heading) if (mark := heading_mark(line)) and (asked := _QUESTION.match(line, mark[1]))), "")
    while asked and (thing := done_with(asked)):
        asked = thing
    return asked if is_plain_noun(asked) else ""


@functools.cache
def _topic_pattern() -> re.Pattern[str]:
    heads = "|".join(re.escape(w) for w in sorted(phrase_words("topic_head").words, key=lambda w: (-len(w), w)))
    return re.compile(rf"(?:“[^“”]{{2,24}}”|[^,。、;:的“”()\d]{{1,10}}?(?:{heads})(?:{heads})*)(?!的|[、和与及化链园])")


def topic_of(text: str, start: int, end: int) -> tuple[str, tuple[int, int]] | None:
    """What a sentence is about, as far as its first words tell: a quoted name, or a noun that ends in a topic head."""
    mark = heading_mark(text[start : min(end, start + 8)])
    begin = start + mark[1] if mark else start
    leads = phrase_words("lead", "own_region")
    while begin < end and (word := leads.at_start(text, begin)) is not None and len(word) > 1:
        begin += len(word)
    if predicates("govern", "nominal", "new").at_start(text, begin):
        return None
    match = _topic_pattern().match(text, begin, end)
    return (match.group(), match.span()) if match else None
