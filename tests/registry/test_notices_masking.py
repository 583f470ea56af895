"""What a sheet shows: the five things and nothing else; what it must not show stops it."""

from datetime import date
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuqing.errors import Problem
from liuqing.registry import secrets
from liuqing.registry.models import AreaStanding, HouseholdYear, Membership, Notice, Person
from liuqing.registry.services import notices, standing
from liuqing.registry.services.notices import checking
from tests import county as making
from tests.registry import noticing
from tests.registry.conftest import make_place
from tests.registry.noticing import at, drawn, proposed

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

MONDAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def place_folder(tmp_path_factory):
    return noticing.write_procedures(make_place(tmp_path_factory.mktemp("place")))


@pytest.fixture(autouse=True)
def procedures(place):
    """The place is the one with these procedures."""


@pytest.fixture
def sheet(cast):
    def make(*homes, **words):
        with at(MONDAY):
            return drawn(
                cast.village_officer, [proposed(cast.village_officer, home) for home in homes], **words
            )

    return make


def head(home):
    return Membership.objects.get(household=home, relation="户主", until=None).person


def test_a_line_has_the_five_things_and_nothing_else(county, sheet):
    made = sheet(county.households[0])
    assert made.lines == [
        {"n": 1, "who": "钱初九", "apart": "", "group": "一组", "members": 3, "category": "突发严重困难户",
         "result": "拟纳入监测对象"}
    ]  # fmt: skip


def test_nothing_of_the_household_besides_stands_anywhere_on_the_sheet(county, sheet):
    home = county.households[0]
    home.phone = secrets.encrypt("13800138000")
    home.save(update_fields=("phone",))
    told = str(vars(sheet(home)))
    people = [m.person for m in Membership.objects.filter(household=home, until=None)]
    hidden = ["因病", "13800138000", home.no, *(secrets.decrypt(one.id_cipher) for one in people)]
    hidden += [one.name for one in people if one.birth.year > 2008 or one.name != "钱初九"]
    assert not [one for one in hidden if one in told]


def test_members_count_on_the_day_of_drawing(county, sheet):
    home = county.households[0]
    child = Membership.objects.filter(household=home, relation="之子").first()
    child.until = date(2026, 3, 2)
    child.save(update_fields=("until",))
    assert sheet(home).lines[0]["members"] == 2


@pytest.mark.parametrize("birth, shown", [
    (date(2008, 3, 2), "钱初九"), (date(2008, 3, 3), "钱某某"), (None, "钱某某"),
])  # fmt: skip
def test_a_head_not_known_to_be_of_age_stands_there_with_the_family_name_only(county, sheet, birth, shown):
    home = county.households[0]
    Person.objects.filter(pk=head(home).pk).update(birth=birth)
    made = sheet(home)
    assert made.lines[0]["who"] == shown
    assert shown == "钱初九" or "钱初九" not in str(vars(made))


def test_two_heads_of_one_name_in_two_groups_need_nothing_more(county, sheet):
    first, second = county.households[:2]
    rename(second, "钱初九")
    second.hamlet = "二组"
    second.save(update_fields=("hamlet",))
    assert [line["apart"] for line in sheet(first, second).lines] == ["", ""]


def test_in_one_group_the_last_two_characters_tell_them_apart(county, sheet):
    first, second = county.households[:2]
    rename(second, "钱初九")
    number(head(first), "990101196001010015"), number(head(second), "990101196001010023")
    assert [line["apart"] for line in sheet(first, second).lines] == ["证件尾号 15", "证件尾号 23"]


def test_where_these_are_the_same_too_the_number_of_the_household_helps(county, sheet):
    first, second = county.households[:2]
    rename(second, "钱初九")
    number(head(first), "990101196001010015"), number(head(second), "990101197001010015")
    assert [line["apart"] for line in sheet(first, second).lines] == ["户编号尾号 0001", "户编号尾号 0002"]


def test_one_of_the_name_who_is_not_on_the_sheet_is_told_apart_as_well(county, sheet):
    first, second = county.households[:2]
    rename(second, "钱初九")
    assert sheet(first).lines[0]["apart"].startswith("证件尾号 ")


def test_a_household_with_no_category_on_record_says_so(cast, county):
    HouseholdYear.objects.all().update(category="")
    with at(MONDAY):
        one = proposed(cast.village_officer, county.households[0])
        one.payload = {}
        one.save(update_fields=("payload",))
        assert drawn(cast.village_officer, [one]).lines[0]["category"] == "—"


