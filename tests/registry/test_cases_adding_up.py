"""Whatever happens in whatever order: every case stands in exactly one state, and the sums are right."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuqing.registry.models import Case, CaseStep, Person
from liuqing.registry.queries import cases as asking
from liuqing.registry.services import cases
from tests.registry.months import DEAD, UNINSURED, month

pytestmark = pytest.mark.django_db
FACTS = {DEAD: ({"died_on": date(2018, 1, 1)}, {"died_on": date(2018, 2, 2)}),
         UNINSURED: ({"list_insured": False}, {"list_insured": True})}  # fmt: skip
SUBJECTS = tuple((rule, no) for rule in FACTS for no in ("H0001", "H0002", "H0003"))
ANSWERS = ("confirmed", "explained", "wrong_list")
MONTH = st.dictionaries(st.sampled_from(SUBJECTS), st.integers(0, 1), max_size=6)
ACT = st.one_of(
    st.tuples(st.just("month"), MONTH),
    st.tuples(st.just("send"), st.none()),
    st.tuples(st.just("answer"), st.tuples(st.sampled_from(SUBJECTS), st.sampled_from(ANSWERS))),
    st.tuples(st.just("review"), st.booleans()),
    st.tuples(st.just("close"), st.none()),
)


@dataclass
class Expected:
    """What should be known of each subject: state, outcome, facts, the facts that were explained, round."""

    cases: dict = field(default_factory=dict)

    def month(self, raised):
        for subject in raised.keys() | self.cases.keys():
            self._month(subject, raised.get(subject))

    def _month(self, subject, facts):
        state, outcome, _, kept, number = self.cases.get(subject, ("", "", None, None, 0))
        if facts is None:
            if state != "closed":
                self.cases[subject] = (
                    "closed",
                    outcome if state == "reviewed" else "gone",
                    *self.cases[subject][2:],
                )
        elif not state:
            self.cases[subject] = ("found", "", facts, None, 1)
        elif state != "closed" or (outcome == "explained" and kept == facts):
            self.cases[subject] = (state, outcome, facts, kept, number)
        else:
            self.cases[subject] = ("found", "", facts, None, number + 1)

    def move(self, subject, state, outcome=None, *, keeps=False):
        _, was, facts, kept, number = self.cases[subject]
        said = was if outcome is None else outcome
        self.cases[subject] = (state, said, facts, facts if keeps and said == "explained" else kept, number)

    def in_state(self, *states):
        return [subject for subject, told in self.cases.items() if told[0] in states]


def play(acts, cast):
    """Do the acts, and say what should have become of each subject."""
    people = {
        no: Person.objects.get(memberships__household__no=no, memberships__relation="户主")
        for _, no in SUBJECTS
    }
    expected, day, office = Expected(), date(2018, 1, 1), cast.county_approver
    for act, what in acts:
        day += timedelta(days=1)
        if act == "month":
            month(office, day, {(rule, people[no]): FACTS[rule][facts] for (rule, no), facts in what.items()})
            expected.month(what)
        elif act == "send" and expected.in_state("found"):
            cases.send(by=office, due_on=date.today())
            [expected.move(subject, "sent") for subject in expected.in_state("found")]
        elif act == "answer" and what[0] in expected.in_state("sent", "answered"):
            subject, outcome = what
            case = Case.objects.get(rule=subject[0], household__no=subject[1])
            explained = {"reason": "namesake", "said": "不是本人"} if outcome == "explained" else {}
            cases.answer(case=case, by=cast.township_reviewer, uuid=uuid4(), outcome=outcome, **explained)
            expected.move(subject, "answered", outcome)
        elif act == "review":
            waiting = list(Case.objects.filter(state="answered"))
            cases.review(cases=waiting, by=office, agree=what, words="再核实")
            for subject in expected.in_state("answered"):
                expected.move(subject, "reviewed", keeps=True) if what else expected.move(subject, "sent", "")
        elif act == "close":
            cases.close_reviewed(by=office)
            [expected.move(subject, "closed") for subject in expected.in_state("reviewed")]
    return expected


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=MONTH, acts=st.lists(ACT, min_size=3, max_size=14))
def test_every_case_is_in_exactly_one_state_and_the_board_adds_up(first, acts, cast):
    with transaction.atomic():
        expected = play([("month", first), *acts], cast)
        found = {
            (one.rule, one.household.no): (one.state, one.outcome, one.round)
            for one in Case.objects.select_related("household")
        }
        assert found == {subject: (told[0], told[1], told[4]) for subject, told in expected.cases.items()}
        _adds_up(cast.county_approver)
        transaction.set_rollback(True)


def _adds_up(user):
    board = asking.board(user)
    total = board.total
    assert total.total == Case.objects.count()
    for parts in (board.rules, board.places, board.departments):
        for name in ("found", "sent", "answered", "reviewed", "closed", "overdue", "open", "total"):
            assert sum(getattr(part, name) for part in parts) == getattr(total, name), name
        assert [sum(ages) for ages in zip(*(part.ages for part in parts), strict=True)] == (
            total.ages if parts else []
        )
    assert sum(total.ages) == total.open
    assert board.change.new + board.change.still + board.change.reopened >= total.open
    closed = CaseStep.objects.filter(act__in=("closed", "gone")).count()
    assert closed - CaseStep.objects.filter(act="reopened").count() == total.closed
