"""Whatever is done to money in whatever order: nothing is lost, nothing appears, every total is its parts."""

from collections import Counter, defaultdict
from decimal import Decimal
from uuid import uuid4

from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from liuqing.errors import Problem
from liuqing.planning.models import (
    Account,
    Allocation,
    Claim,
    Line,
    Payment,
    Posting,
    Reduction,
    Refund,
    Voucher,
)
from liuqing.planning.queries import funds as asking
from liuqing.planning.services import funds
from tests.planning import building, money

SOME = st.integers(1, 6_000).map(lambda fen: Decimal(fen) / 100)
"""Amounts about as large as what is there, so that some of the acts are refused."""
ONE_OF = st.integers(0, 1_000)
ACTS = (
    "allocate",
    "withdraw",
    "claim",
    "judge",
    "pay",
    "release",
    "refund",
    "give_up",
    "carry",
    "give_back",
    "reverse",
)


class Money(RuleBasedStateMachine):
    """All acts of money on three projects and two documents; a refused act leaves everything as it was."""

    @initialize()
    def begin(self):
        self.point = transaction.atomic()
        self.point.__enter__()
        self.documents = [money.received(WORLD.analyst, amount=amount) for amount in ("200.00", "100.00")]
        self.projects = [building.project(WORLD.county, need="150.00", state="accepted") for _ in range(3)]
        self.contracts = {made.pk: money.contract(made, amount="90.00") for made in self.projects[:2]}
        for made in self.projects:
            self._allocate(made, self.documents[0], 2018, "50.00")
        for line in Line.objects.all():
            self._claim(line, Decimal("20.00"), Decimal("2.00"), agreed=True)
        self.before = self._picture()

    def teardown(self):
        assert funds.verify().faults == ()
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)

    @rule(which=ONE_OF, whose=ONE_OF, amount=SOME, year=st.sampled_from((2018, 2018, 2019)))
    def allocate(self, which, whose, amount, year):
        project, document = self.projects[which % 3], self.documents[whose % 2]
        self._try("allocate", lambda: self._allocate(project, document, year, amount))

    @rule(at=ONE_OF, amount=SOME)
    def withdraw(self, at, amount):
        line = self._pick(Line, at)
        self._try(
            "withdraw",
            lambda: funds.withdraw(line, by=WORLD.finance, amount=amount, uuid=uuid4(), said="结余"),
        )

    @rule(
        at=ONE_OF, amount=SOME, kept=st.sampled_from((0, Decimal("0.01"), Decimal("5"))), agreed=st.booleans()
    )
    def claim(self, at, amount, kept, agreed):
        line = self._pick(Line, at)
        self._try("claim", lambda: self._claim(line, amount, kept, agreed=agreed))

    @rule(at=ONE_OF, outcome=st.sampled_from(("approved", "approved", "returned", "refused")))
    def judge(self, at, outcome):
        claim = self._pick(Claim, at, state="submitted") or self._pick(Claim, at)
        self._try("judge", lambda: funds.judge(claim, by=WORLD.finance, outcome=outcome, said="理由"))

    @rule(at=ONE_OF, amount=st.none() | SOME)
    def pay(self, at, amount):
        claim = self._pick(Claim, at, state="approved") or self._pick(Claim, at)
        self._try("pay", lambda: money.paid(claim, WORLD, amount))

    @rule(at=ONE_OF, amount=st.none() | SOME)
    def release(self, at, amount):
        claim = self._pick(Claim, at, state="paid", retained__gt=0) or self._pick(Claim, at)
        self._try("release", lambda: funds.release(claim, by=WORLD.finance, amount=amount, uuid=uuid4()))

    @precondition(lambda self: Payment.objects.exists())
    @rule(at=ONE_OF, amount=SOME)
    def refund(self, at, amount):
        payment = self._pick(Payment, at)
        self._try(
            "refund", lambda: funds.refund(payment, by=WORLD.finance, amount=amount, why="退款", uuid=uuid4())
        )

    @rule(at=ONE_OF, amount=st.none() | SOME, kept=st.booleans())
    def give_up(self, at, amount, kept):
        claim = self._pick(Claim, at, state="approved") or self._pick(Claim, at)
        self._try(
            "give_up",
            lambda: funds.give_up(
                claim, by=WORLD.finance, why="不付", amount=amount, kept=kept, uuid=uuid4()
            ),
        )

    @rule(whose=ONE_OF, amount=SOME, carry=st.sampled_from((False, False, True)))
    def send_on(self, whose, amount, carry):
        document, by = self.documents[whose % 2], WORLD.finance
        if carry:
            self._try("carry", lambda: funds.carry(document, by=by, uuid=uuid4()))
        else:
            self._try("give_back", lambda: funds.give_back(document, by=by, amount=amount, uuid=uuid4()))

    @rule(at=ONE_OF)
    def reverse(self, at):
        voucher = self._pick(Voucher, at)
        self._try("reverse", lambda: funds.reverse(voucher, by=WORLD.other, why="录错", uuid=uuid4()))

    @invariant()
    def nothing_is_lost_and_nothing_appears(self):
        if hasattr(self, "before"):
            balances = dict(Account.objects.values_list("key", "balance"))
            assert sum(balances.values()) == 0
            assert all(value >= 0 for key, value in balances.items() if not key.startswith("outside"))
            posted = Posting.objects.order_by().values_list("account__key").annotate(total=Sum("amount"))
            assert balances == dict(posted)

    @invariant()
    def what_pages_show_is_what_the_raw_payments_say(self):
        if hasattr(self, "before"):
            self._look_at(self.projects[Voucher.objects.count() % 3])

    def _look_at(self, project):
        paid, shown = raw_payments(), asking.of_project(WORLD.finance, project)
        assert {line.pk: line.paid for line in shown.lines if line.paid} == paid[project.pk]
        assert shown.paid == sum(one.standing for one in shown.payments) == sum(paid[project.pk].values())
        assert shown.secured == shown.left + shown.claimed + shown.retained + shown.paid <= shown.need
        everything = asking.documents(WORLD.finance, 0).total
        assert everything.paid == sum(sum(one.values()) for one in paid.values())
        assert everything.granted == everything.unallocated + everything.allocated

    def _allocate(self, project, document, year, amount):
        proposed = funds.propose(
            by=WORLD.analyst, project=project, document=document, year=year, amount=amount
        )
        funds.decide(proposed, by=WORLD.finance, agreed=True)

    def _claim(self, line, amount, kept, *, agreed):
        contract = self.contracts.get(line.project_id)
        money.claimed(line, WORLD, amount, retained=kept, contract=contract, agreed=agreed)

    def _pick(self, model, at, **wanted):
        """One of the record's, if there is any."""
        every = list(model.objects.filter(**wanted).order_by("pk"))
        return every[at % len(every)] if every else None

    def _try(self, name, act):
        """The act, or nothing at all of it."""
        try:
            with transaction.atomic():
                act()
        except Problem:
            assert self._picture() == self.before
            return
        DONE[name] += 1
        self.before = self._picture()

    def _picture(self):
        counted = (Voucher, Posting, Allocation, Payment, Refund, Reduction)
        return (
            sorted(Account.objects.values_list("key", "balance")), sorted(Claim.objects.values_list("pk", "state")),
            [model.objects.count() for model in counted],
        )  # fmt: skip


