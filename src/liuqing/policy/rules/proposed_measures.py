"""Proposed measures (因户施策): which help do a household's causes of poverty ask for?

Source: 勐海县规划, measures by class (nine causes, each with its measures); which cause asks for which
measure, and of whom, is the number ``measures.by_cause``: ``{缺劳力: {公益岗位帮扶: 有劳动力, 综合保障:
无劳动力}}``. Causes that the plan does not name follow the general policy and are not confirmed.

There is one condition a measure, so that a reader sees of each measure by which causes, with or
without labour, it is proposed or not, and which fact is missing; a list of all at once would only
show that they were chosen. A measure is proposed if one cause that is in force asks for it.
"""

from functools import reduce
from operator import or_

import ibis

from liuqing.errors import Problem
from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, choice, condition, count
from liuqing.policy.tables import MEASURES
from liuqing.policy.three_valued import has, nobody, tally, tally_unknown

SOURCE = "勐海县规划，二（一）2.分类施策"
EVERYBODY, WITH_LABOUR, WITHOUT_LABOUR, WITH_CHILDREN = "全部", "有劳动力", "无劳动力", "有义务教育阶段子女"
WITH_UNSAFE_HOUSE = "住房不安全"
WHO = (EVERYBODY, WITH_LABOUR, WITHOUT_LABOUR, WITH_CHILDREN, WITH_UNSAFE_HOUSE)
BY_CAUSE = ("measures.by_cause",)


def who_is_meant(has_labour: Column, has_schoolchild: Column, exit_housing: Column) -> dict[str, Column]:
    """Of whom a cause may ask a measure, and whether the household is one of them."""
    return {
        EVERYBODY: ibis.literal(True),
        WITH_LABOUR: has_labour,
        WITHOUT_LABOUR: ~has_labour,
        WITH_CHILDREN: has_schoolchild,
        WITH_UNSAFE_HOUSE: ~exit_housing,
    }


def by_cause(p: Parameters) -> dict[str, dict[str, str]]:
    """The place's table: of each cause its measures and of whom; raises Problem for a word unknown."""
    table: dict[str, dict[str, str]] = p["measures.by_cause"]
    said = {(measure, who) for measures in table.values() for measure, who in measures.items()}
    wrong = sorted({m for m, _ in said} - set(MEASURES)) + sorted({who for _, who in said} - set(WHO))
    if wrong:
        raise Problem(
            "policy.measures_by_cause",
            f"致贫原因与措施的对照表（参数 measures.by_cause）里不认识「{'、'.join(wrong)}」",
            f"措施请从这些里选：{'、'.join(MEASURES)}；对象请从这些里选：{'、'.join(WHO)}。",
        )
    return table


def asked_for(
    measure: str,
    causes: Column,
    has_labour: Column,
    has_schoolchild: Column,
    exit_housing: Column,
    p: Parameters,
) -> Column:
    """One of the causes in force asks this measure of this household."""
    meant = who_is_meant(has_labour, has_schoolchild, exit_housing)
    asked = [
        has(causes, cause) & meant[measures[measure]]
        for cause, measures in by_cause(p).items()
        if measure in measures
    ]
    return reduce(or_, asked, ibis.ifelse(causes.notnull(), False, ibis.null("boolean")))


@count("household", label="义务教育阶段子女", unit="人")
def schoolchildren(compulsory_age: Column) -> Column:
    """Members of compulsory school age."""
    return tally(compulsory_age)


@count("household", label="是否义务教育阶段不明的成员", unit="人")
def schoolchildren_unclear(compulsory_age: Column) -> Column:
    """Members of whom it is not known."""
    return tally_unknown(compulsory_age)


@condition("household", label="有义务教育阶段子女")
def has_schoolchild(schoolchildren: Column, schoolchildren_unclear: Column, household_size: Column) -> Column:
    """A member is of compulsory school age."""
    return ~nobody(schoolchildren, schoolchildren_unclear, household_size)


@condition("household", label="宜安排产业帮扶", reads=BY_CAUSE)
def propose_industry(
    causes: Column, has_labour: Column, has_schoolchild: Column, exit_housing: Column, p: Parameters
) -> Column:
    """Farming, stock or shares in an enterprise."""
    return asked_for("产业帮扶", causes, has_labour, has_schoolchild, exit_housing, p)


@condition("household", label="宜安排就业帮扶", reads=BY_CAUSE)
def propose_employment(
    causes: Column, has_labour: Column, has_schoolchild: Column, exit_housing: Column, p: Parameters
) -> Column:
    """Work elsewhere, training for work."""
    return asked_for("就业帮扶", causes, has_labour, has_schoolchild, exit_housing, p)


@condition("household", label="宜安排金融帮扶", reads=BY_CAUSE)
def propose_finance(
    causes: Column, has_labour: Column, has_schoolchild: Column, exit_housing: Column, p: Parameters
) -> Column:
    """Loans."""
    return asked_for("金融帮扶", causes, has_labour, has_schoolchild, exit_housing, p)


@condition("household", label="宜安排公益岗位帮扶", reads=BY_CAUSE)
def propose_public_post(
    causes: Column, has_labour: Column, has_schoolchild: Column, exit_housing: Column, p: Parameters
) -> Column:
    """A post in the village."""
    return asked_for("公益岗位帮扶", causes, has_labour, has_schoolchild, exit_housing, p)


@condition("household", label="宜安排健康帮扶", reads=BY_CAUSE)
def propose_health_care(
    causes: Column, has_labour: Column, has_schoolchild: Column, exit_housing: Column, p: Parameters
) -> Column:
    """Insurance, treatment, medical aid."""
    return asked_for("健康帮扶", causes, has_labour, has_schoolchild, exit_housing, p)


