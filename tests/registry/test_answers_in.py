"""The workbook goes out, is filled in, and comes back: every filled row arrives, nothing else changes."""

from datetime import date

import openpyxl
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuqing import reports
from liuqing.errors import Problem
from liuqing.policy.explained import REASONS
from liuqing.registry.models import Answer, Case, Household, Membership, Snapshot, SourceFile
from liuqing.registry.queries import verification
from liuqing.registry.services import answers_in
from liuqing.workflow.models import Event
from tests import county as making

pytestmark = pytest.mark.django_db

CONFIRMED, EXPLAINED, WRONG = ("属实，已改正", "情况说明，保留", "部门名单有误")


@pytest.fixture
def asked(county):
    """A question about every member's insurance, and one about every house; all sent."""
    snapshot = Snapshot.objects.create(on=making.ON, folder="test", rules_version="test", complete=True)
    sent = {
        "state": "sent",
        "first": snapshot,
        "last": snapshot,
        "opened_on": making.ON,
        "due_on": date(2019, 1, 20),
    }
    for one in Membership.objects.filter(until=None).select_related("household").order_by("pk"):
        Case.objects.create(
            rule="not_insured", subject=f"person:{one.person_id}", person_id=one.person_id,
            household=one.household, village=one.household.village, **sent,
        )  # fmt: skip
    for home in Household.objects.order_by("pk"):
        Case.objects.create(
            rule="size_disagrees", subject=f"household:{home.pk}",
            household=home, village=home.village, **sent,
        )  # fmt: skip
    return county


@pytest.fixture
def book(asked, cast, tmp_path):
    """The workbook of the first village, as it went out."""
    return _out(cast, tmp_path, asked.villages[0].code)


def _out(cast, folder, code, name="out.xlsx"):
    return reports.write(
        "verification", user=cast.village_officer, area=code, format="xlsx", out=folder / name
    )


class Sheet:
    """The sheet as a village officer has it open."""

    def __init__(self, path):
        self.path = path
        self.book = openpyxl.load_workbook(path)
        self.sheet = self.book["核实表"]
        rows = list(self.sheet.iter_rows())
        self.keys = next(n for n, row in enumerate(rows, start=1) if row[0].value == "case")
        self.at = {cell.value: cell.column for cell in rows[self.keys - 1] if cell.value}

    def rows(self):
        return range(self.keys + 1, self.sheet.max_row + 1)

    def get(self, row, key):
        return self.sheet.cell(row, self.at[key]).value

    def put(self, row, **values):
        for key, value in values.items():
            self.sheet.cell(row, self.at[key.replace("fix_", "fix.", 1)]).value = value

    def row_of(self, label):
        return next(row for row in self.rows() if self.get(row, "label").startswith(label))

    def save(self, name="back.xlsx"):
        out = self.path.with_name(name)
        self.book.save(out)
        return out


def _faults(taken):
    return {(fault.row, fault.columns, fault.what) for fault in taken.faults}


def _whats(taken):
    return "；".join(fault.what for fault in taken.faults)


def test_a_filled_row_becomes_an_answer_with_its_correction(book, cast):
    sheet = Sheet(book)
    row = next(iter(sheet.rows()))
    while not sheet.get(row, "label").startswith("未参加"):
        row += 1
    sheet.put(row, outcome=CONFIRMED, said="已补缴", visited_on=date(2019, 1, 5), fix_resident_medical="否")
    taken = answers_in.take(sheet.save(), cast.village_officer)
    assert (taken.answered, taken.faults) == (1, ())
    answer = Answer.objects.get()
    assert answer.case_id == sheet.get(row, "case")
    assert (answer.outcome, answer.said, answer.visited_on) == ("confirmed", "已补缴", date(2019, 1, 5))
    assert answer.corrections == {"resident_medical": {"was": "是", "is": "否"}}
    assert answer.file.kind == "answers"
    assert answer.by == cast.village_officer.get_username()


def test_empty_rows_change_nothing(book, cast):
    sheet = Sheet(book)
    first = next(iter(sheet.rows()))
    sheet.put(first, outcome=WRONG)
    taken = answers_in.take(sheet.save(), cast.village_officer)
    assert taken.blank == taken.rows - 1
    assert Answer.objects.count() == 1
    assert Case.objects.filter(state="answered").count() == 1


def test_a_workbook_in_which_nothing_is_filled_is_told_so(book, cast):
    with pytest.raises(Problem) as told:
        answers_in.take(book, cast.village_officer)
    assert told.value.code == "answers.nothing_filled"


def test_the_same_file_twice_changes_nothing(book, cast):
    sheet = Sheet(book)
    for row in sheet.rows():
        sheet.put(row, outcome=WRONG)
    back = sheet.save()
    first = answers_in.take(back, cast.village_officer)
    before = list(Answer.objects.values_list("pk", "uuid", "at"))
    again = answers_in.take(back, cast.village_officer)
    assert (first.answered, again.answered, again.before) == (first.rows, 0, first.rows)
    assert list(Answer.objects.values_list("pk", "uuid", "at")) == before
    assert SourceFile.objects.filter(kind="answers").count() == 1


