"""panel: region × year × indicator, the table that researchers collect by hand."""

from __future__ import annotations

from typing import Annotated, ClassVar

from schemas.base import Row, column, fault, list_column
from schemas.enums import Attainment, Basis, Comparator, Measure, RegionLevel, Strength


class PanelRow(Row):
    """One target of a region for a year, with the result that a later document reports."""

    table: ClassVar[str] = "panel"
    name_zh: ClassVar[str] = "面板数据"
    foreign_keys: ClassVar[dict[str, tuple[str, str]]] = {
        "target_id": ("targets", "target_id"),
        "result_metric_id": ("metrics", "metric_id"),
    }

    region: Annotated[str, column("Region that sets the target, full name", "地区")]
    region_code: Annotated[str | None, column("GB/T 2260 code of the region", "行政区划代码")] = None
    region_level: Annotated[RegionLevel | None, column("Administrative level of the region", "地区层级")] = None
    year: Annotated[int, column("Year in which the target's period ends", "年份")]
    metric_code: Annotated[str, column("Code in the indicator vocabulary", "指标代码")]
    metric_name: Annotated[str | None, column("Preferred name in the indicator vocabulary", "指标规范名称")] = None
    unit: Annotated[
        str | None,
        column("Unit of target and result: as printed where both agree, else the base unit", "单位"),
    ] = None
    measure: Annotated[
        Measure | None, column("Level, rate of growth, or absolute change; null where no target is set", "度量方式")
    ] = None
    basis: Annotated[
        Basis | None, column("annual_average or cumulative; null for the figure of the year itself", "口径")
    ] = None
    target_low: Annotated[
        float | None, column("The target's value, the first end of a range; null where no target is set", "目标值")
    ] = None
    target_high: Annotated[float | None, column("Second end of a range", "目标值上端")] = None
    target_comparator: Annotated[Comparator | None, column("How the value bounds the indicator", "比较关系")] = None
    modifier_text: Annotated[str | None, column("Words that say so, verbatim", "限定词")] = None
    commitment_text: Annotated[str | None, column("The cue of the strength, verbatim", "承诺用语")] = None
    strength: Annotated[Strength | None, column("How firmly the target is committed to", "约束力")] = None
    target_id: Annotated[str | None, column("The target chosen, key of targets", "目标编号")] = None
    result_value: Annotated[float | None, column("Value that a later document reports", "完成值")] = None
    result_metric_id: Annotated[str | None, column("The result chosen, key of metrics", "完成值编号")] = None
    attainment: Annotated[Attainment, column("Whether the result reaches the target", "完成情况")]
    deviation: Annotated[
        float | None, column("result_value minus target_low; whether more is better is not judged", "偏差")
    ] = None
    n_sources: Annotated[int, column("Documents that state a target or result of this cell", "来源数", ge=1)]
    source_doc_ids: Annotated[
        list[str], list_column("Keys of these documents; that of the target chosen, or that sets none, first", "来源文件编号")
    ]

    def check(self) -> None:
        """A row has a target, or says that none is set."""
        given = (self.target_id, self.target_low, self.target_comparator, self.measure)
        absent = self.attainment == "stated_absent"
        if any((value is None) != absent for value in given):
            raise fault("inconsistent", f"target_id, target_low, target_comparator, measure {given} with {self.attainment}")
