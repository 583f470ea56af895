"""Employment (转移就业): who works away steadily, what is paid towards the journey, what is new?

Source: 富源县规划, employment (stable transfer, travel subsidy by region); 新平县规划 and 勐海县规划
(new transfers until 2020).

Who works away is what the department's list of the year says. How many months make a transfer
stable no plan states: it is a number, marked as not confirmed. A county without a list knows
nothing; somebody whom its list does not name is not away.
"""

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, amount, condition, count
from liuqing.policy.three_valued import tally

SOURCE = "富源县规划，全力推进就业扶贫行动（1.稳定转移就业）"


@condition("person", label="稳定转移就业", requirements=("B025",))
def stable_transfer(
    registered: Column, work_times: Column, list_work_months: Column, p: Parameters
) -> Column:
    """In the list of the year with months enough; not known if its months are missing."""
    return registered & (work_times >= 1) & (list_work_months >= p["employment.stable_months"])


@amount("person", label="转移就业交通补助", unit="fen", requirements=("B025",))
def transport_subsidy(stable_transfer: Column, work_region: Column, p: Parameters) -> Column:
    """Once a year, by where the work is; not known if the region is missing or has no rate."""
    rates = p.fens("employment.transport_rates").items()
    return ibis.cases(
        (~stable_transfer, 0), *((stable_transfer & (work_region == r), pay) for r, pay in rates)
    )


@condition(
    "person",
    label="新增就业",
    requirements=("B036", "B037"),
    source="新平县规划，扎实推进就业扶贫行动；勐海县规划，（三）全力推进就业扶贫行动",
)
def new_job(registered: Column, working: Column, worked_before: Column) -> Column:
    """In a job this year and not in the year before."""
    return registered & working & ~worked_before


@count("household", label="户内新增就业人数", unit="人", requirements=("B036",))
def new_jobs(new_job: Column) -> Column:
    """Members newly in a job."""
    return tally(new_job)


@count("area", label="新增就业人数", unit="人", requirements=("B036", "B037"))
def area_new_jobs(new_jobs: Column) -> Column:
    """Members of the register newly in a job, to be held against the plan's target."""
    return new_jobs.sum()


@count("household", label="户内稳定转移就业人数", unit="人", requirements=("B025",))
def transferred(stable_transfer: Column) -> Column:
    """Members in stable transfer employment."""
    return tally(stable_transfer)


@count("area", label="稳定转移就业人数", unit="人", requirements=("B025", "B037"))
def area_transferred(transferred: Column) -> Column:
    """Members of the register in stable transfer employment."""
    return transferred.sum()


@count("household", label="户内交通补助合计", unit="fen", requirements=("B025",))
def household_transport(transport_subsidy: Column) -> Column:
    """What the household's members are entitled to; a member not known counts as nothing."""
    return transport_subsidy.fill_null(0).sum()


@count("area", label="交通补助合计", unit="fen", requirements=("B025",))
def area_transport(household_transport: Column) -> Column:
    """What the area's members are entitled to."""
    return household_transport.sum()
