"""metrics: one row for each stated value of an indicator."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from schemas.base import Row, check_order, check_span, column, fault, list_column
from schemas.enums import Basis, Comparator, Measure, Status, Strength

#: Columns that speak of the number; a qualitative target has none of them.
QUANTITY_COLUMNS = (
    "metric_id",
    "metric_code",
    "metric_name",
    "metric_domain",
    "value",
    "value_max",
    "unit",
    "value_base",
    "unit_base",
    "comparator",
    "modifier_text",
    "measure",
    "basis",
    "baseline_value",
    "baseline_period_end",
    "value_start",
    "value_end",
)


class Measurement(Row):
    """The columns that metrics and targets share, typed once; each table says which of them it requires."""

    metric_id: Annotated[str | None, column("Key of the stated value", "指标值编号", "一个指标值的唯一编号", pattern=r"^[0-9a-f]{16}$")] = None
    doc_id: Annotated[str, column("Document it stands in", "文件编号", "所在文件的编号")]
    metric: Annotated[str | None, column("Indicator as a noun phrase that stands alone", "指标", "可独立理解的指标名称短语")] = None
    metric_code: Annotated[str | None, column("Code in the indicator vocabulary", "指标代码", "指标词表中的代码")] = None
    metric_name: Annotated[str | None, column("Preferred name in the indicator vocabulary", "指标规范名称", "指标词表中的规范名称")] = None
    metric_domain: Annotated[str | None, column("Domain in the indicator vocabulary", "指标领域", "指标词表中的所属领域")] = None
    value: Annotated[
        float | None, column("Value as printed, in the scale of unit; falls are negative for growth and change", "数值", "原文数值，以“单位”栏的量级计；增长率与增减量下降时为负")
    ] = None
    value_max: Annotated[float | None, column("Second end of a range, as printed", "数值上端", "区间的另一端，按原文")] = None
    unit: Annotated[str | None, column("Unit as printed, with its magnitude, simplified", "单位", "原文计量单位，含量级，转为简体")] = None
    value_base: Annotated[float | None, column("Value in the base unit", "基本单位数值", "折算为基本单位后的数值")] = None
    unit_base: Annotated[str | None, column("Base unit", "基本单位", "折算所用的基本单位")] = None
    comparator: Annotated[Comparator | None, column("How the value bounds the indicator", "比较关系", "数值对指标的限定关系：等于、不低于、不高于、约、区间")] = None
    modifier_text: Annotated[str | None, column("Words that say so, verbatim", "限定词", "表示限定关系的原文用语")] = None
    measure: Annotated[Measure | None, column("Level, rate of growth, or absolute change", "度量方式", "水平值、增长率或增减量")] = None
    basis: Annotated[Basis | None, column("What a rate or sum refers to", "口径", "比率或总量的统计口径：年度、年均、累计、期末、同比")] = None
    status: Annotated[Status | None, column("Target, result or criterion", "性质", "目标、完成值或标准")] = None
    strength: Annotated[Strength | None, column("How firmly a target is committed to", "约束力", "目标的约束程度")] = None
    commitment_text: Annotated[str | None, column("The cue of the strength, verbatim", "承诺用语", "体现约束程度的原文用语")] = None
    baseline_value: Annotated[float | None, column("Value the change starts from, in the printed unit", "基期值", "变动的起点值，按原文单位")] = (
        None
    )
    baseline_period_end: Annotated[date | None, column("Last day of the baseline period", "基期截止日", "基期的最后一日")] = None
    period_text: Annotated[str | None, column("Words for the period, verbatim", "时期用语", "表示时期的原文用语")] = None
    period_start: Annotated[date | None, column("First day of the period", "时期起始日", "时期的第一日")] = None
    period_end: Annotated[date | None, column("Last day of the period the value is for or due by", "时期截止日", "数值所属时期或应完成时期的最后一日")] = None
    scope: Annotated[
        str | None, column("Place or group it is for, where not the document's own region", "适用范围", "数值所指的地区或群体，仅在不同于文件所辖地区时填写")
    ] = None
    section: Annotated[list[str], list_column("Headings above it, outermost first", "所在章节", "所在位置的各级标题，由外到内")]
    evidence: Annotated[str, column("The clause, verbatim", "原文依据", "原文所在分句")]
    start: Annotated[int, column("Offset of the evidence in documents.text", "起始位置", "原文依据在 documents.text 中的起始位置", ge=0)]
    end: Annotated[int, column("End of the evidence, exclusive", "结束位置", "原文依据的结束位置，终点不含", ge=0)]
    value_start: Annotated[
        int | None, column("Offset of the number with its magnitude and %", "数值起始位置", "数值（含量级与百分号）的起始位置", ge=0)
    ] = None
    value_end: Annotated[int | None, column("End of the number, exclusive", "数值结束位置", "数值的结束位置，终点不含", ge=0)] = None
    metric_start: Annotated[int | None, column("Offset of the indicator's words", "指标起始位置", "指标用语的起始位置", ge=0)] = None
    metric_end: Annotated[int | None, column("End of the indicator's words, exclusive", "指标结束位置", "指标用语的结束位置，终点不含", ge=0)] = None
    page: Annotated[int | None, column("Page of a paginated document, from 1", "页码", "分页文件中的页码，自 1 起", ge=1)] = None
    rule: Annotated[str | None, column("Rule or model that decided, with its version", "判定规则", "作出判定的规则或模型及其版本")] = None
    confidence: Annotated[
        float | None,
        column("Confidence, calibrated on labelled documents; 1 for what a person has reviewed", "置信度", "置信度，经标注文件校准；人工复核过的为 1", arrow="float32", ge=0, le=1),
    ] = None
    correction: Annotated[str | None, column("File of corrections in which a person has set it right", "人工校正", "载有人工校正的校正文件")] = None

    def check(self) -> None:
        """Order of dates, ranges, spans, and status against strength."""
        check_span("", self.start, self.end)
        check_span("value_", self.value_start, self.value_end)
        check_span("metric_", self.metric_start, self.metric_end)
        check_order("period_start", self.period_start, "period_end", self.period_end)
        check_order("baseline_period_end", self.baseline_period_end, "period_end", self.period_end)
        self._check_range()
        if self.value_base is None and self.unit_base is not None:
            raise fault("inconsistent", f"unit_base {self.unit_base} without value_base")
        if self.status != "target" and (self.strength is not None or self.commitment_text is not None):
            raise fault(
                "status", f"strength {self.strength} and commitment_text stand on a {self.status}, not a target"
            )

    def _check_range(self) -> None:
        if (self.value_max is None) == (self.comparator == "between"):
            raise fault("inconsistent", f"value_max {self.value_max} with comparator {self.comparator}")
        if self.value is None or self.value_max is None:
            return
        # A fall printed as a range keeps the printed order: 减少65%至70% is -65, -70.
        falls = self.value <= 0 and self.value_max <= 0
        if self.value > self.value_max and not falls:
            raise fault("value_range", f"value {self.value} is greater than value_max {self.value_max}")


class MetricRow(Measurement):
    """One stated value of an indicator."""

    table: ClassVar[str] = "metrics"
    name_zh: ClassVar[str] = "指标值"
    summary_zh: ClassVar[str] = "文件中陈述的一个指标值。"
    primary_key: ClassVar[tuple[str, ...]] = ("metric_id",)
    foreign_keys: ClassVar[dict[str, tuple[str, str]]] = {"doc_id": ("documents", "doc_id")}
    required: ClassVar[frozenset[str]] = frozenset(
        {"metric_id", "metric", "value", "comparator", "measure", "status", "value_start", "value_end", "rule"}
    )

    def check(self) -> None:
        """Beyond the shared checks: a target has a strength."""
        super().check()
        if self.status == "target" and self.strength is None:
            raise fault("status", "strength: is required for a target and absent")
