"""One search box: by name, pinyin, household number or identity number.

Only members of the register are found, and only in the user's own villages. An identity number
is never compared as such: its blind index is. It must come by POST; it is in no address and no log.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from liuqing.policy import identity_numbers
from liuqing.registry import merged, secrets
from liuqing.registry.models import Area, Household, Membership, Person
from liuqing.registry.queries import scope

LIMIT = 50


@dataclass(frozen=True)
class Hit:
    """A person found, and why. ``by`` is 姓名, 拼音, 户编号 or 身份证号."""

    household_no: str
    head: str
    name: str
    relation: str
    village: str
    village_code: str
    town: str
    by: str


@dataclass(frozen=True)
class Found:
    """What a search found: at most ``LIMIT`` hits; ``more`` says that there are others."""

    hits: tuple[Hit, ...] = ()
    more: bool = False


def search(user: Any, text: str) -> Found:
    """Whatever fits the text, the best way of fitting first."""
    wanted = unicodedata.normalize("NFKC", text).strip()
    if len(wanted) < 1 or not (villages := _villages(user)):
        return Found()
    everything = scope.sees_everything(user)
    hits: dict[tuple[str, str, str], Hit] = {}
    for by, found in _ways(wanted):
        for hit in _hits(found, villages, by, everything):
            hits.setdefault((hit.household_no, hit.name, hit.relation), hit)
        if hits:
            break
    return Found(tuple(list(hits.values())[:LIMIT]), len(hits) > LIMIT)


def _villages(user: Any) -> dict[int, Area]:
    return {village.pk: village for village in scope.visible_villages(user).select_related("parent")}


def _ways(text: str) -> Iterator[tuple[str, QuerySet[Membership]]]:
    """The ways in which a text may be meant; the first that finds somebody counts."""
    number = identity_numbers.normal(text)
    if number:
        yield "身份证号", _members(Q(person__in=_owners(number)))
    if re.fullmatch(r"[0-9A-Za-z\-]{4,30}", text) and any(c.isdigit() for c in text):
        yield "户编号", _members(begins("household__no", text) & Q(relation="户主"))
        yield "户编号", _members(begins("household__no", text))
    if re.fullmatch(r"[A-Za-z ]+", text):
        letters = text.replace(" ", "").lower()
        yield "拼音", _members(begins("person__initials", letters))
        yield "拼音", _members(begins("person__pinyin", letters))
    if re.search(r"[^\x00-\x7f]", text):
        yield "姓名", _members(begins("person__name", text))
        yield "姓名", _members(Q(person__name__contains=text))


def _owners(number: str) -> list[int]:
    """Whose number it is; of a record that was merged away, the one that counts now."""
    found = Person.objects.filter(id_hash=secrets.blind_index(number)).values_list("pk", flat=True)
    counting = merged.roots() if found else {}
    return [counting.get(pk, pk) for pk in found]


def begins(field: str, text: str) -> Q:
    """``field`` begins with ``text``, in the way the database has an index for.

    SQLite uses its index for a range and not for LIKE; PostgreSQL the other way round.
    """
    if connection.vendor == "postgresql":
        return Q(**{f"{field}__startswith": text})
    return Q(**{f"{field}__gte": text, f"{field}__lt": text + "\U0010ffff"})


def _members(wanted: Q) -> QuerySet[Membership]:
    return Membership.objects.filter(Q(until=None) & wanted)


def _hits(found: QuerySet[Membership], villages: dict[int, Area], by: str, everything: bool) -> list[Hit]:
    # Who sees everything needs no narrowing: the database then begins with the name, not the village.
    inside = found if everything else found.filter(household__village__in=list(villages))
    members = inside.select_related("household", "person")[: LIMIT + 1]
    return [_hit(member, villages[member.household.village_id], by) for member in members]


def _hit(member: Membership, village: Area, by: str) -> Hit:
    household: Household = member.household
    return Hit(
        household_no=household.no,
        head=household.head_name,
        name=member.person.name,
        relation=member.relation,
        village=village.name,
        village_code=village.code,
        town=village.parent.name if village.parent else "",
        by=by,
    )
