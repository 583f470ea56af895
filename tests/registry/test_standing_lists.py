"""A list that says otherwise than a procedure has decided overwrites nothing, and says so in its row."""

from datetime import date
from uuid import uuid4

import pytest
import time_machine

from liuqing.registry.models import (
    AreaStanding,
    Cause,
    Household,
    Membership,
    Person,
    Proceeding,
    SourceRow,
    Standing,
)
from liuqing.registry.services import standing
from tests import cast as casting
from tests.imports import county
from tests.registry import standings
from tests.registry.standings import TODAY, at, done

pytestmark = pytest.mark.one_database


@pytest.fixture
def place(settings):
    """The small county with the tests' own procedures."""
    return standings.place(settings)


@pytest.fixture(autouse=True)
def clock():
    """The tests' own day."""
    with time_machine.travel(at(TODAY), tick=True) as traveller:
        yield traveller


@pytest.fixture
def office(db, place, tmp_path, monkeypatch):
    """The cast in the county of the lists, whose register was loaded."""
    monkeypatch.setenv("LIUQING_RAISE", "1")
    county.plant()
    town = "990101/990101001/"
    cast = casting.gather(
        county="990101/", town=town, village=f"{town}990101001001/", other_village="990101/990101002/"
    )
    county.register(tmp_path, cast.county_approver)
    return cast


def listed(folder, office, households=None, persons=None):
    """A newer export of 2019; the remarks of its rows."""
    by = office.county_approver
    before = set(SourceRow.objects.values_list("pk", flat=True))
    if households:
        county.load(county.book(folder / "户信息2019.xlsx", {"导出": (county.HOUSEHOLD, households)}), by)
    if persons:
        county.load(county.book(folder / "人员2019.xlsx", {"导出": (county.PERSON_EXPORT, persons)}), by)
    rows = SourceRow.objects.exclude(pk__in=before)
    assert set(rows.values_list("verdict", flat=True)) <= {"accepted"}
    return [fault for row in rows for fault in row.problems if fault["code"] == "row.set_by_procedure"]


def home(no="H1"):
    return Household.objects.get(no=no)


def status(no="H1"):
    found = Standing.objects.filter(household__no=no, until=None).first()
    return found.status if found else ""


def test_an_exit_by_procedure_stays_where_a_list_says_registered(office, tmp_path):
    one = done(office, "t_exit", home())
    (remark,) = listed(tmp_path, office, [county.household("H1", 年度=2019)])
    assert status() == "exited"
    assert one.no in remark["what"] and "已脱贫" in remark["what"]


def test_a_list_that_agrees_has_nothing_to_remark(office, tmp_path):
    done(office, "t_exit", home())
    assert (
        listed(tmp_path, office, [county.household("H1", 年度=2019, 脱贫属性="已脱贫", 脱贫年度=2019)]) == []
    )
    assert Standing.objects.get(household__no="H1", until=None).since == TODAY


def test_a_household_struck_off_does_not_come_back_by_a_list(office, tmp_path):
    one = done(office, "t_strike", home(), why="错评", money="没有发过")
    (remark,) = listed(tmp_path, office, [county.household("H1", 年度=2019, 脱贫属性="返贫")])
    assert (status(), "不在册" in remark["what"], one.no in remark["what"]) == ("", True, True)


def test_everything_else_in_the_row_is_taken(office, tmp_path):
    done(office, "t_exit", home())
    listed(tmp_path, office, [county.household("H1", 年度=2019, 住房鉴定等级="A级")])
    assert home().years.get(year=2019).house_grade == "A"


def test_who_died_by_procedure_does_not_come_back_by_a_list(office, tmp_path):
    person = Person.objects.get(person_no="P2")
    one = done(office, "t_leave", home(), person=person.pk, reason="死亡", from_day="2019-03-01")
    rows = [county.person("P2", "H1", 2, 姓名="李示例", 与户主关系="配偶", 年度=2019)]
    (remark,) = listed(tmp_path, office, [county.household("H1", 年度=2019)], rows)
    assert not Membership.objects.filter(person=person, until=None).exists()
    assert one.no in remark["what"] and "死亡" in remark["what"]


