"""Education aid (教育资助): what is paid for a pupil at this stage, item by item?

Source: 富源县规划, 教育扶贫 (1 to 5); 文昌湖规划, chapter 5 section 2. Which items a place pays at which
stage is its number ``education.stage_items``: an item that it does not name is not paid there.

Only money with an amount counts. Tuition that is waived at senior schools has none in the plans: it
is told by ``school_waivers`` and is in no sum. At a stage that is not known (``school_stage.py``) the
aid is not known either. A boarder's item needs the school roll.
"""

from collections.abc import Mapping
from decimal import Decimal

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, amount

SOURCE = "富源县规划，教育扶贫；文昌湖规划，第五章第二节"

Items = Mapping[str, Mapping[str, object]]
"""Yuan a year by stage and item, as ``education.stage_items`` states them."""


def item(items: Items, name: str, registered: Column, stage: Column) -> Column:
    """What one item pays at the stage, in fen; 0 outside the register and where it is not paid."""
    fen = {at: int(Decimal(str(of[name])) * 100) for at, of in items.items() if name in of}
    paid = ibis.cases(
        *((stage == at, ibis.literal(value, "int64")) for at, value in fen.items()),
        (stage.notnull(), 0),
        else_=ibis.null("int64"),
    )
    return registered.ifelse(paid, 0) if fen else ibis.literal(0, "int64")


def only_if(condition: Column, fen: Column) -> Column:
    """The sum if the condition holds; a condition that is not known matters only if there is a sum."""
    return ibis.cases((fen == 0, 0), (condition, fen), (~condition, 0), else_=ibis.null("int64"))


@amount("person", label="学前教育资助", unit="fen", requirements=("B060",))
def preschool_aid(registered: Column, school_stage: Column, p: Parameters) -> Column:
    """Paid for a child at kindergarten."""
    return item(p["education.stage_items"], "学前教育资助", registered, school_stage)


@amount("person", label="免学杂费", unit="fen", requirements=("B061", "B062"))
def school_fees_waived(registered: Column, school_stage: Column, p: Parameters) -> Column:
    """Fees waived with an amount stated: primary and junior schools."""
    return item(p["education.stage_items"], "免学杂费", registered, school_stage)


@amount("person", label="免费教科书", unit="fen", requirements=("B061", "B062"))
def textbooks_aid(registered: Column, school_stage: Column, p: Parameters) -> Column:
    """Textbooks given free."""
    return item(p["education.stage_items"], "免费教科书", registered, school_stage)


@amount("person", label="营养改善计划", unit="fen", requirements=("B061", "B062"))
def nutrition_aid(registered: Column, school_stage: Column, p: Parameters) -> Column:
    """Meals at primary and junior schools."""
    return item(p["education.stage_items"], "营养改善计划", registered, school_stage)


@amount("person", label="寄宿生生活补助", unit="fen", requirements=("B061", "B062"))
def boarding_aid(registered: Column, school_stage: Column, boarding: Column, p: Parameters) -> Column:
    """For boarders only; not known if the school roll does not say it."""
    return only_if(boarding, item(p["education.stage_items"], "寄宿生生活补助", registered, school_stage))


@amount("person", label="国家助学金", unit="fen", requirements=("B063", "B064", "B066"))
def state_grant(registered: Column, school_stage: Column, school_status: Column, p: Parameters) -> Column:
    """Senior schools and higher education; at vocational schools in the first years only."""
    early = (school_stage != "中职") | school_status.isin(p["education.vocational_grant_years"])
    return only_if(early, item(p["education.stage_items"], "国家助学金", registered, school_stage))


@amount("person", label="普通高中生活费补助", unit="fen", requirements=("B063",))
def living_aid(registered: Column, school_stage: Column, p: Parameters) -> Column:
    """Living allowance at senior middle schools."""
    return item(p["education.stage_items"], "生活费补助", registered, school_stage)


@amount("person", label="雨露计划补助", unit="fen", requirements=("B064",))
def yulu_aid(registered: Column, school_stage: Column, p: Parameters) -> Column:
    """Living allowance of the Rain and Dew programme at vocational schools."""
    return item(p["education.stage_items"], "雨露计划补助", registered, school_stage)


@amount("person", label="中高职及以上定额补助", unit="fen", requirements=("B068",))
def flat_school_aid(registered: Column, school_stage: Column, p: Parameters) -> Column:
    """The flat sum of a place that pays one instead of items."""
    return item(p["education.stage_items"], "定额补助", registered, school_stage)


@amount("person", label="教育资助", unit="fen", requirements=("B060", "B061", "B062", "B063", "B064", "B068"))
def school_aid(
    preschool_aid: Column,
    school_fees_waived: Column,
    textbooks_aid: Column,
    nutrition_aid: Column,
    boarding_aid: Column,
    state_grant: Column,
    living_aid: Column,
    yulu_aid: Column,
    flat_school_aid: Column,
    tuition_award: Column,
) -> Column:
    """All items of the year added up; not known if one of them is not."""
    young = preschool_aid + school_fees_waived + textbooks_aid + nutrition_aid + boarding_aid
    return young + state_grant + living_aid + yulu_aid + flat_school_aid + tuition_award
