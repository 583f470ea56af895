"""Appointments (who may act where) and the trail (who did what)."""

from django.conf import settings
from django.db import models


class Appointment(models.Model):
    """A user acts in a role for the areas below ``area_path`` (an ``Area.path``)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="appointments")
    role = models.CharField(max_length=30)
    area_path = models.CharField(max_length=120)
    department = models.CharField(max_length=40, blank=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "role", "area_path"), name="one_appointment_a_place"),
        )


class Event(models.Model):
    """One entry of the trail, chained: ``seal`` = HMAC-SM3(key, previous seal + this entry).

    ``subject`` is a record number, never a name; ``detail`` holds no name or identity number.
    """

    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    act = models.CharField(max_length=60)
    subject = models.CharField(max_length=80, blank=True)
    detail = models.JSONField(default=dict)
    seal = models.CharField(max_length=64)

    class Meta:
        ordering = ("pk",)
        indexes = (
            models.Index(fields=("by", "act", "at"), name="event_by_act"),
            models.Index(fields=("subject",), name="event_subject"),
        )


class TrailHead(models.Model):
    """The head of the trail (one row): how many events there are and the seal of the last.

    Who writes an event locks this row first, so the chain never forks.
    """

    events = models.BigIntegerField(default=0)
    seal = models.CharField(max_length=64)
