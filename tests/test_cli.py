"""The command line: exit status, messages, help."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import stubs
from rich.console import Console
from typer.testing import CliRunner, Result

import pipeline.run
from pipeline.__main__ import app
from pipeline.progress import ConsoleProgress
from pipeline.read import read
from pipeline.rulecheck import FileReport
from pipeline.version import PIPELINE_VERSION
from schemas import TABLES


@pytest.fixture(autouse=True)
def _toy_core(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline.run, "read_source", stubs.read_utf8)
    monkeypatch.setattr(pipeline.run, "extract_source", stubs.extract)


def call(*arguments: object) -> Result:
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, [str(argument) for argument in arguments])


def test_extract(raw: Path, out: Path) -> None:
    result = call("extract", "--raw", raw, "--out", out, "--jobs", 1)
    assert result.exit_code == 0
    assert "3  documents" in result.stdout
    assert str(out) in result.stdout.replace("\n", "")
    assert "3 documents, 0.0 MB, 1 process" in result.stderr
    assert all((out / f"{name}.parquet").exists() for name in TABLES)


def test_rejects_are_no_failure_unless_strict(raw: Path, out: Path) -> None:
    (raw / "bad.txt").write_bytes(b"\xff")
    result = call("extract", "--raw", raw, "--out", out)
    assert result.exit_code == 0
    assert "rejects (read 1)" in result.stdout
    assert call("extract", "--raw", raw, "--out", out, "--strict").exit_code == 1


def test_strict_without_rejects(raw: Path, out: Path) -> None:
    assert call("extract", "--raw", raw, "--out", out, "--strict").exit_code == 0


def test_an_empty_corpus_is_said(tmp_path: Path, out: Path) -> None:
    (tmp_path / "raw").mkdir()
    result = call("extract", "--raw", tmp_path / "raw", "--out", out)
    assert result.exit_code == 0
    assert "no documents below" in result.stderr


def test_a_missing_folder_is_named(tmp_path: Path, out: Path) -> None:
    result = call("extract", "--raw", tmp_path / "[nowhere]", "--out", out)
    assert result.exit_code == 2
    assert "[nowhere]" in result.stderr
    assert not out.exists()


def test_a_file_instead_of_a_folder_is_told_what_reads_it(raw: Path, out: Path) -> None:
    result = call("extract", "--raw", raw / "notes.txt", "--out", out)
    assert result.exit_code == 2
    assert "show" in result.stderr


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("GOVTARGETS_MAX_DOCUMENT_SECONDS", "soon", "'soon'"),
        ("GOVTARGETS_MAX_PAGES", "0", "'0'"),
        ("GOVTARGETS_MAX_DOCUMENT_MEMORY_MB", "10", "300"),
        ("GOVTARGETS_CONVERTER", "nothing", "opencc"),
        ("GOVTARGETS_ENGINE", "nothing", "local"),
    ],
)
def test_a_setting_that_is_none_is_told_before_any_work(
    name: str, value: str, told: str, raw: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    result = call("extract", "--raw", raw, "--out", out)
    assert result.exit_code == 2
    assert told in result.stderr
    assert not out.exists()


@pytest.mark.parametrize("arguments", [("--jobs", "-1"), ("--jobs", "many"), ("--colour",)])
def test_unusable_arguments(raw: Path, out: Path, arguments: tuple[str, ...]) -> None:
    assert call("extract", "--raw", raw, "--out", out, *arguments).exit_code == 2


def test_ctrl_c(raw: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline.run, "extract_source", stubs.extract_until_interrupted)
    result = call("extract", "--raw", raw, "--out", out, "--jobs", 1)
    assert result.exit_code == 130
    assert "as they were before" in result.stderr
    assert not list(out.glob("*.parquet"))


def test_score_without_labelled_documents(tmp_path: Path) -> None:
    result = call("score", "--shared", tmp_path / "nowhere", "--scratch", tmp_path / "scratch")
    assert result.exit_code == 0
    assert "nothing to score" in result.stderr
    assert "nowhere" in result.stderr
    assert not (tmp_path / "scratch").exists()


def test_score(raw: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    shared = tmp_path / "shared"
    (shared / "gold").mkdir(parents=True)
    (shared / "score").mkdir()
    (shared / "corpus").mkdir()
    raw.rename(shared / "corpus" / "labelled")
    (shared / "score" / "score.py").write_text(
        "import sys, pathlib\n"
        "options = dict(zip(sys.argv[1::2], sys.argv[2::2]))\n"
        "assert pathlib.Path(options['--gold']).is_dir()\n"
        "assert (pathlib.Path(options['--tables']) / 'metrics.parquet').exists()\n"
        "pathlib.Path(options['--json']).write_text('{}')\n"
        "pathlib.Path(options['--errors']).write_text('')\n"
        "print('figures')\n"
    )
    scratch = tmp_path / "scratch"
    (scratch / "tables").mkdir(parents=True)
    (scratch / "tables" / "stale.parquet").touch()
    result = call("score", "--shared", shared, "--scratch", scratch)
    assert result.exit_code == 0, result.stderr
    assert "figures" in capfd.readouterr().out
    assert (scratch / "score.json").exists()
    assert (scratch / "errors.tsv").exists()
    assert not (scratch / "tables" / "stale.parquet").exists()


def test_report(raw: Path, out: Path, tmp_path: Path) -> None:
    assert call("extract", "--raw", raw, "--out", out, "--jobs", 1).exit_code == 0
    result = call("report", "--tables", out)
    assert result.exit_code == 0
    assert f"3 documents, 3 targets: open {out.resolve() / 'report' / 'index.html'}" in result.stdout.replace("\n", "")
    assert (out / "report" / "index.html").is_file()
    assert call("report", "--tables", out, "--out", tmp_path / "pages").exit_code == 0
    assert (tmp_path / "pages" / "index.html").is_file()


def test_panel(raw: Path, out: Path) -> None:
    assert call("extract", "--raw", raw, "--out", out, "--jobs", 1).exit_code == 0
    result = call("panel", "--tables", out, "--years", "2022")
    assert result.exit_code == 0
    assert "2022" in result.stdout
    assert "2021" not in result.stdout
    assert {path.name for path in (out / "panel").iterdir()} == {"panel.csv", "panel.xlsx", "panel.dta"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--years", "lately"), "2020-2025"),
        (("--region", "无此地"), "无此地"),
        (("--metric", "无此指标"), "无此指标"),
    ],
)
def test_a_part_of_the_panel_that_is_not_there(raw: Path, out: Path, arguments: tuple[str, str], message: str) -> None:
    call("extract", "--raw", raw, "--out", out, "--jobs", 1)
    result = call("panel", "--tables", out, *arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_panel_without_tables(tmp_path: Path) -> None:
    assert "panel.parquet" in call("panel", "--tables", tmp_path).stderr


def test_report_without_tables(tmp_path: Path) -> None:
    result = call("report", "--tables", tmp_path)
    assert result.exit_code == 2
    assert "documents.parquet" in result.stderr


def test_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    reports = {"good": FileReport("good", 2, 5, 3), "bad": FileReport("bad", 1, 1, 0, ["a: does not fire in 'x'"])}
    monkeypatch.setattr("pipeline.rulecheck.rule_files", lambda: sorted(reports))
    monkeypatch.setattr("pipeline.rulecheck.check_file", reports.__getitem__)
    failing = call("rules")
    assert failing.exit_code == 1
    assert "bad: a: does not fire in 'x'" in failing.stdout
    assert call("rules", "good").exit_code == 0
    unknown = call("rules", "missing")
    assert unknown.exit_code == 2
    assert "missing" in unknown.stderr


def test_train(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    called: list[Path] = []

    class Report:
        def summary(self) -> str:
            return "0.86 against silver labels"

    def train(shared: Path) -> Report:
        called.append(shared)
        return Report()

    monkeypatch.setattr("pipeline.train.train", train)
    without = call("train", "--shared", tmp_path)
    assert without.exit_code == 2
    assert str(tmp_path) in without.stderr.replace("\n", "")
    assert called == []
    (tmp_path / "gold").mkdir()
    result = call("train", "--shared", tmp_path)
    assert result.exit_code == 0
    assert called == [tmp_path]
    assert "0.86 against silver labels" in result.stdout


def test_show(raw: Path) -> None:
    result = call("show", raw / "b" / "report-2021.txt")
    assert result.exit_code == 0
    assert "海川市政府工作报告" in result.stdout
    assert "市发改委" in result.stdout
    assert "2 targets" in result.stdout


def test_show_without_the_text(raw: Path) -> None:
    with_text = call("show", raw / "b" / "report-2021.txt").stdout
    without = call("show", raw / "b" / "report-2021.txt", "--no-text").stdout
    assert "由市发改委负责" in with_text
    assert "value-target" in with_text
    assert "value-target" not in without


def test_explain(raw: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    call("extract", "--raw", raw, "--out", out, "--jobs", 1)
    target = pq.read_table(out / "targets.parquet").to_pylist()[0]
    monkeypatch.delenv("LC_ALL", raising=False)
    for locale, words in (("en_US.UTF-8", "the number as printed"), ("zh_CN.UTF-8", "原文中的数值")):
        monkeypatch.setenv("LANG", locale)
        result = call("explain", target["target_id"], "--tables", out)
        assert result.exit_code == 0
        assert target["evidence"] in result.stdout.replace("\n", "")
        assert words in result.stdout


def test_explain_an_unknown_key(raw: Path, out: Path) -> None:
    call("extract", "--raw", raw, "--out", out, "--jobs", 1)
    result = call("explain", "0123456789abcdef", "--tables", out)
    assert result.exit_code == 2
    assert "0123456789abcdef" in result.stderr


def test_show_a_missing_file(tmp_path: Path) -> None:
    result = call("show", tmp_path / "nowhere.txt")
    assert result.exit_code == 2
    assert "nowhere.txt" in result.stderr


def test_show_a_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline.run, "read_source", read)
    (tmp_path / "program.exe").write_bytes(b"\x7fELF")
    result = call("show", tmp_path / "program.exe")
    assert result.exit_code == 2
    assert result.stderr.count("program.exe") == 1


@pytest.mark.parametrize("command", ["extract", "score", "rules", "train", "show"])
def test_help(command: str) -> None:
    result = call(command, "--help")
    assert result.exit_code == 0
    assert "Usage" in result.stdout
    assert command in call("--help").stdout


def test_the_module_runs_as_a_program(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "pipeline", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["govtargets", PIPELINE_VERSION]
    missing = subprocess.run(
        [sys.executable, "-m", "pipeline", "extract", "--raw", str(tmp_path / "no")], capture_output=True, text=True
    )
    assert missing.returncode == 2
    assert "no" in missing.stderr
    assert "Traceback" not in missing.stderr


def lines(n_documents: int, terminal: bool) -> str:
    console = Console(record=True, width=80, file=io.StringIO(), force_terminal=terminal)
    with ConsoleProgress(console) as progress:
        progress.start(n_documents, 10, 2)
        for _ in range(n_documents):
            progress.advance(1)
    return console.export_text()


def test_progress_without_a_terminal_is_a_few_plain_lines() -> None:
    text = lines(1000, terminal=False)
    assert text.count("\n") == 11
    assert "1000 of 1000 documents" in text
    assert "\x1b" not in text


def test_progress_on_a_terminal_is_a_bar_that_goes_away() -> None:
    assert "of 1000 documents" not in lines(1000, terminal=True)


def test_what_was_not_kept_is_named_after_a_run(raw: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(7):
        (raw / f"bad-{number}.txt").write_bytes(b"\xff" * (number + 1))
    result = call("extract", "--raw", raw, "--out", out)
    assert [f"bad-{number}.txt" in result.stderr for number in range(7)] == [True] * 5 + [False] * 2
    assert "2 more in" in result.stderr
    monkeypatch.setattr(pipeline.run, "read_source", read)
    (raw / "tool.exe").write_bytes(b"MZ")
    for number in range(7):
        (raw / f"bad-{number}.txt").unlink()
    again = call("extract", "--raw", raw, "--out", out).stderr
    assert again.count("tool.exe") == 1


@pytest.mark.parametrize("command", ["panel", "report", "review", "explain"])
def test_a_damaged_table_is_told_without_a_traceback(command: str, raw: Path, out: Path) -> None:
    call("extract", "--raw", raw, "--out", out, "--jobs", 1)
    for name in TABLES:
        path = (out / f"{name}.parquet").resolve()
        path.write_bytes(path.read_bytes()[:100])
    result = call(command, *(["0123456789abcdef"] if command == "explain" else []), "--tables", out)
    assert result.exit_code == 2
    assert str(out) in result.stderr.replace("\n", "")
    assert "verify" in result.stderr


def test_a_folder_that_cannot_be_written_is_named(raw: Path, out: Path, tmp_path: Path) -> None:
    call("extract", "--raw", raw, "--out", out, "--jobs", 1)
    result = call("review", "--tables", out, "--out", tmp_path / "nowhere" / "review.csv")
    assert result.exit_code == 2
    assert "nowhere" in result.stderr
    assert "No such file" in result.stderr


@pytest.mark.parametrize("to", ["", "no-such-system://x"])
def test_an_export_to_nowhere_is_refused(to: str, raw: Path, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    call("extract", "--raw", raw, "--out", out, "--jobs", 1)
    monkeypatch.chdir(tmp_path)
    before = set(tmp_path.iterdir())
    result = call("export", "--tables", out, "--to", to)
    assert result.exit_code == 2
    assert set(tmp_path.iterdir()) == before


def test_show_prints_what_is_no_target_too(raw: Path) -> None:
    told = call("show", raw / "a" / "report-2022.txt", "--no-text").stdout
    assert "result" in told
    assert "7.0" in told


def test_show_of_a_folder_says_what_to_do(tmp_path: Path) -> None:
    result = call("show", tmp_path)
    assert result.exit_code == 2
    assert "extract" in result.stderr


def test_a_run_tells_what_stands_corrected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw, out, corrected = tmp_path / "raw", tmp_path / "out", tmp_path / "corrections"
    monkeypatch.undo()
    raw.mkdir()
    (raw / "one.txt").write_text("枣阳市2025年工作要点\n\n2025年,新建充电桩300个,改造桥梁7座。\n", encoding="utf-8")
    command = ("extract", "--raw", raw, "--out", out, "--corrections", corrected)
    assert "corrections:" not in call(*command).stdout
    assert call("review", "--tables", out, "--out", corrected / "a.csv").exit_code == 2
    corrected.mkdir()
    assert call("review", "--tables", out, "--out", corrected / "a.csv").exit_code == 0
    path = corrected / "a.csv"
    written = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    verdict = written[0].index("verdict")
    written[1][verdict], written[2][verdict] = "ok", "remove"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(written)
    for _ in range(2):
        assert "corrections: 1 records stand as people have them, 1 removed" in call(*command).stdout
