"""Joining (归并): a voice becomes a new clue, joins the open clue of its household, or was heard before.

However many speak of a household and in whatever order, it has one open clue with the most urgent of
their grades. What is new may raise a grade and bring a day forward, never the other way.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from typing import Any, Literal

from django.db import transaction
from django.db.models import Q

from liuqing.policy.clues import Grade, worst
from liuqing.registry.models import Area, Clue, Membership, Person, Report
from liuqing.registry.services.clues import merging, timing
from liuqing.registry.services.clues.desk import Desk, desk
from liuqing.registry.services.clues.voices import SELF, Voice, phone_key, seal
from liuqing.workflow import clock

What = Literal["new", "joined", "known", "held"]
PIECE = 200
"""Voices in one transaction."""
_STATE = Clue.State


@dataclass(frozen=True)
class Joined:
    """What became of a voice: a new clue, a voice more of an open one, heard before, or held back."""

    report: Report
    what: What


def join(voices: Iterable[Voice]) -> list[Joined]:
    """Take the voices in, some hundred in a transaction."""
    at, waiting = clock.now(), list(voices)
    told: list[Joined] = []
    for first in range(0, len(waiting), PIECE):
        told += _piece(waiting[first : first + PIECE], at)
    return told


@transaction.atomic
def _piece(voices: list[Voice], at: datetime) -> list[Joined]:
    # Whoever takes in a voice of a village waits for the one before: two of one household meet here.
    list(Area.objects.select_for_update().filter(pk__in={voice.area for voice in voices}).order_by("pk"))
    known = desk(voices, at)
    return [_take(voice, known) for voice in voices]


def _take(voice: Voice, known: Desk) -> Joined:
    chain = list(_chain(voice.key)) if voice.key in known.heard else []
    if chain and (nothing := _nothing_new(chain[-1], voice)):
        return Joined(chain[-1], nothing)
    clue = None if known.knows(voice) else open_clue(voice)
    what: What = "joined" if clue else "new"
    clue = _heard(clue, voice, known) if clue else _begin(voice, known)
    known.heard.add(voice.key)
    if clue.household_id:
        known.busy.add(clue.household_id)
    return Joined(_write(voice, clue, _next(voice.key, len(chain)), known.at), what)


def forecast(voice: Voice) -> What:
    """What ``join`` would make of a voice now; nothing is written."""
    chain = list(_chain(voice.key))
    if chain and (nothing := _nothing_new(chain[-1], voice)):
        return nothing
    there = Clue.objects.filter(_about(voice), state__in=Clue.OPEN_STATES).exists()
    return "joined" if there else "new"


def _nothing_new(heard: Report, voice: Voice) -> What | None:
    """Whether a voice that was heard before says nothing new, and why."""
    if heard.channel == Report.Channel.REQUEST and not heard.receipt:
        return None  # It was erased; whoever asks again means it anew.
    if heard.clue.state in Clue.OPEN_STATES:
        return "known"
    return "held" if voice.once and _says_the_same(heard, voice) else None


def _chain(key: str) -> Iterator[Report]:
    """The voices of a key: the first, and those that came back after its clue was closed."""
    for n in count():
        found = Report.objects.select_related("clue").filter(key=_next(key, n)).first()
        if found is None:
            return
        yield found


def _next(key: str, n: int) -> str:
    return key if n == 0 else f"{key}#{n + 1}"


def _says_the_same(heard: Report, voice: Voice) -> bool:
    """Whether the newest of its source about the household is this very one: nothing has changed since."""
    about = Q(clue__household=voice.household) if voice.household else Q(clue__person=voice.person)
    last = Report.objects.filter(about, channel=voice.channel, source=voice.source).order_by("-pk").first()
    return last is None or last.key == heard.key


def open_clue(voice: Voice) -> Clue | None:
    """The open clue of the household (or of who asked before), made one if there were several."""
    found = list(
        Clue.objects.select_for_update(of=("self",))
        .filter(_about(voice), state__in=Clue.OPEN_STATES)
        .order_by("pk")
    )
    if not found:
        return None
    for other in found[1:]:
        merging.merge(kept=found[0], other=other, by=voice.by or voice.channel)
    return found[0]


def _about(voice: Voice) -> Q:
    """Clues about the same household or person, or from the same phone about its owner."""
    found = about(voice.household or home_of(voice.person), voice.person)
    if found is None:
        phone = phone_key(voice.phone, SELF) if voice.phone else None
        asked = _asked(phone, voice.area) if phone and voice.key.startswith(phone) else []
        return Q(pk__in=asked)
    return found


def about(home: int | None, person: int | None) -> Q | None:
    """Which clues are about a household, its members or their police household; None: of nobody known."""
    people = _people(home, person)
    if not (home or people):
        return None
    # A record that was merged into another speaks for that one.
    found = Q(person__in=people) | Q(person__same_as__in=people)
    return found | Q(household=home) if home else found


def home_of(person: int | None) -> int | None:
    """The household to which a person belongs today."""
    held = Membership.objects.filter(person=person, until=None) if person else Membership.objects.none()
    return held.values_list("household_id", flat=True).first()


def _people(home: int | None, person: int | None) -> list[int]:
    """The members of a household, or who shares the police household of a person without one."""
    if home:
        members = Membership.objects.filter(household=home, until=None)
        return list(members.values_list("person_id", flat=True))
    found = Person.objects.filter(pk=person).first() if person else None
    if found is None or not found.hukou_no:
        return [found.pk] if found else []
    same = Person.objects.filter(hukou_no=found.hukou_no, village=found.village_id, same_as=None)
    return list({found.pk, *same.values_list("pk", flat=True)})


def _asked(phone: str, area: int) -> list[int]:
    open_now = Report.objects.filter(
        clue__state__in=Clue.OPEN_STATES, clue__area=area, channel=Report.Channel.REQUEST
    )
    return [clue for key, clue in open_now.values_list("key", "clue_id") if key.startswith(phone)]


def _begin(voice: Voice, known: Desk) -> Clue:
    sent = voice.sent or voice.grade == Clue.Grade.RED
    home = voice.household or home_of(voice.person)
    return Clue.objects.create(
        area_id=voice.area, household_id=home, person_id=voice.person, kind=known.kind(home, exit_due=voice.exit_due),
        grade=voice.grade, state=_STATE.SENT if sent else _STATE.RECEIVED, opened_on=known.today,
        due_on=timing.visit_by(voice.grade, known.today), decide_by=timing.decide_by(known.today),
        sent_by=voice.by if sent else "", sent_at=known.at if sent else None,
    )  # fmt: skip


def _heard(clue: Clue, voice: Voice, known: Desk) -> Clue:
    """The open clue with one voice more."""
    clue.household_id = clue.household_id or voice.household or home_of(voice.person)
    clue.person_id = clue.person_id or voice.person
    clue.kind = known.kind(clue.household_id, exit_due=clue.kind == "exit_due" and voice.exit_due)
    urgent(clue, voice.grade, known.today)
    if clue.state == _STATE.RECEIVED and (voice.sent or clue.grade == Clue.Grade.RED):
        clue.state, clue.sent_by, clue.sent_at = _STATE.SENT, voice.by, known.at
    clue.save()
    return clue


def urgent(clue: Clue, grade: Grade, today: date) -> None:
    """Raise a clue to a grade, if that is more urgent; what was looked at before is looked at again."""
    if worst([grade, clue.grade]) == clue.grade:
        return
    clue.grade = grade
    clue.due_on = (
        min(clue.due_on, timing.visit_by(grade, today))
        if clue.visited_on is None
        else timing.visit_by(grade, today)
    )
    if clue.state == _STATE.VERIFIED:
        clue.state = _STATE.SENT


def kind(household: int | None, *, exit_due: bool) -> str:
    """What is supposed of one household, by its standing of today."""
    return Desk(clock.now(), clock.today()).kind(household, exit_due=exit_due)


def _write(voice: Voice, clue: Clue, key: str, at: datetime) -> Report:
    sealed: dict[str, Any] = {
        part: seal(key, part, getattr(voice, part)) for part in ("name", "phone", "said")
    }
    return Report.objects.create(
        clue=clue, channel=voice.channel, source=voice.source[:60], key=key, receipt=voice.receipt,
        phone_hash=voice.phone_hash, grade=voice.grade, snapshot_id=voice.snapshot, by=voice.by, at=at, **sealed,
    )  # fmt: skip
