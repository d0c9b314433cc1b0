"""Time limits of a procedure (自受理之日起20日内作出决定): named by what is to be done in that time."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from pipeline.relate.clausal import is_doer
from pipeline.relate.lexicon import predicates
from pipeline.relate.phrases import trim_end
from pipeline.relate.slots import AGE_UNITS, Slot
from pipeline.segment.sentences import heading_mark
from pipeline.segment.tokens import cut

LIMIT = "时限"
# From when the days are counted, before their number: behind a modal or a preposition, up to 起, 后 or the number itself.
_FROM = re.compile(
    r"(?:(?:应当?|须|必须|要|可以?|将)?(?:(?:自|从)[^,;。]*(?:起|后|之日)|(?:在|于)[^,;。]*)|(?:应当?|须|必须|要))$"
)
# 从指南发布日到申报截止日不少于30天: between which days it is.
_BETWEEN = re.compile(r"[从自](?P<days>[^,;。\d从自]{2,16}日起?[到至][^,;。\d]{2,16}日)$")
_DAYS = frozenset(("天", "日", "个工作日", "个月"))
TIME_BETWEEN = "时间"
_SINCE = re.compile(r"^[^,;。]*(?:之日起|后)$")
_NEXT = re.compile(r"[,]([^,。;]+)")
# To whom and by what way it is done, before the deed.
_WAY = re.compile(r"^(?:(?:以|通过)[^,]{1,8}?(?:方式|形式|系统|平台))?(?:向社会|将|把)|^向[^,]{20,}(?=[^,]{2}$)")
MAX_DONE = 24
# A deed that says nothing without what it is done to.
MAX_BARE_DEED = 2


def limit_name(text: str, clause: tuple[int, int], slot: Slot, kinds: Set[str]) -> str:
    """The name of a time limit, empty if the number is none."""
    number = slot.number
    if number.unit in _DAYS and (between := _BETWEEN.search(text[slot.left[0] : number.left].rstrip())):
        return between.group("days") + TIME_BETWEEN
    within = number.comparator == "le" and text[number.right - 1 : number.right] == "内" and number.right > number.unit_end
    if not within or "time" not in kinds or number.unit in AGE_UNITS:
        return ""
    before = text[slot.left[0] : number.left].rstrip().rpartition("(")[2]
    counted = _FROM.search(before) or _SINCE.match(before)
    linked = predicates("link", "become", "rise", "fall").at_end(before) or ""
    if before and (counted is None or len(linked) > 1):
        return ""  # 审批时间控制在30天以内 has a name of its own
    done = _done(text, clause, slot)
    if not done:
        return ""
    whose = before[: counted.start()] if counted else ""
    mark = heading_mark(whose)
    whose = whose[mark[1] :].strip() if mark else whose
    if len(done) <= MAX_BARE_DEED and whose and not is_doer(whose) and not counted_from(whose):
        done = whose + done
    return done + LIMIT


def counted_from(words: str) -> bool:
    """Whether words only say from when it is counted (事故认定后)."""
    return words.endswith(("后", "起"))


def _done(text: str, clause: tuple[int, int], slot: Slot) -> str:
    """What is to be done, told behind the number or in the next clause."""
    start, stop = slot.right
    body = text[start : trim_end(text, start, stop)]
    if not body:
        following = _NEXT.match(text, clause[1])
        body = following.group(1) if following else ""
    body = _without_edges(_WAY.sub("", body.strip(" 、)")))
    return body if len(body) <= MAX_DONE else ""


def _without_edges(body: str) -> str:
    """Without a verb that only says that it is done, in front, and words that only lead to another value, behind."""
    tokens = cut(body)
    ends = predicates("adverb", "link").words
    while tokens and tokens[-1] in ends:
        tokens.pop()
    opens: Sequence[str] = [w for w in tokens[:1] if w in predicates("finish").words]
    return "".join(tokens[len(opens) :]) if len(tokens) > 1 else "".join(tokens)
