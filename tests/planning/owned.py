"""Assets of the small county by functions, and a place whose share plans are invented for the tests."""

from datetime import date
from decimal import Decimal
from itertools import count
from uuid import uuid4

from liuqing.planning.models import Asset, Income, Payment, Voucher
from tests.planning import building

SHARING = """\
classes:
  养牛场: {kind: business, source: &own {document: 示例县收益办法, clause: 第一条}}
  村道: {kind: public, source: *own}
  能繁母牛: {kind: household, source: *own}
plans:
  three_parts:
    label: 三方分成
    of: [养牛场]
    values:
      2018-01-01:
        parts: [{to: households, percent: 70}, {to: collective, percent: 20}, {to: operator, percent: 10}]
        source: *own
      2019-07-01:
        parts: [{to: households, percent: 45, exited: leave}, {to: collective, percent: 55}]
        source: *own
      2021-01-01: {ended: true, source: *own}
  by_people:
    label: 按人口
    values:
      2018-01-01: {parts: [{to: households, percent: 100, basis: persons}], source: *own}
  weak_double:
    label: 弱劳动力户加倍
    values:
      2018-01-01:
        parts:
          - {to: households, percent: 100, basis: need, among: registered, exited: leave, weights: {weak_labour: 2, other: 1}}
        source: *own
  posts_and_works:
    label: 公益岗位和小型公益事业
    values:
      2018-01-01: {parts: [{to: posts, percent: 60}, {to: works, percent: 40}], source: *own}
"""
_numbers = count(1)


def settle(folder):
    """The small county's place with its share plans."""
    (folder / "place.yaml").write_text(building.PLACE, encoding="utf-8")
    (folder / "sharing.yaml").write_text(SHARING, encoding="utf-8")
    return folder


def asset(county, **more):
    """A cattle shed of village 甲 worth 100,000 yuan, made on the first day of 2018."""
    facts = {
        "no": f"Z{next(_numbers):04d}", "name": "甲村养牛场", "kind": "business", "asset_class": "养牛场", "area": county.villages[0],
        "owner": "甲村村集体", "keeper": "甲村管护员", "value": Decimal("100000.00"), "built_on": date(2018, 1, 1), "by": "village-officer",
    } | more  # fmt: skip
    return Asset.objects.create(**facts)


def income(one, amount, year=2018, on=None, item="分红"):
    """So much came in of an asset."""
    day = on or date(year, 12, 20)
    return Income.objects.create(
        area=one.area, asset=one, item=item, amount=Decimal(amount), on=day, year=year, by="village-officer"
    )


def paid(project, amount):
    """So much was paid for a project: only the payment, for tests that read it."""
    line = project.lines.create(document=building.document(no=f"示〔2018〕{project.pk}号"), year=2018)
    told = {"on": date(2018, 5, 1), "by": "finance-officer"}
    voucher = Voucher.objects.create(
        no=f"V{project.pk}",
        uuid=uuid4(),
        kind="pay",
        entered_on=told["on"],
        at="2018-05-01T00:00Z",
        seal="",
        **told,
    )
    return Payment.objects.create(
        no=f"ZF{project.pk}", line=line, amount=Decimal(amount), voucher=voucher, party="施工单位", **told
    )
