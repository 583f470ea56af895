"""Payments to people by functions: cards of the small county, a line with money, what the rules find due."""

from datetime import date
from decimal import Decimal
from itertools import count
from uuid import uuid4

from liuqing.planning.models import Card, Line
from liuqing.planning.services import cards, funds
from liuqing.registry.models import Membership, Snapshot
from tests.planning import building

_accounts = count(1)
DUE = {"H0001": 360000, "H0002": 120000, "H0003": 240000}
"""What the written findings say is due to the heads of three households in 2018, in fen."""


def account():
    """A number of a bank that does not exist, with a sound last digit."""
    first = f"6299{next(_accounts):014d}"
    doubled = sum(
        (d := int(c) * (2 if at % 2 == 0 else 1)) // 10 + d % 10 for at, c in enumerate(reversed(first))
    )
    return first + str(-doubled % 10)


def head(county, no):
    """The head of a household."""
    home = next(one for one in county.households if one.no == no)
    return Membership.objects.get(household=home, relation="户主", until=None).person


def child(county, no):
    """The child of a household of three."""
    home = next(one for one in county.households if one.no == no)
    return Membership.objects.get(household=home, relation="之子", until=None).person


def card(person, number=None, holder=None, since=date(2018, 1, 1)):
    """A card of a person."""
    number = number or account()
    kept = cards.sealed(person.pk, number, holder or person.name)
    return Card.objects.create(person=person, bank="示例县农信社", since=since, by="x", **kept)


def line(county, cast, actors, amount="100000.00", year=2018):
    """A budget line with money on it: a project of the year's plan with a document of the county."""
    project = building.project(county, need=amount, state="planned", year=year, area=county.county)
    document = funds.receive(
        by=cast.finance, no=f"示财〔{year}〕{next(_accounts)}号", title="下达资金", source="涉农整合资金", level="county",
        year=year, amount=Decimal(amount), issued_on=date(year, 1, 10), received_on=date(year, 1, 20), uuid=uuid4(),
    )  # fmt: skip
    allocation = funds.propose(
        by=cast.county_approver, project=project, document=document, year=year, amount=Decimal(amount)
    )
    funds.decide(allocation, by=actors.second_finance, agreed=True)
    return Line.objects.get(pk=allocation.line_id)


def findings(folder, county, due=None, amount="dibao_amount", people=()):
    """A snapshot of the year whose findings say what is due to the heads; None is not known."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    told = DUE if due is None else due
    homes = {one.no: one.pk for one in county.households}
    name = f"written-{next(_accounts)}"
    made = folder / "snapshots" / name / "findings"
    made.mkdir(parents=True)
    rows = [
        {"household_id": homes[no], "person_id": head(county, no).pk, amount: fen} for no, fen in told.items()
    ]
    for person, fen in dict(people).items():
        rows.append(
            {"household_id": person.memberships.get().household_id, "person_id": person.pk, amount: fen}
        )
    schema = pa.schema([("household_id", pa.int64()), ("person_id", pa.int64()), (amount, pa.int64())])
    pq.write_table(pa.Table.from_pylist(rows, schema), made / "entitlements.parquet")
    return Snapshot.objects.create(on=date(2018, 12, 31), folder=name, rules_version="x", complete=True)
