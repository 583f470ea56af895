"""What lists say of a person: present, absent, of another year, after the day, twice, malformed."""

import tracemalloc
from datetime import UTC, date, datetime

import pyarrow.parquet as pq
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liuqing.compute.snapshot import RECEIVED
from liuqing.registry import secrets
from liuqing.registry.models import Entry, Household, Membership, Person, PersonYear, SourceFile, SourceRow
from liuqing.registry.services import freezing
from liuqing.registry.services.freezing import pieces
from liuqing.registry.services.freezing.listed import LISTED
from tests import county as making
from tests.registry.lists import DAY, head, loaded, says

pytestmark = pytest.mark.django_db
ON = date(2018, 12, 31)
PAYS = {
    "dibao": "paid", "tekun": "paid", "disabled": "paid", "pension": "paid", "school_roll": "paid", "work": "paid",
    "public_posts": "paid", "rangers": "paid", "microcredit": "interest_aid",
}  # fmt: skip


@pytest.fixture
def frozen(county, place, tmp_path):
    """A row of the frozen persons, by household number of its head."""

    def freeze(no="H0001", on=ON, name="persons"):
        freezing.freeze(tmp_path, freezing.asked(on))
        table = "persons" if name == "everybody" else name
        rows = pq.read_table(tmp_path / f"{table}.parquet").to_pylist()
        return next(row for row in rows if row["person_id"] == head(no).pk) if name == "persons" else rows

    return freeze


def told(row, *names):
    return tuple(row[name] for name in names)


# Present and absent


@pytest.mark.parametrize("kind", RECEIVED)
def test_a_list_of_the_year_speaks_of_who_is_in_it_and_who_is_not(frozen, kind):
    names = (f"{kind}_times", f"{kind}_paid_fen")
    assert told(frozen(), *names) == (None, None)
    file = loaded(kind)
    assert told(frozen(), *names) == (0, 0)
    says(file, head(), **({PAYS[kind]: "1200.50"} if kind in PAYS else {}))
    # Training pays nothing: what it paid is never known of who is in it.
    assert told(frozen(), *names) == (1, 120050 if kind in PAYS else None)
    assert told(frozen("H0002"), *names) == (0, 0)


@pytest.mark.parametrize("kind", RECEIVED)
def test_a_list_of_another_year_says_nothing(frozen, kind):
    for on in (date(2017, 12, 31), date(2019, 1, 1)):
        says(loaded(kind, on), head(), since="2017-01-01")
    assert told(frozen(), f"{kind}_times", f"{kind}_paid_fen") == (None, None)


@pytest.mark.parametrize("state", ["failed", "received", "unmapped"])
def test_a_list_that_was_not_read_to_its_end_says_nothing(frozen, state):
    says(loaded("dibao", state=state), head(), paid="1.00")
    assert frozen()["dibao_times"] is None


def test_a_corrected_list_still_speaks(frozen):
    says(loaded("dibao", state="superseded"), head(), paid="1.00")
    assert told(frozen(), "dibao_times", "dibao_paid_fen") == (1, 100)


@pytest.mark.parametrize("kind", RECEIVED)
def test_two_rows_are_counted_and_added(frozen, kind):
    for _ in range(2):
        says(loaded(kind), head(), **({PAYS[kind]: "0.10"} if kind in PAYS else {}))
    assert told(frozen(), f"{kind}_times", f"{kind}_paid_fen") == (2, 20 if kind in PAYS else None)


def test_one_row_without_an_amount_leaves_the_sum_unknown(frozen):
    file = loaded("dibao")
    says(file, head(), paid="10.00")
    says(file, head())
    assert told(frozen(), "dibao_times", "dibao_paid_fen") == (2, None)


def test_a_workbook_with_several_lists_speaks_for_each(frozen):
    file = loaded("work+training")
    says(file, head(), kind="training", training_kind="技能培训")
    assert told(frozen(), "training_times", "work_times", "dibao_times") == (1, 0, None)


# The day


