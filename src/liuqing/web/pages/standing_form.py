"""The form of a procedure, made from the fields of its effect; one place for all of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from liuqing.policy.effects import Effect, Field
from liuqing.registry.models import Household
from liuqing.registry.queries import choosing
from liuqing.registry.queries.choosing import Choice

SEVERAL = ("codes", "persons")
"""Kinds of which several may be ticked."""
Towns = tuple[tuple[str, tuple[Choice, ...]], ...]


@dataclass(frozen=True)
class Asked:
    """One field as it is shown: ``options`` to choose from, or ``towns`` with their villages, or neither."""

    name: str
    label: str
    kind: str
    needed: bool
    help: str
    options: tuple[Choice, ...] = ()
    towns: Towns = ()
    given: tuple[str, ...] = ()

    @property
    def several(self) -> bool:
        """Whether more than one answer may be ticked."""
        return self.kind in SEVERAL

    @property
    def value(self) -> str:
        """What was typed before, where there is one answer."""
        return self.given[0] if self.given else ""


def asked(
    user: Any, effect: Effect, household: Household | None, said: dict[str, Any], wanted: str = ""
) -> list[Asked]:
    """The fields of the effect with what was said so far; ``wanted`` looks for a newcomer by name or number."""
    return [_field(user, one, household, said.get(one.name), wanted) for one in effect.fields]


def read(effect: Effect, said: QueryDict) -> dict[str, Any]:
    """What was filled in, by the names of the effect; nothing else that a browser may send."""
    return {one.name: _read(one, said) for one in effect.fields if said.get(one.name, "").strip()}


def _read(one: Field, said: QueryDict) -> Any:
    if one.kind in SEVERAL:
        return [text.strip()[:40] for text in said.getlist(one.name) if text.strip()]
    return said[one.name].strip()[:500]


def _field(user: Any, one: Field, household: Household | None, given: Any, wanted: str) -> Asked:
    options = tuple(_options(user, one, household, wanted, given))
    if one.kind == "newcomer" and isinstance(given, int):
        given = next((each.key for each in options if each.key.startswith(f"{given}.")), "")
    return Asked(
        name=one.name,
        label=one.label,
        kind=one.kind,
        needed=one.needed,
        help=one.help,
        options=options,
        towns=choosing.villages() if one.kind == "village" else (),
        given=tuple(str(part) for part in (given if isinstance(given, (list, tuple)) else [given] if given else [])),
    )  # fmt: skip


def _options(user: Any, one: Field, household: Household | None, wanted: str, given: Any) -> Iterable[Choice]:
    if one.codes:
        return (Choice(code, code) for code in one.codes)
    if household is None:
        return ()
    if one.kind in ("person", "persons"):
        return choosing.members(household)
    return choosing.newcomers(user, household, wanted, given) if one.kind == "newcomer" else ()
