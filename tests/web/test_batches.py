"""Payments to people on pages: made, put right, agreed by another, sent, answered; a household's own money."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from liuqing.planning.models import BankFile, Batch, Due, Payment
from liuqing.planning.services.batches import bank_text
from liuqing.registry.models import Entry, Receipt
from liuqing.registry.services import files
from tests.planning import building, paying

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(county, cast):
    """What is due to three heads of 2018, each with a card, and a line of 10,000 yuan."""
    paying.findings(Path(settings.WORKSPACE.folder), county)
    for no in paying.DUE:
        paying.card(paying.head(county, no))
    return paying.line(county, cast, building.actors(county), "10000.00")


def text(answer):
    return answer.content.decode()


def do(client, batch, act, **more):
    return client.post(f"/payments/{batch.no}/", {"act": act, **more}, follow=True)


@pytest.fixture
def batch(line, seen_by):
    """A batch of 2018 as the county's analyst makes it on the page."""
    told = {"programme": "dibao", "period": "2018", "area": "990101", "uuid": uuid4()}
    seen_by("county_approver").post("/payments/new/", told)
    return Batch.objects.get()


@pytest.fixture
def sent(batch, line, seen_by):
    """The same, agreed and at the bank."""
    maker, finance = seen_by("county_approver"), seen_by("finance")
    do(maker, batch, "line", line=line.pk)
    do(maker, batch, "submit")
    do(finance, batch, "decide", agreed="1")
    do(finance, batch, "send")
    batch.refresh_from_db()
    assert batch.state == Batch.State.SENT
    return batch


def upload(client, batch, results, **more):
    told = BankFile.objects.get(batch=batch, way="out")
    rows = bank_text.read(files.kept(told.sha256, told.name))[1:-1]
    lines = ["序号,户名,账号,金额,处理结果,失败原因"]
    lines += [",".join([*row[:4], *result]) for row, result in zip(rows, results, strict=True)]
    content = "\r\n".join(lines).encode("gb18030")
    return client.post(
        f"/payments/{batch.no}/",
        {"act": "back", "file": SimpleUploadedFile("回盘.csv", content), **more},
        follow=True,
    )


def test_from_the_rules_to_the_card_on_pages(sent, seen_by):
    page = text(upload(seen_by("finance"), sent, [("成功", "")] * 3))
    assert "到账 3 笔，失败 0 笔" in page
    assert "已办结" in page
    assert Payment.objects.count() == 3


def test_a_clerk_sees_first_what_must_be_put_right_and_by_whom(line, county, seen_by):
    Entry.objects.create(
        kind="police_deaths", person=paying.head(county, "H0001"), values={"died_on": "2017-01-01"}
    )
    maker = seen_by("county_approver")
    told = {"programme": "dibao", "period": "2018", "area": "990101", "uuid": uuid4()}
    page = text(maker.post("/payments/new/", told, follow=True))
    assert "先处理这 1 人，才能送审" in page
    assert page.index("死亡后发放") < page.index("名单</h2>")
    assert re.search(r'value="submit" disabled', page)


def test_people_of_one_cause_go_together_with_one_reason(line, county, batch, seen_by):
    for no in ("H0001", "H0002"):
        Entry.objects.create(
            kind="police_deaths", person=paying.head(county, no), values={"died_on": "2017-01-01"}
        )
    maker = seen_by("county_approver")
    page = text(do(maker, batch, "check"))
    assert "先处理这 2 人" in page
    page = text(do(maker, batch, "drop-all", code="dead", why="核实已死亡"))
    assert "已去掉 2 笔" in page
    assert batch.dues.filter(state=Due.State.DROPPED, reason="核实已死亡").count() == 2


def test_whoever_handed_in_does_not_see_the_buttons_to_agree(batch, line, seen_by):
    maker = seen_by("county_approver")
    do(maker, batch, "line", line=line.pk)
    page = text(do(maker, batch, "submit"))
    assert 'value="decide"' not in page
    assert 'value="decide"' in text(seen_by("finance").get(f"/payments/{batch.no}/"))


def test_giving_back_needs_a_reason_and_the_maker_reads_it(batch, line, seen_by):
    maker, finance = seen_by("county_approver"), seen_by("finance")
    do(maker, batch, "line", line=line.pk)
    do(maker, batch, "submit")
    answer = do(finance, batch, "decide", agreed="0", said="")
    assert answer.status_code == 422 and "没有写退回的理由" in text(answer)
    do(finance, batch, "decide", agreed="0", said="名单与公示不符")
    assert "名单与公示不符" in text(maker.get(f"/payments/{batch.no}/"))


def test_an_answer_that_does_not_fit_is_said_in_words_and_changes_nothing(sent, seen_by):
    answer = upload(seen_by("finance"), sent, [("成功", ""), ("已受理", ""), ("成功", "")])
    assert answer.status_code == 422
    assert "第 3 行：处理结果没有看懂" in text(answer)
    assert not Payment.objects.exists()


