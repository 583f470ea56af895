"""The life of a project (项目生命周期): stages, contracts, progress, papers, who answers for its quality.

Stages are never changed: a project that was sent back goes through them again in a new round.
"""

from django.db import models

from liuqing.planning.models.money import Yuan
from liuqing.planning.models.pool import Project


class Stage(models.Model):
    """One stage reached, or a project sent back: by whom, on which day, why. Chained to the one before.

    ``key`` is the state reached (``Project.State``). ``maker`` repeats who filed the project, so that the
    database itself refuses a decision by the same person. ``said`` is the reason, sealed. ``seal`` =
    HMAC-SM3(seal before, this stage).
    """

    class Outcome(models.TextChoices):
        """How it ended."""

        DONE = "done", "已办"
        AGREED = "agreed", "同意"
        RETURNED = "returned", "退回"
        DEFERRED = "deferred", "暂缓"
        REFUSED = "refused", "不同意"
        REMOVED = "removed", "出库"
        CANCELLED = "cancelled", "撤销"

    project = models.ForeignKey(Project, models.PROTECT, related_name="stages")
    uuid = models.UUIDField(unique=True)
    previous = models.OneToOneField("self", models.PROTECT, null=True, related_name="next")
    ordinal = models.SmallIntegerField()
    round = models.SmallIntegerField(default=1)
    key = models.CharField(max_length=12)
    label = models.CharField(max_length=40)
    decides = models.BooleanField(default=False)
    outcome = models.CharField(max_length=10, choices=Outcome)
    maker = models.CharField(max_length=150)
    by = models.CharField(max_length=150)
    role = models.CharField(max_length=30, blank=True)
    on = models.DateField()
    entered_on = models.DateField()
    at = models.DateTimeField()
    figures = models.JSONField(default=dict)
    said = models.BinaryField(null=True)
    seal = models.CharField(max_length=64)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(decides=False) | ~models.Q(by=models.F("maker")),
                name="stage_decided_by_another",
            ),
            models.UniqueConstraint(fields=("project", "ordinal"), name="one_stage_a_place"),
            models.UniqueConstraint(
                fields=("project", "round", "by"), condition=models.Q(decides=True),
                name="one_project_decision_a_person",
            ),
            models.CheckConstraint(
                condition=models.Q(ordinal=1, previous=None) | models.Q(ordinal__gt=1, previous__isnull=False),
                name="stage_follows_another",
            ),
            models.CheckConstraint(
                condition=models.Q(on__lte=models.F("entered_on")), name="stage_not_before_its_day"
            ),
        )  # fmt: skip


class Milestone(models.Model):
    """On which day a stage is planned to be reached; ``first_on`` is what was planned at first."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="milestones")
    key = models.CharField(max_length=12)
    planned_on = models.DateField()
    first_on = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("project", "key"), name="one_milestone_a_stage"),)


class Contract(models.Model):
    """A contract for a project. ``party`` is the firm; ``retention`` the share kept back for quality.

    ``amount`` and ``ends_on`` are those in force; ``amendments`` [{"no", "on", "was", "is", "ended", "ends", "why",
    "by", "uuid"}] is how they came about, amounts as text in yuan.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="contracts")
    uuid = models.UUIDField(unique=True)
    no = models.CharField(max_length=40)
    kind = models.CharField(max_length=12)
    party = models.CharField(max_length=80)
    amount = Yuan()
    signed_on = models.DateField()
    begins_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    retention = models.DecimalField(max_digits=5, decimal_places=4, default=0)
    amendments = models.JSONField(default=list)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("project", "no"), name="one_contract_a_number"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="contract_of_something"),
            models.CheckConstraint(
                condition=models.Q(retention__gte=0, retention__lt=1), name="retention_is_a_share"
            ),
        )


class Progress(models.Model):
    """How far the work is on a day, in per cent; photos hang on it."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="progresses")
    uuid = models.UUIDField(unique=True)
    on = models.DateField()
    percent = models.SmallIntegerField()
    said = models.BinaryField(null=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ("on", "pk")
        constraints = (
            models.CheckConstraint(condition=models.Q(percent__range=(0, 100)), name="progress_is_percent"),
        )


class Duty(models.Model):
    """Who answers for the quality of a project for ever (R071): a part, a unit, a post; the name sealed."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="duties")
    part = models.CharField(max_length=20)
    unit = models.CharField(max_length=80)
    post = models.CharField(max_length=40, blank=True)
    person = models.BinaryField(null=True)
    since = models.DateField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)


class Attachment(models.Model):
    """A paper or photo of a project: kept encrypted in ``inbox/`` under its hash. ``kind`` names the gate
    it opens (``policy/project_life.py``) or what it shows; ``subject`` which record besides it hangs on."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="attachments")
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=40, blank=True)
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    on = models.DateField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
