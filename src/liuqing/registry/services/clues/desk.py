"""The desk: what is looked up once for some hundred voices, so that most of them need no question of their own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q

from liuqing.registry.models import Clue, Membership, Report, Standing
from liuqing.registry.services.clues.voices import Voice
from liuqing.workflow import clock


@dataclass
class Desk:
    """The moment, which keys were heard before, which households have an open clue, and their standings."""

    at: datetime
    today: date
    heard: set[str] = field(default_factory=set)
    busy: set[int] = field(default_factory=set)
    standings: dict[int, str] = field(default_factory=dict)

    def knows(self, voice: Voice) -> bool:
        """Whether it is sure that nobody spoke of the household of a voice before."""
        return voice.household is not None and voice.household not in self.busy

    def kind(self, household: int | None, *, exit_due: bool) -> str:
        """What is supposed of a household, by its standing of today."""
        if exit_due:
            return "exit_due"
        if household is not None and household not in self.standings:
            self.standings |= _standings({household})
        standing = self.standings.get(household) if household else ""
        return {"": "fall_in", Standing.Status.EXITED.value: "relapse"}.get(standing or "", "risk")


def desk(voices: Sequence[Voice], at: datetime) -> Desk:
    """What is known for some voices; inside the transaction that writes them."""
    homes = {voice.household for voice in voices if voice.household}
    heard = Report.objects.filter(key__in=[voice.key for voice in voices]).values_list("key", flat=True)
    return Desk(at, clock.today(), set(heard), _busy(homes), _standings(homes))


def _busy(homes: set[int]) -> set[int]:
    """Those with an open clue of their own, or one about a person who belongs to them."""
    open_now = Clue.objects.filter(state__in=Clue.OPEN_STATES)
    own = set(open_now.filter(household__in=homes).values_list("household_id", flat=True))
    people = open_now.exclude(person=None).values("person")
    members = Membership.objects.filter(household__in=homes, until=None)
    same = Q(person__in=people) | Q(person__others__in=people)
    return own | set(members.filter(same).values_list("household_id", flat=True))


def _standings(homes: set[int]) -> dict[int, str]:
    """The standing of each household; "" for one that is not in the register."""
    held = Standing.objects.filter(household__in=homes, until=None).values_list("household_id", "status")
    return dict.fromkeys(homes, "") | dict(held)
