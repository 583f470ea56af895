"""Is this a list of the county? By the numbers' first six digits, by towns and villages, by codes.

What is usual is asked of the register itself: a county that was recoded, or that has many who
married in, has more than one usual beginning.
"""

from collections import Counter
from collections.abc import Iterator

from liuqing.policy.doubts import Lines
from liuqing.registry import problems, secrets
from liuqing.registry.imports.rows import Values
from liuqing.registry.imports.villages import Villages
from liuqing.registry.models import Area, Membership
from liuqing.registry.problems import Doubt
from liuqing.registry.services.doubting.tally import Tally

ASKED = 1_000
"""Members whose numbers are opened to see how numbers begin here."""
USUAL = 0.05
"""A beginning that so large a share of the register has is one of the county's own."""


def elsewhere(tally: Tally, lines: Lines, villages: Villages) -> Iterator[Doubt]:
    """Signs that the list is another county's; the first sign is enough."""
    yield from list(_numbers(tally, lines) or _places(tally, lines, villages))[:1]


def _numbers(tally: Tally, lines: Lines) -> list[Doubt]:
    begun = Counter(one["id_text"][:6] for one in tally.values if len(one.get("id_text") or "") >= 15)
    of = sum(begun.values())
    if not lines.enough(of):
        return []
    usual = _usual()
    ours = sum(count for prefix, count in begun.items() if prefix in usual)
    others = [one for one in begun.most_common() if one[0] not in usual]
    if not usual or not others or ours > lines.share("本县") * of:
        return []
    prefix, rows = others[0]
    return [problems.numbers_of_elsewhere(prefix, rows, of)] if lines.reaches("外县", rows, of) else []


def _usual() -> set[str]:
    """How the numbers of the register's members begin; empty while there are none to speak of."""
    sealed = (
        Membership.objects.filter(until=None, person__id_cipher__isnull=False)
        .order_by("-pk")
        .values_list("person__id_cipher", flat=True)[:ASKED]
    )
    begun = Counter(secrets.decrypt(one)[:6] for one in sealed)
    of = sum(begun.values())
    return {prefix for prefix, count in begun.items() if count >= USUAL * of}


def _places(tally: Tally, lines: Lines, villages: Villages) -> list[Doubt]:
    county = Area.objects.filter(level=Area.Level.COUNTY).first()
    answers = [_here(one, villages, county) for one in tally.values]
    known = [answer for answer in answers if answer is not None]
    strange = known.count(False)
    if not lines.reaches("认不出的村", strange, len(known)):
        return []
    of = round(len(known) / len(answers) * tally.rows)
    return [problems.places_of_elsewhere(round(strange / len(known) * of), of)]


def _here(values: Values, villages: Villages, county: Area | None) -> bool | None:
    """Whether the row names a place of the county; None if it names none."""
    code = values.get("village_code") or values.get("area_code")
    if code and county:
        return str(code).startswith(county.code)
    if values.get("county") and county and _short(county.name) not in values["county"]:
        return False
    if values.get("village"):
        return villages.find(values.get("town"), values["village"]).village is not None
    return None


def _short(name: str) -> str:
    return name[:-1] if len(name) > 2 and name[-1] in "县市区旗" else name
