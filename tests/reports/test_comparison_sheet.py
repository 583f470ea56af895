"""The sheets for the homes and the report of a window: what the register says, on paper and in a workbook."""

from datetime import timedelta

import openpyxl
import pytest
from django.utils import timezone

from liuqing import reports
from liuqing.errors import Problem
from liuqing.policy.tables import CLEARS
from liuqing.registry.models import Household, Snapshot, Standing, Window
from liuqing.registry.queries.windows import sheets
from liuqing.reports import comparison_sheet
from liuqing.reports.report import Request
from tests.registry import histories
from tests.reports.leaks import full_numbers, pdf_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def running(county):
    """A window that is open since ten days ago; its opening is not frozen."""
    today = timezone.localdate()
    first, last = today - timedelta(days=10), today + timedelta(days=20)
    stages = [{"key": "collection", "label": "采集", "first": first.isoformat(), "last": last.isoformat()}]
    return Window.objects.create(
        label="年度动态调整", year=today.year, opens_on=first, closes_on=last, stages=stages, state="open",
        by="x", at=timezone.now(),
    )  # fmt: skip


def write(
    cast, folder, *, name="comparison-sheets", area="990101", who="county_approver", form="pdf", **more
):
    out = folder / f"out.{form}"
    return reports.write(name, user=cast.everybody()[who], area=area, format=form, out=out, **more)


def packs(cast, area="990101"):
    request = Request(cast.county_approver, area, "", None)
    return [home for pack in comparison_sheet.packs(request) for home in pack["homes"]]


def test_every_household_has_a_page_of_its_own_with_what_is_known(cast, running, tmp_path):
    text = pdf_text(write(cast, tmp_path))
    for home in Household.objects.all():
        assert home.no in text and f"{home.head_name}户" in text
    assert text.count("扶贫对象信息采集对照表") == 5
    for word in ("采集人", "户主（签字、手印）", "自然变动", "年度动态调整", *CLEARS.values()):
        assert word in text


def test_the_facts_stand_in_the_order_of_the_clears_and_none_twice(cast, county):
    home = packs(cast)[0]
    assert [one["label"].removesuffix("（元）") for one in home["clears"]] == list(CLEARS.values())
    labels = [fact["label"] for one in home["clears"] for fact in one["facts"]]
    assert len(labels) == len(set(labels)) > 40
    told = {fact["label"]: fact["value"] for one in home["clears"] for fact in one["facts"]}
    assert (told["住房鉴定等级"], told["主要致贫原因"], told["工资性收入"], told["脱贫属性"]) == (
        "B",
        "因病",
        "15000.00",
        "未脱贫",
    )
    assert told["入户路类型"] == ""


def test_every_member_stands_below_its_household(cast, county):
    made = {home["no"]: home for home in packs(cast)}
    assert {no: home["persons"] for no, home in made.items()} == {
        "H0001": 3,
        "H0002": 3,
        "H0003": 4,
        "H0004": 3,
        "H0005": 2,
    }
    assert [member[1] for member in made["H0003"]["members"]] == ["户主", "配偶", "之子", "之子"]
    assert [home["number"] for home in packs(cast)] == [1, 2, 1, 1, 2]


def test_no_number_goes_to_the_village_in_full(cast, running, tmp_path):
    paper = write(cast, tmp_path)
    assert not full_numbers(paper)
    assert "尾号" in pdf_text(paper)


def test_who_is_neither_registered_nor_monitored_has_no_sheet(cast, county):
    home = Household.objects.get(no="H0001")
    today = timezone.localdate()
    Standing.objects.filter(household=home).update(until=today)
    assert "H0001" not in {one["no"] for one in packs(cast)}
    histories.watch(home, today)
    assert "H0001" in {one["no"] for one in packs(cast)}


def test_a_household_without_members_does_not_shift_the_others(cast, county):
    home = Household.objects.get(no="H0002")
    home.memberships.update(until=timezone.localdate())
    made = {one["no"]: one for one in packs(cast)}
    assert made["H0002"]["members"] == [] and made["H0003"]["persons"] == 4


def test_what_was_entered_in_the_window_is_told_so_that_nobody_writes_it_again(cast, running):
    home = Household.objects.get(no="H0001")
    histories.join(home, timezone.localdate() - timedelta(days=2))
    act = histories.proceeding("leave", home, timezone.localdate())
    act.state = "open"
    act.save()
    made = {one["no"]: one for one in packs(cast)}
    assert "增加" in made["H0001"]["changes"][0] and act.no in made["H0001"]["proceedings"][0]
    assert made["H0003"]["changes"] == []


def test_one_household_can_be_printed_alone(cast, running, tmp_path):
    text = pdf_text(write(cast, tmp_path, area=None, household="H0004"))
    assert "H0004" in text and "H0005" not in text


def test_a_village_takes_its_own_sheets_and_no_others(cast, running, tmp_path):
    text = pdf_text(write(cast, tmp_path, area="990101001001", who="village_officer"))
    assert "H0001" in text and "H0003" not in text
    with pytest.raises(Problem):
        write(cast, tmp_path, area="990101002001", who="village_officer")
    with pytest.raises(Problem):
        write(cast, tmp_path, area="990101", who="finance")


def test_nobody_to_visit_is_said_and_not_printed_empty(cast, county, tmp_path):
    Standing.objects.update(until=timezone.localdate())
    with pytest.raises(Problem) as caught:
        write(cast, tmp_path)
    assert caught.value.code == "windows.nobody" and not list(tmp_path.iterdir())


def test_what_only_a_procedure_changes_is_not_to_be_corrected_by_hand(cast, county):
    facts = [fact for one in packs(cast)[0]["clears"] for fact in one["facts"] if fact["fixed"]]
    assert {fact["label"] for fact in facts} == {"识别年度", "脱贫属性", "脱贫年度"}
    assert sheets.FACTS["exits"]


def test_the_report_of_a_window_comes_out_and_names_every_change(cast, running, tmp_path):
    home = Household.objects.get(no="H0001")
    act = histories.proceeding("exit", home, timezone.localdate() - timedelta(days=3))
    histories.stand(home, "exited", timezone.localdate() - timedelta(days=3), act)
    running.opening = Snapshot.objects.create(
        on=running.opens_on, folder="x", rules_version="abc", complete=True
    )
    book = openpyxl.load_workbook(write(cast, tmp_path, name="adjustment", form="xlsx"))
    assert book.sheetnames[:3] == ["平衡表", "变动明细", "进度"]
    rows = list(book["平衡表"].iter_rows(values_only=True))
    head = next(n for n, row in enumerate(rows) if row[0] == "乡镇")
    told = [row for row in rows[head + 1 :] if row[0]]
    assert len(told) == 6 * 6 and {row[-1] for row in told} == {"平"}
    county = dict(zip(rows[head], told[2], strict=True))
    assert (county["册"], county["单位"], county["期初"], county["脱贫退出 减"], county["期末"]) == (
        "未脱贫",
        "户",
        3,
        1,
        2,
    )
    changes = [row for row in book["变动明细"].iter_rows(min_row=2, values_only=True) if row[0]]
    assert len(changes) == 4 and all(act.no in row[12] for row in changes)


def test_without_a_window_there_is_no_report(cast, county, tmp_path):
    with pytest.raises(Problem) as caught:
        write(cast, tmp_path, name="adjustment", form="xlsx")
    assert caught.value.code == "windows.none"
