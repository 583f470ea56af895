"""6 脱贫时序清: when a household was identified, is planned to exit, and exited."""

from django.db import models

from liuqing.registry.models.members import Household
from liuqing.registry.models.sources import Sourced


class Standing(Sourced):
    """A household's standing from a day to a day. Only a person's act or an official list sets it.

    ``proceeding`` is the procedure that set it here; without one it came with a list (``file``).
    """

    class Status(models.TextChoices):
        """The standings, as the national system has them. Being monitored is none (``monitoring.py``)."""

        REGISTERED = "registered", "未脱贫"
        EXITED = "exited", "已脱贫"
        RELAPSED = "relapsed", "返贫"

    household = models.ForeignKey(Household, models.CASCADE, related_name="standings")
    status = models.CharField(max_length=12, choices=Status)
    since = models.DateField()
    until = models.DateField(null=True)
    proceeding = models.ForeignKey("registry.Proceeding", models.PROTECT, null=True, related_name="standings")

    class Meta:
        ordering = ("since",)
        constraints = (
            models.UniqueConstraint(
                fields=("household",),
                condition=models.Q(until=None),
                name="one_open_standing_a_household",
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="standing_ends_after_it_begins",
            ),
        )


class ExitPlan(Sourced):
    """The year in which a household is planned to exit (计划脱贫年度)."""

    household = models.OneToOneField(Household, models.CASCADE, related_name="exit_plan")
    year = models.SmallIntegerField()
