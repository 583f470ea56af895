"""Training wished for (应培尽培): is everybody able and willing trained, and who needs a post?

Source: 文昌湖规划, chapter 4 (everybody able and willing is trained free of charge; those able and
willing who find no job get a post).

Who is willing is what the list of wishes says; without it nothing is known.
"""

from fractions import Fraction

from liuqing.policy.rule import Column, amount, condition, count, flag
from liuqing.policy.three_valued import tally

SOURCE = "文昌湖规划，第四章第一节（开展职业技能培训）"


@condition("person", label="应培训（有劳动能力且愿意）", requirements=("B038",))
def training_due(registered: Column, able_to_work: Column, wants_training: Column) -> Column:
    """Able to work and willing to learn."""
    return registered & able_to_work & wants_training


@condition("person", label="应培训已培训", requirements=("B038",))
def training_done(training_due: Column, trained: Column) -> Column:
    """Due and trained in the year."""
    return training_due & trained


@count("household", label="户内应培训人数", unit="人", requirements=("B038",))
def members_due_training(training_due: Column) -> Column:
    """Members due for training."""
    return tally(training_due)


@count("household", label="户内应培训已培训人数", unit="人", requirements=("B038",))
def members_done_training(training_done: Column) -> Column:
    """Members due and trained."""
    return tally(training_done)


@count("area", label="应培训人数", unit="人", requirements=("B038",))
def area_due_training(members_due_training: Column) -> Column:
    """Members of the register due for training."""
    return members_due_training.sum()


@count("area", label="应培训已培训人数", unit="人", requirements=("B038",))
def area_done_training(members_done_training: Column) -> Column:
    """Members of the register due and trained."""
    return members_done_training.sum()


@amount("area", label="培训覆盖率", unit="ppm", requirements=("B038",))
def training_coverage(area_done_training: Column, area_due_training: Column) -> Column:
    """Trained among those due, half up; not known where nobody is due."""
    due = area_due_training.nullif(0)
    return (area_done_training * 2_000_000 + due) // (due * 2)


@flag(
    "person",
    label="愿意培训未参加培训",
    requirements=("B038",),
    severity="yellow",
    disagree=("劳动力就业培训意愿登记表", "职业技能培训花名册"),
    check="联系本人，问清想学的工种和时间；没有合适班次的，报县人社局开班；不再愿意的，更新意愿登记。",
    closes="本人在当年培训花名册中，或意愿登记改为不愿意",
    expects=Fraction(25, 100),
    department="县人社局",
    topic="培训",
    asks=False,
)
def willing_not_trained(training_due: Column, trained: Column) -> Column:
    """Able and willing, and in no training of the year."""
    return training_due & ~trained


@flag(
    "person",
    label="需要托底安置岗位",
    requirements=("B039",),
    source="文昌湖规划，第四章第二节（拓展转移就业渠道）",
    severity="orange",
    disagree=("劳动力就业培训意愿登记表（愿意就业）", "务工月数、务工名册和公益性岗位名册（没有就业）"),
    check="先推荐用工单位的岗位；不能外出的，按条件安排公益性岗位；已就业的，补登务工情况。",
    closes="本人有务工月数或在务工、岗位名册中，或意愿登记改为不愿意",
    expects=Fraction(30, 100),
    department="县人社局",
    topic="就业",
    asks=False,
)
def needs_last_resort_post(registered: Column, idle_worker: Column, wants_work: Column) -> Column:
    """Able, willing and in no job."""
    return registered & idle_worker & wants_work
