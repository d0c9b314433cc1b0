"""What removal of an entry changes, over made-up rules and documents."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from pipeline import rulebook
from pipeline.__main__ import app
from pipeline.extract import vocabulary
from pipeline.removal import candidates, feeding, fitted, fitted_lines, without
from pipeline.usage import Use, Word, read_corpus, rule_words, usage

REPORT = "海川市2021年政府工作报告\n一、2021年重点工作\n2021年,{}。\n"
# Word -> documents in which it stands; what the pipeline makes of them is seen in the labelled ones.
LABELLED = {
    "a.txt": "全市风能小屋达到30座,年底前霁成文化中心,云间步道达到40公里,说到琼岛仓库的面积",
    "b.txt": "云间步道达到50公里,生产总值增长6%",
}
UNLABELLED = {"c.txt": "年底前霁毕体育中心,星河大棚达到90座", "d.txt": "星河大棚达到80座"}
INDICATOR = {"english": "made up", "domain": "other", "base_unit": "座"}


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The rules of the project with made-up entries, in a folder of their own."""
    folder = tmp_path / "rules"
    folder.mkdir()
    for path in rulebook.RULES_FOLDER.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    made_up = [
        {"id": "other.m_cabins", "name": "风能小屋", "aliases": ["风能小木屋"], **INDICATOR},
        {"id": "other.m_paths", "name": "云间步道", **INDICATOR},
        {"id": "other.m_stores", "name": "琼岛仓库", **INDICATOR},
        {"id": "other.m_halls", "name": "星河大棚", "aliases": ["云梦大棚"], **INDICATOR},
    ]
    append(folder / "indicators.yaml", made_up)
    append(folder / "milestones.yaml", [{"id": "made_up", "verbs": ["霁成", "霁毕"]}])
    monkeypatch.setattr(rulebook, "RULES_FOLDER", folder)
    # A cache of its own, so that the entries of the project are the same objects afterwards.
    monkeypatch.setattr(rulebook, "_load", functools.cache(rulebook._load.__wrapped__))
    rulebook.forget()
    yield folder
    monkeypatch.undo()
    rulebook.forget()


def append(path: Path, entries: list[dict[str, object]]) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write("\n" + yaml.safe_dump(entries, allow_unicode=True))


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    for part, documents in (("labelled", LABELLED), ("unlabelled", UNLABELLED)):
        folder = tmp_path / "shared" / "corpus" / part
        folder.mkdir(parents=True)
        for name, sentence in documents.items():
            (folder / name).write_text(REPORT.format(sentence), encoding="utf-8")
    return tmp_path / "shared"


def uses_of(rules: Path, shared: Path) -> list[Use]:
    words = [word for word in rule_words(rules) if word.entry.startswith("other.m_") or word.entry == "made_up"]
    return usage(words, read_corpus(shared, shared / "tables", 1))


def found(rules: Path, shared: Path) -> list[str]:
    return [use.entry for use in fitted(uses_of(rules, shared), shared, 1)]


def test_what_fits_one_document(rules: Path, shared: Path) -> None:
    """An indicator met in one labelled document; not one that two need, none feels or an unlabelled one needs."""
    assert found(rules, shared) == ["other.m_cabins"]


@pytest.mark.parametrize(
    ("sentence", "fit"),
    [("风能小屋达到60座", []), ("风能小木屋达到60座", []), ("各地要看护风能小屋的设备", ["other.m_cabins"])],
)
def test_another_document(rules: Path, shared: Path, sentence: str, fit: list[str]) -> None:
    """One that uses the entry in any wording makes it general, one that only mentions it does not."""
    extra = shared / "corpus" / "unlabelled" / "e.txt"
    extra.write_text(REPORT.format(sentence), encoding="utf-8")
    assert found(rules, shared) == fit


def test_a_word_that_fits_one_document_does_no_harm(rules: Path, shared: Path) -> None:
    """霁成 stands in one labelled document alone, the entry serves 霁毕 elsewhere."""
    uses = uses_of(rules, shared)
    assert [use.verdict for use in uses if use.word and use.word.text == "霁成"] == ["one_labelled"]
    assert "made_up" not in [use.entry for use in fitted(uses, shared, 1)]


def test_processes_of_their_own(shared: Path) -> None:
    """They have the rules of the project and find the same."""
    uses = [Use("milestones", "completed", None, ("a.txt", "b.txt"), ("c.txt", "d.txt"))]
    uses.append(Use("units", "classifier", None, ("a.txt",), ()))
    assert list(fitted(uses, shared, 2)) == list(fitted(uses, shared, 1))


def test_a_file_that_no_table_is_made_from(shared: Path) -> None:
    files = feeding(shared, ["a.txt", "b.txt"])
    assert {"indicators", "milestones", "units", "absent_targets"} <= files
    assert "decisions" not in files
    use = Use("decisions", "quantity.left", None, ("a.txt", "b.txt"), ())
    assert candidates([use], files) == []


def test_rules_come_back(rules: Path) -> None:
    entry = Use("indicators", "other.m_cabins", None, (), ())
    assert vocabulary.link("风能小屋") is not None
    with without(entry):
        assert vocabulary.link("风能小屋") is None
        assert vocabulary.link("云间步道") is not None
    assert vocabulary.link("风能小屋") is not None


def test_the_rules_that_were_asked_for() -> None:
    rulebook.forget()
    assert rulebook.asked() == frozenset()
    vocabulary.link("生产总值")
    assert rulebook.asked() == {"indicators"}


@pytest.mark.parametrize(
    ("use", "tried"),
    [
        (Use("indicators", "x", None, ("a",), ()), True),
        (Use("indicators", "x", None, ("a", "b"), ("c", "d")), True),
        (Use("indicators", "x", None, ("a",), ("c",), ("a",)), True),
        (Use("indicators", "x", None, (), ("c",)), False),
        (Use("indicators", "x", None, ("a", "b"), (), ("a", "b")), False),
        (Use("indicators", "x", None, ("a",), ("c",), ("c",)), False),
        (Use("indicators", "x", Word("indicators", "x", "aliases", "y"), ("a",), ()), False),
        (Use("readers", "x", None, ("a",), ()), False),
    ],
)
def test_what_is_tried(use: Use, tried: bool) -> None:
    assert candidates([use], {"indicators"}) == ([use] if tried else [])


def test_the_lines() -> None:
    found = [Use("units", "metre", None, ("b.txt",), ()), Use("units", "mu", None, ("a.txt",), ())]
    assert list(fitted_lines(found))[1:] == ["  a.txt  units mu", "  b.txt  units metre"]
    assert list(fitted_lines([])) == ["no entry changes one labelled document alone"]


def test_the_command_fails_on_them(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use = Use("units", "mu", None, ("a.txt",), ())
    options = ["rules", "--usage", "--shared", str(shared), "--scratch", str(shared / "tables"), "--jobs", "1"]
    for found, status in (([use], 1), ([], 0)):
        monkeypatch.setattr("pipeline.removal.fitted", lambda *_, found=found: iter(found))
        done = CliRunner(env={"COLUMNS": "200"}).invoke(app, options)
        assert done.exit_code == status, done.output
        assert ("units mu" in done.stdout) == bool(found)