def test_who_left_by_procedure_may_be_listed_in_another_household_from_then_on(office, tmp_path):
    person = Person.objects.get(person_no="P2")
    done(office, "t_leave", home(), person=person.pk, reason="婚出", from_day="2019-03-01")
    rows = [county.person("P2", "H2", 2, 姓名="李示例", 与户主关系="配偶", 年度=2019)]
    assert listed(tmp_path, office, [county.household("H1", 年度=2019)], rows) == []
    held = Membership.objects.get(person=person, until=None)
    assert (held.household.no, held.since) == ("H2", TODAY)


def test_the_new_head_stays_head_where_a_list_names_the_old_one(office, tmp_path):
    head = Person.objects.get(person_no="P2")
    one = done(office, "t_change_head", home(), head=head.pk, why="户主外出")
    rows = [
        county.person("P1", "H1", 1, 年度=2019),
        county.person("P2", "H1", 2, 姓名="李示例", 与户主关系="配偶", 年度=2019),
    ]
    remarks = listed(tmp_path, office, [county.household("H1", 年度=2019)], rows)
    assert len(remarks) == 3 and all(one.no in remark["what"] for remark in remarks)
    assert home().head_name == "李示例"
    assert Membership.objects.get(person=head, until=None).relation == "户主"


def test_a_household_that_moved_by_procedure_stays_where_it_lives_now(office, tmp_path):
    one = done(office, "t_move", home(), village="990101001002", from_day="2019-03-01")
    (remark,) = listed(tmp_path, office, [county.household("H1", 年度=2019)])
    assert home().village.code == "990101001002" and one.no in remark["what"]


def test_a_household_taken_in_here_is_the_same_when_the_national_system_numbers_it(office, tmp_path):
    from liuqing.registry import secrets

    number = county.number(77)
    head = Person.objects.create(
        name="褚示例", village=home().village, id_cipher=secrets.encrypt(number), id_hash=secrets.blind_index(number)
    )  # fmt: skip
    outside = standing.outside(head, by=office.village_officer)
    done(office, "t_register", outside, cause="因病")
    before = Household.objects.count()
    rows = [county.person("P77", "H77", 77, 姓名="褚示例", 年度=2019)]
    homes = [county.household("H77", 年度=2019, 户主姓名="褚示例", 户主证件号码=number, 家庭人口数=1)]
    assert listed(tmp_path, office, homes, rows) == []
    assert Household.objects.count() == before
    outside.refresh_from_db()
    assert (outside.no, status("H77")) == ("H77", "registered")
    assert Membership.objects.get(person=head, until=None).household == outside
    (told,) = [
        fault
        for row in SourceRow.objects.all()
        for fault in row.problems
        if fault["code"] == "row.renumbered"
    ]
    assert "W9901010010010001" in told["what"]


def test_the_cause_of_a_relapse_stays_where_a_list_says_another(office, tmp_path):
    done(office, "t_exit", home())
    one = done(office, "t_relapse", home(), cause="因灾")
    (remark,) = listed(tmp_path, office, [county.household("H1", 年度=2019, 脱贫属性="返贫")])
    assert Cause.objects.get(household=home(), main=True, until=None).code == "因灾"
    assert one.no in remark["what"]


def test_a_village_that_left_by_procedure_is_not_listed_again_by_a_list(office):
    from liuqing.registry.imports.register import VillageImporter

    area = home().village
    AreaStanding.objects.create(area=area, status="listed", since=date(2014, 1, 1))
    one = standing.open(by=office.village_officer, procedure="t_area_exit", area=area)
    standing.submit(one, by=office.village_officer, uuid=uuid4())
    standings.through(office, one)
    held = list(AreaStanding.objects.filter(area=area).order_by("pk").values_list(
        "id", "area_id", "status", "since", "until", "proceeding_id"))  # fmt: skip

    class Told:
        remarks = []

        def remark(self, fault):
            self.remarks.append(fault)

    importer = VillageImporter(None)
    importer._decided = {one.pk: one.no}
    importer._keep(held, [("listed", date(2014, 1, 1), None)], Told())
    importer._keep(held, [("exited", date(2019, 12, 31), None)], Told())
    assert [one.no in fault.what for fault in Told.remarks] == [True]
    assert Proceeding.objects.get(pk=one.pk).state == "done"
