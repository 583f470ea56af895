"""Comparisons (比对): on what ground a department's list was compared, and until when it is kept."""

from django.db import models

from liuqing.registry.models.sources import SourceFile


class Comparison(models.Model):
    """One list compared with the register: ground, purpose, what was kept, what was deleted.

    ``ground`` and ``purpose`` are keys of the place's comparison rules. After ``delete_on`` the
    file as received is deleted; its hash, its counts and the rows that somebody must still look at
    stay.
    """

    file = models.OneToOneField(SourceFile, models.CASCADE, related_name="comparison")
    ground = models.CharField(max_length=40)
    purpose = models.CharField(max_length=200)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    rows = models.IntegerField(default=0)
    kept = models.IntegerField(default=0)
    delete_on = models.DateField()
    deleted_at = models.DateTimeField(null=True)