def test_who_could_not_be_paid_is_followed_on_the_page(sent, seen_by):
    finance, maker = seen_by("finance"), seen_by("county_approver")
    upload(finance, sent, [("成功", ""), ("失败", "账户已销户"), ("成功", "")])
    page = text(maker.get(f"/payments/{sent.no}/"))
    assert "银行没有发成的 1 人" in page and "账户已销户" in page
    failed = sent.dues.get(state=Due.State.FAILED)
    do(maker, sent, "card", due=failed.pk, number=paying.account(), bank="示例县农信社")
    page = text(do(finance, sent, "again"))
    assert "FF2018-00001-02.csv" in page


def test_the_file_is_taken_by_post_with_a_reason_and_never_by_an_address(sent, seen_by):
    finance, file = seen_by("finance"), BankFile.objects.get()
    address = f"/payments/{sent.no}/file/{file.pk}.csv"
    assert finance.get(address).status_code == 405
    assert finance.post(address, {"purpose": ""}).status_code in (400, 409, 422)
    answer = finance.post(address, {"purpose": "送代发银行"})
    content = b"".join(answer.streaming_content)
    assert content.decode("gb18030").startswith("序号,户名,账号,金额,用途,批次号")
    assert finance.post(address.replace(".csv", ".exe"), {"purpose": "送代发银行"}).status_code != 200


def test_no_account_and_no_identity_number_is_on_any_page(sent, seen_by, county):
    numbers = [row[2] for row in _sent_rows(sent)]
    for part in ("county_approver", "finance", "township_reviewer", "inspector"):
        for path in ("/payments/", f"/payments/{sent.no}/", "/payments/unpaid/?programme=dibao&period=2018"):
            page = text(seen_by(part).get(path))
            assert not any(number in page for number in numbers)
            assert not re.search(r"990101\d{11}[\dX]", page)
    assert f"*{numbers[0][-4:]}" in text(seen_by("county_approver").get(f"/payments/{sent.no}/"))


def _sent_rows(batch):
    told = BankFile.objects.get(batch=batch, way="out")
    return bank_text.read(files.kept(told.sha256, told.name))[1:-1]


@pytest.mark.parametrize(
    "part", ["village_officer", "department_officer", "county_leader", "administrator", "nobody"]
)
def test_who_may_not_see_payees_does_not_learn_of_batches(batch, seen_by, part):
    client = seen_by(part)
    assert client.get("/payments/").status_code == 404
    assert client.get(f"/payments/{batch.no}/").status_code == 404


def test_a_township_sees_its_own_batches_only(batch, seen_by):
    town = seen_by("township_reviewer")
    assert town.get(f"/payments/{batch.no}/").status_code == 404
    told = {"programme": "dibao", "period": "2018-06", "area": "990101001", "uuid": uuid4()}
    page = text(town.post("/payments/new/", told, follow=True))
    assert "FF2018-00002" in page
    assert "与另一批" not in page or "FF2018-00001" in page


def test_bad_input_is_answered_in_words_with_nothing_lost(line, seen_by):
    told = {"programme": "dibao", "period": "去年", "area": "990101", "uuid": uuid4()}
    answer = seen_by("county_approver").post("/payments/new/", told)
    assert answer.status_code == 422
    assert "没有看懂发的是哪个期间" in text(answer)
    assert 'value="dibao" selected' in text(answer) and 'value="去年"' in text(answer)


def test_who_is_due_and_not_paid_is_listed_for_who_sees_households(line, seen_by):
    page = text(seen_by("county_approver").get("/payments/unpaid/?programme=dibao&period=2018"))
    assert "7,200.00" in page and "H0001" in page
    page = text(seen_by("finance").get("/payments/unpaid/?programme=dibao&period=2018"))
    assert "7,200.00" in page and "H0001" not in page


def test_a_household_sees_all_it_got(sent, seen_by, county):
    Receipt.objects.all().delete()
    upload(seen_by("finance"), sent, [("成功", "")] * 3)
    page = text(seen_by("township_reviewer").get("/household/H0001/received/?year=2018"))
    assert "农村低保金 2018年" in page and "3,600.00" in page
    tail = f"*{paying.head(county, 'H0001').cards.get().tail}"
    assert tail in page
    page = text(seen_by("village_officer").get("/household/H0001/received/?year=2018"))
    assert "3,600.00" in page and tail not in page  # who may not see payees sees no account, not even its end
    assert seen_by("outsider").get("/household/H0001/received/").status_code == 404


def test_the_first_page_asks_few_questions(batch, seen_by, django_assert_max_num_queries):
    client = seen_by("county_approver")
    client.get("/payments/")
    with django_assert_max_num_queries(20):
        client.get("/payments/")
    with django_assert_max_num_queries(25):
        client.get(f"/payments/{batch.no}/")
