"""The room of projects and money: what is planned, paid for and owned."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """``planning`` stands on the register and is known to it only by the lists it takes."""

    name = "liuqing.planning"
    label = "planning"

    def ready(self) -> None:
        """Take over the lists of projects, money, cards, assets and loans (R056, R079, R145).

        What was paid, lent or promised to a person goes over when two records become one. Dues and cards stay:
        both are sealed with whose they are, and whoever reads them looks for the record that counts.
        """
        from liuqing.planning.imports import importers
        from liuqing.planning.models import Beneficiary, Dividend, Loan, Payment
        from liuqing.registry.imports import importers as lists
        from liuqing.registry.services import moving

        lists.also(importers.OWN)
        moving.also({Payment: "", Loan: "", Dividend: "", Beneficiary: "project"})
