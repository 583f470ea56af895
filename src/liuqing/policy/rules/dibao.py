"""Dibao (农村低保): what is due this year, and does the standard reach the poverty line?

Source: 嵩明县规划, 社会兜底保障 (standard per month, two lines in one, support by person); 富源县规划,
综合保障扶贫. Dibao tops an income up to the standard, so what is paid differs from household to
household (嵩明: 273.71 yuan a month on average below a standard of 320). Who gets it and how much
a month is decided by the civil affairs office: due is what its list grants, up to the standard.

A member who is not in the list is granted nothing; whether somebody should be is another question.
"""

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, amount, choice, count
from liuqing.policy.three_valued import half_up

SOURCE = "嵩明县规划，5.社会兜底保障；富源县规划，综合保障扶贫"


@amount("person", label="当年可享受到第几月", unit="月")
def last_month_due(died_on: Column, p: Parameters) -> Column:
    """The month of the day; of somebody who died in the year that month; 0 if before the year.

    Not in the police list of deaths means alive.
    """
    return ibis.cases((died_on.year() < p.on.year, 0), (died_on <= p.on, died_on.month()), else_=p.on.month)


@amount("person", label="当年低保月数", unit="月", requirements=("B111",))
def dibao_months(dibao_since: Column, last_month_due: Column, p: Parameters) -> Column:
    """Months of the year from the first on dibao to the day; not known without the first."""
    first = ibis.cases((dibao_since.year() < p.on.year, 1), else_=dibao_since.month())
    months = ibis.cases((dibao_since > p.on, 0), else_=last_month_due - first + 1)
    return ibis.cases((months < 0, 0), else_=months)


@amount("person", label="当年应发农村低保金", unit="fen", requirements=("B111", "B112"))
def dibao_amount(
    registered: Column, dibao_times: Column, dibao_monthly_fen: Column, dibao_months: Column, p: Parameters
) -> Column:
    """The monthly sum of the list, up to the standard, for the months of the year."""
    standard = p.fen("dibao.monthly_standard")
    monthly = ibis.cases((dibao_monthly_fen > standard, standard), else_=dibao_monthly_fen)
    granted = ibis.cases(
        (dibao_times == 0, 0),
        (dibao_times > 0, monthly * dibao_months),
        else_=ibis.null("int64"),
    )
    return registered.ifelse(granted, 0)


@choice("area", label="低保线与扶贫线", options=("两线合一", "低保线低于扶贫线"), requirements=("B024",))
def two_lines(p: Parameters) -> Column:
    """Whether twelve months of the standard reach the poverty line of the day: then dibao alone does."""
    reached = p.fen("dibao.monthly_standard") * 12 >= p.fen("exits.income_line")
    return ibis.literal("两线合一" if reached else "低保线低于扶贫线")


@amount("household", label="户内在册低保人数", unit="人", requirements=("B113",))
def registered_on_dibao(registered: Column, dibao_members: Column) -> Column:
    """Members whom the register says to be on dibao; 0 outside the register."""
    return registered.ifelse(dibao_members, 0)


@count("area", label="在册低保户数", unit="户", requirements=("B113", "B114"))
def dibao_homes_of_area(registered_on_dibao: Column) -> Column:
    """Households of the register with somebody on dibao."""
    return (registered_on_dibao > 0).cast("int64").sum()


@count("area", label="在册低保人数", unit="人", requirements=("B113", "B114"))
def dibao_people_of_area(registered_on_dibao: Column) -> Column:
    """Their members on dibao."""
    return registered_on_dibao.sum()


@amount("area", label="低保户均保障人数（一户一人为100%）", unit="ppm", requirements=("B113",))
def dibao_people_per_home(dibao_people_of_area: Column, dibao_homes_of_area: Column) -> Column:
    """Persons for each household on dibao; near 100 % means that single persons are supported."""
    return _share(dibao_people_of_area, dibao_homes_of_area)


@amount("area", label="在册人口中低保人数占比", unit="ppm", requirements=("B114",))
def dibao_share_of_register(dibao_people_of_area: Column, registered_persons: Column) -> Column:
    """The share of the register that is on dibao."""
    return _share(dibao_people_of_area, registered_persons)


@count("household", label="户内低保月保障金额", unit="fen", requirements=("B112",))
def dibao_monthly_of_home(dibao_monthly_fen: Column) -> Column:
    """What the list grants the members a month."""
    return dibao_monthly_fen.fill_null(0).sum()


@count("household", label="低保名册内人数", unit="人", requirements=("B112",))
def dibao_listed(dibao_monthly_fen: Column) -> Column:
    """Members for whom the list grants a sum."""
    return dibao_monthly_fen.notnull().cast("int64").sum()


@count("area", label="在册低保月发放金额", unit="fen", requirements=("B112",))
def dibao_monthly_of_area(dibao_monthly_of_home: Column) -> Column:
    """What the list grants a month in the area."""
    return dibao_monthly_of_home.sum()


@count("area", label="低保名册内在册人数", unit="人", requirements=("B112",))
def dibao_listed_of_area(dibao_listed: Column) -> Column:
    """To how many members of the register."""
    return dibao_listed.sum()


@amount("area", label="低保人均月保障金额", unit="fen", requirements=("B112",))
def dibao_mean_monthly(dibao_monthly_of_area: Column, dibao_listed_of_area: Column) -> Column:
    """The mean a month, half up to the fen; not known if nobody is listed."""
    return half_up(dibao_monthly_of_area, dibao_listed_of_area.nullif(0))


def _share(part: Column, whole: Column) -> Column:
    base = whole.nullif(0)
    return (part * 2_000_000 + base) // (base * 2)