def test_a_list_counts_from_its_own_day(frozen):
    says(loaded("disabled", date(2018, 6, 15)), head(), paid="1.00", disability_grade="二级")
    assert told(frozen(on=date(2018, 6, 15)), "disabled_times", "disability_grade") == (1, 2)
    assert told(frozen(on=date(2018, 6, 14)), "disabled_times", "disability_grade") == (None, None)


def test_an_event_counts_from_its_own_day(frozen):
    says(loaded("training", date(2018, 6, 1)), head(), ended="2018-06-20", training_kind="技能培训")
    assert told(frozen(on=date(2018, 6, 20)), "training_times", "training_kind") == (1, "技能培训")
    assert told(frozen(on=date(2018, 6, 19)), "training_times", "training_kind") == (0, None)


def test_what_a_later_list_took_over_is_not_known_of_the_earlier_day(frozen):
    """The newer list of a year takes the place of the older: who was in both is only in the newer."""
    loaded("dibao", date(2018, 6, 30))
    says(loaded("dibao", date(2018, 12, 31)), head(), paid="1.00")
    assert told(frozen(on=date(2018, 6, 30)), "dibao_times", "dibao_paid_fen") == (None, None)
    assert told(frozen("H0002", on=date(2018, 6, 30)), "dibao_times", "dibao_paid_fen") == (0, 0)
    assert told(frozen(), "dibao_times", "dibao_paid_fen") == (1, 100)


def test_the_list_of_the_next_year_leaves_this_year_known(frozen):
    loaded("dibao", date(2018, 6, 30))
    loaded("training", date(2018, 6, 30))
    says(loaded("dibao", date(2019, 6, 30)), head(), paid="1.00")
    says(loaded("training", date(2019, 6, 30)), head())
    assert told(frozen(), "dibao_times", "dibao_paid_fen", "training_times") == (0, 0, 0)


def test_an_event_after_the_day_in_a_later_list_leaves_the_earlier_known(frozen):
    loaded("training", date(2018, 6, 30))
    says(loaded("training", date(2018, 12, 31)), head(), ended="2018-09-01")
    assert frozen(on=date(2018, 6, 30))["training_times"] == 0


def test_the_later_list_has_the_last_word_and_a_gap_says_nothing(frozen):
    later, earlier = loaded("disabled", date(2018, 10, 1)), loaded("disabled", date(2018, 3, 1))
    says(later, head(), disability_grade="三级")
    says(earlier, head(), disability_grade="一级", disability_kind="肢体")
    assert told(frozen(), "disability_grade", "disability_kind") == (3, "肢体")


def test_of_one_day_the_row_read_later_counts(frozen):
    file = loaded("disabled")
    for grade in ("一级", "四级"):
        says(file, head(), disability_grade=grade)
    assert frozen()["disability_grade"] == 4


# What each list says

SAID = [
    ("medical_insured", {"premium_aid": "180.00"}, {"list_insured": True, "premium_aid_fen": 18000}),
    ("medical_insured", {}, {"list_insured": True, "premium_aid_fen": None}),
    ("school_roll", {"boarding": True, "private_school": False, "admission": "一本", "central_university": True,
                     "cost": "8000.00", "loan": "6000.00"},
     {"list_enrolled": True, "boarding": True, "private_school": False, "admission": "一本",
      "central_university": True, "schooling_cost_fen": 800000, "student_loan_fen": 600000}),
    ("work", {"work_place": "浙江省义乌市", "months": 7, "contract_kind": "劳动合同（一年）", "contract_months": 12,
              "since": "2018-03-01"},
     {"work_region": "省外", "list_work_months": 7, "contract_kind": "劳动合同", "contract_months": 12,
      "newly_hired": True}),
    ("work", {"since": "2017-12-31"}, {"newly_hired": False, "work_region": None, "employer_id": None}),
    ("wishes", {"wants_work": True, "wants_training": False}, {"wants_work": True, "wants_training": False}),
    ("training", {"training_kind": "引导性培训"}, {"training_kind": "引导性培训"}),
    ("public_posts", {"post": "乡村保洁员", "months": 6}, {"post_kind": "乡村保洁员", "post_months": 6}),
    ("disabled", {"disability_kind": "视力", "disability_grade": "一级"},
     {"disability_kind": "视力", "disability_grade": 1}),
    ("health", {"illness": "尿毒症", "treated": "已救治", "contracted": True},
     {"illness": "尿毒症", "illness_treated": True, "illness_contracted": True}),
    ("health", {"illness": "高血压", "treated": "未纳入管理", "contracted": False},
     {"illness_treated": False, "illness_contracted": False}),
    ("dibao", {"monthly": "250.00", "since": "2015-03-01"},
     {"dibao_monthly_fen": 25000, "dibao_since": date(2015, 3, 1)}),
]  # fmt: skip


