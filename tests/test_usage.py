"""Which words and entries the documents use."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import stubs
from typer.testing import CliRunner

import pipeline.run
from pipeline.__main__ import app
from pipeline.rulebook import RULES_FOLDER
from pipeline.usage import (
    DECIDES,
    Document,
    Word,
    read_corpus,
    read_documents,
    rewritten,
    rule_words,
    usage,
    usage_lines,
    write_usage,
)


def words_of(tmp_path: Path, content: str) -> list[Word]:
    (tmp_path / "toy.yaml").write_text(content, encoding="utf-8")
    return rule_words(tmp_path)


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        ("words: [建成, 新建]", ["建成", "新建"]),
        ("verbs: [建成]\n  without: [未]", ["建成", "未"]),
        ("name: 生产总值\n  aliases: [经济总量]", ["生产总值", "经济总量"]),
        ("values: {年底: end, 年初: start}", ["年底", "年初"]),
        ("pairs: {发改委: 发展和改革委员会}", ["发改委"]),
        ("not_before: {局: 面长}", ["局面", "局长"]),
        ("not_after: {局: 布}", ["布局"]),
        ("not_before: [内部]", ["内部"]),
        ("unit_then: {分钟: [圈]}", ["分钟", "圈"]),
        ("patterns: ['代表.{0,9}报告']", ["代表.{0,9}报告"]),
        ("years: [1949, 1950]", []),
        ("odd: [1949, 建成, '']", ["建成"]),
        ("examples: [建成]\n  counter_examples: [新建]\n  role: lead\n  sure: true\n  unit_kinds: [share]", []),
    ],
)
def test_the_words_of_an_entry(tmp_path: Path, content: str, texts: list[str]) -> None:
    assert [word.text for word in words_of(tmp_path, f"- id: a\n  {content}")] == texts


def test_the_words_of_the_project() -> None:
    words = rule_words()
    # Decisions are told to readers; their entries look for no words.
    assert {word.file for word in words} == {path.stem for path in RULES_FOLDER.glob("*.yaml")} - {"decisions"}
    assert any(word.is_guard for word in words)
    assert any(word.is_pattern for word in words)
    assert all(word.text for word in words)


def document(path: str, text: str, labelled: bool = False, *deciders: tuple[str, str]) -> Document:
    return Document(path, labelled, (text,), frozenset(deciders))


WORDS = [
    Word("toy", "a", "words", "建成"),
    Word("toy", "a", "words", "建"),
    Word("toy", "a", "not_before", "建成区"),
    Word("toy", "b", "patterns", "建.区", is_pattern=True),
    Word("toy", "c", "words", "通车"),
    Word("toy", "d", "without", "建成"),
]


@pytest.mark.parametrize(
    ("documents", "verdicts"),
    [
        ([], {}),
        ([document("x", "建成区", True)], {"a": 1, "b": 1, "建成": 1, "建": 1, "建成区": 1, "建.区": 1, "d": 1}),
        ([document("x", "新建", True)], {"a": 1, "建": 1}),
        ([document("x", "新建", True), document("y", "建成", True)], {"a": 2, "建": 2, "建成": 1, "d": 1}),
        ([document("x", "新建", True), document("y", "建成")], {"a": 2, "建": 2, "建成": 2, "d": 2}),
        ([document("y", "建成")], {"a": 2, "建": 2, "建成": 2, "d": 2}),
    ],
)
def test_verdicts(documents: list[Document], verdicts: dict[str, int]) -> None:
    """0 unseen, 1 in one labelled document alone, 2 used."""
    names = ["unseen", "one_labelled", "used"]
    for use in usage(WORDS, documents):
        name = use.word.text if use.word else use.entry
        assert use.verdict == names[verdicts.get(name, 0)], name


def test_a_guard_beside_other_words_is_no_entry() -> None:
    """An entry of guards alone (d) occurs where they do, for it stops others."""
    words = [*WORDS, Word("toy", "e", "words", "开通"), Word("toy", "e", "without", "建成")]
    uses = {use.entry: use for use in usage(words, [document("x", "建成", True)]) if use.word is None}
    assert (uses["d"].verdict, uses["e"].verdict) == ("one_labelled", "unseen")


def test_an_entry_without_words_occurs_everywhere() -> None:
    documents = [document("x", "建成", True), document("y", "建成")]
    uses = {use.entry: use for use in usage(WORDS, documents, [("toy", "a"), ("toy", "bare")]) if use.word is None}
    assert (uses["bare"].labelled, uses["bare"].unlabelled) == (("x",), ("y",))
    assert uses["c"].verdict == "unseen"


def test_a_record_tells_that_an_entry_occurs() -> None:
    words = [Word("milestones", "passed", "verbs", "获批")]
    uses = usage(words, [document("x", "通过", True, ("milestones", "passed"))])
    assert (uses[0].labelled, uses[0].deciding) == (("x",), ("x",))


def test_records_that_name_their_entry() -> None:
    words = [Word("milestones", "passed", "verbs", "获批"), Word("milestones", "covered", "verbs", "清零")]
    words.append(Word("units", "passed", "forms", "个"))
    documents = [document("x", "获批、清零", True, ("milestones", "passed")), document("y", "获批", False)]
    uses = [use for use in usage(words, documents) if use.word is None]
    assert [(use.file, use.entry, use.decided) for use in uses] == [
        ("milestones", "passed", 1),
        ("milestones", "covered", 0),
        ("units", "passed", None),
    ]


def test_the_files_that_name_entries_are_there() -> None:
    assert {RULES_FOLDER / f"{file}.yaml" for file in DECIDES} <= set(RULES_FOLDER.glob("*.yaml"))


def test_a_corpus(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline.run, "read_source", stubs.read_utf8)
    monkeypatch.setattr(pipeline.run, "extract_source", stubs.extract)
    shared = tmp_path / "shared"
    (shared / "corpus" / "labelled").mkdir(parents=True)
    (raw / "notes.txt").rename(shared / "corpus" / "labelled" / "notes.txt")
    raw.rename(shared / "corpus" / "unlabelled")
    documents = read_corpus(shared, tmp_path / "scratch", 1)
    assert [(found.path, found.labelled) for found in documents] == [
        ("notes.txt", True),
        ("a/report-2022.txt", False),
        ("b/report-2021.txt", False),
    ]
    texts = "\n".join(documents[2].texts)
    assert "财政收入增长5%,由市发改委负责" in texts
    assert "\n财政收入" in texts
    assert "b/report-2021.txt" in texts
    assert ("indicators", "gdp") in documents[2].deciders
    assert documents[0].deciders == frozenset()


def test_words_are_found_in_every_form_of_a_text() -> None:
    words = [Word("toy", "a", "words", text) for text in ("双代改造", "“双代”改造", "複雜")]
    found = Document("x", True, ("“双代”改造", "双代改造", "複雜"), frozenset())
    assert [use.verdict for use in usage(words, [found]) if use.word] == ["one_labelled"] * 3


def test_words_that_normal_text_writes_otherwise() -> None:
    words = [Word("toy", "a", "words", text) for text in ("准备", "準備", "％")]
    words.append(Word("toy", "a", "patterns", "準.備", is_pattern=True))
    assert [(word.text, text) for word, text in rewritten(words)] == [("準備", "准备"), ("％", "%")]


def test_what_is_written(tmp_path: Path) -> None:
    uses = usage(WORDS, [document("x", "建成\t区", True), document("y", "建", False)])
    write_usage(uses, tmp_path / "deep" / "usage.tsv")
    lines = (tmp_path / "deep" / "usage.tsv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + 4 + len(WORDS)
    assert "one_labelled\ttoy\ta\twords\t建成\t1\t0\t\tx" in lines


def test_words_of_one_document_are_told() -> None:
    lines = list(usage_lines(usage(WORDS, [document("x", "建成", True), document("y", "建")])))
    assert lines[lines.index("  toy a: 建成") - 1].strip().startswith("for information")
    assert "  toy d: 建成" in lines


def test_the_counts_of_each_file() -> None:
    words = [Word("milestones", "passed", "verbs", "获批"), Word("milestones", "covered", "verbs", "清零")]
    words += [Word("units", "piece", "forms", "个"), Word("units", "piece", "forms", "项")]
    documents = [document("x", "获批个", True, ("milestones", "passed")), document("y", "个", False)]
    lines = [line.split() for line in usage_lines(usage(words, documents))]
    # entries, unseen, one; never decide; words, unseen, one
    assert ["milestones", "2", "1", "1", "1", "2", "1", "1"] in lines
    assert ["units", "1", "0", "0", "2", "1", "0"] in lines


def test_rules_as_records_name_them(raw: Path, tmp_path: Path) -> None:
    pipeline.run.extract_corpus(raw, tmp_path, 1, reader=stubs.read_utf8, extractor=stubs.extract)
    table = pq.read_table(tmp_path / "targets.parquet")
    rules = pa.array(["group.first|second@0.1.0", *["other@1"] * (table.num_rows - 1)])
    table = table.set_column(table.schema.get_field_index("rule"), "rule", rules)
    pq.write_table(table, tmp_path / "targets.parquet")
    found = {name for entry in read_documents(tmp_path, True) for file, name in entry.deciders if file == "milestones"}
    assert found == {"group.first", "first", "second", "other"}


def test_the_command(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline.run, "read_source", stubs.read_utf8)
    monkeypatch.setattr(pipeline.run, "extract_source", stubs.extract)
    shared, scratch = tmp_path / "shared", tmp_path / "scratch"
    (shared / "corpus" / "unlabelled").mkdir(parents=True)
    raw.rename(shared / "corpus" / "labelled")
    options = ["rules", "--usage", "--shared", str(shared), "--scratch", str(scratch)]
    done = CliRunner(env={"COLUMNS": "200"}).invoke(app, options)
    assert done.exit_code == 0, done.output
    assert "3 labelled and 0 unlabelled documents" in done.stdout
    assert "indicators" in done.stdout
    assert (scratch / "usage.tsv").exists()
    missing = CliRunner(env={"COLUMNS": "200"}).invoke(app, [*options[:3], str(tmp_path / "nowhere")])
    assert missing.exit_code == 2
    assert "does not exist" in missing.stderr
