"""Times with a name of their own in a document."""

import pytest

from pipeline.extract.named_times import with_named_times
from pipeline.extract.times import find_times
from pipeline.normalize import normalize


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2024年7月至12月(以下称为本期)的工作。本期新建学校3所。", ["2024年7月至12月", "本期"]),
        ("2024年7月至12月(以下稱本期)的工作。本期新建學校3所,本期免費。", ["2024年7月至12月", "本期", "本期"]),
        ("2024年(下称“报告期”)的工作。报告期新建学校3所。", ["2024年", "报告期"]),
        ("《条例》(以下称为本期)的工作。本期新建学校3所。", []),
        ("2024年的工作。本期新建学校3所。", ["2024年"]),
    ],
)
def test_a_named_time_is_one_wherever_its_name_stands(text: str, found: list[str]) -> None:
    text = normalize(text).text
    named = with_named_times(text, find_times(text))
    assert [text[m.start : m.end] for m in named] == found
    assert len({m.parts for m in named}) <= 1
