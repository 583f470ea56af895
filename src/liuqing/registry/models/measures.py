"""3 帮扶措施清: what help a household gets, from whom, since when."""

from django.db import models

from liuqing.registry.models.members import Household, Person
from liuqing.registry.models.sources import Sourced


class Measure(Sourced):
    """A measure for a household or one of its members. ``title`` says it as its list does."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="measures")
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="measures")
    code = models.CharField(max_length=12)
    title = models.CharField(max_length=80)
    department = models.CharField(max_length=40, blank=True)
    year = models.SmallIntegerField()
    since = models.DateField(null=True)
    until = models.DateField(null=True)

    class Meta:
        ordering = ("code", "pk")
