"""Which period a value is for, and when a commitment falls due: clause before sentence before paragraph before heading before document."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.relate.lexicon import cue_pattern, phrase_set, phrase_words, predicates
from pipeline.relate.phrases import LIST_JOINS
from pipeline.segment.sentences import heading_mark
from pipeline.segment.tokens import cut
from pipeline.types import Interval, TimeMention

_LIMIT_ENDS = ("前", "年内", "年底", "年末", "月底", "月末")
_LIMIT_BEFORE = re.compile("(?:最迟|至迟|最晚|限|赶在)$")
_WHEN_BEFORE = re.compile("(?:于|在)$")
_OPENS_DUE = re.compile("[,;、]?(?:并|均|全部|都|要|须|必须|务必|确保|力争|争取|计划|预计|赶在|最迟|至迟|最晚|在|于)*")
_DONE_BY = re.compile("[完竣交投启用成收达通见验]")
_ALL_DONE_BY = re.compile(r"(?:全部|全面)[^\W\d]{2}|(?:均|都).*[完竣交投启用成收达通见验]")
_COMPARED_BEFORE = re.compile(r"(?:(?<![占同环])比|较|与|(?<!连)同|相比|相当于|对比|超过|高于|低于|相较|相较于|以|占)(?:基期)?前?\s*$")
_COMPARED_AFTER = re.compile(
    r"^(?:相比|时期相比|同期|水平|[^,;。、]{0,8}基础上|(?:\d+年)?的(?:总和|总量之和|[\d.]+倍|[一二三四五六七八九十两]+倍))"
)
# 较计划推动前一年(2014年)增加
_COMPARED_IN_BRACKET = re.compile(r"(?:比|较|与)[^,;。()\d]{0,14}(?:年|期|季|月|前)\($")
_MOVED_SINCE = re.compile(r"\)(?:大幅|显著|约|共|净)*(?:增|减|成长|上升|下降|提高|提升|高|低|多|少)")
MAX_COMPARED = 20
# 恢复至2019年的86%, 相当于2019年的八成: how much of what that year had.
_SHARE_OF_BEFORE = re.compile(r"(?:恢复[至到]|回复[至到]|相当于|为|是)\s*$")
_SHARE_OF_AFTER = re.compile(r"[^,;。\d]{0,16}?[之的]?约?[\d.]+倍|(?:同期|全年)?(?:水平)?的?(?:约|近|超过|逾)?(?:[\d.]+(?:%|成)|[一二三四五六七八九]成|百分之)")
# A step of a plan names itself before its time (第二步,到2025年; 第一阶段:2023年).
_STEP = re.compile(r"(?:第[一二三四五六七八九十\d]+(?:步|阶段|期)|[一二三四五六七八九十]期)(?!建设|工程)\(?")
_SINCE_AFTER = re.compile("[^,;。、:至到\\d]{1,8}以来|[^,;。、:至到\\d]{0,8}(?:迄今|至今)")
_UP_TO_NOW = re.compile("迄今|至今")
_ORIGIN_BEFORE = re.compile(r"(?:由|从)\s*$")
LONG_PRECISIONS = ("year", "five_year_plan", "half_year", "quarter")
SOURCES = ("clause", "sentence", "paragraph", "heading", "document")
NEVER_A_PERIOD = frozenset({"duration", "frequency", "idle", "name"})


@dataclass(slots=True)
class ResolvedTime:
    """A time mention with its interval.

    ``compared`` marks the year of a comparison (比上年), ``origin`` a baseline (由2015年的), ``describes`` a time that only says
    which things are meant (2000年以前建成的小区).
    """

    mention: TimeMention
    interval: Interval
    compared: bool
    origin: bool
    describes: bool = False

    @property
    def start(self) -> int:
        return self.mention.start

    @property
    def end(self) -> int:
        return self.mention.end


@dataclass(slots=True)
class Period:
    """The period of a value: its interval, the words that say it (None if inherited from the document) and where they stand."""

    interval: Interval
    words: tuple[int, int] | None
    source: str


def is_comparison(text: str, start: int, end: int) -> bool:
    """Whether a time is only what something is compared to (比上年, 快于2020年)."""
    if predicates("gap").at_end(text, start) is not None:
        return True
    bracketed = text.startswith("(", start - 1) and _MOVED_SINCE.match(text, end) is not None
    if bracketed and _COMPARED_IN_BRACKET.search(text, max(0, start - MAX_COMPARED), start):
        return True
    if _SHARE_OF_AFTER.match(text, end) and _SHARE_OF_BEFORE.search(text, max(0, start - 4), start):
        return True
    return bool(_COMPARED_BEFORE.search(text[max(0, start - 5) : start]) or _COMPARED_AFTER.match(text[end : end + 10]))


def is_opening(text: str, end: int) -> bool:
    """Whether a plan is named only as what begins (确保“十四五”开好局): what stands beside it is not for all its years."""
    return cue_pattern("plan_opened").match(text, end) is not None


def is_since(text: str, start: int, end: int) -> bool:
    """Whether a time only says when began what is told up to now (自104年推动以来,…)."""
    dated = text.endswith(("年", "月", "日", "度"), start, end)
    return (dated and _UP_TO_NOW.match(text, end) is not None) or (text.endswith("自", 0, start) and _SINCE_AFTER.match(text, end) is not None)


def is_origin(text: str, start: int) -> bool:
    """Whether a time dates a baseline (由2015年的…)."""
    return bool(_ORIGIN_BEFORE.search(text[max(0, start - 2) : start]))


def is_beginning(text: str, end: int) -> bool:
    """Whether something begins at a time (由2015年起)."""
    return text.startswith("起", end - 1) or text.startswith("起", end)


# What things are called by when they came about: 2023年结转的项目, 2000年以前建成的小区.
_OF_THINGS = re.compile(r"[^,、;。的()\d]{2,6}的(?=[^,、;。])")


def tells_things_apart(text: str, mention: TimeMention) -> bool:
    """Whether a time says when the things behind it came about (去年推出的措施), so that what is told of them is of any later time."""
    verb = predicates("govern", "nominal", "new", "finish").at_start(text, mention.end)
    return verb is not None and _OF_THINGS.match(text, mention.end) is not None


def says_which(text: str, mention: TimeMention, planned: bool) -> bool:
    """Whether a time that is past says which things are meant (改造2000年以前建成的小区): no work is due or done by then.

    ``planned`` is whether the passage sets tasks, which no date that is past can date.
    """
    verbs = predicates("govern", "nominal", "new", "finish")
    verb = verbs.at_start(text, mention.end)
    governed = planned and verbs.at_end(text, mention.start) is not None
    if tells_things_apart(text, mention) or (governed and _OF_THINGS.match(text, mention.end)):
        return planned or "before" in dict(mention.parts)
    return "before" in dict(mention.parts) and (planned or (verb is None and text[mention.end : mention.end + 1].isalpha()))


def _is_past_year(mention: TimeMention) -> bool:
    """Whether a time is 去年 or a year before it."""
    distance = dict(mention.parts).get("rel")
    return mention.kind == "year" and isinstance(distance, int) and distance < 0


def of_past_things(text: str, mention: TimeMention) -> bool:
    """Whether 去年 only says which things are meant (去年推出的措施): the sentence goes on in the running year."""
    return _is_past_year(mention) and tells_things_apart(text, mention)


def frames(time: ResolvedTime, text: str, sentence_start: int) -> bool:
    """Whether a time opens its sentence, so that the next sentences of the paragraph stand under it too."""
    return (
        not time.compared
        and not time.origin
        and time.interval.precision in LONG_PRECISIONS
        and not of_past_things(text, time.mention)
        and _only_connectives(text[sentence_start : time.start])
    )


@functools.cache
def according_to() -> re.Pattern[str]:
    """Who has counted (据海关统计,), which says nothing of what is told."""
    return re.compile(rf"[据经][^,。;]{{2,14}}(?:{'|'.join(phrase_set('counted_by'))})[^,。;]{{0,4}},")


def frames_count(time: ResolvedTime, text: str, sentence_start: int) -> bool:
    """Whether a sentence opens with the months, or the day, up to which is counted (1至5月份, 截至5月底)."""
    start = time.interval.start_date
    months = time.mention.kind == "range" and time.interval.precision == "month" and start is not None and start.month == 1
    counted = months or cue_pattern("up_to_now").search(text, max(sentence_start, time.start - 3), time.start) is not None
    return counted and not time.compared and not time.origin and _only_connectives(text[sentence_start : time.start])


# (二)实施阶段(2025年5月—2026年12月)。 The name of a stage is no clause, and nothing stands behind its bracket.
_STAGE = re.compile(r"\s*(?:[^,。;:()\d]{2,16}:)?[^,。;:()]{2,24}\((?P<when>[^()\n]{2,40})\)[。:;]?\s*\Z")


def stage_time(times: Sequence[ResolvedTime], text: str, start: int, end: int) -> ResolvedTime | None:
    """The time in brackets behind the name of a stage that is all of a sentence at the head of a line: its line stands under it."""
    if not times or (start > 0 and text[start - 1] != "\n"):
        return None
    mark = heading_mark(text[start:end])
    stage = _STAGE.match(text, start + (mark[1] if mark else 0), end)
    if stage is None:
        return None
    inside = [t for t in times if stage.start("when") <= t.start and t.end <= stage.end("when") and t.interval.end_date is not None]
    return inside[-1] if inside and inside[0].start == stage.start("when") else None


# A longer stretch is mostly a thing of its own (28所学校2021年度培训计划).
_BARE_YEAR = re.compile(r"(?:19|20)\d\d年")
_SHORT_DEED = re.compile(r"(?!的|以来|以前|之前|度)[^\W\d的年月]{1,5}[^\W\d的数量率额费款次年月][。;]?")
# 县委书记某某:去年,… is an answer that opens with a time.
SPEAKER = re.compile(r"[^\s,。;:、\d“”《》()]{2,12}:")
# The words of a numbered item before its colon: (三)贸易持续成长:113年…
_ITEM_LABEL = re.compile(r"[^。;:\d]{2,40}:")


def _only_connectives(lead: str) -> bool:
    """Whether nothing but marks, connectives and verbs of intent stand in ``lead``, so that the time opens the sentence."""
    words = phrase_words("lead", "own_region")
    mark = heading_mark(lead)
    position = mark[1] if mark else 0
    speaker = (_ITEM_LABEL if mark else SPEAKER).match(lead, position)
    position = speaker.end() if speaker else position
    source = according_to().match(lead, position)
    position = source.end() if source else position
    step = _STEP.match(lead, position)
    position = step.end() if step else position
    while position < len(lead):
        word = words.at_start(lead, position)
        if word is None and not lead[position].isalnum():
            word = lead[position]
        if word is None:
            return False
        position += len(word)
    return True


def nearest(
    times: Sequence[ResolvedTime], number_left: int, clause: tuple[int, int], sentence_start: int
) -> tuple[ResolvedTime, str] | None:
    """The time before a number that governs it: in its clause, else the nearest earlier one of the sentence."""
    usable = [t for t in times if not t.compared and not t.origin and t.start >= sentence_start]
    in_clause = [t for t in usable if clause[0] <= t.start and t.end <= number_left]
    if in_clause:
        return in_clause[-1], "clause"
    earlier = [t for t in usable if t.end <= clause[0]]
    if earlier:
        return earlier[-1], "sentence"
    return None


def is_limit(text: str, time: ResolvedTime) -> bool:
    """Whether a time says by when (6月底前, 最迟11月底, 年内), not only when."""
    words = text[time.start : time.end]
    return words.endswith(_LIMIT_ENDS) or _LIMIT_BEFORE.search(text, max(0, time.start - 3), time.start) is not None


def opens(time: ResolvedTime, text: str, sentence_start: int) -> bool:
    """Whether nothing but connectives and verbs of intent stand before a time in its sentence."""
    return _only_connectives(text[sentence_start : time.start])


def tells_deed(text: str, time: TimeMention, end: int) -> bool:
    """Whether nothing but a short deed stands behind a time (今年3月|动工, 上年|全部售罄), so that the time dates what stands before it.

    A bare year more often opens a name (园区2025年营业收入).
    """
    bare_year = _BARE_YEAR.fullmatch(text, time.start, time.end) is not None and text[time.start - 1] not in "于在将会"
    return time.kind != "plan" and not bare_year and _SHORT_DEED.fullmatch(text, time.end, end) is not None


def fills(time: ResolvedTime, text: str, clause: tuple[int, int]) -> bool:
    """Whether a time, with the verbs of intent before it, is all of a clause (力争6月底前,)."""
    inside = clause[0] <= time.start and time.end <= clause[1]
    return inside and _only_connectives(text[clause[0] : time.start]) and not text[time.end : clause[1]].strip(" ,、:")


def due_behind(
    times: Sequence[ResolvedTime], text: str, number_right: int, clauses: Sequence[tuple[int, int]], counted: Sequence[int]
) -> ResolvedTime | None:
    """The time behind a number by which what it counts is to be done.

    It stands in the number's own clause (28所学校11月底前完工) or opens the next one, which has no number of its own
    (新建学校5所,赶在8月31日前交付); where all is to be done by it, it may open any later one.
    """
    index = next((i for i, (start, end) in enumerate(clauses) if start < number_right <= end), None)
    if index is None:
        return None
    behind = [t for t in times if t.start >= number_right and not t.compared and not t.origin]
    for time in (t for t in behind[:1] if t.start < clauses[index][1]):
        says_when = is_limit(text, time) or _WHEN_BEFORE.search(text, number_right, time.start) is not None
        says_when = says_when or tells_deed(text, time.mention, clauses[index][1])
        return time if says_when and not any(number_right <= number < time.start for number in counted) else None
    for time in (t for t in behind if is_limit(text, t)):
        start, end = next((clause for clause in clauses if clause[0] <= time.start < clause[1]), (0, 0))
        if any(start <= number < end for number in counted) or _OPENS_DUE.fullmatch(text, start, time.start) is None:
            continue
        follows = index + 1 < len(clauses) and clauses[index + 1][0] == start
        if (follows and _DONE_BY.search(text, time.end, end)) or _ALL_DONE_BY.search(text, time.end, end):
            return time
    return None


def own_of_several(times: Sequence[ResolvedTime], text: str, clause: tuple[int, int], number_left: int, share: tuple[int, int]) -> ResolvedTime | None:
    """The time of one of several values told in the order of their times (2024年、2025年分别突破A、B), None unless there is one for each."""
    position, count = share
    inside = [t for t in times if clause[0] <= t.start and t.end <= number_left and not t.compared and not t.origin]
    run = inside[-count:]
    listed = all(text[a.end : b.start].strip() in (",", *LIST_JOINS) for a, b in itertools.pairwise(run))
    return run[position] if len(run) == count > 1 and listed else None


def baseline_time(times: Sequence[ResolvedTime], number_left: int, clause: tuple[int, int]) -> ResolvedTime | None:
    """The time that dates a baseline: between 由 and the number."""
    inside = [t for t in times if clause[0] <= t.start and t.end <= number_left and t.origin]
    return inside[-1] if inside else None


def compared_time(times: Sequence[ResolvedTime], number_left: int, clause: tuple[int, int]) -> ResolvedTime | None:
    """The time that a rise is measured from (比2015年增长): between the clause's start and the number."""
    inside = [t for t in times if clause[0] <= t.start and t.end <= number_left and t.compared]
    return inside[-1] if inside else None


