"""Who is who: what waits for somebody's judgement, what was judged last, what is remembered.

Pairs of the register and held rows of lists stand in one queue: the surest first, then the lists
as they came. Only those are shown of whom the user may judge both sides.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from liuqing.errors import Problem
from liuqing.policy.lists import BY_KEY
from liuqing.registry import merged
from liuqing.registry.models import Area, Known, Membership, Pair, SourceRow
from liuqing.registry.queries import scope, words
from liuqing.registry.queries.files import visible_rows
from liuqing.workflow.models import Event
from liuqing.workflow.rights import Right

WHO, TWICE, AGAIN = "who", "twice", "again"
"""What is asked of a row: who is meant, whether it counts beside another row, whether it can be taken
now that something has come which was missing."""

_ASKS = {"row.ambiguous": WHO, "row.number_of_another": WHO, "row.twice_different": TWICE}

REGISTER = "register"
"""The list by which duplicates inside the register go."""

JUDGED = ("identities.judged", "rows.decided")
"""Acts of the trail by which a question was answered."""

RECENT = 50
"""How far back the user's last answer is looked for."""


@dataclass(frozen=True)
class Waiting:
    """One question by its key (``pair-3``, ``row-17``), without anybody's name."""

    key: str
    kind: str
    villages: tuple[int, ...]


@dataclass(frozen=True)
class Choice:
    """Something by which the queue can be narrowed, with how many wait there."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Queue:
    """What waits, in order, as it was narrowed; ``total`` counts without narrowing."""

    keys: tuple[str, ...]
    total: int
    kinds: tuple[Choice, ...]
    villages: tuple[Choice, ...]

    def beside(self, key: str) -> tuple[str, str]:
        """The keys before and after; empty at the ends."""
        at = self.keys.index(key)
        before = self.keys[at - 1] if at else ""
        return before, self.keys[at + 1] if at + 1 < len(self.keys) else ""


@dataclass(frozen=True)
class Judged:
    """The user's last decision that still stands: ``key`` of the question, and the answer."""

    key: str
    same: bool
    at: datetime


@dataclass(frozen=True)
class Decided:
    """A pair that was judged, and the households where its records stand now."""

    key: str
    same: bool
    by: str
    at: datetime | None
    households: tuple[str, ...]


@dataclass(frozen=True)
class Remembered:
    """A decision that holds for the same row of later lists: who is meant, or ``nobody``."""

    pk: int
    label: str
    nobody: bool
    household_no: str
    relation: str
    by: str
    at: datetime


def queue(user: Any, *, kind: str = "", village: str = "", later: Collection[str] = ()) -> Queue:
    """The questions for the user; those put off come last."""
    every = [*_pairs(user), *_rows(user)]
    names = {
        area.pk: area for area in Area.objects.filter(pk__in={pk for one in every for pk in one.villages})
    }
    shown = [
        one
        for one in every
        if (not kind or one.kind == kind)
        and (not village or any(names[pk].code == village for pk in one.villages))
    ]
    shown.sort(key=lambda one: one.key in later)
    return Queue(tuple(one.key for one in shown), len(every), _kinds(every), _villages(every, names))


def waiting_pairs(user: Any) -> int:
    """How many pairs of the register wait for the user."""
    return sum(1 for _ in _pairs(user))


def count(user: Any) -> int:
    """How many questions wait for the user in all."""
    return sum(1 for _ in _pairs(user)) + len(_rows(user))


def last(user: Any) -> Judged | None:
    """What the user judged last and what still stands; None if there is nothing."""
    events = Event.objects.filter(by=user.get_username(), act__in=JUDGED).order_by("-pk")
    for event in events[:RECENT]:
        key = _key(event)
        if _stands(key, event.by):
            same = event.detail.get("same", not event.detail.get("refused"))
            return Judged(key, bool(same), event.at)
    return None


def _stands(key: str, by: str) -> bool:
    kind, _, pk = key.partition("-")
    if kind == "pair":
        return Pair.objects.filter(pk=pk, by=by).exclude(state=Pair.State.OPEN).exists()
    settled = SourceRow.objects.exclude(verdict=SourceRow.Verdict.HELD).exclude(resolved_at=None)
    return kind == "row" and settled.filter(pk=pk).exists()


def decided(user: Any, most: int = 20) -> list[Decided]:
    """The pairs judged last by anybody, where the user may judge; each can be taken back."""
    counting = merged.roots()
    found = Pair.objects.exclude(state=Pair.State.OPEN).order_by("-at")[: most * 5]
    told = {
        pair: tuple(dict.fromkeys(counting.get(key, key) for key in (pair.left_id, pair.right_id)))
        for pair in found
    }
    homes = _homes(user, {key for keys in told.values() for key in keys})
    everything = _mine(user) is None
    return [
        Decided(
            f"pair-{pair.pk}", pair.state == Pair.State.SAME, pair.by, pair.at,
            tuple(homes[key].household.no for key in keys if key in homes),
        )
        for pair, keys in told.items()
        if everything or all(key in homes for key in keys)
    ][:most]  # fmt: skip


