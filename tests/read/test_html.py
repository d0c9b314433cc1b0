"""Web pages of many makes: the document comes out, the page around it does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read import UnreadableError
from pipeline.read.html import html_text, read_html
from pipeline.read.markup import squeeze

TITLE = "海川市人民政府办公室关于印发水利发展行动方案的通知"
BODY = (
    "各县区政府，市级各单位：",
    "《海川市水利发展行动方案》业经市长办公会议通过，发给你们，请照此办理。",
    "一、主要目标",
    "到2027年，全市新增高效节水灌溉面积三十万亩，改造中型灌区12处，农村供水到户率升至96%。",
    "（一）加快骨干工程建设。开工建设青石水库，完成投资18亿元；除险加固小型水库45座。",
    "海川市人民政府办公室",
    "2025年3月18日",
)
NAV = (
    '<div class="nav"><ul>'
    + "".join(f'<li><a href="/{n}">{n}</a></li>' for n in ("首页", "政务公开", "办事服务", "互动交流", "走进海川"))
    + "</ul></div>"
)
CRUMBS = '<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/zw">政务公开</a> &gt; <a href="/gw">市政府文件</a></div>'
RELATED = (
    '<div class="list"><h3>相关阅读</h3><ul>'
    + "".join(
        f'<li><a href="/a{n}">海川市人民政府关于第{n}号事项的通知公告全文</a> <span>2025-01-0{n}</span></li>'
        for n in range(1, 7)
    )
    + "</ul></div>"
)
FOOTER = '<div class="bottom"><p>主办单位：海川市人民政府办公室　承办：海川市大数据中心</p><p>网站标识码：0000000001　备案号：某ICP备00000000号</p><p>版权所有：海川市人民政府</p></div>'
SHARE = '<div class="bdsharebuttonbox">分享到：<a>微信</a><a>微博</a></div><p>【字体：<a>大</a> <a>中</a> <a>小</a>】 <a>打印</a> <a>关闭</a></p>'
SCRIPT = '<script>var a = "不要读到我";</script><style>.x{color:red}</style><noscript>请开启脚本</noscript>'


def paragraphs(separator: str = "</p>\n<p>") -> str:
    return f"<p>{separator.join(BODY)}</p>"


def page(main: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>{TITLE}_海川市人民政府</title>{head}{SCRIPT}</head><body>{NAV}{CRUMBS}{main}{RELATED}{FOOTER}{SCRIPT}</body></html>"


PAGES = {
    "known id": f'<div class="wrap"><h1>{TITLE}</h1>{SHARE}<div id="UCAP-CONTENT">{paragraphs()}</div></div>',
    "TRS editor": f'<div class="xl"><div class="bt">{TITLE}</div>{SHARE}<div class="TRS_Editor"><div class="Custom_UnionStyle">{paragraphs()}</div></div></div>',
    "article": f"<article><header><h1>{TITLE}</h1></header>{paragraphs()}</article>",
    "unknown names": f'<div class="a1"><div class="b2"><h2>{TITLE}</h2></div><div class="c3">{paragraphs()}</div></div>',
    "layout tables": f"<table><tr><td><table><tr><td><b>{TITLE}</b></td></tr><tr><td>{paragraphs()}</td></tr></table></td></tr></table>",
    "line breaks": f"<div><h1>{TITLE}</h1><div>　　{'<br>　　'.join(BODY)}</div></div>",
    "spans": f"<div><h1>{TITLE}</h1><div>{''.join(f'<p><span><font>{text[:6]}</font></span><span>{text[6:]}</span></p>' for text in BODY)}</div></div>",
    "broken over lines": f"<div><h1>{TITLE}</h1><div>{''.join(f'<p>{text[:9]}{chr(10)}      {text[9:]}</p>' for text in BODY)}</div></div>",
    "divs": f"<div><h1>{TITLE}</h1><div>{''.join(f'<div>{text}</div>' for text in BODY)}</div></div>",
    "signature outside": f'<div class="m"><h1>{TITLE}</h1><div class="t">{"".join(f"<p>{text}</p>" for text in BODY[:5])}</div><div class="s"><p>{BODY[5]}</p><p>{BODY[6]}</p></div></div>',
    "form around all": f'<form action="x"><div><h1>{TITLE}</h1>{paragraphs()}</div></form>',
}


@pytest.mark.parametrize("name", PAGES)
def test_the_document_and_nothing_else(name: str) -> None:
    assert html_text(page(PAGES[name])).split("\n") == [TITLE, *BODY]


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "gbk", "big5", "utf-16"])
@pytest.mark.parametrize("declared", ["", "utf-8", "gb2312"])
def test_encodings_declared_or_not_or_wrongly(codec: str, declared: str) -> None:
    head = f'<meta charset="{declared}">' if declared else ""
    title = TITLE
    body = "<p>" + "</p><p>".join(BODY) + "</p>"
    if codec == "big5":
        title, body = (
            "海川市政府施政報告",
            "<p>今年新增公共托育設施三十處，完成老舊校舍耐震補強十二棟，編列經費五億元。</p>" * 3,
        )
    source = read_html(f"<html><head>{head}</head><body><h1>{title}</h1>{body}</body></html>".encode(codec))
    assert source.text.startswith(title)
    assert source.source_format == "html"
    assert "\ufffd" not in source.text


def test_broken_bytes_are_told() -> None:
    data = page(PAGES["known id"]).encode().replace("青石".encode(), "青石".encode()[:-1])
    source = read_html(data)
    assert source.warnings == ("undecodable bytes: 2",)
    assert len(source.faults) == 1


def test_the_card_of_a_page_stands_at_the_head() -> None:
    card = (
        "<table><tr><td>索 引 号：</td><td>001-2025-18</td><td>主题分类：</td><td>农业、水利</td></tr>"
        "<tr><td>发文机关：</td><td>海川市人民政府办公室</td><td>成文日期：</td><td>2025年3月18日</td></tr>"
        f"<tr><td>标　　题：</td><td colspan=3>{TITLE}</td></tr><tr><td>主 题 词：</td><td></td></tr></table>"
    )
    lines = html_text(page(f'<div>{card}</div><div class="x">{PAGES["known id"]}</div>')).split("\n")
    assert lines[:6] == [
        "索 引 号：001-2025-18",
        "主题分类：农业、水利",
        "发文机关：海川市人民政府办公室",
        "成文日期：2025年3月18日",
        f"标　　题：{TITLE}",
        TITLE,
    ]


@pytest.mark.parametrize(
    "card",
    [
        "<ul><li><label>发文字号：</label><span>海政办〔2025〕9号</span></li><li><label>发布日期：</label><span>2025-03-20</span></li></ul>",
        "<div><span>发文字号：海政办〔2025〕9号</span></div><div>发布日期：2025-03-20</div>",
        "<table><tr><td>发文字号</td><td>海政办〔2025〕9号</td></tr><tr><td>发布日期</td><td>2025-03-20</td></tr></table>",
    ],
)
def test_cards_of_other_makes(card: str) -> None:
    lines = html_text(page(f'<div class="info">{card}</div>{PAGES["known id"]}')).split("\n")
    assert lines[:3] == ["发文字号：海政办〔2025〕9号", "发布日期：2025-03-20", TITLE]


def test_metadata_out_of_a_card() -> None:
    from pipeline.normalize import normalize
    from pipeline.segment.metadata import document_metadata

    card = "<table><tr><td>发文机关：</td><td>海川市人民政府办公室</td><td>发文字号：</td><td>海政办〔2025〕9号</td></tr></table>"
    meta = document_metadata(normalize(html_text(page(f"<div>{card}</div>{PAGES['known id']}"))), "a.html")
    assert (meta.title, meta.doc_number, meta.issuer) == (TITLE, "海政办〔2025〕9号", "海川市人民政府办公室")


TABLE = """<table><tr><th>序号</th><th>重点任务</th><th>责任单位</th><th>完成时限</th></tr>
<tr><td>1</td><td>新建农村公路120公里。改造危桥12座。</td><td rowspan="2">市交通运输局<br>市财政局</td><td>2025年10月底前</td></tr>
<tr><td>2</td><td>开行城乡公交线路<b>8</b>条</td><td>6月底前</td></tr></table>"""


def test_a_table_is_one_line_a_row() -> None:
    lines = html_text(page(f"<div><h1>{TITLE}</h1>{paragraphs()}{TABLE}</div>")).split("\n")
    assert lines[-2:] == [
        "序号：1；完成时限 2025年10月底前；重点任务：新建农村公路120公里；改造危桥12座；责任单位：市交通运输局、市财政局",
        "序号：2；完成时限 6月底前；重点任务：开行城乡公交线路8条；责任单位：市交通运输局、市财政局",
    ]


def test_units_of_a_table_stand_behind_its_numbers() -> None:
    table = """<p>单位：亿元</p><table><tr><td>指标</td><td>2024年</td><td>2025年</td></tr>
    <tr><td>一般公共预算收入</td><td>52.1</td><td>56</td></tr><tr><td>森林覆盖率（%）</td><td>38</td><td>≥39</td></tr></table>"""
    lines = html_text(page(f"<div><h1>{TITLE}</h1>{paragraphs()}{table}</div>")).split("\n")
    assert lines[-2:] == [
        "指标：一般公共预算收入；2024年：52.1亿元；2025年：56亿元",
        "指标：森林覆盖率（%）；2024年：38%；2025年：≥39%",
    ]


def test_no_cell_is_lost() -> None:
    table = "<table><tr><td colspan=3>表1</td></tr><tr><td>甲项目</td><td></td><td>乙项目</td></tr><tr><td colspan=2>丙合并</td><td>丁<p>戊</p></td></tr></table>"
    text = html_text(page(f"<div><h1>{TITLE}</h1>{paragraphs()}{table}</div>"))
    assert all(word in text for word in ("表1", "甲项目", "乙项目", "丙合并", "丁", "戊"))


def test_lists_and_their_numbers() -> None:
    lists = "<ol><li>第一件事要办好。<li>第二件事要办好。</ol><ul><li>其他事项要办好。</li></ul><ol start=4><li>4.自己有号。</li><li>没有号。</li></ol>"
    lines = html_text(page(f"<div><h1>{TITLE}</h1>{paragraphs()}{lists}</div>")).split("\n")
    assert lines[-5:] == [
        "1. 第一件事要办好。",
        "2. 第二件事要办好。",
        "其他事项要办好。",
        "4.自己有号。",
        "5. 没有号。",
    ]


def test_front_matter_is_no_text() -> None:
    text = html_text(f"---\nlayout: default\ntitle: {TITLE}\n---\n<article><h1>{TITLE}</h1>{paragraphs()}</article>")
    assert text.split("\n") == [TITLE, *BODY]


def test_front_matter_before_a_page_without_title() -> None:
    assert html_text(f"---\nlayout: default\n---\n{'<br>'.join(BODY)}").split("\n") == list(BODY)


def test_what_stands_in_furniture_inside_the_document_goes() -> None:
    box = '<div class="side-bar related"><div><p>便民热线，二十四小时为您服务。</p></div></div>'
    assert "便民热线" not in html_text(
        page(f"<div><h1>{TITLE}</h1>{paragraphs()}{box}<p>附则另行制定，由市水利局负责解释。</p></div>")
    )


def test_hidden_text_only_where_there_is_no_other() -> None:
    hidden = f'<div style="display: none">{paragraphs()}</div>'
    assert "青石水库" in html_text(hidden)
    assert "隐藏的话" not in html_text(
        page(f'<div><h1>{TITLE}</h1>{paragraphs()}<p style="display:none">隐藏的话。</p></div>')
    )


def test_a_notice_that_is_shorter_than_the_page_around_it() -> None:
    main = f'<div class="article-content"><h1>{TITLE}</h1><p>经市政府同意，原则同意该方案，请认真组织实施。</p></div>'
    assert html_text(page(main)).split("\n") == [TITLE, "经市政府同意，原则同意该方案，请认真组织实施。"]


def test_attachments_stay_and_lists_of_links_go() -> None:
    main = f'<div><h1>{TITLE}</h1>{paragraphs()}<p><a href="x.doc">附件：1.任务清单.doc</a></p>{RELATED}</div>'
    text = html_text(page(main))
    assert "附件：1.任务清单.doc" in text
    assert "号事项" not in text


def test_square_metres() -> None:
    assert "30万m²" in html_text(
        page(f"<div><h1>{TITLE}</h1>{paragraphs()}<p>新建30万m<sup>2</sup>标准厂房，投资2亿元。</p></div>")
    )


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("水\n  利", "水利"),
        ("水 利", "水 利"),
        ("AI\n  model", "AI model"),
        ("  \xa0甲\u3000 ", "甲"),
        ("甲，\r\n乙", "甲，乙"),
        ("3\n亿", "3亿"),
    ],
)
def test_white_space(raw: str, text: str) -> None:
    assert squeeze(raw) == text


@pytest.mark.parametrize("data", [b"<html><body><script>x()</script></body></html>", b"<p> </p>", b"<html>"])
def test_pages_without_text(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="no text"):
        read_html(data)


TAGS = st.sampled_from("div p table tr td th span b ol li ul h1 br a article nav sup script form".split())  # noqa: SIM905
PIECES = st.one_of(
    TAGS.map("<{}>".format),
    TAGS.map("</{}>".format),
    st.text(alphabet="甲乙。，12 \n<>&\"'", max_size=6),
    st.just('<td colspan="3" rowspan=9>'),
)


@given(st.lists(PIECES, max_size=60))
def test_any_markup_is_read_or_refused(pieces: list[str]) -> None:
    text = html_text("".join(pieces))
    assert not any(line != line.strip() or not line for line in text.split("\n")) or not text
