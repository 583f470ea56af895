"""Cases (核实任务): what became of a flag, from the day it was found until it is struck off (销号).

One case is one question about one household, person or village by one rule; it lives as long as
the record does. Found again after it was struck off, it is the same case, opened once more.
"""

from django.db import models

from liuqing.registry.models.areas import Area
from liuqing.registry.models.findings import Snapshot
from liuqing.registry.models.members import Household, Person
from liuqing.registry.models.sources import SourceFile


def subject_of(household: int | None, person: int | None, village: int | None) -> str:
    """About whom a question is: the person, else the household, else the village itself."""
    if person is not None:
        return f"person:{person}"
    return f"household:{household}" if household is not None else f"village:{village}"


class Dispatch(models.Model):
    """Cases sent to the villages of an area at once (派发), to be answered by a day."""

    title = models.CharField(max_length=80)
    area = models.ForeignKey(Area, models.PROTECT, related_name="dispatches")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="dispatches")
    rules = models.JSONField(default=list)
    due_on = models.DateField()
    by = models.CharField(max_length=150)
    sent_at = models.DateTimeField()
    cases = models.IntegerField(default=0)
    villages = models.IntegerField(default=0)

    class Meta:
        ordering = ("-pk",)


class Case(models.Model):
    """One flag and what became of it.

    ``subject`` is ``person:<key>``, ``household:<key>`` or ``village:<key>``: about whom it is; the
    village is where it is answered and may change when a household moves.
    ``facts`` is the fingerprint of the facts on which the rule stands, as of the snapshot in which
    it was last raised; ``kept`` is the one that was explained: as long as they are equal, the case
    stays struck off. ``round`` counts how often it was opened.
    """

    class State(models.TextChoices):
        """Where it stands; the order in which it goes."""

        FOUND = "found", "待派发"
        SENT = "sent", "待核实"
        ANSWERED = "answered", "待审核"
        REVIEWED = "reviewed", "待销号"
        CLOSED = "closed", "已销号"

    class Outcome(models.TextChoices):
        """What was found out."""

        CONFIRMED = "confirmed", "属实，已改正"
        EXPLAINED = "explained", "情况说明，保留"
        WRONG_LIST = "wrong_list", "部门名单有误"
        GONE = "gone", "数据已变，不再出现"

    rule = models.CharField(max_length=60)
    subject = models.CharField(max_length=40)
    household = models.ForeignKey(Household, models.CASCADE, null=True, related_name="cases")
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="cases")
    village = models.ForeignKey(Area, models.PROTECT, related_name="cases")
    state = models.CharField(max_length=8, choices=State, default=State.FOUND)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    reason = models.CharField(max_length=30, blank=True)
    round = models.SmallIntegerField(default=1)
    facts = models.CharField(max_length=64, blank=True)
    kept = models.CharField(max_length=64, blank=True)
    first = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    last = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    opened_on = models.DateField()
    due_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    dispatch = models.ForeignKey(Dispatch, models.PROTECT, null=True, related_name="sent")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("rule", "subject"), name="one_case_a_question"),)
        indexes = (
            models.Index(fields=("state", "village"), name="case_state_village"),
            models.Index(fields=("household", "rule"), name="case_household"),
        )


class Answer(models.Model):
    """What the village says of a case, and what the township says of that.

    ``corrections`` is {fact: {"was", "is"}} by the names of ``policy.tables``, as text without any
    identity number; ``said`` is the explanation. ``uuid`` is made where it was written, so that the
    same answer sent twice counts once.
    """

    class Verdict(models.TextChoices):
        """The township's word."""

        AGREED = "agreed", "同意"
        RETURNED = "returned", "退回"

    case = models.ForeignKey(Case, models.CASCADE, related_name="answers")
    uuid = models.UUIDField(unique=True)
    round = models.SmallIntegerField(default=1)
    outcome = models.CharField(max_length=10, choices=Case.Outcome)
    reason = models.CharField(max_length=30, blank=True)
    said = models.TextField(blank=True)
    corrections = models.JSONField(default=dict)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    visited_on = models.DateField(null=True)
    file = models.ForeignKey(SourceFile, models.PROTECT, null=True, related_name="+")
    verdict = models.CharField(max_length=8, choices=Verdict, blank=True)
    reviewed_by = models.CharField(max_length=150, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    review = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            # Two pairs of eyes: the one who answers is never the one who agrees.
            models.CheckConstraint(
                condition=models.Q(reviewed_by="") | ~models.Q(reviewed_by=models.F("by")),
                name="answer_reviewed_by_another",
            ),
        )


class Evidence(models.Model):
    """A photo or paper that proves an answer: kept encrypted in ``inbox/`` under its hash."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="evidence")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    at = models.DateTimeField(auto_now_add=True)


class CaseStep(models.Model):
    """One step of a case's story: what happened, when, by whom; without names and numbers."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    act = models.CharField(
        max_length=20
    )  # found, sent, extended, answered, returned, reviewed, department, closed, reopened, held, gone
    note = models.CharField(max_length=200, blank=True)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("snapshot", "act"), name="case_step_snapshot"),)


class Thread(models.Model):
    """A department's own part: a row of its list that a village found to be wrong (数据回流)."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="thread")
    department = models.CharField(max_length=40)
    file = models.ForeignKey(SourceFile, models.PROTECT, null=True, related_name="+")
    row = models.IntegerField(null=True)
    sent_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=150, blank=True)
