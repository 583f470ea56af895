"""Assets made with the money (扶贫资产), what they earn and who gets it; what a village's collective earns."""

from django.db import models

from liuqing.planning.models.money import Yuan
from liuqing.planning.models.pool import Project
from liuqing.registry.models import Area, Household, Person
from liuqing.registry.models.sources import Sourced


class Asset(Sourced):
    """An asset: 经营性, 公益性 or 到户类, and its class as the place has it. ``owner`` is an area's collective or
    a household; ``keeper`` a post, ``operator`` the firm that runs it; ``rights`` says who holds the further
    rights (收益权, 处置权 …). ``yearly_return`` is what a contract promises each year until ``return_day``
    ("12-20"); ``plan`` the share plan by which its income is given out ("" as its class has it). A value above
    what was paid for the project has its reason in ``value_why``."""

    class Kind(models.TextChoices):
        """What for."""

        BUSINESS = "business", "经营性资产"
        PUBLIC = "public", "公益性资产"
        HOUSEHOLD = "household", "到户类资产"

    class State(models.TextChoices):
        """Whether it is used."""

        USED = "used", "在用"
        IDLE = "idle", "闲置"
        DAMAGED = "damaged", "损坏"
        LOST = "lost", "灭失"
        DISPOSED = "disposed", "已处置"

    no = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=120)
    uuid = models.UUIDField(unique=True, null=True)
    kind = models.CharField(max_length=10, choices=Kind)
    asset_class = models.CharField(max_length=40, blank=True)
    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="assets")
    area = models.ForeignKey(Area, models.PROTECT, related_name="assets")
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="assets")
    owner = models.CharField(max_length=80)
    keeper = models.CharField(max_length=80, blank=True)
    operator = models.CharField(max_length=80, blank=True)
    rights = models.JSONField(default=dict)
    value = Yuan()
    value_why = models.CharField(max_length=200, blank=True)
    yearly_return = Yuan(null=True)
    return_day = models.CharField(max_length=5, blank=True)
    plan = models.CharField(max_length=40, blank=True)
    built_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.USED)
    by = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("no",)
        constraints = (models.CheckConstraint(condition=models.Q(value__gte=0), name="asset_not_negative"),)
        indexes = (models.Index(fields=("kind", "area"), name="asset_kind_area"),)


class AssetEvent(models.Model):
    """What happened to an asset: handed over, looked after, inspected, idle, leased, disposed of (with approval).

    ``agreed`` is None where nobody has to agree or nobody has said yet; ``until`` the last day of a lease."""

    asset = models.ForeignKey(Asset, models.PROTECT, related_name="events")
    uuid = models.UUIDField(unique=True)
    kind = models.CharField(max_length=12)
    on = models.DateField()
    cost = Yuan(null=True)
    state = models.CharField(max_length=10, choices=Asset.State)
    said = models.CharField(max_length=200, blank=True)
    until = models.DateField(null=True)
    agreed = models.BooleanField(null=True)
    approved_by = models.CharField(max_length=150, blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ("on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(approved_by="") | ~models.Q(approved_by=models.F("by")),
                name="disposal_approved_by_another",
            ),
        )


class Share(Sourced):
    """A share in an asset (折股量化): how much of it a household or a collective holds, from when."""

    asset = models.ForeignKey(Asset, models.PROTECT, related_name="shares")
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="shares")
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    value = Yuan()
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(household__isnull=False, area=None) | models.Q(household=None, area__isnull=False),
                name="share_of_one",
            ),
            models.CheckConstraint(condition=models.Q(value__gt=0), name="share_of_something"),
        )  # fmt: skip


class Income(Sourced):
    """What an asset earned, or a village's collective from elsewhere (``asset`` None): by item, on a day."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="collective_incomes")
    asset = models.ForeignKey(Asset, models.PROTECT, null=True, related_name="incomes")
    uuid = models.UUIDField(unique=True, null=True)
    item = models.CharField(max_length=40)
    amount = Yuan()
    due = Yuan(null=True)
    on = models.DateField()
    year = models.SmallIntegerField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-on", "-pk")
        indexes = (models.Index(fields=("year", "area"), name="income_year_area"),)


class Distribution(models.Model):
    """One distribution of an asset's income by the rule in force on its day; parts add up to the whole.

    ``rule`` is the rule as it stood (key, first day, parts). ``lines`` [{"part", "household", "area",
    "amount"}] with amounts as text in yuan.
    """

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", "待公示"
        NOTICED = "noticed", "公示中"
        APPROVED = "approved", "已批准"
        PAID = "paid", "已兑付"
        WITHDRAWN = "withdrawn", "已作废"

    no = models.CharField(max_length=24, unique=True)
    uuid = models.UUIDField(unique=True)
    asset = models.ForeignKey(Asset, models.PROTECT, related_name="distributions")
    year = models.SmallIntegerField()
    on = models.DateField()
    amount = Yuan()
    rule = models.JSONField(default=dict)
    lines = models.JSONField(default=list)
    announcement = models.ForeignKey(
        "planning.Announcement", models.PROTECT, null=True, related_name="distributions"
    )
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    approved_by = models.CharField(max_length=150, blank=True)
    approved_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(approved_by="") | ~models.Q(approved_by=models.F("by")),
                name="distribution_approved_by_another",
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="distribution_of_something"),
        )


class Dividend(models.Model):
    """What a household gets of a distribution."""

    distribution = models.ForeignKey(Distribution, models.PROTECT, related_name="dividends")
    household = models.ForeignKey(Household, models.PROTECT, related_name="dividends")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    part = models.CharField(max_length=20)
    amount = Yuan()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="dividend_of_something"),
            models.UniqueConstraint(fields=("distribution", "household", "part"), name="one_dividend_a_part"),
        )
