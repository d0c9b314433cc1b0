"""panel: region × year × indicator, the table that researchers collect by hand."""

from __future__ import annotations

from typing import Annotated, ClassVar

from schemas.base import Row, column, fault, list_column
from schemas.enums import Attainment, Basis, Comparator, Measure, RegionLevel, Strength


class PanelRow(Row):
    """One target of a region for a year, with the result that a later document reports."""

    table: ClassVar[str] = "panel"
    name_zh: ClassVar[str] = "面板数据"
    summary_zh: ClassVar[str] = "一个地区某年某项指标的目标，以及后续文件报告的完成值。"
    foreign_keys: ClassVar[dict[str, tuple[str, str]]] = {
        "target_id": ("targets", "target_id"),
        "result_metric_id": ("metrics", "metric_id"),
    }

    region: Annotated[str, column("Region that sets the target, full name", "地区", "提出目标的地区的全称")]
    region_code: Annotated[str | None, column("GB/T 2260 code of the region", "行政区划代码", "地区的 GB/T 2260 行政区划代码")] = None
    region_level: Annotated[RegionLevel | None, column("Administrative level of the region", "地区层级", "地区的行政层级")] = None
    year: Annotated[int, column("Year in which the target's period ends", "年份", "目标时期截止的年份")]
    metric_code: Annotated[str, column("Code in the indicator vocabulary", "指标代码", "指标词表中的代码")]
    metric_name: Annotated[str | None, column("Preferred name in the indicator vocabulary", "指标规范名称", "指标词表中的规范名称")] = None
    unit: Annotated[
        str | None,
        column("Unit of target and result: as printed where both agree, else the base unit", "单位", "目标值与完成值的共同单位：两者一致时按原文，否则用基本单位"),
    ] = None
    measure: Annotated[
        Measure | None, column("Level, rate of growth, or absolute change; null where no target is set", "度量方式", "水平值、增长率或增减量；明确不设目标时为空")
    ] = None
    basis: Annotated[
        Basis | None, column("annual_average or cumulative; null for the figure of the year itself", "口径", "年均或累计；当年数值为空")
    ] = None
    target_low: Annotated[
        float | None, column("The target's value, the first end of a range; null where no target is set", "目标值", "目标值，区间目标为前端值；明确不设目标时为空")
    ] = None
    target_high: Annotated[float | None, column("Second end of a range", "目标值上端", "区间的另一端")] = None
    target_comparator: Annotated[Comparator | None, column("How the value bounds the indicator", "比较关系", "数值对指标的限定关系：等于、不低于、不高于、约、区间")] = None
    modifier_text: Annotated[str | None, column("Words that say so, verbatim", "限定词", "表示限定关系的原文用语")] = None
    commitment_text: Annotated[str | None, column("The cue of the strength, verbatim", "承诺用语", "体现约束程度的原文用语")] = None
    strength: Annotated[Strength | None, column("How firmly the target is committed to", "约束力", "目标的约束程度")] = None
    target_id: Annotated[str | None, column("The target chosen, key of targets", "目标编号", "所选目标在目标表中的编号")] = None
    result_value: Annotated[float | None, column("Value that a later document reports", "完成值", "后续文件报告的完成值")] = None
    result_metric_id: Annotated[str | None, column("The result chosen, key of metrics", "完成值编号", "所选完成值在指标值表中的编号")] = None
    attainment: Annotated[Attainment, column("Whether the result reaches the target", "完成情况", "完成值是否达到目标")]
    deviation: Annotated[
        float | None, column("result_value minus target_low; whether more is better is not judged", "偏差", "完成值减目标值（target_low）；不判断以高为优或以低为优")
    ] = None
    n_sources: Annotated[int, column("Documents that state a target or result of this cell", "来源数", "载有该目标或完成值的文件数", ge=1)]
    source_doc_ids: Annotated[
        list[str], list_column("Keys of these documents; that of the target chosen, or that sets none, first", "来源文件编号", "这些文件的编号；所选目标（或明确不设目标）的文件居首")
    ]

    def check(self) -> None:
        """A row has a target, or says that none is set."""
        given = (self.target_id, self.target_low, self.target_comparator, self.measure)
        absent = self.attainment == "stated_absent"
        if any((value is None) != absent for value in given):
            raise fault("inconsistent", f"target_id, target_low, target_comparator, measure {given} with {self.attainment}")