def test_an_answer_of_another_is_kept_beside(asked, book, cast):
    sheet = Sheet(book)
    row = next(iter(sheet.rows()))
    sheet.put(row, outcome=WRONG)
    answers_in.take(sheet.save("one.xlsx"), cast.village_officer)
    sheet.put(row, outcome=EXPLAINED, reason="其他情况", said="户主在外，电话核实")
    taken = answers_in.take(sheet.save("two.xlsx"), cast.township_reviewer)
    assert (taken.answered, taken.beside) == (1, 1)
    assert set(Answer.objects.values_list("by", "outcome")) == {
        (cast.village_officer.username, "wrong_list"), (cast.township_reviewer.username, "explained"),
    }  # fmt: skip


def test_all_faults_come_at_once_and_sound_rows_are_taken(book, cast):
    sheet = Sheet(book)
    rows = list(sheet.rows())
    insured = [row for row in rows if sheet.get(row, "label").startswith("未参加")]
    sheet.put(insured[0], outcome=EXPLAINED, said="有说明")
    sheet.put(insured[1], outcome="好像是")
    sheet.put(insured[2], outcome=CONFIRMED, fix_resident_medical="也许")
    sheet.put(insured[3], outcome=WRONG, fix_resident_medical="是")
    sheet.put(insured[4], said="只写了说明")
    sheet.put(insured[5], outcome=WRONG)
    taken = answers_in.take(sheet.save(), cast.village_officer)
    assert taken.answered == 1
    assert {fault.row for fault in taken.faults} == set(insured[:5])
    assert {fault.columns[0] for fault in taken.faults} >= {"原因", "核实结果"}
    assert Answer.objects.get().case_id == sheet.get(insured[5], "case")


def test_the_errors_book_is_mended_and_comes_back_as_it_is(book, cast):
    sheet = Sheet(book)
    rows = list(sheet.rows())
    sheet.put(rows[0], outcome=WRONG)
    sheet.put(rows[1], outcome=EXPLAINED, said="住在亲戚家")
    taken = answers_in.take(sheet.save(), cast.village_officer)
    errors = openpyxl.load_workbook(taken.errors_book)
    page = errors["核实表"]
    heading = next(row for row in page.iter_rows() if any(cell.value == "原因" for cell in row))
    column = next(cell.column for cell in heading if cell.value == "原因")
    assert page.cell(rows[1], 1).value == rows[1]
    assert "原因" in page.cell(rows[1], 2).value
    page.cell(rows[1], column).value = "其他情况"
    errors.save(book.with_name("mended.xlsx"))
    again = answers_in.take(book.with_name("mended.xlsx"), cast.village_officer)
    assert (again.answered, again.before, again.faults) == (1, 1, ())


def test_a_row_pasted_over_another_is_noticed(book, cast):
    sheet = Sheet(book)
    first, second, *_ = sheet.rows()
    for key in ("household_no", "head", "about", "label"):
        sheet.put(first, **{key: sheet.get(second + 1, key)})
    sheet.put(first, outcome=WRONG)
    taken = answers_in.take(sheet.save(), cast.village_officer)
    assert "行可能错位" in _whats(taken)
    assert not Answer.objects.exists()


def test_a_number_dragged_down_is_noticed(book, cast):
    sheet = Sheet(book)
    first, second, *_ = sheet.rows()
    sheet.put(second, case=sheet.get(first, "case"), outcome=WRONG)
    assert "对不上" in _whats(answers_in.take(sheet.save(), cast.village_officer))


def test_the_same_question_on_two_rows_is_noticed(book, cast):
    sheet = Sheet(book)
    first, second, *_ = sheet.rows()
    for key in sheet.at:
        if not key.startswith("fix."):
            sheet.put(second, **{key: sheet.get(first, key)})
    sheet.put(first, outcome=WRONG)
    sheet.put(second, outcome=CONFIRMED)
    taken = answers_in.take(sheet.save(), cast.village_officer)
    assert "填了两行" in _whats(taken)
    assert Answer.objects.get().outcome == "wrong_list"


def test_a_question_nobody_asked_is_told(book, cast):
    sheet = Sheet(book)
    first = next(iter(sheet.rows()))
    sheet.put(first, case=987654, outcome=WRONG)
    assert "没有这条疑点" in _whats(answers_in.take(sheet.save(), cast.village_officer))


def test_another_village_cannot_answer(book, cast):
    sheet = Sheet(book)
    first = next(iter(sheet.rows()))
    sheet.put(first, outcome=WRONG)
    taken = answers_in.take(sheet.save(), cast.outsider)
    assert "不在您的范围内" in _whats(taken)
    assert not Answer.objects.exists()


def test_who_answers_nothing_hands_in_nothing(book, cast):
    for part in ("county_leader", "department_officer", "finance", "inspector", "administrator", "nobody"):
        with pytest.raises(Problem) as told:
            answers_in.take(book, cast.everybody()[part])
        assert told.value.code == "workflow.not_allowed"


