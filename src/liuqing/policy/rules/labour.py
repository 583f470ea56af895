"""Labour (劳动力): who is able to work, and who of them is in a job?

Source: 富源县规划, employment (one job at least for every poor household with labour of working
age). No plan states the ages or which labour words count: both are numbers of the nation, marked
as not confirmed.

A member at school is no labour; no school stated means at none. A list that is not there says
nothing of anybody: then the register's months of work decide, and where they are missing too it
is not known whether the member works.
"""

from fractions import Fraction

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, condition, count, flag
from liuqing.policy.three_valued import nobody, tally, tally_unknown

SOURCE = "富源县规划，全力推进就业扶贫行动（1.稳定转移就业）"


@condition("person", label="有劳动能力（适龄）", requirements=("B031", "B038"))
def able_to_work(age: Column, labour: Column, school_status: Column, p: Parameters) -> Column:
    """Of working age, with a labour word that counts, at no school; not known without age or word."""
    of_age = age.between(p["employment.working_age_from"], p["employment.working_age_to"])
    return of_age & labour.isin(p["employment.able_labour"]) & school_status.isnull()


@condition("person", label="已就业（务工、公益性岗位或护林员）", requirements=("B031",))
def working(
    work_months: Column, work_times: Column, public_posts_times: Column, rangers_times: Column
) -> Column:
    """In a list of workers of the year, or with months of work in the register."""
    listed = (work_times >= 1) | (public_posts_times >= 1) | (rangers_times >= 1)
    return listed.fill_null(False) | (work_months >= 1)


@condition("person", label="有劳动能力未就业", requirements=("B031", "B039"))
def idle_worker(able_to_work: Column, working: Column) -> Column:
    """Able to work and in no job."""
    return able_to_work & ~working


@count("household", label="劳动力人数", unit="人", requirements=("B031",))
def workers(able_to_work: Column) -> Column:
    """Members able to work."""
    return tally(able_to_work)


@count("household", label="劳动能力不明人数", unit="人")
def workers_unclear(able_to_work: Column) -> Column:
    """Members of whom it is not known."""
    return tally_unknown(able_to_work)


@count("household", label="就业人数", unit="人", requirements=("B031",))
def jobs(working: Column) -> Column:
    """Members in a job, whatever their age."""
    return tally(working)


@count("household", label="就业情况不明的劳动力", unit="人")
def jobs_unclear(idle_worker: Column) -> Column:
    """Members who may be able to work and of whom no job is known."""
    return tally_unknown(idle_worker)


@condition("household", label="有劳动力户", requirements=("B031", "B044"))
def has_labour(workers: Column, workers_unclear: Column, household_size: Column) -> Column:
    """Somebody is able to work."""
    return ~nobody(workers, workers_unclear, household_size)


@condition("household", label="至少一人就业", requirements=("B031",))
def has_job(jobs: Column, jobs_unclear: Column, household_size: Column) -> Column:
    """Somebody is in a job; not known while one who may be able to work is unclear."""
    return ~nobody(jobs, jobs_unclear, household_size)


@flag(
    "household",
    label="有劳动力无人就业",
    requirements=("B031",),
    severity="orange",
    disagree=("劳动技能和年龄（有劳动力）", "务工月数、务工名册和公益性岗位名册（无人就业）"),
    check="入户问清就业情况：已务工的，补登务工月数；愿意就业的，推荐岗位或培训；确不能就业的，改正劳动技能。",
    closes="至少一名劳动力有务工月数或在务工、岗位名册中，或劳动技能已改正",
    expects=Fraction(25, 100),
    department="县人社局",
    topic="就业",
)
def labour_without_job(registered: Column, has_labour: Column, has_job: Column) -> Column:
    """A household with labour of which nobody is in a job."""
    return registered & has_labour & ~has_job
