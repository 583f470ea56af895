"""Monitored households (监测对象): since when, which risks, the two assessments, the income worksheet.

A household is monitored whether or not it is in the register; being monitored is no standing of it.
"""

from django.db import models

from liuqing.registry.models.members import Household
from liuqing.registry.models.sources import Sourced


class Monitoring(Sourced):
    """A household is monitored from a day until its risk is removed.

    ``risks`` are one to five, the main one first. ``removed_on`` None: still monitored. A removal that
    was taken back leaves the row open again and is told in ``story``: [{"on", "what", "proceeding"}].
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="monitorings")
    kind = models.CharField(max_length=10)
    risks = models.JSONField(default=list)
    since = models.DateField()
    removed_on = models.DateField(null=True)
    way = models.CharField(max_length=10, blank=True)
    story = models.JSONField(default=list)
    proceeding = models.ForeignKey("registry.Proceeding", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("since",)
        constraints = (
            models.UniqueConstraint(
                fields=("household",), condition=models.Q(removed_on=None), name="one_open_monitoring_a_household"
            ),
            models.CheckConstraint(
                condition=models.Q(removed_on=None) | models.Q(removed_on__gte=models.F("since")),
                name="monitoring_ends_after_it_begins",
            ),
        )  # fmt: skip


class Worksheet(models.Model):
    """An income worksheet (收入核算表) of a household for twelve months, as it was signed.

    ``lines`` is [{"item", "what", "quantity", "unit", "amount"}] in yuan as text; ``ratios`` the cost
    ratios that were used, each with source and first day; ``result`` what came out. Recomputed from
    ``lines`` and ``ratios`` it must come out again.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="worksheets")
    first_month = models.DateField()
    last_month = models.DateField()
    persons = models.SmallIntegerField()
    lines = models.JSONField(default=list)
    ratios = models.JSONField(default=list)
    result = models.JSONField(default=dict)
    seal = models.CharField(max_length=64)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    signed_on = models.DateField(null=True)

    class Meta:
        ordering = ("-pk",)


class Assessed(models.Model):
    """What was found of a household when it was identified, and again when its risk was removed.

    The four guarantees are True where there IS a problem (dropout, unsafe house, unsafe water, somebody
    without insurance); None is not known and never a no.
    """

    class Phase(models.TextChoices):
        """At which end of the monitoring."""

        IDENTIFIED = "identified", "识别时"
        REMOVED = "removed", "消除时"

    proceeding = models.ForeignKey("registry.Proceeding", models.PROTECT, related_name="assessed")
    household = models.ForeignKey(Household, models.PROTECT, related_name="assessed")
    phase = models.CharField(max_length=10, choices=Phase)
    on = models.DateField()
    dropout = models.BooleanField(null=True)
    house_unsafe = models.BooleanField(null=True)
    water_unsafe = models.BooleanField(null=True)
    uninsured = models.BooleanField(null=True)
    claims = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    self_paid = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    worksheet = models.ForeignKey(Worksheet, models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
