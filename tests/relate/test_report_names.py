"""Indicators in reports that tell one deed after the other, as the executive of Taiwan writes them; simplified beside traditional."""

from collections.abc import Callable

import pytest

from pipeline.records import DocumentRecords

FRAME = """市政府
施政報告
中華民國 114 年 2 月
壹、觀光及文化
各項業務順利開展,機關與學校積極參與,環境與設備獲得改善,國際與區域間的聯繫更為緊密,讓臺灣的經驗與世界對話。
"""

CASES: list[tuple[str, list[str]]] = [
    # a verb glued to the head before it
    ("診所預約率達 88%。", ["诊所预约率"]),
    ("农村垃圾分类率为88%。", ["农村垃圾分类率"]),
    ("諮詢件數計 3,200 件。", ["咨询件数"]),
    # what opens a clause and belongs to no indicator
    ("另核發導遊執照 320 張。", ["导游执照"]),
    ("計補助偏鄉圖書館 32 所。", ["偏乡图书馆"]),
    ("其中計有導遊 320 人。", ["导游"]),
    ("辅导民宿320家。", ["民宿"]),
    ("輔導民宿 320 家。", ["民宿"]),
    ("召開 12 場協調會議。", ["协调会议"]),
    ("查獲走私香菸 3,200 包。", ["走私香烟查获"]),
    ("完成 32 場次之國樂演出。", ["国乐演出"]),
    ("達成率 96%。", ["达成率"]),
    # an amount that is moved from one level to the next
    ("導遊津貼自 3,000 元提高至 3,200 元。", ["导游津贴", "导游津贴"]),
    # a further amount of the thing before
    ("查獲走私集團 32 件、96 人。", ["走私集团查获", "走私集团查获人数"]),
    ("公費住宿青年計 3,200 人。", ["公费住宿青年"]),
    ("導遊津貼 3,200 元,相較 112 年成長 6%。", ["导游津贴", "导游津贴"]),
    ("展館門票收入新台幣 32 億元。", ["展馆门票收入"]),
    ("以培訓 320 名導遊為目標。", ["导游"]),
    ("因應 0918 地震,新建展館 3 座。", ["展馆"]),
    # who does it, the verb, what is done
    ("觀光局辦理節慶行銷計畫 32 案。", ["节庆行销计划"]),
    ("教育部門核定雙語教學計畫 32 案。", ["双语教学计划"]),
    ("觀光局辦理 32 場導遊培訓。", ["导游培训"]),
    ("办理出境证照320件。", ["出境证照办理"]),
    ("各節慶行銷舉辦單位 32 家。", ["各节庆行销举办单位"]),
    # what the things counted do
    ("輔導 32 家民宿取得環保標章。", ["取得环保标章的民宿"]),
    ("輔導 32 家民宿進行改造。", ["民宿改造"]),
    ("共 32 所學校設置友善廁所。", ["设置友善厕所的学校"]),
    ("舉辦 32 場「民眾參與節慶活動」。", ["“民众参与节庆活动”"]),
    # a figure in brackets behind another
    ("諮詢案件達 3,200 件(成功率 96%)。", ["咨询案件", "咨询案件成功率"]),
    ("咨询案件达3200件(成功率96%)。", ["咨询案件", "咨询案件成功率"]),
    ("展館座位 3,200 個(目標 3,000 個)。", ["展馆座位", "展馆座位"]),
    ("展館收入 32 億元(增幅 6%)。", ["展馆收入", "展馆收入"]),
    ("申請件數 3,200 件(申請率 96%)。", ["申请件数", "申请率"]),
    ("核發 320 張證照(含導遊 96 張)及 32 張獎狀。", ["证照", "导游", "奖状"]),
    ("遊客多達 3.2 萬人。", ["游客"]),
    # what the item is called owns a head that is nothing alone, unless it only orders the text
    ("(二)增進導遊職業保險權益:截至 113 年底,核付金額 32 億元。", ["导游职业保险权益核付金额"]),
    ("(二)青年导游培训:113年已办理32件,核准金额3200万元。", ["青年导游培训办理", "青年导游培训核准金额"]),
    ("2、战略目标:带动就业,投资金额32亿元。", ["投资金额"]),
    # the last figure of a bracket
    ("導遊申請展延共計 320 人(包括女性 200 人及男性 120 人)。", ["导游申请展延", "女性", "男性"]),
    ("展馆经费6亿元(政府经费2亿元、厂商自筹4亿元)。", ["展馆经费", "政府经费", "厂商自筹"]),
    # what is cut
    ("導覽經費遭刪減 60%。", ["导览经费"]),
    ("导览旅费统删60%。", ["导览旅费"]),
    ("導覽宣導費統刪 60%︰弱化對外說明的能力。", ["导览宣导费"]),
    ("觀光局刪減 3.2 億元(刪減率 32%)。", ["观光局删减", "观光局删减率"]),
    # the currency before an amount
    ("展館虧損接近新台幣 3 兆元。", ["展馆亏损"]),
    ("每名导游发放澳门元3000元津贴。", ["每名导游津贴"]),
    # 台 is no classifier in front of the rest of a name
    ("辦理 2024 臺灣燈節,新建展館 3 座。", ["展馆"]),
]


@pytest.mark.parametrize(("sentence", "names"), CASES, ids=[c[0] for c in CASES])
def test_name(read: Callable[[str], DocumentRecords], sentence: str, names: list[str]) -> None:
    assert [m["metric"] for m in read(FRAME + sentence + "\n").metrics] == names
