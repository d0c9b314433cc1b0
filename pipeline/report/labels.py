"""The words of the pages in Chinese and English."""

from __future__ import annotations

import functools
import json
from pathlib import Path

from schemas.enums import VALUE_NAMES


@functools.cache
def labels() -> dict[str, dict[str, str]]:
    """Key of a label -> language (en, zh) -> words."""
    words: dict[str, dict[str, str]] = json.loads((Path(__file__).parent / "labels.json").read_text(encoding="utf-8"))
    return words


@functools.cache
def enum_names() -> dict[str, dict[str, str]]:
    """Value of an enumeration -> language -> name. What two enumerations share has one Chinese name, and both meanings."""
    meanings: dict[str, dict[str, dict[str, None]]] = {}
    for names in VALUE_NAMES.values():
        for value, (english, chinese) in names.items():
            known = meanings.setdefault(value, {"en": {}, "zh": {}})
            known["en"][english] = known["zh"][chinese] = None
    return {
        value: {language: " / ".join(texts) for language, texts in known.items()} for value, known in meanings.items()
    }