_AGAINST = re.compile(r"(?:比|较|相较于?|相比)前?\s*$")
# 略低于112年同期(80万人): only in a bracket stands a figure of then, and no gap.
_BELOW_THEN = re.compile(r"(?:高|低|优|多|少)于$")
_OF_THAT_TIME = re.compile(r"度?[末底]?(?:全年|同期)?(?:水平)?[的之(]?(?:平均)?(?:每[年月])?(?:法定)?(?:[预决]算[数案]?)?")


# 较前3年平均支出9亿元(执行率|80%): the bracket speaks of the figure before it.
_IN_ITS_BRACKET = re.compile(r"(?P<what>[^\d(),;]*)[\d,.]+[万亿兆]*[余多]?[^\d(),;]{1,4}\([^\d(),;]{2,8}")
_SUMS = ("数", "额", "率")
_NAMED_THEN = re.compile(r"(?:年度?)?平均(?P<what>[㐀-鿿]{2,8})")


def then_held(text: str, times: Sequence[ResolvedTime], number_left: int, clause: tuple[int, int]) -> ResolvedTime | None:
    """The time of a figure that is only what another one is held against (较2020年的8亿元增加3亿元), None if it is no such figure."""
    time = compared_time(times, number_left, clause)
    if time is None:
        return None
    start = max(clause[0], time.start - 4)
    bracketed = text.endswith("(", 0, number_left) and _BELOW_THEN.search(text, start, time.start) is not None
    if not bracketed and not _AGAINST.search(text, start, time.start):
        return None
    behind = _IN_ITS_BRACKET.fullmatch(text, time.end, number_left)
    stop = behind.end("what") if behind is not None else number_left
    if _OF_THAT_TIME.fullmatch(text, time.end, stop):
        return time
    # 较前3年平均支出9亿元: no verb moves what stands between.
    named = _NAMED_THEN.fullmatch(text, time.end, stop)
    moves = predicates("rise", "fall", "gap", "become", "new").words
    noun = named is not None and (named["what"].endswith(_SUMS) or moves.isdisjoint(cut(named["what"])))
    return time if noun else None


def year_interval(year: int, resolved_by: str) -> Interval:
    """The calendar year as a closed interval."""
    return Interval(date(year, 1, 1), date(year, 12, 31), "year", resolved_by)
