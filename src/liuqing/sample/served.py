"""Which registered households of the sample a project serves: those of its place whom its measure fits."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from random import Random

from liuqing.sample.people import Household, Person
from liuqing.sample.pool import Single

MOST = 40
"""Households of one project at most."""
_Fits = Callable[[Household], bool]


def _any_member(fits: Callable[[Person], bool]) -> _Fits:
    return lambda home: any(fits(person) for person in home.members)


def _any(home: Household) -> bool:
    return True


FITS: dict[str, _Fits] = {
    "生态护林员": _any_member(lambda person: person.ranger),
    "公益性岗位": _any_member(lambda person: bool(person.post)),
    "转移就业交通补助": _any_member(lambda person: bool(person.months)),
    "扶贫工厂培训": _any_member(lambda person: 18 <= person.age < 60),
    "技能培训": _any_member(lambda person: 18 <= person.age < 60),
    "残疾人补贴": _any_member(lambda person: bool(person.disability)),
    "农村低保": _any_member(lambda person: person.dibao),
    "特困供养": lambda home: home.tekun,
    "小额信贷": lambda home: home.credit,
    "拆除重建": lambda home: home.renovated,
    "维修加固": lambda home: home.renovated,
    "兜底建房": lambda home: home.renovated and home.tekun,
}
"""By sub-class; any household where nothing is said."""


def choose(projects: Iterable[Single], households: Sequence[Household], seed: int) -> None:
    """Give every project that reaches households its own; a county-wide one names none."""
    by_village: dict[tuple[str, str], list[Household]] = defaultdict(list)
    by_town: dict[str, list[Household]] = defaultdict(list)
    for home in households:
        by_village[home.village.town, home.village.name].append(home)
        by_town[home.village.town].append(home)
    for one in projects:
        if one.item.reach != "到户" or not one.site.town:
            continue
        near = by_village[one.site.town, one.site.village] if one.site.village else by_town[one.site.town]
        fits = FITS.get(one.item.class_two, _any)
        wanted = [home.number for home in near if fits(home)]
        rng = Random(f"{seed}/served/{one.no}")
        count = min(len(wanted), MOST, one.households or MOST)
        one.serves = sorted(rng.sample(wanted, count))
