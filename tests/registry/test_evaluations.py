"""Mock evaluations: from the frame to the appeal."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from liuqing.errors import Problem
from liuqing.policy import evaluation as policy
from liuqing.policy import place as places
from liuqing.registry.models import Clue, Household, Person, Questionnaire, Sampled, SourceFile, Standing
from liuqing.registry.queries import evaluations as asking
from liuqing.registry.services import evaluations, snapshots
from liuqing.workflow.models import Event
from tests import cast as casting
from tests import county as making
from tests.registry import samples
from tests.registry.conftest import make_place
from tests.registry.samples import SEED

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """The filled county, its cast and its assessment, made once; taken back at the end of the file."""
    from django.conf import settings

    before = settings.WORKSPACE
    settings.WORKSPACE = replace(before, place=str(make_place(tmp_path_factory.mktemp("place"))))
    with django_db_blocker.unblock(), transaction.atomic():
        made = samples.fill(making.five())
        cast = casting.of(made)
        snapshots.take(on=making.ON, by=cast.county_approver)
        yield made, cast
        transaction.set_rollback(True)
    settings.WORKSPACE = before


@pytest.fixture
def county(world, db):
    """The small county with sixty households more."""
    return world[0]


@pytest.fixture
def cast(world, county):
    """The fixed cast, as if each had just signed in."""
    return casting.again(world[1])


@pytest.fixture
def taken(cast):
    """Assess again, after something changed."""
    return lambda: snapshots.take(on=making.ON, by=cast.county_approver)


@pytest.fixture
def boss(cast):
    """The county's analyst."""
    return cast.county_approver


@pytest.fixture
def other(county):
    """A second analyst of the county: nobody confirms or answers what is their own."""
    return casting.user("second-approver", "county_analyst", county.county.path)


@pytest.fixture
def visitor(cast):
    """Who goes from door to door."""
    return cast.evaluator


def code(act, **told):
    with pytest.raises(Problem) as refused:
        act(**told)
    return refused.value.code


# The frame and the draw


def test_the_frame_is_everybody_once_and_the_design_is_fixed_before_the_seed(boss):
    made = samples.planned(boss)
    strata = Counter()
    for cell in made.design["cells"].values():
        strata[cell["stratum"]] += cell["frame"]
    # Five households of the small county and thirty more; thirty books outside.
    assert strata == {"registered": 3 + 12, "exited": 2 + 18, "outside": 30}
    assert made.design["frame"] == 65
    assert (made.seed, made.state) == ("", "planned")
    assert not made.sampled.exists()
    assert len(made.design["fingerprint"]) == len(made.design["print"]) == 64


def test_a_book_with_one_member_in_the_register_is_not_outside(boss, county, taken):
    file = SourceFile.objects.get(kind="police_residents")
    member = Person.objects.filter(memberships__household__no="S000").first()
    Person.objects.filter(pk=member.pk).update(hukou_no="K000")
    samples.resident(file, county.villages[0], "", "无户号")
    taken()
    made = samples.planned(boss)
    assert sum(c["frame"] for c in made.design["cells"].values() if c["stratum"] == "outside") == 29
    assert made.design["without_book"] == 1


def test_the_published_list_draws_the_sample_again(boss):
    from liuqing.compute import sampling
    from liuqing.registry.services.evaluations.planning import kept

    made = evaluations.draw(evaluation=samples.planned(boss), by=boss, seed=SEED)
    units = [sampling.Unit(row["key"], row["cell"], row["village"]) for row in kept(made)]
    cells = made.design["cells"]
    again = sampling.draw(
        SEED,
        units,
        {name: c["take"] for name, c in cells.items()},
        {name: c["reserve"] for name, c in cells.items()},
    )
    assert {one.unit.key for one in again if not one.reserve} == {one.key for one in samples.taken(made)}


def test_a_key_says_nothing_of_the_household_and_differs_between_evaluations(boss):
    first, second = (
        evaluations.draw(evaluation=samples.planned(boss, design="all_exits"), by=boss, seed=SEED)
        for _ in "ab"
    )
    numbers = set(Household.objects.values_list("no", flat=True))
    keys = [set(one.sampled.values_list("key", flat=True)) for one in (first, second)]
    assert not keys[0] & keys[1]
    assert not [key for key in keys[0] if key in numbers or len(key) != 16]


