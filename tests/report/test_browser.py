"""The site in a real browser, opened from the disk.

Skipped where there is no Chromium: Debian's package ``chromium`` has one, ``CHROMIUM`` names another.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from test_site import DOCUMENTS, as_text

from pipeline.report.site import write_site
from pipeline.run import extract_corpus

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium here (Debian: apt-get install chromium), so no browser tests"),
    pytest.mark.xdist_group("browser"),
]
MORE = {
    "result.txt": "海城市2024年政府工作报告\n\n一、2023年工作回顾\n2023年,全市生产总值增长5.6%。\n\n二、2024年重点工作\n全市生产总值增长6%左右。\n",
    "target.txt": "海城市2022年政府工作报告\n\n二、2023年工作安排\n2023年,全市生产总值增长5%以上,力争粮食产量达到30万吨。今年不设定固定资产投资增长目标。\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("browser")
    (root / "raw").mkdir()
    for name, text in (DOCUMENTS | MORE).items():
        (root / "raw" / name).write_text(text, encoding="utf-8")
    extract_corpus(root / "raw", root / "out", 1, reader=as_text)
    write_site(root / "out", root / "out" / "report")
    return root / "out" / "report"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


def eventually(locator: Any, count: int) -> None:
    """Wait until so many elements are there."""
    from playwright.sync_api import expect

    expect(locator).to_have_count(count)


class Tab:
    """A page of the browser with everything that went wrong in it."""

    def __init__(self, browser: Any, **options: Any) -> None:
        self.context = browser.new_context(**{"locale": "zh-CN", "viewport": {"width": 1300, "height": 800}, **options})
        self.page = self.context.new_page()
        self.faults: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.faults.append(message.text) if message.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def open(self, path: Path, fragment: str = "") -> Any:
        self.page.goto(path.as_uri() + fragment)
        return self.page


@pytest.fixture
def tab(browser: Any) -> Iterator[Tab]:
    opened = Tab(browser)
    yield opened
    assert opened.faults == []
    assert all(url.startswith(("file:", "data:", "blob:")) for url in opened.asked)
    opened.context.close()


def document_of(site: Path, source_path: str) -> tuple[Path, str]:
    rows = pq.read_table(site.parent / "documents.parquet").to_pylist()
    doc_id = next(row["doc_id"] for row in rows if row["source_path"] == source_path)
    return site / "documents" / f"{doc_id}.html", doc_id


def targets_of(site: Path, doc_id: str) -> list[dict[str, Any]]:
    return [row for row in pq.read_table(site.parent / "targets.parquet").to_pylist() if row["doc_id"] == doc_id]


def test_the_index_filters_and_leads_to_a_document(site: Path, tab: Tab) -> None:
    page = tab.open(site / "index.html")
    rows = page.locator("#documents-table .tabulator-row")
    rows.first.wait_for()
    assert rows.count() == 4
    page.select_option("#filter-year", "2024")
    eventually(rows, 1)
    assert page.inner_text("#count").startswith("1 ")
    page.click("button[type=reset]")
    page.fill("#filter-text", "2024年政府工作报告")
    eventually(rows, 1)
    rows.first.locator("a").click()
    page.wait_for_selector(".source mark")
    assert "2024" in page.inner_text("h1")


def test_a_search_over_targets_leads_to_the_words(site: Path, tab: Tab) -> None:
    page = tab.open(site / "index.html")
    page.click("#tab-targets")
    page.locator("#targets-table .tabulator-row").first.wait_for()
    page.fill("#filter-text", "公园")
    row = page.locator("#targets-table .tabulator-row")
    eventually(row, 1)
    assert "≥ 6 座" in row.inner_text().replace("\xa0", " ")
    row.locator("a").click()
    page.wait_for_selector("mark.selected")
    assert page.inner_text("mark.selected") == "6"
    target_id = page.url.split("#")[1]
    assert page.get_attribute("tr.selected", "id") == target_id


def test_a_row_leads_to_its_words_and_the_words_to_their_row(site: Path, tab: Tab) -> None:
    path, doc_id = document_of(site, "report.txt")
    page = tab.open(path)
    for target in targets_of(site, doc_id):
        if target["value"] is None:
            continue
        page.click(f"[id='{target['target_id']}'] td:nth-child(2)")
        assert page.inner_text("mark.selected") == f"{target['value']:g}"
        assert page.url.endswith(f"#{target['target_id']}")
        page.keyboard.press("Escape")
        assert page.locator(".selected").count() == 0
        page.click(f"mark[data-r^='{target['target_id']}']")
        assert page.get_attribute("tr.selected", "id") == target["target_id"]


def test_the_key_of_a_metric_leads_to_its_target(site: Path, tab: Tab) -> None:
    path, doc_id = document_of(site, "report.txt")
    target = next(row for row in targets_of(site, doc_id) if row["value"] is not None)
    page = tab.open(path, f"#{target['metric_id']}")
    page.wait_for_selector("tr.selected")
    assert page.get_attribute("tr.selected", "id") == target["target_id"]


def test_resting_on_words_tells_what_was_read(site: Path, tab: Tab) -> None:
    path, _ = document_of(site, "report.txt")
    page = tab.open(path)
    page.hover("mark.value-target >> nth=0")
    page.wait_for_selector("#tip:not([hidden])")
    told = page.inner_text("#tip")
    for words in ("≥ 6 座", "以上", "确保", "2023-12-31", "quantity.", "置信度"):
        assert words in told, told


def test_keys_move_and_filter(site: Path, tab: Tab) -> None:
    path, _ = document_of(site, "report.txt")
    page = tab.open(path)
    page.keyboard.press("j")
    first = page.get_attribute("tr.selected", "id")
    page.keyboard.press("j")
    assert page.get_attribute("tr.selected", "id") != first
    page.keyboard.press("k")
    assert page.get_attribute("tr.selected", "id") == first
    page.keyboard.press("/")
    page.keyboard.type("老旧小区")
    shown = page.locator(".records tbody tr:visible")
    assert shown.count() >= 1
    assert all("老旧小区" in text for text in shown.all_inner_texts())


def test_the_language_changes_and_is_remembered(site: Path, tab: Tab) -> None:
    page = tab.open(site / "index.html")
    assert page.inner_text("#tab-targets").startswith("目标")
    page.click("#language")
    assert page.inner_text("#tab-targets").startswith("Targets")
    page.locator("#documents-table .tabulator-col-title", has_text="Title").first.wait_for()
    page.reload()
    assert page.inner_text("#tab-targets").startswith("Targets")


def test_charts_are_drawn(site: Path, tab: Tab) -> None:
    page = tab.open(site / "index.html")
    page.click("#tab-charts")
    page.wait_for_selector("#chart-strength canvas")
    for name in ("growth", "domains", "attainment"):
        assert page.locator(f"#chart-{name} canvas").count() == 1, name


def test_the_csv_is_what_is_shown_and_runs_no_formula(site: Path, tab: Tab) -> None:
    page = tab.open(site / "index.html")
    page.click("#tab-targets")
    page.locator("#targets-table .tabulator-row").first.wait_for()
    page.fill("#filter-text", "网点")
    eventually(page.locator("#targets-table .tabulator-row"), 1)
    with page.expect_download() as downloading:
        page.click("#csv")
    data = Path(downloading.value.path()).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    header, *rest = data.decode("utf-8-sig").splitlines()
    assert header.split(",")[0] == "target_id"
    assert len(rest) == 1
    formulas = page.evaluate("() => ['=1+1', '+1', '-2', '@x', '3'].map(cellText)")
    assert formulas == ["'=1+1", "'+1", "'-2", "'@x", "3"]


def test_the_panel_leads_to_the_words_of_target_and_result(site: Path, tab: Tab) -> None:
    page = tab.open(site / "index.html")
    page.click("#tab-panel")
    row = page.locator("#panel-table .tabulator-row", has_text="5.6%")
    eventually(row, 1)
    for position, value, source_path in ((0, "5", "target.txt"), (1, "5.6", "result.txt")):
        page.locator("#panel-table .tabulator-row", has_text="5.6%").locator("a").nth(position).click()
        page.wait_for_selector("mark.selected")
        assert page.inner_text("mark.selected").rstrip("%") == value
        assert page.url.split("/")[-1].startswith(document_of(site, source_path)[1])
        page.go_back()
        page.click("#tab-panel")
        page.locator("#panel-table .tabulator-row").first.wait_for()


def test_where_no_target_is_set_the_panel_says_so(site: Path, tab: Tab) -> None:
    page = tab.open(site / "index.html")
    page.click("#tab-panel")
    row = page.locator("#panel-table .tabulator-row", has_text="固定资产投资")
    eventually(row, 1)
    assert "明确不设目标" in row.inner_text()
    row.locator("a").click()
    page.wait_for_selector(".source")
    assert "不设定固定资产投资" in page.inner_text(".source")


def test_a_table_is_walked_and_opened_by_keys(site: Path, tab: Tab) -> None:
    page = tab.open(site / "index.html")
    page.locator("#documents-table .tabulator-row").first.wait_for()
    titles = [text.split("\n")[0] for text in page.locator("#documents-table .tabulator-row").all_inner_texts()]
    page.focus("#documents-table")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    eventually(page.locator("#documents-table .current"), 1)
    assert page.inner_text("#documents-table .current").split("\n")[0] == titles[1]
    page.keyboard.press("Enter")
    page.wait_for_selector(".source")
    assert page.inner_text("h1") == titles[1]


def test_a_heading_sorts_by_key(site: Path, tab: Tab) -> None:
    page = tab.open(site / "index.html")
    page.locator("#documents-table .tabulator-row").first.wait_for()
    heading = page.locator("#documents-table .tabulator-col[tabulator-field=n_targets]")
    heading.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#documents-table .tabulator-col[tabulator-field=n_targets][aria-sort=ascending]")
    counts = [int(text) for text in page.locator("#documents-table .tabulator-cell[tabulator-field=n_targets]").all_inner_texts()]
    assert counts == sorted(counts)
    assert len(set(counts)) > 1


def test_arrows_walk_the_records_of_a_document(site: Path, tab: Tab) -> None:
    path, _ = document_of(site, "report.txt")
    page = tab.open(path)
    ids = page.eval_on_selector_all(".records tbody tr:not([hidden])", "rows => rows.map((row) => row.id)")
    page.focus(".records tbody tr:not([hidden])")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("tr.selected", "id") == ids[1]
    assert page.evaluate("document.activeElement.id") == ids[1]
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    assert page.get_attribute("tr.selected", "id") == ids[1]
    assert page.locator("mark.selected").count() > 0


def test_no_heading_is_cut_and_no_letter_of_a_chart_is_tiny(site: Path, tab: Tab) -> None:
    page = tab.open(site / "index.html")
    for name in ("documents", "targets", "panel"):
        page.click(f"#tab-{name}")
        page.locator(f"#{name}-table .tabulator-row").first.wait_for()
        cut = page.eval_on_selector_all(
            f"#{name}-table .tabulator-col-title",
            "titles => titles.filter((title) => title.scrollWidth > title.clientWidth + 1).map((title) => title.textContent)",
        )
        assert cut == [], name
    page.click("#tab-charts")
    page.wait_for_selector("#chart-strength canvas")
    # A canvas that is given a font it does not know keeps its own of 10 pixels.
    fonts = page.evaluate("() => echarts.getInstanceByDom(document.getElementById('chart-strength')).getOption()")
    family = fonts["textStyle"]["fontFamily"]
    assert page.evaluate("(family) => { const pen = document.createElement('canvas').getContext('2d'); pen.font = `13px ${family}`; return pen.font; }", family).startswith("13px")
    assert fonts["xAxis"][0]["axisLabel"]["fontSize"] >= 13


def contrast(one: str, other: str) -> float:
    """Contrast of two colours by WCAG 2."""

    def luminance(colour: str) -> float:
        parts = [int(part) / 255 for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_can_be_read(site: Path, browser: Any, scheme: str) -> None:
    opened = Tab(browser, color_scheme=scheme)
    page = opened.open(document_of(site, "report.txt")[0])
    colours = page.evaluate(
        "() => { const box = document.createElement('i'); document.body.append(box);"
        "const rgb = (name) => { box.style.color = `var(--${name})`; return getComputedStyle(box).color; };"
        "const names = ['paper', 'panel', 'ink', 'soft', 'accent', 'warn', 'target', 'target-strong', 'result', 'result-strong',"
        " 'criterion', 'criterion-strong', 'selected']; return Object.fromEntries(names.map((name) => [name, rgb(name)])); }"
    )
    grounds = ("target", "target-strong", "result", "result-strong", "criterion", "criterion-strong", "selected")
    pairs = [("ink", ground) for ground in (*grounds, "paper", "panel")]
    pairs += [(name, ground) for name in ("soft", "accent", "warn") for ground in ("paper", "panel")]
    weak = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}
    opened.context.close()


def test_paper_gets_the_text_and_the_records(site: Path, tab: Tab) -> None:
    page = tab.open(document_of(site, "report.txt")[0])
    page.emulate_media(media="print")
    shown = {name: page.is_visible(name) for name in (".source", ".records table", ".facts", ".legend", ".controls", ".outline", ".bar")}
    assert shown == {".source": True, ".records table": True, ".facts": True, ".legend": True, ".controls": False, ".outline": False, ".bar": False}


def test_a_chart_has_figures_of_one_unit(site: Path, tab: Tab) -> None:
    page = tab.open(site / "index.html")
    page.click("#tab-charts")
    page.wait_for_selector("#chart-strength canvas")
    options = page.locator("#indicator option").all_inner_texts()
    assert any("粮食产量" in text and "万吨" in text for text in options)
    assert all("固定资产投资" not in text for text in options)
    (grain,) = (value for value in page.eval_on_selector_all("#indicator option", "all => all.map((one) => one.value)") if "grain" in value)
    page.select_option("#indicator", grain)
    page.wait_for_function("() => echarts.getInstanceByDom(document.getElementById('chart-growth'))?.getOption().yAxis[0].name === '万吨'")
    points = page.evaluate("() => echarts.getInstanceByDom(document.getElementById('chart-growth')).getOption().series.flatMap((one) => one.data).filter(Boolean).map((one) => [one.value, one.row.year])")
    assert points == [[30, 2023]]


def test_an_empty_chart_says_so_and_takes_no_room(site: Path, tab: Tab) -> None:
    page = tab.open(site / "index.html")
    page.click("#tab-charts")
    page.wait_for_selector("#chart-strength canvas")
    page.fill("#filter-region", "没有这个地方")
    page.wait_for_selector("#chart-strength.empty")
    assert "没有数据" in page.inner_text("#chart-strength")
    assert page.locator("#chart-growth").bounding_box()["height"] < 120


@pytest.mark.parametrize("source_path", ["hostile.txt"])
def test_nothing_of_a_hostile_document_is_run(site: Path, tab: Tab, source_path: str) -> None:
    path, _ = document_of(site, source_path)
    page = tab.open(path)
    page.hover("mark >> nth=0")
    page.keyboard.press("j")
    page = tab.open(site / "index.html")
    page.locator("#documents-table .tabulator-row").first.wait_for()
    page.click("#tab-targets")
    page.locator("#targets-table .tabulator-row").first.wait_for()
    page.hover("#targets-table .tabulator-cell >> nth=1")
    page.click("#tab-charts")
    page.wait_for_selector("#chart-strength canvas")
    assert page.title() != "owned"
    assert page.locator("img").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_text_and_records_without_scrolling_sideways(site: Path, browser: Any, scheme: str) -> None:
    phone = Tab(browser, viewport={"width": 390, "height": 844}, color_scheme=scheme)
    path, _ = document_of(site, "report.txt")
    for address in (path, site / "index.html"):
        page = phone.open(address)
        page.wait_for_timeout(200)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (paper == "rgb(255, 255, 255)") == (scheme == "light")
    assert phone.faults == []
    phone.context.close()
