"""The project pool (项目库): what is applied for, what it costs year by year, and whom it serves.

Money is in yuan with two places. A project in the pool never loses a figure: what changes later is a
new row or a new stage (``life``).
"""

from django.db import models

from liuqing.planning.models.money import Yuan
from liuqing.registry.models import Area, Household, Person
from liuqing.registry.models.sources import Sourced


class Project(Sourced):
    """One project (单项). ``no`` is its number for life; ``area`` where it is applied for or built.

    ``class_one`` and ``class_two`` are names of the place's class tree (``project_classes``). ``reach``:
    给户 or 共享. ``year`` is the year of the plan it stands in (None: in no annual plan yet). What the
    application only states (``*_said``) is kept beside what can be counted (``Beneficiary``). ``maker``
    filed it and may not decide on it. ``lead`` and ``leader`` are posts, never names.
    """

    class State(models.TextChoices):
        """Where it stands; the order is the order of its life (``policy/project_life.py``)."""

        DRAFT = "draft", "草稿"
        FILED = "filed", "已申报，待乡镇审核"
        REVIEWED = "reviewed", "乡镇已审核，待部门论证"
        ARGUED = "argued", "部门已论证，待县级审定"
        POOLED = "pooled", "已入库"
        PLANNED = "planned", "已列入年度计划"
        TENDERED = "tendered", "已招标采购"
        CONTRACTED = "contracted", "已签合同"
        BEGUN = "begun", "在建"
        COMPLETED = "completed", "已完工"
        ACCEPTED = "accepted", "已验收"
        SETTLED = "settled", "已结算"
        HANDED_OVER = "handed_over", "已移交"
        RETURNED = "returned", "退回补正"
        DEFERRED = "deferred", "暂缓入库"
        REFUSED = "refused", "不予入库"
        REMOVED = "removed", "已出库"
        CANCELLED = "cancelled", "已撤销"

    class Reach(models.TextChoices):
        """Whom it serves."""

        HOUSEHOLD = "household", "到户"
        SHARED = "shared", "公益共享"

    WAITING = (State.FILED, State.REVIEWED, State.ARGUED)
    IN_POOL = (
        State.POOLED, State.PLANNED, State.TENDERED, State.CONTRACTED, State.BEGUN, State.COMPLETED,
        State.ACCEPTED, State.SETTLED, State.HANDED_OVER,
    )  # fmt: skip
    OUT = (State.REFUSED, State.REMOVED, State.CANCELLED)

    no = models.CharField(max_length=32, unique=True)
    uuid = models.UUIDField(unique=True)
    name = models.CharField(max_length=120)
    class_one = models.CharField(max_length=30)
    class_two = models.CharField(max_length=40, blank=True)
    nature = models.CharField(max_length=8, blank=True)
    reach = models.CharField(max_length=10, choices=Reach, default=Reach.SHARED)
    area = models.ForeignKey(Area, models.PROTECT, related_name="projects")
    site = models.CharField(max_length=200, blank=True)
    content = models.TextField(blank=True)
    year = models.SmallIntegerField(null=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    department = models.CharField(max_length=40, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    lead = models.CharField(max_length=60, blank=True)
    leader = models.CharField(max_length=60, blank=True)
    first_class = models.BooleanField(null=True)
    mechanism = models.CharField(max_length=300, blank=True)
    participation = models.CharField(max_length=300, blank=True)
    bundle = models.CharField(max_length=60, blank=True)
    marks = models.JSONField(default=list)
    votes = models.IntegerField(null=True)
    score = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    households_said = models.IntegerField(null=True)
    persons_said = models.IntegerField(null=True)
    poor_households_said = models.IntegerField(null=True)
    poor_persons_said = models.IntegerField(null=True)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    back_to = models.CharField(max_length=12, blank=True)
    round = models.SmallIntegerField(default=1)
    pooled_on = models.DateField(null=True)
    approval = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=300, blank=True)
    maker = models.CharField(max_length=150)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("no",)
        indexes = (
            models.Index(fields=("state", "area"), name="project_state_area"),
            models.Index(fields=("class_one", "class_two", "year"), name="project_class_year"),
        )


class Quantity(models.Model):
    """What is built or bought: quantity × unit cost = amount (工程量清单). ``sizes`` are further measures
    (长、宽、厚) by name in metres."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="quantities")
    item = models.CharField(max_length=60)
    unit = models.CharField(max_length=12)
    quantity = models.DecimalField(max_digits=16, decimal_places=4)
    unit_cost = Yuan(null=True)
    amount = Yuan(null=True)
    sizes = models.JSONField(default=dict)

    class Meta:
        ordering = ("pk",)


class Funding(models.Model):
    """What a project needs of one source in one year, and what of it is secured as stated."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="fundings")
    year = models.SmallIntegerField()
    source = models.CharField(max_length=40)
    need = Yuan()
    secured = Yuan(default=0)

    class Meta:
        ordering = ("year", "pk")
        constraints = (
            models.UniqueConstraint(fields=("project", "year", "source"), name="one_funding_a_source"),
            models.CheckConstraint(
                condition=models.Q(need__gte=0, secured__gte=0), name="funding_not_negative"
            ),
        )
        indexes = (models.Index(fields=("year", "source"), name="funding_year_source"),)


class Beneficiary(models.Model):
    """Whom a project serves: a household (or one of its members), or every registered household of an area."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="beneficiaries")
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="projects")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    since = models.DateField()
    amount = Yuan(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(household__isnull=False, area=None)
                | models.Q(household=None, area__isnull=False, person=None),
                name="beneficiary_household_or_area",
            ),
            models.UniqueConstraint(
                fields=("project", "household"), condition=models.Q(household__isnull=False, person=None),
                name="once_a_household",
            ),
            models.UniqueConstraint(
                fields=("project", "household", "person"), condition=models.Q(person__isnull=False),
                name="once_a_person",
            ),
            models.UniqueConstraint(
                fields=("project", "area"), condition=models.Q(area__isnull=False), name="once_an_area"
            ),
        )  # fmt: skip
