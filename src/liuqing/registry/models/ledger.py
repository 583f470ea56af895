"""4 投入产出清: the money a household got, and the income that came out of it, in yuan."""

from django.db import models

from liuqing.registry.models.measures import Measure
from liuqing.registry.models.members import Household, Person
from liuqing.registry.models.sources import Sourced


def _yuan() -> models.DecimalField:
    return models.DecimalField(max_digits=14, decimal_places=2, null=True)


class Receipt(Sourced):
    """Money that reached a household or one of its members."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="receipts")
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="receipts")
    measure = models.ForeignKey(Measure, models.CASCADE, null=True, related_name="receipts")
    item = models.CharField(max_length=80)
    department = models.CharField(max_length=40, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    year = models.SmallIntegerField()
    on = models.DateField(null=True)

    class Meta:
        ordering = ("-year", "pk")


class IncomeYear(Sourced):
    """A household's income of a year by item, as the national form has it; None is unknown."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="incomes")
    year = models.SmallIntegerField()
    wage = _yuan()
    business = _yuan()
    dividend = _yuan()
    property_other = _yuan()
    transfer_family_planning = _yuan()
    transfer_dibao = _yuan()
    transfer_tekun = _yuan()
    transfer_pension = _yuan()
    transfer_eco = _yuan()
    transfer_other = _yuan()
    business_expense = _yuan()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("household", "year"), name="one_income_year"),)
