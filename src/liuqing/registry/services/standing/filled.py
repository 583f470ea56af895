"""What is handed in (填报内容): checked by the fields of the effect, everything wrong at once.

Persons and households are kept by key, villages by code, days and money as text; sensitive texts sealed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from liuqing.policy.effects import Effect, Field
from liuqing.registry import secrets
from liuqing.registry.models import Area, Household, Membership, Person, Proceeding
from liuqing.registry.queries import scope
from liuqing.registry.services.standing import vouching
from liuqing.registry.services.standing.faults import Fault, Faults, refuse
from liuqing.workflow import trail

LONGEST = 500
"""So many characters may a text have."""


@dataclass(frozen=True)
class Asked:
    """For whom a form is filled in, by whom, on which day."""

    household: Household | None
    by: Any
    on: date


class _WrongError(Exception):
    """What is wrong with one value, as a sentence without its subject."""


def cleaned(effect: Effect, said: Mapping[str, Any], asked: Asked, *, whole: bool) -> dict[str, Any]:
    """The values as they are kept. ``whole``: nothing that is needed may be missing.

    Problem ``standing.payload`` (``Faults``) with every field that is wrong.
    """
    fields = {one.name: one for one in effect.fields}
    faults: list[Fault] = [(name, f"「{name}」不是这个程序要填的内容") for name in said if name not in fields]
    told: dict[str, Any] = {}
    for name, one in fields.items():
        value = _value(said.get(name))
        if value in (None, "", []):
            if whole and one.needed:
                faults.append((name, f"「{one.label}」没有填"))
            continue
        try:
            told[name] = _KINDS[one.kind](value, one, asked)
        except _WrongError as wrong:
            faults.append((name, f"「{one.label}」{wrong}"))
    refuse("standing.payload", faults)
    return told


def sealed(effect: Effect, told: Mapping[str, Any], about: str) -> dict[str, Any]:
    """The values with the sensitive ones as ciphertext, bound to the proceeding."""
    hidden = {one.name for one in effect.fields if getattr(one, "sensitive", False)}
    return {
        name: {"sealed": secrets.encrypt(str(value), f"{about}:{name}").hex()} if name in hidden else value
        for name, value in told.items()
    }


def opened(proceeding: Proceeding, payload: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The values in clear: of the proceeding, or of an earlier round's payload."""
    told = proceeding.payload if payload is None else payload
    return {
        name: secrets.decrypt(bytes.fromhex(value["sealed"]), f"{proceeding.uuid}:{name}")
        if isinstance(value, dict) and "sealed" in value else value
        for name, value in told.items()
    }  # fmt: skip


def _value(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _text(value: Any, field: Field, asked: Asked) -> str:
    text = " ".join(str(value).split())
    if len(text) > LONGEST:
        raise _WrongError(f"超过 {LONGEST} 个字")
    clean(text, asked.household)
    return text


def clean(text: str, household: Household | None) -> None:
    """Refuse names of the household's members and identity numbers: the proceeding knows whom it is about."""
    names = _names(household) if household else ()
    if trail.looks_like_identity(text) or any(name and name in text for name in names):
        raise _WrongError("里写了姓名或证件号码，请去掉：系统已经知道说的是谁")


def no_names(text: str, household: Household | None, field: str, label: str) -> None:
    """Problem ``standing.names`` if a text holds a member's name or an identity number."""
    try:
        clean(text, household)
    except _WrongError as wrong:
        raise Faults("standing.names", [(field, f"{label}{wrong}")], "") from None


def _names(household: Household) -> Iterable[str]:
    return Membership.objects.filter(household=household, until=None).values_list("person__name", flat=True)


def _code(value: Any, field: Field, asked: Asked) -> str:
    if value not in field.codes:
        raise _WrongError("不在可选的内容里")
    return str(value)


def _codes(value: Any, field: Field, asked: Asked) -> list[str]:
    told = _several(value)
    if any(one not in field.codes for one in told):
        raise _WrongError("有不在可选内容里的")
    if len(set(told)) != len(told):
        raise _WrongError("有重复的")
    if field.most and len(told) > field.most:
        raise _WrongError(f"最多选 {field.most} 项")
    return told


def _several(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]


def _day(value: Any, field: Field, asked: Asked) -> str:
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise _WrongError("看不懂，请写成 2019-06-30 这样") from None
    if day > asked.on:
        raise _WrongError("还没有到")
    return day.isoformat()


def _person(value: Any, field: Field, asked: Asked) -> int:
    key = _key(value)
    held = Membership.objects.filter(household=asked.household, person=key, until=None)
    if asked.household is None or not held.exists():
        raise _WrongError("不是这一户现在的成员")
    return key


def _persons(value: Any, field: Field, asked: Asked) -> list[int]:
    keys = [_key(one) for one in _several(value)]
    held = Membership.objects.filter(household=asked.household, person__in=keys, until=None)
    if len(set(keys)) != len(keys) or held.count() != len(keys):
        raise _WrongError("有的不是这一户现在的成员，或写了两次")
    return sorted(keys)


def _newcomer(value: Any, field: Field, asked: Asked) -> int:
    # A number is the program's own; what a browser sends must have been offered to this user.
    key = value if isinstance(value, int) else vouching.read(asked.by, str(value))
    if key is None:
        raise _WrongError("没有选对，请从列表里选")
    person = Person.objects.filter(pk=key).first()
    if person is None:
        raise _WrongError("没有登记，请先核对公安人口名单")
    if person.same_as_id:
        raise _WrongError("的记录已并入另一条，请重新选择")
    held = Membership.objects.filter(person=person, until=None).select_related("household").first()
    if held is not None:
        raise _WrongError(_elsewhere(held, asked))
    return person.pk


def _elsewhere(held: Membership, asked: Asked) -> str:
    if held.household_id == (asked.household.pk if asked.household else None):
        return "已经是这一户的成员"
    seen = scope.visible_households(asked.by).filter(pk=held.household_id).first()
    where = f"户编号 {seen.no}" if seen else "您的范围以外的另一户"
    return f"现在在{where}，请先在那一户办理自然减少，再在这里办理"


def _household(value: Any, field: Field, asked: Asked) -> int:
    seen = scope.visible_households(asked.by)
    found = seen.filter(pk=value).first() if isinstance(value, int) else seen.filter(no=str(value)).first()
    if found is None:
        raise _WrongError("：您的范围内没有这个户编号")
    if asked.household and found.pk == asked.household.pk:
        raise _WrongError("就是这一户自己")
    return found.pk


def _village(value: Any, field: Field, asked: Asked) -> str:
    found = Area.objects.filter(level=Area.Level.VILLAGE, until=None, code=str(value)).first()
    if found is None:
        raise _WrongError("不在本县现有的村里")
    return found.code


def _money(value: Any, field: Field, asked: Asked) -> str:
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        raise _WrongError("不是金额") from None
    if not amount.is_finite() or amount < 0 or amount != amount.quantize(Decimal("0.01")):
        raise _WrongError("应是不小于 0、最多两位小数的金额")
    return str(amount.quantize(Decimal("0.01")))


def _key(value: Any) -> int:
    if not str(value).isdecimal():
        raise _WrongError("没有选对，请从列表里选")
    return int(value)


_KINDS: dict[str, Callable[[Any, Field, Asked], Any]] = {
    "text": _text, "code": _code, "codes": _codes, "day": _day, "person": _person, "newcomer": _newcomer,
    "persons": _persons, "household": _household, "village": _village, "money": _money,
}  # fmt: skip
