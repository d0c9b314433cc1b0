"""What stands to the left and right of a number: the noun phrase of the indicator and the predicate that joins them."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence, Set
from dataclasses import dataclass

from pipeline.relate.lexicon import (
    CoordinatedEntry,
    EdgeWords,
    PredicateClass,
    cue_pattern,
    first_characters,
    phrase_set,
    phrase_words,
    predicate_classes,
    predicates,
)
from pipeline.rulebook import load
from pipeline.segment.sentences import heading_mark
from pipeline.segment.tokens import cut


class Borders:
    """Where words may be taken off: token borders, except inside a known indicator (新增|就业 in 城镇新增就业)."""

    __slots__ = ("_usable", "in_order", "indicators", "inside_indicator")

    def __init__(self, tokens: Set[int], indicators: Sequence[tuple[int, int]] = ()) -> None:
        #: Spans of the known indicators, in order.
        self.indicators = indicators
        self.inside_indicator = {at for start, end in indicators for at in range(start + 1, end)}
        self._usable = tokens - self.inside_indicator
        #: All usable borders, ascending.
        self.in_order = sorted(self._usable)

    def __contains__(self, position: int) -> bool:
        return position in self._usable

    def between(self, start: int, end: int) -> list[int]:
        """Usable borders inside ``start:end``, ascending, without the two ends."""
        return self.in_order[bisect_right(self.in_order, start) : bisect_left(self.in_order, end)]


# 一、二、三产业 counts on where 一、 opens a heading.
_COUNTS_ON = re.compile(r"\s*一[、,]二(?:[、,]三)?(?![、,.])")
_OPEN_PUNCTUATION = " ,、;:。!?)]}”’》·•●■◆▪\ufffd—–-~…\t\n"
_CLOSE_PUNCTUATION = " ,、;:。!?([{“‘《·—–-~…\t\n"
_CJK_OR_WORD = re.compile(r"[㐀-鿿A-Za-z0-9]")
# The verb nearest the number decides; these classes tell how the number is to be read.
_TELLING: tuple[PredicateClass, ...] = ("become", "rise", "fall", "gap", "new", "share", "link", "govern", "nominal")
# 占比, 同比, 环比 are words of their own, not a comparison.
PREPOSITIONS = frozenset("向对为给在从与同于")
# A last part that opens with a name of two things (软件和信息服务业) has no tail of its own to share.
LIST_JOINS = ("和", "与", "及", "、")
# 获一、二、三等奖的企业: the numerals are the parts.
_QUOTE_AFTER_QUOTE = re.compile(r"”\s*“")
_GRADES = re.compile("(?P<before>.*?)(?P<grades>[特一二三四五](?:、[一二三四五六])+)(?P<behind>[等级类档].*)")
# 三大, 两个: how many parts were enumerated, and of what where the word is a class of places or bodies.
_SUM = re.compile("(?P<n>[两二三四五六七八九十]|[2-9])(?:大类|大|个|类|项|种|条|家|座|所)(?P<of>(?:地区|市县|县区|县市|片区|园区|街道|市|县|区|镇|州|盟|村)?)")
_COUNT_OF = {**{str(n): n for n in range(2, 10)}, "两": 2, **{digit: n for n, digit in enumerate("二三四五六七八九十", 2)}}
_FOR_EACH = re.compile(r"(?<=.)(?:平均)?每[^\d、,]{1,5}$")
_AVERAGED = frozenset("户人亩")
_DAYS = frozenset("日周月")
_COMPARING = frozenset("比较")
_RATIO_STEMS = frozenset("占同环对")


@dataclass(slots=True)
class LeftContext:
    """The text before a number, taken apart.

    Attributes
    ----------
    start, end : int
        The noun phrase; empty (``start == end``) if the number follows its verb at once.
    predicate : str or None
        Class of the verb between phrase and number (``高新技术企业达800家``: link), None if there is none.
    predicate_word : str
    leading : tuple of (word, classes)
        Verbs that stood before the phrase, outermost first (``新增高新技术企业6户``: new).
    adverbs : frozenset of str
        Adverbs that were stripped (同比, 年均, 分别, 均).
    mover : (int, int) or None
        The subject before a verb that moves a stock or adds to it (省直单位 in 省直单位减少租赁费), or before a time.
    """

    start: int
    end: int
    predicate: PredicateClass | None
    predicate_word: str
    leading: tuple[tuple[str, frozenset[PredicateClass]], ...]
    adverbs: frozenset[str]
    mover: tuple[int, int] | None = None


def _main_class(classes: Set[PredicateClass]) -> PredicateClass | None:
    for telling in _TELLING:
        if telling in classes:
            return telling
    return None


# What may stand between a verb and the 占 behind it where both name what is a part of something (研发|投入|占).
_LONGEST_SHARER = 2
_LONGEST_RATE = 4
"""Longest word for a rate that does not name its thing: 合格率, 按时办结率 is longer and does."""


def trim_start(text: str, start: int, end: int, borders: Borders, regions: Sequence[str]) -> int:
    """Move ``start`` over punctuation, connectives, adverbs and the document's own region."""
    mark = heading_mark(text[start : min(end, start + 8)].lstrip())
    if mark is not None and _COUNTS_ON.match(text, start, end):
        mark = None
    if mark is not None and start + mark[1] <= end:
        start += mark[1]
    leads, strengths = _leads(), _strength_firsts()
    own = tuple(regions)
    while start < end:
        char = text[start]
        if char in _OPEN_PUNCTUATION:
            start += 1
            continue
        closed = text.find(")", start, end) if char == "(" else -1
        if closed > 0:
            start = closed + 1
            continue
        cue = _strength_cues().match(text, start, end) if char in strengths else None
        if cue and cue.end() < end and start not in borders.inside_indicator:
            start = cue.end()
            continue
        word = leads.at_start(text, start)
        if word and char == "在" and phrase_words("in_place").at_start(text, start):
            break  # 在役机器人
        if word and start + len(word) <= end and not _stands_alone(text, start + len(word), end) and _comes_off(text, start + len(word), word, borders):
            start += len(word)
            continue
        region = next(r for r in own if text.startswith(r, start)) if text.startswith(own, start) else None
        if region and start + len(region) < end - 1 and start + len(region) in borders:
            start += len(region)
            continue
        break
    return start


