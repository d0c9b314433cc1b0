"""The rule files against their own examples: each entry fires in its examples and in none of its counter-examples."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from pipeline.rulebook import RULES_FOLDER

#: Rule file -> ``module:function`` that tells whether an entry fires in a text.
CHECKERS: dict[str, str] = {
    "absent_targets": "pipeline.relate.absent:fires",
    "attributes": "pipeline.relate.checks:attribute_fires",
    "bodies": "pipeline.extract.bodies:fires",
    "coordinated": "pipeline.relate.checks:coordinated_fires",
    "decisions": "pipeline.explain:fires",
    "document_types": "pipeline.segment.metadata:fires",
    "duty_cues": "pipeline.extract.bodies:fires",
    "headings": "pipeline.segment.sentences:fires",
    "html_blocks": "pipeline.read.words:fires",
    "indicators": "pipeline.extract.vocabulary:fires",
    "issuers": "pipeline.segment.metadata:fires",
    "metadata": "pipeline.segment.metadata:fires",
    "milestones": "pipeline.relate.milestones:fires",
    "number_names": "pipeline.extract.numbers:fires",
    "page_chrome": "pipeline.normalize:fires",
    "phrases": "pipeline.relate.checks:phrase_fires",
    "predicates": "pipeline.relate.checks:predicate_fires",
    "quantity_modifiers": "pipeline.extract.numbers:fires",
    "scrape_noise": "pipeline.normalize:fires",
    "status_cues": "pipeline.relate.checks:cue_fires",
    "times": "pipeline.extract.times:fires",
    "units": "pipeline.extract.numbers:fires",
    "words": "pipeline.segment.tokens:fires",
}

Fires = Callable[[str, str], bool]


@dataclass(slots=True)
class FileReport:
    """What the check of one rule file found.

    Attributes
    ----------
    name : str
        File name without suffix.
    n_entries, n_examples, n_counter_examples : int
        How many were checked.
    failures : list of str
        One line each, with the entry's id.
    """

    name: str
    n_entries: int = 0
    n_examples: int = 0
    n_counter_examples: int = 0
    failures: list[str] = field(default_factory=list)


def rule_files(folder: Path = RULES_FOLDER) -> list[str]:
    """Names of all rule files, without suffix, in order."""
    return sorted(path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.yaml"))


def check_file(name: str, folder: Path = RULES_FOLDER, fires: Fires | None = None) -> FileReport:
    """Run the examples of one rule file.

    Parameters
    ----------
    name : str
        File name without suffix.
    folder : Path
        Where the rule files are.
    fires : callable, optional
        ``(entry id, text) -> bool``; the one of :data:`CHECKERS` if not given.
    """
    report = FileReport(name)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        entries = yaml.load((folder / f"{name}.yaml").read_text(encoding="utf-8"), Loader=loader)
    except (OSError, ValueError, yaml.YAMLError) as error:
        report.failures.append(f"the file cannot be read: {error}")
        return report
    if not isinstance(entries, list):
        report.failures.append("a rule file is a list of entries")
        return report
    report.n_entries = len(entries)
    if fires is None:
        try:
            fires = _checker(name)
        except LookupError as error:
            report.failures.append(str(error))
            return report
    for number, entry in enumerate(entries, 1):
        _check_entry(entry, number, fires, report)
    return report


def _checker(name: str) -> Fires:
    where = CHECKERS.get(name)
    if where is None:
        raise LookupError("no checker knows this file; add it to pipeline/rulecheck.py")
    module_name, _, function = where.partition(":")
    try:
        found: Fires = getattr(importlib.import_module(module_name), function)
    except (ImportError, AttributeError) as error:
        raise LookupError(f"its checker {where} cannot be used: {error}") from error
    return found


def _check_entry(entry: Any, number: int, fires: Fires, report: FileReport) -> None:
    if not isinstance(entry, dict) or not entry.get("id"):
        report.failures.append(f"entry number {number} has no id")
        return
    entry_id = str(entry["id"])
    examples: Sequence[Any] = entry.get("examples") or ()
    counter_examples: Sequence[Any] = entry.get("counter_examples") or ()
    report.n_examples += len(examples)
    report.n_counter_examples += len(counter_examples)
    if not examples and not counter_examples:
        report.failures.append(f"{entry_id}: has neither example nor counter-example")
    for wanted, texts in ((True, examples), (False, counter_examples)):
        for text in texts:
            problem = _problem(entry_id, text, wanted, fires)
            if problem is not None:
                report.failures.append(f"{entry_id}: {problem}")


def _problem(entry_id: str, text: Any, wanted: bool, fires: Fires) -> str | None:
    if not isinstance(text, str):
        return f"example {text!r} is no string; put it into quotation marks"
    try:
        fired = fires(entry_id, text)
    except Exception as error:  # noqa: BLE001 - a rule file that does not load is a failure of each of its entries
        return f"{type(error).__name__} in {text!r}: {error}"
    if fired == wanted:
        return None
    return f"does not fire in {text!r}" if wanted else f"fires in the counter-example {text!r}"
