"""The errors book comes back corrected; a person decides held rows; a person corrects a mapping."""

from pathlib import Path

import openpyxl
import pytest
from django.conf import settings

from liuqing.errors import Problem
from liuqing.registry.models import (
    Entry,
    HeadingMap,
    Household,
    Membership,
    Person,
    Receipt,
    SourceFile,
    SourceRow,
)
from liuqing.registry.services import files, held, loading
from tests import cast
from tests.imports import county


def counts(file):
    return (file.state, file.rows, file.accepted, file.held, file.refused)


def dibao(folder, clerk, *rows, name="低保2018.xlsx"):
    return county.load(county.book(folder / name, {"低保": (county.DIBAO, rows)}, title="低保"), clerk)


@pytest.fixture
def faulty(register, clerk, tmp_path):
    return dibao(
        tmp_path, clerk,
        county.dibao("赵示例", county.number(1)),
        county.dibao("周示例", "99010119700101"),
        county.dibao("周无关", county.number(3)),
    )  # fmt: skip


def corrected(file, folder, **cells):
    """The errors book with cells put right: {"row.heading": value}."""
    book = openpyxl.load_workbook(Path(settings.WORKSPACE.folder) / file.errors_book)
    sheet = book.worksheets[0]
    heading = next(r for r in sheet.iter_rows() if any(c.value == "身份证号" for c in r))
    columns = {cell.value: cell.column for cell in heading}
    for place, value in cells.items():
        row, name = place.split("_")
        sheet.cell(int(row[1:]), columns[name]).value = value
    path = folder / f"改好的{file.name}"
    book.save(path)
    return path


def test_the_errors_book_put_right_and_loaded_again_takes_the_rows(faulty, clerk, tmp_path):
    assert counts(faulty) == ("loaded", 3, 1, 1, 1)
    path = corrected(faulty, tmp_path, r4_姓名="李示例", r4_身份证号=county.number(2), r5_姓名="孙示例")
    again = county.load(path, clerk)
    assert counts(again) == ("loaded", 3, 3, 0, 0)
    assert again.on == faulty.on
    assert Receipt.objects.count() == 3
    faulty.refresh_from_db()
    assert faulty.state == "superseded"
    assert not SourceRow.objects.filter(file=faulty, resolved_at=None).exists()


def test_the_errors_book_loaded_as_it_is_counts_nothing_twice(faulty, clerk, tmp_path):
    again = county.load(corrected(faulty, tmp_path), clerk)
    assert counts(again) == ("loaded", 3, 1, 1, 1)
    assert Receipt.objects.count() == 1


def test_a_file_without_faults_has_no_errors_book(register):
    assert [file.errors_book for file in register] == ["", ""]


def test_a_held_row_is_taken_for_the_person_chosen(faulty, clerk):
    row = SourceRow.objects.get(verdict="held")
    held.decide(row, by=clerk, person=Person.objects.get(person_no="P3"))
    entry = Entry.objects.get(person__person_no="P3")
    assert (entry.matched_by, entry.file_id, entry.row) == ("person", faulty.pk, 5)
    assert Receipt.objects.filter(person__person_no="P3").count() == 1
    faulty.refresh_from_db()
    assert (faulty.accepted, faulty.held, faulty.refused) == (2, 0, 1)


def test_a_held_row_can_be_refused_and_only_once(faulty, clerk):
    row = SourceRow.objects.get(verdict="held")
    held.decide(row, by=clerk, refuse=True)
    assert not Entry.objects.filter(person__person_no="P3").exists()
    with pytest.raises(Problem) as found:
        held.decide(row, by=clerk, refuse=True)
    assert found.value.code == "held.settled"


def test_who_may_not_decide_changes_nothing(faulty):
    stranger = cast.user("stranger", "township_clerk", "990101/990101002/")
    with pytest.raises(Problem) as found:
        held.decide(SourceRow.objects.get(verdict="held"), by=stranger, refuse=True)
    assert found.value.code == "workflow.not_allowed"
    assert SourceRow.objects.filter(verdict="held").exists()


def test_a_member_without_household_is_held_until_the_household_comes(clerk, tmp_path):
    county.register(tmp_path, clerk, persons=[county.person("P9", "H9", 9)])
    row = SourceRow.objects.get(verdict="held")
    with pytest.raises(Problem) as found:
        held.decide(row, by=clerk)
    assert found.value.code == "held.still"
    late = county.book(tmp_path / "补2018.xlsx", {"1": (county.HOUSEHOLD, [county.household("H9")])})
    county.load(late, clerk)
    held.decide(row, by=clerk)
    assert Membership.objects.get(person__person_no="P9").household == Household.objects.get(no="H9")


def test_one_number_under_two_person_numbers_is_held(clerk, tmp_path):
    people = [county.person("P1", "H1", 1), county.person("P7", "H2", 1)]
    _, file = county.register(tmp_path, clerk, persons=people)
    assert counts(file) == ("loaded", 2, 1, 1, 0)
    held.decide(SourceRow.objects.get(), by=clerk, person=Person.objects.get())
    assert Membership.objects.get(until=None).household.no == "H2"


