"""What a rule of support gives, of what base, and to whom: names for amounts, shares and caps of aid."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from pipeline.relate.candidates import Candidate, ParagraphState
from pipeline.relate.lexicon import PhraseClass, PhraseEntry, phrase_set, phrase_words, predicates
from pipeline.relate.phrases import PREPOSITIONS, distribute
from pipeline.relate.slots import BASELINE, Slot
from pipeline.relate.topics import heading_thing, is_plain_noun
from pipeline.rulebook import load
from pipeline.segment.sentences import heading_mark
from pipeline.segment.tokens import cut
from pipeline.types import NumberMention

MAX_AID = 20
MAX_WHO = 26
MAX_BASE = 20
MAX_OWN_WHO = 12
MAX_LONG_WHO = 34
# A noun with a long enumeration.
MAX_LONG_NOUN = 70
MAX_BARE_NOUN = 3
MAX_PLAIN_AID = 6
MAX_KIND = 10
MIN_PURPOSE, MAX_PURPOSE = 4, 14
# Of what is counted one by one (每个高质量数据集), fewer characters tell only a kind of receiver.
MIN_UNIT_NOUN = 4
MAX_OWNER = 36
MAX_MARK, MAX_ITEM_TITLE, MIN_OVERLAP = 8, 24, 4
# 一类最高9万元、二类最高5万元: one of several classes of what is told before the first.
_CLASS_OF = re.compile("(?P<of>.*?)第?[一二三四五六七八九十特A-E](?:类|等奖|等|档|级|层次)")
# 给予50%贴息 behind a loan is interest on that.
_LOAN, _INTEREST = "贷款", ("贴息", "财政贴息")
# 经考核通过且租用面积: that it was looked at says nothing of what is bounded, or of whom.
_APPROVED_ONLY = re.compile("^经[^,的]{0,6}?(?:通过|合格|认定|评定|审核|备案)(?:且|后|并)?(?=[^的].)")
# From a bound to the noun of who it is for.
MAX_BOUND = 40
_BRACKETED = re.compile(r"\([^()]*\)")
_EDGES = "、,;:的 "
_CLOSING = "”\""
# 最长2年的租房补贴: how long is no part of what is given.
_FOR_HOW_LONG = re.compile(r"^[^\d]{0,3}?(?:\d+(?:年|个月|天|次|期)|[一二两三四五六七八九十]+年)的?")
# 首次突破9亿元、6亿元、3亿元的企业: one bound for each amount of the aid.
_BOUNDS = re.compile(
    r"(?P<head>[^\d]{2,}?)(?P<bounds>\d[\d.]*[^\d、,的以]{0,6}(?:[、和及或]\d[\d.]*[^\d、,的以]{0,6}?)+)(?P<tail>(?:以上|以下|以内|的|$)\D*)"
)
_NAMES = re.compile(r"(?P<head>[^“”]*)(?P<names>“[^“”]*”(?:[、和及或\s]*“[^“”]*”)+)(?P<tail>[^“”]*)")
_NUMERAL = re.compile(r"\d[\d.]*")
# 每新增1家企业: the one is no part of a name.
_ONE = re.compile(r"(每[^\d,]{1,6}?)[1一][个家项户名位人笔种件]")
_WHEN = re.compile(r"[于自从].{2,6}年")
_LABEL = re.compile("(?P<who>[^,。;:、]{2,24}):(?=.)")
_FOREIGN = re.compile("[A-Za-z-]+")
_WITHIN = re.compile("^在[^,的]{2,7}期内?(?=.{2})")
_AGAIN = re.compile(r"^再(?![次生制])")
_FITTING = re.compile("^(?:按规定)?符合[^,、的]{0,6}(?:条件|要求|规定)的?")
# 软件项目符合推广要求: whether it fits is no part of what it is.
_THAT_FITS = re.compile("符合[^,、的]{2,20}(?:条件|要求|规定)的?$")
_PER_TIME = re.compile(r"(?:每[年月人]|年度|累计|当年|全年|额外|(?:连续|[前后第])?[\d一二两三四五六七八九十]{1,2}年(?:每年)?)+")
_PRICES = ("租金", "费", "费用", "价格", "价")
_PART_OF_TIME = re.compile("(?:第[一二三四五]|首|次|末)[年期次批]|剩余|其余")
_COUPON = ("券”", '券"')
_NEXT_CLAUSE = re.compile(r",([^,。;]{2,60})")
_SEPARATORS = re.compile(r"[、,;/和及与或]")
# 遴选一批优秀项目: which were chosen, not that they were.
_ONE_LOT = re.compile("^[^的]{0,6}一批|^其(?![他它])")
_JOINS = re.compile("[并和及与,、]")
_QUOTED = re.compile("“[^”]*”")
_COUPONS = re.compile("[“\"][^“”\"]+券[”\"](?:[、和及与]*[“\"][^“”\"]+券[”\"])*$")
_TITLED = re.compile("《[^《》]*》|“[^“”]*”")
# 在省级创业大赛中获奖的团队: where it was done is not who it is.
_WHERE_DONE = re.compile("^[在于][^,]*?[中上内](?=[^,的]{2,12}的[^的]+$)")
# 40周岁以下硕士: a bound in who gets it is a standard of its own.
_BOUND = re.compile(r"\d+[^\d,、的]{1,3}以[上下内]的?")
# 遴选一批应用效果好的示范项目, 作为场景示范: what is chosen, and gets what is told behind it.
_CHOSEN = re.compile(r"(?:一批|若干)(?:[^,]*(?:的|作为|成为))?(?P<noun>[^的,]{3,22})$")
# 单个项目, 每家企业每年: each receiver of one kind.
_EACH_UNIT = re.compile(r"(?P<each>(?:[每单]一?[个家项户名位笔种件场款]?|同一))(?P<noun>(?!年|月|次|人)[^年月次人]{2,8}?)(?=$|[每年月累全额]|年度)")
# 最长3年、每年最高5万元: for how long stands before how much.
_FOR_HOW_LONG_FIRST = re.compile(r"^(?:最长|最多|最高|不超过|为期)*[\d一二两三四五六七八九十]+(?:年|个月)[、,]")
# A count word with each or single and no noun: who is meant stands in a clause before.
_EACH_ALONE = re.compile(r"[每单][个家项户名位笔种]?")


@dataclass(slots=True)
class Aid:
    """What is given, its name with base or receiver, one name for each value of a list (国家级、省级平台分别奖励…), and what it is for."""

    given: str
    name: str
    names: tuple[str, ...] = ()
    thing: str = ""
    who: str = ""


@dataclass(slots=True)
class Parts:
    """How many amounts share the words of one, whether 分别 gives each a part of its own, and whether what they are a share of is told apart."""

    count: int
    respective: bool
    of_whole: bool = False


@functools.cache
def _any(wanted: PhraseClass) -> str:
    """An alternation of the words of a class, longest first."""
    return "|".join(re.escape(w) for w in sorted(phrase_set(wanted), key=lambda w: (-len(w), w)))


@functools.cache
def _giving() -> re.Pattern[str]:
    # 提供的服务: what is provided, not that aid is.
    return re.compile(f"(?:{_any('giving')}|{_any('handing')})(?!的)")


@functools.cache
def _asking() -> re.Pattern[str]:
    """Words that make an amount one of a rule of support: a verb of giving, a base, a cap, or each receiver."""
    return re.compile(rf"{_any('giving')}|{_any('reckoning')}|{_any('cap')}|一次性|[每单][个家项户名位人笔]")


@functools.cache
def _base() -> re.Pattern[str]:
    """按照合同金额(给予运营机构): how the amount is reckoned, and what stands behind the verb of giving."""
    below = rf"以(?=(?:{_any('cap')}|低于)*(?:{_any('market_base')}))"  # 以不高于市场价格的60%
    return re.compile(rf"(?:{_any('reckoning')}|{below})(?P<base>.*?)(?:{_giving().pattern}(?P<rest>.*))?$")


@functools.cache
def _receiver() -> re.Pattern[str]:
    stops = f"{_giving().pattern}|{_any('reckoning')}|{_any('cap')}|{_any('aid')}"
    return re.compile(rf"(?:^|[,、])(?:针?对于?|为|向)(?![外口标接比应照])(?P<who>.{{2,}}?)(?=(?:均|可|将|每|单|分别|额外)*(?:{stops}|$))")


@functools.cache
def _by_whom() -> re.Pattern[str]:
    """Who gives an aid says nothing of who gets it: 由市财政(给予)."""
    return re.compile(rf"(?:^|(?<=[的,、]))由(?!此|于)[^,、\d]{{2,12}}?(?=(?:统一|共同|另行)?(?:{_giving().pattern}|{_any('reckoning')}|{_any('cap')}|$))")


@functools.cache
def _by_payer() -> re.Pattern[str]:
    """The treasury that pays says nothing of who gets it: 县财政(每年给予)."""
    return re.compile(rf"(?:^|(?<=[、,]))(?:{_any('payer')})(?=(?:每[年月]|一次性|统一|额外|按|再)*(?:{_giving().pattern}|{_any('cap')}|{_any('aid')}|$))")


@functools.cache
def _paid_from() -> re.Pattern[str]:
    """Out of what money it is given says nothing of who gets it: 统筹省级资金(按规定给予)."""
    return re.compile(rf"^(?:{_any('pooling')})[^,的对给按]{{0,8}}(?:{_any('funds')})(?=[对按给予向为])")


def behind_source(words: str) -> str:
    """A clause without the money that its aid is paid from (统筹市级资金|对优质语料库)."""
    return _paid_from().sub("", words)


@functools.cache
def _approved() -> re.Pattern[str]:
    """Who approves it says nothing of who gets it: 经省科技厅认定后(给予)."""
    deeds = "|".join(sorted({word[1:].removesuffix("后") for word in phrase_set("aid_filler") if word.startswith("经")}, key=lambda w: (-len(w), w)))
    return re.compile(rf"^经[^,的]{{2,14}}?(?:{deeds})后?(?=(?:可|均|将)?(?:{_giving().pattern}|{_any('reckoning')}|{_any('cap')}|$))")


@functools.cache
def _inner() -> re.Pattern[str]:
    """Words that are no part of a name wherever they stand: 单家企业最高每年补助, 人才可申请每月补贴."""
    return re.compile(rf"{_any('cap')}|(?:可|可以|还可|分别){_giving().pattern}|分别|给予|予以")


@functools.cache
def _given_anywhere() -> re.Pattern[str]:
    words = "|".join(map(_any, ("aid_head", "aid", "aid_amount", "giving", "grant", "market_base")))
    # Each branch begins with a character of its own, so that the search looks for these first.
    short = "|".join(rf"{name}\d" for name in _short_names())
    return re.compile(f"{words}|{short}")


def gives_anything(paragraph: str) -> bool:
    """Whether a paragraph has any of the words without which it can have neither an aid nor one who gets it."""
    return _given_anywhere().search(_squeezed(paragraph)) is not None


def _squeezed(text: str) -> str:
    return "".join(text.split())


def without_procedure(phrase: str) -> str:
    """Take verbs of giving and words of procedure off both ends."""
    words = phrase_words("giving", "handing", "aid_filler", "cap")
    previous = None
    while phrase != previous:
        previous = phrase
        phrase = _FITTING.sub("", _AGAIN.sub("", phrase.strip(_EDGES)))
        first, last = words.at_start(phrase), words.at_end(phrase)
        phrase = phrase[len(first) :] if first else phrase
        phrase = phrase[: len(phrase) - len(last)] if last and len(last) <= len(phrase) else phrase
    return phrase


def _tells_no_receiver(words: str) -> bool:
    """Whether words say how an aid is reckoned, and nothing of who gets it (市场价, 实际情况)."""
    return words in phrase_set("market_base") or words in phrase_set("no_base")


def given_behind(words: str) -> str:
    """The noun of what is given, at the end of the words behind an amount: 的标准给予一次性奖励 gives 一次性奖励."""
    words = _BRACKETED.sub("", _squeezed(words)).partition(")")[0].strip(_EDGES)
    verbs = list(_giving().finditer(words))
    ahead = without_procedure(_PER_TIME.sub("", words[: verbs[0].start()])) if verbs else ""
    if ahead and not _tells_no_receiver(ahead) and _receiver().fullmatch(ahead) is None:
        # 500万元以上的项目给予补贴: the number bounds who gets it.
        return ""
    words = without_procedure(_FOR_HOW_LONG.sub("", without_procedure(words[verbs[-1].end() :] if verbs else words)))
    words = _first_given(words)
    if len(words) > MAX_AID or words.count("的") > 1:
        words = words[words.rfind("的") + 1 :]
    if len(words) > MAX_AID and "等" in words:
        # 启动资金、成长奖励等资金支持: what they all are.
        words = words[words.rfind("等") + 1 :]
    return words if len(words) <= MAX_AID and phrase_words("aid_head").at_end(words.rstrip(_CLOSING)) else ""


def _first_given(words: str) -> str:
    """What is given, without what else is done (资金扶持|并免于评审, 一次性奖励|和推荐名额)."""
    heads = phrase_words("aid_head")
    if heads.at_end(words.rstrip(_CLOSING)):
        return words
    joined = next((m for m in _JOINS.finditer(words) if heads.at_end(words, m.start())), None)
    return words[: joined.start()] if joined else words


def _given(text: str, clause: tuple[int, int], slots: Sequence[Slot], index: int) -> str:
    """What is given, behind the number itself or behind the last number of its list."""
    slot = slots[index]
    if text[slot.number.right : slot.number.right + 1] == ")":
        return ""
    own = _squeezed(text[slot.right[0] : slot.right[1]])
    aid = given_behind(own)
    if aid or (own.strip(_EDGES) and not _giving().search(own)):
        return aid
    pieces, at = [], slot.right[0]
    for later in slots[index + 1 :]:
        pieces.append(text[at : later.number.left])
        at = later.number.right
    between, last = "".join(pieces), text[at : clause[1]]
    if not _SEPARATORS.search(between):
        return given_behind(between + last)
    last_squeezed = _squeezed(last)
    if _SEPARATORS.sub("", without_procedure(_squeezed(between))) and not _giving().match(last_squeezed):
        listed = all(len(words) <= MAX_PLAIN_AID and "," not in words for words in map(_squeezed, pieces)) and last[:1] != ","  # A类9万元、B类6万元、C类3万元安家费
        return phrase_words("aid").at_end(last_squeezed.rstrip(_EDGES)) or (given_behind(last) if listed else "")
    return given_behind(last)


@functools.cache
def _short_names() -> dict[str, str]:
    """A verb of one character that gives, and the aid it gives (奖: 奖励)."""
    return {word: entry.words[0] for entry in load("phrases", PhraseEntry) if entry.class_ == "short_aid" for word in entry.words[1:]}


@functools.cache
def _short_aid() -> re.Pattern[str]:
    """再奖, 另补, 每座补: such a verb at the end of the words before an amount, behind what says that it is added, or whom each."""
    return re.compile(rf"(?:^|再加|[再另加各]|(?<=[的座户人年月亩头家个台套名餐天次性]))(?P<verb>{'|'.join(_short_names())})$")


def gives_in_short(words: str) -> bool:
    """Whether words end in a verb of one character that gives (升为省级的再奖)."""
    return _short_aid().search(words) is not None


@functools.cache
def _given_to() -> re.Pattern[str]:
    """奖励采购方: what is given, and to whom."""
    return re.compile(rf"(?:{_giving().pattern})?(?P<aid>{_any('aid')})(?P<who>[^的,、\d]{{2,8}}(?:方|人|者|企业|机构|单位|团队|主体|个人))")


@functools.cache
def _capped_aid() -> re.Pattern[str]:
    """最高补助50万元: the verb that caps what the clause before reckons."""
    return re.compile(rf"(?:{_any('cap')})(?P<aid>{_any('aid')})(?=[\d一二两三四五六七八九十百千]+[.\d]*[万亿千百]*元)")


def _given_in_next_clause(text: str, clause: tuple[int, int]) -> str:
    """按照合同金额的50%,给予最高30万元补贴: the base has a clause of its own."""
    following = _NEXT_CLAUSE.match(text, clause[1])
    if following is None or not re.match(rf"(?:{_any('aid_filler')})*(?:{_giving().pattern}|{_any('cap')})", following.group(1)):
        return ""
    capped = _capped_aid().match(following.group(1))
    if capped:
        return capped["aid"]
    words = re.split(r"\d+(?:年|个月|天|次|期)?的?", following.group(1).partition("(")[0])[-1]
    aid = phrase_words("aid_head").at_end(words.rstrip(_EDGES))
    return given_behind(words.lstrip("万亿元")) if aid else ""


def _owner(left: str, share: bool, recipient: str) -> tuple[str, str, str]:
    """Who gets it, what else stands before the amount (each receiver, the aid itself), and what a share is reckoned of."""
    who, left = "", behind_source(left)
    receiver = _receiver().search(left)
    if receiver is None:
        # 经认定对入选企业: words of procedure may stand before the receiver.
        receiver = _receiver().search(stripped := without_procedure(left))
        left = stripped if receiver else left
    if receiver:
        who, left = receiver["who"], left[: receiver.start()] + left[receiver.end() :]
    left = re.sub("(?<=[年月次人户])给$", "", left)  # 每年给(2万元运营补助)
    left = _approved().sub("", _by_payer().sub("", _by_whom().sub("", left)))
    base = _base().search(left)
    kept = ""
    if base:
        # 按本科1万元、博士10万元发放: what stands at the amount itself is what it is for.
        kept = re.sub("^其(?!他|它)", "", without_procedure(base["base"])) if share or base["rest"] is None else ""
        kept = without_procedure(kept)
        kept = "" if kept in phrase_set("no_base") else kept
        rest = without_procedure(base["rest"] or "")
        if share and rest in phrase_set("market_base"):
            # 根据情况给予市场价5%的补贴: the price stands behind the verb.
            kept, rest = kept or rest, ""
        left = without_procedure(left[: base.start()]) + (rest or ("" if share else kept))
    left = _inner().sub("", without_procedure(left))
    told = kept if share else _spent(base["base"]) if base and base["rest"] is not None else ""
    return without_procedure(who), without_procedure(left), told


def _spent(base: str) -> str:
    """What was spent, of the base of an amount (根据设备采购投入给予…: 设备采购投入), empty if it is no sum or no more than one."""
    spent = without_procedure(base)
    told = phrase_words("bare_base").at_end(spent) is not None and len(spent) <= MAX_PURPOSE
    return spent if told and core_of(spent) else ""


def short_receiver(who: str) -> str:
    """A receiver fit to stand in a name: cut to the noun behind its last 的 if it is long or enumerates."""
    who = without_procedure(_ONE_LOT.sub("", re.sub(rf"(?:{_any('grant')})[^的]*$", "", who)))
    if (fits := _THAT_FITS.search(who)) and fits.start() >= MIN_UNIT_NOUN:
        who = who[: fits.start()]
    size = _length(who)
    if size > MAX_LONG_WHO:
        who = _WHERE_DONE.sub("", who)
        size = _length(who)
    if size > MAX_WHO or re.search(r"[,\d]", _TITLED.sub("", who)) or ("、" in who and "的" in who):
        noun = without_procedure(who[who.rfind("的") + 1 :])
        if _is_vague(noun) and size <= MAX_LONG_WHO and not re.search("[,%]", who):
            # 购买算力服务、数据服务的费用, 完成认定并上架的项目, 营收达到2亿元的企业: the noun alone would be anyone's.
            return who
        if noun == who and size <= MAX_LONG_WHO and not re.search("[,%]", who):
            # 营收首次达到2亿元的: the bound says which case it is.
            return who + "的" if re.search(r"\d", who) or "、" not in who else who
        who = noun
    longest = MAX_LONG_WHO if "、" in who else MAX_WHO
    return who if len(who) >= 2 and _length(who) <= longest and not re.search(r"[\d,]", _TITLED.sub("", who)) else ""


def _length(who: str) -> int:
    """How long a receiver is, a title or a quoted name in it no longer than a word."""
    return len(_TITLED.sub("名称", who))


def receiver_ahead(words: str, state: ParagraphState) -> str:
    """Who gets what words before a number give (为来本市创业的青年提供|最长8天免费住宿), else whom the clause before named."""
    gives = phrase_words("grant", "giving").at_end(words.rstrip())
    if gives is None:
        return ""
    own = _receiver().search(_squeezed(words))
    return short_receiver(own["who"] if own else state.recipient if state.recipient_is_noun else "")


def _is_vague(noun: str) -> bool:
    """Whether a receiver says little of who is meant (OPC, 牵头单位): short, or a kind of receiver with a word before it."""
    if "、" in noun:
        return all(_is_vague(part) for part in noun.split("、"))
    kind = phrase_words("plain_receiver").at_end(noun) or ""
    return len(noun) <= MAX_BARE_NOUN or (bool(kind) and len(noun) - len(kind) <= MAX_BARE_NOUN - 1)


def whose_where(receiver: str, clause: str) -> str:
    """Who gets an aid where one clause says doing what and the next who (对来本市就业的,符合条件的博士,…); empty if it does not."""
    who = without_procedure(clause)
    named = who != clause and len(who) >= 2 and not re.search(r"\d", who)
    return f"{receiver}的{who}" if named and predicates("govern", "nominal", "new").at_start(who) is None else ""


@functools.cache
def _gives_next() -> re.Pattern[str]:
    times = "(?:[于自从].{2,6}年|当年|每年|[均可将]|一次性|分别)*"
    return re.compile(rf",(?:[^,。;]{{2,40}}的,)?{times}(?:{_any('giving')}|{_any('reckoning')})")


def gives_in_next(text: str, clause: tuple[int, int]) -> bool:
    """Whether the clause behind one says what is given (…的,分别给予最高2万元、3万元补助)."""
    return _gives_next().match(text, clause[1]) is not None


def gives_next(text: str, clause: tuple[int, int]) -> bool:
    """Whether a clause is a noun with what describes it, and the next says what it is given (新认定的示范区、创新中心,分别给予…)."""
    if clause[1] - clause[0] > MAX_LONG_NOUN or not gives_in_next(text, clause):
        return False
    words = text[clause[0] : clause[1]]
    opened = phrase_words("lead", "encouraged", "reckoning").at_start(words) or predicates("govern").at_start(words)
    tells_who = opened is None or words.startswith(("在", "通过")) or phrase_words("first_time").at_start(words) is not None
    return "的" in words[2:-2] and not words.endswith("的") and tells_who


def behind_fitting(text: str, begin: int) -> int:
    """Where a clause goes on behind words that only say that who was spoken of has to fit (符合条件的|还可|申请)."""
    fitting = _FITTING.match(text[begin : begin + MAX_WHO])
    at = begin + fitting.end() if fitting else begin
    while fitting and (word := phrase_words("aid_filler").at_start(text, at)):
        at += len(word)
    return at


@functools.cache
def _given_then() -> re.Pattern[str]:
    again = f"(?:每年|当年|可|还|再|均|额外|一次性|{_any('aid_filler')})*"
    return re.compile(rf",(?:符合[^,。;]{{2,12}}的,?)?{again}(?:{_any('giving')}|{_any('reckoning')}|{_any('cap')}|{_any('aid')})")


def states_a_case(text: str, clause: tuple[int, int], sentence_start: int) -> bool:
    """Whether a sentence opens with who does what, and the next clause says what is given then (青年来本市创业,额外奖补5万元)."""
    begin, end = clause
    opens = begin == sentence_start or text[begin - 1] == ";"
    if not opens or end - begin > MAX_LONG_WHO or text[end - 1] == "的" or _given_then().match(text, end) is None:
        return False
    words = without_procedure(text[begin:end])
    if not text.endswith(words, 0, end) or "可" in cut(words):
        return False
    words = words[len(phrase_words("first_time").at_start(words) or "") :]
    opened = phrase_words("lead", "encouraged", "reckoning", "giving", "selection").at_start(words) or predicates("govern", "new", "adverb", "nominal").at_start(words)
    first_time = words != text[begin:end]
    return len(words) > MIN_UNIT_NOUN and (first_time or (opened is None and len(cut(words)[0]) > 1))


def on_condition(receiver: str, condition: str) -> str:
    """A receiver with a condition that a clause behind it sets (通过验收的智能工厂), alone where it only tells of procedure or is long."""
    told = without_procedure(condition)
    joined = f"{told}的{receiver}"
    fits = told and not condition.startswith("经") and len(joined) <= MAX_LONG_WHO and "的" not in receiver
    return joined if fits else receiver


def described_further(state: ParagraphState, clause: str) -> str:
    """A receiver with what a clause goes on to say of it, up to its noun (对在本市落户,|并购买住房的博士); empty if it says no such thing."""
    receiver = state.recipient if state.recipient_is_noun or state.recipient.startswith("在") else ""
    describes, _, noun = clause.rpartition("的") if receiver else ("", "", "")
    plain = is_plain_noun(_BOUND.sub("", noun).replace("、", ""))
    if not describes.startswith(("并", "且")) or not plain or _giving().search(clause) or phrase_words("plain_receiver").at_end(receiver):
        return ""
    whole = receiver + clause
    return whole if _length(_BOUND.sub("", whole)) <= MAX_LONG_WHO else f"{receiver}的{noun}"


def labelled_receiver(text: str, begin: int) -> str:
    """Who gets what a paragraph goes on to tell, by its first words (优秀贡献者:最高9万元生活补贴), empty if they name nobody."""
    label = _LABEL.match(text, begin)
    mark = heading_mark(label["who"]) if label else None
    who = label["who"][mark[1] if mark else 0 :].strip() if label else ""
    person = who.endswith("者") or phrase_words("plain_receiver").at_end(who) is not None
    return who if person and is_plain_noun(_FOREIGN.sub("A", who)) else ""


def title_of_item(text: str, begun: int) -> str:
    """The aid that the first words of an item name (五、优秀毕业生住房补贴。), empty if they name none or are a sentence."""
    mark = heading_mark(text[begun : begun + MAX_MARK]) if begun >= 0 else None
    stop = text.find("。", begun, begun + MAX_ITEM_TITLE) if mark else -1
    title = text[begun + mark[1] : stop].strip() if mark and stop > 0 else ""
    orders = predicates("govern", "new", "nominal").at_start(title) or phrase_words("encouraged", "lead").at_start(title)
    return title if phrase_words("aid_head").at_end(title) and is_plain_noun(title) and not orders else ""


def joined_at_overlap(title: str, metric: str) -> str:
    """A name that opens with the words that a title ends in, with the whole of it (优秀毕业生住房补贴, 住房补贴时长)."""
    size = next((n for n in range(min(len(title), len(metric)), MIN_OVERLAP - 1, -1) if title.endswith(metric[:n])), 0)
    return title + metric[size:] if size else metric


def told_by_bounds(words: str) -> bool:
    """Whether a condition names several bounds, one for each amount behind it (收入首次达到2亿元、4亿元的)."""
    return words.endswith("的") and "、" in words and _BOUNDS.fullmatch(words) is not None


def without_base(who: str) -> str:
    """A receiver without what its clause goes on to say of how the aid is reckoned (优质语料库|按规定进行奖补)."""
    return re.sub(rf"(?:{_any('reckoning')})[^的]*$", "", who)


def actor_of(who: str) -> str:
    """Who acts in a receiver that is a clause (支持|企业向外地采购算力,给予…), empty if it opens with no noun."""
    verbs, actor = predicates("govern", "nominal", "new", "link"), ""
    for token in cut(who):
        opens = len(token) > 1 and token in phrase_set("lead")
        if opens or token in PREPOSITIONS or verbs.at_start(token) or phrase_words("giving", "selection").at_start(token):
            return actor if 2 <= len(actor) <= MAX_OWN_WHO and is_plain_noun(actor) else ""
        actor += token
    return ""


def object_of_deed(deed: str) -> str:
    """What is built, held or chosen where that is encouraged (企业打造智慧社区: 智慧社区); empty if no noun follows the verbs."""
    tokens = cut(deed)
    opening = predicates("govern", "new", "nominal", "adverb").words | phrase_set("lead") | phrase_set("selection")
    first = next((at for at, token in enumerate(tokens) if len(token) > 1 and token in opening), None)
    if first is None or tokens[first] in PREPOSITIONS or len("".join(tokens[:first])) > MAX_OWN_WHO:
        return ""
    rest = next((at for at in range(first, len(tokens)) if tokens[at] not in opening), len(tokens))
    noun = "".join(tokens[rest:])
    noun = noun[noun.rfind("的") + 1 :]
    return noun if MIN_UNIT_NOUN <= len(noun) <= MAX_WHO and not re.search(r"[\d,;:或]", noun) else ""


def purpose_of(heading: str) -> str:
    """What a heading says that aid is for (6.支持公共平台建设: 公共平台建设), empty if it orders nothing or names no thing."""
    mark = heading_mark(heading)
    body = heading[mark[1] :].strip(_EDGES) if mark else heading
    verb = phrase_words("encouraged").at_start(body) or predicates("govern").at_start(body)
    if verb is None or len(verb) < 2:
        return ""
    body = body[len(verb) :]
    again = phrase_words("encouraged").at_start(body) or ""
    body = body[len(again) :]
    hollow = phrase_words("hollow_purpose", "aid", "aid_head").at_end(body)
    fits = MIN_PURPOSE <= len(body) <= MAX_PURPOSE and not re.search(r"[,、。:\d|(的]", body)
    return body if fits and hollow is None else ""


def aid_of(
    text: str,
    clause: tuple[int, int],
    slots: Sequence[Slot],
    index: int,
    count: int,
    unit_kinds: Set[str],
    state: ParagraphState,
) -> Aid | None:
    """Name an amount, share or cap of a rule of support; None where the words are not those of such a rule.

    Parameters
    ----------
    slots : sequence of Slot
        All of the clause, since what is given may stand behind the last.
    index, count : int
        The number that is named, and how many share its words (分别给予5万元、3万元).
    unit_kinds : set of str
    state : ParagraphState
        Receiver and aid of the clauses before.
    """
    if not state.gives:
        return None
    slot = slots[index]
    number = slot.number
    money = "money" in unit_kinds or number.unit in ("万", "亿")
    if number.kind == "ratio" or not (money or "share" in unit_kinds) or _is_no_aid(text, slot):
        return None
    left = _BRACKETED.sub("", _squeezed(text[slot.left[0] : slot.number.start])).lstrip(_EDGES)
    left = _ONE.sub(r"\1", left)
    explains = _explained(text, clause[0], number.left)
    state.aid = explains or state.aid
    left = left[max(left.rfind(")"), left.rfind("(")) + 1 :]
    respective = any(word in left for word in phrase_set("respective"))
    scale = _base().search(left)
    told = without_procedure(scale["base"]) if scale and respective and count > 1 else ""
    if told and not _tells_no_receiver(told):
        # 按产业化程度分别给予: by what they differ, which no receiver stands for unless it is spelt out (按博士、硕士学历).
        state.levels, respective = (told, True) if "、" in told else ("", False)
    behind = _squeezed(text[slot.right[0] : clause[1]])
    # 按市场价的7折优惠: the price itself, less something.
    share, off = "share" in unit_kinds, number.unit == "折"
    parts = Parts(count, respective)
    who, before, base = _owner(left, share, state.recipient)
    later = _receiver().match(behind.lstrip("的")) if share and not who else None
    who = without_procedure(later["who"]) if later else without_base(who)
    base = "" if off and base in phrase_set("market_base") else base
    if not who and (who := _bounded_receiver(text, clause, slots, index)):
        # 对营收达到9亿元的|企业奖励60万元: the noun of who gets it stands behind the bound.
        noun = before[: len(before) - len(phrase_words("aid").at_end(before) or "")]
        before = before[len(noun) :] if who.endswith(noun) else before
    if slot.after_separator and index and not (who or before or base):
        before = state.aid_owner
    elif (class_of := _CLASS_OF.fullmatch(before)) and not class_of["of"] and (first := _CLASS_OF.fullmatch(state.aid_owner)):
        before = first["of"] + before
    each = _EACH_ALONE.match(before) if not (who or state.recipient) else None
    if each and each.group()[-1] == state.counted[1] and without_procedure(before[each.end() :]) in phrase_set("aid") | {""}:
        before = state.counted[0] + before[each.end() :]  # 遴选10个示范场景,每个最高补助5万元
    owns = not (_EACH_UNIT.match(before) or _PER_TIME.fullmatch(before) or phrase_words("aid").at_end(before.rstrip("到至")))
    state.aid_owner = before if owns else ""
    given = _given(text, clause, slots, index)
    if not given and not without_procedure(_squeezed(text[slots[-1].number.right : clause[1]])) and _base().search(_squeezed(text[clause[0] : number.start])):
        given = _given_in_next_clause(text, clause)
    if explains and share and core_of(base) and not given:
        given = explains
    bare_share = share and not left and phrase_words("aid").at_end(given) is not None
    if "一次性" in left and given and "一次性" not in given:
        given, before = "一次性" + given, before.replace("一次性", "")
    asked = _asking().search(_squeezed(text[clause[0] : slot.number.start]))
    listed = state.recipient_is_noun and 0 < len(before) <= MAX_PLAIN_AID and (index + count < len(slots) or slot.after_separator)  # 对引进人才,A类9万元、B类6万元安家费
    if given and (asked or re.match(_any("giving"), behind.lstrip("的")) or who or bare_share or listed):
        given = _of_which(given, state.aid) if given in phrase_set("aid") and not (who or core_of(base)) else given
        if share and base and not off:
            return _part_of(base, who, before, given, state, parts)
        return _named(who, before, base, given, state, parts)
    # 对获评国家级的奖50万元: the verb stands at the end of who gets it.
    who, before = ("", who) if money and not before and _short_aid().search(who) else (who, before)
    whom = _given_to().fullmatch(behind.removeprefix("的").removeprefix("标准").strip(_EDGES))
    if whom is not None and not share and _PER_TIME.fullmatch(before):
        return _named(whom["who"], before, "", whom["aid"], state, parts)  # 按每人9元的标准奖励运营机构
    if share and whom is not None and not before:
        # 按10%奖励采购方, 按实际投资额的10%奖励投资机构: who gets it stands behind what is given.
        if base:
            return _part_of(base, "" if state.recipient else whom["who"], "", whom["aid"], state, parts)
        state.recipient, state.recipient_is_noun = whom["who"], True
        return replace(_named(whom["who"], "", base, whom["aid"] + "比例", state, parts), given=whom["aid"])
    if share and not base and (paid := _paid_out(text, clause, state.sentence_start, left)):
        return _named(who, "", "", paid, state, parts)
    if share and (spent := _offset_of(left, state.aid)):
        return _named(who, "", "", spent, state, parts)
    if share and base in phrase_set("market_base") and (priced := priced_at_share(behind, before)):
        return _part_of(base, "" if later else who, "" if before.endswith(priced) else before, priced, state, parts)
    if offset := set_off(text[slots[-1].number.right : clause[1]], state.aid):
        return _part_of(base, who, before, offset, state, parts) if share and base else _named(who, before, "", offset + "金额", state, parts)
    again = _short_aid().search(before) if money or state.aid else None
    if again is not None:
        # 取得技师资格的,再奖1000元; 残疾户每座另补200元; 房租补贴第一年补50%
        before, of = without_procedure(before[: again.start()]), _short_names()[again["verb"]]
        who, before = (who, before) if not before.endswith("的") else (before.removesuffix("的"), "")
        return _named(who, before, base, state.aid if share else of, state, parts)
    aid = phrase_words("aid", "aid_amount").at_end(before)
    bounded_share = phrase_words("aid_share").at_end(_squeezed(text[slot.left[0] : number.left])) if share and not off else None
    if bounded_share is not None:
        whose = "" if bounded_share.startswith(before) else before.removesuffix(phrase_words("aid").at_end(before) or "")
        return replace(_named(who, whose, base, bounded_share, state, parts), given=phrase_words("aid").at_start(bounded_share) or "")
    if aid and (asked or who or explains or before == aid or left.startswith("每")) and (money or who or explains):
        before = without_procedure(before[: len(before) - len(aid)])
        unit = _EACH_UNIT.match(before)
        alone = not before or _PER_TIME.fullmatch(before[unit.end() :] if unit else before) or (unit and unit.end() == len(before))
        amount = _of_which(aid, state.aid) if alone or explains or aid not in phrase_set("aid") else aid
        return _named(who, _not_twice(before, amount), base, amount, state, parts)
    own = _squeezed(text[slot.right[0] : slot.right[1]])
    if state.aid and not _BRACKETED.sub("", own).strip(_EDGES + "。)") and _caps(text, slot, before):
        return _named("", _not_twice(before, state.aid), base, state.aid, state, parts)
    return None


def _offset_of(left: str, aid: str) -> str:
    """What share of a bill is set off (最高可抵扣|算力费用的|60%: 抵扣占算力费用比例), with the coupon told before; empty if none is."""
    words = without_procedure(left.removesuffix("的"))
    verb = phrase_words("offset").at_start(words)
    bill = words[len(verb) :] if verb else ""
    return f"{aid if aid.endswith(_COUPON) else ''}{verb}占{bill}比例" if verb and is_plain_noun(bill) else ""


@functools.cache
def _in_parts() -> re.Pattern[str]:
    """(按总投入的25%、最高9万元)分两期拨付, 分三年兑付: an amount that is paid in parts."""
    return re.compile(rf"分[一二两三四五六\d]+[年期次批](?P<verb>{_any('paying_out')})")


def _paid_out(text: str, clause: tuple[int, int], begun: int, left: str) -> str:
    """Which part of an aid is paid when (立项后拨付|60%: 立项后拨付比例; 分三年兑付,第一年|50%: 第一年兑付比例), empty if none is."""
    verb = phrase_words("paying_out").at_end(left)
    when = without_procedure(left.removesuffix(verb or ""))
    if verb is None and _PART_OF_TIME.fullmatch(when):
        paid = _in_parts().search(text, begun, clause[1])
        verb = paid["verb"] if paid else None
    return f"{when}{verb}比例" if verb and when and len(when) <= MAX_WHO and not re.search(r"[,、\d]", when) else ""


def set_off(behind: str, aid: str) -> str:
    """What a coupon or an amount is set off against (最高20万元抵扣|购买算力的费用), with the coupon told before; empty if behind says no such thing."""
    words = without_procedure(_squeezed(behind))
    if paid := _in_parts().match(words):
        return paid["verb"]
    verb = phrase_words("offset").at_start(words)
    if verb is None:
        return ""
    if aid.endswith(_COUPON):
        return aid + verb
    against = without_procedure(words[len(verb) :])
    return against + verb if is_plain_noun(against) else verb


@functools.cache
def _selling() -> re.Pattern[str]:
    """(以市场价格的60%)为中小企业提供检测服务, 收取租金: what a price is paid for, or what it is called."""
    return re.compile(rf"(?:的?价格)?(?:[向为对][^,。;]{{2,14}}?)?(?:{_any('selling')})(?P<sold>[^,。;、]{{2,10}}|$)$")


def priced_at_share(behind: str, before: str = "") -> str:
    """The price that a share of the market price makes (以市场价的60%提供检测服务: 检测服务价格), empty if nothing is sold."""
    selling = _selling().match(behind.strip(_EDGES + "。"))
    if selling and not selling["sold"]:
        return "价格" if not before.endswith(_PRICES) else before[before.rfind("的") + 1 :]  # 租金按市场价的70%收取
    sold = selling["sold"].rpartition("的")[2] if selling else ""
    return sold if not sold or sold.endswith(_PRICES) else sold + "价格"


def _explained(text: str, begin: int, left: int) -> str:
    """The aid that stands before a bracket that is open (可申请创业贷款(个人最高9万元,小微企业最高90万元): 创业贷款), empty if none does."""
    opened = text.rfind("(", max(0, begin - MAX_BOUND), left)
    if opened < 0 or text.find(")", opened, left) >= 0:
        return ""
    before = _squeezed(re.split("[,。;:()]", text[max(0, opened - MAX_BOUND) : opened])[-1])
    verbs = list(_giving().finditer(before))
    # 贷款贴息(每企最高9万元)及租赁补贴(单项目最高9万元): the second of two.
    given = given_behind(before[verbs[-1].start() :] if verbs else before[1:] if _JOINS.match(before) else "")
    last = _JOINS.split(given)[-1]
    given = last if phrase_words("aid_head").at_end(last) and phrase_words("aid_head").at_start(last) is None else given
    return given[len(phrase_words("own_region").at_start(given) or "") :]


def _of_which(amount: str, aid: str) -> str:
    """The amount of the aid the clause before named: 资助额度 behind 算力券资助 is 算力券资助额度."""
    root = phrase_words("aid").at_start(amount)
    aid = aid[aid.rfind("的") + 1 :]
    if amount in _INTEREST and aid.endswith(_LOAN):
        return aid + amount
    if root and aid.endswith(("”", "\"")) and not amount.startswith(aid):
        # 发放“创新券”,每家企业每年最高补贴…: what the coupon pays.
        return aid + amount
    own = root is not None and aid.endswith(root) and (amount not in phrase_set("aid") or amount == root != aid)
    return aid + amount[len(root) :] if root and own else amount


def _not_twice(owner: str, given: str) -> str:
    """The owner without the word that opens what is given: 创新人才 of 人才奖励 is 创新."""
    size = next((n for n in range(min(len(owner), len(given)), 1, -1) if owner.endswith(given[:n])), 0)
    return owner[: len(owner) - size]


def at_most(text: str, slot: Slot) -> NumberMention:
    """The number, bounded where 不超过 stands before what it is a share of: 按不超过投入的30%."""
    number = slot.number
    left = text[slot.left[0] : number.left]
    first = phrase_words("cap").at_start(left) if number.comparator == "eq" else None
    if first and phrase_words("offset", "giving").at_start(left.removeprefix(first).removeprefix("可")):
        return replace(number, comparator="le", modifier_text=first)  # 最高可抵扣算力费用的60%
    base = _base().search(left) if number.comparator == "eq" else None
    cap = phrase_words("cap").at_start(left, base.start("base")) or phrase_words("cap").at_end(left, base.start()) if base else None
    return replace(number, comparator="le", modifier_text=cap) if cap else number


def _is_no_aid(text: str, slot: Slot) -> bool:
    """Whether a number bounds who gets aid (500万元以上的企业), moves from one level to another, or sums up what was spent."""
    number, left = slot.number, text[slot.left[0] : slot.number.left]
    bounds = (number.comparator in ("ge", "le") and number.right > number.unit_end) or number.comparator == "ge"
    if bounds and not _giving().search(left):
        return True
    reached = predicates("become", "link").at_end(left.rstrip()) or ""
    moves = BASELINE.search(_by_whom().sub("", left)) is not None or (len(reached) > 1 and reached not in phrase_set("reckoning"))
    return moves or (number.unit.startswith("亿") and number.comparator != "le")


def _bounded_receiver(text: str, clause: tuple[int, int], slots: Sequence[Slot], index: int) -> str:
    """Who gets an amount, where a bound in it took the words before (对营收首次达到2亿元的|奖励5万元)."""
    if not index or slots[index].after_separator or slots[index - 1].number.unit == "%" or not text.startswith("对", clause[0]):
        return ""
    receiver = _receiver().match(text[clause[0] : slots[index].number.left])
    inside = receiver is not None and clause[0] + receiver.end() >= slots[index - 1].number.right
    return receiver["who"].removesuffix("的") if receiver is not None and inside else ""


def _caps(text: str, slot: Slot, before: str) -> bool:
    """Whether an amount without a noun of its own says how much of the last aid there is at most, or for each."""
    if re.search(_any("aid"), before) or phrase_words("aid_head").at_end(before):
        return False
    if before and _PER_TIME.search(before[-2:]):
        return True
    capped = phrase_words("cap").at_start(_squeezed(text[slot.number.left : slot.number.start])) is not None
    # 给予资金支持,区级活动最高9万元、市级活动最高20万元: who gets the same thing, and how much.
    measured = phrase_words("generic", "list_head", "dependent_head", "size").at_end(before)
    kind = slot.number.unit.endswith("元") and 2 <= len(before) <= MAX_KIND and measured is None and is_plain_noun(before.replace("和", ""))
    return capped and (not before or before[0] in "每单同" or kind or _PER_TIME.fullmatch(before) is not None)


@functools.cache
def _by_levels_of() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any('reckoning')})(?P<levels>[^、]+、.+)$")


def note_aid(clause: str, state: ParagraphState) -> None:
    """Remember what a clause without an amount gives (按规定给予投资支持,单个企业最高…), by what levels, and what is chosen for it."""
    levels = _by_levels_of().match(clause)
    state.levels = levels["levels"] if levels else state.levels
    chosen = _CHOSEN.search(clause)
    state.chosen = chosen["noun"] if chosen else state.chosen
    verbs = list(_giving().finditer(clause))
    given = given_behind(clause[verbs[-1].start() :]) if verbs else ""
    given = given or _coupons(clause)
    if given:
        state.aid = given


def _coupons(clause: str) -> str:
    """The coupons that a clause sets up (设立“算力券”“语料券”), by their names in quotes."""
    if not clause.endswith(_COUPON):
        return ""
    names = _COUPONS.search(clause)
    verb = predicates("govern", "nominal", "new", "finish").at_end(clause[: names.start()]) if names else None
    return names.group() if names and verb else ""


def _part_of(base: str, who: str, before: str, given: str, state: ParagraphState, parts: Parts) -> Aid:
    """Name a share by what is given to whom, and what it is a share of (按实际投入的20%给予项目奖励: 项目奖励占实际投入比例)."""
    given = given[len(span.group()) :] if (span := _PER_TIME.match(given)) else given
    aid = _named(who, "" if _PER_TIME.fullmatch(before) else before, base, given, state, replace(parts, of_whole=True))
    tail = f"占{base}比例"
    thing = "" if base in phrase_set("market_base") else aid.thing
    return replace(aid, name=aid.name + tail, names=tuple(name + tail for name in aid.names), thing=thing)


def _named(who: str, before: str, base: str, given: str, state: ParagraphState, parts: Parts) -> Aid:
    """Name an amount or share by who gets it, of or for what, over what, and what is given."""
    before, base = _cleaned(before, given), _behind_last_of(base)
    bare = given in phrase_set("aid") or given in phrase_set("aid_amount")
    plain = len(given) <= MAX_PLAIN_AID and phrase_words("aid").at_end(given) is not None
    receivers = without_procedure(who or state.recipient)
    receivers = "" if given in receivers else receivers
    # 经验收合格的,给予一次性建设补贴: when it is given, not who gets it.
    only_when = receivers.startswith("经") and not (who or state.recipient_is_noun or bare or plain or base)
    whose = state.chosen if only_when else short_receiver(receivers)
    if who and whose in phrase_set("plain_receiver") and not core_of(base):
        whose += _deed_encouraged(state)
    unit, joined = _EACH_UNIT.match(before), "" if parts.of_whole else base
    if unit is not None and bare:
        owner = _of_each(unit, before, joined or state.aid_for, whose, state)
    elif not before or _PER_TIME.fullmatch(before):
        owner = _not_twice(_whose_or_what(whose, base, bare, plain, receivers, state, parts.of_whole) + before, given)
    else:
        kind = phrase_words("plain_receiver").at_start(before) or ""
        deed = _deed_encouraged(state) if bare and kind and not base and _PER_TIME.sub("", before) == kind else ""
        before = kind + deed + before[len(kind) :]
        owner = before if before.endswith(joined) else before + joined
        graded = not bare and not who and len(before) < MIN_UNIT_NOUN and before[0] not in "每单同"  # 按本科1万元、博士8万元发放安家补贴: which of those it is for
        if (bare and len(before) <= MAX_PLAIN_AID) or graded:
            told = short_receiver(state.recipient) if state.recipient_is_noun else ""
            told = told or ("" if deed or base or not phrase_words("plain_receiver").at_end(_PER_TIME.sub("", before)) else state.chosen)
            owner = owner + state.aid_for if not told and not base and len(before) < MIN_UNIT_NOUN else _joined(told, owner)
    names = _shared_out(receivers, before, given, whose, state, parts) if parts.count > 1 else ()
    level = phrase_words("level_modifier").at_end(before)
    if level and (of := of_level(receivers, level)):
        owner = of
    name = given if given.startswith(owner) else owner + given
    return Aid(given, name, names, core_of(base) or _of_unit(unit), who)


def _deed_encouraged(state: ParagraphState) -> str:
    """What a clause before encourages (支持|企业|加大研发投入: 研发投入), for a receiver that says only what kind of one it is."""
    if state.recipient_is_noun or state.recipient_done:
        return ""
    deed = state.recipient[len(actor_of(state.recipient)) :]
    deed = deed[len(phrase_words("lead").at_start(deed) or "") :]
    return deed if deed != state.recipient and MIN_PURPOSE <= len(deed) <= MAX_WHO and not re.search(r"[,、\d的]", deed) else ""


def _whose_or_what(
    whose: str, base: str, bare: bool, plain: bool, receivers: str, state: ParagraphState, of_whole: bool
) -> str:
    """Whose an aid is and of what base, unless that is told apart; for a bare one what it is for, if the receiver does not tell."""
    weak = _is_vague(whose)
    thing = base or (state.aid_for if bare and weak else "")
    if not whose and (bare or base):
        whose = actor_of(receivers) or state.chosen
    elif not of_whole and len(whose) + len(thing) > MAX_OWNER and phrase_words("plain_receiver").at_end(actor := actor_of(receivers)):
        whose = actor
    if bare and not core_of(thing) and _is_vague(whose):
        whose = _joined(purpose_of(state.heading) or heading_thing(state), whose)
    if not bare and not base and not plain and len(whose) > MAX_WHO:
        whose = without_procedure(whose[whose.rfind("的") + 1 :])
    if of_whole or (whose and not base and whose in thing):
        return whose
    return _joined(whose, thing)


def _shared_out(
    receivers: str, before: str, given: str, whose: str, state: ParagraphState, parts: Parts
) -> tuple[str, ...]:
    """One name for each of several amounts: by the receivers, the words before them, or the levels that a clause names."""
    if state.levels and (bounds := _by_bounds(state.levels, parts.count)):
        return tuple(whose + bound + before + given for bound in bounds)
    if parts.respective and state.levels and (levels := distribute(state.levels, parts.count)):
        return _distinct(levels, before + given, whose)
    for told_apart in (_by_bounds, _by_levels, _by_names):
        if told := told_apart(receivers, parts.count):
            return tuple(_not_twice(one, before + given) + before + given for one in told)
    if not parts.respective:
        return ()
    attribute, of, noun = receivers.rpartition("的")
    if shared := distribute(attribute, parts.count):
        return _distinct([part + of + noun for part in shared], before + given)
    if shared := distribute(receivers, parts.count):
        return _distinct(shared, before + given)
    return _distinct(distribute(before, parts.count), given)


def _by_bounds(receivers: str, count: int) -> list[str]:
    """Receivers told apart by a bound each (首次突破9亿元、6亿元的企业): the whole with one bound at a time."""
    match = _BOUNDS.fullmatch(receivers) if "、" in receivers else None
    bounds = re.split("[、和及或]", match["bounds"]) if match else []
    if match is None or len(bounds) != count:
        return []
    # 满6、18、36个月: the unit is said once.
    unit = _NUMERAL.sub("", bounds[-1], count=1)
    full = (bound + unit if _NUMERAL.fullmatch(bound) else bound for bound in bounds)
    return [match["head"] + bound + match["tail"] for bound in full]


@functools.cache
def _levels() -> re.Pattern[str]:
    level = f"(?:{_any('level_modifier')})"
    return re.compile(rf"(?P<head>.*?)(?P<levels>{level}(?:、{level})*(?:[、和及]{level}))(?P<tail>[^、和及].*)")


def _by_levels(receivers: str, count: int) -> list[str]:
    """Receivers told apart by their level (国家级、省级创新中心、实验室): the whole with one level at a time."""
    match = _levels().match(receivers)
    levels = re.split("[、和及]", match["levels"]) if match else []
    if match is None or len(levels) != count:
        return []
    graded = levels[-1].endswith("级")
    return [match["head"] + (level if not graded or level.endswith("级") else level + "级") + match["tail"] for level in levels]


def _by_names(receivers: str, count: int) -> list[str]:
    """Receivers told apart by names in quotes (入选“甲榜”“乙榜”的企业): the whole with one name at a time."""
    match = _NAMES.fullmatch(receivers) if "“" in receivers else None
    names = _QUOTED.findall(match["names"]) if match else []
    return [match["head"] + name + match["tail"] for name in names] if match and len(names) == count else []


def of_level(receivers: str, level: str) -> str:
    """The receivers of one of the levels that they are told apart by, empty if they are not."""
    match = _levels().match(receivers)
    levels = re.split("[、和及]", match["levels"]) if match else []
    return match["head"] + level + match["tail"] if match and level in levels else ""


def _of_unit(unit: re.Match[str] | None) -> str:
    """What each of is counted (每个高质量数据集), if it tells more than who may get an aid (每家企业)."""
    noun = unit["noun"] if unit else ""
    added = predicates("new").at_start(noun) or ""
    return noun[len(added) :] if len(noun) >= MIN_UNIT_NOUN else ""


def _cleaned(before: str, given: str) -> str:
    """The words before an amount without what they say twice, when, and who is encouraged."""
    before = "" if _EACH_ALONE.fullmatch(before) else _FOR_HOW_LONG_FIRST.sub("", _WITHIN.sub("", before))
    if len(before) > MAX_WHO:
        before = before[before.rfind("的") + 1 :] if "的" in before else ""
    before = before.removesuffix(given)
    before = "" if given.startswith(before) or _WHEN.fullmatch(before) else before
    encouraged = phrase_words("encouraged").at_start(before)
    before = before[len(encouraged) :] if encouraged else before
    repeated = phrase_words("aid").at_end(before)
    return before[: len(before) - len(repeated)] if repeated else before


def _behind_last_of(base: str) -> str:
    """A long base cut to the noun behind its last 的."""
    return base[base.rfind("的") + 1 :] if len(base) > MAX_BASE else base


def core_of(base: str) -> str:
    """What a base is of, without words that only say that it was paid (实际支付的检测费用: 检测费用); empty if nothing else is left."""
    previous = None
    while base != previous:
        previous = base
        word = phrase_words("base_filler").at_start(base)
        base = base[len(word) :].removeprefix("的") if word else base
    return "" if base in phrase_set("bare_base") or base.startswith("给") else base


def _joined(whose: str, thing: str) -> str:
    """Receiver and base, neither said twice."""
    if not whose or whose in thing:
        return thing
    if thing in whose or (len(whose) + len(thing) > MAX_OWNER and core_of(thing)):
        return whose if thing in whose else thing
    return _not_twice(whose, thing) + thing


def _of_each(unit: re.Match[str], before: str, thing: str, whose: str, state: ParagraphState) -> str:
    """Each receiver of an aid with what it is for, or which of its kind it is (单个企业最高…: 单个获奖企业)."""
    noun, span = unit["noun"], before[unit.end() :]
    if span and _PER_TIME.fullmatch(span) is None:
        return before
    kinds = (_behind_last_of(without_procedure(kind)) for kind in (whose, state.chosen, state.subject.metric))
    told = next((kind for kind in kinds if kind.endswith(noun) and kind != noun), "")
    money = thing if phrase_words("base_of_money").at_end(thing) else ""
    if money:
        thing = ""  # 按到位资金的30%给予奖励,每家企业最高…: what it is reckoned of, not what it is for.
    if core_of(thing.removeprefix(noun)):
        return unit.group() + span + (thing if span else thing.removeprefix(noun))
    thing = "" if thing.startswith(noun) else thing
    if told:
        return unit["each"] + told + span + thing
    told = "" if _is_vague(whose) else whose
    encouraged = told and not (state.recipient_is_noun or state.recipient_done) and noun not in told
    told = state.chosen or told if encouraged else told or state.chosen or purpose_of(state.heading) or heading_thing(state)
    deed = told.partition(noun)[2]
    if deed and not state.recipient_is_noun and not deed.startswith("的") and len(deed) >= MIN_PURPOSE:
        # 支持企业采购软件,…单家企业最高…: what each of them does.
        return unit.group() + span + deed
    paid = told[told.rfind("的") + 1 :]
    if noun in told and noun not in paid and span and MIN_UNIT_NOUN <= len(paid) <= MAX_PURPOSE:
        # 对企业支付的贷款利息给予补贴,每家企业每年最高…: what each of them is paid for.
        return unit.group() + span + paid
    known = state.recipient_is_noun or state.recipient_done or len(noun) < MIN_UNIT_NOUN or told == state.chosen
    if not told or told.startswith("每") or not known:
        return unit.group() + span + (thing or money)
    of = "的" if told.endswith("的") or (state.recipient_done and told == whose) else ""
    return f"{told.removesuffix('的')}{of}{unit.group()}{span}{thing}"


@functools.cache
def _opening_verbs() -> frozenset[str]:
    return predicates("govern", "new", "finish", "adverb").words | phrase_words("selection").words


def _opening_verb(part: str) -> str:
    """The verb with its adverbs that opens the first of an enumeration and is said of all of it (新认定为|国家级平台、省级平台)."""
    verbs = _opening_verbs()
    news, opening, selects = predicates("new").firsts, "", False
    for token in cut(part):
        if token not in verbs and token not in news:
            break
        selects = selects or token in phrase_set("selection") or (token in PREPOSITIONS and len(opening) > 1)
        opening += token
    return opening if selects and len(opening) < len(part) else ""


def _distinct(parts: Sequence[str] | None, tail: str, whose: str = "") -> tuple[str, ...]:
    """A name for each part of an enumeration, none if the parts are amounts (收入达2亿元、1亿元的企业)."""
    parts = [_BOUND.sub("", part) for part in parts] if parts else None
    if parts and "的" in parts[-1]:
        # 获批国际标准、国家标准的企业: whose they are is said once, at the end.
        owner = parts[-1][parts[-1].rfind("的") :]
        parts = [part if part is parts[-1] or "的" in part else part + owner for part in parts]
    elif parts and "的" in parts[0] and not any("的" in part for part in parts[1:]):
        attribute = parts[0][: parts[0].rfind("的") + 1]
        parts = [parts[0], *(attribute + part for part in parts[1:])]
    if not parts or any(re.search(r"\d", _QUOTED.sub("", part)) or part.startswith("的") for part in parts):
        return ()
    if (verb := _opening_verb(parts[0])) and not any(_opening_verb(part) for part in parts[1:]):
        parts = [parts[0], *(verb + part for part in parts[1:])]
    return tuple(_not_twice(whose + part, tail) + tail for part in parts)


@functools.cache
def _receiver_behind() -> re.Pattern[str]:
    """The noun of who gets an aid, behind the bound that says which of them do (9亿元以上、连年增长的花卉企业,给予…)."""
    kinds = _any("plain_receiver")
    return re.compile(rf"[^。;]{{0,{MAX_BOUND}}}?的(?P<noun>[^,。;、的\d]{{0,8}}?(?:{kinds}))(?=[,。;]|分别|一次性|最高|每年|{_giving().pattern}|{_any('reckoning')})")


@functools.cache
def _receiver_before() -> re.Pattern[str]:
    """The noun of who gets an aid at the end of the clause before its bound (新入驻园区的花卉企业,租用面积超过300平方米的)."""
    return re.compile(rf"(?:^|[,;])(?P<who>[^,;]{{2,{MAX_WHO}}}?(?:{_any('plain_receiver')})),$")


def name_of_bound(text: str, sentence_start: int, candidate: Candidate) -> str:
    """A bound in a rule of support with whose it is, where its name is only that of a sum or size."""
    if candidate.rule.startswith("quantity.aid"):
        return candidate.metric
    metric = _APPROVED_ONLY.sub("", candidate.metric) if candidate.metric.startswith("经") else candidate.metric
    return _owner_of_bound(text, sentence_start, candidate, metric) + metric


def _owner_of_bound(text: str, sentence_start: int, candidate: Candidate, metric: str) -> str:
    """Whose a bound is; empty if its name tells it or nobody is named."""
    size = phrase_words("generic", "list_head", "money", "sum_of").at_end(metric) or (metric.endswith("额") or None)
    told = size is None or len(metric) > MAX_OWN_WHO or any(kind in metric for kind in phrase_set("plain_receiver"))
    if told or candidate.measure != "level" or not {"money", "area"} & candidate.unit_kinds:
        return ""
    behind = _receiver_behind().match(text, candidate.number.right)
    if behind is not None:
        return behind["noun"]
    start, end = candidate.clause
    if not text.endswith("的", start, end):
        return ""
    before = _receiver_before().search(text[sentence_start:start])
    if before is None:
        return ""
    mark = heading_mark(before["who"])
    who = _APPROVED_ONLY.sub("", before["who"][mark[1] if mark else 0 :].strip())
    return short_receiver(who.removeprefix("在").removeprefix("对"))
