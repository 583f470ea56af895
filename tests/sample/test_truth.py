"""Whatever is planted is told, and whatever is told is in the files: read by other readers."""

from collections import Counter

import pytest

from liuqing.policy import identity_numbers as ids
from liuqing.sample import errors
from liuqing.sample.errors import LISTS
from liuqing.sample.office import KINDS
from tests.sample.reading import Folder, Found

Place = tuple[str, str, int]
SCARCE = 4
"""So many kinds of contradiction may find no household that fits them in a small county."""


@pytest.fixture(scope="module")
def persons(folder: Folder) -> Found:
    return folder.of("register_persons")[0]


@pytest.fixture(scope="module")
def departments(folder: Folder) -> list[Found]:
    return [t for t in folder.departments if t.kind.key != "police_deaths"]


@pytest.fixture(scope="module")
def members(folder: Folder, persons: Found) -> dict[str, dict[str, object]]:
    """The register's persons by number, without the rows that were planted on top."""
    extra = folder.places("person_twice", "person_two_households", "member_without_household")
    return {
        str(row["person_no"]): row
        for n, row in persons.rows.items()
        if (persons.file, persons.sheet, n) not in extra
    }


@pytest.fixture(scope="module")
def by_number(members) -> dict[str, str]:
    """Person numbers by identity number, of those whose number is whole."""
    found = {ids.normal(str(row["id_no"])): no for no, row in members.items()}
    found.pop(None, None)
    return found


def _numbers(tables: list[Found]) -> set[str | None]:
    return {ids.normal(str(row["id_no"])) for table in tables for row in table.rows.values()}


def test_every_kind_is_planted_and_counted(folder: Folder):
    told = Counter(error["kind"] for error in folder.errors)
    assert set(errors.KINDS) <= set(told) <= set(KINDS)
    assert len(set(KINDS) - set(told)) <= SCARCE
    assert all(folder.figures["planted", f"kind={kind}"] == str(n) for kind, n in told.items())


def test_the_register_has_its_totals_without_the_extra_rows(folder: Folder, members):
    assert len(members) == int(folder.figures["registered_persons", ""])
    assert len(folder.of("register_households")[0].rows) == int(folder.figures["registered_households", ""])


def test_damaged_numbers_of_the_register_are_exactly_those_told(folder: Folder, persons: Found):
    lengths = {"id_check_digit": 18, "id_unlisted": 18, "id_missing_digit": 17}
    found = {(len(str(row["id_no"])), n) for n, row in persons.rows.items() if ids.fault(str(row["id_no"]))}
    assert found == {
        (length, int(e["row"])) for kind, length in lengths.items() for e in folder.planted(kind)
    }


def test_old_numbers_and_wrong_cards_of_the_register_are_exactly_those_told(folder: Folder, persons: Found):
    numbers = {n: str(row["id_no"]) for n, row in persons.rows.items()}
    old = {n for n, number in numbers.items() if len(number) == 15}
    cards = {n for n, number in numbers.items() if len(number) > 18 and not "1" <= number[18] <= "7"}
    assert old == {int(e["row"]) for e in folder.planted("id_fifteen")} and old
    assert cards == {int(e["row"]) for e in folder.planted("card_class")} and cards


def test_persons_who_are_there_twice_are_exactly_those_told(folder: Folder, persons: Found):
    seen: set[object] = set()
    again = set()
    for n, row in persons.rows.items():
        if row["person_no"] in seen:
            again.add((persons.file, persons.sheet, n))
        seen.add(row["person_no"])
    assert again == folder.places("person_twice")


def test_numbers_in_two_households_are_exactly_those_told_and_come_second(folder: Folder, persons: Found):
    first: dict[str, str] = {}
    again = {}
    for n, row in persons.rows.items():
        number, no = str(row["id_no"])[:18], str(row["person_no"])
        if first.setdefault(number, no) != no:
            again[str(n)] = (no, first[number])
    told = {e["row"]: (e["person_no"], e["related_no"]) for e in folder.planted("person_two_households")}
    assert again == told


def test_members_without_household_are_exactly_those_told(folder: Folder, persons: Found):
    homes = {row["household_no"] for row in folder.of("register_households")[0].rows.values()}
    lost = {
        (persons.file, persons.sheet, n)
        for n, row in persons.rows.items()
        if row["household_no"] not in homes
    }
    assert lost == folder.places("member_without_household")


def test_wrong_head_counts_are_exactly_those_told(folder: Folder, members):
    (table,) = folder.of("register_households")
    counted = Counter(row["household_no"] for row in members.values())
    wrong = {
        (table.file, table.sheet, n)
        for n, row in table.rows.items()
        if row["size_stated"] != counted[row["household_no"]]
    }
    assert wrong == folder.places("head_count")


def test_the_dead_who_are_still_active_are_exactly_those_told(folder: Folder, by_number):
    (table,) = folder.of("police_deaths")
    dead = {
        (by_number[str(row["id_no"])], n) for n, row in table.rows.items() if str(row["id_no"]) in by_number
    }
    assert dead == {(e["person_no"], int(e["row"])) for e in folder.planted("dead_active")}


def test_who_is_missing_from_the_police_list_is_told(folder: Folder, by_number):
    listed = _numbers(folder.of("police_residents"))
    missing = {no for number, no in by_number.items() if number not in listed}
    told = {e["person_no"] for kind in ("missing_police", "dead_active") for e in folder.planted(kind)}
    assert missing == told


