"""The list 项目库 becomes projects, row by row, each with its reason where it does not."""

from datetime import date
from decimal import Decimal

import pytest

from liuqing.planning.models import Beneficiary, Project, Stage
from liuqing.planning.services import pool as acts
from tests.planning import pool_books
from tests.planning.pool_books import codes, counts, row, sentences


@pytest.fixture(autouse=True)
def raising(monkeypatch):
    monkeypatch.setenv("LIUQING_RAISE", "1")


@pytest.fixture
def hand_in(cast):
    return lambda *rows, **more: pool_books.take(cast.county_approver, *rows, **more)


def test_a_workbook_of_the_pool_is_known_by_its_headings_and_loaded(county, cast, tmp_path):
    file = pool_books.load(
        tmp_path,
        cast.county_approver,
        row("X1"),
        row("X2", 绩效目标=None),
        row("X3", **{"资金规模（合计）": 9}),
    )
    assert (file.kind, file.state, file.rows, file.accepted, file.refused) == ("projects", "loaded", 3, 2, 1)
    assert file.errors_book
    assert dict(Project.objects.values_list("no", "state")) == {"X1": "pooled", "X2": "draft"}
    assert Project.objects.get(no="X1").file_id == file.pk


def test_a_row_becomes_a_project_with_its_quantity_money_and_targets(county, hand_in):
    file = hand_in(row("X1", 已落实资金=9))
    assert counts(file) == (1, 1, 0) and codes(file) == []
    one = Project.objects.get(no="X1")
    assert (one.state, one.area, one.year, one.reach) == ("pooled", county.villages[0], 2018, "shared")
    assert (one.starts_on, one.ends_on) == (date(2018, 3, 1), date(2018, 10, 31))
    assert [(q.item, q.quantity, q.unit, q.amount) for q in one.quantities.all()] == [
        ("规模化种植", Decimal(20), "亩", Decimal("100000.00"))
    ]
    assert [(f.year, f.source, f.need, f.secured) for f in one.fundings.all()] == [
        (2018, "涉农整合资金", Decimal("80000.00"), Decimal("80000.00")),
        (2018, "县级自筹资金", Decimal("20000.00"), Decimal("10000.00")),
    ]
    assert [(t.kind, t.name, t.value, t.unit) for t in one.targets.all()] == [
        ("产出数量", "种植面积", Decimal(20), "亩"), ("满意度", "群众满意度", Decimal(90), "%")
    ]  # fmt: skip
    assert [link.area for link in one.beneficiaries.all()] == [county.villages[0]]
    assert acts.missing(one) == ()
    assert one.file_id == file.file.pk


def test_the_same_list_again_changes_nothing(hand_in):
    hand_in(row("X1"), row("X2"))
    before = list(Project.objects.values())
    again = hand_in(row("X1"), row("X2"))
    assert counts(again) == (2, 2, 0) and codes(again) == []
    assert list(Project.objects.values()) == before
    assert Beneficiary.objects.count() == 2


def test_a_newer_list_changes_what_it_says_otherwise(hand_in):
    hand_in(row("X1"))
    hand_in(row("X1", 当前状态="在建", **{"资金规模（合计）": 11, "涉农整合资金": 9}, 数量=22))
    one = Project.objects.get()
    assert one.state == "begun"
    assert [f.need for f in one.fundings.all()] == [Decimal("90000.00"), Decimal("20000.00")]
    assert [q.quantity for q in one.quantities.all()] == [Decimal(22)]


def test_an_older_list_changes_nothing(hand_in):
    hand_in(row("X1"), on=date(2018, 12, 31))
    older = hand_in(row("X1", 建设内容="从前的内容"), on=date(2018, 6, 30))
    assert Project.objects.get().content == "种植二十亩"
    assert codes(older) == ["projects.older"]


