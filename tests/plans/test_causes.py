"""Failures of one cause are told once, and what would mend them is asked, not said."""

from decimal import Decimal

import pytest

from liuqing.plans import judging, reading, relations
from liuqing.plans.claims import Cause, Claim, Part, Relation
from liuqing.plans.figures import quantities
from liuqing.plans.judging import causes
from liuqing.plans.quantity import Quantity
from liuqing.plans.text import Document, Section

pytestmark = pytest.mark.one_database

PAPER = Document("", (), (), Section(0))


def figure(
    key: int, value: str, *, line: int, unit: str = "个", year: int | None = None, source: str = ""
) -> Quantity:
    scale = Decimal(10_000) if unit == "万元" else Decimal(1)
    return Quantity(
        id=key, stated=Decimal(value), unit=unit, value=Decimal(value) * scale,
        dimension="money" if unit == "万元" else "count:个", step=scale / 100 if unit == "万元" else Decimal(1),
        paragraph=0, start=0, end=0, line=line, text=f"{value}{unit}", year=year, source=source,
    )  # fmt: skip


def claim(kind: str, total: Quantity, *parts: tuple[Quantity, int]) -> Claim:
    relation = Relation(kind=kind, total=total, parts=tuple(Part("", q, sign) for q, sign in parts))  # type: ignore[arg-type]
    computed = sum((sign * q.stated for q, sign in parts), Decimal(0))
    verdict = "holds" if computed == total.stated else "fails"
    return Claim(
        kind=relation.kind, text="", line=total.line, lines=tuple(sorted({total.line, *(q.line for q, _ in parts)})),
        stated=total.stated, computed=computed, difference=computed - total.stated, unit=total.unit,
        verdict=verdict, why="", relation=relation,
    )  # fmt: skip


def whats(found: tuple[Cause, ...]) -> list[str]:
    return [cause.what for cause in found]


def test_the_figure_that_mends_every_failure_is_asked_about():
    exited, left, total, now = (figure(n, v, line=5) for n, v in enumerate(("105", "118", "127", "3")))
    before = figure(9, "12", line=2)
    known, found = causes.group(
        [claim("sum", total, (before, 1), (exited, 1)), claim("sum", now, (left, 1), (exited, -1))]
    )
    assert [c.cause for c in known] == [1, 1]
    assert found[0].claims == (0, 1)
    assert "“105个”是否应为115个" in found[0].what


def test_a_figure_that_other_sums_rest_on_is_not_put_in_doubt():
    exited, left, total, now = (figure(n, v, line=5) for n, v in enumerate(("105", "118", "127", "3")))
    before = figure(9, "12", line=2)
    sound = claim("sum", figure(10, "106", line=7), (exited, 1), (figure(11, "1", line=7), 1))
    _, found = causes.group(
        [claim("sum", total, (before, 1), (exited, 1)), claim("sum", now, (left, 1), (exited, -1)), sound]
    )
    assert not any("105个" in what for what in whats(found))


def test_the_same_gap_in_the_whole_and_in_one_source_is_one_cause():
    item, sector = figure(1, "93.00", line=3, unit="万元"), figure(2, "23.00", line=3, unit="万元")
    whole = figure(3, "161.00", line=2, unit="万元")
    of_sector = figure(4, "91.00", line=2, unit="万元", source="行业部门")
    known, found = causes.group([claim("sum", whole, (item, 1)), claim("source_sum", of_sector, (sector, 1))])
    assert [c.cause for c in known] == [1, 1]
    assert "少68万元" in found[0].what and "差额全在行业部门资金" in found[0].what


def test_gaps_of_the_years_that_are_together_the_gap_of_the_whole_are_one_cause():
    whole = figure(1, "7800.00", line=9, unit="万元", source="整合")
    years = [
        figure(2, "7700.00", line=4, unit="万元", year=2018, source="整合"),
        figure(3, "4900.00", line=4, unit="万元", year=2019, source="整合"),
    ]
    parts = [
        figure(n, v, line=9 + n, unit="万元") for n, v in enumerate(("11320.00", "9700.00", "6420.00"), 4)
    ]
    known, found = causes.group(
        [claim("source_sum", t, (p, 1)) for t, p in zip([whole, *years], parts, strict=True)]
    )
    assert [c.cause for c in known] == [1, 1, 1]
    assert "2018年多2000万元、2019年多1520万元" in found[0].what


def test_failures_that_have_nothing_in_common_have_no_common_cause():
    one = claim("sum", figure(1, "100.00", line=1, unit="万元"), (figure(2, "90.00", line=2, unit="万元"), 1))
    other = claim(
        "sum", figure(3, "500.00", line=8, unit="万元"), (figure(4, "417.00", line=9, unit="万元"), 1)
    )
    known, found = causes.group([one, other])
    assert found == () and [c.cause for c in known] == [0, 0]


def test_what_holds_has_no_cause():
    known, found = causes.group([claim("sum", figure(1, "5", line=1), (figure(2, "5", line=2), 1))])
    assert found == () and known[0].cause == 0


def test_causes_point_at_the_failures_of_a_whole_document():
    text = (
        "一、就业扶贫\n两年计划投入资金168.00万元，其中行业部门资金98.00万元，涉农整合资金70.00万元。\n"
        "1.培训。投入行业部门资金30.00万元。\n2.补贴。投入涉农整合资金30.00万元。\n3.奖补。投入涉农整合资金40.00万元。\n"
    )
    document = reading.text(text)
    found = quantities.find(document)
    judged = [judging.judge(relation, document) for relation in relations.find(document, found)]
    known, grouped = causes.group(judged)
    assert [c.cause for c in known if c.verdict == "fails"] == [1, 1]
    assert len(grouped) == 1 and all(known[at].verdict == "fails" for at in grouped[0].claims)
