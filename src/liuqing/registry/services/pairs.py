"""Pairs: which two records of the register may be one person, and what was decided of them.

The machine finds and compares, a person decides. What was decided to be two persons is never
asked again, not even when one of them was merged with a third record since.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction

from liuqing.errors import Problem
from liuqing.matching import people
from liuqing.policy import identity_numbers
from liuqing.registry import merged, secrets
from liuqing.registry.models import Area, Membership, Pair, Person
from liuqing.registry.services import bulk, judging, merging
from liuqing.workflow import rights, trail
from liuqing.workflow.rights import Right

_PERSON = ("id", "id_cipher", "name", "sex", "birth", "village_id", "id_hash", "initials", "other_name")
Both = tuple[int, int]


@dataclass(frozen=True)
class Found:
    """What a search for pairs came to: how many wait now, how many of them are new, how many need
    no answer any more because the record was put right, how many had been decided before."""

    waiting: int
    new: int
    withdrawn: int
    decided: int

    def as_dict(self) -> dict[str, int]:
        """The counts by name."""
        return asdict(self)


def find(*, by: Any) -> Found:
    """Look for records of the register that may be one person with another record, and store them.

    Running it twice changes nothing. Problem ``workflow.not_allowed`` for who does not judge for
    the whole county.
    """
    rights.require(by, Right.DECIDE_IDENTITIES, judging.county())
    likely = _likely()  # takes seconds, so before anything is locked
    with transaction.atomic():
        found = _store(likely)
        trail.record("pairs.found", by=by, detail=found.as_dict())
    return found


@transaction.atomic
def decide(
    pair: Pair, *, by: Any, same: bool, kept: Person | None = None, reason: str = "",
    two_numbers: bool = False, two_households: bool = False,
) -> Pair:  # fmt: skip
    """Say that two records are one person (then they are merged) or two.

    ``kept`` is the record that stays; without it, the one that ``merged.keeper`` names. Problems
    ``workflow.not_allowed``, ``pairs.decided`` and those of ``merging.merge``.
    """
    pair = Pair.objects.select_for_update().select_related("left", "right").get(pk=pair.pk)
    judging.require(by, pair.left, pair.right)
    if pair.state != Pair.State.OPEN:
        raise Problem("pairs.decided", "这一对已经有人判断过", "请刷新页面；判断错了的可以撤销。")
    if same:
        stays = kept or merged.keeper(pair.left, pair.right)
        gone = pair.right if stays.pk == pair.left_id else pair.left
        more = {"two_numbers": two_numbers, "two_households": two_households}
        merging.merge(kept=stays, gone=gone, by=by, reason=reason, **more)
    else:
        pair.note = judging.reason(reason, pair.left, pair.right)
    _answer(pair, Pair.State.SAME if same else Pair.State.DIFFERENT, by)
    trail.record("identities.judged", subject=f"pair:{pair.pk}", by=by, detail={"same": same})
    return pair


@transaction.atomic
def reopen(pair: Pair, *, by: Any) -> merging.Undone | None:
    """Take an answer back; what was merged becomes two records again.

    Problems ``workflow.not_allowed``, ``pairs.waiting`` and those of ``merging.unmerge``.
    """
    pair = Pair.objects.select_for_update().select_related("left", "right").get(pk=pair.pk)
    if pair.state == Pair.State.OPEN:
        raise Problem("pairs.waiting", "这一对还没有判断，没有可撤销的", "请刷新页面。")
    undone = None
    made = merging.standing((pair.left, pair.right))
    if pair.state == Pair.State.SAME and made is not None:
        undone = merging.unmerge(merge=made, by=by)
    judging.require(by, pair.left, pair.right)
    pair.note = ""
    _answer(pair, Pair.State.OPEN, None)
    trail.record("identities.reopened", subject=f"pair:{pair.pk}", by=by)
    return undone


def _answer(pair: Pair, state: str, by: Any | None) -> None:
    pair.state = state
    pair.by, pair.at = (by.get_username(), datetime.now(UTC)) if by else ("", None)
    pair.save(update_fields=("state", "by", "at", "note"))


def _likely() -> dict[Both, tuple[int, list[str]]]:
    """Every likely pair with at least one member of the register: {(left, right): (score, reasons)}."""
    ours = _members()
    rows = [*ours.values(), *_outside(ours)]
    found = people.duplicates(people.table(row[:9] for row in rows)).to_pylist()
    return {
        _both(one["left"], one["right"]): (one["score"], list(one["reasons"]))
        for one in found
        if one["left"] in ours or one["right"] in ours
    }


def _members() -> dict[int, bulk.Row]:
    """The members of the register as they are compared: where they live, not where they are registered."""
    open_ones = Membership.objects.filter(until=None, person__same_as=None)
    columns = ("person", "household__village", "household__village__parent", "household")
    homes = {person: home for person, *home in open_ones.values_list(*columns)}
    rows = Person.objects.filter(pk__in=open_ones.values("person")).values_list(*_PERSON)
    return {row[0]: _compared(row, *homes[row[0]]) for row in rows.iterator(chunk_size=5000)}


def _outside(ours: dict[int, bulk.Row]) -> Iterator[bulk.Row]:
    """Residents outside the register who may be a member whose number is damaged or missing."""
    unsound = [row for row in ours.values() if not row[9]]
    named = bulk.find(Person, "name", {row[2] for row in unsound}, _PERSON)
    births = {row[4].isoformat() for row in unsound if row[4]}
    letters = {row[10] for row in unsound if row[10]}
    alike = bulk.find(Person, "initials", letters, _PERSON, "birth", births) if births else []
    towns = dict(Area.objects.filter(level=Area.Level.VILLAGE).values_list("pk", "parent"))
    gone = merged.roots()
    for row in {row[0]: row for row in (*named, *alike)}.values():
        if row[0] not in ours and row[0] not in gone:
            yield _compared(row, row[5], towns.get(row[5]), None)  # no family is known


def _compared(row: bulk.Row, village: int | None, town: int | None, home: int | None) -> bulk.Row:
    number = identity_numbers.tidy(secrets.decrypt(row[1])) if row[1] else None
    birth = date.fromisoformat(str(row[4])[:10]) if row[4] else None
    told = (row[0], number, row[2], row[3] or None, birth, village, town, home, row[8] or None)
    return (*told, row[6], row[7])


def _store(likely: dict[Both, tuple[int, list[str]]]) -> Found:
    known = {(pair.left_id, pair.right_id): pair for pair in Pair.objects.select_for_update()}
    settled = _settled(known.values())
    asked = {both: told for both, told in likely.items() if both not in settled}
    now = datetime.now(UTC)
    new = [
        Pair(left_id=both[0], right_id=both[1], score=score, reasons=reasons, found_at=now)
        for both, (score, reasons) in asked.items()
        if both not in known
    ]
    Pair.objects.bulk_create(new, batch_size=1000)
    waiting = [pair for pair in known.values() if pair.state == Pair.State.OPEN]
    for pair in waiting:
        _refresh(pair, asked.get((pair.left_id, pair.right_id)))
    gone = [pair.pk for pair in waiting if (pair.left_id, pair.right_id) not in asked]
    Pair.objects.filter(pk__in=gone).delete()
    return Found(len(waiting) + len(new) - len(gone), len(new), len(gone), len(likely) - len(asked))


def _settled(pairs: Iterable[Pair]) -> set[Both]:
    """The pairs of records that count now of whom somebody has said that they are two persons."""
    counting = merged.roots()
    return {
        _both(counting.get(pair.left_id, pair.left_id), counting.get(pair.right_id, pair.right_id))
        for pair in pairs
        if pair.state == Pair.State.DIFFERENT
    }


def _refresh(pair: Pair, told: tuple[int, list[str]] | None) -> None:
    if told is not None and (pair.score, pair.reasons) != told:
        pair.score, pair.reasons = told
        pair.save(update_fields=("score", "reasons"))


def _both(one: int, other: int) -> Both:
    return (one, other) if one < other else (other, one)