def test_what_a_person_wrote_is_not_overwritten_and_the_row_says_so(county, cast, hand_in):
    hand_in(row("X1"))
    project = Project.objects.get()
    Project.objects.update(state="draft")
    acts.amend(project, by=cast.village_officer, values={"content": "建大棚"})
    again = hand_in(row("X1", 备注="新"))
    project.refresh_from_db()
    assert (project.content, project.state, project.note) == ("建大棚", "draft", "")
    assert codes(again) == ["projects.stayed"]
    assert "建设内容" in sentences(again) and "当前状态" in sentences(again)


def test_what_was_decided_here_stays_and_the_rest_may_change(county, hand_in):
    hand_in(row("X1"))
    project = Project.objects.get()
    _stage(project)
    again = hand_in(row("X1", 备注="联系村委会", 数量=99))
    project.refresh_from_db()
    assert project.note == "联系村委会"
    assert [q.quantity for q in project.quantities.all()] == [Decimal(20)]
    assert codes(again)[-1] == "projects.stayed" and "工程量" in sentences(again)


def test_without_a_target_it_is_a_draft_and_not_in_the_pool(hand_in):
    file = hand_in(row("X1", 绩效目标=None, 当前状态="在建"))
    assert Project.objects.get().state == "draft"
    assert counts(file) == (1, 1, 0) and codes(file) == ["projects.no_target"]


def test_without_a_need_of_money_it_is_a_draft(hand_in):
    file = hand_in(row("X1", **{"资金规模（合计）": None, "涉农整合资金": None, "县级自筹资金": None}))
    assert Project.objects.get().state == "draft"
    assert codes(file) == ["projects.no_need"]


def test_with_a_total_of_no_source_it_is_a_draft_with_the_money_kept(hand_in):
    file = hand_in(row("X1", 涉农整合资金=None, 县级自筹资金=None))
    one = Project.objects.get()
    assert one.state == "draft" and one.fundings.get().need == Decimal("100000.00")
    assert codes(file) == ["projects.no_source"]


def test_a_draft_that_is_completed_by_a_newer_list_enters_the_pool(hand_in):
    hand_in(row("X1", 绩效目标=None, 当前状态=None))
    hand_in(row("X1", 当前状态=None))
    assert Project.objects.get().state == "pooled"


def test_sources_that_do_not_add_up_are_refused_with_both_numbers(hand_in):
    file = hand_in(row("X1", **{"资金规模（合计）": 78}))
    assert counts(file) == (1, 0, 1) and not Project.objects.exists()
    assert (
        "780,000.00" in sentences(file)
        and "100,000.00" in sentences(file)
        and "680,000.00" in sentences(file)
    )


def test_a_difference_of_rounding_is_taken_with_the_parts(hand_in):
    file = hand_in(row("X1", 数量=None, 涉农整合资金=7.995))
    assert codes(file) == ["projects.rounded"]
    assert sum(f.need for f in Project.objects.get().fundings.all()) == Decimal("99950.00")


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"项目类别": "产业扶品"}, "产业扶贫"), ({"项目子类型": "规模化种值"}, "规模化种植"), ({"村": "甲材"}, "甲村"),
        ({"乡镇": "甲真", "村": None}, "甲镇"), ({"项目编号": "富〔2018〕1号"}, "项目编号只能用"), ({"年度": None}, "年度"),
    ],
)  # fmt: skip
def test_what_nobody_knows_is_refused_with_what_comes_near(hand_in, facts, said):
    file = hand_in(row("X1", **facts))
    assert counts(file) == (1, 0, 1)
    assert said in sentences(file)


def test_a_source_of_another_county_is_refused(hand_in):
    headings = tuple(one.replace("县级自筹资金", "上海帮扶资金") for one in pool_books.HEADINGS)
    file = hand_in(row("X1"), headings=headings)
    assert counts(file) == (1, 0, 1) and "上海帮扶资金" in sentences(file)


