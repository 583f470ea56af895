"""5 帮扶责任清: who is responsible for a household, from when to when."""

from django.db import models

from liuqing.registry.models.members import Household
from liuqing.registry.models.sources import Sourced


class Officer(models.Model):
    """A person who helps households (帮扶责任人): unit and post; ``phone`` holds ciphertext."""

    name = models.CharField(max_length=60)
    unit = models.CharField(max_length=80, blank=True)
    post = models.CharField(max_length=60, blank=True)
    phone = models.BinaryField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("name", "unit", "post"), name="one_officer_a_post"),)


class Assignment(Sourced):
    """An officer is responsible for a household from a day to a day."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="assignments")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="assignments")
    since = models.DateField()
    until = models.DateField(null=True)
