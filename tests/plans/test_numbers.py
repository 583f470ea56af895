"""Numbers and units as plans write them."""

from decimal import Decimal

import pytest

from liuqing.plans.figures import numbers, units

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.50", "1234.50"),
        ("103", "103"),
        ("一百零三", "103"),
        ("十二", "12"),
        ("两", "2"),
        ("二十", "20"),
        ("二〇一八", "2018"),
        ("三千二百", "3200"),
    ],
)
def test_a_number_has_its_exact_value(text: str, value: str) -> None:
    assert numbers.number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "12a", "1.2.3", "万"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="number"):
        numbers.number(text)


def test_the_last_printed_place_is_kept() -> None:
    assert (numbers.places("3.40"), numbers.places("12"), numbers.places("三")) == (Decimal("0.01"), 1, 1)


@pytest.mark.parametrize(
    ("magnitude", "name", "dimension", "scale"),
    [
        ("万", "元", "money", 10_000),
        ("亿", "元", "money", 100_000_000),
        ("", "公里", "length", 1000),
        ("", "公顷", "land", 15),
        ("", "座", "count:座", 1),
    ],
)
def test_a_unit_is_so_many_of_its_base(magnitude: str, name: str, dimension: str, scale: int) -> None:
    unit = units.unit(magnitude, name)
    assert (unit.dimension, unit.scale) == (dimension, scale)


def test_a_counter_measures_nothing_but_itself() -> None:
    assert units.unit("", "座").dimension != units.unit("", "所").dimension