def test_all_exits_are_all_and_a_fifth_of_the_others(boss):
    made = evaluations.draw(evaluation=samples.planned(boss, design="all_exits"), by=boss, seed=SEED)
    told = made.design["cells"]
    assert all(c["take"] == c["frame"] for name, c in told.items() if name.startswith("exited_now"))
    assert {c["take"] for name, c in told.items() if name.startswith("outside")} == {2}
    assert made.design["villages"] is None, "three villages are fewer than six"
    assert made.design["fits_none"]["exited"] == 10, "those of 2017 are in no line of this design"


def test_where_villages_are_drawn_first_only_theirs_are_visited(boss, monkeypatch, settings):
    stated = policy.declared(places.load(settings.WORKSPACE.place))
    version = next(iter(stated.designs["all_exits"].versions.values()))
    monkeypatch.setitem(version.__dict__, "villages_most", 2)
    monkeypatch.setitem(version.__dict__, "villages_least", 1)
    made = evaluations.draw(evaluation=samples.planned(boss, design="all_exits"), by=boss, seed=SEED)
    assert len(made.design["drawn"]) == made.design["villages"] == 2
    assert set(made.sampled.values_list("village__code", flat=True)) == set(made.design["drawn"])
    assert code(samples.planned, by=boss, design="all_exits", villages=3) == "evaluations.villages"


def test_a_seed_that_is_known_already_is_refused_and_none_is_taken_early(boss):
    yesterday, tomorrow = (timezone.localdate() + timedelta(days=n) for n in (-1, 1))
    assert code(samples.planned, by=boss, seed_on=yesterday) == "evaluations.seed_is_old"
    early = samples.planned(boss, seed_on=tomorrow)
    assert code(evaluations.draw, evaluation=early, by=boss, seed=SEED) == "evaluations.seed_to_come"
    assert code(samples.planned, by=boss, seed_source=" ") == "evaluations.no_source"


def test_a_sample_is_drawn_once(boss):
    made = evaluations.draw(evaluation=samples.planned(boss), by=boss, seed=SEED)
    before = set(made.sampled.values_list("key", flat=True))
    assert code(evaluations.draw, evaluation=made, by=boss, seed="2018151") == "evaluations.not_so_far"
    assert set(made.sampled.values_list("key", flat=True)) == before
    assert (
        code(evaluations.draw, evaluation=samples.planned(boss), by=boss, seed="  ") == "evaluations.no_seed"
    )


def test_a_frame_that_was_changed_is_noticed(boss, settings):
    from pathlib import Path

    import pyarrow.parquet as pq

    made = samples.planned(boss)
    path = Path(settings.WORKSPACE.folder) / "evaluations" / f"{made.design['mark']}.parquet"
    pq.write_table(pq.read_table(path).slice(1), path)
    assert code(evaluations.draw, evaluation=made, by=boss, seed=SEED) == "evaluations.frame_changed"


def test_weights_add_up_to_the_frame(boss):
    made = samples.opened(boss)
    for name, cell in made.design["cells"].items():
        weights = [float(one.weight) for one in samples.taken(made) if one.cell == name]
        assert sum(weights) == pytest.approx(cell["frame"], abs=1e-4)


def test_only_the_county_registers_and_draws(boss, cast):
    made = samples.planned(boss)
    for part, person in cast.everybody().items():
        if part != "county_approver":
            assert code(samples.planned, by=person) == "registry.no_such_area", part
            assert code(evaluations.draw, evaluation=made, by=person, seed=SEED) == "workflow.not_allowed", (
                part
            )


# At the door


def test_the_verdict_is_the_rules_and_nobody_types_it(boss, visitor):
    made = samples.opened(boss)
    left, outside = samples.taken(made, "exited")[:3], samples.taken(made, "outside")[:3]
    inside = samples.taken(made, "registered")[:2]
    said = [
        (left[0], {}, ""), (left[1], {"housing": "no"}, "false_exit"), (left[2], {"income": ""}, "unknown"),
        (outside[0], {}, ""), (outside[1], {"water": "no"}, "omission"),
        (outside[2], {"water": "no", "excluded": "some"}, ""),
        (inside[0], {"housing": "no"}, ""), (inside[1], {"identified": "not_poor"}, "false_inclusion"),
    ]  # fmt: skip
    for one, wrong, verdict in said:
        assert samples.answer(visitor, one, **wrong).verdict == verdict, (one.stratum, wrong)


def test_exactly_on_the_line_is_enough_and_one_yuan_below_is_not(boss, visitor):
    made = samples.opened(boss)
    line = int(made.design["line"])
    one, other = samples.taken(made, "exited")[:2]
    assert samples.answer(visitor, one, income=str(line)).verdict == ""
    assert samples.answer(visitor, other, income=f"{line - 1}").verdict == "false_exit"


