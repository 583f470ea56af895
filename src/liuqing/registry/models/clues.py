"""Clues (线索): somebody may need help. Four channels, one clue a household, graded and timed."""

from django.db import models

from liuqing.registry.models.areas import Area
from liuqing.registry.models.findings import Snapshot
from liuqing.registry.models.members import Household, Person


class Clue(models.Model):
    """One household that may need help, however many said so; ``household`` None: not yet known which.

    ``person`` is a resident outside the register whom it is about, if known. ``kind`` is what is
    supposed: new poverty, falling back, a risk, or an exit that is due.
    """

    class State(models.TextChoices):
        """Where it stands."""

        RECEIVED = "received", "待分派"
        SENT = "sent", "待核实"
        VERIFIED = "verified", "已核实，待处理"
        CLOSED = "closed", "已办结"

    class Grade(models.TextChoices):
        """How urgent it is."""

        RED = "red", "红色，立即入户"
        ORANGE = "orange", "橙色，尽快入户"
        YELLOW = "yellow", "黄色，按期入户"

    class Outcome(models.TextChoices):
        """What came of it."""

        PROCEEDING = "proceeding", "进入程序"
        HELPED = "helped", "已帮扶，不需进入程序"
        NO_NEED = "no_need", "核实后不符合"
        KNOWN = "known", "已在办或已是对象"
        NOT_FOUND = "not_found", "找不到这一户"

    OPEN_STATES = (State.RECEIVED, State.SENT, State.VERIFIED)

    area = models.ForeignKey(Area, models.PROTECT, related_name="clues")
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="clues")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="clues")
    kind = models.CharField(max_length=12)
    grade = models.CharField(max_length=6, choices=Grade)
    state = models.CharField(max_length=8, choices=State, default=State.RECEIVED)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    opened_on = models.DateField()
    due_on = models.DateField()
    decide_by = models.DateField()
    sent_by = models.CharField(max_length=150, blank=True)
    sent_at = models.DateTimeField(null=True)
    visited_on = models.DateField(null=True)
    verified_by = models.CharField(max_length=150, blank=True)
    verified_at = models.DateTimeField(null=True)
    found = models.BinaryField(null=True)
    closed_on = models.DateField(null=True)
    closed_by = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("household",),
                condition=models.Q(state__in=("received", "sent", "verified"), household__isnull=False),
                name="one_open_clue_a_household",
            ),
        )
        indexes = (models.Index(fields=("state", "area"), name="clue_state_area"),)


class Report(models.Model):
    """One voice of a clue: through which channel, when, what. Texts and contacts are sealed.

    ``source`` names it without saying who: the rule, the list's kind, or "". ``key`` makes the same
    voice count once (a rule and a household, a list's row). ``receipt`` is for the sender.
    """

    class Channel(models.TextChoices):
        """Where it comes from."""

        REQUEST = "request", "农户自主申报"
        ROUND = "round", "干部排查"
        LIST = "list", "部门筛查"
        WARNING = "warning", "规则预警"

    clue = models.ForeignKey(Clue, models.PROTECT, related_name="reports")
    channel = models.CharField(max_length=8, choices=Channel)
    source = models.CharField(max_length=60, blank=True)
    key = models.CharField(max_length=80, unique=True)
    receipt = models.CharField(max_length=20, blank=True, db_index=True)
    name = models.BinaryField(null=True)
    phone = models.BinaryField(null=True)
    phone_hash = models.CharField(max_length=64, blank=True)
    said = models.BinaryField(null=True)
    grade = models.CharField(max_length=6, choices=Clue.Grade)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
