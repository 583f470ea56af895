"""Notices of money and projects (资金项目公告公示): what hangs where, how long, and what people said to it."""

from django.db import models

from liuqing.planning.models.pool import Project
from liuqing.registry.models import Area


class Announcement(models.Model):
    """One sheet. ``kind`` says of what (``policy/announcements.yaml``), ``level`` where it hangs. ``lines`` is its
    content as drawn up, masked, never changed after it was hung; ``code`` the public number, ``digest`` proves
    a paper copy. ``until`` is the last day, None: it stays for good."""

    class State(models.TextChoices):
        """Where it stands."""

        DRAWN = "drawn", "待张贴"
        HANGING = "hanging", "公示中"
        ENDED = "ended", "公示期满"
        TAKEN_DOWN = "taken_down", "已撤下"

    area = models.ForeignKey(Area, models.PROTECT, related_name="announcements")
    kind = models.CharField(max_length=20)
    level = models.CharField(max_length=8)
    subject = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    lines = models.JSONField(default=list)
    code = models.CharField(max_length=20, unique=True)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.DRAWN)
    days = models.SmallIntegerField(null=True)
    count = models.CharField(max_length=8, blank=True)
    issuer = models.CharField(max_length=60)
    phone = models.CharField(max_length=40, blank=True)
    drawn_by = models.CharField(max_length=150)
    drawn_at = models.DateTimeField()
    hung_by = models.CharField(max_length=150, blank=True)
    hung_on = models.DateField(null=True)
    until = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=("state", "area"), name="announcement_state_area"),)


class Announced(models.Model):
    """A project on a sheet."""

    announcement = models.ForeignKey(Announcement, models.PROTECT, related_name="announced")
    project = models.ForeignKey(Project, models.PROTECT, related_name="announced")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("announcement", "project"), name="once_on_an_announcement"),
        )


class Opinion(models.Model):
    """What somebody says to a sheet; words and contact are sealed, ``receipt`` follows it up."""

    announcement = models.ForeignKey(Announcement, models.PROTECT, related_name="opinions")
    receipt = models.CharField(max_length=20, unique=True)
    said = models.BinaryField()
    contact = models.BinaryField(null=True)
    phone_hash = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    answered_by = models.CharField(max_length=150, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
