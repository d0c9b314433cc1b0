"""What the tables lose with an entry of the rules: which entries fit a single labelled document.

Where the words of an entry occur bounds what its removal can change (:mod:`pipeline.usage`); the removal itself decides. The
rules are compiled again without the entry, and the documents in which its words occur are read again until the answer is known:
a second labelled document that changes, or any unlabelled one, shows that the entry is of general use.

An entry without words of its own is tried in every document. Entries of a file that no table is made from, such as descriptions
for readers, change none and are not tried; which files these are is seen while documents are read.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from pipeline import rulebook
from pipeline.compare import LABELLED, UNLABELLED
from pipeline.records import DocumentKey, document_key
from pipeline.run import process_source, read_source
from pipeline.types import SourceText
from pipeline.usage import Use

# Files whose words are looked for in the container, before there is a text.
_OF_READERS = frozenset({"html_blocks"})


def without(use: Use) -> AbstractContextManager[None]:
    """The rules without an entry, while the context lasts."""

    def change(entries: tuple[rulebook.Entry, ...]) -> tuple[rulebook.Entry, ...]:
        return tuple(entry for entry in entries if entry.id != use.entry)

    return rulebook.changed(use.file, change)


@dataclass(slots=True)
class Corpus:
    """The documents of a shared folder, and a digest of the tables that the rules as they stand make of each."""

    shared: Path
    sources: dict[Path, tuple[SourceText, DocumentKey]] = field(default_factory=dict)
    tables: dict[Path, str] = field(default_factory=dict)

    def learn(self, part: str, names: Sequence[str]) -> list[Path]:
        """The documents, short ones first, once they are read with the rules as they stand."""
        paths = [self.shared / "corpus" / part / name for name in names]
        for path in paths:
            if path not in self.tables:
                self.tables[path] = self._digest(path, read_again=False)
        return sorted(paths, key=lambda path: len(self.sources[path][0].text))

    def differs(self, path: Path, read_again: bool) -> bool:
        """Whether the rules of the moment make other tables of a document that was learnt."""
        return self._digest(path, read_again) != self.tables[path]

    def _digest(self, path: Path, read_again: bool) -> str:
        if read_again or path not in self.sources:
            found = read_source(path), document_key(path.read_bytes(), path.name)
            self.sources.setdefault(path, found)
        else:
            found = self.sources[path]
        return hashlib.sha256(repr(process_source(*found)).encode("utf-8", "replace")).hexdigest()


def fits_one(use: Use, corpus: Corpus) -> bool:
    """Whether removal changes the tables of one labelled document and of no unlabelled one."""
    labelled = corpus.learn(LABELLED, use.labelled)
    read_again = use.file in _OF_READERS
    with without(use):
        changed = 0
        for path in labelled:
            changed += corpus.differs(path, read_again)
            if changed > 1:
                return False
    return changed == 1 and not _changes_any(use, corpus, read_again)


def _changes_any(use: Use, corpus: Corpus, read_again: bool) -> bool:
    """Whether removal changes an unlabelled document. They are learnt a few at a time, since one is enough."""
    for first in range(0, len(use.unlabelled), _AT_A_TIME):
        paths = corpus.learn(UNLABELLED, use.unlabelled[first : first + _AT_A_TIME])
        with without(use):
            if any(corpus.differs(path, read_again) for path in paths):
                return True
    return False


_AT_A_TIME = 40


def feeding(shared: Path, labelled: Sequence[str]) -> frozenset[str]:
    """The rule files from which entries are asked for while labelled documents are read."""
    rulebook.forget()
    Corpus(shared).learn(LABELLED, labelled)
    return rulebook.asked()


def candidates(uses: Sequence[Use], files: Collection[str]) -> list[Use]:
    """The entries of files that tables are made from which may fit one labelled document alone.

    Where records name the entry that made them, those of two documents or of an unlabelled one settle that it does not.
    """
    return [use for use in uses if use.word is None and use.labelled and use.file in files and not _is_needed(use)]


def _is_needed(use: Use) -> bool:
    deciding = set(use.deciding or ())
    return len(deciding) > 1 or not deciding.isdisjoint(use.unlabelled)


def fitted(uses: Sequence[Use], shared: Path, jobs: int = 0) -> Iterator[Use]:
    """Every entry whose removal changes the tables of one labelled document and of no other document.

    Parameters
    ----------
    uses : sequence of Use
        Where entries and words occur.
    shared : Path
        Folder with the documents they were looked for in.
    jobs : int
        Processes, 0 for as many as there are cores.
    """
    labelled = sorted({name for use in uses for name in use.labelled})
    tried = candidates(uses, feeding(shared, labelled))
    jobs = min(jobs or os.cpu_count() or 1, len(tried) or 1)
    if jobs == 1:
        answers: Sequence[bool] = [fits_one(use, corpus) for corpus in [Corpus(shared)] for use in tried]
    else:
        with multiprocessing.get_context("forkserver").Pool(jobs) as pool:
            answers = list(pool.imap(partial(_answer, shared=shared), tried))
    yield from (use for use, fits in zip(tried, answers, strict=True) if fits)


_corpora: dict[Path, Corpus] = {}


def _answer(use: Use, shared: Path) -> bool:
    """In a process of a pool: it keeps what it has learnt."""
    return fits_one(use, _corpora.setdefault(shared, Corpus(shared)))


def fitted_lines(found: Sequence[Use]) -> Iterator[str]:
    """What fits one document, by document."""
    if not found:
        yield "no entry changes one labelled document alone"
        return
    yield "entries whose removal changes one labelled document and no other:"
    for use in sorted(found, key=lambda use: (use.labelled, use.file, use.entry)):
        yield f"  {' '.join(use.labelled)}  {use.file} {use.entry}"
