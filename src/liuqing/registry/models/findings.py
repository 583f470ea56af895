"""What the rules found: snapshots of the record and the findings made on them.

The full findings lie beside the snapshot as Parquet; here are those a page shows.
"""

from django.db import models

from liuqing.registry.models.areas import Area
from liuqing.registry.models.members import Household, Person


class Snapshot(models.Model):
    """The record frozen as of a day, in ``folder`` with its manifest."""

    on = models.DateField()
    made_at = models.DateTimeField(auto_now_add=True)
    folder = models.CharField(max_length=120)
    manifest = models.JSONField(default=dict)
    rules_version = models.CharField(max_length=64)
    complete = models.BooleanField(default=False)

    class Meta:
        ordering = ("-pk",)


class Finding(models.Model):
    """A rule's answer for one household or person: true, false or None (not known).

    ``value`` is an amount or score where the rule has one; ``conditions`` is
    {condition: true|false|null}, so that the answer can be replayed and explained.
    """

    # No index of their own: those below begin with them, and a planner must not prefer the narrow one.
    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="findings", db_index=False)
    rule = models.CharField(max_length=60)
    household = models.ForeignKey(
        Household, models.CASCADE, null=True, related_name="findings", db_index=False
    )
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="findings")
    village = models.ForeignKey(Area, models.CASCADE, null=True, related_name="+")
    verdict = models.BooleanField(null=True)
    value = models.BigIntegerField(null=True)
    conditions = models.JSONField(default=dict)

    class Meta:
        indexes = (
            models.Index(fields=("snapshot", "rule", "verdict"), name="finding_rule"),
            models.Index(fields=("household", "rule"), name="finding_household"),
            models.Index(fields=("snapshot", "rule", "village"), name="finding_village"),
        )


class Figure(models.Model):
    """A figure of an area on a snapshot (counts, sums, rates), so that boards read few rows.

    ``dimension`` narrows it (``cause=因病``, ``exit_year=2018``); ``value`` is exact.
    """

    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="figures")
    area = models.ForeignKey(Area, models.CASCADE, related_name="figures")
    metric = models.CharField(max_length=60)
    dimension = models.CharField(max_length=60, blank=True)
    value = models.DecimalField(max_digits=20, decimal_places=6, null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("snapshot", "area", "metric", "dimension"), name="one_figure"),
        )
