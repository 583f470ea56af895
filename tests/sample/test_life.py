"""Every rule finds somebody: work, schools, bills, warnings, and what offices report."""

from collections import Counter, defaultdict
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuqing.policy import place as places
from liuqing.policy import quotas
from liuqing.policy.indicators import BY_LABEL
from liuqing.sample import calibration, county, jobs, rates
from liuqing.sample.area_reports import statements
from liuqing.sample.deeds import deeds
from liuqing.sample.hospital import INPATIENT, Bill, Year, settle
from liuqing.sample.pupils import aid
from tests.sample.reading import Folder

ON = date(2018, 12, 31)


def _rates(place: str) -> rates.Rates:
    return rates.of(places.load(place), calibration.load(place))


@pytest.fixture(scope="module")
def lists(folder: Folder) -> dict[str, list[dict[str, object]]]:
    """The rows of each list about people of the register."""
    found = defaultdict(list)
    for table in folder.departments:
        year = "2017" if "2017" in table.file else "2018"
        name = table.kind.key if year == "2018" else f"{table.kind.key} before"
        for n, row in table.rows.items():
            if (table.file, table.sheet, n) in folder.people:
                found[name].append(row)
    return found


def test_employers_have_exactly_so_many_hires_that_count_as_stand_at_the_steps(whole):
    sizes = defaultdict(list)
    for name, hires in whole.employers.items():
        sizes["扶贫工厂" if "扶贫工厂" in name else "本地企业"].append(hires)
    assert {kind: tuple(sorted(found)) for kind, found in sizes.items()} == jobs.STEPS


def test_the_work_list_says_of_every_employer_what_the_truth_says(folder: Folder, lists):
    hires, people = Counter(), Counter()
    for row in lists["work"]:
        kinds = ("劳动合同", "就业协议") if row["employer_kind"] == jobs.FACTORY else ("劳动合同",)
        if row["employer_kind"] in (jobs.FACTORY, jobs.FIRM):
            people[row["employer"]] += 1
            long_enough = row["contract_months"] >= 6 and str(row["since"]).startswith("2018")
            hires[row["employer"]] += row["contract_kind"] in kinds and long_enough
    told = {d[len("employer=") :]: int(v) for (m, d), v in folder.figures.items() if m == "counted_hires"}
    assert told == dict(hires) and len(told) >= 4
    assert all(people[name] == hires[name] + jobs.SHORT for name in told), "some hires are too short to count"


def test_work_is_in_the_county_in_the_province_and_outside(lists):
    where = Counter(
        "县内" if "富源县" in place else "县外省内" if place.startswith("云南省") else "省外"
        for place in (str(row["work_place"]) for row in lists["work"] if row["work_place"])
    )
    assert min(where.values()) > 0.1 * where.total() and len(where) == 3


def test_somebody_lost_the_work_of_the_year_before(whole):
    lost = [
        h for h in whole.households
        if any(p.earlier for p in h.members) and not any(p.months or p.post for p in h.members)
    ]  # fmt: skip
    assert 0.005 < len(lost) / len(whole.households) < 0.2


def test_training_wishes_and_posts_have_all_their_words(lists):
    assert {row["training_kind"] for row in lists["training"]} >= {"技能培训", "引导性培训"}
    assert {row["wants_training"] for row in lists["wishes"]} >= {"是", "否"}
    assert any("沪滇" in str(row["post"]) for row in lists["public_posts"])


def test_the_roll_has_every_stage_and_students_of_every_admission(lists):
    grades = {str(row["grade"])[:2] for row in lists["school_roll"]}
    assert {"幼儿", "小学", "七年", "普通", "中职", "高职", "本科"} <= grades
    assert {"二本", "专科"} <= {row["admission"] for row in lists["school_roll"]}
    assert any(row["loan"] not in ("", None, 0) for row in lists["school_roll"])


@pytest.mark.parametrize(
    ("grade", "boards", "admission", "yuan"),
    [
        ("幼儿园大班", False, None, 300), ("小学三年级", False, None, 1490), ("小学三年级", True, None, 2490),
        ("八年级", True, None, 3030), ("普通高中一年级", True, None, 5000), ("中职二年级", False, None, 5000),
        ("中职三年级", False, None, 3000), ("本科一年级", False, "二本", 3500), ("本科一年级", False, "一本", 8500),
    ],
)  # fmt: skip
def test_what_fuyuan_pays_for_a_pupil_is_the_sum_of_the_plans_items(grade, boards, admission, yuan):
    assert aid(grade, boards, admission, _rates("fuyuan")) == yuan


def test_wenchanghu_pays_a_flat_sum_from_vocational_school_on():
    pays = _rates("wenchanghu")
    assert [aid(g, True, None, pays) for g in ("小学三年级", "中职三年级", "本科一年级")] == [0, 3000, 3000]


