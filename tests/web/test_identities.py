"""Who is who on its page: one question at a time, three answers, and the way back."""

import json
import re
from datetime import date

import pytest

from liuqing.registry import secrets
from liuqing.registry.models import Entry, Household, Known, Merge, Pair, Person, SourceFile, SourceRow
from liuqing.registry.services import pairs
from liuqing.workflow.models import Event
from tests import county as making

pytestmark = pytest.mark.django_db
PAGE = "/identities/"
HEADINGS = ["乡镇", "行政村", "姓名", "性别", "身份证号", "保障类别", "月保障金额", "年度发放金额"]
NAME = "测重复"
ROW_NAME = "测另名"
BIRTH = date(1995, 3, 2)
"""Of nobody else in the small county, so that chance makes no pairs."""


@pytest.fixture
def twice(county, cast):
    """One person in two households of township 1: once with a digit mistyped, found and waiting."""
    number = making.identity(BIRTH, 777)
    wrong = number[:15] + str((int(number[15]) + 1) % 10) + number[16:]
    both = []
    for no, written in (("H0001", number), ("H0003", wrong)):
        person = making.member(county, Household.objects.get(no=no), 7, NAME)
        sound = secrets.blind_index(written) if written == number else None
        Person.objects.filter(pk=person.pk).update(
            id_cipher=secrets.encrypt(written), id_hash=sound, sex="男", birth=BIRTH
        )
        both.append(Person.objects.get(pk=person.pk))
    pairs.find(by=cast.county_approver)
    return both


@pytest.fixture
def pair(twice):
    return Pair.objects.get()


@pytest.fixture
def row(county):
    """A row of a list that may be the head of the household of village 乙, or the wife."""
    head, wife = (m.person for m in Household.objects.get(no="H0003").memberships.order_by("pk")[:2])
    file = SourceFile.objects.create(
        sha256="d" * 64, name="低保.csv", kind="dibao", state="loaded", by="x", rows=1, held=1,
        on=making.ON,
    )  # fmt: skip
    cells = ["甲镇", "乙村", ROW_NAME, head.sex, secrets.decrypt(head.id_cipher), "A类", "300", "3600"]
    return SourceRow.objects.create(
        file=file, row=2, verdict="held", village=county.villages[1], candidates=[head.pk, wife.pk],
        problems=[{"code": "row.ambiguous", "column": "姓名", "what": "可能是台账中的 2 个人", "remedy": ""}],
        cells=secrets.encrypt(json.dumps({"kind": "dibao", "headings": HEADINGS, "cells": cells})),
    )  # fmt: skip


def page(client, address=PAGE):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def say(client, key, answer, **more):
    return client.post(
        f"{PAGE}decide/", {"case": key, "answer": answer, **more}, follow=True
    ).content.decode()


def shown(text):
    """The question itself, as it is read."""
    return re.sub(r"<[^>]+>", " ", text[text.index('id="question"') : text.index('class="answers"')])


# Two records of the register


def test_two_records_are_side_by_side_with_what_differs(seen_by, pair, twice):
    text = page(seen_by("county_approver"))
    assert "还有 1 个" in text
    told = shown(text)
    assert told.count(NAME) == 2
    assert "差 1 位" in told
    assert "号码有误" in told
    assert "H0001" in told
    assert "H0003" in told
    assert "人员信息.xlsx" in told
    states = {
        label: state for state, label in re.findall(r'<tr class="is-(\w+)"><th scope="row">([^<]+)', text)
    }
    assert states["姓名"] == "same"
    assert states["证件号码"] == "differs"
    assert states["所在村"] == "differs"


def test_the_families_around_both_are_shown(seen_by, pair):
    told = shown(page(seen_by("county_approver")))
    assert "钱初九" in told
    assert "李十二" in told


