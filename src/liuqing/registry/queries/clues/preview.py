"""Before clues are made of warnings or of a list: how many each village would get, what is held back."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max

from liuqing.policy import clues
from liuqing.policy.lists import BY_KEY
from liuqing.registry.models import Area, Clue, Entry, Membership, Report
from liuqing.registry.queries import scope, words
from liuqing.registry.services.clues import gathering
from liuqing.registry.services.clues.joining import What, forecast
from liuqing.registry.services.clues.making import watched
from liuqing.registry.services.clues.voices import Voice
from liuqing.workflow import clock
from liuqing.workflow.rights import Right

PIECE = 500


@dataclass(frozen=True)
class VillageShare:
    """What one village would get: new clues, and voices that join open ones."""

    code: str
    village: str
    town: str
    new: int
    joined: int


@dataclass(frozen=True)
class Preview:
    """What would be made. ``sources`` are (label, voices) by rule; ``grades`` (label, new clues)."""

    area_code: str
    area: str
    on: date | None
    new: int
    joined: int
    known: int
    held: int
    monitored: int
    sources: tuple[tuple[str, int], ...]
    grades: tuple[tuple[str, str, int], ...]
    villages: tuple[VillageShare, ...]

    @property
    def most(self) -> int:
        """The most that one village would get."""
        return max((one.new for one in self.villages), default=0)


def warned(user: Any, code: str | None) -> Preview:
    """What ``services.clues.from_warnings`` would make. Problem ``registry.no_such_area``."""
    where = scope.area(user, code, Right.SEND_CLUES)
    snapshot = scope.latest_snapshot()
    voices = gathering.warnings(snapshot, where) if snapshot else ()
    return _preview(where, snapshot.on if snapshot else None, voices)


def listed(user: Any, code: str | None, kind: str, on: date | None = None) -> Preview:
    """What ``services.clues.from_list`` would make. Problem ``registry.no_such_area``."""
    where, day = scope.area(user, code, Right.SEND_CLUES), on or clock.today()
    return _preview(where, day, gathering.listed(kind, where, day) if kind in clues.LISTS else ())


def lists() -> tuple[tuple[str, str, date | None], ...]:
    """The lists that make clues and were handed in: key, label, the newest day they speak of."""
    found = Entry.objects.filter(kind__in=list(clues.LISTS)).order_by().values_list("kind")
    newest = dict(found.annotate(day=Max("said_on")))
    return tuple((kind, BY_KEY[kind].label, newest[kind]) for kind in clues.LISTS if kind in newest)


def _preview(where: Area, on: date | None, voices: Iterable[Voice]) -> Preview:
    told = list(_classed(voices))
    counts = Counter(what for _, what in told)
    real = [(voice, what) for voice, what in told if what in ("new", "joined")]
    grades = _grades(real)
    return Preview(
        area_code=where.code, area=where.name, on=on, new=counts["new"], joined=counts["joined"],
        known=counts["known"], held=counts["held"], monitored=counts["monitored"],
        sources=tuple((label, n) for label, n in Counter(_source(voice) for voice, _ in real).most_common()),
        grades=tuple((grade, str(Clue.Grade(grade).label), grades[grade]) for grade in clues.GRADES),
        villages=tuple(_villages(real)),
    )  # fmt: skip


def _classed(voices: Iterable[Voice]) -> Iterable[tuple[Voice, str]]:
    """Each voice and what would become of it; the second of a household joins the first."""
    every, already = list(voices), watched()
    heard, busy = _heard(every), _busy()
    for voice in every:
        if voice.household in already:
            yield voice, "monitored"
            continue
        what = _what(voice, heard, busy)
        subject = _subject(voice)
        if what == "new" and subject in busy:
            what = "joined"
        busy.add(subject)
        yield voice, what


def _what(voice: Voice, heard: set[str], busy: set[str]) -> What:
    # Asking the record one by one is for the few that were heard before or belong to no household.
    if voice.key in heard or voice.household is None:
        return forecast(voice)
    return "joined" if _subject(voice) in busy else "new"


def _subject(voice: Voice) -> str:
    return f"household:{voice.household}" if voice.household else f"person:{voice.person}"


def _heard(voices: list[Voice]) -> set[str]:
    keys = [voice.key for voice in voices]
    found: set[str] = set()
    for first in range(0, len(keys), PIECE):
        some = Report.objects.filter(key__in=keys[first : first + PIECE])
        found.update(some.values_list("key", flat=True))
    return found


def _busy() -> set[str]:
    """Households that have an open clue, also by one of their members."""
    open_now = Clue.objects.filter(state__in=Clue.OPEN_STATES)
    homes = set(open_now.exclude(household=None).values_list("household_id", flat=True))
    people = open_now.filter(household=None).exclude(person=None).values("person")
    homes.update(
        Membership.objects.filter(person__in=people, until=None).values_list("household_id", flat=True)
    )
    return {f"household:{home}" for home in homes}


def _grades(real: list[tuple[Voice, str]]) -> Counter[str]:
    """New clues by grade: the most urgent voice of each household counts."""
    by_home: dict[str, list[clues.Grade]] = {}
    new = {_subject(voice) for voice, what in real if what == "new"}
    for voice, _ in real:
        if _subject(voice) in new:
            by_home.setdefault(_subject(voice), []).append(voice.grade)
    return Counter(clues.worst(grades) for grades in by_home.values())


def _source(voice: Voice) -> str:
    return BY_KEY[voice.source].label if voice.source in BY_KEY else words.rule(voice.source)


def _villages(real: list[tuple[Voice, str]]) -> Iterable[VillageShare]:
    counts = Counter((voice.area, what) for voice, what in real)
    keys = {area for area, _ in counts}
    for area in Area.objects.filter(pk__in=keys).select_related("parent").order_by("code"):
        town = area.parent.name if area.parent else ""
        yield VillageShare(area.code, area.name, town, counts[area.pk, "new"], counts[area.pk, "joined"])