@pytest.mark.parametrize("kind,values,expected", SAID)
def test_a_list_says_its_facts(frozen, kind, values, expected):
    assert all(frozen()[name] is None for name in expected)
    says(loaded(kind), head(), **values)
    assert {name: frozen()[name] for name in expected} == expected


def test_who_is_not_in_the_insurance_list_got_no_premium(frozen):
    loaded("medical_insured")
    loaded("school_roll")
    assert told(frozen(), "list_insured", "premium_aid_fen", "list_enrolled") == (False, 0, False)


MALFORMED = [None, "", "不详", "-1", -1, [], {}, True, "1e999", "NaN", 10**30, "2018-13-45"]


@pytest.mark.parametrize("value", MALFORMED, ids=repr)
def test_a_malformed_value_is_not_known_and_breaks_nothing(frozen, value):
    facts = {fact for _, values, _ in SAID for fact in values} | {
        "lent",
        "lent_on",
        "due_on",
        "overdue",
        "paid",
    }
    for kind in {kind for kind, _, _ in SAID} | set(RECEIVED):
        says(loaded(kind), head(), **dict.fromkeys(facts, value))
    row = frozen()
    assert told(row, "dibao_paid_fen", "dibao_monthly_fen", "disability_grade", "work_region") == (None,) * 4
    assert told(row, "list_work_months", "newly_hired", "dibao_since", "loan_fen") == (None,) * 4
    assert row["dibao_times"] == 1


@pytest.mark.parametrize("values", [[], "text", 7])
def test_an_entry_that_is_no_entry_is_passed_over(frozen, values):
    file = loaded("dibao")
    Entry.objects.create(kind="dibao", person=head(), file=file, said_on=DAY, values=values)
    assert frozen()["dibao_times"] == 0


def test_nothing_is_known_of_people_outside_the_register(frozen):
    person = head()
    for kind in (*RECEIVED, "medical_insured", "wishes", "health"):
        says(loaded(kind), person)
    Membership.objects.filter(person=person).update(household=Household.objects.get(no="H0002"))
    Membership.objects.filter(person=person).update(until=date(2018, 6, 1), relation="之子")
    rows = {row["person_id"]: row for row in frozen(name="everybody")}
    assert rows[person.pk]["household_id"] is None
    assert {name for name in LISTED if rows[person.pk][name] is not None} == set()


# Work


@pytest.mark.parametrize(
    "text,region",
    [
        ("示例县甲镇", "县内"), ("甲镇", "县内"), ("云南省示例市示例县", "县内"), ("本县", "县内"), ("本村", "县内"),
        ("云南省昆明市", "县外省内"), ("示例市经济开发区", "县外省内"), ("省内", "县外省内"),
        ("浙江省义乌市", "省外"), ("广东深圳", "省外"), ("省外务工", "省外"), ("内蒙古呼和浩特", "省外"),
        ("广东省示例县", "省外"), ("在浙江打工", "省外"), ("杭州内衣厂", None), ("未知", None), ("", None),
    ],
)  # fmt: skip
def test_a_place_of_work_lies_in_the_county_the_province_or_beyond(frozen, text, region):
    says(loaded("work"), head(), work_place=text)
    assert frozen()["work_region"] == region


