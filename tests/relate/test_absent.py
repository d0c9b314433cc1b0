"""Documents that say that they set no target."""

import pytest

from pipeline.relate.absent import absent_targets


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("今年不设定全年经济增长具体目标,把稳就业放在首位。", ["economy.gdp"]),
        ("综合各方面情况,没有提出全年经济增速具体目标。", ["economy.gdp"]),
        ("我市不再下达地区生产总值增长指标。", ["economy.gdp"]),
        ("2021年未设置一般公共预算收入增长目标。", ["fiscal.general_revenue"]),
        ("对重点生态功能区不设定目标。", ["targets"]),
        ("今年设定经济增长5%左右的目标。", []),
        ("没有完成经济增长目标。", []),
        ("不断提出更高目标。", []),
        ("不设置考核前置条件,全面落实经济增长目标。", []),
        ("", []),
    ],
)
def test_codes_of_what_is_not_set(text: str, codes: list[str]) -> None:
    assert absent_targets(text) == codes
