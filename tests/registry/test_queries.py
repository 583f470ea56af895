"""Queries: everybody sees the own villages, the totals agree, and pages stay cheap."""

import pytest

from liuqing.errors import Problem
from liuqing.registry import queries
from liuqing.registry.queries import Filters

pytestmark = pytest.mark.django_db

SEEN = {
    "village_officer": {"H0001", "H0002"},
    "township_reviewer": {"H0001", "H0002", "H0003"},
    "county_approver": {"H0001", "H0002", "H0003", "H0004", "H0005"},
    "county_leader": {"H0001", "H0002", "H0003", "H0004", "H0005"},
    "inspector": {"H0001", "H0002", "H0003", "H0004", "H0005"},
    "outsider": {"H0004", "H0005"},
    "department_officer": set(),
    "finance": set(),
    "administrator": set(),
    "nobody": set(),
}


def _nos(found):
    return {row.no for row in found.rows}


@pytest.mark.parametrize("part", SEEN)
def test_everybody_sees_the_households_of_the_own_villages_and_no_other(cast, part):
    person = cast.everybody()[part]
    assert set(queries.visible_households(person).values_list("no", flat=True)) == SEEN[part]
    if SEEN[part]:
        assert _nos(queries.households(person)) == SEEN[part]
    else:
        with pytest.raises(Problem):
            queries.households(person)


@pytest.mark.parametrize("part", SEEN)
@pytest.mark.parametrize("text", ["测", "十", "cs", "ceshi", "H000"])
def test_search_finds_only_in_the_own_villages(cast, part, text):
    hits = queries.search(cast.everybody()[part], text).hits
    assert {hit.household_no for hit in hits} <= SEEN[part]


def test_what_is_not_mine_looks_like_what_does_not_exist(cast):
    answers = []
    for no in ("H0004", "no-such-household"):
        with pytest.raises(Problem) as found:
            queries.household(cast.village_officer, no)
        answers.append(found.value.sentence())
    assert answers[0] == answers[1]


def test_an_area_that_is_not_mine_looks_like_one_that_does_not_exist(cast, county):
    for ask in (queries.board, queries.village, queries.flags, queries.households):
        for code in (county.villages[2].code, county.towns[1].code, county.county.code, "1"):
            with pytest.raises(Problem) as found:
                ask(cast.village_officer, code)
            assert found.value.code == "registry.no_such_area"


@pytest.mark.parametrize(
    "wanted,found",
    [
        (Filters(standing="exited"), {"H0002", "H0004"}),
        (Filters(standing="registered"), {"H0001", "H0003", "H0005"}),
        (Filters(exit_year=2017), {"H0002"}),
        (Filters(cause="因残"), {"H0005"}),
        (Filters(cause="因病", standing="exited"), {"H0004"}),
        (Filters(exit_year=2011), set()),
    ],
)
def test_a_list_is_narrowed_by_every_filter_in_use(cast, wanted, found):
    sheet = queries.households(cast.county_approver, filters=wanted)
    assert _nos(sheet) == found
    assert sheet.total == len(found)


def test_pages_hold_everybody_once_and_know_the_total(cast):
    pages = [queries.households(cast.county_approver, page=n, size=2) for n in (1, 2, 3)]
    nos = [row.no for page in pages for row in page.rows]
    assert nos == sorted(SEEN["county_approver"])
    assert {page.total for page in pages} == {5}
    assert (pages[2].first, pages[2].last, pages[2].later) == (5, 5, None)


def test_a_page_beyond_the_end_is_the_last_page(cast):
    assert queries.households(cast.county_approver, page=99, size=2).number == 3


def test_a_line_says_standing_size_cause_and_year_of_exit(cast):
    row = next(r for r in queries.households(cast.county_approver).rows if r.no == "H0002")
    assert (row.standing, row.exit_year, row.size, row.main_cause) == ("已脱贫", 2017, 3, "缺技术")
    assert (row.village, row.town) == ("甲村", "甲镇")


def test_search_by_name_pinyin_household_and_identity_number(cast, county):
    from liuqing.registry import secrets
    from liuqing.registry.models import Person

    person = Person.objects.get(name="李十二")
    number = secrets.decrypt(person.id_cipher)
    for text, by in (("李十二", "姓名"), ("十二", "姓名"), ("cs", "拼音"), ("CeShi", "拼音"), ("H0003", "户编号"),
                     (number, "身份证号"), (number.lower(), "身份证号"), (f" {number} ", "身份证号")):  # fmt: skip
        found = queries.search(cast.county_approver, text)
        assert "H0003" in {hit.household_no for hit in found.hits}, text
        assert found.hits[0].by == by


def test_search_says_when_there_are_more(cast, county):
    from tests import county as making

    for n in range(20):
        making.household(county, county.villages[0], f"X{n:04d}", size=3, head="郑测测")
    found = queries.search(cast.county_approver, "郑")
    assert found.more
    assert len(found.hits) == 50


def test_nothing_is_searched_for_nothing(cast):
    assert queries.search(cast.county_approver, "  ").hits == ()


@pytest.mark.parametrize("ask", [
    lambda u: queries.board(u), lambda u: queries.village(u, "990101001001"), lambda u: queries.households(u),
    lambda u: queries.search(u, "测"), lambda u: queries.todo(u), lambda u: queries.files(u),
    lambda u: queries.flags(u), lambda u: queries.village_children(u),
])  # fmt: skip
def test_a_page_costs_few_queries(cast, django_assert_max_num_queries, ask):
    with django_assert_max_num_queries(20):
        ask(cast.county_approver)