SHOWN = {
    "an identity number": ("text", making.identity()),
    "a telephone": ("title", "请打 13800138000"),
    "an account": ("text", "卡号 6222 0212 3456 7890 123"),
    "an illness": ("text", "因病致贫的三户"),
    "a disability": ("title", "重残家庭公示"),
    "an income": ("text", "人均纯收入 2,980.50 元"),
    "a child": ("text", "其子钱测丙在校读书"),
    "a number as issuer": ("issuer", "王某 990101198001010013"),
    "somebody's name as telephone": ("phone", "王某 4612345"),
    "an account as telephone": ("phone", "6222021234567890123"),
}


@pytest.mark.parametrize("field, text", SHOWN.values(), ids=SHOWN.keys())
def test_what_nobody_may_see_is_refused_and_not_repeated(county, sheet, field, text):
    with pytest.raises(Problem) as raised:
        sheet(county.households[0], **{field: text})
    assert raised.value.code == "notices.shows_too_much" and text not in raised.value.sentence()
    assert not Notice.objects.exists()


def test_the_telephone_of_the_household_itself_is_refused(county, sheet):
    home = county.households[0]
    home.phone = secrets.encrypt("0874-4612345")
    home.save(update_fields=("phone",))
    with pytest.raises(Problem) as raised:
        sheet(home, phone="08744612345")
    assert raised.value.code == "notices.shows_too_much"
    assert sheet(county.households[1], phone="0874-4600000").phone == "0874-4600000"


def test_the_name_of_a_child_of_another_household_of_the_village_is_refused(county, sheet):
    other = making.member(county, county.households[1], 5, "孙小小")
    with pytest.raises(Problem):
        sheet(county.households[0], text=f"另有{other.name}一人")


def test_what_came_into_the_record_after_drawing_stops_the_hanging(cast, county, sheet):
    made = sheet(county.households[0], text="另有孙小小的事项")
    making.member(county, county.households[1], 5, "孙小小")
    with at(MONDAY), pytest.raises(Problem) as raised:
        notices.hang(made, by=cast.village_officer)
    assert raised.value.code == "notices.shows_too_much"


def test_a_column_that_should_not_be_there_is_refused(county, sheet):
    made = sheet(county.households[0])
    made.lines[0]["cause"] = "x"
    with pytest.raises(Problem):
        checking.refuse(made, [], MONDAY)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_a_number_put_anywhere_into_any_part_is_refused(county, sheet, data):
    made = sheet(county.households[0]) if not Notice.objects.exists() else Notice.objects.first()
    number = data.draw(st.sampled_from([making.identity(), "13912345678", "6222021234567890123"]))
    part = data.draw(
        st.sampled_from(["title", "text", "issuer", "who", "group", "apart", "category", "result"])
    )
    kept = made.lines[0] if part in made.lines[0] else None
    told = str(kept[part] if kept else getattr(made, part))
    place = data.draw(st.integers(0, len(told)))
    changed = told[:place] + number + told[place:]
    if kept:
        made.lines = [{**kept, part: changed}]
    else:
        setattr(made, part, changed)
    with pytest.raises(Problem):
        checking.refuse(made, [], MONDAY)


def rename(home, name):
    home.head_name = name
    home.save(update_fields=("head_name",))
    Person.objects.filter(pk=head(home).pk).update(name=name)


def number(person, text):
    person.id_cipher = secrets.encrypt(text)
    person.save(update_fields=("id_cipher",))


def test_a_village_that_leaves_the_list_stands_there_by_its_name(cast, county):
    village = county.villages[0]
    src = {"file": county.register, "row": 1, "said_on": MONDAY}
    AreaStanding.objects.create(area=village, status="listed", since=date(2014, 1, 1), **src)
    with at(MONDAY):
        one = standing.open(
            by=cast.village_officer, procedure="leaving", area=village, ground="各项指标已达到"
        )
        standing.submit(one, by=cast.village_officer, uuid=uuid4())
        one.refresh_from_db()
        made = drawn(cast.village_officer, [one])
    assert made.lines == [
        {"n": 1, "who": "甲村", "apart": "", "group": "甲镇", "members": None, "category": "行政村",
         "result": "拟退出（出列）"}
    ]  # fmt: skip
