"""Where the assessment (测算) stands: what the latest one rests on, and what waits for the next."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from liuqing.registry.models import Area, Snapshot, SourceFile
from liuqing.registry.queries import scope
from liuqing.workflow import rights
from liuqing.workflow.models import Event
from liuqing.workflow.rights import Right


@dataclass(frozen=True)
class Stopped:
    """A flag that matched more persons than it expects; nobody is told until it is confirmed.

    ``expects`` is the largest share of the register (0 to 1) at which it is not stopped.
    """

    rule: str
    label: str
    matched: int
    of: int
    expects: float


@dataclass(frozen=True)
class Latest:
    """The latest assessment and what has come since.

    ``on``, ``made_at`` and ``snapshot`` are None while nothing was ever assessed; ``waiting``
    counts the lists taken in since, ``reading`` those that are not read yet; ``day`` is the day
    that the next assessment most likely is for; ``county`` is the code of its board ("" if none).
    """

    snapshot: int | None
    on: date | None
    made_at: datetime | None
    waiting: int
    reading: int
    stopped: tuple[Stopped, ...]
    day: date
    county: str


def latest(user: Any) -> Latest:
    """For who may assess; Problem ``workflow.not_allowed`` for everybody else."""
    root = _root()
    rights.require(user, Right.TAKE_SNAPSHOT, root.path if root else "")
    snapshot = scope.latest_snapshot()
    unread = (SourceFile.State.RECEIVED, SourceFile.State.LOADING)
    return Latest(
        snapshot=snapshot.pk if snapshot else None,
        on=snapshot.on if snapshot else None,
        made_at=snapshot.made_at if snapshot else None,
        waiting=waiting(snapshot),
        reading=SourceFile.objects.filter(state__in=unread).count(),
        stopped=stopped(snapshot),
        day=_day(snapshot),
        county=root.code if root else "",
    )


def may_take(user: Any) -> bool:
    """Whether the user may assess: the whole county or nothing, as a snapshot is of all of it."""
    if not rights.can(user, Right.TAKE_SNAPSHOT):  # most cannot, and this asks the record nothing
        return False
    root = _root()
    return rights.can(user, Right.TAKE_SNAPSHOT, root.path if root else "")


def waiting(snapshot: Snapshot | None) -> int:
    """How many lists were taken in since the snapshot; all of them if there is none."""
    return _newer(snapshot).count()


def stopped(snapshot: Snapshot | None) -> tuple[Stopped, ...]:
    """The flags that stopped in that assessment."""
    told = snapshot.manifest.get("over_expectation", []) if snapshot else []
    return tuple(Stopped(**one) for one in told)


def _newer(snapshot: Snapshot | None) -> QuerySet[SourceFile]:
    loaded = SourceFile.objects.filter(state=SourceFile.State.LOADED)
    if snapshot is None:
        return loaded
    # A list handed in before the snapshot may have been read after it: the trail knows when.
    own = Concat(Value("file:"), Cast(OuterRef("pk"), CharField()))
    read = Event.objects.filter(subject=own, act="files.loaded", at__gt=snapshot.made_at)
    return loaded.filter(Q(received_at__gt=snapshot.made_at) | Exists(read))


def _day(snapshot: Snapshot | None) -> date:
    if snapshot:
        return snapshot.on
    days = SourceFile.objects.exclude(on=None).order_by("-on").values_list("on", flat=True)
    newest: date | None = days.first()
    return newest or timezone.localdate()


def _root() -> Area | None:
    return Area.objects.filter(parent=None).order_by("code").first()
