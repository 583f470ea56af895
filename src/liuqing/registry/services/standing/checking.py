"""Checking (核对一步): days, quorum, signatures, documents, spot checks. Everything wrong at once."""

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction

from liuqing.policy.procedures import Quorum, Step
from liuqing.registry.models import Act, Proceeding
from liuqing.registry.services.standing import filled
from liuqing.registry.services.standing.chain import Handed
from liuqing.registry.services.standing.faults import Fault, refuse

DONE, AGREED, RETURNED, REFUSED = (
    Act.Outcome.DONE,
    Act.Outcome.AGREED,
    Act.Outcome.RETURNED,
    Act.Outcome.REFUSED,
)

OUTCOMES: dict[str, tuple[str, ...]] = {
    "propose": (DONE,),
    "record": (DONE, RETURNED, REFUSED),
    "meeting": (AGREED, RETURNED, REFUSED),
    "consent": (AGREED, REFUSED),
    "compare": (DONE, RETURNED, REFUSED),
    "notice": (DONE, RETURNED, REFUSED),
    "decide": (AGREED, RETURNED, REFUSED),
}
"""How a step of each kind may end; the first is the one that goes on."""
FORWARD = (DONE, AGREED)
SAID = 1000
"""So many characters may be said at a step."""
_HALF = Fraction(1, 2)


def outcomes(step: Step) -> tuple[str, ...]:
    """How the step may end, the way forward first."""
    return OUTCOMES[step.kind]


def content(step: Step, handed: Handed, proceeding: Proceeding) -> None:
    """Problem ``standing.incomplete`` (``Faults``) with everything that is missing or wrong."""
    filled.no_names(handed.said, proceeding.household, "said", "「说明」")
    refuse("standing.incomplete", _content(step, handed), "请补齐、改正后再办这一步。")


def days(step: Step, on: date, today: date, before: Act | None, proceeding: Proceeding) -> None:
    """Problem ``standing.day``: no step before the one before it, none to come, none entered too late."""
    refuse("standing.day", _days(step, on, today, before, proceeding), "请按实际发生的日期填写，并及时录入。")


def _days(step: Step, on: date, today: date, before: Act | None, proceeding: Proceeding) -> Iterable[Fault]:
    earliest = max(proceeding.opened_on, before.on if before else proceeding.opened_on)
    if on > today:
        yield "on", "日期还没有到"
    elif on < earliest:
        yield "on", f"日期不能早于上一步（{earliest.isoformat()}）"
    elif step.kind == "decide" and on != today:
        yield "on", "审核审批按办理当天记，不能倒签"
    elif step.kind != "notice" and on < today - timedelta(days=step.entered_within):
        yield "on", f"这一步应在发生后 {step.entered_within} 天内录入，已超过"


def _content(step: Step, handed: Handed) -> Iterable[Fault]:
    if handed.outcome not in outcomes(step):
        words = "、".join(str(Act.Outcome(one).label) for one in outcomes(step))
        yield "outcome", f"「{step.label}」的结果应选：{words}"
        return
    if len(handed.said) > SAID:
        yield "said", f"说明超过 {SAID} 个字"
    if handed.outcome not in FORWARD and not handed.said.strip():
        yield "said", "请写明退回或不同意的理由"
    yield from _figures(step, handed)
    yield from _signatures(step, handed)
    if handed.outcome in FORWARD:
        yield from _documents(step, handed)


def _figures(step: Step, handed: Handed) -> Iterable[Fault]:
    bad = [name for name, value in handed.figures.items() if not _whole(value)]
    if bad:
        yield from ((name, "人数（户数）应是不小于 0 的整数") for name in bad)
        return
    if step.quorum is not None and handed.outcome != RETURNED:
        yield from _quorum(step.quorum, handed)
    if step.spot_check is not None and handed.outcome in FORWARD:
        yield from _spot_check(step, handed)


def _quorum(quorum: Quorum, handed: Handed) -> Iterable[Fault]:
    told = [handed.figures.get(name) for name in ("due", "present", "agreed")]
    due, present, agreed = (value if value is not None else -1 for value in told)
    if min(due, present, agreed) < 0 or due == 0:
        yield "due", f"请填应到、实到、同意的人数（{quorum.who}）"
        return
    if present > due or agreed > present:
        yield "present", "实到不能多于应到，同意不能多于实到"
        return
    least, needed = quorum.shares()
    if not reached(present, due, least):
        yield "present", f"到会 {present}/{due}，未达到{said(least)}，会议无效"
    elif (handed.outcome == AGREED) != reached(agreed, present, needed):
        verdict = "达到" if handed.outcome != AGREED else "未达到"
        yield "agreed", f"同意 {agreed}/{present}，{verdict}{said(needed)}，与所选的结果不符"


def reached(part: int, whole: int, share: Fraction) -> bool:
    """Whether a part of a whole reaches a share: of one half it must be more, of any other as much."""
    if whole == 0:
        return False
    got = Fraction(part, whole)
    return got > share if share == _HALF else got >= share


def said(share: Fraction) -> str:
    """A share in words."""
    return "半数以上（须超过一半）" if share == _HALF else f" {share.numerator}/{share.denominator}"


def _spot_check(step: Step, handed: Handed) -> Iterable[Fault]:
    due, visited = handed.figures.get("due"), handed.figures.get("visited")
    share = Fraction(step.spot_check or 0)
    if due is None or visited is None or due == 0:
        yield "visited", "请填应抽查的总户数（due）和实际入户抽查的户数（visited）"
    elif visited > due:
        yield "visited", "抽查的户数不能多于总户数"
    elif Fraction(visited, due) < share:
        yield "visited", f"入户抽查 {visited}/{due}，未达到 {float(share):.0%}"


def _signatures(step: Step, handed: Handed) -> Iterable[Fault]:
    strange = [one for one in handed.signatures if one not in step.signatures]
    if strange:
        yield (
            "signatures",
            f"签字只记身份，可选：{'、'.join(step.signatures) or '（这一步没有签字）'}；不写姓名",
        )
    missing = [one for one in step.signatures if one not in handed.signatures]
    if missing and handed.outcome in FORWARD:
        yield "signatures", f"还缺签字：{'、'.join(missing)}"


def _documents(step: Step, handed: Handed) -> Iterable[Fault]:
    given = {paper.kind for paper in handed.papers if paper.sha256}
    stated = {paper.kind for paper in handed.papers if not paper.sha256}
    if stated and not step.on_paper:
        yield "papers", f"「{'、'.join(sorted(stated))}」须上传，不能只写明留存纸质"
        stated = set()
    missing = [one for one in step.documents if one not in given | stated]
    if missing:
        yield "papers", f"还缺材料：{'、'.join(missing)}（上传，或写明纸质留存）"


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
