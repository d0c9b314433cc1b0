"""Time by length: texts of 1 KB and more, real ones one behind the other and hostile ones, each a document of one file."""

from __future__ import annotations

import time

from pipeline.records import document_key
from pipeline.run import process_source
from pipeline.types import SourceText

_LEAD = "到2027年,"
#: What a text is made of, again and again; all but the last two are one line without an end.
HOSTILE = {
    "one clause": "推进园区建设",
    "digits": "1",
    "brackets that open": "(",
    "nested brackets": "(建成5家",
    "a list": "新增企业5家、",
    "clauses": "新增企业5家,",
    "years": "2027年、",
    "ratios": "1:2",
    "opening marks": "“《",
    "duties": "由市教育局牵头,",
    "sentences": "2027年地区生产总值增长6%左右。",
    "numbered lines": "1.建成5所\n",
    "blank lines": "\n",
}


def measure(texts: list[str], longest: int, most_seconds: float) -> dict[str, list[list[float]]]:
    """Bytes and seconds of the processor, for each kind of text.

    Parameters
    ----------
    texts : list of str
        Real documents, to be put one behind the other.
    longest : int
        Bytes of the longest text; each shorter one has a tenth of it, down to 1,000.
    most_seconds : float
        A text ten times as long is not tried where this was exceeded.
    """
    kinds = {"real documents": "\n".join(texts)} | HOSTILE
    found: dict[str, list[list[float]]] = {}
    for name, unit in kinds.items():
        found[name] = []
        n_bytes = 1_000
        while n_bytes <= longest and all(seconds < most_seconds for _, seconds in found[name]):
            found[name].append([n_bytes, round(seconds_of(unit, n_bytes), 3)])
            n_bytes *= 10
    return found


def seconds_of(unit: str, n_bytes: int) -> float:
    """Seconds of the processor for a text of a unit repeated to so many bytes."""
    lead = "" if "\n" in unit else _LEAD
    data = (lead + unit * (n_bytes // len(unit.encode()) + 1)).encode()[:n_bytes]
    source = SourceText(data.decode("utf-8", "ignore"), "txt", "utf-8", ())
    key = document_key(data, "text.txt")
    began = time.process_time()
    process_source(source, key)
    return time.process_time() - began
