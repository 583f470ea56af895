"""Known rows: a decision about a row holds next month if somebody asked for it, and only then."""

import json

import pytest

from liuqing.errors import Problem
from liuqing.registry import secrets
from liuqing.registry.models import (
    Entry,
    Household,
    Known,
    Measure,
    Membership,
    Person,
    Receipt,
    SourceFile,
    SourceRow,
)
from liuqing.registry.services import files, held, known_rows, loading, merging
from liuqing.workflow import trail
from liuqing.workflow.models import Event

pytestmark = pytest.mark.django_db
HEADINGS = "乡镇,行政村,姓名,性别,身份证号,保障类别,月保障金额,年度发放金额"
OTHER = "测同音异字"


@pytest.fixture
def head(county):
    return Person.objects.get(person_no="PH000100")


@pytest.fixture
def number(head):
    return secrets.decrypt(head.id_cipher)


@pytest.fixture
def month(cast, tmp_path):
    """``month(9, row, …)``: the list of that month, handed in and read."""

    def hand_in(n, *rows, by=cast.county_approver):
        path = tmp_path / f"低保2018年{n}月.csv"
        path.write_bytes("\n".join((HEADINGS, *rows, "")).encode("utf-8-sig"))
        return loading.load(files.receive(path, by=by), by=by)

    return hand_in


def row(name, number, village="甲村", paid=3600):
    return f"甲镇,{village},{name},男,{number},A类,300,{paid}"


@pytest.fixture
def waiting(month, number):
    """A row with the head's number and somebody else's name."""
    return month(1, row(OTHER, number)).kept_rows.get(verdict="held")


def test_without_the_box_the_same_row_is_asked_again(waiting, month, head, number, cast):
    held.decide(waiting, by=cast.county_approver, person=head)
    assert not Known.objects.exists()
    assert month(2, row(OTHER, number, paid=1)).held == 1


def test_with_the_box_the_same_row_is_taken_and_says_so(waiting, month, head, number, cast):
    held.decide(waiting, by=cast.county_approver, person=head, remember=True)
    file = month(2, row(OTHER, number, paid=1))
    assert (file.accepted, file.held) == (1, 0)
    remark = file.kept_rows.get()
    assert [one["code"] for one in remark.problems] == ["row.as_before"]
    entry = Entry.objects.get(file=file)
    assert (entry.person_id, entry.matched_by) == (head.pk, "person")


def test_nobody_is_remembered_too_and_the_row_gives_nothing(waiting, month, number, cast):
    held.decide(waiting, by=cast.county_approver, refuse=True, remember=True)
    file = month(2, row(OTHER, number, paid=1))
    assert (file.accepted, file.held, file.refused) == (1, 0, 0)
    assert "不是台账里的人" in file.kept_rows.get().problems[0]["what"]
    assert not Entry.objects.exists()


@pytest.mark.parametrize("change", ["name", "number", "village"])
def test_a_row_that_says_anything_else_of_who_it_is_is_asked(waiting, month, head, number, cast, change):
    held.decide(waiting, by=cast.county_approver, person=head, remember=True)
    other = {
        "name": row("测又一名", number),
        "number": row(OTHER, f"{number[:17]}x" if number[17] != "X" else f"{number[:17]}0"),
        "village": row(OTHER, number, village="乙村"),
    }[change]
    assert month(2, other).accepted == 0


def test_who_is_surely_found_is_not_asked_of_what_is_remembered(waiting, month, head, number, cast):
    stranger = Household.objects.get(no="H0003").memberships.first().person
    held.decide(waiting, by=cast.county_approver, person=head, remember=True)
    Known.objects.update(person=stranger, mark="0")
    file = month(2, row(head.name, number, paid=1))
    assert Entry.objects.get(file=file).matched_by == "id_no"


def test_what_was_revoked_holds_no_longer(waiting, month, head, number, cast):
    held.decide(waiting, by=cast.county_approver, person=head, remember=True)
    known_rows.forget(Known.objects.get(), by=cast.county_approver)
    assert month(2, row(OTHER, number, paid=1)).held == 1
    with pytest.raises(Problem) as found:
        known_rows.forget(Known.objects.get(), by=cast.county_approver)
    assert found.value.code == "known_rows.revoked"


def test_a_decision_that_is_taken_back_takes_all_it_gave_with_it(waiting, month, head, number, cast):
    before = counts(waiting)
    held.decide(waiting, by=cast.county_approver, person=head, remember=True)
    assert Receipt.objects.filter(person=head, file=waiting.file).exists()
    held.reopen(waiting, by=cast.county_approver)
    waiting.refresh_from_db()
    assert (waiting.verdict, waiting.resolved_at) == ("held", None)
    assert counts(waiting) == before
    for model in (Entry, Measure, Receipt):
        assert not model.objects.filter(file=waiting.file).exists()
    assert not Known.objects.filter(until=None).exists()
    held.decide(waiting, by=cast.county_approver, refuse=True)
    held.reopen(waiting, by=cast.county_approver)
    assert counts(waiting) == before


