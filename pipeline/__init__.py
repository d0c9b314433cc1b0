"""Targets, metrics, deadlines and responsible bodies out of Chinese government documents.

``pipeline.extract(text)`` gives the typed records of one text; ``python -m pipeline`` works on folders.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.library import extract
else:
    # The package of that name, which can be called; nothing more is loaded until it is.
    from pipeline import extract

__all__ = ["extract"]