def test_the_sources_may_stand_in_one_cell(hand_in):
    headings = tuple(one.replace("涉农整合资金（万元）", "资金来源") for one in pool_books.HEADINGS)
    cells = row(
        "X1", 资金来源="涉农整合资金8；自筹资金2", 涉农整合资金="涉农整合资金8；自筹资金2", 县级自筹资金=None
    )
    hand_in(cells, headings=headings)
    assert {f.source: f.need for f in Project.objects.get().fundings.all()} == {
        "涉农整合资金": Decimal("80000.00"), "自筹资金": Decimal("20000.00")
    }  # fmt: skip


def test_yuan_in_a_column_of_ten_thousands_is_warned_of(hand_in):
    usual = [row(f"X{n}") for n in range(6)]
    file = hand_in(
        *usual,
        row("X9", 单价=None, **{"资金规模（合计）": 100000, "涉农整合资金": 80000, "县级自筹资金": 20000}),
    )
    assert codes(file) == ["projects.other_unit"] and "10,000 倍" in sentences(file)
    assert Project.objects.filter(no="X9").exists()


def test_quantities_that_cost_otherwise_than_the_money_are_taken_with_a_remark(hand_in):
    file = hand_in(row("X1", 单价=6000))
    assert codes(file) == ["projects.amount_differs"] and Project.objects.get().state == "pooled"


def test_a_second_row_of_a_number_adds_a_year_and_a_quantity(hand_in):
    second = row(
        "X1", 年度=2019, 数量=10, 单位="米", 单价=1000, 建设性质=None, 建设内容=None, 开工时间=None, 完工时间=None, 绩效目标=None,
        当前状态=None, 实施单位=None, 受益方式=None, **{"资金规模（合计）": 1, "涉农整合资金": 1, "县级自筹资金": None},
    )  # fmt: skip
    file = hand_in(row("X1"), second)
    assert counts(file) == (2, 2, 0) and codes(file) == []
    one = Project.objects.get()
    assert one.year == 2018
    assert sorted((f.year, f.need) for f in one.fundings.all()) == [
        (2018, Decimal("20000.00")), (2018, Decimal("80000.00")), (2019, Decimal("10000.00"))
    ]  # fmt: skip
    assert [q.unit for q in one.quantities.all()] == ["亩", "米"]


def test_a_number_that_comes_twice_with_another_project_is_refused(hand_in):
    file = hand_in(row("X1"), row("X1", 项目名称="别的项目"))
    assert counts(file) == (2, 1, 1) and codes(file) == ["projects.repeated"]
    again = hand_in(row("X2"), row("X2"))
    assert counts(again) == (2, 1, 1)


def test_a_row_without_a_number_is_numbered_and_found_again_by_its_name(hand_in):
    hand_in(row(None))
    assert Project.objects.get().no == "990101XM00001"
    hand_in(row(None, 备注="再交"))
    assert Project.objects.get().note == "再交"


def test_households_are_linked_where_they_live(county, hand_in):
    here, there = (
        county.households[0],
        next(h for h in county.households if h.village_id == county.villages[2].pk),
    )
    file = hand_in(row("X1", 受益方式="到户", 受益户编号=f"{here.no}，{there.no}"))
    assert [link.household for link in Project.objects.get().beneficiaries.all()] == [here]
    assert codes(file) == ["projects.unknown_homes"]


def test_a_town_hands_in_only_its_own_projects(county, cast):
    file = pool_books.take(cast.township_reviewer, row("X1"), row("X2", 乡镇="乙镇", 村="丙村"))
    assert counts(file) == (2, 1, 1) and codes(file) == ["row.outside_area"]


def test_a_town_without_a_village_and_a_county_without_a_town(county, hand_in):
    hand_in(row("X1", 村=None), row("X2", 乡镇=None, 村=None))
    assert [one.area.name for one in Project.objects.order_by("no")] == ["甲镇", "示例县"]


def _stage(project):
    from django.utils import timezone

    Stage.objects.create(
        project=project, uuid=project.uuid, ordinal=1, key="pooled", label="入库", outcome="agreed", maker="a", by="b",
        on=date(2018, 2, 1), entered_on=date(2018, 2, 1), at=timezone.now(), seal="0",
    )  # fmt: skip
