"""Which rules and words the documents at hand use: what occurs nowhere, and what occurs in one labelled document alone.

A word of a rule file can only matter in a document in which it occurs, so counting documents bounds from above what its
removal would change, at a thousandth of the cost of removing it. A word found in one labelled document and in none of
the unlabelled ones fits that document or is general vocabulary, and one found nowhere is general or dead weight: a reader
decides which. Whether an entry as a whole fits one document is seen when it is removed (:mod:`pipeline.removal`). Where
records name the entry that made them, those are counted too.

The bound is honest for words that are looked for in running text. It is not one for words that are met only in strings
the pipeline composes (an indicator under a distributed head): the metric phrases of each document are searched as well,
which leaves synonyms that are replaced before they are compared.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pyarrow.parquet as pq
import yaml
from ahocorasick_rs import AhoCorasick, MatchKind

from pipeline.compare import LABELLED, UNLABELLED
from pipeline.normalize import normalize
from pipeline.rulebook import RULES_FOLDER
from pipeline.run import Progress, extract_corpus

Verdict = Literal["used", "unseen", "one_labelled"]
Owner = tuple[str, str]
"""Rule file and id of an entry."""

#: Rule file -> table and column that name the entry which made a record.
DECIDES = {
    "duty_cues": ("responsible_bodies", "rule"),
    "milestones": ("targets", "rule"),
    "indicators": ("metrics", "metric_code"),
}
# Fields that hold no words to look for in a text: examples, and what an entry writes or switches on.
_NOT_WORDS = frozenset({"examples", "counter_examples", "unit_kinds", "parts", "years"})
# Words that stop an entry from firing.
_GUARDS = frozenset({"not_before", "not_after", "not_words", "excludes", "without"})
# Single words in a field of their own; every other text field is a class, a code or a translation.
_WORD_FIELDS = frozenset({"name", "short"})
# Fields that map a word to the words beside it; of other maps only the keys stand in texts.
_WORD_MAPS = frozenset({"before_unit", "unit_then"})
# Particles and quotation marks between which words are compared without them.
_DROPPED = str.maketrans("", "", "“”‘’\"' 　的")
_VERSION = re.compile(r"@[^|]*")


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or a regular expression, of a rule entry."""

    file: str
    entry: str
    field: str
    text: str
    is_pattern: bool = False

    @property
    def is_guard(self) -> bool:
        """Whether it stops its entry from firing."""
        return self.field in _GUARDS


@dataclass(frozen=True, slots=True)
class Document:
    """What is searched of a document, and which entries made its records, as ``(rule file, entry)``."""

    path: str
    labelled: bool
    texts: tuple[str, ...]
    deciders: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Use:
    """In which documents a word, or an entry as a whole (``word`` is None), is found.

    ``deciding`` are the documents with a record that names the entry; None where records do not say.
    """

    file: str
    entry: str
    word: Word | None
    labelled: tuple[str, ...]
    unlabelled: tuple[str, ...]
    deciding: tuple[str, ...] | None = None

    @property
    def decided(self) -> int | None:
        """In how many documents a record names the entry; None where records do not say."""
        return None if self.deciding is None else len(self.deciding)

    @property
    def n_unlabelled(self) -> int:
        """In how many unlabelled documents."""
        return len(self.unlabelled)

    @property
    def verdict(self) -> Verdict:
        """``used``, ``unseen`` or ``one_labelled``: in one labelled document and in no other."""
        if self.unlabelled or len(self.labelled) > 1:
            return "used"
        return "one_labelled" if self.labelled else "unseen"


def rule_words(folder: Path = RULES_FOLDER) -> list[Word]:
    """Every word of every rule file, with its entry and field."""
    words = []
    for file, entry in _entries(folder):
        for name, value in entry.items():
            words += [Word(file, entry["id"], name, text, name == "patterns") for text in _words(name, value)]
    return words


def rule_entries(folder: Path = RULES_FOLDER) -> list[Owner]:
    """Every entry of every rule file."""
    return [(file, entry["id"]) for file, entry in _entries(folder)]