def test_the_sheet_of_an_earlier_round_is_refused(book, cast):
    sheet = Sheet(book)
    first = next(iter(sheet.rows()))
    sheet.put(first, outcome=WRONG)
    Case.objects.filter(pk=sheet.get(first, "case")).update(round=2)
    taken = answers_in.take(sheet.save(), cast.village_officer)
    assert "上一轮" in _whats(taken)
    assert not Answer.objects.exists()


def test_a_question_struck_off_meanwhile_takes_no_answer(book, cast):
    sheet = Sheet(book)
    first = next(iter(sheet.rows()))
    sheet.put(first, outcome=WRONG)
    Case.objects.filter(pk=sheet.get(first, "case")).update(state="closed", outcome="gone")
    assert "已销号" in _whats(answers_in.take(sheet.save(), cast.village_officer))


def test_deleted_columns_stop_the_whole_file(book, cast):
    sheet = Sheet(book)
    for row in sheet.rows():
        sheet.put(row, outcome=WRONG)
    sheet.sheet.delete_cols(sheet.at["mark"])
    with pytest.raises(Problem) as told:
        answers_in.take(sheet.save(), cast.village_officer)
    assert told.value.code == "answers.columns_missing"
    assert "校验" in told.value.what
    assert not Answer.objects.exists()


def test_columns_in_another_order_without_the_hidden_row_are_read(book, cast):
    sheet = Sheet(book)
    first = next(iter(sheet.rows()))
    sheet.put(first, outcome=WRONG, said="换了列")
    values = [[cell.value for cell in row] for row in sheet.sheet.iter_rows(min_row=sheet.keys - 1)]
    del values[1]
    copy = openpyxl.Workbook()
    for row in values:
        copy.active.append(row[::-1])
    copy.save(book.with_name("copy.xlsx"))
    taken = answers_in.take(book.with_name("copy.xlsx"), cast.village_officer)
    assert (taken.answered, Answer.objects.get().said) == (1, "换了列")


def test_some_other_workbook_is_told_so(cast, asked, tmp_path):
    other = openpyxl.Workbook()
    other.active.append(["姓名", "村", "户主"])
    other.active.append(["某人", "甲村", "某人"])
    other.save(tmp_path / "other.xlsx")
    with pytest.raises(Problem) as told:
        answers_in.take(tmp_path / "other.xlsx", cast.village_officer)
    assert told.value.code in ("answers.not_our_sheet", "sheets.no_headings")


def test_an_identity_number_in_the_words_is_refused(book, cast):
    sheet = Sheet(book)
    first = next(iter(sheet.rows()))
    sheet.put(first, outcome=EXPLAINED, reason="其他情况", said=f"号码应为{making.identity()}")
    taken = answers_in.take(sheet.save(), cast.village_officer)
    assert "证件号码" in _whats(taken)
    assert not Answer.objects.exists()


def test_handing_in_is_in_the_trail_without_anybodys_name(book, cast):
    sheet = Sheet(book)
    first = next(iter(sheet.rows()))
    sheet.put(first, outcome=WRONG)
    answers_in.take(sheet.save(), cast.village_officer)
    event = Event.objects.get(act="answers.taken")
    assert event.detail["answered"] == 1
    assert not any(home.head_name in str(event.detail) for home in Household.objects.all())


outcomes = st.sampled_from([None, CONFIRMED, EXPLAINED, WRONG, "属实", "不属实"])
said = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z", "N")), min_size=1, max_size=30)
# A leading apostrophe is how Excel marks a text and no part of it; what begins with = is a formula.
said = said.filter(lambda text: not text.startswith(("'", "’", "‘", "=")))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_filled_row_arrives_exactly_and_empty_rows_change_nothing(book, cast, data):
    with transaction.atomic():
        sheet = Sheet(book)
        expected = {}
        for row in sheet.rows():
            outcome = data.draw(outcomes)
            if outcome is None:
                continue
            words = data.draw(said) if outcome == EXPLAINED else data.draw(st.none() | said)
            reason = data.draw(st.sampled_from(sorted(REASONS.values()))) if outcome == EXPLAINED else None
            sheet.put(row, outcome=outcome, said=words, reason=reason)
            expected[sheet.get(row, "case")] = (outcome, words, reason)
        if expected:
            taken = answers_in.take(sheet.save(), cast.village_officer)
            assert (taken.answered, taken.faults) == (len(expected), ())
        found = {a.case_id: a for a in Answer.objects.all()}
        assert found.keys() == expected.keys()
        for case, (outcome, words, reason) in expected.items():
            assert answers_in._OUTCOMES[outcome.replace("，", ",")] == found[case].outcome
            assert found[case].reason == next((c for c, t in REASONS.items() if t == reason), "")
            assert found[case].said == (words or "")
        untouched = Case.objects.exclude(pk__in=expected)
        assert set(untouched.values_list("state", flat=True)) <= {"sent"}
        transaction.set_rollback(True)


def test_check_words_differ_by_question_and_round():
    marks = {verification.mark(case, round) for case in range(1, 300) for round in (1, 2)}
    assert len(marks) == 598
