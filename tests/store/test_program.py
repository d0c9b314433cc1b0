"""The program's version changes with whatever might change a row."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.store import program
from pipeline.store.program import program_version


def tree(root: Path) -> Path:
    for name in ("pipeline/run.py", "pipeline/models/a.crfsuite", "schemas/base.py", "rules/units.yaml", "docs/a.md"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)
    return root


@pytest.mark.parametrize("name", ["pipeline/run.py", "pipeline/models/a.crfsuite", "schemas/base.py", "rules/units.yaml"])
def test_a_changed_source_rule_or_model(tmp_path: Path, name: str) -> None:
    before = program._hash_of(tree(tmp_path))
    (tmp_path / name).write_text("changed")
    changed = program._hash_of(tmp_path)
    (tmp_path / name).unlink()
    assert len({before, changed, program._hash_of(tmp_path)}) == 3


def test_what_makes_no_difference(tmp_path: Path) -> None:
    before = program._hash_of(tree(tmp_path))
    (tmp_path / "docs" / "a.md").write_text("changed")
    (tmp_path / "pipeline" / "__pycache__").mkdir()
    (tmp_path / "pipeline" / "__pycache__" / "run.pyc").write_text("compiled")
    assert program._hash_of(tmp_path) == before


def test_settings_and_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    before = program_version()
    monkeypatch.setenv("GOVTARGETS_ENGINE", "local")
    assert program_version() == before
    monkeypatch.setenv("GOVTARGETS_MAX_PAGES", "7")
    limited = program_version()
    monkeypatch.setattr(program, "_libraries", lambda: "pyarrow=0")
    assert len({before, limited, program_version(), program_version("other.reader")}) == 4
