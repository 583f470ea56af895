"""In and out of the register: registered, exited, fallen back, taken back, struck off."""

from collections.abc import Iterable

from liuqing.registry.models import Receipt, Standing
from liuqing.registry.services.standing.effects import rows
from liuqing.registry.services.standing.effects.doing import Change, Doing
from liuqing.registry.services.standing.faults import Fault
from liuqing.registry.services.standing.state import State

REGISTERED, EXITED, RELAPSED = Standing.Status.REGISTERED, Standing.Status.EXITED, Standing.Status.RELAPSED
_WHOLE = {"整户死亡": "死亡", "整户迁出": "迁出"}
"""Reasons for which nobody is left in the household either."""
NEVER_PAID = "没有发过"


def _needs_a_head(doing: Doing) -> Iterable[Fault]:
    if doing.before["head"] is None:
        yield "", "这一户没有户主，请先办理户主变更或自然增加"


def _register(doing: Doing) -> Iterable[Fault]:
    if doing.before["standing"]:
        yield "", "这一户已经在册"
    yield from _needs_a_head(doing)


def _exit(doing: Doing) -> Iterable[Fault]:
    if doing.before["standing"] not in (REGISTERED, RELAPSED):
        yield "", "只有未脱贫或返贫的户可以退出"


def _relapse(doing: Doing) -> Iterable[Fault]:
    if doing.before["standing"] != EXITED:
        yield "", "只有已脱贫的户可以办理返贫"
    yield from _needs_a_head(doing)


def _take_back(doing: Doing) -> Iterable[Fault]:
    if doing.before["standing"] != EXITED:
        yield "", "这一户没有退出，不能回退"
    elif not before_exit(doing):
        yield "", "台账里没有退出以前的身份，不能回退"
    yield from _money(doing)


def _strike(doing: Doing) -> Iterable[Fault]:
    if not doing.before["standing"]:
        yield "", "这一户不在册，不能清退"
    yield from _money(doing)


def _money(doing: Doing) -> Iterable[Fault]:
    """Money that went out since is never touched; but nobody may say that there was none."""
    if doing.said.get("money") == NEVER_PAID and paid(doing):
        yield "money", "台账里有这以后已发的资金，不能选「没有发过」"


def before_exit(doing: Doing) -> str:
    """The standing from which the household exited."""
    found = Standing.objects.filter(household=doing.household).exclude(until=None).order_by("since", "pk")
    told = [one.status for one in found if one.status != EXITED]
    return told[-1] if told else ""


def paid(doing: Doing) -> dict[str, str]:
    """What was paid since the standing that is taken back began: yuan by year, as text."""
    first = int((doing.before["since"] or "9999")[:4])
    sums: dict[str, object] = {}
    for year, amount in Receipt.objects.filter(household=doing.household, year__gte=first).values_list(
        "year", "amount"
    ):
        sums[str(year)] = sums.get(str(year), 0) + amount  # type: ignore[operator]
    return {year: str(total) for year, total in sorted(sums.items())}


def _stand(doing: Doing, status: str, **more: object) -> State:
    return {**doing.before, "standing": status, "since": "", **more}


def _causes(doing: Doing) -> list[str]:
    code = str(doing.said.get("cause", ""))
    return [code, *(one for one in doing.before["causes"][1:] if one != code)]


def _apply_register(doing: Doing) -> None:
    rows.standing(doing, REGISTERED)
    rows.cause(doing, doing.said["cause"])


def _apply_relapse(doing: Doing) -> None:
    rows.standing(doing, RELAPSED)
    rows.cause(doing, doing.said["cause"])


def _struck(doing: Doing) -> State:
    gone = doing.said.get("why") in _WHOLE
    more = {"members": {}, "head": None, "monitored": "", "risks": []} if gone else {}
    return _stand(doing, "", **more)


def _apply_strike(doing: Doing) -> None:
    rows.standing(doing, "")
    reason = _WHOLE.get(doing.said["why"])
    if reason:
        rows.leave(doing, {int(key) for key in doing.members}, reason)
        rows.removed(doing, "自然消除")


def _notes(doing: Doing) -> dict[str, object]:
    return {"paid": paid(doing)}


CHANGES = {
    "register": Change(
        lambda doing: _stand(doing, REGISTERED, causes=_causes(doing)), _apply_register, _register
    ),
    "exit": Change(lambda doing: _stand(doing, EXITED), lambda doing: rows.standing(doing, EXITED), _exit),
    "relapse": Change(
        lambda doing: _stand(doing, RELAPSED, causes=_causes(doing)), _apply_relapse, _relapse
    ),
    "take_back_exit": Change(
        lambda doing: _stand(doing, before_exit(doing)),
        lambda doing: rows.standing(doing, before_exit(doing)),
        _take_back, notes=_notes,
    ),
    "strike": Change(_struck, _apply_strike, _strike, notes=_notes),
}  # fmt: skip
