"""The state of a household or an area as the record has it now: what a procedure starts from.

Plain values, persons and villages by key: what a proceeding freezes, and what is compared again at each
decision. Words for them are made by the queries.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from liuqing.registry.models import (
    Area,
    AreaStanding,
    Cause,
    Household,
    Indicator,
    Membership,
    Monitoring,
    Standing,
)

State = dict[str, Any]
"""``standing``, ``since``, ``members`` ({person: relation}), ``head``, ``village``, ``monitored``,
``risks``, ``causes`` of a household; ``standing``, ``since`` of an area."""

HEAD = "户主"
_POOR = {Area.Level.TOWN.value: "poor_town", Area.Level.COUNTY.value: "poor_county"}
"""The list of villages is the register's; which towns are poor, and whether the county is, offices report."""
WATCHED = ("standing", "since", "members", "village", "monitored", "other")
"""Parts that must be the same at a decision as when the proceeding was submitted."""


def of_household(household: Household) -> State:
    """The household as it stands now."""
    return of_households([household])[household.pk]


def of_households(households: Iterable[Household]) -> dict[int, State]:
    """Several at once, in five queries however many there are."""
    homes = {one.pk: one for one in households}
    villages = dict(
        Area.objects.filter(pk__in={h.village_id for h in homes.values()}).values_list("pk", "code")
    )
    members: dict[int, dict[str, str]] = defaultdict(dict)
    for home, person, relation in (
        _open(Membership, homes).order_by("person").values_list("household", "person", "relation")
    ):
        members[home][str(person)] = relation
    standings = {one.household_id: one for one in _open(Standing, homes)}
    watched = {
        one.household_id: one for one in Monitoring.objects.filter(household__in=homes, removed_on=None)
    }
    causes: dict[int, list[str]] = defaultdict(list)
    for home, code in _open(Cause, homes).order_by("-main", "pk").values_list("household", "code"):
        causes[home].append(code)
    return {
        pk: _state(villages[home.village_id], standings.get(pk), members[pk], watched.get(pk), causes[pk])
        for pk, home in homes.items()
    }


def of_area(area: Area) -> State:
    """The area as it stands now; a town or county of which no register tells is listed if offices say so."""
    found = AreaStanding.objects.filter(area=area, until=None).first()
    if found is None:
        return {"standing": str(AreaStanding.Status.LISTED) if _named_poor(area) else "", "since": ""}
    return {"standing": found.status, "since": found.since.isoformat()}


def _named_poor(area: Area) -> bool:
    name = _POOR.get(area.level)
    said = (
        Indicator.objects.filter(area=area, name=name).order_by("year", "said_on", "pk").last()
        if name
        else None
    )
    return said is not None and said.value == 1


def differs(before: State, now: State) -> list[str]:
    """Which watched parts are not the same any more."""
    parts = [part for part in WATCHED if before.get(part) != now.get(part)]
    renamed = "village" in parts and _recoded(before["village"], now["village"])
    return [part for part in parts if not (renamed and part == "village")]


def _recoded(before: str, now: str) -> bool:
    """Whether it is the same village, which only got another code."""
    found = Area.objects.filter(code=now).first()
    return found is not None and before in {one["code"] for one in found.known_as}


def _open(model: Any, homes: Iterable[int]) -> Any:
    return model.objects.filter(household__in=list(homes), until=None)


def _state(
    village: str,
    standing: Standing | None,
    members: dict[str, str],
    watched: Monitoring | None,
    causes: list[str],
) -> State:
    heads = [int(person) for person, relation in members.items() if relation == HEAD]
    return {
        "standing": standing.status if standing else "",
        "since": standing.since.isoformat() if standing else "",
        "members": members,
        "head": heads[0] if heads else None,
        "village": village,
        "monitored": watched.kind if watched else "",
        "risks": list(watched.risks) if watched else [],
        "causes": causes,
    }
