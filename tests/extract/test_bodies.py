"""Who answers for a task: in brackets, behind labels, in running text; what a body is called in full."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import rulebook
from pipeline.extract.bodies import find_bodies, fires
from pipeline.extract.body_names import TYPE_ORDER, body_level, body_type, full_name, pairs, region_parts
from pipeline.extract.body_pattern import (
    CERTAIN,
    BodyEntry,
    certain_head,
    find_names,
    is_name,
    may_begin_certain,
    name_at,
)
from pipeline.extract.duty_blocks import MIN_BARE_BRACKETS
from pipeline.extract.duty_cues import CueEntry
from pipeline.normalize import normalize
from pipeline.rulebook import load
from pipeline.segment.sentences import segment
from pipeline.types import BodyMention

ROLE = {"L": "lead", "R": "responsible", "C": "cooperate", "S": "supervise"}

# Bodies are marked «text» and followed by the first letter of their role.
BRACKETS = [
    "完成改造。(«基教科»L牵头,«督导室»C、«各区教育局»C配合)",
    "完成改造。(«规划科»L、«基建办»R负责)",
    "完成整治。(«县城管局»L牵头,«市生态环境局芦泉分局»C、«县财政局»C配合,«各乡镇»R、«街道»R具体落实)",
    "完成整治。(«縣城管局»L牽頭,«市生態環境局蘆泉分局»C、«縣財政局»C配合,«各鄉鎮»R、«街道»R具體落實)",
    "建成投用。(«市发改委»L牵头,«市财政局»C、«市教育局»C配合)",
    "建成投用。(«市发改委»L牵头负责,«市财政局»C等部门配合)",
    "完成改造(«省水利厅»L、«省应急厅»L牵头,«各有关部门»C、«各市政府»C配合)。",
    "完成改造。(«省水利厅»L牵头,«省财政厅»R、«省林业局»R按职责分工负责)",
    "完成改造。(«省水利厅»R、«省应急厅»R按职责分工负责)",
    "完成改造。(«省水利厅»R,«各设区市人民政府»R按职责分工负责)",
    "完成改造。(«水利部»L、«财政部»R、«应急部»R等负责)",
    "完成改造。(«水利部»L、«财政部»R等和«各有关省级人民政府»R负责)",
    "完成改造。(«各省级人民政府»L负责)",
    "完成改造。(«水利部»L牵头,«各地区»R负责)",
    "完成改造。(«市水利局»L会同«市财政局»C、«市审计局»C负责)",
    "完成改造。(«市水利局»L牵头,«市直有关部门»R具体实施)",
    "完成改造。(«市政府督查室»S督办)",
    "完成改造。(牵头单位:«市委宣传部(文明办)»L,责任单位:«市财政局»R、«团市委»R,«各镇街»R)",
    "完成改造。(牵头单位:«市水利局»L;配合单位:«市财政局»C)",
    "完成改造。(牵头单位:«市水利局»L、«高新区»L,责任单位:«市税务局»R等相关单位)",
    "完成改造。(责任单位:«市政府办(外事)»R、«城投集团»R)",
    "完成改造。〔责任单位:«市委农办〔市乡村建设局〕»R、«市司法局»R〕",
    "完成改造。(责任单位:«各区政府»R〈含开发区管委会,下同〉)",
    "完成改造。(责任部门:«市水利局»R)",
    "完成改造。(责任单位:«市发展和改革委员会»R和«市工业和信息化局»R)",
    "完成改造。(«广州»L、«深圳市政府»L、«东河西岭合作区执委会»L牵头)",
    "完成改造。(«省“百村千渠”工程推进机制牵头部门»L负责)",
]
LINES = [
    "由«市教育局»L牵头,会同«市财政局»C、«市审计局»C每季度组织一次活动。",
    "«市水利局»R要强化监测,«各部门»R要不断加强协作。",
    "责任单位:«市水利局»R、«市财政局»R",
    "牵头单位:«市水利局»L 责任单位:«市财政局»R",
    "1.修缮渠道。\n牵头部门:«市水利局»L\n配合部门:«市财政局»C、«市审计局»C\n完成时限:2030年6月",
    "责任单位:\n«市水利局»R、«市财政局»R",
    "牵头领导:«分管副市长»L",
    "责任领导:王明",
    "责任单位\n«市水利局»R、«各县(市、区)人民政府»R\n«市林业局»R",
    "牵头单位\t配合单位\n«市水利局»L\t«市财政局»C",
]
ORDER = [
    "甲。(«水利部»L、«财政部»R负责。列第一位的部门牵头,为牵头单位)\n乙。(责任单位:«水利部»L、«审计署»R)",
    "甲。(责任单位:«市水利局»R)\n乙。(责任单位:«市财政局»L、«市审计局»R。排在第一位的牵头,为牵头单位)",
    "注:责任单位中排名第一的为牵头单位。\n甲。(责任单位:«市水利局»L、«市财政局»R)",
]
PROSE = {
    "modal": [
        "«各县(市、区)»R要压实责任。",
        "«各乡镇人民政府»R要修好水渠。",
        "«各縣區政府»R要修好水渠。",
        "«各村“两委”»R要修好水渠。",
        "«各开发区»R、«镇(街道)»R,«各部门»R要认真抓好落实。",
        "«全市各级各部门»R要统一思想。",
        "«检测机构»R应向社会公开收费标准,«申报主体»R应当建立台账。",
        "«檢測機構»R應當公開收費標準。",
        "«地方各级人民政府»R应当加强领导,«有关部门»R必须各负其责。",
        "«任务牵头单位»L要统筹抓总,«责任单位»C要积极配合。",
        "«民政»C、«公安»C、«国家安全»C等部门要密切配合。",
        "«县级政府»L要负责统筹经费。",
        "今年«市政府»R将新建学校8所。",
        "«市政府督查室»S要定期开展专项督查。",
        "«市活动办»S计划与«市委督查室»S、«市政府督查室»S联合进行督查。",
        "«国办»L将与«国家标准委»C等单位一起制定办法。",
        "«各级政府»R及«工作人员»R必须过紧日子。",
        "(五)«各省、自治区、直辖市政府»R要制定方案。",
        "第八条«国务院专利行政部门»R应当公开目录。",
        "下一步,«我局»L将会同«市大数据局»C打通数据壁垒。",
        "«登记机关»R、«挂靠单位»R要核对名册。",
        "«依托单位»R应对材料逐份核验。",
        "«依託單位»R應對材料逐份核驗。",
        "提高政府应对公共危机的能力。",
        "«各区、县(市)教育局»R应于汛前完成校舍排查。",
        "«各區、縣(市)教育局»R應於汛前完成校舍排查。",
        "«各有关省(市)水利主管部门»R要明确专人。",
        "«市、县(区)两级财政部门»R要足额落实配套资金。",
        "«省、市、县气象部门»R要加密会商。",
        "«各市、县人民政府»R、«各开发区管委会»R要压实责任。",
        "«各县»R组织医院开展义诊要提前公告。",
        "«城关镇»R、«柳河乡»R要在汛前备足沙袋。",
        "«城關鎮»R、«柳河鄉»R要在汛前備足沙袋。",
        "特色小镇、历史古镇要加强保护。",
        # A comma may part a subject from its modal; 的 may describe it.
        "承办赛事的«有关市(县)人民政府»R,必须备足应急电源。",
        "承辦賽事的«有關市(縣)人民政府»R,必須備足應急電源。",
        "«各镇街»R,都要建立渠道巡护台账。",
        "«各镇街»R特别是«沿海乡镇»R要备足沙袋。",
        "对排查不到位的有关单位,要严肃追责。",
        "大力发展乡镇企业,特别要帮助困难地区。",
        "由村干部担任召集人的各村,工作要做细。",
    ],
    "verb": [
        "按照部署,«市发改委»L牵头负责项目储备工作。",
        "日常工作由«省科技厅»L负责。",
        "由«相关党政部门»L牵头,分别推动专项任务。",
        "建立由«水利部»L、«农业农村部»L牵头的协调机制。",
        "具体办法由«市财政局»L会同«市审计局»C另行制定。",
        "具体办法由«市财政局»R制定。",
        "材料由«县农业农村局»R审核、«县财政局»R拨付。",
        "整改由«市住建局»R验收,«市城管局»R备案。",
        "整改由«市住建局»R驗收,«市城管局»R備案。",
        "渡口安全,«各乡镇党委书记»L为直接责任人。",
        "«环保局»L负责消毒,«各乡镇市公所»C配合。",
        "完工后,«市水利局»R、«市审计局»R等有关部门及«各乡镇»R按职责分工负责。",
        "«科技部»L会同«有关部门»C负责推进重大项目。",
        "«省发展改革委»L会同«省财政厅»C制定分配方案。",
        "«省發展改革委»L會同«省財政廳»C制定分配方案。",
        "«市卫生健康委»L会商«市医保局»C后提出名单。",
        "«市发改委»L会同«市财政局»C每旬调度,«市政府督查室»S对滞后项目挂牌督办。",
        "«县委、县政府分管领导»L任召集人。",
        "«镇综合执法队»C、«镇自然资源所»C协同配合,«各村党组织书记»L负总责。",
        "«鎮綜合執法隊»C、«鎮自然資源所»C協同配合,«各村黨組織書記»L負總責。",
        "«各乡镇»C、«街道»C协助做好矛盾调处。",
        "各乡镇、街道协助了矛盾调处。",
        "支持«骨干企业»L牵头组建创新联合体。",
        "由«骨干企业»L如«甲南集团»L、«乙北集团»L等单位带头改造。",
        "由«市民政局»R承担日常工作。",
        "许可证由«登记管理机关»R换发。",
        "指挥部下设«办公室»L,负责日常工作。",
        "«水利部»R承担汛情会商的职责。",
        "逾期未改的,由«市林业主管部门»R责令停工。",
        "由«市审计局»R对各区账目进行核查。",
        "由«財政部»R綜合上報。",
        "款项由企业处理。",
        "本案刻由市水利局审查中。",
        "«市水利局»L要会同«有关单位»C做好移交。",
        "«市民政局»L應當及時會同«市財政局»C、«市審計局»C核對名冊。",
        "«国务院新闻办»L会同«水利部»C制定预案。",
        "«矿山监察机构»R要依法检查。",
        "堤坝巡护由«市水务局»S每周抽查。",
        "渡口渡船由«县交通局»R每月检修。",
        "进度滞后的,由«县委主要领导»S约谈。",
        "進度滯後的,由«市審計局»S約談。",
        "«县审计局»S对专项资金开展跟踪审计。",
        "«各镇(街道)»L对辖区河道、沟渠、塘坝保洁负总责。",
        "«申报单位»L对申报材料的真实性、补助资金的使用情况及项目的实施情况负总责。",
        "资金到村后,«县纪委监委»S全程监督。",
        "資金到村後,«縣紀委監委»S全程監督。",
    ],
    "laid on": [
        "现将有关事项通知如下,请«各推荐单位»R于6月底前报送名单。",
        "請«各申報單位»R登錄平臺填報。",
        "请各位代表审议,提请各部门支持。",
        "请«市发改委»R、«市水利局»R抓紧提出意见。",
        "請«市發改委»R、«市水利局»R抓緊提出意見。",
        "请市发改委副主任回答。",
        "2.1 «县防汛指挥部»R职责\n(1)掌握水情;(2)发布预警。",
        "2.1 «縣防汛指揮部»R職責\n(1)掌握水情;(2)發布預警。",
        "«县水利局»L:负责会商水情。",
        "«县公安局»R:维护秩序。",
        "«县公安局»R:管控路口。\n«县气象局»R:滚动会商。\n«县卫健局»R:开通热线。",
        "县公安局:管控了路口。\n县气象局:已经会商。\n县卫健局:了解情况。",
        "«专业机构»R应组织形式审查,«依托单位»R应加强管理。",
        "任务落实到«各县(市、区)»R、«白云开发区»R和«市直相关部门»R。",
        "压实«企业»L安全生产主体责任。",
        "落实«各级党委»L主体责任。",
        "发挥«项目建设领导小组»R统筹协调作用。",
        "发挥«市重点项目专班»L牵头抓总作用。",
        "市里成立«防汛抗旱指挥部»R,统筹调度抢险力量。",
        "组建«重点项目工作专班»L,负责协调推进。",
        "维护市场秩序是«各级政府»R的重要职责。",
        "«市发改委»L作为此项工作的牵头部门,建立了台账。",
    ],
    "rhythm": [
        "«各专班»R、«各县区»R每月报告进展。",
        "«分管市领导»R每月,«领导小组副组长»R每季,«县委、县政府主要领导»R每半年调度1次工作。",
        "«市活动办»S分三个组,对各单位进展进行通报。",
        "«各镇街»R结合实际抓好整改。",
        "«县水利局»R每2小时会商一次。",
        "«各地»R针对短板制定方案。",
        "«市水利局»R要加强统筹,会同«有关部门»C健全机制。",
        "年内«每县(市、区)»R至少改造1座水厂。",
    ],
    "Traditional": [
        "«行政院»R將推動修法。",
        "«客委會»R將於今年成立青年平台。",
        "«特區政府»R會繼續推動再工業化。",
        "«教育局»R亦會加強家長教育。",
        "«政府»R須加速落實減碳措施。",
        "照顧長者是«政府»R的法定責任。",
        "«行政院»R已成立專案辦公室,今年起將完備法制。",
        "«康樂及文化事務署(康文署)»R會舉辦巡迴展覽。",
        "«文化體育及旅遊局局長»R將領導籌備工作。",
        "«房屋局»L會聯同«市建局»C檢視舊樓。",
        "«勞動部»R將提供訓練課程,並協同«相關部會»C輔導就業。",
        "責成«台電公司»R改善財務。",
    ],
}
NO_DUTY = [
    "各县区人民政府,市政府各部门:",
    "市政府办公室\n2030年3月1日",
    "在省委、省政府坚强领导下,全市经济稳中向好。",
    "市财政局会同市审计局制定了办法。",
    "去年成立了项目建设领导小组,工作成效明显。",
    "对各县(市、区)要加强考核。",
    "向市政府报告要及时准确。",
    "鼓励企业牵头人参加培训。",
    "申报单位须具备以下条件。",
    "市委会议研究部署了防汛工作。",
    "坚持党委统揽、政府负责、群众参与的机制。",
    "各项任务要倒排工期。",
    "美国政府必须信守承诺。",
    "市场前景要看好。",
    "完成改造。(详见附件)",
    "完成改造。(2030年以来累计)",
    "(技工学校的事务另有规定)",
    "金管會將授信情形列入檢查。",
    "全面建成小康社会将为发展奠定基础。",
    "内政部及相关部会于今年8月签署倡议。",
    "(五)强化企业创新主体地位",
    "第 IV 部 计划在明年展开的主要工程项目",
    "渡口由市水务局巡查组接管。",
    "第IV部 計劃在明年展開的主要工程項目",
    "领导小组办公室设在市水利局。",
    "市财政局拨付补助资金。",
]
# Where a text sets tasks or rules, a plain verb behind an organ is a duty.
ORDERING = [
    "«市商务局»R对首次参展的企业,按展位费的六成予以补助。",
    "«市商務局»R對首次參展的企業,按展位費的六成予以補助。",
    "«县发改局»R建立项目调度台账,一周一更新。",
    "(二)«县住建局»R督促燃气公司更换管线。",
    "«县水利局»R抓紧编制细则,«县司法局»C配合做好合法性审查。",
    "对逾期未销号的,«县委督查室»S督办。",
    "«县审计局»S对专项资金实行跟踪审计。",
    "«市财政局»R、«市审计局»R等部门联合开展检查。",
    "«县级领导»R包联重点村。",
    "«县财政局»R足额安排补贴,«县审计局»S适时考核绩效。",
    "每个乡镇每年最高补助10万元。",
    "材料齐全的,«市科技局»R5个工作日内办结。",
    "材料齊全的,«市科技局»R5個工作日內辦結。",
    "«施工单位»R在雨停后3日内修复护坡,«沿线乡镇»L负责征迁。",
    "«其他有关部门»R在县指挥部统一领导下,各司其职。",
    "市科技局5日内办结的事项不收费。",
    "«各申报主体»R对照标准在线提出申请,«运营单位»R提交承诺书。",
    "«市民政局»R运用数据平台核对名单。",
    "«镇农业农村办»R汇总后报县农业农村局备案。",
    "经市财政局审核的项目可以入库。",
    "市财政局拨付了补助资金。",
    "市财政局审核的项目可以入库。",
    "材料包括市财政局审核意见。",
    "为落实国家部署,市财政局、市审计局联合开展检查。",
    "对各乡镇,各部门开展评价。",
    # Those to whom a procedure gives a part act as organs do there.
    "流程如下:\n——«申请单位»R填写材料清单;\n——«专业机构»R组织专家打分。",
    "流程如下:\n——«申請單位»R填寫材料清單;\n——«專業機構»R組織專家打分。",
    "«推荐单位»R对材料真实性作出说明,由«承担单位»R按进度报告。",
    "«项目单位»R签署承诺书,«申报企业»R在接到结果后填报回执。",
    "申请单位推荐的专家不得打分。",
    "申请单位同意公开材料。",
    "«各乡镇»R不得新增收费项目,司法机关不得参与评选,各县区不得作为申请单位。",
]


def _marked(text: str) -> tuple[str, list[tuple[str, str]]]:
    plain, wanted, at = [], [], 0
    while (start := text.find("«", at)) >= 0:
        end = text.index("»", start)
        plain += [text[at:start], text[start + 1 : end]]
        wanted.append((text[start + 1 : end], ROLE[text[end + 1]]))
        at = end + 2
    return "".join(plain) + text[at:], wanted


def _found(text: str, region: str | None = None, ordering: bool = False) -> list[tuple[str, str]]:
    normal = normalize(text)
    spans = [(0, len(normal.text))] if ordering else []
    mentions = find_bodies(normal.text, segment(normal).sentences, region, ordering=spans, use_model=False)
    found = [normal.source_span(m.start, m.end) for m in mentions]
    return [(text[a:b], m.role) for (a, b), m in zip(found, mentions, strict=True)]


@pytest.mark.parametrize("case", [*BRACKETS, *LINES, *ORDER])
def test_brackets_and_lines(case: str) -> None:
    text, wanted = _marked(case)
    assert _found(text) == wanted


@pytest.mark.parametrize("case", [case for cases in PROSE.values() for case in cases])
def test_running_text(case: str) -> None:
    text, wanted = _marked(case)
    assert _found(text) == wanted


@pytest.mark.parametrize("case", ORDERING)
def test_a_plain_verb_where_tasks_are_set(case: str) -> None:
    text, wanted = _marked(case)
    assert _found(text, ordering=True) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("材料须齐全。市财政局核定补助金额。", ["市财政局"]),
        ("材料須齊全。申請單位填寫清單。", ["申請單位"]),
        ("材料须齐全。市政府认真落实部署,编制了专项规划。", []),
    ],
)
def test_a_plain_verb_behind_the_first_sentence_of_a_passage(text: str, wanted: list[str]) -> None:
    normal = normalize(text)
    second = normal.text.index("。") + 1
    spans = [(0, second), (second, len(normal.text))]
    mentions = find_bodies(normal.text, segment(normal).sentences, None, ordering=spans, use_model=False)
    assert [slice(*normal.source_span(m.start, m.end)) for m in mentions] == [
        slice(text.index(word), text.index(word) + len(word)) for word in wanted
    ]


@pytest.mark.parametrize("text", NO_DUTY)
def test_a_body_that_is_only_mentioned_carries_no_duty(text: str) -> None:
    assert _found(text) == []


def test_bare_brackets_count_where_a_document_has_several() -> None:
    one = "修缮校舍。(教育局)\n"
    assert _found(one * (MIN_BARE_BRACKETS - 1)) == []
    assert _found(one * MIN_BARE_BRACKETS) == [("教育局", "responsible")] * MIN_BARE_BRACKETS


def test_places_of_the_own_region_act_together() -> None:
    text = "统筹推进。平山、新乐做好创建准备工作。"
    assert _found(text, "河北省石家庄市") == [("平山", "responsible"), ("新乐", "responsible")]
    assert _found(text, "山东省济南市") == []


def _mentions(text: str) -> tuple[str, list[BodyMention]]:
    normal = normalize(text)
    return normal.text, find_bodies(normal.text, segment(normal).sentences, None, use_model=False)


def test_a_bracket_covers_the_text_since_the_last_one() -> None:
    text, (first, second) = _mentions("一是修渠。(市水利局牵头)二是修路,三是架桥。(市交通局牵头)")
    assert text[slice(*first.covers)] == "一是修渠。"
    assert text[slice(*second.covers)] == "二是修路,三是架桥。"
    assert second.task == second.covers


def test_a_bracket_of_its_own_covers_the_paragraph_above() -> None:
    text, (body,) = _mentions("前文无关。\n修渠20公里,架桥2座。\n(市水利局牵头)")
    assert text[slice(*body.covers)].strip() == "修渠20公里,架桥2座。"


def test_a_line_covers_the_item_above_it() -> None:
    text, (first, second) = _mentions("修渠20公里。\n引水入城。\n责任单位:市水利局\n修路30公里。\n责任单位:市交通局")
    assert "修渠" in text[slice(*first.covers)]
    assert "引水" in text[slice(*first.covers)]
    assert text[slice(*second.covers)].strip() == "修路30公里。"


def test_a_long_task_is_cited_by_its_first_sentence() -> None:
    text, (body,) = _mentions("加快建设水网工程体系。" + "持续改善沿线供水条件," * 30 + "见效。(市水利局牵头)")
    assert text[slice(*body.task)] == "加快建设水网工程体系。"
    assert body.covers[1] - body.covers[0] > 300


def test_prose_covers_its_own_sentence() -> None:
    text, (body,) = _mentions("天气转暖。各县(市、区)要抓紧修渠,保证灌溉。来年再看。")
    assert text[slice(*body.covers)] == "各县(市、区)要抓紧修渠,保证灌溉"
    assert (body.detected_by, body.rule) == ("rule", "must")


FULL_NAMES = [
    ("市发改委", "河北省廊坊市", "廊坊市发展和改革委员会"),
    ("市发展改革委", "山东省济南市", "济南市发展和改革委员会"),
    ("省财政厅", "河北省", "河北省财政厅"),
    ("省财政厅", "河北省廊坊市", "河北省财政厅"),
    ("省人力资源社会保障厅", "山东省", "山东省人力资源和社会保障厅"),
    ("省工业和信息化厅", "广西壮族自治区", "广西壮族自治区工业和信息化厅"),
    ("自治区教育厅", "广西壮族自治区南宁市", "广西壮族自治区教育厅"),
    ("市人社局", "江苏省苏州市太仓市", "太仓市人力资源和社会保障局"),
    ("县卫健局", "河北省石家庄市正定县", "正定县卫生健康局"),
    ("区教体局", "天津市北辰区", "北辰区教育和体育局"),
    ("市市场监管局", "天津市北辰区", "天津市市场监督管理局"),
    ("市委组织部", "河北省廊坊市", "中共廊坊市委组织部"),
    ("市委宣传部(网信办)", "江苏省苏州市太仓市", "中共太仓市委宣传部(网信办)"),
    ("市政府办(金融)", "江苏省苏州市太仓市", "太仓市人民政府办公室(金融)"),
    ("省政府办公厅", "山东省", "山东省人民政府办公厅"),
    ("市政府", "河南省新乡市", "新乡市人民政府"),
    ("团市委", "江西省景德镇市", "共青团景德镇市委员会"),
    ("市妇联", "河北省廊坊市", "廊坊市妇女联合会"),
    ("发展改革委", "全国", "国家发展和改革委员会"),
    ("国资委", "全国", "国务院国有资产监督管理委员会"),
    ("市场监管总局", None, "国家市场监督管理总局"),
    ("国家能源局", "山东省", "国家能源局"),
    ("科技厅", "四川省", "四川省科学技术厅"),
    ("财政厅", "四川省成都市", "四川省财政厅"),
    ("工信局", "辽宁省抚顺市望花区", "望花区工业和信息化局"),
    ("科技局", None, "科技局"),
    ("招商办", "四川省成都市", "招商办"),
    ("金管局", "香港特别行政区", "香港金融管理局"),
    ("特区政府", "香港特别行政区", "香港特别行政区政府"),
    ("特区政府", "澳门特别行政区", "澳门特别行政区政府"),
    ("教育局", "香港特别行政区", "教育局"),
    ("客委会", "台湾", "客家委员会"),
    ("市纪委监委", "河北省廊坊市", "中国共产党廊坊市纪律检查委员会、廊坊市监察委员会"),
    ("环保总局", "全国", "国家环境保护总局"),
    ("各县(市、区)", "河北省", "各县(市、区)"),
    ("分管市领导", "河北省廊坊市", "分管市领导"),
    ("济南市政府", "山东省", "济南市政府"),
    ("省财政厅", None, "省财政厅"),
]


@pytest.mark.parametrize(("short", "region", "full"), FULL_NAMES)
def test_full_names(short: str, region: str | None, full: str) -> None:
    assert full_name(short, region) == full


@pytest.mark.parametrize("short", [*pairs("party"), *pairs("league"), *pairs("abbreviation"), *pairs("national")])
@pytest.mark.parametrize("region", ["河北省廊坊市", "全国", "香港特别行政区", None])
def test_every_short_form_has_a_full_name(short: str, region: str | None) -> None:
    for name in (short, f"市{short}", f"县{short}"):
        assert "{" not in full_name(name, region)


@pytest.mark.parametrize(
    ("region", "parts"),
    [
        ("河北省廊坊市", ["河北省", "廊坊市"]),
        ("江苏省常州市常州经济开发区", ["江苏省", "常州市", "常州经济开发区"]),
        ("河南省新乡市获嘉县", ["河南省", "新乡市", "获嘉县"]),
        ("广西壮族自治区南宁市", ["广西壮族自治区", "南宁市"]),
        ("江苏省镇江市", ["江苏省", "镇江市"]),
        ("香港特别行政区", ["香港特别行政区"]),
        ("台湾", ["台湾"]),
    ],
)
def test_region_parts(region: str, parts: list[str]) -> None:
    assert region_parts(region) == parts


TYPES = {
    "class_of_bodies": [
        "各县(市、区)",
        "有关部门",
        "市直相关部门",
        "地方各级人民政府",
        "企业",
        "镇(街道)",
        "各级领导干部",
        "市、县人民政府",
        "区(市)科技局",
    ],
    "post": ["分管市领导", "领导小组常务副组长", "市长", "市委、市政府主要领导"],
    "leading_group": ["防汛抗旱指挥部", "领导小组办公室", "市重点项目专班", "市“水网+”专项工作组"],
    "congress": ["市人大常委会", "省政协", "立法院"],
    "party": ["市委组织部(人才办)", "团市委", "省委网信办", "中央组织部"],
    "enterprise": ["市城投集团", "人民银行", "台电"],
    "institution": ["市疾控中心", "省科学院", "市妇联"],
    "office": ["市政府办公室", "省政府办公厅", "市政府办(金融)", "市政府督查室"],
    "government": ["市政府", "白云区人民政府", "高新区管委会", "行政院"],
    "department": ["市发改委", "财政部", "省大数据局", "税务总局"],
}


@pytest.mark.parametrize(("name", "kind"), [(name, kind) for kind, names in TYPES.items() for name in names])
def test_types(name: str, kind: str) -> None:
    assert body_type(name) == kind


def test_every_type_is_tested() -> None:
    assert set(TYPES) == set(TYPE_ORDER)


@pytest.mark.parametrize(
    ("name", "document", "level"),
    [
        ("财政部", "national", "national"),
        ("国家数据局", "province", "national"),
        ("省财政厅", "prefecture", "province"),
        ("重庆市政府", "province", "province"),
        ("市财政局", "prefecture", "prefecture"),
        ("市财政局", "county", "county"),
        ("市财政局", "province", "prefecture"),
        ("县财政局", "prefecture", "county"),
        ("各县(市、区)", "province", "county"),
        ("镇人民政府", "county", "township"),
        ("领导小组办公室", "prefecture", "prefecture"),
        ("有关部门", None, "other"),
        ("特区政府", "other", "other"),
        ("市建局", "other", "other"),
        ("地政总署", "other", "other"),
    ],
)
def test_levels(name: str, document: str | None, level: str) -> None:
    assert body_level(name, document) == level


@pytest.mark.parametrize(
    "name",
    [
        *(
            "市人力资源和社会保障局",
            "国家税务总局河北省税务局",
            "市委市政府督查室",
            "省委网信办",
            "各有关省级人民政府",
            "各有关省(市)人民政府",
            "市教育和体育局",
        ),
        *(
            "县级以上地方人民政府",
            "各镇(街道)",
            "各省、自治区、直辖市登记机关",
            "县(市、区)农业农村局",
            "人民银行山东省分行",
            "市税务局第二分局",
            "廊坊开发区管委会",
            "省级工业和信息化主管部门",
            "民政及青年事务局",
        ),
    ],
)
def test_names_are_taken_whole(name: str) -> None:
    assert is_name(name)
    text = f"由{name}、市审计局负责"
    assert [text[n.start : n.end] for n in find_names(text)] == [name, "市审计局"]


@pytest.mark.parametrize("text", ["完成教育局", "委托安全健康局", "批准市建局", "容许业主交回政府", "修订新企业"])
def test_a_verb_before_a_name_is_no_part_of_it(text: str) -> None:
    assert not any(n.start == 0 for n in find_names(text))


def test_the_look_before_a_name_passes_every_certain_one() -> None:
    entries = [*load("bodies", BodyEntry), *load("duty_cues", CueEntry)]
    texts = [text for entry in entries for text in entry.examples]
    found = [(text, at, name_at(text, at)) for text in texts for at in range(len(text))]
    certain = [(text, at) for text, at, name in found if name is not None and name.kind in CERTAIN]
    assert len(certain) > len(texts)
    head = re.compile(certain_head())
    assert [text[at:] for text, at in certain if not head.match(text, at) or not may_begin_certain(text, at, len(text))] == []


@pytest.mark.parametrize("text", ["小康社会", "全部", "工作布局", "市民服务", "财政部分支出", "统计局势", "企业家"])
def test_words_that_only_look_like_names(text: str) -> None:
    assert not any(n.end == len(text) and n.start == 0 for n in find_names(text))


@pytest.mark.parametrize(
    ("entry_id", "text"),
    [
        *((entry.id, text) for entry in load("duty_cues", CueEntry) for text in entry.examples),
        *((entry.id, text) for entry in load("bodies", BodyEntry) for text in entry.examples),
    ],
)
def test_entries_fire_in_their_examples(entry_id: str, text: str) -> None:
    assert fires(entry_id, text)


@pytest.mark.parametrize(
    ("entry_id", "text"),
    [
        *((entry.id, text) for entry in load("duty_cues", CueEntry) for text in entry.counter_examples),
        *((entry.id, text) for entry in load("bodies", BodyEntry) for text in entry.counter_examples),
    ],
)
def test_entries_do_not_fire_in_their_counter_examples(entry_id: str, text: str) -> None:
    assert not fires(entry_id, text)


def test_ids_are_unique_over_both_files() -> None:
    ids = [entry.id for entry in (*load("duty_cues", CueEntry), *load("bodies", BodyEntry))]
    assert len(ids) == len(set(ids))


WORDS = [
    "市",
    "县",
    "各",
    "部门",
    "市财政局",
    "省",
    "委",
    "牵头",
    "负责",
    "配合",
    "由",
    "要",
    "将",
    "会同",
    "落实到",
    "责任单位",
    ":",
    ",",
    "、",
]
MARKS = [
    "(",
    ")",
    "。",
    "\n",
    "“",
    "”",
    "〔",
    "〕",
    "和",
    "等",
    "企业",
    "主体责任",
    "压实",
    "成立",
    "领导小组",
    "每月",
    "2030年",
    "a",
    " ",
    "会",
]


@given(st.lists(st.sampled_from(WORDS + MARKS), max_size=60).map("".join))
@settings(max_examples=300, deadline=None)
def test_spans_are_ordered_and_inside_the_text(text: str) -> None:
    normal = normalize(text)
    mentions = find_bodies(normal.text, segment(normal).sentences, None, use_model=False)
    end = 0
    for mention in mentions:
        assert end <= mention.start < mention.end <= len(normal.text)
        end = mention.end
        for start, stop in (mention.task, mention.covers):
            assert 0 <= start < stop <= len(normal.text)
        assert mention.role in ROLE.values()
        assert 0 < mention.confidence <= 1
        assert mention.rule
    assert mentions == find_bodies(normal.text, segment(normal).sentences, None, use_model=False)


@given(st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_read(text: str) -> None:
    find_bodies(text, [], None, use_model=False)
    full_name(text, text)
    body_level(text, None)


@pytest.mark.parametrize(
    "unit", ["市", "市区县", "各", "由市区", "市、", "责任单位:市、", "(市", "各有关部门和", "落实企业", "“市"]
)
def test_steps_are_linear(unit: str) -> None:
    def steps(times: int) -> int:
        counted = 0

        def count(frame: object, event: str, argument: object) -> None:
            nonlocal counted
            counted += event in ("call", "c_call")

        text = unit * times + "要牵头负责"
        sys.setprofile(count)
        try:
            find_bodies(text, [], None, use_model=False)
        finally:
            sys.setprofile(None)
        return counted

    steps(50)
    assert steps(4000) < 10 * max(steps(500), 200)


# Kinds that all stand in one entry, or in one that could go.
EMPTIED = (
    *(("bodies", kind) for kind in ("post", "elliptic", "national", "regional", "league", "stop", "seat")),
    *(("duty_cues", place) for place in ("and", "alike", "rhythm", "infix", "past")),
)


@pytest.mark.parametrize(("name", "slot"), EMPTIED)
def test_a_slot_without_words_matches_nothing(name: str, slot: str) -> None:
    """An empty alternative would find names of no length for ever."""

    def change(found: tuple[rulebook.Entry, ...]) -> tuple[rulebook.Entry, ...]:
        return tuple(entry for entry in found if getattr(entry, "kind", None) != slot and getattr(entry, "place", None) != slot)

    def count(frame: object, event: str, argument: object) -> object:
        nonlocal left
        left -= 1
        assert left > 0, "does not end"
        return count

    left = 200_000
    text = "完成改造。(市水利局、市财政局牵头)\n由市教育局和市审计局负责,各镇要抓好落实,市水利局每月通报。\n"
    with rulebook.changed(name, change):
        find_bodies(text, [], None, use_model=False)
        sys.settrace(count)
        try:
            found = find_bodies(text, [], None, use_model=False)
        finally:
            sys.settrace(None)
    assert all(mention.start < mention.end for mention in found)
    assert "市财政局" in [text[mention.start : mention.end] for mention in found]
