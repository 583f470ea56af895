"""Drawing up (拟公示): one sheet for the proceedings of a village that wait at the same notice."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from liuqing.errors import Problem
from liuqing.policy.procedures import COUNTS, Hanging, Step
from liuqing.registry.models import Area, Notice, Noticed, Proceeding
from liuqing.registry.services.notices import checking, lines, proof
from liuqing.registry.services.standing import frozen, permission
from liuqing.workflow import clock, receipts, rights, trail

LIVE = (Notice.State.DRAWN, Notice.State.HANGING, Notice.State.PAUSED)
"""The states in which a proceeding is taken by a notice."""
MOST = 200
"""Lines of one sheet: more than a village has, and no more than a wall can hold."""
_COMMITTEES = ("委会", "委员会", "社区")


@transaction.atomic
def draw(
    *, by: Any, procedure: str, step: str, area: Area, proceedings: Sequence[Proceeding], title: str = "",
    text: str = "", issuer: str = "", phone: str = "",
) -> Notice:  # fmt: skip
    """Draw up a notice of these proceedings; what is left out is worded by the program.

    Problems ``workflow.not_allowed``, ``notices.nothing``, ``notices.not_here``, ``notices.taken``,
    ``notices.shows_too_much``.
    """
    taken = _locked(proceedings, procedure, step, area)
    told = step_of(taken[0], step)
    rights.require(by, permission.RIGHTS[told.level], area.path)
    words = {"title": title, "text": text, "issuer": issuer, "phone": phone}
    notice = make(by=by, area=area, step=told, proceedings=taken, words=words, on=clock.today())
    detail = {"procedure": procedure, "step": step, "area": area.code, "lines": len(taken)}
    trail.record("notices.drawn", subject=subject(notice), by=by, detail=detail)
    return notice


def make(
    *, by: Any, area: Area, step: Step, proceedings: Sequence[Proceeding], words: dict[str, str], on: date,
    replaces: Notice | None = None,
) -> Notice:  # fmt: skip
    """The notice itself, checked and proven, in the caller's transaction; rights were asked before."""
    hanging, first = _hanging(step), proceedings[0]
    agreed = checking.terms(on)
    final = hanging.days == 0
    notice = Notice(
        area=area, procedure=first.procedure, step=step.key, label=hanging.label[:20],
        title=_said(words.get("title"), f"{area.name}{first.label}{hanging.label}")[:120],
        text=_said(words.get("text"), _wording(proceedings, step, hanging)),
        lines=lines.lines(proceedings, final=final, on=on, terms=agreed), code=receipts.new(),
        days=hanging.days, count=hanging.count, objected=hanging.objected,
        issuer=_said(words.get("issuer"), _issuer(area, step))[:60],
        phone=(words.get("phone") or "").strip()[:40], drawn_by=by.get_username(), drawn_at=clock.now(),
        replaces=replaces,
    )  # fmt: skip
    checking.refuse(notice, list(proceedings), on)
    notice.digest = proof.digest(notice)
    notice.save(force_insert=True)
    Noticed.objects.bulk_create(
        Noticed(notice=notice, proceeding=one, round=one.round, line=n)
        for n, one in enumerate(proceedings, start=1)
    )
    return notice


def step_of(proceeding: Proceeding, key: str) -> Step:
    """The step of a proceeding's own version. Problem ``notices.not_here`` if it has none of that key."""
    try:
        return frozen.of(proceeding).step(key)
    except KeyError:
        raise _not_here() from None


def subject(notice: Notice) -> str:
    """How the trail calls a notice."""
    return f"notice:{notice.code}"


def _locked(proceedings: Sequence[Proceeding], procedure: str, step: str, area: Area) -> list[Proceeding]:
    """The proceedings as they are now, locked, in their order, each fit for this sheet."""
    keys = list(dict.fromkeys(one.pk for one in proceedings))
    if not 0 < len(keys) <= MOST:
        raise Problem(
            "notices.nothing", f"没有选要公示的事项，或超过 {MOST} 项", "请选同一个村、同一步的事项。"
        )
    whole = Proceeding.objects.select_for_update(of=("self",)).select_related("household", "area__parent")
    found = {one.pk: one for one in whole.filter(pk__in=keys)}
    taken = [found[key] for key in keys if key in found]
    fits = [
        one.procedure == procedure and one.state == Proceeding.State.OPEN and one.step == step
        and one.area.path.startswith(area.path) for one in taken
    ]  # fmt: skip
    if not all(fits) or len(taken) != len(keys):
        raise _not_here()
    live = Noticed.objects.filter(proceeding__in=keys, notice__state__in=LIVE, notice__step=step)
    if any(row.round == found[row.proceeding_id].round for row in live):
        raise Problem("notices.taken", "有事项已经在另一份公示上", "请刷新页面，从待拟公示里选。")
    return taken


def _hanging(step: Step) -> Hanging:
    if step.notice is None:
        raise Problem("notices.no_notice", "这一步不是公示公告", "请按程序办理这一步。")
    return step.notice


def _not_here() -> Problem:
    return Problem("notices.not_here", "有事项不在这个村的这一步，或已经变动", "请刷新页面后再选。")


def _said(given: str | None, else_: str) -> str:
    return (given or "").strip() or else_


def _issuer(area: Area, step: Step) -> str:
    """Whose seal: of many villages the register's name is that of the committee already."""
    name = _of_level(area, step)
    return name if name.endswith(_COMMITTEES) else f"{name}{step.who}"


def _of_level(area: Area, step: Step) -> str:
    """The name of the area of the step's level, above which it hangs."""
    wanted = {"village": Area.Level.VILLAGE, "town": Area.Level.TOWN}.get(step.level, Area.Level.COUNTY)
    at: Area | None = area
    while at is not None and at.level != wanted:
        at = at.parent
    return at.name if at else area.name


def _wording(proceedings: Sequence[Proceeding], step: Step, hanging: Hanging) -> str:
    told = frozen.of(proceedings[0])
    before = [one.label for one in told.steps[: [one.key for one in told.steps].index(step.key)]]
    steps = f"经{'、'.join(before)}，" if before else ""
    # The document only: what a clause says of steps and days stands in the sentence anyway.
    document = (proceedings[0].steps["version"].get("source") or {}).get("document", "")
    source = f"依据：{document}。" if document else ""
    if hanging.days == 0:
        return f"{steps}现将结果予以{hanging.label}。{source}"
    span = f"{hanging.label}期 {hanging.days} 天（{COUNTS[hanging.count]}，张贴当天不计）"
    return (
        f"{steps}现将拟办结果予以{hanging.label}，{span}。对结果有不同意见的，可在{hanging.label}期内当面、电话或扫码提出，"
        f"提出人的情况予以保密。{source}"
    )
