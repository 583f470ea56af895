"""School stage (就读学段): at which stage is a member at school, and what need not be paid there?

Source: 全国扶贫开发信息系统, 在校生状况 (AAB009); 文昌湖规划, chapter 5 section 2 and 富源县规划, 教育扶贫 (what
is waived).

The register writes either the school year or the education reached. A member of whom neither is
stated, or whom only the school roll sends to school, is at no known stage.
"""

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, choice

SOURCE = "全国扶贫开发信息系统，在校生状况（AAB009）"
WAIVED = "文昌湖规划，第五章第二节；富源县规划，教育扶贫"
STAGES = ("学前教育", "小学", "初中", "普通高中", "中职", "专科", "本科", "研究生", "不在校")


@choice("person", label="就读学段", options=STAGES, requirements=("B060",))
def school_stage(school_status: Column, education: Column, list_enrolled: Column, p: Parameters) -> Column:
    """The stage of the school year; an education reached without a school year means at no school."""
    stages = p["education.stages"]
    return ibis.cases(
        *((school_status.isin(years), stage) for stage, years in stages.items()),
        (school_status.notnull(), "不在校"),
        (education.notnull() & ~list_enrolled.fill_null(False), "不在校"),
        else_=ibis.null("string"),
    )


@choice("person", label="减免项目", requirements=("B063", "B064", "B069"), source=WAIVED)
def school_waivers(registered: Column, school_stage: Column, p: Parameters) -> Column:
    """What need not be paid at this stage and has no amount in the plan, as ``|保教费|伙食费|``."""
    waived = {stage: f"|{'|'.join(items)}|" for stage, items in p["education.waived_items"].items()}
    told = ibis.cases(
        *((school_stage == stage, items) for stage, items in waived.items()),
        (school_stage.notnull(), "|"),
        else_=ibis.null("string"),
    )
    return registered.ifelse(told, "|")