def test_who_has_a_hand_in_a_village_does_not_evaluate_it(boss, cast, county, visitor):
    from liuqing.workflow.models import Appointment

    made = samples.opened(boss)
    here = next(one for one in samples.taken(made) if one.village == county.villages[0])
    there = next(one for one in samples.taken(made) if one.village == county.villages[2])
    cadre = cast.village_officer
    Appointment.objects.create(user=cadre, role="evaluator", area_path=county.county.path)
    cadre = type(cadre).objects.get(pk=cadre.pk)
    assert code(samples.answer, by=cadre, sampled=here) == "evaluations.own_village"
    assert samples.answer(cadre, there).verdict == ""
    for part, person in cast.everybody().items():
        if part not in ("evaluator", "village_officer"):
            assert code(samples.answer, by=person, sampled=here) == "workflow.not_allowed", part


def test_a_households_own_officer_does_not_evaluate_it(boss, visitor):
    made = samples.opened(boss)
    one = samples.taken(made, "exited")[0]
    visitor.last_name = "冯试一"
    visitor.save()
    assert code(samples.answer, by=visitor, sampled=one) == "evaluations.own_household"


def test_sent_twice_counts_once_and_a_second_questionnaire_is_refused(boss, visitor):
    made = samples.opened(boss)
    one, other = samples.taken(made)[:2]
    told = {"sampled": one, "by": visitor, "uuid": uuid4(), "answers": samples.GOOD}
    assert evaluations.answer(**told).pk == evaluations.answer(**told).pk
    assert code(evaluations.answer, **{**told, "sampled": other}) == "evaluations.uuid_taken"
    assert code(samples.answer, by=visitor, sampled=one) == "evaluations.answered"
    assert Questionnaire.objects.count() == 1


def test_nothing_is_taken_before_the_opening_and_from_who_stands_by(boss, visitor):
    made = evaluations.draw(evaluation=samples.planned(boss), by=boss, seed=SEED)
    assert code(samples.answer, by=visitor, sampled=samples.taken(made)[0]) == "evaluations.not_open"
    evaluations.open_(evaluation=made, by=boss)
    waiting = Sampled.objects.filter(evaluation=made, reserve=True).first()
    assert code(samples.answer, by=visitor, sampled=waiting) == "evaluations.standing_by"


def test_who_cannot_be_met_is_replaced_by_the_next_in_order_and_nobody_chooses(boss, visitor):
    made = samples.opened(boss)
    one = next(
        o
        for o in samples.taken(made)
        if Sampled.objects.filter(evaluation=made, cell=o.cell, reserve=True).exists()
    )
    waiting = Sampled.objects.filter(evaluation=made, cell=one.cell, reserve=True).order_by("order")
    first, many = waiting[0], waiting.count()
    told = {"sampled": one, "by": visitor, "uuid": uuid4(), "reason": "away"}
    assert evaluations.miss(**told) == first
    assert evaluations.miss(**told) == first, "sent twice, one replacement"
    assert (
        Sampled.objects.filter(evaluation=made, cell=one.cell, reserve=True, replaces=None).count()
        == many - 1
    )
    assert samples.answer(visitor, Sampled.objects.get(pk=first.pk)).met
    assert code(evaluations.miss, **{**told, "uuid": uuid4(), "reason": "lazy"}) == "evaluations.no_reason"


@pytest.mark.parametrize(
    ("answers", "fault"),
    [({}, "evaluations.no_answers"), ({"food": "maybe"}, "evaluations.bad_answer"), ({"income": "很多"}, "evaluations.bad_answer")],
)  # fmt: skip
def test_an_answer_that_cannot_be_read_is_refused(boss, visitor, answers, fault):
    one = samples.taken(samples.opened(boss))[0]
    assert code(evaluations.answer, sampled=one, by=visitor, uuid=uuid4(), answers=answers) == fault


# Confirming, closing, appealing


@pytest.fixture
def wrong(boss, visitor):
    """Everybody visited: one omission and one false exit."""
    made = samples.opened(boss)
    out, left = samples.taken(made, "outside")[0], samples.taken(made, "exited")[0]
    samples.answer_all(visitor, made, {out.pk: {"housing": "no"}, left.pk: {"water": "no"}})
    return made


def failed(made):
    return list(
        Questionnaire.objects.filter(sampled__evaluation=made, verdict__in=("omission", "false_exit"))
    )


def closed(made, boss):
    for one in failed(made):
        evaluations.confirm(questionnaire=one, by=boss, agreed=True)
    return evaluations.close(evaluation=made, by=boss)


