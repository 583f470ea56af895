"""2 致贫原因清: why a household is poor; one main cause and at most two others."""

from django.db import models

from liuqing.registry.models.members import Household
from liuqing.registry.models.sources import Sourced


class Cause(Sourced):
    """A cause of poverty (致贫原因) of a household from a day to a day."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="causes")
    code = models.CharField(max_length=12)
    main = models.BooleanField()
    since = models.DateField()
    until = models.DateField(null=True)
    proceeding = models.ForeignKey("registry.Proceeding", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-main", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("household",),
                condition=models.Q(main=True, until=None),
                name="one_main_cause_a_household",
            ),
        )
