"""用工单位: hires counted by the rules, for who sees the whole county."""

import pytest

from liuqing.policy.lists import BY_KEY
from liuqing.registry.models import Entry, Person, SourceFile
from liuqing.registry.services import accounts, snapshots
from tests import county as making

pytestmark = pytest.mark.django_db


@pytest.fixture
def factory(county):
    """A factory of the work list with two new hires on contracts of a year."""
    file = SourceFile.objects.create(
        sha256="f" * 64, name="就业台账.xlsx", kind="work", state="loaded", on=making.ON, by="somebody"
    )
    for row, person in enumerate(Person.objects.filter(memberships__isnull=False)[:2], start=2):
        Entry.objects.create(
            kind="work", person=person, file=file, row=row, said_on=making.ON,
            values={"employer": "测试扶贫车间", "employer_kind": "扶贫工厂", "contract_kind": "劳动合同",
                    "contract_months": 12, "since": making.ON.replace(month=3, day=1).isoformat(), "months": 9},
        )  # fmt: skip
    return snapshots.take(on=making.ON, by=accounts.operator())


def test_the_county_sees_how_many_each_employer_hired(factory, seen_by):
    assert "employer" in {fact.name for fact in BY_KEY["work"].columns}
    shown = seen_by("county_approver").get("/employers/").content.decode()
    row = shown[shown.index("测试扶贫车间") :].partition("</tr>")[0]
    assert "扶贫工厂" in row and ">2<" in row
    # The plan's awards begin in 2019: on a day of 2018 nothing is due, and the page says why.
    assert "还没有生效的奖补" in shown


@pytest.mark.parametrize("part", ["township_reviewer", "village_officer", "department_officer", "nobody"])
def test_who_does_not_see_the_county_finds_no_such_page(factory, seen_by, part):
    assert seen_by(part).get("/employers/").status_code == 404
