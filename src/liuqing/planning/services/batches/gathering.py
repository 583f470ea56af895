"""What is known of everybody in a batch, read at once: a dozen questions, however many people."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet, Subquery

from liuqing.planning.models import Batch, Card, Due
from liuqing.planning.queries.batches import entitled
from liuqing.planning.services import terms
from liuqing.policy import paying
from liuqing.policy.paying import Paying, Period
from liuqing.policy.programmes import PROGRAMMES, Programme
from liuqing.policy.rules.entitlements import excluded
from liuqing.registry import merged
from liuqing.registry.models import Entry, Household, Membership, Receipt
from liuqing.registry.queries import scope
from liuqing.workflow import clock

DEATHS, CADRES = "police_deaths", "cadres"


@dataclass(frozen=True)
class Member:
    """A member of a household today; ``names`` are the present name and the one before."""

    person: int
    household: int
    relation: str
    birth: date | None
    names: tuple[str, ...]


@dataclass(frozen=True)
class Known:
    """``elsewhere``: (programme, batch number, period) of a person's other dues; ``listed``: what department
    lists say was paid in the year, by (person, programme); ``stated``: the same in fen of a programme without a
    list of its own, by (household, person); ``years``: what is due in the year in fen."""

    today: date
    period: Period
    programme: Programme | None
    terms: Paying
    roots: dict[int, int]
    members: dict[int, Member]
    homes: dict[int, list[Member]]
    dead: dict[int, date]
    cards: dict[int, Card]
    users: dict[str, set[tuple[int, int | None]]]
    registered: set[int]
    elsewhere: dict[int, list[tuple[str, str, Period]]]
    listed: dict[tuple[int, str], Decimal]
    stated: dict[tuple[int, int | None], int]
    exclusive: tuple[Programme, ...]
    cadres: set[int]
    years: dict[tuple[int, int | None], int | None] | None

    def root(self, person: int) -> int:
        """The record that counts now for this one."""
        return self.roots.get(person, person)


def of(batch: Batch) -> Known:
    """Of a batch whose dues stand in the record."""
    dues = Due.objects.filter(batch=batch)
    homes, people = dues.values("household"), dues.values("person")
    today, period = clock.today(), paying.period(batch.period)
    one = PROGRAMMES.get(batch.programme)
    exclusive = _exclusive(one, period)
    roots, members = merged.roots(), _members(homes, people)
    snapshot = entitled.snapshot_of(period) if one else None
    cards = _cards(homes, people, roots)
    return Known(
        today, period, one, terms.paying(today), roots, {each.person: each for each in members},
        _by_home(members), _deaths(roots), cards, _users(homes, people),
        set(scope.registered(Household.objects.filter(pk__in=homes), today).values_list("pk", flat=True)),
        _elsewhere(batch, people, (one, *exclusive) if one else ()),
        _listed(people, period, (one, *exclusive) if one else ()),
        entitled.stated(snapshot, one) if one and snapshot else {}, exclusive, _cadres(today),
        entitled.years_sums(entitled.of_programme(snapshot, one)) if one and snapshot else None,
    )  # fmt: skip


def _exclusive(one: Programme | None, period: Period) -> tuple[Programme, ...]:
    """Which programmes nobody may have beside this one."""
    numbers = terms.numbers(date(period.year, 12, 31))
    if one is None or not numbers.has("entitlements.exclusive"):
        return ()
    return tuple(other for other in PROGRAMMES.values() if other != one and excluded(numbers, one, other))


def _members(homes: QuerySet, people: QuerySet) -> list[Member]:
    found = Membership.objects.filter(Q(household__in=homes) | Q(person__in=people), until=None)
    columns = ("person", "household", "relation", "person__birth", "person__name", "person__other_name")
    return [
        Member(pk, home, relation, birth, tuple(name for name in names if name))
        for pk, home, relation, birth, *names in found.values_list(*columns).order_by("household", "pk")
    ]


def _by_home(members: Iterable[Member]) -> dict[int, list[Member]]:
    found: dict[int, list[Member]] = defaultdict(list)
    for each in members:
        found[each.household].append(each)
    return found


def _deaths(roots: dict[int, int]) -> dict[int, date]:
    """Everybody the police report dead: few beside the people of a county."""
    said = Entry.objects.filter(kind=DEATHS).values_list("person", "values__died_on")
    return {roots.get(pk, pk): date.fromisoformat(str(on)[:10]) for pk, on in said if on}


def _held(homes: QuerySet, people: QuerySet) -> QuerySet[Card]:
    inside = Membership.objects.filter(Q(household__in=homes) | Q(person__in=people), until=None).values(
        "person"
    )
    return Card.objects.filter(Q(person__in=inside) | Q(person__same_as__in=inside), until=None)


def _cards(homes: QuerySet, people: QuerySet, roots: dict[int, int]) -> dict[int, Card]:
    """The newest card of each member; a card may still hang on a record that was merged away."""
    return {
        roots.get(card.person_id, card.person_id): card
        for card in _held(homes, people).order_by("since", "pk")
    }


def _users(homes: QuerySet, people: QuerySet) -> dict[str, set[tuple[int, int | None]]]:
    """Who has each of the accounts, and where they belong today."""
    numbers = _held(homes, people).values("number_hash")
    lives = Membership.objects.filter(until=None, household__isnull=False)
    found: dict[str, set[tuple[int, int | None]]] = defaultdict(set)
    cards = Card.objects.filter(until=None, number_hash__in=Subquery(numbers))
    where = dict(lives.filter(person__in=cards.values("person")).values_list("person", "household"))
    for hashed, person in cards.values_list("number_hash", "person"):
        found[hashed].add((person, where.get(person)))
    return found


def _elsewhere(
    batch: Batch, people: QuerySet, programmes: tuple[Programme, ...]
) -> dict[int, list[tuple[str, str, Period]]]:
    found: dict[int, list[tuple[str, str, Period]]] = defaultdict(list)
    others = Due.objects.filter(person__in=people, batch__programme__in=[one.key for one in programmes])
    others = (
        others.exclude(batch=batch)
        .exclude(state=Due.State.DROPPED)
        .exclude(batch__state=Batch.State.WITHDRAWN)
    )
    for person, key, no, text in others.values_list(
        "person", "batch__programme", "batch__no", "batch__period"
    ):
        found[person].append((key, no, paying.period(text)))
    return found


def _listed(
    people: QuerySet, period: Period, programmes: tuple[Programme, ...]
) -> dict[tuple[int, str], Decimal]:
    """What the lists of the programmes say was paid in the year: a receipt stands in the row of its entry."""
    kinds = {one.list: one.key for one in programmes if one.list}
    said = Entry.objects.filter(kind__in=kinds, person__in=people).values_list(
        "person", "file", "sheet", "row", "kind"
    )
    place = {tuple(row[:4]): kinds[row[4]] for row in said}
    found: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    paid = Receipt.objects.filter(person__in=people, year=period.year)
    for person, file, sheet, row, amount in paid.values_list("person", "file", "sheet", "row", "amount"):
        key = place.get((person, file, sheet, row))
        if key:
            found[person, key] += amount
    return found


def _cadres(today: date) -> set[int]:
    said = Entry.objects.filter(kind=CADRES).values_list("person", "values__left_on")
    return {person for person, left in said if not left or str(left)[:10] > today.isoformat()}
