"""Notices (公示公告): what hangs where, for how long, and what people said to it."""

from django.db import models

from liuqing.registry.models.areas import Area
from liuqing.registry.models.proceedings import Proceeding


class Notice(models.Model):
    """One sheet of an area: several proceedings of the same procedure at the same step, or one.

    ``lines`` is the sheet's content, masked when it was drawn up and never changed after it was hung.
    ``code`` is the public number, ``digest`` the keyed hash of the content, by which a paper copy is
    proven. ``until`` is the last day of hanging as counted today; pauses push it on: ``pauses`` is
    [{"from", "to"}] with ``to`` null while it lasts.
    """

    class State(models.TextChoices):
        """Where it stands."""

        DRAWN = "drawn", "待张贴"
        HANGING = "hanging", "公示中"
        PAUSED = "paused", "有异议，暂停计时"
        ENDED = "ended", "公示期满"
        TAKEN_DOWN = "taken_down", "已撤下"

    area = models.ForeignKey(Area, models.PROTECT, related_name="notices")
    procedure = models.CharField(max_length=40)
    step = models.CharField(max_length=30)
    label = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    lines = models.JSONField(default=list)
    code = models.CharField(max_length=20, unique=True)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.DRAWN)
    days = models.SmallIntegerField()
    count = models.CharField(max_length=8)
    objected = models.CharField(max_length=8)
    issuer = models.CharField(max_length=60)
    phone = models.CharField(max_length=40, blank=True)
    drawn_by = models.CharField(max_length=150)
    drawn_at = models.DateTimeField()
    hung_by = models.CharField(max_length=150, blank=True)
    hung_on = models.DateField(null=True)
    until = models.DateField(null=True)
    pauses = models.JSONField(default=list)
    ended_on = models.DateField(null=True)
    ended_by = models.CharField(max_length=150, blank=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=("state", "area"), name="notice_state_area"),)


class Noticed(models.Model):
    """A proceeding on a notice; ``line`` is its place in the lines."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="noticed")
    proceeding = models.ForeignKey(Proceeding, models.PROTECT, related_name="noticed")
    round = models.SmallIntegerField(default=1)
    line = models.SmallIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("notice", "proceeding"), name="once_on_a_notice"),)


class Objection(models.Model):
    """What somebody says against a notice (异议); who said it and how to reach them is sealed.

    ``receipt`` is the number with which the sender follows it up. ``upheld`` None: not answered yet.
    """

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="objections")
    proceeding = models.ForeignKey(Proceeding, models.PROTECT, null=True, related_name="objections")
    receipt = models.CharField(max_length=20, unique=True)
    channel = models.CharField(max_length=10)
    said = models.BinaryField()
    contact = models.BinaryField(null=True)
    phone_hash = models.CharField(max_length=64, blank=True)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150, blank=True)
    upheld = models.BooleanField(null=True)
    answer = models.CharField(max_length=500, blank=True)
    answered_by = models.CharField(max_length=150, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(answered_by="") | ~models.Q(answered_by=models.F("by")),
                name="objection_answered_by_another",
            ),
        )
