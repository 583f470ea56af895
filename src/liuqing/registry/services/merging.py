"""Merging: two records of one person become one, and two again if that was wrong.

Nothing is lost: what moved is listed, what was filled in is kept sealed, and the record that went
away stays and points to the one that was kept. What was told in between stays with that one.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from liuqing.errors import Problem
from liuqing.registry import secrets
from liuqing.registry.models import Household, Membership, Merge, Person
from liuqing.registry.services import judging, moving
from liuqing.workflow import trail

_BLANKS = ("sex", "birth", "ethnicity", "village_id", "hukou_no", "hukou_kind")
_UNIQUE = ("person_no", "id_hash")
"""What only one record can have: it goes over, it is not copied."""

_NUMBER = ("id_cipher", "id_hash")


@dataclass(frozen=True)
class Undone:
    """What came of taking a merge back, by kind of fact: how many went back, how many stayed.

    ``stayed`` counts what was told after the merge; it remains with the record that was kept.
    """

    back: dict[str, int]
    stayed: dict[str, int]


@transaction.atomic
def merge(
    *, kept: Person, gone: Person, by: Any, reason: str = "",
    two_numbers: bool = False, two_households: bool = False,
) -> Merge:  # fmt: skip
    """Make one record of two: all that ``gone`` says is said of ``kept`` from now on.

    ``two_numbers``: both have a sound number and one is another person's, as the reason says;
    ``two_households``: the membership of ``gone`` ends. Problems ``workflow.not_allowed``,
    ``merging.itself``, ``merging.already``, ``merging.two_numbers``, ``merging.no_reason``,
    ``merging.two_households``, ``judging.reason_names``.
    """
    judging.require(by, kept, gone)
    kept, gone = _locked(kept, gone)
    told = judging.reason(reason, kept, gone)
    _refuse_merged(kept, gone)
    _refuse_numbers(kept, gone, told, two_numbers)
    _refuse_households(kept, gone, two_households)
    had = moving.held(kept)
    before = _said(gone)
    filled = _fill(kept, gone)
    stamps, cut = moving.over(gone, kept)
    was = {"gone": before, "filled": filled, "stamps": stamps, "cut": cut, "had": had}
    made = Merge.objects.create(
        kept=kept, gone=gone, by=by.get_username(), at=datetime.now(UTC), reason=told,
        moved={name: [int(pk) for pk in keys] for name, keys in stamps.items() if keys},
        was=secrets.encrypt(json.dumps(was, ensure_ascii=False), _about(kept, gone)),
    )  # fmt: skip
    counts = {name: len(keys) for name, keys in made.moved.items()}
    detail = {"merge": made.pk, "gone": gone.pk, "moved": counts}
    trail.record("identities.merged", subject=f"person:{kept.pk}", by=by, detail=detail)
    return made


@transaction.atomic
def unmerge(*, merge: Merge, by: Any) -> Undone:
    """Make two records again of what was merged: everything as it was, new facts stay with ``kept``.

    Problems ``workflow.not_allowed``, ``merging.undone``, ``merging.later_first``.
    """
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    kept, gone = _locked(merge.kept, merge.gone)
    judging.require(by, kept)
    _refuse_undone(merge)
    was = json.loads(secrets.decrypt(merge.was, _about(kept, gone)))
    returned = moving.back(was["stamps"], was["cut"], gone, kept)
    _empty(kept, gone, was)
    # Only now does the other record belong somewhere again.
    judging.require(by, gone)
    stayed = _stayed(moving.held(kept), was["had"])
    merge.undone_by, merge.undone_at = by.get_username(), datetime.now(UTC)
    merge.save(update_fields=("undone_by", "undone_at"))
    done = Undone({name: len(keys) for name, keys in returned.items() if keys}, stayed)
    detail = {"merge": merge.pk, "gone": gone.pk, "back": done.back, "stayed": done.stayed}
    trail.record("identities.unmerged", subject=f"person:{kept.pk}", by=by, detail=detail)
    return done


def households(*persons: Person) -> list[Household]:
    """The different households to which these persons belong today."""
    open_ones = Membership.objects.filter(person__in=persons, until=None).select_related("household")
    return list({one.household_id: one.household for one in open_ones.order_by("household__no")}.values())


def _locked(kept: Person, gone: Person) -> tuple[Person, Person]:
    # In the order of their keys, so that two people who judge at once wait for one another.
    keys = (kept.pk, gone.pk)
    found = {one.pk: one for one in Person.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    return found[kept.pk], found[gone.pk]


def _refuse_merged(kept: Person, gone: Person) -> None:
    if kept.pk == gone.pk:
        raise Problem("merging.itself", "这是同一条记录", "请选两条不同的记录。")
    if kept.same_as_id or gone.same_as_id:
        raise Problem("merging.already", "其中一条记录已经并入别的记录", "请刷新页面；判断错了的可以先撤销。")


def _refuse_numbers(kept: Person, gone: Person, reason: str, allowed: bool) -> None:
    if not (kept.id_hash and gone.id_hash):
        return
    if not allowed:
        raise Problem(
            "merging.two_numbers",
            "两条记录的证件号码不同，而且都是有效号码",
            "有效号码不同通常是两个人。确是同一人、其中一个号码是别人的，请写明依据后再合并。",
        )
    if len(reason) < 4:
        raise Problem(
            "merging.no_reason",
            "没有写明凭什么认定其中一个号码是别人的",
            "请写明依据，如「已看身份证原件」，不要写姓名和号码。",
        )


def _refuse_households(kept: Person, gone: Person, allowed: bool) -> None:
    homes = households(kept, gone)
    if len(homes) < 2 or allowed:
        return
    raise Problem(
        "merging.two_households",
        f"两条记录现在分别在两户：{'、'.join(home.no for home in homes)}",
        f"请选定留在哪一户；另一户里的这个成员按「{moving.REASON}」结束。",
    )


def _refuse_undone(merge: Merge) -> None:
    if merge.undone_at:
        raise Problem("merging.undone", "这次合并已经撤销", "请刷新页面。")
    both = (merge.kept_id, merge.gone_id)
    later = Merge.objects.filter(pk__gt=merge.pk, undone_at=None)
    if later.filter(Q(kept__in=both) | Q(gone__in=both)).exists():
        raise Problem("merging.later_first", "这条记录后来又合并过", "请先撤销后来的那一次合并。")


def _fill(kept: Person, gone: Person) -> dict[str, list[Any]]:
    """Give ``kept`` what it lacks: {field: [before, after]}. A number that only one can have moves."""
    new = {name: getattr(gone, name) for name in _BLANKS if not getattr(kept, name) and getattr(gone, name)}
    other = gone.other_name or (gone.name if gone.name != kept.name else "")
    if other and not kept.other_name:
        new["other_name"] = other
    if gone.person_no and not kept.person_no:
        new["person_no"] = gone.person_no
    if (gone.id_hash and not kept.id_hash) or (gone.id_cipher and not kept.id_cipher):
        new |= {name: getattr(gone, name) for name in _NUMBER}
    filled = {name: [_plain(getattr(kept, name)), _plain(value)] for name, value in new.items()}
    for name in _UNIQUE:
        if name in new:
            setattr(gone, name, None)
    gone.same_as = kept
    gone.save(update_fields=(*_UNIQUE, "same_as"))
    _set(kept, new)
    return filled


def _empty(kept: Person, gone: Person, was: dict[str, Any]) -> None:
    """Take back from ``kept`` what it was given, unless it was told anew since; ``gone`` has it again."""
    filled = was["filled"]
    lent = {name: both for name, both in filled.items() if _plain(getattr(kept, name)) == both[1]}
    _set(kept, {name: _whole(name, both[0]) for name, both in lent.items()})
    again = {name: _whole(name, was["gone"][name]) for name in (*_UNIQUE, "same_as_id")}
    for name in _UNIQUE:
        # Somebody else may have been found to own it since.
        if again[name] and Person.objects.filter(**{name: again[name]}).exclude(pk=gone.pk).exists():
            again[name] = None
    _set(gone, again)


def _set(person: Person, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(person, name, value)
    if values:
        person.save(update_fields=list(values))


def _said(person: Person) -> dict[str, Any]:
    return {field.attname: _plain(getattr(person, field.attname)) for field in Person._meta.concrete_fields}


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return value.isoformat() if isinstance(value, date) else value


def _whole(name: str, value: Any) -> Any:
    if value is None or name not in ("id_cipher", "birth"):
        return value
    return bytes.fromhex(value) if name == "id_cipher" else date.fromisoformat(value)


def _stayed(now: moving.Keys, had: moving.Keys) -> dict[str, int]:
    new = {name: len(set(keys) - set(had.get(name, ()))) for name, keys in now.items()}
    return {name: count for name, count in new.items() if count}


def _about(kept: Person, gone: Person) -> str:
    return f"merge:{kept.pk}:{gone.pk}"


def standing(persons: Iterable[Person]) -> Merge | None:
    """The latest merge among these persons that was not taken back."""
    keys = [one.pk for one in persons]
    return Merge.objects.filter(kept__in=keys, gone__in=keys, undone_at=None).first()
