"""How long the pages of a report take in a browser: the table of ``docs/report.md``.

``python tools/time_report.py data/processed/report`` opens the index, filters, searches and sorts as a reader would, then opens the
longest document and walks through its records. Each step is timed from the click to the changed page; beside it stand the longest task
that held the page up (the browser's own measure) and the heap.

Needs a Chromium; ``CHROMIUM=/path/to/chromium`` names one that is not found in the PATH.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

WATCH_LONG_TASKS = """
window.longTasks = [];
new PerformanceObserver(list => list.getEntries().forEach(entry => window.longTasks.push(entry.duration)))
    .observe({type: "longtask", buffered: true});
"""
SETTLE_MS = 400
"""A long task is told to the page some time after it ended."""
FIRST_ROW = "#{table} .tabulator-row >> nth=0"


class Stopwatch:
    """Times steps on one page and prints a line for each."""

    def __init__(self, page: Page) -> None:
        self.page = page
        print(f"{'step':32} {'seconds':>8} {'longest task':>13} {'heap MB':>8}")

    def step(self, name: str, act: Callable[[], Any], done: Callable[[], Any]) -> None:
        """Do something, wait until its effect is there, and print how long that took."""
        self.page.evaluate("window.longTasks && (window.longTasks.length = 0)")
        start = time.perf_counter()
        act()
        done()
        seconds = time.perf_counter() - start
        self.page.wait_for_timeout(SETTLE_MS)
        longest = max(self.page.evaluate("window.longTasks"), default=0) / 1000
        heap = self.page.evaluate("performance.memory.usedJSHeapSize") / 1e6
        print(f"{name:32} {seconds:8.2f} {longest:13.2f} {heap:8.0f}")

    def change(self, name: str, act: Callable[[], Any], watched: str = "#count") -> None:
        """A step that is done when the words of an element have changed."""
        old = self.page.inner_text(watched)
        changed = "([query, old]) => document.querySelector(query).innerText !== old"
        self.step(name, act, lambda: self.page.wait_for_function(changed, arg=[watched.replace(" >> nth=0", ""), old]))


def time_index(page: Page, watch: Stopwatch, index: Path) -> None:
    """Tables and charts."""
    watch.step("load the index", lambda: page.goto(index.as_uri()), lambda: page.wait_for_selector(FIRST_ROW.format(table="documents-table")))
    year = page.locator("#filter-year option").last.get_attribute("value")
    watch.change("filter documents", lambda: page.select_option("#filter-year", year))
    page.click("button[type=reset]")
    watch.step("open the targets", lambda: page.click("#tab-targets"), lambda: page.wait_for_selector(FIRST_ROW.format(table="targets-table")))
    watch.change("search the targets", lambda: page.fill("#filter-text", "粮食"))
    page.click("button[type=reset]")
    page.wait_for_timeout(SETTLE_MS)
    by_value = "#targets-table .tabulator-col[tabulator-field=value]"
    watch.change("sort them by value", lambda: page.click(by_value), FIRST_ROW.format(table="targets-table"))
    watch.step("open the panel", lambda: page.click("#tab-panel"), lambda: page.wait_for_selector(FIRST_ROW.format(table="panel-table")))
    watch.step("open the charts", lambda: page.click("#tab-charts"), lambda: page.wait_for_selector("#chart-strength canvas"))
    watch.change("filter the charts", lambda: page.select_option("#filter-level", "province"))


def time_document(page: Page, watch: Stopwatch, document: Path) -> None:
    """The longest page of a document."""
    print(f"longest document: {document.stat().st_size / 1e6:.1f} MB")
    watch.step("open the longest document", lambda: page.goto(document.as_uri()), lambda: page.wait_for_function("document.readyState === 'complete'"))
    watch.step("next record there", lambda: page.keyboard.press("j"), lambda: page.wait_for_selector("tr.selected"))
    watch.step("filter its records", lambda: page.fill("#row-filter", "增长"), lambda: page.wait_for_timeout(1))
    page.keyboard.press("Escape")
    watch.step("from its first record to its last", lambda: page.keyboard.press("k"), lambda: page.wait_for_timeout(1))


def main() -> None:
    """Time the report in the folder that is named."""
    if len(sys.argv) != 2 or not (Path(sys.argv[1]) / "index.html").is_file():
        sys.exit("usage: time_report.py FOLDER, where index.html of a report is")
    folder = Path(sys.argv[1]).resolve()
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--enable-precise-memory-info"])
        page = browser.new_context(viewport={"width": 1400, "height": 900}, locale="zh-CN").new_page()
        page.add_init_script(WATCH_LONG_TASKS)
        watch = Stopwatch(page)
        time_index(page, watch, folder / "index.html")
        time_document(page, watch, max((folder / "documents").glob("*.html"), key=lambda path: path.stat().st_size))
        browser.close()


if __name__ == "__main__":
    main()