@pytest.mark.parametrize(
    ("key", "kind", "ages"),
    [("medical_insured", "not_insured", range(120)), ("school_roll", "not_enrolled", range(6, 16))],
)
def test_who_is_missing_from_a_list_is_told(folder: Folder, by_number, key, kind, ages):
    listed = _numbers(folder.of(key))
    damaged = {
        e["person_no"] for name in LISTS for e in folder.planted(name) if e["file"] == folder.of(key)[0].file
    }
    missing = {
        no
        for number, no in by_number.items()
        if number not in listed and no not in damaged and 2018 - int(number[6:10]) in ages
    }
    assert missing == {e["person_no"] for e in folder.planted(kind)}


def test_damaged_numbers_of_the_lists_are_exactly_those_told(folder: Folder, departments):
    found: dict[str, set[Place]] = {
        "list_id_check_digit": set(),
        "list_id_missing_digit": set(),
        "list_id_float": set(),
        "list_id_none": set(),
        "list_id_fifteen": set(),
        "list_id_card": set(),
    }
    for table in departments:
        for n, row in table.rows.items():
            number, place = row["id_no"], (table.file, table.sheet, n)
            if isinstance(number, int | float):
                found["list_id_float"].add(place)
            elif not number:
                found["list_id_none"].add(place)
            elif len(number) == 15:
                found["list_id_fifteen"].add(place)
            elif len(number) > 18 and table.kind.key != "disabled":
                found["list_id_card"].add(place)
            elif ids.fault(number):
                found["list_id_missing_digit" if len(number) == 17 else "list_id_check_digit"].add(place)
    for kind, places in found.items():
        assert places == folder.places(kind), kind


def test_misspelled_names_are_exactly_those_told(folder: Folder, departments, by_number, members):
    wrong = set()
    for table in departments:
        for n, row in table.rows.items():
            no = by_number.get(ids.normal(str(row["id_no"])) or "")
            if no and row["name"] != members[no]["name"]:
                wrong.add((table.file, table.sheet, n))
    known = set(by_number.values())
    told = {
        place
        for place in folder.places("name_homophone", "name_variant", "name_other", "name_dot")
        if folder.people[place] in known
    }
    assert wrong == told


def test_repeated_rows_of_the_lists_are_exactly_those_told(folder: Folder, departments):
    again = set()
    for table in departments:
        seen: set[object] = set()
        for n, row in table.rows.items():
            if not row["id_no"]:
                continue
            # A person may have several bills; the same bill is there once.
            one = (
                (row["id_no"], row.get("discharged"), row.get("total")) if "hospital" in row else row["id_no"]
            )
            if one in seen:
                again.add((table.file, table.sheet, n))
            seen.add(one)
    paid_twice = {(e["file"], e["sheet"], int(e["row"])) for e in folder.entitlements if e["kind"] == "twice"}
    assert folder.places("list_twice") == again - paid_twice


def test_the_key_names_the_person_of_every_row_about_the_register(folder: Folder, by_number):
    for table in [*folder.departments, *folder.of("police_residents")]:
        for n, row in table.rows.items():
            no = by_number.get(ids.normal(str(row["id_no"])) or "")
            if no:
                assert folder.people[table.file, table.sheet, n] == no


def test_the_truth_holds_no_name_and_no_identity_number(folder: Folder, members):
    text = "".join(file.read_text(encoding="utf-8") for file in (folder.path / "truth").iterdir())
    assert not any(str(row["id_no"])[:17] in text for row in members.values())
    assert not any(str(row["name"]) in text for row in members.values() if len(str(row["name"])) > 2)


def _flagged(folder: Folder, flag: str, kind: str = "") -> set[str]:
    rows = [row for row in folder.flags if row["flag"] == flag and kind in ("", row["kind"])]
    return {row["person_no"] for row in rows if row["expected"] == "是"}


def test_who_paid_much_is_told_whatever_is_wrong_with_their_rows(folder: Folder):
    paid: Counter[str] = Counter()
    (bills,) = folder.of("medical_settlements")
    again = folder.places("list_twice")
    for n, row in bills.rows.items():
        place = (bills.file, bills.sheet, n)
        if place in folder.people and place not in again:
            paid[folder.people[place]] += round(float(str(row["self_paid"])) * 100)
    much = {no for no, fen in paid.items() if fen > 1_000_000}
    monitored = {row["person_no"] for row in folder.flags if row["kind"] == "paid_monitored"}
    assert _flagged(folder, "self_paid_high") == much - monitored and much
    assert much & {error["person_no"] for error in folder.errors}


def test_a_child_off_the_roll_is_missed_where_it_must_be_at_school(folder: Folder, members):
    for error in folder.planted("not_enrolled"):
        born = str(members[error["person_no"]]["birth"])[:10].replace("/", "-")
        of_age = "2003-09-01" <= born <= "2012-08-31"
        explained = bool(members[error["person_no"]]["dropout_reason"])
        assert ("compulsory_not_in_school" in error["flag"]) == (of_age and not explained)


def test_a_blank_school_year_is_told_from_the_age_of_school_on_and_never_as_a_lack_of_pension(
    folder: Folder, members
):
    blank = {
        no
        for no in _flagged(folder, "school_stated_twice", "blank")
        if not members[no]["school_status"] and not members[no]["education"]
    }
    without = {
        no
        for no, row in members.items()
        if not row["school_status"] and not row["education"] and str(row["birth"])[:4] <= "2011"
    }
    assert without and without <= blank
    assert not _flagged(folder, "no_pension_scheme", "blank")


def test_who_could_work_and_is_called_in_care_does_not_work(folder: Folder):
    able = {error["person_no"] for error in folder.planted("tekun_able")}
    listed = {
        folder.people[table.file, table.sheet, n]
        for table in folder.of("work")
        for n in table.rows
        if (table.file, table.sheet, n) in folder.people
    }
    assert able and not able & listed
