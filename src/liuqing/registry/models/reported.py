"""What offices report of areas, and what offices did: the basis of standards and quotas."""

from django.db import models

from liuqing.registry.models.areas import Area
from liuqing.registry.models.members import Household
from liuqing.registry.models.sources import Sourced


class Indicator(Sourced):
    """One indicator of an area and year as an office states it; yes is 1, no is 0.

    ``name`` is that of ``policy/indicators.py``. Older statements stay; the latest one counts.
    """

    area = models.ForeignKey(Area, models.CASCADE, related_name="indicators")
    name = models.CharField(max_length=60)
    year = models.SmallIntegerField()
    value = models.DecimalField(max_digits=20, decimal_places=6)
    unit = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = (models.Index(fields=("area", "name", "year"), name="indicator_of_area"),)


class Activity(Sourced):
    """What an office did on a day: ``role`` is the office or post, never a person's name.

    It concerns an area or a household; without either the whole county.
    """

    on = models.DateField()
    activity = models.CharField(max_length=20)
    role = models.CharField(max_length=30)
    area = models.ForeignKey(Area, models.CASCADE, null=True, related_name="activities")
    household = models.ForeignKey(Household, models.CASCADE, null=True, related_name="activities")
    times = models.IntegerField(default=1)

    class Meta:
        ordering = ("on", "pk")
        indexes = (models.Index(fields=("on", "activity"), name="activity_on"),)
