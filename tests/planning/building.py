"""A small pool by functions: projects, documents and money of the small county, and the people who act on them.

What stands here is put into the record directly, so that a test of one act needs no other.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import count
from uuid import uuid4

from django.contrib.auth.models import User

from liuqing.planning.models import Beneficiary, Document, Funding, Project, Quantity, Target
from tests.cast import user

PLACE = """\
extends: china/yunnan
code: "990101"
names: {city: 示例市, county: 示例县}
label: 示例县
plan: {title: 示例县脱贫攻坚规划, first_year: 2018, last_year: 2020}
project_classes:
  产业扶贫: [规模化种植, 规模化养殖]
  基础设施和公共服务: [道路建设, 农村饮水]
fund_sources: [行业部门资金, 涉农整合资金, 县级自筹资金]
departments:
  县农业局: [农业局]
  县交通局: [交通局]
  县财政局: [财政局]
"""
_numbers = count(1)


@dataclass(frozen=True)
class Actors:
    """Who acts on projects besides the fixed cast."""

    agriculture: User
    other_department: User
    second_analyst: User
    second_finance: User


def actors(county) -> Actors:
    """Appoint them for the small county."""
    path = county.county.path
    return Actors(
        agriculture=user("agriculture-officer", "department_officer", path, "县农业局"),
        other_department=user("traffic-officer", "department_officer", path, "县交通局"),
        second_analyst=user("second-analyst", "county_analyst", path),
        second_finance=user("second-finance", "finance", path, "县财政局"),
    )


def project(
    county,
    *,
    need="100000.00",
    source="涉农整合资金",
    year=2018,
    state="draft",
    maker="village-officer",
    **more,
):
    """A complete project of village 甲: 100 亩 at 1,000 yuan, one target, one funding."""
    number = next(_numbers)
    facts = {
        "no": f"P{number:05d}", "uuid": uuid4(), "name": f"示例种植项目{number}", "class_one": "产业扶贫",
        "class_two": "规模化种植", "nature": "新建", "area": county.villages[0], "content": "种植", "year": year,
        "starts_on": date(year, 3, 1), "ends_on": date(year, 10, 31), "department": "县农业局", "unit": "甲村合作社",
        "lead": "甲村党总支书记", "mechanism": "土地流转、务工", "state": state, "maker": maker,
    } | more  # fmt: skip
    made = Project.objects.create(**facts)
    total = Decimal(need)
    Quantity.objects.create(
        project=made, item="种植", unit="亩", quantity=100, unit_cost=total / 100, amount=total
    )
    Target.objects.create(project=made, kind="产出数量", name="种植面积", value=100, unit="亩")
    Funding.objects.create(project=made, year=year, source=source, need=total)
    return made


def serves(made, *homes):
    """Households that the project serves."""
    for home in homes:
        Beneficiary.objects.create(project=made, household=home, since=date(2018, 1, 1))


def document(*, no="示财农〔2018〕1号", amount="1000000.00", source="涉农整合资金", year=2018, **more):
    """A funding document, without its voucher: for tests that only read."""
    facts = {
        "no": no, "title": "关于下达资金的通知", "source": source, "level": "province", "year": year,
        "amount": Decimal(amount), "issued_on": date(year, 1, 10), "received_on": date(year, 1, 20), "by": "finance-officer",
    } | more  # fmt: skip
    return Document.objects.create(**facts)
