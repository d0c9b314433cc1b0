"""Where whoever has an engine for optical character recognition plugs it in. The pipeline has none of its own.

An engine is a function ``(path, pages) -> texts``: the path of a PDF, the numbers of its pages without text (from 1), and for each of them
its text, one printed line a line. It is named by the environment variable ``GOVTARGETS_OCR=package.module:function``, or by an installed
package under the entry-point group ``govtargets.ocr``.
"""

from __future__ import annotations

import functools
import importlib
import os
from collections.abc import Callable, Sequence
from importlib.metadata import entry_points
from pathlib import Path

Engine = Callable[[Path, Sequence[int]], Sequence[str]]

VARIABLE = "GOVTARGETS_OCR"
GROUP = "govtargets.ocr"
HOW = f"plug an OCR engine in with {VARIABLE}=module:function or the entry-point group {GROUP}"


def engine() -> Engine | None:
    """The engine, if there is one.

    Raises
    ------
    ImportError, AttributeError
        If one is named that cannot be loaded.
    """
    return _engine(os.environ.get(VARIABLE, ""))


@functools.cache
def _engine(name: str) -> Engine | None:
    if name:
        module, _, function = name.partition(":")
        found: Engine = getattr(importlib.import_module(module), function)
        return found
    for point in entry_points(group=GROUP):
        loaded: Engine = point.load()
        return loaded
    return None