def test_no_whole_number_is_on_the_page(seen_by, pair, twice, row):
    client = seen_by("county_approver")
    for key in (f"pair-{pair.pk}", f"row-{row.pk}"):
        assert not re.search(r"990101\d{8}", page(client, f"{PAGE}?case={key}"))


def test_the_same_person_in_two_households_stays_where_somebody_says(seen_by, pair, twice):
    client = seen_by("county_approver")
    refused = say(client, f"pair-{pair.pk}", "same")
    assert "请选定留在哪一户" in refused
    assert not Merge.objects.exists()
    done = say(client, f"pair-{pair.pk}", "same", kept=twice[1].pk)
    assert "已记下：是同一人" in done
    assert "都判断完了" in done
    assert Merge.objects.get().kept_id == twice[1].pk


def test_two_sound_numbers_ask_for_a_reason(seen_by, pair, twice):
    number = making.identity(BIRTH, 778)
    Person.objects.filter(pk=twice[1].pk).update(
        id_cipher=secrets.encrypt(number), id_hash=secrets.blind_index(number)
    )
    client = seen_by("county_approver")
    assert "凭什么认定" in page(client)
    assert "都是有效号码" in say(client, f"pair-{pair.pk}", "same", kept=twice[0].pk)
    say(client, f"pair-{pair.pk}", "same", kept=twice[0].pk, reason="已看身份证原件")
    assert Merge.objects.get().reason == "已看身份证原件"


def test_the_last_answer_is_taken_back(seen_by, pair, twice):
    client = seen_by("county_approver")
    for answer in ("same", "different"):
        text = say(client, f"pair-{pair.pk}", answer, kept=twice[0].pk)
        assert "撤销上一次判断" in text
        text = client.post(f"{PAGE}undo/", follow=True).content.decode()
        assert "已撤销" in text
        assert "还有 1 个" in text
    assert Person.objects.get(pk=twice[1].pk).same_as_id is None
    assert "没有可以撤销的判断" in client.post(f"{PAGE}undo/", follow=True).content.decode()


def test_an_older_answer_of_somebody_else_is_taken_back_from_the_list(seen_by, pair, twice, county):
    say(seen_by("county_approver"), f"pair-{pair.pk}", "same", kept=twice[0].pk)
    client = seen_by("township_reviewer")
    text = page(client)
    assert "最近判断过的" in text
    assert "撤销上一次判断" not in text
    client.post(f"{PAGE}undo/", {"case": f"pair-{pair.pk}"})
    pair.refresh_from_db()
    assert pair.state == "open"
    say(seen_by("county_approver"), f"pair-{pair.pk}", "different")
    Household.objects.filter(no="H0003").update(village=county.villages[2])
    assert "最近判断过的" not in page(client)
    assert client.post(f"{PAGE}undo/", {"case": f"pair-{pair.pk}"}).status_code == 404
    pair.refresh_from_db()
    assert pair.state == "different"


def test_what_came_after_a_merge_is_told_when_it_is_taken_back(seen_by, pair, twice):
    client = seen_by("county_approver")
    say(client, f"pair-{pair.pk}", "same", kept=twice[0].pk)
    Entry.objects.create(kind="dibao", person=twice[0], values={})
    assert "新来的 1 条事实" in client.post(f"{PAGE}undo/", follow=True).content.decode()


def test_what_is_put_off_comes_last(seen_by, pair, row):
    client = seen_by("county_approver")
    text = say(client, f"pair-{pair.pk}", "later")
    assert f'value="row-{row.pk}"' in text
    text = page(client)
    assert f'value="row-{row.pk}"' in text
    assert "其中 1 个先放着" in text
    assert f"case=pair-{pair.pk}" in text
    pair.refresh_from_db()
    assert pair.state == "open"