def test_worked_before_follows_the_register_and_the_list_of_the_year_before(frozen):
    assert frozen()["worked_before"] is None
    PersonYear.objects.create(person=head(), year=2017, work_months=0)
    assert frozen()["worked_before"] is False
    PersonYear.objects.filter(person=head(), year=2017).update(work_months=1)
    assert frozen()["worked_before"] is True
    assert frozen("H0002")["worked_before"] is None
    says(loaded("work", date(2017, 12, 31)), head("H0002"))
    assert frozen("H0002")["worked_before"] is True
    assert frozen("H0003")["worked_before"] is False
    assert frozen("H0002", on=date(2019, 6, 1))["worked_before"] is None


def test_an_employer_is_one_however_its_name_is_spaced_and_what_most_rows_say(frozen):
    file = loaded("work")
    first = says(file, head(), employer="示例 制衣厂", employer_kind="扶贫车间")
    says(file, head("H0002"), employer="示例制衣厂", employer_kind="扶贫工厂")
    says(file, head("H0003"), employer="示例制衣厂", employer_kind="其他企业")
    other = says(file, head("H0004"), employer="演示物流")
    says(loaded("work", date(2017, 12, 31)), head("H0005"), employer="往年的厂")
    assert frozen()["employer_id"] == frozen("H0003")["employer_id"] == first.pk
    assert frozen("H0005")["employer_id"] is None
    assert frozen(name="employers") == [
        {"employer_key": first.pk, "employer_kind": "扶贫工厂"},
        {"employer_key": other.pk, "employer_kind": None},
    ]


# Loans


def lend(file, no="H0001", lent="10000.00", on="2018-03-01", due="2021-03-01", **more):
    return says(file, head(no), lent=lent, lent_on=on, due_on=due, **more)


LOAN = ("loan_fen", "loan_days", "loan_term_days", "loan_overdue", "loan_use")


@pytest.mark.parametrize(
    "on,due,day,days",
    [
        ("2018-03-01", "2021-03-01", ON, 306),  # from the first day of March, both ends
        ("2017-03-01", "2020-03-01", ON, 365),  # the whole year
        ("2016-03-01", "2018-03-01", ON, 59),  # the day of repayment no longer counts
        ("2016-03-01", "2018-01-01", ON, 0),
        ("2018-12-31", "2019-12-31", ON, 1),
        ("2018-03-01", "2021-03-01", date(2018, 11, 30), 275),
    ],
)
def test_a_loan_runs_from_its_day_to_the_day_before_it_is_due(frozen, on, due, day, days):
    lend(loaded("microcredit"), on=on, due=due, overdue=False, loan_use="养牛")
    row = frozen(on=day)
    term = (date.fromisoformat(due) - date.fromisoformat(on)).days
    assert told(row, *LOAN) == (1000000, days, term, False, "养牛")


def test_a_loan_due_before_the_year_is_over(frozen):
    lend(loaded("microcredit"), on="2015-01-01", due="2017-12-31")
    assert told(frozen(), *LOAN) == (0, 0, None, False, None)


def test_without_a_ledger_nothing_is_known_of_loans(frozen):
    assert told(frozen(), *LOAN) == (None,) * 5
    loaded("microcredit")
    assert told(frozen(), *LOAN) == (0, 0, None, False, None)


def test_a_loan_of_an_older_ledger_still_runs(frozen):
    lend(loaded("microcredit", date(2017, 12, 31)), on="2017-03-01", due="2020-03-01")
    assert told(frozen(), "loan_fen", "loan_days", "microcredit_times") == (1000000, 365, None)
    assert frozen("H0002")["loan_fen"] is None


