"""Work away as it is written (务工登记): do place and months of work agree, and is the place known?

Source: the catalogue of checks, LB-05 and LB-06. Requirements R386, R387.
"""

from datetime import timedelta
from fractions import Fraction
from functools import reduce
from operator import or_

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, flag

TOPIC = "就业"
OFFICE = "县扶贫办"


@flag(
    "person",
    label="务工所在地和务工月数只填了一项",
    source="疑点规则 LB-05",
    severity="orange",
    disagree=("务工所在地", "务工时间（月）"),
    check="打电话问清当年在哪里务工、共几个月，两项补齐；没有务工的，两项都空着。",
    closes="务工所在地和务工月数都填了，或都没有",
    expects=Fraction(10, 100),
    department=OFFICE,
    topic="逻辑错误",
    asks=False,
)
def work_half_stated(
    registered: Column, work_place: Column, work_months: Column, work_started: Column, p: Parameters
) -> Column:
    """A place without a month of work, or months without a place; no month is as good as none stated.

    Who by the work list set out only days ago has a place and no month yet.
    """
    worked = (work_months >= 1).fill_null(False)
    lately = (work_started > p.on - timedelta(days=p["flags.new_work_days"])).fill_null(False)
    return registered & (work_place.notnull() != worked) & (worked | ~lately)


@flag(
    "person",
    label="务工所在地没有写到县",
    source="疑点规则 LB-06",
    severity="yellow",
    disagree=("务工所在地（只写到省或州）", "要求写到县（市、区）"),
    check="打电话问清在哪个县（市、区）务工，补写完整。",
    closes="务工所在地写到县（市、区），或在国外",
    expects=Fraction(30, 100),
    department=OFFICE,
    topic="信息缺失",
    asks=False,
)
def work_place_vague(registered: Column, work_place: Column, p: Parameters) -> Column:
    """Names no more than a province, a prefecture or a municipality; not known without a place.

    A city's name alone is left: it may be a city of county rank, or one that has no counties.
    """
    named = reduce(or_, [work_place.contains(word) for word in p["flags.place_words"]])
    wide = reduce(or_, [work_place.endswith(word) for word in p["flags.place_endings"]])
    return registered & (~named | wide | work_place.isin(p["flags.place_wholes"]))