def test_the_queue_is_narrowed_by_list_and_village(seen_by, pair, row, county):
    client = seen_by("county_approver")
    for asked, key in (("kind=dibao", f"row-{row.pk}"), ("kind=register", f"pair-{pair.pk}")):
        text = page(client, f"{PAGE}?{asked}")
        assert "还有 1 个" in text
        assert f'value="{key}"' in text
    village = county.villages[0].code
    assert f'value="pair-{pair.pk}"' in page(client, f"{PAGE}?village={village}")
    assert "没有要判断的了" in page(client, f"{PAGE}?kind=pension")


def test_an_answer_keeps_the_filter(seen_by, pair, row):
    answer = seen_by("county_approver").post(
        f"{PAGE}decide/", {"case": f"row-{row.pk}", "answer": "different", "kind": "dibao"}
    )
    assert answer.url == f"{PAGE}?kind=dibao"


def test_only_the_county_looks_again(seen_by, twice):
    Pair.objects.all().delete()
    assert "待判断 1 对" in seen_by("county_approver").post(f"{PAGE}find/", follow=True).content.decode()
    client = seen_by("township_reviewer")
    assert "再查一遍" not in page(client)
    assert client.post(f"{PAGE}find/").status_code == 404


# Rows of lists


def test_a_row_is_beside_each_of_its_candidates(seen_by, row):
    client = seen_by("county_approver")
    first, second = (page(client, f"{PAGE}?case=row-{row.pk}&who={n}") for n in (1, 2))
    assert "李十二" in shown(first)
    assert "名册里可能有 2 个人" in first
    chosen = [re.search(r'name="person" value="(\d+)"', text)[1] for text in (first, second)]
    assert [int(one) for one in chosen] == row.candidates


def test_a_row_is_taken_for_the_candidate_that_is_shown(seen_by, row):
    say(seen_by("county_approver"), f"row-{row.pk}", "same", person=row.candidates[1])
    assert Entry.objects.get().person_id == row.candidates[1]
    assert not Known.objects.exists()


def test_a_row_is_remembered_only_by_the_box_and_can_be_revoked(seen_by, row):
    client = seen_by("county_approver")
    text = page(client)
    assert re.search(r'<input type="checkbox" name="remember" value="1">', text)
    text = say(client, f"row-{row.pk}", "same", person=row.candidates[0], remember="1")
    assert "记住的判断（1 条）" in text
    assert "H0003" in text
    known = Known.objects.get()
    client.post(f"{PAGE}known/{known.pk}/")
    assert Known.objects.get().until is not None
    assert 'id="remembered"' not in page(client)
    assert client.post(f"{PAGE}known/{known.pk}/").status_code == 404


def test_a_row_answered_is_asked_again_when_taken_back(seen_by, row):
    client = seen_by("county_approver")
    say(client, f"row-{row.pk}", "same", person=row.candidates[0], remember="1")
    text = client.post(f"{PAGE}undo/", follow=True).content.decode()
    assert f'value="row-{row.pk}"' in text
    assert not Entry.objects.exists()
    assert not Known.objects.filter(until=None).exists()


def test_somebody_who_is_no_candidate_cannot_be_chosen(seen_by, row, county):
    stranger = Household.objects.get(no="H0001").memberships.first().person
    answer = seen_by("county_approver").post(
        f"{PAGE}decide/", {"case": f"row-{row.pk}", "answer": "same", "person": stranger.pk}
    )
    assert answer.status_code == 404
    assert not Entry.objects.exists()


def test_two_payments_of_one_person_are_another_question(seen_by, row):
    row.problems = [{"code": "row.twice_different", "what": "x", "remedy": "", "column": ""}]
    row.candidates = row.candidates[:1]
    row.save()
    told = {"monthly": "100", "paid": "1200", "dibao_kind": "A类"}
    Entry.objects.create(kind="dibao", person_id=row.candidates[0], file=row.file, row=1, values=told)
    client = seen_by("county_approver")
    text = page(client)
    assert "是两笔，还是录重了" in text
    states = {
        label: state for state, label in re.findall(r'<tr class="is-(\w+)"><th scope="row">([^<]+)', text)
    }
    assert states["保障类别"] == "same"
    assert states["年度发放金额"] == "differs"
    assert 'name="remember"' not in text
    say(client, f"row-{row.pk}", "same", person=row.candidates[0])
    assert Entry.objects.filter(person_id=row.candidates[0]).count() == 2


