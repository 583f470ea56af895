"""Lines of a notice: one for each proceeding, made from the record and from nothing else.

On a line stand the head's name, the group of the village, how many members, the category and the
result. A head who is not known to be of age stands there with the family name only.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from liuqing.policy import calendar, public_notices
from liuqing.policy.public_notices import Terms
from liuqing.registry import secrets
from liuqing.registry.models import Area, Household, HouseholdYear, Membership, Monitoring, Person, Proceeding

HEAD = "户主"
MONTHS = 12
_KINDS = {Area.Level.VILLAGE: "行政村", Area.Level.TOWN: "乡镇", Area.Level.COUNTY: "县"}


def lines(proceedings: Sequence[Proceeding], *, final: bool, on: date, terms: Terms) -> list[dict[str, Any]]:
    """The masked lines in the order of the proceedings: {n, who, apart, group, members, category, result}."""
    made = [_line(one, final=final, on=on, terms=terms) for one in proceedings]
    alike = _alike(proceedings, made)
    for line, proceeding in zip(made, proceedings, strict=True):
        if alike[line["who"], line["group"]] > 1 and proceeding.household:
            line["apart"] = _apart(proceeding.household, line, on, terms)
    again = Counter((line["who"], line["group"], line["apart"]) for line in made)
    for line, proceeding in zip(made, proceedings, strict=True):
        if again[line["who"], line["group"], line["apart"]] > 1 and proceeding.household:
            line["apart"] = f"户编号尾号 {proceeding.household.no[-4:]}"
    return [{"n": n, **line} for n, line in enumerate(made, start=1)]


def of_age(person: Person | None, on: date, terms: Terms) -> bool:
    """Whether a person is known to be of age; not knowing the birthday is no yes."""
    if person is None or person.birth is None:
        return False
    return calendar.months_after(person.birth, terms.adult_from * MONTHS) <= on


def head(household: Household, on: date) -> Person | None:
    """The head on the day; None if nobody is."""
    return next((one.person for one in _members(household, on) if one.relation == HEAD), None)


def minors(area: Area, households: Iterable[Household], on: date, terms: Terms) -> set[str]:
    """The names of all who are not known to be of age: of these households, and of the area."""
    first = calendar.months_after(on, -terms.adult_from * MONTHS)
    young = Q(birth__gt=first) | Q(birth=None)
    here = Person.objects.filter(young, village__path__startswith=area.path)
    ours = Person.objects.filter(young, memberships__household__in=list(households), memberships__until=None)
    return set(here.values_list("name", flat=True)) | set(ours.values_list("name", flat=True))


def _line(proceeding: Proceeding, *, final: bool, on: date, terms: Terms) -> dict[str, Any]:
    result = public_notices.result(proceeding.effect, final=final)
    home = proceeding.household
    if home is None:
        area = proceeding.area
        group = area.parent.name if area.parent else ""
        kind = _KINDS.get(Area.Level(area.level), "")
        return {
            "who": area.name,
            "apart": "",
            "group": group,
            "members": None,
            "category": kind,
            "result": result,
        }
    members = _members(home, on)
    return {
        "who": _name(home, on, terms), "apart": "", "group": home.hamlet, "members": len(members) or None,
        "category": _category(proceeding, home), "result": result,
    }  # fmt: skip


def _name(home: Household, on: date, terms: Terms) -> str:
    who = head(home, on)
    name = who.name if who else home.head_name
    return name if of_age(who, on, terms) else f"{name[:1]}某某"


def _members(home: Household, on: date) -> list[Membership]:
    rows = Membership.objects.filter(household=home, since__lte=on).select_related("person")
    return [one for one in rows.order_by("pk") if one.until is None or one.until > on]


def _category(proceeding: Proceeding, home: Household) -> str:
    """What kind of household: of a monitored one by its kind, else as the register has it."""
    said = proceeding.payload.get("kind")
    if isinstance(said, str) and said:
        return said
    if (
        kind := Monitoring.objects.filter(household=home, removed_on=None)
        .values_list("kind", flat=True)
        .first()
    ):
        return str(kind)
    years = HouseholdYear.objects.filter(household=home).exclude(category="").order_by("-year")
    return years.values_list("category", flat=True).first() or "—"


def _alike(proceedings: Sequence[Proceeding], made: Sequence[dict[str, Any]]) -> Counter[tuple[str, str]]:
    """How many have one name in one group: on the sheet, and beside it among the village's households."""
    found = Counter((line["who"], line["group"]) for line in made)
    on_sheet = {one.household_id for one in proceedings}
    villages = {one.household.village_id for one in proceedings if one.household}
    names = {line["who"] for line in made}
    others = Household.objects.filter(village__in=villages, head_name__in=names).exclude(
        pk__in=on_sheet - {None}
    )
    found.update((name, hamlet) for name, hamlet in others.values_list("head_name", "hamlet"))
    return found


def _apart(home: Household, line: dict[str, Any], on: date, terms: Terms) -> str:
    """The last two characters of the head's number; of a minor's, or of none, those of the household's."""
    who = head(home, on)
    if who is None or not who.id_cipher or not of_age(who, on, terms):
        return f"户编号尾号 {home.no[-4:]}"
    return f"证件尾号 {secrets.decrypt(who.id_cipher)[-2:]}"
