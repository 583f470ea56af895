"""Verdicts and the sentences that go with them."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liuqing.plans import judging, text
from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Hedge, Quantity
from liuqing.plans.relations import rounding
from tests.plans.judged import claims

pytestmark = pytest.mark.one_database

SCALES = {"万元": Decimal(10_000), "亿元": Decimal(100_000_000), "户": Decimal(1), "公里": Decimal(1000)}
DIMENSIONS = {"万元": "money", "亿元": "money", "户": "households", "公里": "length"}


def figure(number: str, unit: str = "万元", *, at: int = 0, hedge: Hedge = "") -> Quantity:
    """An invented figure as it would be printed."""
    stated, scale = Decimal(number), SCALES[unit]
    step = Decimal(1).scaleb(stated.as_tuple().exponent) * scale  # type: ignore[arg-type]
    return Quantity(
        id=at, stated=stated, unit=unit, value=stated * scale, dimension=DIMENSIONS[unit], step=step, paragraph=0,
        start=at, end=at + 1, line=1, text=f"{number}{unit}", hedge=hedge,
    )  # fmt: skip


def verdict(total: Quantity, *parts: Quantity, **more: object) -> str:
    relation = Relation("sum", total, tuple(Part("", part) for part in parts), **more)  # type: ignore[arg-type]
    return judging.verdict(relation)


def test_parts_that_are_the_total_hold() -> None:
    assert verdict(figure("100"), figure("60"), figure("40")) == "holds"


def test_what_half_a_place_of_each_figure_explains_is_rounding() -> None:
    parts = [figure("1.23"), figure("1.23"), figure("1.23")]
    assert verdict(figure("3.70"), *parts) == "holds_rounded"
    assert verdict(figure("3.73"), *parts) == "fails"


def test_a_total_in_a_coarser_unit_is_allowed_its_own_rounding() -> None:
    parts = [figure("4188.75"), figure("5819.53")]
    assert verdict(figure("1.00", "亿元"), *parts) == "holds_rounded"
    assert verdict(figure("1.01", "亿元"), *parts) == "fails"


def test_coarse_parts_do_not_explain_away_a_tenth() -> None:
    assert verdict(figure("10", "公里"), figure("6", "公里"), figure("5", "公里")) == "fails"


def test_households_are_counted_and_not_rounded() -> None:
    assert verdict(figure("100", "户"), figure("60", "户"), figure("41", "户")) == "fails"


def test_a_hedged_figure_makes_a_doubt_and_never_a_failure() -> None:
    assert verdict(figure("100", hedge="about"), figure("60"), figure("50")) == "unclear"
    assert verdict(figure("100", hedge="about"), figure("60"), figure("40")) == "holds"


def test_parts_that_may_not_be_all_make_a_doubt() -> None:
    assert verdict(figure("100"), figure("60"), figure("20"), is_whole=False) == "unclear"
    assert verdict(figure("100"), figure("60"), figure("20"), missing="“其中”未必列全") == "unclear"


def test_a_limit_is_broken_only_beyond_it() -> None:
    assert verdict(figure("100", "户"), figure("99", "户"), bound="most") == "holds"
    assert verdict(figure("100", "户"), figure("101", "户"), bound="most") == "fails"
    assert verdict(figure("100", "户"), figure("99", "户"), bound="least") == "fails"


def test_signs_and_factors_enter_as_written() -> None:
    parts = (
        Part("", figure("10", "户")),
        Part("", figure("3", "户"), sign=-1),
        Part("", figure("2", "户"), factor=Decimal(4)),
    )
    assert rounding.computed(Relation("sum", figure("15", "户"), parts)) == 15


def test_the_editor_reads_both_values_their_difference_and_the_places() -> None:
    [claim] = claims("一、任务\n2018年改造100户，2019年改造150户，2020年改造60户，合计300户。")
    assert (
        claim.why
        == "第2行写“300户”，分年数之和为310户，多10户；请核对2018年100户、2019年150户、2020年60户（第2行）。"
    )


def test_the_claim_quotes_its_places_and_lines() -> None:
    [claim] = claims("总投资1200万元，其中：\n2018年投资500万元；\n2019年投资700万元。")
    assert claim.text == "总投资1200万元 … 2018年投资500万元 … 2019年投资700万元"
    assert (claim.line, claim.lines) == (1, (1, 2, 3))


def test_what_holds_needs_no_words() -> None:
    assert [claim.why for claim in claims("总投资100万元，其中2018年60万元，2019年40万元。")] == [""]


def test_computed_and_difference_are_in_the_unit_of_the_total() -> None:
    [claim] = claims("总投资1.30亿元，其中：2018年4500万元，2019年5000万元，2020年2500万元，合计1.30亿元。")
    assert (claim.unit, claim.computed, claim.difference) == ("亿元", Decimal("1.2"), Decimal("-0.1"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.decimals(min_value="0.01", max_value="99999", places=2), min_size=2, max_size=6))
def test_a_total_rounded_from_its_exact_parts_never_fails(parts: list[Decimal]) -> None:
    total = figure(str(round(sum(parts), 1)))
    assert verdict(total, *(figure(str(part)) for part in parts)) in ("holds", "holds_rounded")


def test_a_document_without_figures_has_no_claims() -> None:
    assert claims("坚持精准扶贫精准脱贫基本方略。") == []
    assert isinstance(text.Document, type)
