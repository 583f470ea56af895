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


def test_who_helps_in_two_villages_sees_both_and_nothing_between(cast, county):
    from liuqing.workflow.models import Appointment
    from tests.cast import user

    helper = user("helper", "village_cadre", county.villages[1].path)
    Appointment.objects.create(user=helper, role="village_cadre", area_path=county.villages[2].path)
    assert _nos(queries.households(helper)) == {"H0003", "H0004", "H0005"}
    assert {one.no for one in queries.cards(helper)} == {"H0003", "H0004", "H0005"}
    assert {hit.household_no for hit in queries.search(helper, "H000").hits} == {"H0003", "H0004", "H0005"}


@pytest.fixture
def kept(county):
    """Two files: the police's with rows of two villages, the insurance office's with one of no village."""
    from liuqing.registry.models import SourceFile, SourceRow

    first, _, third = county.villages
    police = SourceFile.objects.create(
        sha256="1" * 64, name="户籍.csv", kind="police_residents", state="loaded", rows=9, held=1, refused=1
    )
    insured = SourceFile.objects.create(
        sha256="2" * 64,
        name="参保.xlsx",
        kind="medical_insured",
        state="failed",
        by="department-officer",
        problem={"what": "文件已加密"},
    )
    SourceRow.objects.create(file=police, row=3, verdict="held", cells=b"x", village=first, candidates=[1, 2])
    SourceRow.objects.create(file=police, row=4, verdict="refused", cells=b"x", village=third)
    SourceRow.objects.create(file=insured, row=5, verdict="refused", cells=b"x")
    return police, insured


def test_files_and_rows_are_seen_by_area_and_department(cast, kept):
    police, insured = kept
    seen = {
        "county_approver": {"人员信息.xlsx", "户籍.csv", "参保.xlsx"},
        "inspector": {"人员信息.xlsx", "户籍.csv", "参保.xlsx"},
        "township_reviewer": {"户籍.csv"},
        "department_officer": {"参保.xlsx"},
        "village_officer": set(), "county_leader": set(), "administrator": set(), "outsider": set(), "nobody": set(),
    }  # fmt: skip
    for part, names in seen.items():
        assert {f.name for f in queries.files(cast.everybody()[part]).rows} == names, part
    row = queries.files(cast.township_reviewer).rows[0]
    assert (row.rows, row.held, row.refused) == (None, 1, 0)
    assert [r.row for r in queries.kept_rows(cast.township_reviewer, police.pk).rows] == [3]
    assert [r.row for r in queries.kept_rows(cast.county_approver, police.pk, verdict="refused").rows] == [4]
    assert queries.kept_rows(cast.department_officer, insured.pk).total == 1
    with pytest.raises(Problem) as found:
        queries.file(cast.department_officer, police.pk)
    assert found.value.code == "registry.no_such_file"


def test_my_work_names_the_files_and_rows_that_wait_for_me(cast, kept):
    def tasks(person):
        return {(task.kind, task.count) for task in queries.todo(person).tasks}

    assert tasks(cast.county_approver) == {("failed", 1), ("held", 1), ("refused", 1), ("assess", 2)}
    assert tasks(cast.township_reviewer) == {("held", 1)}
    assert tasks(cast.department_officer) == {("failed", 1), ("refused", 1)}
    assert tasks(cast.village_officer) == set()
    detail = next(t for t in queries.todo(cast.department_officer).tasks if t.kind == "failed")
    assert detail.detail == "文件已加密"
