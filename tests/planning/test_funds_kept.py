"""The database itself keeps the book: what was written stays as it was, whatever program is connected."""

from datetime import date
from decimal import Decimal
from importlib import import_module
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from liuqing.planning.models import Account, Payment, Posting, Reduction, Refund, Voucher
from liuqing.planning.services import funds
from liuqing.workflow import clock
from tests.planning import money

MODELS = (Voucher, Posting, Payment, Refund, Reduction)
GUARDS = import_module("liuqing.planning.migrations.0002_book")
DAY = date(2018, 5, 1)
FREE = {"planning_payment": {"household_id", "person_id"}}
"""What merging two records of one person may change."""


@pytest.fixture
def written(county, cast, actors):
    """A book with a row in every table."""
    claim = money.claimed(money.line(county, cast), cast, "40000.00")
    payment = money.paid(claim, cast, "30000.00")
    refund = funds.refund(payment, by=cast.finance, amount="1", why="多付", uuid=uuid4())
    funds.give_up(claim, by=cast.finance, why="减量", uuid=uuid4())
    funds.reverse(refund.voucher, by=actors.second_finance, why="录错", uuid=uuid4())


@pytest.mark.parametrize("model", MODELS)
def test_no_column_of_the_book_is_changed(written, model):
    table = model._meta.db_table
    assert model.objects.exists()
    for field in model._meta.concrete_fields:
        with connection.cursor() as cursor:
            same = f'UPDATE {table} SET "{field.column}" = "{field.column}"'
            if field.column in FREE.get(table, ()):
                cursor.execute(same)
                continue
            with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
                cursor.execute(same)
    assert funds.verify().sound


@pytest.mark.parametrize("model", MODELS)
def test_nothing_is_taken_out_of_the_book_unseen(written, model):
    """PostgreSQL refuses it; SQLite empties its tables that way and cannot, so there it shows."""
    delete = f"DELETE FROM {model._meta.db_table}"
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
                cursor.execute(delete)
        else:
            cursor.execute(delete)
            assert not funds.verify().sound
        transaction.set_rollback(True)


def test_a_voucher_that_does_not_add_up_is_not_kept_unseen(written):
    """Not even one that another program writes: refused when its transaction ends, on SQLite found afterwards."""
    made = Voucher.objects.create(
        no="PZ99999999", uuid=uuid4(), kind="pay", on=DAY, entered_on=DAY, at=clock.now(), by="x", seal=""
    )
    one, other = Account.objects.order_by("pk")[:2]
    Posting.objects.create(voucher=made, account=one, amount=Decimal("5.00"))
    if connection.vendor == "postgresql":
        with pytest.raises(IntegrityError, match="does not add up"), transaction.atomic():
            connection.check_constraints()
    else:
        assert f"凭证 {made.no} 借贷不平" in funds.verify().faults
    Posting.objects.create(voucher=made, account=other, amount=Decimal("-5.00"))
    connection.check_constraints()
    assert f"凭证 {made.no} 借贷不平" not in funds.verify().faults


def test_the_missing_guard_shows_and_can_be_put_on_again(written):
    money.unguarded()
    assert sum("防改保护不在" in fault for fault in funds.verify().faults) == len(MODELS)
    with connection.cursor() as cursor:
        for sql in GUARDS.guards(connection.vendor):
            cursor.execute(sql)
    assert funds.verify().sound


def test_every_column_is_kept_but_those_that_merging_moves():
    for model in MODELS:
        table = model._meta.db_table
        columns = {field.column for field in model._meta.concrete_fields}
        assert columns - set(GUARDS.KEPT[table]) == FREE.get(table, set())