STRANGE = ("对象", "号码", "类型代号", "月度数")


def test_an_unknown_list_waits_for_a_person_and_is_known_the_next_time(register, clerk, tmp_path):
    headings = ("姓名", "身份证号", *STRANGE)
    row = ["赵示例", county.number(1), None, None, "A", 250]
    path = county.book(tmp_path / "某表2018.xlsx", {"表": (headings, [row])})
    file = county.load(path, clerk)
    assert (file.state, file.problem["code"]) == ("unmapped", "loading.not_recognised")
    assert file.mapping["表"]["columns"]["姓名"] == "name"
    columns = {"姓名": "name", "身份证号": "id_no", "类型代号": "dibao_kind", "月度数": "monthly", "对象": ""}
    loading.correct_mapping(file, by=clerk, sheet="表", kind="dibao", columns=columns)
    assert loading.load(file, by=clerk).state == "loaded"
    assert Entry.objects.get().values == {"dibao_kind": "A", "monthly": "250.00"}
    another = county.book(
        tmp_path / "某表2019.xlsx", {"表": (headings, [["李示例", county.number(2), "", "", "B", 9]])}
    )
    assert county.load(another, clerk).kind == "dibao"


def test_a_mapping_to_facts_that_do_not_exist_is_refused(register, clerk):
    with pytest.raises(Problem) as found:
        loading.correct_mapping(
            register[0], by=clerk, sheet="导出", kind="dibao", columns={"姓名": "nonsense"}
        )
    assert found.value.code == "loading.no_such_fact"
    assert not HeadingMap.objects.exists()


def test_a_bad_file_never_stops_the_others(clerk, tmp_path):
    good = county.book(tmp_path / "户2018.xlsx", {"1": (county.HOUSEHOLD, [county.household("H1")])})
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 nothing of a workbook")
    told = loading.load_paths([tmp_path / "坏.xlsx", tmp_path / "没有.xlsx", good], by=clerk)
    assert [one["state"] for one in told] == ["failed", "failed", "loaded"]
    assert all(one["problem"]["what"] for one in told[:2])
    assert set(told[2]) >= {"file", "kind", "rows", "accepted", "held", "refused", "errors_book"}


def test_files_given_in_any_order_are_loaded_in_the_right_one(clerk, tmp_path):
    homes = county.book(tmp_path / "1.xlsx", {"1": (county.HOUSEHOLD, [county.household("H1")])})
    people = county.book(tmp_path / "2.xlsx", {"1": (county.PERSON_EXPORT, [county.person("P1", "H1", 1)])})
    paid = county.book(tmp_path / "3.xlsx", {"1": (county.DIBAO, [county.dibao("赵示例", county.number(1))])})
    told = loading.load_paths([paid, people, homes], by=clerk)
    assert [one["accepted"] for one in told] == [1, 1, 1]
    assert Receipt.objects.count() == 1


def test_the_inbox_shows_nothing_of_a_file(clerk, tmp_path):
    path = tmp_path / "名单.csv"
    path.write_text("姓名,身份证号\n赵示例," + county.number(1), encoding="utf-8")
    file = files.receive(path, by=clerk)
    assert county.number(1).encode() not in files.stored(file).read_bytes()
    with files.opened(file) as clear:
        assert clear.read_bytes() == path.read_bytes()
        assert clear.suffix == ".csv" and clear.stat().st_mode & 0o077 == 0
    assert not clear.exists()


@pytest.mark.parametrize("size", [0, 1, files.PIECE - 1, files.PIECE, files.PIECE * 2 + 5])
def test_a_file_of_any_size_comes_back_whole(clerk, tmp_path, size):
    path = tmp_path / "大.csv"
    path.write_bytes(b"x" * size)
    with files.opened(files.receive(path, by=clerk)) as clear:
        assert clear.read_bytes() == path.read_bytes()


def test_a_stored_file_that_was_cut_is_noticed(clerk, tmp_path):
    path = tmp_path / "大.csv"
    path.write_bytes(b"x" * (files.PIECE * 2))
    file = files.receive(path, by=clerk)
    sealed = files.stored(file)
    sealed.write_bytes(sealed.read_bytes()[: -files.PIECE - 16])
    with pytest.raises(Problem) as found, files.opened(file):
        pass
    assert found.value.code == "files.damaged"


def test_only_who_may_hand_in_lists_can(clerk, tmp_path):
    leader = cast.user("leader", "county_leader", "990101/")
    path = county.book(tmp_path / "户.xlsx", {"1": (county.HOUSEHOLD, [county.household("H1")])})
    with pytest.raises(Problem):
        files.receive(path, by=leader)
    assert not SourceFile.objects.exists()


def test_a_township_may_not_speak_for_another(clerk, tmp_path):
    town = cast.user("town", "township_clerk", "990101/990101002/")
    rows = [county.household("H1"), county.household("H2", 乡="乙乡")]
    file = county.load(county.book(tmp_path / "户.xlsx", {"1": (county.HOUSEHOLD, rows)}), town)
    assert counts(file) == ("loaded", 2, 1, 0, 1)
    assert file.kept_rows.get().problems[0]["code"] == "row.outside_area"
