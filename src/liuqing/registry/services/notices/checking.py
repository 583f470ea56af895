"""Checking (查验): refuses a notice that shows what nobody may see. A refusal, never a warning."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings

from liuqing.errors import Problem
from liuqing.policy import masking, place, public_notices
from liuqing.policy.public_notices import Terms
from liuqing.registry import secrets
from liuqing.registry.models import Area, Notice, Proceeding
from liuqing.registry.services.notices import lines

Parts = Iterable[tuple[str, str]]
KEYS = frozenset({"n", "who", "apart", "group", "members", "category", "result"})
"""What a line may have."""


def terms(on: date) -> Terms:
    """The place's terms of a day."""
    return public_notices.terms(place.load(settings.WORKSPACE.place).parameters(on))


def refuse(notice: Notice, proceedings: list[Proceeding], on: date) -> None:
    """Problem ``notices.shows_too_much`` with every place and what was found there, never repeating it."""
    agreed = terms(on)
    homes = [one.household for one in proceedings if one.household]
    known = names(notice)
    minors = lines.minors(notice.area, homes, on, agreed) - known
    found = [*parts_with_faults(_parts(notice), agreed, minors, known), *_phone(notice, proceedings)]
    if any(set(line) - KEYS for line in notice.lines):
        found.append("公示内容里有不该有的栏")
    if found:
        raise too_much(found)


def parts_with_faults(parts: Parts, agreed: Terms, minors: set[str], known: set[str]) -> list[str]:
    """For each part that shows too much one sentence."""
    told = ((label, masking.found(text, agreed.health_words, minors, known)) for label, text in parts)
    return [
        f"{label}里有{'、'.join(masking.KINDS[kind] for kind in kinds)}" for label, kinds in told if kinds
    ]


def too_much(found: Iterable[str]) -> Problem:
    """The refusal."""
    return Problem(
        "notices.shows_too_much",
        f"公示里有不能公开的内容：{'；'.join(dict.fromkeys(found))}",
        "请删去后再办。公示只写户主姓名、村民小组、人数、类别和结果。",
    )


def names(notice: Notice) -> set[str]:
    """Names on the sheet that are known to be of grown-ups or of places, as the record gave them."""
    area: Area | None = notice.area
    places = []
    while area is not None:
        places.append(area.name)
        area = area.parent
    told = [str(line.get(key) or "") for line in notice.lines for key in ("who", "group")]
    return {name for name in (*places, *told) if name}


def _parts(notice: Notice) -> Parts:
    yield "标题", notice.title
    yield "正文", notice.text
    yield "落款单位", notice.issuer
    for line in notice.lines:
        n = line.get("n")
        for key, value in line.items():
            yield f"第 {n} 行", str(value) if key not in ("n", "members") and value else ""


def _phone(notice: Notice, proceedings: list[Proceeding]) -> Iterable[str]:
    """The telephone for objections is an office's: a number, and of none of the households."""
    if not masking.telephone_of_an_office(notice.phone):
        yield "联系电话不是电话号码"
    private = {_digits(secrets.decrypt(home.phone)) for home in _with_phone(proceedings)}
    if _digits(notice.phone) and _digits(notice.phone) in private:
        yield "联系电话是公示对象自己的电话"


def _with_phone(proceedings: list[Proceeding]) -> Iterable[lines.Household]:
    return (one.household for one in proceedings if one.household and one.household.phone)


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
