"""Proceedings (办件): a procedure under way for one household or area, step by step, and its papers.

Nothing here is changed after it was written: a step that was sent back is done again in a new round.
Every act is chained to the one before it, so that a step can neither be skipped nor put in later.
"""

from django.db import models

from liuqing.registry.models.areas import Area
from liuqing.registry.models.members import Household


class Proceeding(models.Model):
    """One procedure for one household or one area (``household`` None: the area itself).

    ``steps`` is the version of the procedure with which it began, whole. ``payload`` is what was handed
    in by the fields of its effect (persons and households by key, sensitive texts sealed); it is frozen
    when submitted: ``payload_seal`` is its keyed hash. ``before`` and ``after`` are the difference as
    the server computed it at submission, and ``facts`` what the rules said then. ``step`` is the key of
    the step that waits; ``round`` counts how often it was sent back to the beginning.
    """

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", "草稿"
        OPEN = "open", "办理中"
        RETURNED = "returned", "退回补正"
        DONE = "done", "已办结"
        REFUSED = "refused", "未通过"
        WITHDRAWN = "withdrawn", "已撤回"

    OPEN_STATES = (State.DRAFT, State.OPEN, State.RETURNED)

    no = models.CharField(max_length=24, unique=True)
    uuid = models.UUIDField(unique=True)
    procedure = models.CharField(max_length=40)
    label = models.CharField(max_length=40)
    effect = models.CharField(max_length=20)
    group = models.CharField(max_length=12)
    since = models.DateField()
    steps = models.JSONField(default=dict)
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="proceedings")
    area = models.ForeignKey(Area, models.PROTECT, related_name="proceedings")
    clue = models.ForeignKey("registry.Clue", models.SET_NULL, null=True, related_name="proceedings")
    window = models.ForeignKey("registry.Window", models.SET_NULL, null=True, related_name="proceedings")
    payload = models.JSONField(default=dict)
    payload_seal = models.CharField(max_length=64, blank=True)
    ground = models.CharField(max_length=500, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    snapshot = models.ForeignKey("registry.Snapshot", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    step = models.CharField(max_length=30, blank=True)
    round = models.SmallIntegerField(default=1)
    by = models.CharField(max_length=150)
    opened_on = models.DateField()
    opened_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    step_due_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    effect_on = models.DateField(null=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("household", "group"),
                condition=models.Q(state__in=("draft", "open", "returned"), household__isnull=False),
                name="one_open_proceeding_a_household",
            ),
            models.UniqueConstraint(
                fields=("area", "group"),
                condition=models.Q(state__in=("draft", "open", "returned"), household__isnull=True),
                name="one_open_proceeding_an_area",
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft") | ~models.Q(payload_seal=""),
                name="proceeding_frozen_when_submitted",
            ),
        )
        indexes = (
            models.Index(fields=("state", "area"), name="proceeding_state_area"),
            models.Index(fields=("state", "step", "area"), name="proceeding_step"),
        )


class Act(models.Model):
    """One step taken: by whom, on which day, with what outcome. Chained to the act before.

    ``on`` is when it happened, ``entered_on`` the server's day. ``figures`` holds numbers only (due,
    present, agreed). ``maker`` repeats who submitted the proceeding, so that the database itself refuses
    a decision by the same person. ``seal`` = HMAC-SM3(seal before, this act, the frozen payload).
    """

    class Outcome(models.TextChoices):
        """How a step ended."""

        DONE = "done", "已办"
        AGREED = "agreed", "同意"
        RETURNED = "returned", "退回"
        REFUSED = "refused", "不同意"
        WITHDRAWN = "withdrawn", "撤回"

    proceeding = models.ForeignKey(Proceeding, models.PROTECT, related_name="acts")
    uuid = models.UUIDField(unique=True)
    previous = models.OneToOneField("self", models.PROTECT, null=True, related_name="next")
    ordinal = models.SmallIntegerField()
    round = models.SmallIntegerField(default=1)
    step = models.CharField(max_length=30)
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
    signatures = models.JSONField(default=list)
    said = models.BinaryField(null=True)
    notice = models.ForeignKey("registry.Notice", models.PROTECT, null=True, related_name="acts")
    seal = models.CharField(max_length=64)

    class Meta:
        ordering = ("pk",)
        constraints = (
            # Two pairs of eyes, kept by the database whatever a program does.
            models.CheckConstraint(
                condition=models.Q(decides=False) | ~models.Q(by=models.F("maker")),
                name="act_decided_by_another",
            ),
            models.UniqueConstraint(fields=("proceeding", "ordinal"), name="one_act_a_place"),
            models.UniqueConstraint(
                fields=("proceeding", "round", "by"), condition=models.Q(decides=True), name="one_decision_a_person"
            ),
            models.CheckConstraint(
                condition=models.Q(ordinal=1, previous=None) | models.Q(ordinal__gt=1, previous__isnull=False),
                name="act_follows_another",
            ),
            models.CheckConstraint(
                condition=models.Q(on__lte=models.F("entered_on")), name="act_not_before_its_day"
            ),
        )  # fmt: skip


class Paper(models.Model):
    """A photo or paper that belongs to an act: kept encrypted in ``inbox/`` under its hash."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    at = models.DateTimeField(auto_now_add=True)
