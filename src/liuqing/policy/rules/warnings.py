"""Warnings (返贫致贫预警): which households should somebody look at before they fall back?

Source: 嵩明县规划, results of the work (a mechanism of warning of poverty and of falling back); the
signs are those that monitoring looks at: income near the line, heavy spending, lost work, disaster,
illness, dropping out, unsafe house or water. No plan states how near or how heavy: the thresholds
are numbers of the nation, marked as not confirmed, and a place may state its own.

They only warn: nothing here changes a standing or an entitlement. A sign that is not known is not
a sign, and a household with an unknown sign is not said to be without risk. Where a whole list or
last year's record is missing, that is nobody's task at the household's door (``asks``).
"""

from fractions import Fraction
from functools import reduce
from operator import or_

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, count, flag, verdict
from liuqing.policy.three_valued import nobody, tally, tally_unknown

SOURCE = "嵩明县规划，（二）1.建立致贫、返贫预警机制"
TOPIC = "返贫致贫预警"


@flag(
    "household",
    label="脱贫户收入接近退出线",
    severity="orange",
    disagree=("脱贫属性（已脱贫）", "年人均纯收入（接近或低于退出线）"),
    check="入户核算当年收入，问清下半年的收入来源；收入不稳的，纳入监测并安排增收措施。",
    closes="收入核实后达到退出线的预警倍数",
    expects=Fraction(50, 100),
    department="县扶贫办",
    topic=TOPIC,
)
def near_line(exited: Column, income_at_least: Column, income_at_most: Column, p: Parameters) -> Column:
    """Left poverty, and whatever the missing items are its income is below so many times the line."""
    near = p.fen("exits.income_line") * p.ppm("warnings.near_line_ratio")
    below = ibis.cases(
        (income_at_most * 1_000_000 < near, True),
        (income_at_least * 1_000_000 >= near, False),
        else_=ibis.null("boolean"),
    )
    return exited & below


@count("household", label="预警用就学支出（已知）", unit="fen")
def rigid_schooling(schooling_cost_fen: Column) -> Column:
    """Schooling costs borne by the family, as the school roll says; one not stated counts as none."""
    return schooling_cost_fen.sum()


@flag(
    "household",
    label="医疗和就学支出占收入过高",
    severity="orange",
    disagree=("年纯收入", "医疗实际自付和家庭负担就学费用"),
    check="核对医疗单据和就学费用，查应报未报、应助未助；负担确重的，申请临时救助并纳入监测。",
    closes="补报补助后支出降到收入的预警比例以内，或收入、费用已改正",
    expects=Fraction(30, 100),
    department="县扶贫办",
    topic=TOPIC,
)
def heavy_spending(
    registered: Column,
    household_medical_known: Column,
    household_medical_unclear: Column,
    rigid_schooling: Column,
    net_income: Column,
    p: Parameters,
) -> Column:
    """What is known to be spent is above the share of income; a bill that is not clear forbids a no."""
    spent = household_medical_known + rigid_schooling
    # Nothing spent is never too much, not even of an income below nothing.
    heavy = (spent > 0) & (spent * 1_000_000 > net_income * p.ppm("warnings.spending_share"))
    clear = household_medical_unclear == 0
    return registered & ibis.cases((heavy, True), (clear, heavy), else_=ibis.null("boolean"))


@count("household", label="上年外出务工人数", unit="人")
def worked_before_members(worked_before: Column) -> Column:
    """Members who worked away in the year before."""
    return tally(worked_before)


@count("household", label="上年务工情况不明人数", unit="人")
def worked_before_unclear(worked_before: Column) -> Column:
    """Members of whom it is not known."""
    return tally_unknown(worked_before)


@flag(
    "household",
    label="务工中断",
    severity="orange",
    disagree=("上年外出务工", "当年务工月数、务工名册和公益性岗位名册（无人就业）"),
    check="问清是否返乡、患病或失业；愿意就业的，推荐岗位或公益性岗位；在外务工的，补登名册。",
    closes="家中有人当年有务工月数或在务工、岗位名册中",
    expects=Fraction(20, 100),
    department="县人社局",
    topic=TOPIC,
    asks=False,
)
def lost_work(
    registered: Column,
    worked_before_members: Column,
    worked_before_unclear: Column,
    household_size: Column,
    has_job: Column,
) -> Column:
    """Somebody worked the year before and nobody works now."""
    worked = ~nobody(worked_before_members, worked_before_unclear, household_size)
    return registered & worked & ~has_job


