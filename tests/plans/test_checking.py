"""A whole check: what it gives, and what it keeps apart."""

from liuqing.plans import checking, reading

HEAD = "中共{county}县委文件\n\n{county}发〔2018〕{no}号\n\n{county}县打赢脱贫攻坚战三年行动实施方案\n\n各乡镇党委和人民政府：\n\n2018年10月{day}日\n\n一、基本情况\n\n"
BODY = "截至2017年底，全县共有建档立卡贫困人口{homes}户{people}人。三年计划投入资金{money}万元，其中：2018年100万元，2019年200万元，2020年300万元。\n\n二、目标\n\n到2020年，全县{homes}户{people}人全部脱贫。\n\n"


def plan(county, no, homes, people, money=600):
    return HEAD.format(county=county, no=no, day=no) + BODY.format(homes=homes, people=people, money=money)


def test_a_check_gives_figures_claims_and_notices_in_the_order_of_the_text():
    found = checking.check(reading.text(plan("青石", 18, 2345, 9876, money=700)))
    assert [claim.line for claim in found.claims] == sorted(claim.line for claim in found.claims)
    (wrong,) = [claim for claim in found.claims if claim.verdict == "fails"]
    assert (wrong.kind, wrong.stated, wrong.computed, wrong.unit) == ("year_sum", 700, 600, "万元")


def test_two_plans_in_one_file_need_not_agree():
    whole = reading.text(plan("青石", 18, 2345, 9876) + plan("白水", 21, 2345, 9786))
    assert len(whole.parts) == 2
    found = checking.check(whole)
    assert {claim.verdict for claim in found.claims} == {"holds"}
    for claim in found.claims:
        figures = (claim.relation.total, *(part.quantity for part in claim.relation.parts))
        assert len({whole.part(q.paragraph) for q in figures}) == 1


def test_the_summary_counts_every_verdict_once():
    found = checking.check(reading.text(plan("青石", 18, 2345, 9876, money=700)))
    told = found.as_dict()["summary"]
    assert told["claims"] == len(found.claims)
    assert told["holds"] + told["holds_rounded"] + told["fails"] + told["unclear"] == told["claims"]


TABLE = (
    "附表（单位：万元）\n\n项目\t2018年\t2019年\t合计\n道路\t10\t20\t30\n饮水\t5\t6\t11\n合计\t15\t26\t41\n\n"
)


def test_two_plans_in_one_file_say_what_each_says_by_itself():
    one, other = plan("青石", 18, 2345, 9876) + TABLE, plan("白水", 21, 3456, 9786, money=700) + TABLE
    alone = [len(checking.check(reading.text(text)).claims) for text in (one, other)]
    assert len(checking.check(reading.text(one + other)).claims) == sum(alone)


UNNUMBERED = """产业扶贫行动

三年计划投入资金900万元。

1.种植。投入资金400万元。

2.养殖。投入资金600万元。

就业扶贫行动

三年计划投入资金500万元。

1.培训。投入资金200万元。

2.转移就业。投入资金300万元。

"""


def test_how_one_plan_numbers_its_sections_says_nothing_of_the_other():
    whole = reading.text(UNNUMBERED + plan("白水", 21, 3456, 9786))
    (wrong,) = [
        claim for claim in checking.check(reading.text(UNNUMBERED)).claims if claim.verdict == "fails"
    ]
    assert len(whole.parts) == 2
    again = [claim for claim in checking.check(whole).claims if claim.verdict == "fails"]
    assert [(c.lines, c.stated, c.computed) for c in again] == [(wrong.lines, wrong.stated, wrong.computed)]
