"""In words (说法): payloads and states, with the names that keys stand for. A fixed number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from liuqing.policy.effects import EFFECTS, Field
from liuqing.registry.models import Area, AreaStanding, Household, Person
from liuqing.registry.queries import words
from liuqing.registry.services.standing.state import State


@dataclass(frozen=True)
class Shown:
    """One thing that was handed in; ``field`` and ``value`` as a form would have them."""

    name: str
    label: str
    value: str
    field: Field
    raw: Any = None


@dataclass(frozen=True)
class Changed:
    """One part of the record: what it is before and after; ``same`` where it stays."""

    part: str
    label: str
    before: str
    after: str

    @property
    def same(self) -> bool:
        """Whether it stays as it is."""
        return self.before == self.after


@dataclass(frozen=True)
class Names:
    """The words for keys: persons by key, villages by code, households by key."""

    persons: dict[int, str]
    villages: dict[str, str]
    homes: dict[int, str]

    def person(self, key: Any) -> str:
        """A person's name; a mark for one that is not there any more."""
        return self.persons.get(int(key), "（记录已不在）") if key else "无"


def names(states: Iterable[State], payloads: Iterable[tuple[str, Mapping[str, Any]]] = ()) -> Names:
    """Everything that the states and (effect, payload) pairs name, in three queries."""
    persons, villages, homes = set[int](), set[str](), set[int]()
    for state in _whole(states):
        persons |= {int(key) for key in state.get("members", {})}
        villages |= {state["village"]} if state.get("village") else set()
    for effect, said in payloads:
        for field in EFFECTS[effect].fields:
            value = said.get(field.name)
            if value is None:
                continue
            if field.kind in ("person", "newcomer"):
                persons.add(int(value))
            elif field.kind == "persons":
                persons |= {int(one) for one in value}
            elif field.kind == "household":
                homes.add(int(value))
            elif field.kind == "village":
                villages.add(str(value))
    return Names(
        dict(Person.objects.filter(pk__in=persons).values_list("pk", "name")),
        dict(Area.objects.filter(code__in=villages).values_list("code", "name")),
        dict(Household.objects.filter(pk__in=homes).values_list("pk", "no")),
    )


def payload(effect: str, said: Mapping[str, Any], told: Names) -> tuple[Shown, ...]:
    """What was handed in, field by field; what was not said is left out."""
    fields = [field for field in EFFECTS[effect].fields if said.get(field.name) not in (None, "", [])]
    return tuple(
        Shown(one.name, one.label, _value(one, said[one.name], told), one, said[one.name]) for one in fields
    )


def change(before: State, after: State, told: Names) -> tuple[Changed, ...]:
    """What changes, part by part; nothing for what stays."""
    found = [
        Changed(part, label, _part(part, before, told), _part(part, after, told)) for part, label in _PARTS
    ]
    return tuple(one for one in found if not one.same)


def _whole(states: Iterable[State]) -> Iterable[State]:
    for state in states:
        yield state
        yield from (state[part] for part in ("other", "new") if isinstance(state.get(part), dict))


_PARTS = (
    ("standing", "在册身份"), ("monitored", "监测"), ("risks", "风险"), ("causes", "致贫原因"), ("members", "家庭成员"),
    ("head", "户主"), ("village", "所在村"), ("new", "分出的新户"), ("other", "并入的户"),
)  # fmt: skip


def _part(part: str, state: State, told: Names) -> str:
    if part not in state:
        return ""
    value = state[part]
    if part == "standing":
        return standing(value, area="members" not in state)
    if part == "members":
        return _members(value, told)
    if part == "head":
        return told.person(value)
    if part == "village":
        return told.villages.get(value, value)
    if part in ("new", "other"):
        return _home(value, told)
    return value if isinstance(value, str) and value else "、".join(value) or "无"


def standing(status: str, *, area: bool = False) -> str:
    """A household's or an area's standing; nothing is said as such."""
    if not status:
        return "不在册"
    return str(dict(AreaStanding.Status.choices)[status]) if area else words.standing(status)


def _members(value: Mapping[str, str], told: Names) -> str:
    return f"{len(value)} 人：{'、'.join(f'{told.person(key)}（{relation}）' for key, relation in value.items())}"


def _home(value: State, told: Names) -> str:
    number = f"{value['no']}，" if value.get("no") else ""
    return f"{number}{standing(value.get('standing', ''))}，{_members(value.get('members', {}), told)}"


def _value(field: Field, value: Any, told: Names) -> str:
    if field.kind in ("person", "newcomer"):
        return told.person(value)
    if field.kind == "persons":
        return "、".join(told.person(one) for one in value)
    if field.kind == "household":
        return told.homes.get(int(value), "")
    if field.kind == "village":
        return told.villages.get(value, value)
    return "、".join(value) if isinstance(value, list) else str(value)
