"""Moving: the facts of one record of a person go over to the other, and come back.

Of a moved row a stamp is kept. A row that says something else when it is asked back was told
anew in between: it stays where it is now. Findings belong to their snapshot and never move.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, QuerySet

from liuqing.registry.models import Case, Entry, Known, Measure, Membership, Person, PersonYear, Receipt

MODELS: tuple[type[Model], ...] = (Membership, PersonYear, Entry, Measure, Receipt, Case, Known)
"""What goes over with a person."""

_ABOVE: dict[type[Model], str] = {}
"""What goes over of the rooms above, and the field by which a person has only one of them ("" any number)."""

REASON = "重复登记"
"""Why the membership of a record that was merged away ended."""

Stamps = dict[str, dict[str, str]]
Keys = dict[str, list[int]]
Cut = dict[str, list[list[str | None]]]


def also(more: dict[type[Model], str]) -> None:
    """Move rows of a room above too, by their ``person``: {model: the field of which a person has one, or ""}."""
    _ABOVE.update(more)


def over(gone: Person, kept: Person) -> tuple[Stamps, Cut]:
    """Give everything of ``gone`` to ``kept``: stamps of what moved, and memberships that were cut.

    Where both have a fact of which there can be only one (the facts of a year, a case of a rule),
    the one of ``kept`` counts and the other stays where it is.
    """
    cut = _cut(gone, kept)
    stamps: Stamps = {}
    for model in _models():
        going = _going(model, gone, kept)
        stamps[model.__name__] = {str(pk): stamp for pk, stamp in _stamped(going)}
        _give(model, list(going.values_list("pk", flat=True)), kept)
    return stamps, cut


def back(stamps: Stamps, cut: Cut, gone: Person, kept: Person) -> Keys:
    """Give back to ``gone`` what came from there and says the same as then: the keys by model."""
    returned: Keys = {}
    for model in _models():
        then = stamps.get(model.__name__, {})
        here = _rows(model).filter(person=kept, pk__in=[int(pk) for pk in then])
        returned[model.__name__] = [pk for pk, stamp in _stamped(here) if then[str(pk)] == stamp]
        _give(model, returned[model.__name__], gone)
    _uncut(cut)
    return returned


def held(person: Person) -> Keys:
    """The keys of everything that a person has."""
    return {
        model.__name__: list(_rows(model).filter(person=person).values_list("pk", flat=True))
        for model in _models()
    }


def _models() -> tuple[type[Model], ...]:
    return (*MODELS, *_ABOVE)


def _rows(model: type[Model]) -> QuerySet[Any]:
    return model._default_manager.order_by("pk")


def _going(model: type[Model], gone: Person, kept: Person) -> QuerySet[Any]:
    going = _rows(model).filter(person=gone)
    if model is PersonYear:
        return going.exclude(year__in=list(kept.years.values_list("year", flat=True)))
    if model is Case:
        return going.exclude(rule__in=list(kept.cases.values_list("rule", flat=True)))
    if one := _ABOVE.get(model):
        return going.exclude(
            **{f"{one}__in": list(_rows(model).filter(person=kept).values_list(one, flat=True))}
        )
    return going


def _give(model: type[Model], keys: list[int], person: Person) -> None:
    # A case is named by whom it is about: its subject goes with it.
    more = {"subject": f"person:{person.pk}"} if model is Case else {}
    _rows(model).filter(pk__in=keys).update(person=person, **more)


def _stamped(rows: QuerySet[Any]) -> Iterable[tuple[int, str]]:
    """Each row's key and what it says; cases, memberships and what is paid or lent have a life of their own
    and come back."""
    if rows.model in (Case, Membership, Known, *_ABOVE):
        return [(pk, "") for pk in rows.values_list("pk", flat=True)]
    return [(row["id"], _stamp(row)) for row in rows.values()]


def _stamp(row: dict[str, Any]) -> str:
    told = {name: value for name, value in row.items() if name not in ("id", "person_id")}
    text = json.dumps(told, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def _cut(gone: Person, kept: Person) -> Cut:
    """Nobody is in two households at once: where both were, the membership of ``kept`` counts."""
    ours = list(kept.memberships.values_list("since", "until"))
    cut: Cut = {}
    for one in gone.memberships.all():
        since, until = _left(one.since, one.until, ours)
        if (since, until) == (one.since, one.until):
            continue
        before = _days(one)
        reason = one.reason if until == one.until else REASON
        one.since, one.until, one.reason = since, until, reason
        one.save(update_fields=("since", "until", "reason"))
        cut[str(one.pk)] = [before, _days(one)]
    return cut


def _left(since: date, until: date | None, ours: list[tuple[date, date | None]]) -> tuple[date, date | None]:
    """What is left of some days after those in ``ours``; days that end as they begin are none."""
    end = until or date.max
    over = [(s, u or date.max) for s, u in ours if s < end and (u or date.max) > since]
    if not over:
        return since, until
    after, before = max(u for _, u in over), min(s for s, _ in over)
    if after < end:
        return after, until
    return since, max(since, before)


def _uncut(cut: Cut) -> None:
    for pk, (before, after) in cut.items():
        one = Membership.objects.filter(pk=int(pk)).first()
        if one is not None and _days(one) == after:
            one.since, one.until = date.fromisoformat(str(before[0])), _day(before[1])
            one.reason = before[2] or ""
            one.save(update_fields=("since", "until", "reason"))


def _days(one: Membership) -> list[str | None]:
    return [one.since.isoformat(), one.until.isoformat() if one.until else None, one.reason]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
