"""Money by functions: a document received, a line with money on it, claims and payments, through the acts."""

from datetime import date
from decimal import Decimal
from importlib import import_module
from itertools import count
from uuid import uuid4

from django.db import connection

from liuqing.planning.models import Contract
from liuqing.planning.services import funds
from liuqing.workflow import clock
from tests.planning import building

_numbers = count(1)


def received(by, *, amount="1000000.00", no="", year=2018, source="涉农整合资金", **more):
    """A document with its money in the book."""
    facts = {
        "no": no or f"示财农〔{year}〕{next(_numbers)}号", "title": "关于下达资金的通知", "source": source, "level": "province",
        "year": year, "amount": amount, "issued_on": date(year, 1, 10), "received_on": date(year, 1, 20), "uuid": uuid4(),
    } | more  # fmt: skip
    return funds.receive(by=by, **facts)


def line(county, cast, *, need="100000.00", amount="", document=None, state="begun", **more):
    """A line of a project that is under way, with money on it."""
    made = building.project(county, need=need, state=state, **more)
    document = document or received(cast.county_approver)
    proposed = funds.propose(
        by=cast.county_approver, project=made, document=document, year=document.year, amount=amount or need
    )
    return funds.decide(proposed, by=cast.finance, agreed=True).line


def invoice(amount, no=""):
    """One invoice over so much."""
    return {"no": no or f"{next(_numbers):08d}", "amount": str(amount)}


def claimed(line, cast, amount="40000.00", *, agreed=True, kind="progress", by=None, **more):
    """A claim with an invoice, agreed unless told not to."""
    papers = more.pop("invoices", [invoice(amount)] if kind in ("progress", "final") else ())
    made = funds.claim(
        by=by or cast.township_reviewer,
        line=line,
        kind=kind,
        amount=amount,
        uuid=uuid4(),
        invoices=papers,
        **more,
    )
    return funds.judge(made, by=cast.finance, outcome="approved") if agreed else made


def paid(claim, cast, amount=None, **more):
    """A payment of an agreed claim."""
    facts = {"party": "示例建筑公司", "uuid": uuid4()} | more
    return funds.pay(claim, by=cast.finance, amount=amount, **facts)


def unguarded():
    """The database as it is after somebody took the triggers of the book off."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for sql in import_module("liuqing.planning.migrations.0002_book").no_guards(connection.vendor):
            cursor.execute(sql)


def contract(project, *, amount="80000.00", retention="0.05", party="示例建筑公司"):
    """A contract of a project, put into the record."""
    return Contract.objects.create(
        project=project, uuid=uuid4(), no=f"HT{next(_numbers)}", kind="施工", party=party, amount=Decimal(amount),
        signed_on=date(2018, 3, 1), retention=Decimal(retention), by="county-approver", at=clock.now(),
    )  # fmt: skip
