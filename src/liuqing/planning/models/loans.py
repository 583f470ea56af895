"""Loans to households (扶贫小额信贷), their interest subsidy, and the fund that stands for the risk."""

from django.db import models

from liuqing.planning.models.money import Yuan
from liuqing.registry.models import Area, Household, Person
from liuqing.registry.models.sources import Sourced


class Loan(Sourced):
    """A loan: to whom, how much, for what, until when. ``used_by`` is "" where the household uses it itself,
    else the firm that does (户贷企用). ``rate`` is a year's, as a share (0.0435)."""

    class State(models.TextChoices):
        """Where it stands."""

        RUNNING = "running", "在贷"
        EXTENDED = "extended", "已展期"
        REPAID = "repaid", "已结清"
        BAD = "bad", "不良"
        COMPENSATED = "compensated", "已代偿"

    no = models.CharField(max_length=40)
    bank = models.CharField(max_length=40)
    household = models.ForeignKey(Household, models.PROTECT, related_name="loans")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="loans")
    kind = models.CharField(max_length=20, default="扶贫小额信贷")
    principal = Yuan()
    rate = models.DecimalField(max_digits=7, decimal_places=6)
    use = models.CharField(max_length=60, blank=True)
    used_by = models.CharField(max_length=80, blank=True)
    drawn_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=12, choices=State, default=State.RUNNING)

    class Meta:
        ordering = ("due_on", "pk")
        constraints = (
            models.UniqueConstraint(fields=("bank", "no"), name="one_loan_a_number"),
            models.CheckConstraint(
                condition=models.Q(principal__gt=0, rate__gte=0, due_on__gt=models.F("drawn_on")),
                name="loan_of_something",
            ),
        )


class LoanEvent(Sourced):
    """What happened to a loan: repaid in part or whole, extended (``until``), subsidised, compensated."""

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="events")
    uuid = models.UUIDField(unique=True, null=True)
    kind = models.CharField(max_length=12)
    on = models.DateField()
    amount = Yuan(null=True)
    until = models.DateField(null=True)
    said = models.CharField(max_length=120, blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("on", "pk")


class RiskMove(models.Model):
    """A movement of the county's risk compensation fund (风险补偿金): positive in, negative out.

    What is paid to a bank counts once another has agreed (``agreed``)."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="risk_moves")
    uuid = models.UUIDField(unique=True, null=True)
    kind = models.CharField(max_length=12)
    bank = models.CharField(max_length=40, blank=True)
    loan = models.ForeignKey(Loan, models.PROTECT, null=True, related_name="risk_moves")
    amount = Yuan()
    on = models.DateField()
    said = models.CharField(max_length=120, blank=True)
    by = models.CharField(max_length=150)
    agreed = models.BooleanField(null=True)
    approved_by = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("on", "pk")
        constraints = (
            models.CheckConstraint(condition=~models.Q(amount=0), name="risk_move_of_something"),
            models.CheckConstraint(
                condition=models.Q(approved_by="") | ~models.Q(approved_by=models.F("by")),
                name="risk_move_approved_by_another",
            ),
        )
