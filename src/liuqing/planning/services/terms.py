"""Terms (办法): the place's numbers that payments to people go by."""

from datetime import date

from django.conf import settings

from liuqing.policy import paying as policy
from liuqing.policy import place
from liuqing.policy.dated import Parameters


def numbers(on: date) -> Parameters:
    """Every number of the place in force on a day."""
    return place.load(settings.WORKSPACE.place).parameters(on)


def paying(on: date) -> policy.Paying:
    """What checks do and who takes money for others, on a day."""
    return policy.read(numbers(on))


def bank_words(on: date) -> dict[str, str]:
    """{a word of a return file: 成功, 失败 or 退票}, on a day."""
    return policy.bank_words(numbers(on))


def classes(on: date, programme: str) -> tuple[str, ...]:
    """What stands in the names of the project classes from which a programme is paid, on a day."""
    return policy.classes(numbers(on), programme)