def test_what_went_wrong_is_confirmed_by_another_before_the_end(wrong, boss, visitor):
    from liuqing.workflow.models import Appointment

    assert code(evaluations.close, evaluation=wrong, by=boss) == "evaluations.not_confirmed"
    one = failed(wrong)[0]
    Appointment.objects.create(user=visitor, role="county_analyst", area_path=wrong.area.path)
    both = type(visitor).objects.get(pk=visitor.pk)
    assert code(evaluations.confirm, questionnaire=one, by=both, agreed=True) == "evaluations.own_work"
    assert closed(wrong, boss).state == "closed"


def test_a_questionnaire_that_was_sent_back_is_asked_again_and_the_first_is_kept(wrong, boss, visitor):
    one = failed(wrong)[0]
    assert code(evaluations.confirm, questionnaire=one, by=boss, agreed=False) == "evaluations.no_words"
    evaluations.confirm(questionnaire=one, by=boss, agreed=False, said="请看房屋鉴定")
    assert code(evaluations.close, evaluation=wrong, by=boss) == "evaluations.not_confirmed"
    again = samples.answer(visitor, one.sampled)
    assert (again.pk, again.verdict) == (one.pk, "")
    assert again.earlier[0]["verdict"] == one.verdict
    assert closed(wrong, boss).result["closed"]["failed"] == 1


def test_the_result_has_every_rate_with_its_base(wrong, boss):
    told = closed(wrong, boss).result["closed"]
    rates = told["rates"]
    people = sum(one.persons for one in samples.taken(wrong, "outside"))
    assert (rates["omission"]["found"], rates["omission"]["of"]) == (3, people)
    assert rates["omission"]["share"] == pytest.approx(3 / people)
    assert rates["false_exit"]["found"] > 0
    assert rates["false_inclusion"]["found"] == 0
    assert rates["false_inclusion"]["estimate"]["high"] > 0, "nothing found is not nought"
    for one in rates.values():
        assert one["of"] > 0
        assert one["estimate"]["low"] <= one["estimate"]["share"] <= one["estimate"]["high"]
    assert {bound["label"] for bound in rates["omission"]["bounds"]} == {"漏评率低于2%"}
    assert rates["omission"]["bounds"][0]["keeps"] is False


def test_the_composite_is_the_places_formula_and_not_known_without_the_population(wrong, boss):
    told = closed(wrong, boss).result["closed"]["composite"]
    assert told["share"] is None
    assert "漏评" in told["source"]


def test_no_sample_outside_is_not_known_and_never_nought(boss, visitor):
    SourceFile.objects.filter(kind="police_residents").update(kind="dibao")
    Person.objects.update(hukou_no="")
    made = samples.opened(boss)
    assert made.design["listed"] is False
    samples.answer_all(visitor, made)
    told = closed(made, boss).result["closed"]["rates"]["omission"]
    assert (told["found"], told["of"], told["share"], told["estimate"]) == (0, 0, None, None)
    assert told["bounds"][0]["keeps"] is None


def test_whom_nobody_knows_is_not_in_the_base_and_is_told(boss, visitor):
    made = samples.opened(boss)
    one = samples.taken(made, "exited")[0]
    samples.answer_all(visitor, made, {one.pk: {"housing": "unclear"}})
    told = evaluations.close(evaluation=made, by=boss).result["closed"]["rates"]["false_exit"]
    everybody = sum(each.persons for each in samples.taken(made, "exited"))
    assert told["of"] == everybody - one.persons
    assert (told["unknown"], told["unknown_households"]) == (one.persons, 1)
    assert told["worst"] == pytest.approx(one.persons / everybody)


def test_a_failed_household_becomes_a_clue_and_its_standing_stays(wrong, boss):
    before = list(Standing.objects.order_by("pk").values())
    closed(wrong, boss)
    assert Clue.objects.count() == 2
    assert list(Standing.objects.order_by("pk").values()) == before


