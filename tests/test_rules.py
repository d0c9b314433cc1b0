"""The rule files against their own examples, and the check against files that are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from pipeline.rulebook import RULES_FOLDER
from pipeline.rulecheck import CHECKERS, check_file, rule_files
from tests.relate.conftest import read_text

LONGEST_FRAME = 200
"""So many examples make one document."""


@pytest.mark.parametrize("name", rule_files())
def test_rule_file(name: str) -> None:
    report = check_file(name)
    assert report.failures == []
    assert report.n_entries


FRAME = "青山市2030年政府工作报告\n一、2029年工作回顾\n{}\n二、2030年重点工作\n{}\n由市纪委监委、团市委、市科协负责落实。\n"


@pytest.mark.parametrize("name", rule_files())
def test_what_a_rule_file_shows_can_be_extracted(name: str) -> None:
    """Each string that a rule is shown by is a text that documents may hold; none may cost the document."""
    loader = yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader
    entries = yaml.load((RULES_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), loader)
    shown = [text for entry in entries for kind in ("examples", "counter_examples") for text in entry.get(kind, ())]
    for start in range(0, len(shown), LONGEST_FRAME):
        text = "。\n".join(shown[start : start + LONGEST_FRAME])
        records = read_text(FRAME.format(text, text))
        assert records.document["n_chars"] > 0
        assert {row["text"] for row in records.responsible_bodies} >= {"团市委", "市科协"}


def test_there_are_rule_files() -> None:
    assert rule_files()
    assert set(rule_files()) <= set(CHECKERS)


def check(tmp_path: Path, content: str) -> list[str]:
    (tmp_path / "toy.yaml").write_text(content, encoding="utf-8")
    return check_file("toy", tmp_path, lambda entry_id, text: {"hit": True, "miss": False}[text]).failures


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("- id: a\n  examples: [miss]", "a: does not fire in 'miss'"),
        ("- id: a\n  examples: [hit]\n  counter_examples: [hit]", "a: fires in the counter-example 'hit'"),
        ("- id: a", "a: has neither example nor counter-example"),
        ("- examples: [hit]", "entry number 1 has no id"),
        ("- id: a\n  examples: [5]", "a: example 5 is no string"),
        ("- id: a\n  examples: [boom]", "KeyError in 'boom'"),
        ("id: a", "a rule file is a list"),
        ("- id: [", "cannot be read"),
    ],
)
def test_what_fails(tmp_path: Path, content: str, words: str) -> None:
    failures = check(tmp_path, content)
    assert len(failures) == 1
    assert words in failures[0]


def test_what_passes(tmp_path: Path) -> None:
    assert check(tmp_path, "- id: a\n  examples: [hit]\n  counter_examples: [miss]") == []


def test_a_file_without_a_checker(tmp_path: Path) -> None:
    (tmp_path / "orphan.yaml").write_text("- id: a\n  examples: [hit]")
    assert "no checker" in check_file("orphan", tmp_path).failures[0]
    assert rule_files(tmp_path) == ["orphan"]


def test_a_checker_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "orphan.yaml").write_text("- id: a\n  examples: [hit]")
    for where in ("pipeline.nowhere:fires", "pipeline.types:fires"):
        monkeypatch.setitem(CHECKERS, "orphan", where)
        assert where in check_file("orphan", tmp_path).failures[0]
