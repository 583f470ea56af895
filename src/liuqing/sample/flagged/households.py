"""Contradictions in the register's row of one household."""

from collections.abc import Callable

from liuqing.policy.tables import INCOME_ITEMS
from liuqing.sample.errors import Fault
from liuqing.sample.flagged.choosing import Chooser
from liuqing.sample.flagged.kinds import HOMES, INNOCENT
from liuqing.sample.people import Household, Person

Fits = Callable[[Household], bool]
Change = Callable[[Household], None]
TRIO = 3
POSTS = ("乡村保洁员", "护路员", "河道管护员")


def plant(chooser: Chooser) -> None:
    """Every kind of ``HOMES`` at its rate, and pairs of households that share a phone rightly."""
    for key, (fits, change) in WAYS.items():
        for home in chooser.homes(HOMES[key], fits):
            change(home)
            chooser.plan.homes[home.number] = Fault(key)
    _share_phones(chooser)
    _swap_categories(chooser)
    _give_posts(chooser)


def _share_phones(chooser: Chooser) -> None:
    """Somebody wrote one number for three households; brothers share one with good reason."""
    homes = chooser.homes(HOMES["phone_shared"], lambda h: bool(h.phone), TRIO)
    for home in homes[: len(homes) // TRIO * TRIO] if len(homes) >= TRIO else ():
        home.shown["phone"] = homes[homes.index(home) // TRIO * TRIO].phone
        chooser.plan.homes[home.number] = Fault("phone_shared")
    pairs = chooser.homes(INNOCENT["phone_pair"], lambda h: bool(h.phone))
    for one, other in zip(pairs[::2], pairs[1::2], strict=False):
        other.shown["phone"] = one.phone
        chooser.plan.innocent += [("phone_pair", one, None), ("phone_pair", other, None)]


def _swap_categories(chooser: Chooser) -> None:
    """A dibao household is called an ordinary one and the other way round: the totals stay."""
    ordinary = chooser.homes(HOMES["dibao_category"], lambda h: _ordinary(h) and h.left is not None)
    dibao = chooser.homes(HOMES["dibao_category"], lambda h: h.dibao > 0 and h.left is not None)
    for one, other in zip(ordinary, dibao, strict=False):
        one.shown["category"], other.shown["category"] = "低保贫困户", "一般贫困户"
        for home in (one, other):
            chooser.plan.homes[home.number] = Fault("dibao_category")


def _give_posts(chooser: Chooser) -> None:
    """Three members of one household hold a public post each."""
    for home in chooser.homes(HOMES["many_posts"], lambda h: len(_idle(h)) >= TRIO):
        for person, post in zip(_idle(home), POSTS, strict=False):
            person.post, person.post_months = post, 6
        chooser.plan.homes[home.number] = Fault("many_posts")


def _idle(home: Household) -> list[Person]:
    """Members who could hold a post."""
    return [
        p for p in home.members
        if 20 <= p.age <= 58 and p.labour == "普通劳动力" and not p.months and not p.post and not p.employee
    ]  # fmt: skip


def _ordinary(home: Household) -> bool:
    return not home.dibao and not home.tekun


def _show(**cells: object) -> Change:
    return lambda home: home.shown.update(cells)


def _sum(home: Household, name: str) -> float:
    return float(str(home.facts[name]))


def _as_business(home: Household) -> None:
    home.shown.update(wage=0, business=round(_sum(home, "wage") + _sum(home, "business"), 2))


def _as_wage(home: Household) -> None:
    home.shown.update(wage=26_000)


def _idle_home(home: Household) -> bool:
    return _ordinary(home) and not any(p.months or p.post or p.ranger or p.employee for p in home.members)


def _draws_pension(home: Household) -> bool:
    old = any(p.age >= 61 and not p.employee and not p.died for p in home.members)
    return old and _sum(home, "transfer_pension") > 0


def _long_at_work(home: Household) -> bool:
    return any((p.months or 0) >= 6 for p in home.members) and _sum(home, "wage") > 0


WAYS: dict[str, tuple[Fits, Change]] = {
    "phone_short": (lambda h: bool(h.phone), lambda h: h.shown.update(phone=h.phone[:-1])),
    "home_unstated": (lambda h: not h.tekun, _show(road_type="")),
    "category_blank": (_ordinary, _show(category="")),
    "income_blank": (lambda h: h.left is not None, _show(**dict.fromkeys(INCOME_ITEMS, ""))),
    "house_both": (
        lambda h: h.left is None and not h.renovated and h.facts["house_grade"] in ("A", "B"),
        _show(house_dilapidated=True),
    ),
    "dibao_money": (lambda h: _ordinary(h) and h.left is not None, _show(transfer_dibao=1800)),
    "pension_left": (_draws_pension, _show(transfer_pension=0)),
    "wage_none": (_long_at_work, _as_business),
    "wage_idle": (lambda h: _idle_home(h) and h.left is not None, _as_wage),
    "land_huge": (lambda h: True, _show(land_cultivated=260)),
}
