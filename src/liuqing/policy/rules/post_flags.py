"""Public posts (公益性岗位): who holds one who should not, or more of them than a household should?

Source: the catalogue of checks, LB-08 to LB-11. Requirements R385, R386.

A post is one that the register states or that a list of the year has (public posts, forest rangers).
An empty cell of the register means none. Two rows of one person are no case here: they are told as
received twice where the place rules it so.
"""

from fractions import Fraction

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, amount, condition, count, flag

SOURCE = "疑点规则 LB-08 至 LB-11"
TOPIC = "就业"
OFFICE, JOBS = "县扶贫办", "县人社局"


@condition("person", label="台账登记有公益性岗位")
def post_stated(public_post: Column, p: Parameters) -> Column:
    """The register names a post; an empty cell, or a word for none, means that there is none."""
    return public_post.notin(p["flags.no_post_words"]).fill_null(False)


@condition("person", label="有公益性岗位（台账、岗位名册或护林员名册）")
def holds_post(post_stated: Column, public_posts_times: Column, rangers_times: Column) -> Column:
    """By the register or a list of the year."""
    return post_stated | ((public_posts_times >= 1) | (rangers_times >= 1)).fill_null(False)


@flag(
    "person",
    label="公益性岗位人员年龄不合",
    source="疑点规则 LB-08",
    severity="yellow",
    disagree=("公益性岗位（台账或名册）", "出生日期（不在上岗年龄之内）"),
    check="到岗上看是谁在干：本人能胜任的，说明情况；别人顶岗的，改由实际在岗的人签协议；出生日期登错的，改正。",
    closes="岗位上的人年龄在规定之内，或本人不再有公益性岗位",
    expects=Fraction(20, 100),
    department=JOBS,
    topic=TOPIC,
    asks=False,
)
def post_age_wrong(
    registered: Column, holds_post: Column, age: Column, dead: Column, p: Parameters
) -> Column:
    """Holds a post and is too young or too old for it; not known without a birth date.

    The dead are told as dead: nobody need ask how old they are.
    """
    return registered & ~dead & holds_post & ~age.between(p["flags.post_age_from"], p["flags.post_age_to"])


@flag(
    "person",
    label="公益性岗位和在岗月数只填了一项",
    source="疑点规则 LB-09",
    severity="orange",
    disagree=("台账的公益性岗位类型", "台账的公益性岗位月数"),
    check="对照岗位协议和补贴发放表，补齐岗位类型和在岗月数；没有岗位的，两项都空着。",
    closes="公益性岗位类型和月数都填了，或都没有",
    expects=Fraction(10, 100),
    department=OFFICE,
    topic="逻辑错误",
    asks=False,
)
def post_half_stated(registered: Column, post_stated: Column, public_post_months: Column) -> Column:
    """The register states a post without a month on it, or months without a post."""
    return registered & (post_stated != (public_post_months >= 1).fill_null(False))


@amount("person", label="名册中的公益性岗位个数", unit="个")
def posts_held(public_posts_times: Column, rangers_times: Column) -> Column:
    """Posts in the lists of the year; a list that is not there adds none."""
    return public_posts_times.fill_null(0) + rangers_times.fill_null(0)


@count("household", label="户内公益性岗位个数", unit="个")
def household_posts(posts_held: Column) -> Column:
    """Posts that the members hold together."""
    return posts_held.sum()


@count("household", label="名册中没有岗位情况的成员", unit="人")
def posts_unlisted(public_posts_times: Column, rangers_times: Column) -> Column:
    """Members of whom neither list says anything."""
    return (public_posts_times.isnull() & rangers_times.isnull()).cast("int64").sum()


@flag(
    "household",
    label="一人或一户公益性岗位过多",
    source="疑点规则 LB-10",
    severity="yellow",
    disagree=("岗位名册、护林员名册中本户的一个岗位", "同一户的其他岗位"),
    check="逐岗看协议和考勤：确在岗的，说明家庭情况；挂名、重复的，由县人社局清退。",
    closes="本户在各名册中的岗位少于核查的个数",
    expects=Fraction(5, 100),
    department=JOBS,
    topic=TOPIC,
    asks=False,
)
def many_posts(
    registered: Column, household_posts: Column, posts_unlisted: Column, household_size: Column, p: Parameters
) -> Column:
    """One member, or all together, in the lists of the year so often; not known without a list."""
    listed = (posts_unlisted == 0) & (household_size > 0)
    return registered & ibis.cases((household_posts >= p["flags.posts_a_household"], True), (listed, False))


@flag(
    "person",
    label="有公益性岗位却登记丧失或无劳动力",
    source="疑点规则 LB-11",
    severity="orange",
    disagree=("公益性岗位（台账或名册）", "劳动技能（丧失或无劳动力）"),
    check="到岗上看是谁在干：本人能劳动的，改正劳动技能；别人顶岗或只领补贴的，由县人社局调整。",
    closes="劳动技能改为有劳动力，或本人不再有公益性岗位",
    expects=Fraction(20, 100),
    department=JOBS,
    topic=TOPIC,
    asks=False,
)
def post_without_labour(registered: Column, holds_post: Column, labour: Column, p: Parameters) -> Column:
    """Holds a post and is stated unable to work."""
    return registered & holds_post & labour.isin(p["tekun.no_labour"])