def remembered(user: Any) -> list[Remembered]:
    """What is remembered of rows of lists, the latest first: of the user's villages, or the user's own."""
    everything = scope.sees_everything(user, Right.DECIDE_IDENTITIES)
    found = Known.objects.filter(until=None).select_related("person").order_by("-pk")
    homes = _homes(user, found.values("person"))
    counting = merged.roots()
    told = [(one, homes.get(counting.get(one.person_id or 0, one.person_id or 0))) for one in found]
    return [
        _remembered(one, home)
        for one, home in told
        if home or everything or (one.person_id is None and one.by == user.get_username())
    ]


def known(user: Any, pk: int) -> Known:
    """One of them, for the service that revokes it. Problem ``registry.no_such_known``."""
    if not any(one.pk == pk for one in remembered(user)):
        raise Problem("registry.no_such_known", "没有这条记住的判断，或者它已经撤销", "请刷新页面。")
    return Known.objects.get(pk=pk)


def may_find(user: Any) -> bool:
    """Whether the user may look for duplicates: that is done for the whole county at once."""
    return scope.sees_everything(user, Right.DECIDE_IDENTITIES)


def _pairs(user: Any) -> Iterator[Waiting]:
    mine = _mine(user)
    open_ones = Pair.objects.filter(state=Pair.State.OPEN, left__same_as=None, right__same_as=None)
    either = Q(person__in=open_ones.values("left")) | Q(person__in=open_ones.values("right"))
    held = Membership.objects.filter(either, until=None)
    homes = dict(held.values_list("person", "household__village"))
    columns = ("pk", "left", "right", "left__village", "right__village")
    for pk, left, right, *own in open_ones.order_by("-score", "pk").values_list(*columns):
        villages = (homes.get(left, own[0]), homes.get(right, own[1]))
        if mine is None or all(village in mine for village in villages):
            yield Waiting(f"pair-{pk}", REGISTER, tuple({one for one in villages if one}))


def _rows(user: Any) -> list[Waiting]:
    waiting = visible_rows(user).filter(verdict=SourceRow.Verdict.HELD, resolved_at=None)
    columns = ("pk", "file__kind", "village", "problems", "candidates")
    rows = list(waiting.order_by("file", "sheet", "row").values_list(*columns))
    counting = merged.roots()
    mine = set(_homes(user, {counting.get(key, key) for row in rows for key in row[4]}))
    return [
        Waiting(f"row-{pk}", kind, (village,) if village else ())
        for pk, kind, village, problems, keys in rows
        if asks(problems, keys) == AGAIN or any(counting.get(key, key) in mine for key in keys)
    ]


def asks(problems: Iterable[dict[str, Any]], candidates: Collection[int]) -> str:
    """What a held row asks of a person."""
    found = [_ASKS[one["code"]] for one in problems if one["code"] in _ASKS]
    return found[0] if found and candidates else AGAIN


def _homes(user: Any, persons: Any) -> dict[int, Membership]:
    """Where these persons belong, as far as the user may judge there."""
    held = Membership.objects.filter(until=None, person__in=persons).select_related("household")
    mine = _mine(user)
    return {one.person_id: one for one in held if mine is None or one.household.village_id in mine}


def _mine(user: Any) -> set[int] | None:
    """The villages where the user judges; None means everywhere, also who lives in no village."""
    if scope.sees_everything(user, Right.DECIDE_IDENTITIES):
        return None
    return set(scope.visible_villages(user, Right.DECIDE_IDENTITIES).values_list("pk", flat=True))


def _kinds(every: Iterable[Waiting]) -> tuple[Choice, ...]:
    counted = Counter(one.kind for one in every)
    return tuple(Choice(key, label(key), count) for key, count in counted.items())


def _villages(every: Iterable[Waiting], names: dict[int, Area]) -> tuple[Choice, ...]:
    counted = Counter(pk for one in every for pk in one.villages)
    found = sorted((names[pk] for pk in counted), key=lambda area: area.code)
    return tuple(Choice(area.code, area.name, counted[area.pk]) for area in found)


def label(kind: str) -> str:
    """What people call the list of a question."""
    return "建档立卡名册" if kind == REGISTER else words.list_name(kind)[1]


def _key(event: Event) -> str:
    if event.act.startswith("identities."):
        return event.subject.replace(":", "-")
    return f"row-{event.detail['held']}" if "held" in event.detail else ""


def _remembered(one: Known, home: Membership | None) -> Remembered:
    kind = BY_KEY.get(one.kind)
    where = (home.household.no, home.relation) if home else ("", "")
    return Remembered(one.pk, kind.label if kind else one.kind, one.person_id is None, *where, one.by, one.at)
