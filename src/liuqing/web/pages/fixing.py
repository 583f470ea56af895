"""The fields in which a village puts right what the register holds of the facts behind a flag."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from liuqing.policy.correctable import OF_PERSON
from liuqing.policy.tables import Fact
from liuqing.registry.queries.cases import CasePage
from liuqing.registry.queries.evidence import Said

PREFIX = "fix:"
"""Before the name of a fact in the form."""


@dataclass(frozen=True)
class Field:
    """One field: its name in the form, what is known now, ``options`` where it is one of a few."""

    name: str
    label: str
    now: str
    kind: str
    options: tuple[tuple[str, str], ...] = ()
    given: str = ""


def fields(found: CasePage, facts: tuple[Said, ...], said: Mapping[str, str]) -> list[Field]:
    """A field for each fact behind the flag that can be corrected; of every member where it is theirs.

    ``said`` is what was typed before, if the answer was not taken.
    """
    return [field for one in facts if one.fact for field in _of(found, one, said)]


def _of(found: CasePage, one: Said, said: Mapping[str, str]) -> Iterator[Field]:
    if one.entity == "person" and not found.person:
        fact = OF_PERSON.get(one.fact)
        for member in found.members if fact else ():
            label = f"{fact.label}（{member.name}）" if fact else ""
            yield _field(f"person:{member.person}/{one.fact}", fact, label, "", said)  # type: ignore[arg-type]
    elif fact := found.facts.get(one.fact):
        yield _field(one.fact, fact, fact.label, one.value, said)


def _field(name: str, fact: Fact, label: str, now: str, said: Mapping[str, str]) -> Field:
    options = tuple((code, code) for code in fact.codes) if fact.kind == "code" else ()
    if fact.kind == "flag":
        options = (("是", _("是")), ("否", _("否")))
    kind = "date" if fact.kind == "day" else "text"
    return Field(PREFIX + name, label, now, kind, options, said.get(PREFIX + name, ""))
