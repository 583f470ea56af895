"""Which importer takes which kind of list: the register's own, the police's, of areas, or any department's."""

from collections.abc import Callable

from liuqing.policy.lists import BY_KEY
from liuqing.registry.imports.activities import ActivityImporter
from liuqing.registry.imports.indicators import IndicatorImporter
from liuqing.registry.imports.members import MemberImporter
from liuqing.registry.imports.monitored import MonitoredImporter
from liuqing.registry.imports.people import PeopleImporter
from liuqing.registry.imports.register import HouseholdImporter, VillageImporter
from liuqing.registry.imports.residents import ResidentImporter
from liuqing.registry.imports.verdicts import Importer, Source

_OWN: dict[str, Callable[[Source], Importer]] = {
    "register_villages": VillageImporter,
    "register_households": HouseholdImporter,
    "register_persons": MemberImporter,
    "police_residents": ResidentImporter,
    "indicators": IndicatorImporter,
    "activities": ActivityImporter,
}
_ABOVE: dict[str, Callable[[Source], Importer]] = {}
"""Lists of a room above: that room brings its importers along when it opens."""
_OF_MEMBERS: dict[str, Callable[[Source], Importer]] = {"monitored": MonitoredImporter}


def also(more: dict[str, Callable[[Source], Importer]]) -> None:
    """Take lists of a room above too: {kind of list: its importer}."""
    _ABOVE.update(more)


def importer(source: Source) -> Importer:
    """The importer for the source's kind of list."""
    return (_OWN | _OF_MEMBERS | _ABOVE).get(source.kind.key, PeopleImporter)(source)


def needs_register(kind: str) -> bool:
    """Whether lists of this kind say something only about persons of the register."""
    return kind not in _OWN and (kind not in BY_KEY or BY_KEY[kind].about == "person")