def _entries(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for path in sorted(folder.rglob("*.yaml")):
        file = path.relative_to(folder).with_suffix("").as_posix()
        for entry in yaml.load(path.read_text(encoding="utf-8"), Loader=loader):
            yield file, entry


def _words(name: str, value: Any) -> Iterator[str]:
    if name in _NOT_WORDS:
        return
    if isinstance(value, list):
        yield from (text for text in value if isinstance(text, str) and text)
    elif isinstance(value, dict):
        for key, beside in value.items():
            yield from _pair(name, str(key), beside)
    elif name in _WORD_FIELDS:
        yield str(value)


def _pair(name: str, key: str, beside: Any) -> Iterator[str]:
    # A guard of a word is a string of characters, each of which makes it another word together with its neighbour.
    if name == "not_before":
        yield from (key + character for character in beside)
    elif name == "not_after":
        yield from (character + key for character in beside)
    else:
        yield key
        if name in _WORD_MAPS:
            yield from beside


def read_corpus(shared: Path, scratch: Path, jobs: int = 0, progress: Progress | None = None) -> list[Document]:
    """Extract the labelled and the unlabelled documents of a shared folder into scratch folders, and read the tables.

    Raises
    ------
    UnusableArgumentError
        If there are no such documents.
    """
    documents = []
    for part in (LABELLED, UNLABELLED):
        extract_corpus(shared / "corpus" / part, scratch / part, jobs, progress=progress)
        documents += read_documents(scratch / part, part == LABELLED)
    return documents


def read_documents(tables: Path, labelled: bool) -> list[Document]:
    """The documents of a run, as they are searched: normal text, text as read, path, metric phrases."""
    rows = {name: pq.read_table(tables / f"{name}.parquet").to_pylist() for name in ("documents", "metrics", "targets")}
    phrases: dict[str, set[str]] = defaultdict(set)
    for row in (*rows["metrics"], *rows["targets"]):
        phrases[row["doc_id"]].add(row["metric"] or "")
    deciders = _deciders(tables)
    documents = []
    for row in rows["documents"]:
        normal = normalize(row["text"]).text
        composed = "\n".join(sorted(phrases[row["doc_id"]]))
        texts = (normal, normal.translate(_DROPPED), row["text"], f"{row['source_path']}\n{composed}")
        documents.append(Document(row["source_path"], labelled, texts, frozenset(deciders[row["doc_id"]])))
    return documents


def _deciders(tables: Path) -> dict[str, set[tuple[str, str]]]:
    """Document -> the entries that its records name. A rule reads ``milestone.passed@1`` or ``a.b|c.d@1``."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for file, (table, column) in DECIDES.items():
        for row in pq.read_table(tables / f"{table}.parquet", columns=["doc_id", column]).to_pylist():
            value = row[column] or ""
            names = [value] if column == "metric_code" else _VERSION.sub("", value).split("|")
            for name in names:
                found[row["doc_id"]] |= {(file, name), (file, name.rpartition(".")[2])}
    return found


def usage(words: Sequence[Word], documents: Iterable[Document], entries: Iterable[Owner] = ()) -> list[Use]:
    """In which documents each entry and each word occurs: entries first, each in the order of the rule files.

    An entry occurs where a record names it, and where any of its words does that is no guard; one that has nothing but
    guards, where any of them does. Of ``entries`` those that have no words at all occur everywhere.
    """
    plain = sorted({word.text for word in words if not word.is_pattern})
    automaton = AhoCorasick(plain, matchkind=MatchKind.Standard)
    patterns = {word.text: re.compile(word.text) for word in words if word.is_pattern}
    places: dict[bool, dict[str, list[str]]] = {True: defaultdict(list), False: defaultdict(list)}
    entry_places: dict[bool, dict[Owner, list[str]]] = {True: defaultdict(list), False: defaultdict(list)}
    deciding: dict[Owner, list[str]] = defaultdict(list)
    telling = {owner: frozenset[str]() for owner in entries} | _telling_words(words)
    for document in documents:
        found = _found(document, automaton, plain) | {t for t, p in patterns.items() if _matches(p, document)}
        for text in found:
            places[document.labelled][text].append(document.path)
        for owner, texts in telling.items():
            if not texts or owner in document.deciders or not found.isdisjoint(texts):
                entry_places[document.labelled][owner].append(document.path)
        for owner in document.deciders:
            deciding[owner].append(document.path)
    uses = []
    for owner in telling:
        decided = tuple(deciding[owner]) if owner[0] in DECIDES else None
        uses.append(Use(*owner, None, tuple(entry_places[True][owner]), tuple(entry_places[False][owner]), decided))
    uses += [Use(w.file, w.entry, w, tuple(places[True][w.text]), tuple(places[False][w.text])) for w in words]
    return uses


def _telling_words(words: Sequence[Word]) -> dict[Owner, frozenset[str]]:
    """Entry -> its words that are no guards; its guards if it has no others."""
    found: dict[Owner, dict[bool, set[str]]] = {}
    for word in words:
        found.setdefault((word.file, word.entry), {False: set(), True: set()})[word.is_guard].add(word.text)
    return {owner: frozenset(by_guard[False] or by_guard[True]) for owner, by_guard in found.items()}


def _found(document: Document, automaton: AhoCorasick, words: Sequence[str]) -> set[str]:
    numbers: set[int] = set()
    for text in document.texts:
        numbers.update(hit[0] for hit in automaton.find_matches_as_indexes(text, overlapping=True))
    return {words[number] for number in numbers}


def _matches(pattern: re.Pattern[str], document: Document) -> bool:
    return any(pattern.search(text) for text in document.texts)


def write_usage(uses: Sequence[Use], path: Path) -> None:
    """Every entry and word as TSV, with its verdict and the documents it occurs in."""
    lines = ["verdict\tfile\tentry\tfield\tword\tlabelled\tunlabelled\tdecided\tdocuments"]
    for use in uses:
        field, text = (use.word.field, use.word.text) if use.word else ("", "")
        where = " ".join(use.labelled[:3])
        cells = [use.verdict, use.file, use.entry, field, text, len(use.labelled), use.n_unlabelled]
        lines.append("\t".join(map(str, [*cells, "" if use.decided is None else use.decided, where])))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def rewritten(words: Iterable[Word]) -> list[tuple[Word, str]]:
    """Words that normalisation would write otherwise (Traditional characters, full-width forms), with how.

    No pattern over normal text can meet them; a file that is looked up in the text as read may hold them.
    """
    pairs = ((word, normalize(word.text).text) for word in words if not word.is_pattern)
    return [(word, text) for word, text in pairs if text != word.text]


def usage_lines(uses: Sequence[Use]) -> Iterator[str]:
    """The counts of each file, the words that occur in one labelled document alone, those that no normal text can hold."""
    yield f"{'':24}{'entries':>8}{'unseen':>8}{'one':>8}{'never decide':>14}{'words':>8}{'unseen':>8}{'one':>8}"
    for file in dict.fromkeys(use.file for use in uses):
        entries = [use for use in uses if use.file == file and use.word is None]
        words = [use for use in uses if use.file == file and use.word is not None]
        never = sum(use.decided == 0 for use in entries) if file in DECIDES else ""
        counts = [Counter(use.verdict for use in group) for group in (entries, words)]
        line = f"{file:24}{len(entries):8}{counts[0]['unseen']:8}{counts[0]['one_labelled']:8}{never:>14}"
        yield line + f"{len(words):8}{counts[1]['unseen']:8}{counts[1]['one_labelled']:8}"
    single = [use.word for use in uses if use.word is not None and use.verdict == "one_labelled"]
    if single:
        yield "\nfor information: words that occur in one labelled document and in no other, plain vocabulary or not"
        for file, entry in dict.fromkeys((word.file, word.entry) for word in single):
            yield f"  {file} {entry}: {'、'.join(word.text for word in single if (word.file, word.entry) == (file, entry))}"
    others = rewritten(use.word for use in uses if use.word is not None)
    if others:
        yield "\nwords that normal text writes otherwise, so that only text as read can hold them"
        yield from (f"  {word.file} {word.entry}.{word.field}: {word.text} ({text})" for word, text in others)