def test_an_accepted_appeal_gives_a_second_result_beside_the_first(
    wrong, boss, other, cast, county, tmp_path
):
    made = closed(wrong, boss)
    one = next(each for each in failed(made) if each.verdict == "omission")
    speaker = casting.user("speaker", "village_cadre", one.sampled.village.path)
    photo = tmp_path / "证明.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0 picture")
    told = evaluations.appeal(
        questionnaire=one, by=speaker, said="房屋鉴定为B级", papers=[("证明.jpg", photo)]
    )
    assert code(evaluations.appeal, questionnaire=one, by=speaker, said="再说") == "evaluations.appealed"
    assert (
        code(evaluations.decide, appeal=told, by=speaker, accepted=True, answer="好")
        == "workflow.not_allowed"
    )
    assert (
        code(evaluations.decide, appeal=told, by=other, accepted=True, answer=" ") == "evaluations.no_words"
    )
    evaluations.decide(appeal=told, by=other, accepted=True, answer="鉴定属实")
    made.refresh_from_db()
    assert made.result["closed"]["rates"]["omission"]["found"] == 3
    assert made.result["after"]["rates"]["omission"]["found"] == 0
    assert made.result["after"]["rates"]["omission"]["of"] == made.result["closed"]["rates"]["omission"]["of"]
    assert (
        code(evaluations.decide, appeal=told, by=other, accepted=False, answer="不") == "evaluations.decided"
    )


def test_nobody_decides_the_own_appeal_and_a_refused_one_changes_nothing(wrong, boss, other):
    made = closed(wrong, boss)
    one = failed(made)[0]
    told = evaluations.appeal(questionnaire=one, by=boss, said="已整改")
    assert (
        code(evaluations.decide, appeal=told, by=boss, accepted=True, answer="好") == "evaluations.own_work"
    )
    evaluations.decide(appeal=told, by=other, accepted=False, answer="证据不足")
    made.refresh_from_db()
    assert made.result["after"]["failed"] == made.result["closed"]["failed"] == 2


def test_an_appeal_comes_from_the_villages_own_people_after_the_end(wrong, boss, cast, visitor):
    one = failed(wrong)[0]
    assert code(evaluations.appeal, questionnaire=one, by=boss, said="不对") == "evaluations.not_so_far"
    closed(wrong, boss)
    for part in ("evaluator", "inspector", "department_officer", "nobody"):
        who = cast.everybody()[part]
        assert code(evaluations.appeal, questionnaire=one, by=who, said="不对") == "workflow.not_allowed", (
            part
        )


def test_every_act_is_in_the_trail_without_a_word_of_anybody(wrong, boss, other):
    closed(wrong, boss)
    evaluations.appeal(questionnaire=failed(wrong)[0], by=boss, said="已整改")
    acts = Counter(Event.objects.filter(act__startswith="evaluations.").values_list("act", flat=True))
    assert set(acts) == {
        "evaluations.planned", "evaluations.drawn", "evaluations.opened", "evaluations.answered",
        "evaluations.confirmed", "evaluations.closed", "evaluations.appealed",
    }  # fmt: skip
    assert "已整改" not in str(list(Event.objects.values_list("detail", flat=True)))


def test_a_day_without_questions_is_refused(boss):
    snapshots.take(on=date(2021, 6, 30), by=boss)
    assert code(samples.planned, by=boss) == "evaluations.no_questions"


# What others evaluated


def stage(by, **more):
    told = {
        "area_code": "990101",
        "stage": "province",
        "on": date(2019, 2, 20),
        "outcome": "conditional",
        **more,
    }
    return evaluations.record(by=by, **told)


def test_a_stage_is_kept_with_its_bases_beside_the_places_limits(boss, cast):
    stage(
        boss,
        findings="两个村台账不全",
        figures={"omission": (3, 300), "approval": (170, 200), "team": (None, None)},
    )
    stage(boss, stage="city", on=date(2018, 12, 10), outcome="passed")
    told = {one.key: one for one in asking.stages(cast.county_leader)}
    assert list(told) == ["self", "city", "province", "census"]
    [entry] = told["province"].entries
    assert [(one.label, one.found, one.of, one.keeps) for one in entry.rates] == [
        ("漏评率", 3, 300, True), ("群众认可度", 170, 200, False),
    ]  # fmt: skip
    assert not told["census"].entries
    assert not asking.listed(boss), "it is no evaluation of one's own"
    assert asking.stages(cast.village_officer) == () == asking.stages(cast.department_officer)


@pytest.mark.parametrize("pair", [(3, None), (None, 300), (301, 300), (0, 0)])
def test_a_rate_of_others_without_its_base_is_refused(boss, pair):
    assert code(stage, by=boss, figures={"omission": pair}) == "evaluations.no_base"


def test_a_stage_that_does_not_exist_or_is_to_come_is_refused(boss, cast):
    assert code(stage, by=boss, stage="moon") == "evaluations.no_stage"
    assert code(stage, by=boss, outcome="fine") == "evaluations.no_outcome"
    assert code(stage, by=boss, on=timezone.localdate() + timedelta(days=1)) == "evaluations.visited_later"
    assert code(stage, by=cast.county_leader) == "registry.no_such_area"
