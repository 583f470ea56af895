"""A small county made by functions: two townships, three villages, people who never existed.

Codes begin with 990101, which was never assigned; numbers have valid check digits and belong to
nobody.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import count
from typing import Any

from django.db.models import Model

from liuqing.policy.identity_numbers import check_digit, normal
from liuqing.registry import secrets
from liuqing.registry.models import (
    Area,
    Assignment,
    Cause,
    ExitPlan,
    Household,
    HouseholdYear,
    IncomeYear,
    Measure,
    Membership,
    Officer,
    Person,
    PersonYear,
    Receipt,
    SourceFile,
    Standing,
)

ON = date(2018, 12, 31)
_numbers = count(1)


def identity(birth: date = date(1980, 1, 1), sequence: int | None = None) -> str:
    """An identity number that belongs to nobody."""
    first17 = f"990101{birth:%Y%m%d}{(next(_numbers) if sequence is None else sequence) % 1000:03d}"
    return first17 + check_digit(first17)


@dataclass
class County:
    """The areas, and what was put into them."""

    county: Area
    towns: list[Area]
    villages: list[Area]
    register: SourceFile
    households: list[Household] = field(default_factory=list)

    @cached_property
    def officer(self) -> Officer:
        """Who helps every household."""
        return Officer.objects.get_or_create(name="冯试一", unit="示例县测试局", post="科员")[0]


def plant() -> County:
    """County 示例县 with townships 甲镇 (甲村, 乙村) and 乙镇 (丙村); nobody lives there yet."""
    county = _area("990101", "示例县", "county", None)
    towns = [_area(f"99010100{n}", name, "town", county) for n, name in ((1, "甲镇"), (2, "乙镇"))]
    villages = [
        _area("990101001001", "甲村", "village", towns[0]),
        _area("990101001002", "乙村", "village", towns[0]),
        _area("990101002001", "丙村", "village", towns[1]),
    ]
    register = SourceFile.objects.create(
        sha256="a" * 64,
        name="人员信息.xlsx",
        kind="register_persons",
        state="loaded",
        on=ON,
        rows=3,
        accepted=3,
    )
    return County(county, towns, villages, register)


def five() -> County:
    """The small county with five households in its three villages."""
    made = plant()
    first, second, third = made.villages
    save(
        *_household(made, first, "H0001", head="钱初九"),
        *_household(made, first, "H0002", standing="exited", exit_year=2017, cause="缺技术", head="孙十一"),
        *_household(made, second, "H0003", size=4, head="李十二"),
        *_household(made, third, "H0004", standing="exited", exit_year=2018, head="周十三"),
        *_household(made, third, "H0005", size=2, cause="因残", head="吴十四"),
    )
    return made


def save(*records: Model) -> None:
    """Everything at once, a kind at a time: a record comes after those it names."""
    kinds: dict[type[Model], list[Model]] = {}
    for record in records:
        kinds.setdefault(type(record), []).append(record)
    for kind, alike in kinds.items():
        kind._default_manager.bulk_create(alike)


def household(county: County, village: Area, no: str, **told: Any) -> Household:
    """A household with everything known (see ``_household``), and members 户主, 配偶, 之子 …"""
    save(*_household(county, village, no, **told))
    return county.households[-1]


def _household(
    county: County, village: Area, no: str, *, size: int = 3, standing: str = "registered",
    exit_year: int | None = None, cause: str = "因病", head: str = "钱初九", **year: object,
) -> Iterator[Model]:  # fmt: skip
    src = {"file": county.register, "row": 12, "said_on": ON}
    home = Household(no=no, village=village, hamlet="一组", head_name=head)
    county.households.append(home)
    yield home
    for n in range(size):
        yield from _member(county, home, n, head if n == 0 else f"{head[0]}测{'甲乙丙丁戊己庚辛'[n % 8]}")
    yield from _stand(home, standing, exit_year, src)
    yield ExitPlan(household=home, year=exit_year or 2019, **src)
    yield Cause(household=home, code=cause, main=True, since=date(2014, 1, 1), **src)
    facts = {
        "size_stated": size, "category": "一般贫困户", "food_secure": True, "clothing_secure": True,
        "water_safe": True, "house_grade": "B", "house_dilapidated": False,
    }  # fmt: skip
    yield HouseholdYear(household=home, year=2018, **{**facts, **year}, **src)
    yield Measure(household=home, code="健康帮扶", title="健康帮扶", year=2018, **src)
    yield Receipt(household=home, item="农村低保金", amount=Decimal("1200.50"), year=2018, **src)
    yield Assignment(household=home, officer=county.officer, since=date(2016, 1, 1), **src)
    yield _income(county, home, 2018, size)


def member(county: County, home: Household, n: int, name: str, **more: object) -> Person:
    """One more member of a household, with a number, insured and in good health."""
    records = list(_member(county, home, n, name, **more))
    save(*records)
    return records[0]


def _member(county: County, home: Household, n: int, name: str, **more: object) -> Iterator[Any]:
    birth = date(1960, 1, 1) if n < 2 else date(2008, 5, 6)
    number = identity(birth)
    person = Person(
        person_no=f"P{home.no}{n:02d}", name=name, pinyin="ceshi", initials="cs", sex="男" if n % 2 == 0 else "女",
        birth=birth, id_cipher=secrets.encrypt(number), id_hash=secrets.blind_index(normal(number) or ""),
        village=home.village, file=county.register, row=20 + n,
    )  # fmt: skip
    yield person
    src = {"file": county.register, "row": 20 + n, "said_on": ON}
    relation = ("户主", "配偶")[n] if n < 2 else "之子"
    yield Membership(household=home, person=person, relation=relation, since=date(2014, 1, 1), **src)
    facts = {
        "education": "小学" if n < 2 else "", "school_status": "" if n < 2 else "小学", "health": "健康",
        "resident_medical": True, "employee_medical": False, "resident_pension": True, "labour": "普通劳动力",
    }  # fmt: skip
    yield PersonYear(person=person, year=2018, **{**facts, **more}, **src)


def income(
    county: County, home: Household, year: int, size: int, *, wage: Decimal = Decimal("5000.00")
) -> None:
    """A year's income with every item stated; ``wage`` is for each member."""
    _income(county, home, year, size, wage=wage).save()


def _income(
    county: County, home: Household, year: int, size: int, *, wage: Decimal = Decimal("5000.00")
) -> IncomeYear:
    items = dict.fromkeys(
        ("business", "dividend", "property_other", "transfer_family_planning", "transfer_dibao",
         "transfer_tekun", "transfer_pension", "transfer_eco", "transfer_other", "business_expense"), Decimal(0),
    )  # fmt: skip
    return IncomeYear(
        household=home,
        year=year,
        wage=wage * size,
        **items,
        file=county.register,
        row=12,
        said_on=date(year, 12, 31),
    )


def _stand(home: Household, status: str, exit_year: int | None, src: dict) -> Iterator[Standing]:
    first = date(2014, 1, 1)
    if status == "exited":
        left = date(exit_year or 2018, 12, 31)
        yield Standing(household=home, status="registered", since=first, until=left, **src)
        yield Standing(household=home, status="exited", since=left, **src)
    else:
        yield Standing(household=home, status=status, since=first, **src)


def _area(code: str, name: str, level: str, parent: Area | None) -> Area:
    path = f"{parent.path if parent else ''}{code}/"
    return Area.objects.create(code=code, name=name, level=level, parent=parent, path=path)
