"""One-card accounts: what of the list is taken, what is refused with words, what waits for a person."""

from datetime import date

import pytest

from liuqing.errors import Problem
from liuqing.planning.models import Card
from liuqing.planning.services import cards
from liuqing.policy import paying as policy
from liuqing.registry import secrets
from liuqing.registry.models import Person
from liuqing.registry.services import held
from liuqing.workflow.models import Event
from tests.imports import county as lists
from tests.planning import paying

HEADS = ("姓名", "证件号码", "开户银行", "账号", "户名", "启用日期")
BANK = "示例县农信社"


@pytest.fixture
def known(county):
    """The heads of H0001 and H0002 with their numbers."""
    people = [paying.head(county, no) for no in ("H0001", "H0002")]
    return [(person, secrets.decrypt(person.id_cipher)) for person in people]


def load(folder, cast, *rows, name="一卡通2018.xlsx"):
    book = lists.book(
        folder / name, {"一卡通": (HEADS, rows)}, title=f"一卡通账户（{name.removesuffix('.xlsx')}）"
    )
    return lists.load(book, cast.county_approver)


def row(one, number, holder="", since="2018-01-05"):
    person, identity = one
    return (person.name, identity, BANK, number, holder, since)


def faults(file):
    return [fault["what"] for kept in file.kept_rows.order_by("row") for fault in kept.problems]


def test_a_row_becomes_a_card_of_which_only_the_tail_can_be_read(county, cast, known, tmp_path):
    number = paying.account()
    file = load(tmp_path, cast, row(known[0], number))
    card = Card.objects.get()
    assert (file.kind, file.accepted, card.person, card.tail, card.since) == (
        "cards",
        1,
        known[0][0],
        number[-4:],
        date(2018, 1, 5),
    )
    assert number.encode() not in bytes(card.number)
    assert cards.opened(card) == (number, known[0][0].name)


def test_an_account_that_a_spreadsheet_damaged_is_refused_with_words(county, cast, known, tmp_path):
    file = load(tmp_path, cast, row(known[0], 6.217e18), row(known[1], "6.217E+18"))
    assert (file.refused, Card.objects.count()) == (2, 0)
    assert all("后几位已丢失" in what for what in faults(file))


@pytest.mark.parametrize(
    ("number", "words"), [("62990000001", "账号有 11 位"), ("6299ABC0000000000", "数字以外")]
)
def test_what_can_be_no_account_is_refused(county, cast, known, tmp_path, number, words):
    file = load(tmp_path, cast, row(known[0], number))
    assert file.refused == 1
    assert words in faults(file)[0]


def test_a_last_digit_that_does_not_fit_is_taken_with_a_remark(county, cast, known, tmp_path):
    sound = paying.account()
    file = load(tmp_path, cast, row(known[0], sound[:-1] + str((int(sound[-1]) + 1) % 10)))
    assert (file.accepted, Card.objects.count()) == (1, 1)
    assert "校验位不符" in faults(file)[0]


def test_an_account_in_two_households_waits_for_a_person(county, cast, known, tmp_path):
    number = paying.account()
    file = load(tmp_path, cast, row(known[0], number), row(known[1], number))
    assert (file.accepted, file.held, Card.objects.count()) == (1, 1, 1)
    held.decide(file.kept_rows.get(verdict="held"), by=cast.county_approver, person=known[1][0])
    assert Card.objects.count() == 2


def test_two_accounts_of_one_person_in_one_list_wait_for_a_person(county, cast, known, tmp_path):
    file = load(tmp_path, cast, row(known[0], paying.account()), row(known[0], paying.account()))
    assert (file.accepted, file.held) == (1, 1)


def test_a_newer_card_ends_the_one_before_and_nothing_is_overwritten(county, cast, known, tmp_path):
    first, second = paying.account(), paying.account()
    load(tmp_path, cast, row(known[0], first))
    load(tmp_path, cast, row(known[0], second, since="2018-06-01"), name="一卡通2018年6月.xlsx")
    told = [(one.tail, one.since, one.until) for one in Card.objects.order_by("since")]
    assert told == [
        (first[-4:], date(2018, 1, 5), date(2018, 6, 1)),
        (second[-4:], date(2018, 6, 1), None),
    ]


def test_an_older_list_only_adds_to_the_past(county, cast, known, tmp_path):
    load(tmp_path, cast, row(known[0], paying.account(), since="2018-06-01"))
    load(tmp_path, cast, row(known[0], paying.account(), since="2017-01-01"), name="一卡通2017.xlsx")
    assert [(one.since, one.until) for one in Card.objects.order_by("since")] == [
        (date(2017, 1, 1), date(2018, 6, 1)),
        (date(2018, 6, 1), None),
    ]


def test_the_same_card_again_changes_nothing(county, cast, known, tmp_path):
    number = paying.account()
    load(tmp_path, cast, row(known[0], number))
    load(tmp_path, cast, row(known[0], number, since="2018-09-01"), name="一卡通2018年9月.xlsx")
    assert Card.objects.count() == 1


def test_a_card_is_put_right_with_a_trace_that_holds_no_number(county, cast, known):
    person, number = known[0][0], paying.account()
    old = paying.card(person)
    made = cards.correct(person, by=cast.township_reviewer, bank=BANK, number=f"{number[:4]} {number[4:]}")
    old.refresh_from_db()
    assert (old.until is None, made.tail) == (False, number[-4:])
    event = Event.objects.get(act="cards.corrected")
    assert number not in str(event.detail) and person.name not in str(event.detail)


def test_nobody_puts_a_card_right_outside_their_area(county, cast):
    person = paying.head(county, "H0005")
    with pytest.raises(Problem) as told:
        cards.correct(person, by=cast.township_reviewer, bank=BANK, number=paying.account())
    assert told.value.code == "workflow.not_allowed"


def test_a_sealed_card_opens_for_its_own_person_only(county, known):
    card = paying.card(known[0][0])
    Card.objects.filter(pk=card.pk).update(person=Person.objects.get(pk=known[1][0].pk))
    with pytest.raises(Problem) as told:
        cards.opened(Card.objects.get(pk=card.pk))
    assert told.value.code == "secrets.damaged"


@pytest.mark.one_database
@pytest.mark.parametrize(("number", "sound"), [("6222021001116245702", True), ("6222021001116245703", False)])
def test_the_last_digit_of_a_bank_card(number, sound):
    assert policy.passes_luhn(number) is sound
