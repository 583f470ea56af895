"""Money in the database: whole fen in the column, exact Decimal yuan in Python.

SQLite keeps decimals as floating-point numbers: sums of thousands of amounts would be off by a fen, and a
balance of nothing could read as a little less than nothing. Whole numbers are exact on every engine.
"""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

FEN = Decimal("0.01")


class Yuan(models.Field):  # type: ignore[type-arg]
    """An amount in yuan with two places. ValueError for a fraction of a fen; sums stay exact.

    In arithmetic say ``output_field=Yuan()``; a literal is ``Value(amount, output_field=Yuan())``.
    """

    description = "an amount of money, kept in whole fen"

    def get_internal_type(self) -> str:
        """The column is a big whole number."""
        return "BigIntegerField"

    def from_db_value(self, value: int | None, *_: object) -> Decimal | None:
        """Fen → yuan."""
        return None if value is None else (Decimal(value) / 100).quantize(FEN)

    def to_python(self, value: Any) -> Decimal | None:
        """Yuan as Decimal; ValidationError for what is no amount."""
        try:
            return None if value is None else Decimal(str(value)).quantize(FEN)
        except ArithmeticError:
            raise ValidationError("不是金额") from None

    def get_prep_value(self, value: Any) -> Any:
        """Yuan → fen. ValueError for a fraction of a fen."""
        if value is None or hasattr(value, "resolve_expression"):
            return value
        fen = Decimal(str(value)) * 100
        if fen != fen.to_integral_value():
            raise ValueError("an amount of money has at most two places")
        return int(fen)

    def value_to_string(self, obj: models.Model) -> str:
        """For serialisers."""
        return str(self.value_from_object(obj))