@flag(
    "household",
    label="受灾损失较大",
    severity="red",
    disagree=("受灾农户名单（损失金额）", "家庭承受能力"),
    check="到户查看房屋、庄稼和牲畜损失，先救助后补手续；损失大的，纳入监测。",
    closes="受灾名单的损失改正到预警起点以下",
    expects=Fraction(10, 100),
    department="县应急局",
    topic=TOPIC,
    asks=False,
)
def disaster_hit(registered: Column, disaster_loss_fen: Column, p: Parameters) -> Column:
    """The list of disasters states a loss at least as large as the threshold."""
    return registered & (disaster_loss_fen >= p.fen("warnings.disaster_loss"))


@flag(
    "household",
    label="家有大病患者",
    severity="yellow",
    disagree=("健康状况或患者名单（患有大病）", "家庭承受能力"),
    check="问清治疗和自付费用，落实大病救治、医疗救助和兜底；影响劳动的，调整帮扶措施。",
    closes="健康状况和患者名单都不再是大病",
    expects=Fraction(40, 100),
    department="县卫计局",
    topic=TOPIC,
)
def serious_illness(
    registered: Column,
    members_seriously_ill: Column,
    members_illness_unclear: Column,
    household_size: Column,
) -> Column:
    """A member is seriously ill."""
    return registered & ~nobody(members_seriously_ill, members_illness_unclear, household_size)


@flag(
    "household",
    label="有子女失学辍学风险",
    severity="red",
    disagree=("义务教育阶段适龄子女", "在校生状况、学籍名单（不在校）"),
    check="核对学籍并上门劝返；确因身体原因的，写明原因并安排送教。",
    closes="适龄子女都有学籍或在校生状况，或写明了身体原因",
    expects=Fraction(8, 100),
    department="县教育局",
    topic=TOPIC,
)
def dropout_risk(
    registered: Column, children_out_of_school: Column, children_unclear: Column, household_size: Column
) -> Column:
    """A child of compulsory age is at no school."""
    return registered & ~nobody(children_out_of_school, children_unclear, household_size)


@flag(
    "household",
    label="脱贫后住房或饮水不安全",
    severity="red",
    disagree=("脱贫属性（已脱贫）", "住房鉴定等级、是否危房户、是否解决安全饮用水"),
    check="现场查看住房和水源；属实的，列入改造或饮水项目，先保证安全居住和临时供水。",
    closes="住房鉴定等级改为 A、B 级，是否解决安全饮用水改为是",
    expects=Fraction(10, 100),
    department="县住建局",
    topic=TOPIC,
)
def unsafe_home(exited: Column, exit_housing: Column, exit_water: Column) -> Column:
    """Left poverty, and its house or water is no longer safe."""
    return exited & (~exit_housing | ~exit_water)


@flag(
    "household",
    label="收入比上年明显下降",
    severity="yellow",
    disagree=("上年纯收入", "当年纯收入"),
    check="对照两年收入明细，问清少了哪一项；确实下降的，补上增收措施；填错的，改正。",
    closes="收入已改正，下降不超过预警比例",
    expects=Fraction(30, 100),
    department="县扶贫办",
    topic=TOPIC,
    asks=False,
)
def income_fell(
    registered: Column, net_income: Column, net_income_before_fen: Column, p: Parameters
) -> Column:
    """Below last year's by more than the share; a year that had no income gives no measure."""
    before = ibis.ifelse(net_income_before_fen > 0, net_income_before_fen, ibis.null("int64"))
    return registered & ((before - net_income) * 1_000_000 > before * p.ppm("warnings.income_fall"))


@verdict("household", label="有返贫致贫风险")
def at_risk(
    near_line: Column,
    heavy_spending: Column,
    lost_work: Column,
    disaster_hit: Column,
    serious_illness: Column,
    dropout_risk: Column,
    unsafe_home: Column,
    income_fell: Column,
) -> Column:
    """One warning is enough; without one, an unknown sign leaves it not known."""
    signs = [near_line, heavy_spending, lost_work, disaster_hit]
    signs += [serious_illness, dropout_risk, unsafe_home, income_fell]
    return reduce(or_, signs)