@functools.cache
def _leads() -> EdgeWords:
    """What may stand before a phrase and is no part of it."""
    return phrase_words("lead", "lead_in", "own_region")


@functools.cache
def _lead_verbs() -> EdgeWords:
    """Verbs that may stand before what they are done to."""
    return predicates("new", "govern", "nominal", "rise", "fall")


@functools.cache
def _strength_cues() -> re.Pattern[str]:
    return cue_pattern("binding", "aspirational", "expected")


@functools.cache
def _strength_firsts() -> frozenset[str]:
    """First characters of these cues: at most places none can begin."""
    return first_characters("binding", "aspirational", "expected")


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether only the head of a word is left: 达成|率 is one word, since a head of a single character does not stand alone."""
    rest = text[start:end].strip()
    return len(rest) == 1 and rest in phrase_set("dependent_head")


def _comes_off(text: str, end: int, word: str, borders: Borders) -> bool:
    """Whether a word may be taken off at ``end``: a token border, or a verb follows in the same token (统筹|安排).

    A word that joins comes off only between two verbs (新建和|更新): elsewhere it opens a name (和田地区, 和美乡村).
    """
    if word in phrase_set("attributive"):
        # 重点|人群, but 重点推进: it describes the noun behind it unless a verb stands there.
        return predicates("govern", "nominal", "new", "finish").at_start(text, end) is not None and end in borders
    if text[end - 1] in LIST_JOINS and word in LIST_JOINS:
        return predicates("govern", "nominal", "new", "rise", "fall").at_start(text, end) is not None and end in borders
    if end in borders:
        return True
    verb = predicates("govern", "nominal", "new").at_start(text, end)
    return verb is not None and len(verb) > 1 and end + len(verb) in borders


@functools.cache
def closing_words() -> EdgeWords:
    """What may stand between a phrase and its number."""
    return predicates("link", "become", "rise", "fall", "gap", "new", "share", "adverb")


def trim_end(text: str, start: int, end: int) -> int:
    """Move ``end`` back over punctuation and trailing particles."""
    while end > start and text[end - 1] in _CLOSE_PUNCTUATION:
        end -= 1
    return end


def left_context(text: str, start: int, end: int, borders: Borders, regions: Sequence[str]) -> LeftContext:
    """Take apart the text before a number.

    Parameters
    ----------
    text : str
    start, end : int
        The stretch between the previous border (clause, list item, number, time) and the number with its modifiers.
    borders : set of int
        Token borders; words are only taken off at such a border, so 地区 is not cut to 区.
    regions : sequence of str
        Names of the document's own region, longest first.
    """
    classes_of = predicate_classes()
    tail_words = closing_words()
    govern_words, grants = predicates("finish"), phrase_words("grant")
    adverbs: set[str] = set()
    predicate: PredicateClass | None = None
    predicate_word = ""
    mover: tuple[int, int] | None = None
    stop = trim_end(text, start, end)
    while stop > start:
        word = tail_words.at_end(text, stop)
        grant = grants.at_end(text, stop) if predicate is None else None
        if grant is not None and stop - len(grant) in borders and stop - len(grant) >= start:
            # 对企业分别给予: who gets it stands before the verb, what is given behind the number.
            predicate, predicate_word = "govern", grant
            stop = trim_end(text, start, stop - len(grant))
            continue
        if word is None or stop - len(word) < start or not _verb_comes_off(text, stop - len(word), word, borders):
            break
        found = classes_of[word]
        telling = _main_class(found)
        if telling == "rise" and text[trim_start(text, start, stop, borders, regions) : stop] in predicates("nominal").words:
            break  # 改造提升2.2万亩: the last half of a verb
        if telling is None:
            adverbs.add(word)
        elif predicate is None:
            predicate, predicate_word = telling, word
        elif predicate == "link" and telling in ("rise", "fall"):
            # 增长达到5%, 涨幅控制在2%: the rise is what is measured.
            predicate, predicate_word = telling, word
        stop = trim_end(text, start, stop - len(word))
    begin = trim_start(text, start, stop, borders, regions)
    behind = after_causative(text, begin, stop, borders)
    begin = trim_start(text, behind, stop, borders, regions) if behind > begin else begin
    leading: list[tuple[str, frozenset[PredicateClass]]] = []
    lead_verbs = _lead_verbs()
    # Before a predicate the phrase is a subject, and a verb that opens it is part of its name (办理时限压缩65%).
    while begin < stop and predicate not in ("link", "become", "rise", "fall", "share"):
        verb = lead_verbs.at_start(text, begin)
        if verb is None or begin + len(verb) not in borders or _stands_beside_noun(text, begin + len(verb)):
            break
        if verb == "在" and phrase_words("in_place").at_start(text, begin):
            break  # 补助在学学生
        if begin + len(verb) >= stop:
            # Nothing is left behind the verb: it is the thing itself (完成投资310亿元) unless it governs what follows the number.
            leading.append((verb, classes_of[verb]))
            begin = stop
            break
        if "rise" in classes_of[verb] and not _looks_governing(text, begin + len(verb)):
            break
        rest = text[begin + len(verb) : stop]
        if "nominal" in classes_of[verb] and len(rest) == 1:
            break
        if rest.endswith("率") and len(rest) <= _LONGEST_RATE and ("nominal" in classes_of[verb] or verb in phrase_set("rated_deed")):
            break  # 培训|合格率不低于95%: the rate of something done is named by what is done
        if 0 <= rest.find("占") <= _LONGEST_SHARER and phrase_words("share_name").at_end(rest):
            break  # 研发投入占营业收入比例: what is spent is the part, no verb done to the share
        if rest.startswith(("后的", "前的")):
            break  # 处理|后的尾水: the verb tells which
        if rest == "项目" and verb in phrase_set("stage_of_project"):
            break
        if leading and rest in phrase_set("money"):
            break  # 发放|救助资金: what is done has been told, the second verb is part of the name
        if rest in phrase_set("deed_head") and verb in phrase_set("money"):
            break  # 补助|收入, 投资|案件: what kind it is
        if rest in phrase_set("taker") and verb in phrase_set("taking_part"):
            break  # 参与|学校: who took part
        if rest in phrase_set("dependent_head") and ("finish" not in classes_of[verb] or len(rest) == 1):
            break
        leading.append((verb, classes_of[verb]))
        begin = trim_start(text, begin + len(verb), stop, borders, regions)
    if begin < stop:
        if predicate not in ("link", "become", "rise", "fall", "share"):
            subject = begin
            prepositional = begin > start and text[begin - 1] in PREPOSITIONS and begin - 1 in borders
            begin, more = _after_inner_verb(text, begin, stop, borders, prepositional)
            leading.extend(more)
            if more and {"move", "new"} & more[0][1] and not prepositional:
                mover = (subject, trim_end(text, subject, begin - len(more[0][0])))
            begin = trim_start(text, begin, stop, borders, regions)
        govern = govern_words.at_end(text, stop)
        if govern and stop - len(govern) in borders and stop - len(govern) - begin >= 2:
            if predicate is None:
                predicate, predicate_word = "govern", govern
            stop = trim_end(text, begin, stop - len(govern))
            # 每县至少|建成: what stands before the verb as its adverb is no part of the name either.
            word = predicates("adverb").at_end(text, stop)
            if word is not None and len(word) > 1 and stop - len(word) in borders and stop - len(word) - begin >= 2:
                stop -= len(word)
    if begin >= stop and not leading and predicate_word in grants.words and "nominal" in classes_of.get(predicate_word, ()):
        leading, predicate, predicate_word = [(predicate_word, classes_of[predicate_word])], None, ""  # 113年发放|18万人次
    if begin >= stop or not _CJK_OR_WORD.search(text, begin, stop):
        begin = stop = max(begin, start)
    return LeftContext(begin, stop, predicate, predicate_word, tuple(leading), frozenset(adverbs), mover)


def _verb_comes_off(text: str, at: int, word: str, borders: Borders) -> bool:
    """Whether a predicate may be taken off the end: at a token border, or inside a token if it is long enough to tell."""
    if word == "均" and text[at - 1 : at] in _DAYS:
        return False  # 日均140户
    if text[at - 1 : at] == "均" and word in phrase_set("averaged_gain") and text[at - 2 : at - 1] in _AVERAGED:
        return False  # 户均增收1万元: the gain is what is measured
    if at in borders:
        return not (word in _COMPARING and text[at - 1 : at] in _RATIO_STEMS)
    telling = predicate_classes()[word] & {"rise", "fall", "become", "link"}
    headed = text[at - 1 : at] == "等" or phrase_words("list_head", "dependent_head").at_end(text, at) is not None
    if len(word) == 1 and headed and predicate_classes()[word] & {"link", "adverb"}:
        # 执行率|为, 受理数|达 and 推广等|计 may be cut elsewhere by the tokeniser.
        return at not in borders.inside_indicator
    return len(word) > 1 and bool(telling) and at not in borders.inside_indicator


def _stands_beside_noun(text: str, end: int) -> bool:
    """Whether a verb that ends at ``end`` is a noun itself, beside another one (投资、消费增速), and not beside a verb (新建、改建)."""
    return text.startswith("、", end) and _lead_verbs().at_start(text, end + 1) is None


def _looks_governing(text: str, after: int) -> bool:
    """A rise verb before its object (增加普惠性养老床位) rather than the head of a compound (增长速度)."""
    return text[after : after + 1] not in "速幅率量值点"


def after_causative(text: str, start: int, end: int, borders: Borders) -> int:
    """Start of what is done, behind 将, 把 or 让; ``start`` itself if there is no such word."""
    words = phrase_words("causative")
    firsts = words.firsts
    if firsts.isdisjoint(text[start:end]):
        return start
    for position in borders.between(start, end - 2):
        word = words.at_start(text, position) if text[position] in firsts else None
        if word is not None and position + len(word) in borders:
            return position + len(word)
    return start


def _after_inner_verb(
    text: str, start: int, end: int, borders: Borders, prepositional: bool
) -> tuple[int, list[tuple[str, frozenset[PredicateClass]]]]:
    """Skip a subject before a verb of addition (自贸区新增企业 gives 企业), or the object of a preposition before any verb.

    The phrase behind the verb must not be empty.
    """
    classes_of = predicate_classes()
    verbs = predicates("new", "move", "govern", "nominal") if prepositional else predicates("new", "move")
    least, firsts = 2 if prepositional else 4, verbs.firsts
    if firsts.isdisjoint(text[start:end]):
        return start, []
    for position in borders.between(start, end - 1):
        word = verbs.at_start(text, position) if text[position] in firsts else None
        if word is None or (prepositional and len(word) < 2):
            continue
        if text.count("“", start, position) > text.count("”", start, position):
            continue  # in “研发资助计划”下新增…: a verb inside a name governs nothing
        if position + len(word) in borders and position + len(word) < end - 1 and position - start >= least:
            return position + len(word), [(word, classes_of[word])]
    return start, []


def right_phrase(text: str, start: int, end: int, borders: Borders) -> tuple[int, int]:
    """The noun phrase that follows a number and its unit (5家龙头企业); an empty span if a verb or nothing follows.

    Returns
    -------
    (int, int)
    """
    while start < end and text[start] in " 的“”（(—":
        if text[start] in "“(":
            break
        start += 1
    stop = trim_end(text, start, end)
    if start >= stop or text[start] in "、,;" or (text[start] == "于" and text[start + 1].isdigit()):
        # Behind a list mark comes a further item, behind 于 a time: nothing that this number counts.
        return start, start
    verb = predicates("link", "become", "rise", "fall", "gap", "govern", "adverb", "share").at_start(text, start)
    if text[start:stop] in phrase_set("generic") or text[start:stop] in phrase_set("money"):
        return start, stop
    attributive = verb is not None and len(verb) > 1 and text.startswith("的", start + len(verb))  # 1个达标的实验室
    if verb and not attributive and start + len(verb) in borders and "nominal" not in predicate_classes()[verb]:
        if start + len(verb) >= stop or not {"govern"} & predicate_classes()[verb]:
            return start, start
        if len(verb) < 2 or {"adverb"} & predicate_classes()[verb]:
            return start, start
    return start, stop


def without_verb_of_next(text: str, span: tuple[int, int], borders: Borders) -> tuple[int, int]:
    """The phrase behind a number without the verb that leads on to the next one (补助5个地方政府办理|6案, 18家业者投资达|8亿元)."""
    verbs = predicates("link", "become", "rise", "fall", "adverb", "govern", "new", "finish")
    start, stop = span
    while word := verbs.at_end(text, stop) or phrase_words("held_verb").at_end(text, stop):
        at = stop - len(word)
        # 儿童托育补助 ends in a noun, 女性每3年 in a time.
        if word in phrase_set("money") or text[at - 1].isdigit() or at - start < 2 or at not in borders:
            break
        stop = trim_end(text, start, at)
    return start, stop


def split_list(phrase: str) -> list[str]:
    """Parts of an enumeration at its outer level: 、 和 与 及 以及; brackets and quotes are not opened."""
    parts: list[str] = []
    depth, begin, index = 0, 0, 0
    while index < len(phrase):
        char = phrase[index]
        if char in "(“《":
            depth += 1
        elif char in ")”》":
            depth = max(0, depth - 1)
        elif depth == 0 and char in "、,":
            parts.append(phrase[begin:index])
            begin = index + 1
        elif depth == 0 and phrase.startswith("以及", index):
            parts.append(phrase[begin:index])
            index += 1
            begin = index + 1
        elif depth == 0 and char in "和与及" and 0 < index < len(phrase) - 1 and _joins(phrase, index):
            parts.append(phrase[begin:index])
            begin = index + 1
        index += 1
    parts.append(phrase[begin:])
    return [p for p in parts if p]


def _joins(phrase: str, index: int) -> bool:
    """Whether the character there is a word that joins, and no part of another (惠及居民, 参与人数)."""
    offset = 0
    for token in cut(phrase):
        if offset >= index:
            return offset == index and len(token) == 1
        offset += len(token)
    return False


def distribute(phrase: str, count: int) -> list[str] | None:
    """Give ``count`` values each its own indicator out of one enumerated phrase.

    城镇、农村居民人均可支配收入 with two values gives 城镇居民人均可支配收入 and 农村居民人均可支配收入; 城乡低保标准 gives one for the
    cities and one for the country.

    Returns
    -------
    list of str, or None if the phrase does not have that many parts.
    """
    phrase = _QUOTE_AFTER_QUOTE.sub("”、“", phrase)
    graded = _GRADES.fullmatch(phrase)
    if graded and len(grades := graded["grades"].split("、")) == count:
        return [graded["before"] + grade + graded["behind"] for grade in grades]
    if count == 2 and (pair := coordinated(phrase)) is not None:
        return pair
    if (each := _FOR_EACH.search(phrase)) is not None:
        # 小麦、稻谷收购价平均每斤: the span goes with every part.
        parts = distribute(phrase[: each.start()], count)
        return [part + each.group() for part in parts] if parts else None
    parts = split_list(phrase)
    if len(parts) > count:
        owners, of, things = phrase.rpartition("的")
        if owners and len(named := split_list(things)) == count > 1:
            # 甲县、乙县推荐的村庄和社区: the values are of what is told behind 的.
            return [owners + of + part for part in share_edges(named)]
        parts = split_enumeration_marks(phrase)
    if len(parts) != count or count < 2:
        return None
    return share_edges(parts)


def coordinated(phrase: str) -> list[str] | None:
    """The two indicators behind a phrase that names two things in short (城乡低保标准), None if it does not."""
    if "、" in phrase or "和" in phrase:
        return None
    for entry in load("coordinated", CoordinatedEntry):
        if entry.short in phrase:
            return [phrase.replace(entry.short, part, 1) for part in entry.parts]
    return None


def split_enumeration_marks(phrase: str) -> list[str]:
    """Parts at 、 only, for phrases whose 和 is inside a part."""
    return [p for p in phrase.split("、") if p]


def _without_sum(parts: list[str]) -> list[str]:
    """甲、乙两大主导产业产值: the words that sum the parts up go, the head behind them is that of each part."""
    last = parts[-1]
    summed = next((m for m in _SUM.finditer(last) if _COUNT_OF[m["n"]] == len(parts) and m.start() > 1), None)
    if summed is None:
        return parts
    head = last[summed.end() :]
    while (word := phrase_words("group_attribute").at_start(head)) and len(head) - len(word) > 1:
        head = head[len(word) :]
    head = head.removeprefix("指标")
    names = [*parts[:-1], last[: summed.start()]]
    return [name + head.removeprefix(summed["of"]) if name.endswith(summed["of"]) else name + head for name in names]


def share_edges(parts: list[str]) -> list[str]:
    """Distribute a head that only the last part has, and a modifier that only the first part has."""
    summed_up = _without_sum(parts)
    if summed_up is not parts:
        return summed_up
    last = parts[-1]
    etc = last.find("等")
    if 0 < etc < len(last) - 1:
        head = last[etc + 1 :]
        return [p + head for p in parts[:-1]] + [last[:etc] + head]
    heads = _list_heads()
    bare = phrase_words("list_head", "generic")
    first_head = bare.at_end(parts[0])
    if first_head is not None and len(first_head) < len(parts[0]) and all(bare.at_end(p) == p for p in parts[1:]):
        # 省属企业营业收入、利润: the owner before the first head owns the bare heads behind it too.
        owner = parts[0][: len(parts[0]) - len(first_head)]
        return [parts[0], *(owner + p for p in parts[1:])]
    first_head = heads.at_end(parts[0])
    if first_head is not None and (behind := _behind_same_head(first_head, last)):
        # 新兴产业、高新技术产业增加值: what stands behind the head that all parts have is shared.
        return [p + behind if p.endswith(first_head) else p for p in parts[:-1]] + [last]
    if first_head is not None and len(first_head) < len(parts[0]):
        owner = parts[0][: len(parts[0]) - len(first_head)]
        return [parts[0], *(owner + p if heads.at_end(p) == p else p for p in parts[1:])]
    modifiers = phrase_words("level_modifier")
    level = modifiers.at_start(last)
    if level is not None and level not in modifiers.words & set(cut(last)[:1]) and not level.endswith("级") and cut(last)[0] in ("县城", "城区"):
        level = None
    first_level = modifiers.at_end(parts[0])
    graded = level is not None and first_level is not None and level.endswith("级")
    if graded and level is not None and first_level is not None and all(part in modifiers.words for part in parts[1:-1]):
        # 获评国家级、省级示范平台: so are the words before the first of them.
        opening, shared_tail = parts[0][: len(parts[0]) - len(first_level)], last[len(level) :]
        return [opening + m + shared_tail for m in (first_level, *parts[1:-1], level)]
    if (whole := _of_each_region(parts)) is not None:
        return whole
    last_head = heads.at_end(last)
    if last_head is None or last_head == last:
        return parts
    if level is not None and all(part in modifiers.words for part in parts[:-1]):
        # 城镇、农村居民收入: the parts are modifiers of one kind, all else is shared.
        return [part + last[len(level) :] for part in parts[:-1]] + [last]
    tail = _parallel_tail(parts[:-1], last)
    shared = tail if len(tail) > len(last_head) and not any(p + tail == last for p in parts[:-1]) else last_head
    return [p if heads.at_end(p) else p + shared for p in parts[:-1]] + [last]


def _of_each_region(parts: list[str]) -> list[str] | None:
    """新认定的全国、全省示范企业: both of regions that differ, all else is said once; None if two parts tell no more than that."""
    if len(parts) != 2:
        return None
    regions = phrase_words("scope", "own_region")
    first, last = regions.at_end(parts[0]), regions.at_start(parts[1])
    if first is None or last is None or last == parts[1]:
        return None
    opening = parts[0].removesuffix(first)
    if opening and not opening.endswith("的"):
        return None
    return [opening + region + parts[1][len(last) :] for region in (first, last)]


def _behind_same_head(head: str, last: str) -> str:
    """What stands behind a head inside the last part (增加值 of 高新技术产业增加值), if it is a figure of its own."""
    at = last.rfind(head)
    behind = last[at + len(head) :] if at > 0 else ""
    figure = phrase_words("list_head", "generic").at_start(behind) if behind else None
    return behind if figure is not None and len(head) > 1 else ""


def _list_heads() -> EdgeWords:
    return phrase_words("list_head")


def _parallel_tail(others: list[str], last: str) -> str:
    """What of the last part the others lack, taking as many tokens for its own as the shortest of them has."""
    own = min(len(cut(part)) for part in others)
    tokens = cut(last)
    if any(join in tokens[: own + 1] for join in LIST_JOINS):
        return ""
    # 新能源汽车、集成电路、工业机器人产量: 工业 alone is no match for the names before it.
    alike = len("".join(tokens[:own])) >= min(len(part) for part in others) - 1
    tail = "".join(tokens[own:])
    # What begins inside a quoted name is no whole phrase.
    quoted = 0 <= tail.find("”") < (tail.find("“") if "“" in tail else len(tail))
    return tail if alike and not quoted else ""