def raw_payments():
    """Paid and not come back, by project and line, from nothing but payments, refunds and what was reversed."""
    reversed_ = set(Voucher.objects.exclude(reverses=None).values_list("reverses", flat=True))
    paid = defaultdict(lambda: defaultdict(Decimal))
    rows = [*Payment.objects.values_list("line__project", "line", "amount", "voucher")]
    back = Refund.objects.values_list("payment__line__project", "payment__line", "amount", "voucher")
    rows += [(project, line, -amount, voucher) for project, line, amount, voucher in back]
    for project, line, amount, voucher in rows:
        if voucher not in reversed_:
            paid[project][line] += amount
    return defaultdict(
        dict, {project: {line: value for line, value in of.items() if value} for project, of in paid.items()}
    )


class World:
    """Who acts, and where; ``township_reviewer`` and ``finance`` as the acts of ``money`` name them."""

    def __init__(self, county, cast, actors):
        self.county, self.analyst, self.other = county, cast.county_approver, actors.second_finance
        self.township_reviewer, self.finance = cast.township_reviewer, cast.finance


DONE = Counter()


def test_every_sequence_of_acts_keeps_the_book(county, cast, actors):
    global WORLD
    WORLD = World(county, cast, actors)
    DONE.clear()
    quick = settings(
        max_examples=12, stateful_step_count=22, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    run_state_machine_as_test(Money, settings=quick)
    assert {name for name in ACTS if DONE[name]} == set(ACTS), f"never done: {set(ACTS) - set(DONE)}"
