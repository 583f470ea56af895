"""Mock evaluations (模拟评估): a published sample, what was found at the door, appeals against it."""

from django.db import models

from liuqing.registry.models.areas import Area
from liuqing.registry.models.findings import Snapshot
from liuqing.registry.models.members import Household, Person


class Evaluation(models.Model):
    """One evaluation of an area. The frame and the design are fixed first (``planned``); ``seed`` comes
    from a public source that did not exist then. With them anybody draws the same sample again.

    ``design`` is what was published before the draw (``services.evaluations.planning``): the cells with
    frame and take, the fingerprint of the frame, the source of the seed. ``questions`` are those of the
    day, whole. What others evaluated is only ``recorded``: ``design`` says which stage, ``result`` what came
    of it.
    """

    class State(models.TextChoices):
        """Where it stands."""

        PLANNED = "planned", "已登记，待抽样"
        DRAWN = "drawn", "已抽样"
        OPEN = "open", "入户中"
        CLOSED = "closed", "已结束"
        RECORDED = "recorded", "外部评估"

    label = models.CharField(max_length=60)
    area = models.ForeignKey(Area, models.PROTECT, related_name="evaluations")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    on = models.DateField()
    seed = models.CharField(max_length=40, blank=True)
    design = models.JSONField(default=dict)
    questions = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    result = models.JSONField(default=dict)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)


class Sampled(models.Model):
    """A household in the sample: of the register, or one of residents outside it (by police household).

    ``stratum`` is registered, exited or outside, ``cell`` the cell of the draw within it; ``key`` names it
    in what is published; ``weight`` is how many of the frame it stands for. A reserve counts once it
    ``replaces`` somebody who could not be met.
    """

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="sampled")
    village = models.ForeignKey(Area, models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    stratum = models.CharField(max_length=12)
    cell = models.CharField(max_length=80)
    key = models.CharField(max_length=32)
    order = models.IntegerField()
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    reserve = models.BooleanField(default=False)
    weight = models.DecimalField(max_digits=14, decimal_places=6)
    persons = models.SmallIntegerField(null=True)

    class Meta:
        ordering = ("order",)
        constraints = (models.UniqueConstraint(fields=("evaluation", "order"), name="one_place_in_a_sample"),)


class Questionnaire(models.Model):
    """What was answered at a door. ``answers`` is {question: code or number}; ``verdict`` what the rule says
    of them: "" (nothing wrong), omission, false_inclusion, false_exit, unknown. ``uuid`` is made on the
    phone. Somebody else confirms what went wrong, or sends it back; ``earlier`` keeps what was sent back.
    """

    sampled = models.OneToOneField(Sampled, models.CASCADE, related_name="questionnaire")
    uuid = models.UUIDField(unique=True)
    met = models.BooleanField(default=True)
    answers = models.JSONField(default=dict)
    verdict = models.CharField(max_length=16, blank=True)
    said = models.BinaryField(null=True)
    on = models.DateField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=150, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    earlier = models.JSONField(default=list)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(confirmed_by="") | ~models.Q(confirmed_by=models.F("by")),
                name="questionnaire_confirmed_by_another",
            ),
        )


class Appeal(models.Model):
    """The county's or the village's answer to a failed household, with evidence (申诉举证)."""

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="appeals")
    said = models.BinaryField()
    papers = models.JSONField(default=list)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    accepted = models.BooleanField(null=True)
    answer = models.CharField(max_length=500, blank=True)
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(decided_by="") | ~models.Q(decided_by=models.F("by")),
                name="appeal_decided_by_another",
            ),
        )
