"""Listing (资产台账): every asset with what is the matter with it; sums by kind; what waits."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from liuqing.planning.models import Asset, AssetEvent, Distribution
from liuqing.planning.queries.assets import attention, reading
from liuqing.planning.queries.assets.attention import GONE, KINDS, NOTHING, Watched
from liuqing.planning.queries.waiting import Waits, told
from liuqing.registry.queries import scope
from liuqing.registry.queries.pages import Page
from liuqing.registry.queries.task import Task
from liuqing.workflow import clock, rights
from liuqing.workflow.rights import Right

SIZE = 60


@dataclass(frozen=True)
class Kind:
    """The assets of a kind together."""

    kind: str
    label: str
    assets: int
    value: Decimal


@dataclass(frozen=True)
class Ledger:
    """A page of the register with its sums and how many have which matter."""

    area: Any
    page: Page[Watched]
    kinds: tuple[Kind, ...]
    matters: dict[str, int] = field(default_factory=dict)
    value: Decimal = NOTHING
    missing: Decimal = NOTHING
    may_register: bool = False


def listed(
    user: Any, code: str | None = None, *, kind: str = "", state: str = "", matter: str = "", words: str = "", page: int = 1
) -> Ledger:  # fmt: skip
    """The assets of an area. ``matter`` is a key of ``KINDS`` or ``any``. Problem ``registry.no_such_area``."""
    area = scope.area(user, code, Right.SEE_PROJECTS)
    every = attention.watch(_narrowed(user, area, kind, state, words), clock.today())
    chosen = [one for one in every if _has(one, matter)]
    matters = Counter(key for one in every for key in one.found)
    number = min(max(1, page), max(1, -(-len(chosen) // SIZE)))
    shown = Page(chosen[(number - 1) * SIZE : number * SIZE], len(chosen), number, SIZE)
    return Ledger(
        area, shown, tuple(_kinds(chosen)), {key: matters[key] for key in KINDS if matters[key]},
        sum((one.asset.value for one in chosen), NOTHING), sum((one.missing for one in chosen), NOTHING),
        rights.can(user, Right.MANAGE_ASSETS, area.path),
    )  # fmt: skip


def waits(user: Any) -> list[Task | Waits]:
    """What waits for the user: assets to see to, disposals to agree to, distributions to announce or approve."""
    return [*_to_see_to(user), *_to_agree(user), *_to_give_out(user)]


def tasks(user: Any) -> list[Task]:
    """The same with their counts."""
    return told(waits(user))


def _narrowed(user: Any, area: Any, kind: str, state: str, words: str) -> "QuerySet[Asset]":
    found = reading.visible(user).filter(area__path__startswith=area.path)
    found = found.filter(kind=kind) if kind in Asset.Kind.values else found
    found = found.filter(state=state) if state in Asset.State.values else found
    if said := words.strip():
        found = found.filter(Q(no__icontains=said) | Q(name__icontains=said) | Q(asset_class__icontains=said))
    return found.order_by("area__code", "no")


def _has(one: Watched, matter: str) -> bool:
    return bool(one.found) if matter == "any" else matter not in KINDS or matter in one.found


def _kinds(found: Iterable[Watched]) -> Iterable[Kind]:
    told = list(found)
    for key, label in Asset.Kind.choices:
        mine = [one for one in told if one.asset.kind == key]
        yield Kind(key, str(label), len(mine), sum((one.asset.value for one in mine), NOTHING))


def _to_see_to(user: Any) -> list[Task]:
    if not rights.can(user, Right.MANAGE_ASSETS):
        return []
    mine = reading.visible(user, Right.MANAGE_ASSETS).exclude(state__in=GONE)
    found = Counter(key for one in attention.watch(mine, clock.today()) for key in one.found)
    said = {
        "unpaid": "项资产的收益到期没有到账", "unattended": "项资产超期没有管护巡查", "idle": "项资产闲置",
        "no_keeper": "项资产没有管护责任",
    }  # fmt: skip
    return [
        Task(f"assets_{key}", words, found[key], target={"matter": key})
        for key, words in said.items()
        if found[key]
    ]


def _to_agree(user: Any) -> list[Waits]:
    if not rights.can(user, Right.APPROVE_ASSETS):
        return []
    mine = reading.visible(user, Right.APPROVE_ASSETS)
    waiting = AssetEvent.objects.filter(asset__in=mine, kind__in=reading.AGREED, agreed=None)
    task = Task("assets_disposals", "资产处置待批准", 0, target={"matter": "waiting"})
    return [Waits(task, waiting.exclude(by=user.get_username()))]


def _to_give_out(user: Any) -> list[Waits]:
    found = []
    if rights.can(user, Right.MANAGE_ASSETS):
        mine = Distribution.objects.filter(asset__in=reading.visible(user, Right.MANAGE_ASSETS))
        drafts = mine.filter(state=Distribution.State.DRAFT)
        found.append(Waits(Task("distributions_draft", "收益分配待公示", 0), drafts))
    if rights.can(user, Right.APPROVE_ASSETS):
        seen = Distribution.objects.filter(asset__in=reading.visible(user, Right.APPROVE_ASSETS))
        ready = seen.filter(state=Distribution.State.NOTICED, announcement__state="ended")
        task = Task("distributions_approve", "收益分配公示期满，待批准", 0)
        found.append(Waits(task, ready.exclude(by=user.get_username())))
    return found
