"""The bank's file: what it holds, that both forms say the same, and that an account is nowhere else."""

import hashlib
import json
import logging
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings

from liuqing.errors import Problem
from liuqing.planning.services import batches, cards
from liuqing.registry import secrets
from liuqing.reports import bank_file
from liuqing.sheets.read import read_tables
from liuqing.workflow.models import Event
from tests.planning import building, paying

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(county, cast):
    """The first file of a batch of three heads."""
    paying.findings(Path(settings.WORKSPACE.folder), county)
    for no in paying.DUE:
        paying.card(paying.head(county, no))
    line = paying.line(county, cast, building.actors(county), "10000.00")
    told = {"by": cast.county_approver, "programme": "dibao", "period": "2018", "area": county.county}
    batch = batches.submit(batches.make(**told, line=line, uuid=uuid4()), by=cast.county_approver)
    return batches.send(batches.decide(batch, by=cast.finance, agreed=True), by=cast.finance)


def accounts(county):
    return [cards.opened(paying.head(county, no).cards.get())[0] for no in paying.DUE]


def test_the_text_is_what_banks_take_and_bears_its_digest(file, county, cast, tmp_path):
    out = bank_file.write(file, user=cast.finance, purpose="送代发银行", form="csv", out=tmp_path / "a.csv")
    content = out.read_bytes()
    assert hashlib.sha256(content).hexdigest() == file.sha256
    head, first, *_, last = content.decode("gb18030").split("\r\n")[:-1]
    assert head == "序号,户名,账号,金额,用途,批次号"
    name = paying.head(county, "H0001").name
    assert first == f"1,{name},{accounts(county)[0]},3600.00,农村低保金 2018年,FF2018-00001-01"
    assert last == "合计,3笔,,7200.00,,FF2018-00001-01"


def test_the_workbook_says_the_same_and_keeps_accounts_as_text(file, county, cast, tmp_path):
    out = bank_file.write(file, user=cast.finance, purpose="送代发银行", form="xlsx", out=tmp_path / "a.xlsx")
    with read_tables(out, known=lambda text: text in ("序号", "户名", "账号", "金额")) as tables:
        table = next(tables)
        at = {heading: n for n, heading in enumerate(table.headings)}
        rows = [row.cells for row in table.rows]
    assert [row[at["账号"]] for row in rows if row[at["账号"]]] == accounts(county)
    amounts = [Decimal(str(row[at["金额"]])) for row in rows if row[at["账号"]]]
    assert sum(amounts) == file.amount


def test_it_lies_encrypted_and_every_opening_leaves_a_trace(file, county, cast, tmp_path):
    kept = (Path(settings.WORKSPACE.folder) / "inbox" / file.sha256).read_bytes()
    assert not any(number.encode() in kept for number in accounts(county))
    for form in ("csv", "xlsx"):
        bank_file.write(file, user=cast.finance, purpose="送代发银行", form=form, out=tmp_path / f"a.{form}")
    assert [event.detail["purpose"] for event in Event.objects.filter(act="batches.file_opened")] == [
        "送代发银行"
    ] * 2


@pytest.mark.parametrize("part", ["inspector", "township_reviewer", "village_officer", "county_leader"])
def test_who_does_not_handle_money_cannot_open_it(file, cast, part, tmp_path):
    with pytest.raises(Problem) as told:
        bank_file.write(file, user=getattr(cast, part), purpose="看一看", form="csv", out=tmp_path / "a.csv")
    assert told.value.code == "workflow.not_allowed"
    assert not (tmp_path / "a.csv").exists()


def test_a_reason_with_a_number_in_it_is_refused(file, county, cast, tmp_path):
    with pytest.raises(Problem) as told:
        bank_file.write(
            file, user=cast.finance, purpose=f"核对 {accounts(county)[0]}", form="csv", out=tmp_path / "a.csv"
        )
    assert told.value.code == "batches.number_in_reason"


def test_no_account_number_stands_anywhere_in_the_record_the_trail_or_the_log(
    file, county, cast, tmp_path, caplog
):
    caplog.set_level(logging.DEBUG)
    numbers = accounts(county)
    answer = tmp_path / "回盘.csv"
    lines = ["账号,金额,处理结果,失败原因", *(f"{one},1.00,成功,账号 {one}" for one in numbers)]
    answer.write_bytes("\r\n".join(lines).encode("gb18030"))
    with pytest.raises(Problem) as told:
        batches.take_back(file.batch, by=cast.finance, name=answer.name, path=answer)
    said = told.value.sentence() + caplog.text + "".join(_everything())
    assert not any(number in said for number in numbers)
    assert not any(_identity(county, no) in said for no in paying.DUE)


def _identity(county, no):
    return secrets.decrypt(paying.head(county, no).id_cipher)


def _everything():
    """Every value of every record of this room and of the trail, as text."""
    for label in ("planning", "workflow"):
        for model in apps.get_app_config(label).get_models():
            for row in model.objects.values():
                yield json.dumps(
                    {k: v.hex() if isinstance(v, bytes) else str(v) for k, v in row.items()},
                    ensure_ascii=False,
                )
