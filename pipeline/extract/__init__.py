

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.library import Extraction


class _CallableRoom(ModuleType):
    """The package of this name is a room of the house, and ``pipeline.extract(text)`` is what a reader wants to call."""

    def __call__(self, text: str, **known: Any) -> Extraction:
        """See :func:`pipeline.library.extract`."""
        from pipeline.library import extract

        return extract(text, **known)


sys.modules[__name__].__class__ = _CallableRoom
