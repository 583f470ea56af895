"""Public posts (公益性岗位): who may hold one, and what is it paid?

Source: 嵩明县规划, employment (500 yuan a month; older labour, labour of households with disabled
or seriously ill members); 富源县规划 (any poor labour; pay implied by the totals of each source).

That nobody can leave and nothing else helps (无法离乡、无业可扶) is a judgement of the village and
no fact of the record: what can be checked is labour, age and household. A holder to whom none of
the place's words applies is entitled to nothing.
"""

from functools import reduce
from operator import or_

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, amount, condition, count
from liuqing.policy.three_valued import tally

SOURCE = "嵩明县规划，（九）就业扶贫工程（城乡公益服务岗位）"
GENERAL = "公益性岗位"
"""The post whose pay holds for every kind that has none of its own."""


@condition("person", label="大龄劳动力", requirements=("B032",))
def older_labour(sex: Column, age: Column, p: Parameters) -> Column:
    """Of the age from which labour counts as older, which differs for men and women."""
    ages = p["posts.older_from"].items()
    return reduce(or_, [(sex == who) & (age >= since) for who, since in ages])


@condition("person", label="符合公益性岗位条件", requirements=("B030", "B032"))
def post_eligible(
    registered: Column,
    age: Column,
    labour: Column,
    school_status: Column,
    older_labour: Column,
    has_disabled: Column,
    has_gravely_ill: Column,
    p: Parameters,
) -> Column:
    """Labour, however old, to whom one of the place's words applies."""
    grown = (age >= p["employment.working_age_from"]) & school_status.isnull()
    words = {
        "贫困劳动力": registered,
        "大龄劳动力": older_labour,
        "残疾家庭劳动力": has_disabled,
        "重病家庭劳动力": has_gravely_ill,
    }
    meant = reduce(or_, [words[word] for word in p["posts.for_whom"]])
    return registered & grown & labour.isin(p["employment.able_labour"]) & meant


@amount("person", label="公益性岗位补贴", unit="fen", requirements=("B030", "B032"))
def public_post_pay(
    post_eligible: Column, public_posts_times: Column, post_kind: Column, post_months: Column, p: Parameters
) -> Column:
    """Monthly pay of the post times the months on it; 0 without a post or without its conditions."""
    pays = p.fens("posts.monthly_pay")
    own = [(post_kind.contains(kind), pay) for kind, pay in pays.items() if kind != GENERAL]
    # Where kinds are paid differently, a post of which the kind is not told has no known pay.
    monthly = ibis.cases(*own, (post_kind.notnull(), pays[GENERAL])) if own else pays[GENERAL]
    entitled = (public_posts_times >= 1) & post_eligible
    return ibis.cases((~entitled, 0), (entitled, post_months * monthly))


@condition("person", label="在公益性岗位", requirements=("B030",))
def on_public_post(registered: Column, public_posts_times: Column) -> Column:
    """A member of the register in the list of holders of the year."""
    return registered & (public_posts_times >= 1)


@count("household", label="户内公益性岗位人数", unit="人", requirements=("B030",))
def post_holders(on_public_post: Column) -> Column:
    """Members on a public post."""
    return tally(on_public_post)


@count("area", label="公益性岗位人数", unit="人", requirements=("B030",))
def area_post_holders(post_holders: Column) -> Column:
    """Members of the register on a public post, to be held against the quota."""
    return post_holders.sum()


@count("household", label="户内公益性岗位补贴合计", unit="fen", requirements=("B030",))
def household_post_pay(public_post_pay: Column) -> Column:
    """What the members are entitled to; a member not known counts as nothing."""
    return public_post_pay.fill_null(0).sum()


@count("area", label="公益性岗位补贴合计", unit="fen", requirements=("B030",))
def area_post_pay(household_post_pay: Column) -> Column:
    """What the area's holders are entitled to."""
    return household_post_pay.sum()
