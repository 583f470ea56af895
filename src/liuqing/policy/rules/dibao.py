"""Dibao (农村低保): what is due this year?

Source: 嵩明县规划, 社会兜底保障 (standard per month); 富源县规划, 综合保障扶贫.

Dibao tops an income up to the standard, so what is paid differs from household to household (嵩明:
273.71 yuan a month on average below a standard of 320). Who gets it and how much a month is
decided by the civil affairs office: due is what its list grants, up to the standard.

A member who is not in the list is granted nothing; whether somebody should be is another question.
"""

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, amount

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
