"""Handed (交来的): everything that belongs to one stage besides who took it, read and checked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from liuqing.planning.models import Project, Stage
from liuqing.policy import project_life
from liuqing.policy.project_life import FIGURES, PROCURED
from liuqing.registry.services.standing.chain import Kept
from liuqing.registry.services.standing.faults import Fault
from liuqing.workflow import trail

Outcome = Stage.Outcome
FORWARD = (Outcome.DONE, Outcome.AGREED)
SAID = 1000
"""So many characters may be said at a stage."""
FEN = Decimal("0.01")
MOST = Decimal("9999999999999.99")


@dataclass(frozen=True)
class Handed:
    """What was handed in for a stage."""

    key: str
    outcome: str
    uuid: UUID
    on: date
    said: str = ""
    figures: Mapping[str, Any] = field(default_factory=dict)
    papers: Sequence[Kept] = ()


def outcomes(stage: project_life.Stage) -> tuple[str, ...]:
    """How a stage may end, the way forward first."""
    if stage.decides:
        return (Outcome.AGREED, Outcome.RETURNED, Outcome.DEFERRED, Outcome.REFUSED)
    return (Outcome.DONE, Outcome.RETURNED) if stage.may_return else (Outcome.DONE,)


def faults(stage: project_life.Stage, handed: Handed, before: Stage | None, today: date) -> Iterator[Fault]:
    """What is wrong with what was handed in, all at once."""
    if handed.outcome not in outcomes(stage):
        words = "、".join(str(Outcome(one).label) for one in outcomes(stage))
        yield "outcome", f"「{stage.label}」的结果应选：{words}"
        return
    yield from spoken(handed)
    yield from days(handed.on, before, today)
    yield from _in_time(stage, handed.on, today)
    if handed.outcome in FORWARD:
        yield from _figures(stage, handed.figures)


def spoken(handed: Handed) -> Iterator[Fault]:
    """A reason where there must be one; never an identity number."""
    if len(handed.said) > SAID:
        yield "said", f"说明超过 {SAID} 个字"
    if trail.looks_like_identity(handed.said):
        yield "said", "说明里有证件号码，请删去"
    if handed.outcome not in FORWARD and not handed.said.strip():
        yield "said", f"请写明{Outcome(handed.outcome).label}的理由"


def days(on: date, before: Stage | None, today: date) -> Iterator[Fault]:
    """No stage before the one before it, none to come."""
    if on > today:
        yield "on", "日期还没有到"
    elif before is not None and on < before.on:
        yield "on", f"日期不能早于上一步（{before.on.isoformat()}）"


def _in_time(stage: project_life.Stage, on: date, today: date) -> Iterator[Fault]:
    if stage.decides and on < today:
        yield "on", "审定按办理当天记，不能倒签"
    elif stage.entered_within is not None and on < today - timedelta(days=stage.entered_within):
        yield "on", f"应在发生后 {stage.entered_within} 天内录入，已超过"


def _figures(stage: project_life.Stage, figures: Mapping[str, Any]) -> Iterator[Fault]:
    for name in stage.figures:
        if figures.get(name) in (None, ""):
            yield name, f"「{FIGURES[name]}」没有填"


def cleaned(figures: Mapping[str, Any] | None) -> tuple[dict[str, Any], list[Fault]]:
    """The figures as they are kept (amounts as text in yuan), and what could not be read."""
    told: dict[str, Any] = {}
    found: list[Fault] = []
    for name, said in (figures or {}).items():
        if name not in FIGURES:
            found.append((name, f"不认识「{name[:20]}」这一项"))
        elif said not in (None, ""):
            value = READ[name](said)
            if value is None:
                found.append((name, f"「{FIGURES[name]}」看不懂"))
            else:
                told[name] = value
    return told, found


def money(said: Any) -> Decimal | None:
    """An amount above nothing in yuan with two places; None for anything else."""
    try:
        value = Decimal(str(said).replace(",", "").replace("，", "").strip())
    except InvalidOperation:
        return None
    sound = value.is_finite() and 0 < value <= MOST and value == value.quantize(FEN)
    return value.quantize(FEN) if sound else None


def _amount(said: Any) -> str | None:
    value = money(said)
    return None if value is None else str(value)


def _year(said: Any) -> int | None:
    text = str(said).strip()
    return int(text) if text.isascii() and text.isdigit() and 2000 <= int(text) <= 2100 else None


def _kind(said: Any) -> str | None:
    return str(said) if said in PROCURED else None


def _words(said: Any) -> str | None:
    text = " ".join(str(said).split())
    return text if text and len(text) <= 60 and not trail.looks_like_identity(text) else None


READ = {"approval": _words, "year": _year, "kind": _kind, "estimate": _amount, "settled": _amount}


def position_after(project: Project, stage: project_life.Stage, handed: Handed) -> tuple[str, str]:
    """State and way back after a stage."""
    if handed.outcome in FORWARD:
        return handed.key, ""
    if handed.outcome == Outcome.RETURNED:
        return (stage.returns_to, "") if stage.returns_to else (Project.State.RETURNED, "filed")
    if handed.outcome == Outcome.DEFERRED:
        return Project.State.DEFERRED, project.back_to or project.state
    return str(handed.outcome), ""