@condition("household", label="宜安排义务教育保障", reads=BY_CAUSE)
def propose_compulsory_schooling(
    causes: Column, has_labour: Column, has_schoolchild: Column, exit_housing: Column, p: Parameters
) -> Column:
    """Keeping children at school."""
    return asked_for("义务教育保障", causes, has_labour, has_schoolchild, exit_housing, p)


@condition("household", label="宜安排其他教育帮扶", reads=BY_CAUSE)
def propose_education_aid(
    causes: Column, has_labour: Column, has_schoolchild: Column, exit_housing: Column, p: Parameters
) -> Column:
    """Grants and loans beyond compulsory school."""
    return asked_for("其他教育帮扶", causes, has_labour, has_schoolchild, exit_housing, p)


@condition("household", label="宜安排综合保障", reads=BY_CAUSE)
def propose_social_security(
    causes: Column, has_labour: Column, has_schoolchild: Column, exit_housing: Column, p: Parameters
) -> Column:
    """Dibao, tekun, subsidies of the disabled."""
    return asked_for("综合保障", causes, has_labour, has_schoolchild, exit_housing, p)


@condition("household", label="宜安排住房安全保障", reads=BY_CAUSE)
def propose_housing_aid(
    causes: Column, has_labour: Column, has_schoolchild: Column, exit_housing: Column, p: Parameters
) -> Column:
    """A safe house."""
    return asked_for("住房安全保障", causes, has_labour, has_schoolchild, exit_housing, p)


@condition("household", label="宜安排饮水安全保障", reads=BY_CAUSE)
def propose_water_aid(
    causes: Column, has_labour: Column, has_schoolchild: Column, exit_housing: Column, p: Parameters
) -> Column:
    """Safe water."""
    return asked_for("饮水安全保障", causes, has_labour, has_schoolchild, exit_housing, p)


@condition("household", label="宜安排社会帮扶", reads=BY_CAUSE)
def propose_social_help(
    causes: Column, has_labour: Column, has_schoolchild: Column, exit_housing: Column, p: Parameters
) -> Column:
    """Visits, encouragement, donations."""
    return asked_for("社会帮扶", causes, has_labour, has_schoolchild, exit_housing, p)


@condition("household", label="宜安排搬迁", reads=BY_CAUSE)
def propose_relocation(
    causes: Column, has_labour: Column, has_schoolchild: Column, exit_housing: Column, p: Parameters
) -> Column:
    """Moving elsewhere."""
    return asked_for("搬迁", causes, has_labour, has_schoolchild, exit_housing, p)


@condition("household", label="宜安排生产生活条件改善", reads=BY_CAUSE)
def propose_living_conditions(
    causes: Column, has_labour: Column, has_schoolchild: Column, exit_housing: Column, p: Parameters
) -> Column:
    """Better conditions of living and farming."""
    return asked_for("生产生活条件改善", causes, has_labour, has_schoolchild, exit_housing, p)


@condition("household", label="宜安排基础设施建设", reads=BY_CAUSE)
def propose_infrastructure(
    causes: Column, has_labour: Column, has_schoolchild: Column, exit_housing: Column, p: Parameters
) -> Column:
    """Roads and other works."""
    return asked_for("基础设施建设", causes, has_labour, has_schoolchild, exit_housing, p)


@choice("household", label="建议的帮扶措施")
def proposed_measures(
    propose_industry: Column,
    propose_employment: Column,
    propose_finance: Column,
    propose_public_post: Column,
    propose_health_care: Column,
    propose_compulsory_schooling: Column,
    propose_education_aid: Column,
    propose_social_security: Column,
    propose_housing_aid: Column,
    propose_water_aid: Column,
    propose_social_help: Column,
    propose_relocation: Column,
    propose_living_conditions: Column,
    propose_infrastructure: Column,
) -> Column:
    """The measures proposed for certain; not known if none is and one of them is not known."""
    proposed = {
        "产业帮扶": propose_industry,
        "就业帮扶": propose_employment,
        "金融帮扶": propose_finance,
        "公益岗位帮扶": propose_public_post,
        "健康帮扶": propose_health_care,
        "义务教育保障": propose_compulsory_schooling,
        "其他教育帮扶": propose_education_aid,
        "综合保障": propose_social_security,
        "住房安全保障": propose_housing_aid,
        "饮水安全保障": propose_water_aid,
        "社会帮扶": propose_social_help,
        "搬迁": propose_relocation,
        "生产生活条件改善": propose_living_conditions,
        "基础设施建设": propose_infrastructure,
    }
    sure = [holds.fill_null(False) for holds in proposed.values()]
    joined = ibis.literal("|")
    for code, holds in zip(proposed, sure, strict=True):
        joined = joined + ibis.ifelse(holds, f"{code}|", "")
    all_known = ibis.literal(True)
    for holds in proposed.values():
        all_known = all_known & holds.notnull()
    return ibis.ifelse(reduce(or_, sure) | all_known, joined, ibis.null("string"))


@choice("household", label="建议措施的理由", reads=BY_CAUSE)
def measure_reasons(
    causes: Column, has_labour: Column, has_schoolchild: Column, exit_housing: Column, p: Parameters
) -> Column:
    """Which cause gave which measure, for certain: ``|因病：健康帮扶|``; not known without causes."""
    meant = who_is_meant(has_labour, has_schoolchild, exit_housing)
    joined = ibis.ifelse(causes.notnull(), "|", ibis.null("string"))
    for cause, measures in by_cause(p).items():
        for measure, who in measures.items():
            given = (has(causes, cause) & meant[who]).fill_null(False)
            joined = joined + ibis.ifelse(given, f"{cause}：{measure}|", "")
    return joined
