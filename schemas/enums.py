"""The enumerations of all tables, and what each value is called in English and Chinese (for the codebook)."""

from __future__ import annotations

from typing import Any, Literal

Script = Literal["hans", "hant", "mixed"]
DocType = Literal[
    "government_work_report",
    "plan_outline",
    "implementation_plan",
    "notice",
    "press_conference",
    "interview",
    "brief",
    "policy_address",
    "other",
]
RegionLevel = Literal["national", "province", "prefecture", "county", "township", "other"]
Comparator = Literal["eq", "ge", "le", "approx", "between"]
Measure = Literal["level", "growth", "change"]
Basis = Literal["annual", "annual_average", "cumulative", "end_of_period", "year_on_year"]
Status = Literal["target", "result", "criterion"]
Strength = Literal["binding", "aspirational", "expected", "plain"]
TargetKind = Literal["quantitative", "qualitative"]
Precision = Literal["day", "month", "quarter", "half_year", "year", "five_year_plan"]
DeadlineSource = Literal["clause", "sentence", "paragraph", "heading", "document"]
TimeRole = Literal["deadline", "period"]
ResolvedBy = Literal["absolute", "plan_year", "publication_date", "five_year_plan", "inherited"]
BodyType = Literal[
    "government",
    "department",
    "party",
    "congress",
    "leading_group",
    "office",
    "enterprise",
    "institution",
    "class_of_bodies",
    "post",
]
BodyRole = Literal["lead", "responsible", "cooperate", "supervise"]
DetectedBy = Literal["rule", "ner", "both"]
Attainment = Literal["met", "missed", "not_reported", "stated_absent"]
Stage = Literal["read", "normalize", "extract", "validate"]
CoverageKind = Literal["targets", "metrics", "deadlines", "responsible_bodies"]
CoverageState = Literal["found", "none_found", "stated_absent", "not_processed"]

#: Enumeration -> value -> (English, Chinese).
VALUE_NAMES: dict[Any, dict[str, tuple[str, str]]] = {
    Script: {
        "hans": ("Simplified Chinese", "简体"),
        "hant": ("Traditional Chinese", "繁体"),
        "mixed": ("both in one document", "简繁混用"),
    },
    DocType: {
        "government_work_report": ("government work report", "政府工作报告"),
        "plan_outline": ("outline of a five-year or long-term plan", "规划纲要"),
        "implementation_plan": ("implementation plan, action plan, work plan", "实施方案、行动计划"),
        "notice": ("notice", "通知"),
        "press_conference": ("press conference", "新闻发布会"),
        "interview": ("interview", "访谈"),
        "brief": ("brief, news item", "简报"),
        "policy_address": ("policy address of a government outside the mainland", "施政报告"),
        "other": ("anything else, opinions among them", "其他"),
    },
    RegionLevel: {
        "national": ("the whole country", "国家级"),
        "province": ("province, autonomous region, municipality under the central government", "省级"),
        "prefecture": ("prefecture-level city, prefecture, league", "地级"),
        "county": ("county, district, county-level city, banner", "县级"),
        "township": ("town, township, subdistrict", "乡级"),
        "other": ("development zones, and places outside the mainland's division", "其他"),
    },
    Comparator: {
        "eq": ("equal to the value", "等于"),
        "ge": ("at least the value", "不低于"),
        "le": ("at most the value", "不高于"),
        "approx": ("about the value", "约"),
        "between": ("from value to value_max", "区间"),
    },
    Measure: {
        "level": ("a level, amount, count or share", "水平值"),
        "growth": ("a relative rate of change", "增长率"),
        "change": ("an absolute rise or fall", "增减量"),
    },
    Basis: {
        "annual": ("over one year", "年度"),
        "annual_average": ("average of several years", "年均"),
        "cumulative": ("sum over several years", "累计"),
        "end_of_period": ("state at the end of the period", "期末"),
        "year_on_year": ("against the same period of the year before", "同比"),
    },
    Status: {
        "target": ("a commitment about the future", "目标"),
        "result": ("a value reported as fact", "完成值"),
        "criterion": ("a standard or threshold that holds in general", "标准"),
    },
    Strength: {
        "binding": ("must be reached", "约束性"),
        "aspirational": ("to be striven for", "争取性"),
        "expected": ("expected", "预期性"),
        "plain": ("stated without a cue", "一般"),
    },
    TargetKind: {
        "quantitative": ("with a number", "定量"),
        "qualitative": ("a checkable end state without a number", "定性"),
    },
    Precision: {
        "day": ("day", "日"),
        "month": ("month", "月"),
        "quarter": ("quarter", "季度"),
        "half_year": ("half of a year", "半年"),
        "year": ("year", "年"),
        "five_year_plan": ("a five-year plan", "五年规划"),
    },
    DeadlineSource: {
        "clause": ("stated in the clause itself", "分句"),
        "sentence": ("inherited from the sentence", "句子"),
        "paragraph": ("inherited from the paragraph", "段落"),
        "heading": ("inherited from a heading", "标题"),
        "document": ("inherited from the document as a whole", "全文"),
    },
    TimeRole: {
        "deadline": ("a commitment falls due by or within it", "期限"),
        "period": ("it locates a result, a fact or an event", "时段"),
    },
    ResolvedBy: {
        "absolute": ("stated with its year", "绝对时间"),
        "plan_year": ("from the year the document plans for", "计划年度"),
        "publication_date": ("from the day the document speaks", "发布日期"),
        "five_year_plan": ("from the number of a five-year plan", "五年规划"),
        "inherited": ("from a time named before", "承前"),
    },
    BodyType: {
        "government": ("government", "政府"),
        "department": ("department, bureau, commission", "部门"),
        "party": ("organ of the party", "党委"),
        "congress": ("congress or consultative conference", "人大政协"),
        "leading_group": ("leading group, headquarters, task force", "领导小组"),
        "office": ("office of a body", "办公室"),
        "enterprise": ("enterprise", "企业"),
        "institution": ("public institution", "事业单位"),
        "class_of_bodies": ("a class of bodies", "一类主体"),
        "post": ("the holder of a post", "职务"),
    },
    BodyRole: {
        "lead": ("leads", "牵头"),
        "responsible": ("is responsible", "负责"),
        "cooperate": ("takes part", "配合"),
        "supervise": ("supervises", "督查"),
    },
    DetectedBy: {
        "rule": ("rules alone", "规则"),
        "ner": ("the recogniser alone", "模型"),
        "both": ("both", "两者"),
    },
    Attainment: {
        "met": ("the result reaches the target", "完成"),
        "missed": ("the result falls short of the target", "未完成"),
        "not_reported": ("no document of the corpus reports a result", "未见报告"),
        "stated_absent": ("no target is set, in the document's own words", "明确不设目标"),
    },
    Stage: {
        "read": ("reading the file", "读取"),
        "normalize": ("normalising the text", "规范化"),
        "extract": ("extracting", "抽取"),
        "validate": ("validating a record", "校验"),
    },
    CoverageKind: {
        "targets": ("targets", "目标"),
        "metrics": ("metrics", "指标值"),
        "deadlines": ("deadlines", "时间"),
        "responsible_bodies": ("responsible bodies", "责任主体"),
    },
    CoverageState: {
        "found": ("at least one record", "有"),
        "none_found": ("looked for and not found", "无"),
        "stated_absent": ("no target is set, in the document's own words", "明确不设目标"),
        "not_processed": ("not looked for, since processing failed", "未处理"),
    },
}