def test_a_row_for_which_something_was_missing_is_tried_again(seen_by, row):
    row.problems = [
        {"code": "row.unknown_household", "what": "户信息中没有这个户编号", "remedy": "", "column": ""}
    ]
    row.candidates = []
    row.save()
    client = seen_by("county_approver")
    text = page(client)
    assert "户信息中没有这个户编号" in text
    assert "再试一次" in text
    still = say(client, f"row-{row.pk}", "same")
    assert "还不能采用" in still
    say(client, f"row-{row.pk}", "different")
    row.refresh_from_db()
    assert row.verdict == "refused"
    client.post(f"{PAGE}undo/")
    row.refresh_from_db()
    assert row.verdict == "held"


def test_without_an_answer_nothing_happens(seen_by, pair):
    text = say(seen_by("county_approver"), f"pair-{pair.pk}", "perhaps")
    assert "没有选答案" in text
    assert Event.objects.filter(act="identities.judged").count() == 0


# Who may


@pytest.mark.parametrize(
    "part", ["village_officer", "outsider", "county_leader", "department_officer", "finance", "inspector",
             "administrator", "nobody"]
)  # fmt: skip
def test_who_may_not_judge_has_no_such_page(seen_by, pair, row, part):
    client = seen_by(part)
    assert client.get(PAGE).status_code == 404
    for key in (f"pair-{pair.pk}", f"row-{row.pk}"):
        answer = client.post(f"{PAGE}decide/", {"case": key, "answer": "different"})
        assert answer.status_code == 404
    for path in ("undo/", "find/", "known/1/"):
        assert client.post(PAGE + path).status_code == 404
    pair.refresh_from_db()
    row.refresh_from_db()
    assert (pair.state, row.verdict) == ("open", "held")


def test_a_township_sees_pairs_of_which_both_are_its_own(seen_by, pair, county):
    client = seen_by("township_reviewer")
    assert f'value="pair-{pair.pk}"' in page(client)
    Household.objects.filter(no="H0003").update(village=county.villages[2])
    text = page(client)
    assert "都判断完了" in text
    assert NAME not in text
    for answer in ("same", "different"):
        assert client.post(f"{PAGE}decide/", {"case": f"pair-{pair.pk}", "answer": answer}).status_code == 404


def test_what_others_remembered_elsewhere_is_not_shown(seen_by, cast, county):
    far = Household.objects.get(no="H0004").memberships.first().person
    now = making.ON
    for n, person in enumerate((far, None)):
        Known.objects.create(
            kind="dibao", mark=str(n), person=person, by="county-approver", at=f"{now}T00:00Z"
        )
    assert "记住的判断（2 条）" in page(seen_by("county_approver"))
    client = seen_by("township_reviewer")
    assert "记住的判断" not in page(client)
    assert client.post(f"{PAGE}known/{Known.objects.first().pk}/").status_code == 404


# Promise 2


def test_no_address_on_the_page_names_anybody(seen_by, pair, row, twice):
    client = seen_by("county_approver")
    names = {NAME, ROW_NAME, "李十二", "钱初九"}
    for key in (f"pair-{pair.pk}", f"row-{row.pk}"):
        text = page(client, f"{PAGE}?case={key}")
        for href in re.findall(r'(?:href|action)="([^"]*)"', text):
            assert not any(name in href for name in names)
    answer = client.post(f"{PAGE}decide/", {"case": f"pair-{pair.pk}", "answer": "different"})
    assert not any(name in answer.url for name in names)
    told = json.dumps([(e.subject, e.detail) for e in Event.objects.all()], ensure_ascii=False)
    assert not any(name in told for name in names)
