"""Letters that answer requests: what each item is about, what is asked for, and tables that are annexed."""

import pytest

from tests.relate.conftest import read_text

HEAD = "国务院办公厅关于云溪市所提问题办理情况的函\n国办函〔2014〕17号\n云溪市人民政府：\n现将有关情况函复如下：\n{}\n国务院办公厅\n2014年8月12日\n"


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        # the heading of the item says whose investment and capacity it is
        (
            "一、关于东湾港炼化项目问题。你市请求，由市属企业牵头，拟投资90亿元，建设炼油规模80万吨的项目。",
            [("东湾港炼化项目投资", 90, "target"), ("东湾港炼化项目炼油规模", 80, "target")],
        ),
        (
            "一、關於東灣港煉化項目問題。你市請求，由市屬企業牽頭，擬投資90億元，建設煉油規模80萬噸的項目。",
            [("东湾港炼化项目投资", 90, "target"), ("东湾港炼化项目炼油规模", 80, "target")],
        ),
        ("二、关于新建云岭隧道工程问题。工程估算总投资6亿元。", [("云岭隧道工程估算总投资", 6, "result")]),
        ("二、关于筹建扩建云岭码头项目问题。你市请求，由市属企业牵头，投入6亿元。", [("云岭码头项目投入", 6, "target")]),
        ("二、关于筹建云岭码头问题。经论证，总投资相应调整为6亿元。", [("云岭码头总投资", 6, "result")]),
        # what is asked for lies ahead, though no other word says so
        ("三、关于电价问题。你市请求，对居民用电每千瓦时加价3元。", [("居民用电每千瓦时加价", 3, "target")]),
        ("三、关于电价问题。居民用电每千瓦时加价3元。", [("居民用电每千瓦时加价", 3, "result")]),
        # a number that opens what an item is about is part of a name
        ("四、关于70万吨炼钢项目问题。该项目正在论证。", []),
    ],
)
def test_item_of_an_answer(item: str, expected: list[tuple[str, float, str]]) -> None:
    assert [(m["metric"], m["value"], m["status"]) for m in read_text(HEAD.format(item)).metrics] == expected


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("乡村教师班（校）扩大招生计划表", ["乡村教师班(校)招生人数", "甲县乡村教师班(校)招生人数"]),
        ("鄉村教師班（校）擴大招生計劃表", ["乡村教师班(校)招生人数", "甲县乡村教师班(校)招生人数"]),
        ("招生计划表", ["招生人数", "甲县招生人数"]),
        ("乡村教师班（校）扩大招生计划", ["招生人数", "甲县招生人数"]),
    ],
)
def test_title_of_a_table_says_whose_figures_its_rows_give(title: str, names: list[str]) -> None:
    rows = "单位：人\n县：总计；2013年招生人数：45人；2014年毕业生人数：40人\n县：甲县；2013年招生人数：25人；2014年毕业生人数：20人\n2013年实习学生30人。"
    found = [m["metric"] for m in read_text(HEAD.format(f"附：\n{title}\n{rows}")).metrics]
    assert found[0:3:2] == names
    assert found[-1] == "实习学生"


@pytest.mark.parametrize("task", ["将云溪新区绿地占比稳定在70%。", "把云溪新区绿地占比稳定在70%。"])
def test_what_only_says_that_something_is_done_is_no_part_of_a_name(task: str) -> None:
    assert [m["metric"] for m in read_text(HEAD.format(task)).metrics] == ["云溪新区绿地占比"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # the year that the rest is held against is that of the base; where more is to be read is no part of a name
        (
            "二、以2012年学徒人数70名为基数，至2016年达到90名的招收规模（见附表）。",
            [("学徒人数", "result", "2012-12-31"), ("学徒招收规模", "target", "2016-12-31")],
        ),
        (
            "二、以2012年學徒人數70名為基數，至2016年達到90名的招收規模（見附表）。",
            [("学徒人数", "result", "2012-12-31"), ("学徒招收规模", "target", "2016-12-31")],
        ),
        # an adverb before a comparison names nothing
        ("2013年共发生洪水48次，大大高于年均19次的水平。", [("洪水", "result", "2013-12-31"), ("洪水", "result", "2013-12-31")]),
        # what is expected behind a time is no fact of the year before
        ("2013年回用水量为70万吨。预计管网建成后，每年回用水量为90万吨。", [("回用水量", "result", "2013-12-31"), ("每年回用水量", "target", "None")]),
        ("2013年回用水量为70万吨。管网建成后，每年回用水量为90万吨。", [("回用水量", "result", "2013-12-31"), ("每年回用水量", "result", "2013-12-31")]),
    ],
)
def test_facts_and_what_lies_ahead(sentence: str, expected: list[tuple[str, str, str]]) -> None:
    found = read_text(HEAD.format(sentence)).metrics
    assert [(m["metric"], m["status"], str(m["period_end"])) for m in found] == expected
