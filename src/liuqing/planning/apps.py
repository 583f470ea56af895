"""The room of projects and money: what is planned, paid for and owned."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """``planning`` stands on the register and is known to it only by the lists it takes."""

    name = "liuqing.planning"
    label = "planning"

    def ready(self) -> None:
        """Take over the lists of projects, money, cards, assets and loans (R056, R079, R145)."""
        from liuqing.planning.imports import importers
        from liuqing.registry.imports import importers as lists

        lists.also(importers.OWN)