def test_two_loans_are_added_and_their_days_weighted(frozen):
    file = loaded("microcredit")
    lend(file, lent="10000.00", on="2017-01-01", due="2019-01-01", overdue=True)
    lend(file, lent="30000.00", on="2018-12-30", due="2019-12-30", loan_use="养猪")
    fen, days, _, overdue, use = told(frozen(), *LOAN)
    assert (fen, days, overdue, use) == (4000000, (365 + 3 * 2 + 2) // 4, True, "养猪")


def test_a_loan_without_its_days_leaves_them_unknown(frozen):
    says(loaded("microcredit"), head(), lent="10000.00")
    assert told(frozen(), *LOAN) == (1000000, None, None, None, None)


# The whole


def test_freezing_costs_the_same_number_of_queries_however_many_people(county, place, tmp_path):
    def asked_for():
        with CaptureQueriesContext(connection) as queries:
            freezing.freeze(tmp_path, freezing.asked(ON))
        return len(queries)

    for kind in (*RECEIVED, "housing", "medical_settlements"):
        says(loaded(kind), head())
    few = asked_for()
    for n in range(20):
        person = making.household(county, county.villages[0], f"X{n}").memberships.first().person
        for file in SourceFile.objects.filter(kind__in=RECEIVED):
            says(file, person)
    # Two of them ask for what the county itself found of the monitored.
    assert asked_for() == few <= 18


def test_freezing_holds_one_piece_however_many_people(county, place, tmp_path, monkeypatch):
    """Four times as many people need hardly more memory: nothing grows with the county."""
    monkeypatch.setattr(pieces, "PIECE", 400)
    home, file = Household.objects.get(no="H0001"), loaded("dibao")

    def peak(people):
        made = Person.objects.bulk_create(Person(name="测试", village=home.village) for _ in range(people))
        Membership.objects.bulk_create(
            Membership(household=home, person=one, relation="之子", since=date(2014, 1, 1)) for one in made
        )
        Entry.objects.bulk_create(
            Entry(kind="dibao", person=one, file=file, said_on=file.on, values={"paid": "1.00"})
            for one in made
        )
        del made
        tracemalloc.start()
        try:
            counts = freezing.freeze(tmp_path, freezing.asked(ON))
            return counts["persons"], tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    few, small = peak(1600)
    many, large = peak(4800)
    assert many > 3.9 * few
    assert large < 1.3 * small


# Facts for flags


def number(text, person=None):
    """The person's number as somebody wrote it."""
    person = person or head()
    Person.objects.filter(pk=person.pk).update(id_cipher=secrets.encrypt(text) if text else None)


@pytest.mark.parametrize(
    "text,length,birth,sex,card",
    [
        ("990101198001010016", 18, date(1980, 1, 1), "男", None),
        ("990101198001010024", 18, date(1980, 1, 1), "女", None),
        ("990101800101002", 15, date(1980, 1, 1), "女", None),
        ("99010119800101001642", 20, date(1980, 1, 1), "男", 4),
        ("99010119800101001642B1", 22, date(1980, 1, 1), "男", 4),
        ("990101198013010016", 18, None, "男", None),
        ("99010119800101001", 17, None, None, None),
        ("99010119800101001X", 18, date(1980, 1, 1), "男", None),
        ("", None, None, None, None),
    ],
)
def test_a_number_tells_length_birth_sex_and_card_as_it_was_written(frozen, text, length, birth, sex, card):
    number(text)
    assert told(frozen(), "id_length", "id_birth", "id_sex", "id_class") == (length, birth, sex, card)


def test_numbers_of_people_outside_the_register_are_not_opened(frozen):
    outsider = Person.objects.create(name="外人", id_cipher=b"cannot be opened")
    row = next(row for row in frozen(name="everybody") if row["person_id"] == outsider.pk)
    assert told(row, "id_length", "rows_waiting", "vehicles", "police_listed") == (None,) * 4


def waits(*people, verdict="held", on=DAY, kind="register_persons", **more):
    rows = SourceRow.objects.count()
    file = loaded(kind, on)
    keys = [person.pk for person in people]
    SourceRow.objects.create(file=file, row=rows + 2, verdict=verdict, candidates=keys, cells=b"", **more)


def test_rows_that_wait_for_a_decision_are_counted_by_whom_they_may_mean(frozen):
    waits(head(), head("H0002"))
    waits(head())
    assert (frozen()["rows_waiting"], frozen("H0002")["rows_waiting"], frozen("H0003")["rows_waiting"]) == (
        2,
        1,
        0,
    )


def test_rows_that_were_decided_refused_or_not_of_the_register_do_not_wait(frozen):
    waits(head(), resolved_at=datetime(2018, 12, 1, tzinfo=UTC))
    waits(head(), verdict="refused")
    waits(head(), kind="dibao")
    waits(head(), on=date(2019, 1, 5))
    assert frozen()["rows_waiting"] == 0


@pytest.mark.parametrize("kind", RECEIVED)
def test_a_list_does_not_leave_out_whom_a_row_that_waits_may_mean(frozen, kind):
    waits(head(), head("H0002"), kind=kind)
    names = (f"{kind}_times", f"{kind}_paid_fen")
    assert told(frozen(), *names) == told(frozen("H0002"), *names) == (None, None)
    assert told(frozen("H0003"), *names) == (0, 0)


@pytest.mark.parametrize(
    ("kind", "name", "left_out"),
    [
        ("medical_insured", "list_insured", False),
        ("medical_insured", "premium_aid_fen", 0),
        ("school_roll", "list_enrolled", False),
        ("police_residents", "police_listed", False),
        ("payroll", "on_payroll", False),
        ("cadres", "village_cadre", False),
        ("vehicles", "vehicles", "|"),
        ("microcredit", "loan_fen", 0),
    ],
)
def test_every_list_that_speaks_by_leaving_out_waits_for_the_decision(frozen, kind, name, left_out):
    waits(head(), kind=kind)
    assert frozen()[name] is None
    assert frozen("H0003")[name] == left_out


def test_somebody_with_a_row_of_their_own_is_in_the_list_whatever_else_waits(frozen):
    waits(head(), kind="medical_insured")
    says(loaded("medical_insured"), head())
    assert frozen()["list_insured"] is True


@pytest.mark.parametrize(
    "more",
    [
        {"resolved_at": datetime(2018, 12, 1, tzinfo=UTC)},
        {"verdict": "accepted"},
        {"kind": "school_roll"},
        {"on": date(2017, 12, 31)},
        {"on": date(2019, 1, 5)},
    ],
)
def test_rows_decided_taken_or_of_another_list_or_time_leave_a_list_as_it_speaks(frozen, more):
    loaded("medical_insured")
    waits(head(), **{"kind": "medical_insured", **more})
    assert frozen()["list_insured"] is False


def test_a_list_does_not_leave_out_whom_a_refused_row_names_until_it_is_put_right(frozen):
    loaded("medical_insured")
    waits(head(), kind="medical_insured", verdict="refused")
    waits(kind="medical_insured", verdict="refused")
    assert frozen()["list_insured"] is None
    assert frozen("H0002")["list_insured"] is False
    SourceRow.objects.update(resolved_at=datetime(2018, 12, 1, tzinfo=UTC))
    assert frozen()["list_insured"] is False


def test_of_a_workbook_with_several_lists_only_the_list_of_the_row_waits(frozen):
    waits(head(), kind="dibao+tekun", sheet="低保")
    mapping = {"低保": {"kind": "dibao"}, "特困": {"kind": "tekun"}}
    SourceFile.objects.filter(kind="dibao+tekun").update(mapping=mapping)
    assert told(frozen(), "dibao_times", "tekun_times") == (None, 0)


def test_of_a_sheet_that_nobody_knows_every_list_of_the_workbook_waits(frozen):
    waits(head(), kind="dibao+tekun", sheet="另页")
    assert told(frozen(), "dibao_times", "tekun_times") == (None, None)


def test_a_row_that_waits_for_a_merged_record_waits_for_the_one_that_counts(frozen):
    gone = Person.objects.create(name="旧档", same_as=head())
    waits(gone, kind="medical_insured")
    assert frozen()["list_insured"] is None


def test_whom_the_work_list_of_the_year_before_may_mean_is_not_told_to_have_stayed_at_home(frozen):
    PersonYear.objects.all().delete()
    waits(head(), kind="work", on=date(2017, 12, 31))
    assert frozen()["worked_before"] is None
    assert frozen("H0003")["worked_before"] is False


def test_what_the_register_keeps_aside_of_a_person_is_told(frozen):
    other = {"work_place": "广东省东莞市", "public_post": "护路员", "public_post_months": 6}
    PersonYear.objects.filter(person=head()).update(other=other)
    assert told(frozen(), *other) == tuple(other.values())
    assert told(frozen("H0002"), *other) == (None,) * 3


KINDS = {
    "vehicles": ("vehicles", "vehicle"), "property": ("property_uses", "use"), "companies": ("companies", "kind"),
    "signals": ("signals", "signal"),
}  # fmt: skip


def owns(file, **values):
    Entry.objects.create(
        kind=file.kind, person=head(), file=file, said_on=file.on, row=Entry.objects.count(), values=values
    )


@pytest.mark.parametrize("kind", KINDS)
def test_the_kinds_of_what_somebody_owns_or_is_said_of_are_joined(frozen, kind):
    column, fact = KINDS[kind]
    assert frozen()[column] is None
    file = loaded(kind)
    assert frozen()[column] == "|"
    for said in ("甲类", "乙类", "甲类"):
        owns(file, **{fact: said})
    assert (frozen()[column], frozen("H0002")[column]) == ("|甲类|乙类|", "|")


def test_what_names_no_kind_is_there_all_the_same(frozen):
    says(loaded("vehicles"), head(), status="正常")
    assert frozen()["vehicles"] == "|其他|"


@pytest.mark.parametrize(
    "kind,values",
    [
        ("vehicles", {"vehicle": "小型轿车", "status": "报废"}),
        ("companies", {"kind": "个体工商户", "status": "已注销"}),
        ("companies", {"kind": "个体工商户", "status": "吊销，未注销"}),
        ("vehicles", {"vehicle": "小型轿车", "registered_on": "2019-01-01"}),
        ("signals", {"signal": "赌博", "found_on": "2019-01-01"}),
    ],
)
def test_what_was_given_up_or_is_still_to_come_is_not_owned(frozen, kind, values):
    file = loaded(kind)
    owns(file, **values)
    owns(file, **{KINDS[kind][1]: "仍在"})
    assert frozen()[KINDS[kind][0]] == "|仍在|"


def test_the_payroll_and_the_committees_speak_also_by_leaving_people_out(frozen):
    names = ("on_payroll", "payroll_kind", "village_cadre")
    assert told(frozen(), *names) == (None,) * 3
    payroll, cadres = loaded("payroll"), loaded("cadres")
    says(payroll, head(), staff_kind="公益性岗位")
    says(cadres, head(), since="2016-04-01")
    assert told(frozen(), *names) == (True, "公益性岗位", True)
    assert told(frozen("H0002"), *names) == (False, None, False)


@pytest.mark.parametrize("left,still", [("2018-12-31", False), ("2019-01-01", True)])
def test_who_left_the_committee_by_the_day_is_in_it_no_longer(frozen, left, still):
    says(loaded("cadres"), head(), since="2016-04-01", left_on=left)
    assert frozen()["village_cadre"] is still


def test_who_stands_in_the_list_of_residents_and_how(frozen):
    names = ("police_listed", "police_relation")
    assert told(frozen(), *names) == (None, None)
    file = loaded("police_residents")
    says(file, head(), relation="户主")
    brought = head("H0002")
    Person.objects.filter(pk=brought.pk).update(file=file)
    assert told(frozen(), *names) == (True, "户主")
    assert told(frozen("H0002"), *names) == (True, None)
    assert told(frozen("H0003"), *names) == (False, None)


def test_the_school_roll_and_the_work_list_tell_aid_place_and_first_day(frozen):
    says(loaded("school_roll"), head(), school_aid="雨露计划", elsewhere=True)
    says(loaded("work"), head(), since="2018-03-05")
    names = ("school_aid_kind", "schooled_elsewhere", "work_started")
    assert told(frozen(), *names) == ("雨露计划", True, date(2018, 3, 5))
