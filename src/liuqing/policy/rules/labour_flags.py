"""Labour words (劳动能力登记): does what the register says of somebody's ability fit age, health and work?

Source: the catalogue of checks, LB-01 to LB-04 and LB-07. Requirements R385, R386.

Disabled and ill people, pupils and those in tekun care may have any word. A list that is not there
speaks neither for nor against anybody.
"""

from fractions import Fraction

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, condition, flag

TOPIC = "就业"
OFFICE, JOBS = "县扶贫办", "县人社局"


@flag(
    "person",
    label="未满 16 岁登记有劳动力",
    source="疑点规则 LB-01",
    severity="orange",
    disagree=("出生日期（未满 16 岁）", "劳动技能（有劳动力）"),
    check="看户口簿：年龄无误的，劳动技能改为无劳动力；出生日期登错的，改正。",
    closes="劳动技能改为无劳动力，或出生日期改正后已满 16 岁",
    expects=Fraction(3, 100),
    department=OFFICE,
    topic="逻辑错误",
    asks=False,
)
def child_with_labour(registered: Column, age: Column, labour: Column, p: Parameters) -> Column:
    """Under the age for work, and stated with a word for some ability (丧失劳动力 is none)."""
    return registered & (age < p["employment.working_age_from"]) & labour.notin(p["tekun.no_labour"])


@flag(
    "person",
    label="健康青壮年登记为弱或无劳动力",
    source="疑点规则 LB-02",
    severity="yellow",
    disagree=("出生日期、健康状况和在校生状况（健康、不在校的青壮年）", "劳动技能（弱、丧失或无劳动力）"),
    check="入户看本人：能正常劳动的，改正劳动技能；有病有残的，补登健康状况；在校的，补填在校生状况。",
    closes="劳动技能改为普通或技能劳动力，或健康状况、在校生状况已补正",
    expects=Fraction(20, 100),
    department=OFFICE,
    topic=TOPIC,
    asks=False,
)
def healthy_but_weak(
    registered: Column, age: Column, labour: Column, told_healthy: Column, schooled: Column,
    on_tekun: Column, p: Parameters,
) -> Column:  # fmt: skip
    """Of the ages in which a healthy person who is at no school can work, and stated unable or weak.

    Whom the register calls tekun is told by its own flag.
    """
    of_age = age.between(p["flags.weak_labour_from"], p["flags.weak_labour_to"])
    free = ~schooled & ~on_tekun.fill_null(False)
    return registered & of_age & labour.isin(p["flags.weak_labour_words"]) & told_healthy & free


@flag(
    "person",
    label="老年人的劳动技能不合年龄",
    source="疑点规则 LB-03",
    severity="yellow",
    disagree=("出生日期（老年）", "劳动技能（普通、技能劳动力，或没有病残而丧失劳动力）"),
    check="入户看本人：还能干活的登记弱劳动力或半劳动力，不能的登记无劳动力；仍在务工的，补登务工月数。",
    closes="劳动技能改为弱劳动力或半劳动力、无劳动力，或有务工记录",
    expects=Fraction(30, 100),
    department=OFFICE,
    topic=TOPIC,
    asks=False,
)
def old_with_labour(
    registered: Column, age: Column, labour: Column, told_healthy: Column, working: Column, p: Parameters
) -> Column:
    """Old, in no job, and stated as ordinary labour, or as having lost it though healthy.

    Who is in a job at that age is labour indeed; who lost it to illness is rightly stated so.
    """
    strong = labour.isin(p["flags.old_labour_words"])
    lost = labour.isin(p["flags.lost_labour_words"]) & told_healthy
    return registered & (age >= p["flags.old_labour_from"]) & (strong | lost) & ~working


@condition("person", label="在务工或打算务工", source="疑点规则 LB-04")
def works_or_wants(work_months: Column, work_times: Column, wants_work: Column) -> Column:
    """Months of work in the register, a row in the work list, or a wish to work in the list of wishes.

    It is the record that is asked: where nothing is written, nothing contradicts the labour word.
    """
    at_work = (work_times >= 1).fill_null(False) | (work_months >= 1).fill_null(False)
    return at_work | wants_work.fill_null(False)


@flag(
    "person",
    label="在务工却登记丧失或无劳动力",
    source="疑点规则 LB-04",
    severity="orange",
    disagree=("务工月数、务工名册或就业意愿", "劳动技能（丧失或无劳动力）"),
    check="问清谁在务工：本人能劳动的，改正劳动技能；别人顶名的，改正务工记录；当年才丧失劳动力的，说明时间。",
    closes="劳动技能改为有劳动力，或没有务工记录和就业意愿",
    expects=Fraction(5, 100),
    department=JOBS,
    topic=TOPIC,
    asks=False,
)
def works_without_labour(
    registered: Column, age: Column, labour: Column, works_or_wants: Column, on_tekun: Column, p: Parameters
) -> Column:
    """Works or wants to, and is stated unable; children and tekun have flags of their own."""
    meant = (age >= p["employment.working_age_from"]) & ~on_tekun.fill_null(False)
    return registered & meant & labour.isin(p["tekun.no_labour"]) & works_or_wants


def _day(day: Column) -> Column:
    """A day as a number (20181231): differences in years are then differences of 10,000."""
    return day.year() * 10_000 + day.month() * 100 + day.day()


@flag(
    "person",
    label="未满 16 岁有务工记录",
    source="疑点规则 LB-07；中华人民共和国劳动法，第十五条",
    severity="red",
    disagree=("出生日期", "务工月数、务工名册的外出时间（未满 16 岁）"),
    check="立即上门：确在务工的，报县人社局，接回并送返学校；日期或人员登错的，改正。",
    closes="没有未满 16 岁的务工记录，或出生日期、外出时间已改正",
    expects=Fraction(2, 100),
    department=JOBS,
    topic=TOPIC,
    asks=False,
)
def child_at_work(
    registered: Column, age: Column, birth: Column, work_months: Column, work_times: Column,
    work_started: Column, p: Parameters,
) -> Column:  # fmt: skip
    """Under 16 and at work, or begun before that birthday; an adult's early years are not looked into."""
    least = p["employment.working_age_from"]
    at_work = (work_months >= 1).fill_null(False) | (work_times >= 1).fill_null(False)
    early = (_day(work_started) - _day(birth) < least * 10_000).fill_null(False)
    return registered & (((age < least) & at_work) | ((age < p["flags.child_work_until"]) & early))