def test_a_stay_in_fuyuan_is_settled_by_level_and_above_the_serious_illness_line():
    medical, year = _rates("fuyuan").medical, Year()
    town = settle(Bill(1_100_000, 1_000_000, INPATIENT, "乡镇", True), "", year, medical)
    assert (town["basic"], town["serious"]) == (900_000, 0)
    county_ = settle(Bill(4_500_000, 4_000_000, INPATIENT, "县", True), "", year, medical)
    # 10 % of 10,000 and 15 % of 40,000 yuan are left: 7,000, of which 2,000 are above the line.
    assert (county_["basic"], county_["serious"]) == (3_400_000, 140_000)


def test_the_backstop_brings_a_stay_in_songming_to_ninety_per_cent():
    paid = settle(
        Bill(1_100_000, 1_000_000, INPATIENT, "市", True), "其他救助对象", Year(), _rates("songming").medical
    )
    assert sum(paid.values()) == 900_000


@given(
    st.lists(
        st.tuples(st.integers(0, 10**8), st.sampled_from(["乡镇", "县", "市", "省"]), st.booleans()),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(["fuyuan", "songming", "menghai", "wenchanghu"]),
    st.sampled_from(["", "其他救助对象", "低保对象、特困人员"]),
)
def test_nobody_is_paid_more_than_a_bill_and_the_ceiling_holds(bills, place, aided):
    medical, year, left = _rates(place).medical, Year(), 0
    for covered, level, referred in bills:
        paid = settle(Bill(covered + 100, covered, INPATIENT, level, referred), aided, year, medical)
        most = covered + (100 if medical.whole else 0)
        assert all(fen >= 0 for fen in paid.values()) and sum(paid.values()) <= most
        left += most - sum(paid.values()) if referred else 0
    if aided and medical.ceiling is not None:
        assert left <= medical.ceiling


def test_bills_cross_the_serious_illness_line_in_several_steps(lists):
    bills = defaultdict(list)
    for row in lists["medical_settlements"]:
        bills[row["id_no"]].append(row)
    assert max(len({row["discharged"] for row in those}) for those in bills.values()) >= 3
    assert any(float(row["serious"]) > 0 for those in bills.values() for row in those)
    assert {row["bill_kind"] for those in bills.values() for row in those} == {"住院", "门诊", "特殊病门诊"}
    assert {"是", "否"} == {row["referred"] for those in bills.values() for row in those}
    for row in (row for those in bills.values() for row in those):
        parts = sum(float(row[name]) for name in ("basic", "serious", "aid", "backstop", "self_paid"))
        assert abs(parts - float(row["total"])) < 0.011


def test_disasters_health_and_building_have_members_on_both_sides(folder: Folder, lists):
    assert lists["disasters"] and {row["disaster"] for row in lists["disasters"]}
    assert {"已救治", "规范管理", "未纳入管理"} <= {row["treated"] for row in lists["health"]}
    raised = [float(row["self_raised"]) for row in lists["housing"]]
    assert any(yuan > 10_000 for yuan in raised) and any(0 < yuan <= 10_000 for yuan in raised)


def test_help_that_misses_the_cause_and_safety_nets_for_the_able_occur(whole):
    said = Counter(tuple(h.facts["measures"]) for h in whole.households)
    assert said["社会帮扶",] and said["综合保障",]


@pytest.fixture(scope="module")
def small():
    return county.make("xinping", households=200)


def test_indicators_are_known_of_their_level_and_readable(small):
    levels = {row.code: row.level for row in small.place.areas()}
    found = list(statements(small))
    for one in found:
        indicator = BY_LABEL[one.indicator]
        assert levels[one.area_code] in indicator.levels and indicator.value(one.value) is not None
        assert one.unit == indicator.unit
    assert len({one.indicator for one in found}) > 0.85 * sum(
        set(one.levels) & {"county", "town", "village"} != set() for one in BY_LABEL.values()
    )
    assert max(Counter((one.area_code, one.indicator) for one in found).values()) == 1


@pytest.mark.parametrize("place", ["fuyuan", "xinping", "songming", "menghai", "wenchanghu"])
def test_offices_do_most_of_what_each_place_asks_but_not_all(place):
    made = county.make(place, households=80)
    asked = {
        (one.activity, office[0])
        for one in quotas.declared(made.place).quotas.values()
        for office in quotas.offices(made.place, one) if one.activity != quotas.HELPERS
    }  # fmt: skip
    done = list(deeds(made))
    assert {(one.activity, one.role) for one in done} <= asked
    assert len({(one.activity, one.role) for one in done}) >= 0.8 * len(asked)
    assert all(date(2018, 1, 1) <= one.on <= ON for one in done)
    assert all(one.activity in quotas.ACTIVITIES for one in done)