def counts(waiting):
    return SourceFile.objects.values("held", "accepted", "refused").get(pk=waiting.file_id)


def test_what_waits_is_not_reopened(waiting, cast):
    with pytest.raises(Problem) as found:
        held.reopen(waiting, by=cast.county_approver)
    assert found.value.code == "held.not_decided"


@pytest.mark.parametrize(
    "part", ["village_officer", "outsider", "department_officer", "inspector", "finance"]
)
def test_who_may_not_decide_neither_reopens_nor_revokes(waiting, head, cast, part):
    held.decide(waiting, by=cast.county_approver, person=head, remember=True)
    by = cast.everybody()[part]
    for act in (lambda: held.reopen(waiting, by=by), lambda: known_rows.forget(Known.objects.get(), by=by)):
        with pytest.raises(Problem) as found:
            act()
        assert found.value.code == "workflow.not_allowed"


def test_a_register_row_is_not_remembered(cast, county, tmp_path):
    home, person = Household.objects.get(no="H0001"), Person.objects.get(person_no="PH000300")
    path = tmp_path / "人员信息2018.csv"
    number = secrets.decrypt(person.id_cipher)
    headings = "户编号,人口编号,姓名,证件号码,与户主关系,性别"
    path.write_bytes(f"{headings}\n{home.no},P99,{person.name},{number},之子,男\n".encode("utf-8-sig"))
    file = loading.load(files.receive(path, by=cast.county_approver), by=cast.county_approver)
    waiting = file.kept_rows.get(verdict="held")
    with pytest.raises(Problem) as found:
        held.decide(waiting, by=cast.county_approver, person=person, remember=True)
    assert found.value.code == "known_rows.too_little"
    waiting.refresh_from_db()
    assert waiting.verdict == "held"


# A merged record in later lists


def merged_away(cast, head, number):
    """Another record of the head, with the number of somebody else."""
    gone = Household.objects.get(no="H0003").memberships.order_by("pk").last().person
    merging.merge(
        kept=head,
        gone=gone,
        by=cast.county_approver,
        reason="已看身份证原件",
        two_numbers=True,
        two_households=True,
    )
    return gone


def test_a_later_list_with_the_number_of_a_merged_record_means_the_one_that_counts(month, head, number, cast):
    gone = merged_away(cast, head, number)
    file = month(3, row(gone.name, secrets.decrypt(gone.id_cipher), village="乙村"))
    assert Entry.objects.get(file=file).person_id == head.pk


def test_a_number_of_a_merged_record_with_another_name_is_asked(month, head, number, cast):
    gone = merged_away(cast, head, number)
    assert month(3, row("测外人", secrets.decrypt(gone.id_cipher))).held == 1


def test_the_next_export_does_not_bring_a_merged_record_back(month, head, number, cast, tmp_path):
    gone = merged_away(cast, head, number)
    path = tmp_path / "人员信息2019.csv"
    headings = "户编号,人口编号,姓名,证件号码,与户主关系,性别"
    line = f"H0003,{gone.person_no},{gone.name},{secrets.decrypt(gone.id_cipher)},之子,男"
    path.write_bytes(f"{headings}\n{line}\n".encode("utf-8-sig"))
    file = loading.load(files.receive(path, by=cast.county_approver), by=cast.county_approver)
    assert [one["code"] for one in file.kept_rows.get().problems] == ["row.merged_away"]
    assert not Membership.objects.filter(person=gone).exists()
    assert [one.household.no for one in head.memberships.filter(until=None)] == ["H0001"]


def test_a_waiting_row_whose_candidate_was_merged_means_the_one_that_counts(month, head, number, cast):
    gone = Household.objects.get(no="H0003").memberships.order_by("pk").last().person
    waiting = month(1, row(OTHER, secrets.decrypt(gone.id_cipher))).kept_rows.get(verdict="held")
    merged_away(cast, head, number)
    held.decide(waiting, by=cast.county_approver, person=gone)
    assert Entry.objects.get(file=waiting.file).person_id == head.pk


# Promise 2


def test_neither_mark_nor_trail_tells_name_or_number(waiting, head, number, cast):
    held.decide(waiting, by=cast.county_approver, person=head, remember=True)
    held.reopen(waiting, by=cast.county_approver)
    told = json.dumps([(e.act, e.subject, e.detail) for e in Event.objects.all()], ensure_ascii=False)
    known = Known.objects.get()
    for secret in (OTHER, head.name, number):
        assert secret not in told
        assert secret not in known.mark
    assert len(known.mark) == 64
    assert trail.verify().sound
    assert SourceRow.objects.get(pk=waiting.pk).verdict == "held"
