"""The whole loop on real assessments: found, sent, answered, corrected, assessed again."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from liuqing.registry.models import Case, Entry, Person, SourceFile
from liuqing.registry.queries import cases as asking
from liuqing.registry.services import cases
from tests.registry.months import UNINSURED

pytestmark = pytest.mark.django_db


def test_what_was_corrected_stays_closed_and_what_was_not_is_opened_again(taken, cast):
    """Two heads are not in the insurance list: one is insured at work and said so, one only says yes."""
    listed = SourceFile.objects.create(
        sha256="e" * 64, name="参保.xlsx", kind="medical_insured", state="loaded", on=date(2018, 10, 1)
    )
    for person in Person.objects.exclude(name__in=["钱初九", "孙十一"]):
        Entry.objects.create(kind="medical_insured", person=person, file=listed)
    taken()
    found = Case.objects.filter(rule=UNINSURED)
    assert {case.person.name for case in found} == {"钱初九", "孙十一"}
    cases.send(by=cast.county_approver, rules=[UNINSURED], due_on=date.today() + timedelta(days=7))
    put_right, only_said = (found.get(person__name=name) for name in ("钱初九", "孙十一"))
    for case, corrections in ((put_right, {"employee_medical": "是"}), (only_said, {})):
        cases.answer(
            case=case, by=cast.village_officer, uuid=uuid4(), outcome="confirmed", corrections=corrections,
            visited_on=date(2018, 12, 31),
        )  # fmt: skip
    cases.review(cases=[put_right, only_said], by=cast.township_reviewer, agree=True)
    cases.close(cases=[put_right, only_said], by=cast.county_approver)
    taken()
    put_right.refresh_from_db()
    only_said.refresh_from_db()
    assert (put_right.state, put_right.outcome, put_right.round) == ("closed", "confirmed", 1)
    assert (only_said.state, only_said.round) == ("found", 2)
    assert asking.board(cast.county_approver).change.reopened == 1
