"""A small work report around one sentence, so that relations are tested through the whole of the core."""

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.document import extract_document
from pipeline.records import DocumentRecords, document_key
from pipeline.types import SourceText

HEAD = "政府工作报告\n——2025年1月8日在宜春市第五届人民代表大会第六次会议上\n宜春市人民政府市长 某某\n各位代表:\n"
FILLER = "我们坚持稳中求进工作总基调,扎实推动各项工作,经济社会发展保持良好势头,人民生活持续改善,社会大局安定有序。"
LOOK_BACK = "一、2024年工作回顾\n"
TASKS = "二、2025年重点工作\n"


def read_text(text: str, path: str = "report.txt") -> DocumentRecords:
    return extract_document(SourceText(text, "txt", "utf-8"), document_key(text.encode(), path))


@pytest.fixture
def read() -> Callable[[str], DocumentRecords]:
    return read_text


@pytest.fixture
def in_tasks() -> Callable[[str], list[dict[str, Any]]]:
    """Metrics of a sentence under the tasks of 2025."""

    def metrics(sentence: str) -> list[dict[str, Any]]:
        return read_text(f"{HEAD}{LOOK_BACK}{FILLER}\n{TASKS}{FILLER}\n{sentence}\n").metrics

    return metrics


@pytest.fixture
def in_look_back() -> Callable[[str], list[dict[str, Any]]]:
    """Metrics of a sentence under the look back at 2024."""

    def metrics(sentence: str) -> list[dict[str, Any]]:
        return read_text(f"{HEAD}{LOOK_BACK}{FILLER}\n{sentence}\n{TASKS}{FILLER}\n").metrics

    return metrics
