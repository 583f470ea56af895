"""Walking a proceeding through its steps, by the procedures of the tests' own place."""

import atexit
import shutil
import tempfile
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from uuid import uuid4

from django.utils import timezone

from liuqing.errors import Problem
from liuqing.registry.models import Notice, Noticed, Proceeding
from liuqing.registry.services import standing
from liuqing.registry.services.standing import frozen

TODAY = date(2019, 3, 4)
"""A Monday on which most tests begin."""

_SHORT = """
    versions:
      2016-01-01:
        source: {document: 示例办法, clause: 第一条}
        steps:
          - {key: proposal, label: 提出, who: 村两委, level: village, kind: propose}
          - {key: town, label: 乡镇审核, who: 乡镇人民政府, level: town, kind: decide}
"""

LONG = """
procedures:
  long_exit:
    label: 退出（长）
    effect: exit
    starts: [registered, relapsed]
    needs: [exits]
    versions:
      2016-01-01:
        source: {document: 示例办法, clause: 第二条}
        days: 30
        steps:
          - {key: proposal, label: 提名, who: 村两委, level: village, kind: propose, within: 5}
          - key: appraisal
            label: 民主评议
            who: 村民代表会议
            level: village
            kind: meeting
            within: 5
            quorum: {who: 村民代表, present: 2/3, agree: 1/2}
            signatures: [会议主持人, 记录人]
            documents: [会议记录]
          - {key: consent, label: 户主签字认可, who: 户主, level: village, kind: consent, signatures: [户主]}
          - {key: notice, label: 村内公示, who: 村两委, level: village, kind: notice, notice: {days: 7, at: [village]}}
          - {key: town, label: 乡镇审核, who: 乡镇人民政府, level: town, kind: decide, spot_check: 0.2}
          - {key: compare, label: 数据比对, who: 县扶贫办, level: county, kind: compare, documents: [比对结果], on_paper: false}
          - {key: county, label: 县级审定, who: 县扶贫开发领导小组, level: county, kind: decide}
          - {key: announcement, label: 公告退出, who: 县, level: county, kind: notice, notice: {days: 0, at: [village], label: 公告}}
"""


TWO_VERSIONS = """
  t_versions:
    label: 换了版本的程序
    effect: exit
    hints: [warning_income_low]
    versions:
      2016-01-01:
        source: {document: 示例办法, clause: 第一条}
        steps:
          - {key: proposal, label: 提出, who: 村两委, level: village, kind: propose}
          - {key: town, label: 乡镇审核, who: 乡镇人民政府, level: town, kind: decide, within: 2}
      2019-03-05:
        source: {document: 示例办法修订, clause: 第一条}
        days: 15
        count: working
        steps:
          - {key: proposal, label: 提出, who: 村两委, level: village, kind: propose}
          - {key: town, label: 乡镇审核, who: 乡镇人民政府, level: town, kind: decide, within: 2}
          - {key: county, label: 县级审定, who: 县扶贫办, level: county, kind: decide}
"""


def written(folder):
    """The tests' procedures into a place's folder: ``long_exit`` and a short one for each effect."""
    from liuqing.policy.effects import EFFECTS

    free = (
        LONG.replace("long_exit:", "long_exit_free:")
        .replace("    needs: [exits]\n", "")
        .removeprefix("\nprocedures:\n")
    )
    short = free + "".join(
        f"  t_{name}:\n    label: {one.label}\n    effect: {name}{_SHORT}" for name, one in EFFECTS.items()
    )
    (folder / "procedures").mkdir(exist_ok=True)
    (folder / "procedures" / "tests.yaml").write_text(LONG + short + TWO_VERSIONS, encoding="utf-8")


@cache
def _folder() -> Path:
    from tests.registry.conftest import make_place

    # One for all tests: reading a place anew takes seconds, and nobody writes into this one.
    folder = Path(tempfile.mkdtemp(prefix="liuqing-standing-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    written(make_place(folder))
    return folder


@cache
def _pdf() -> Path:
    path = _folder() / "a.pdf"
    path.write_bytes(b"%PDF-1.4 compared")
    return path


def place(settings):
    """The workspace belongs to the small county, with the tests' own procedures."""
    settings.WORKSPACE = replace(settings.WORKSPACE, place=str(_folder()))
    return _folder()


def at(day: date, hour: int = 9):
    """A moment of the day."""
    return datetime.combine(day, time(hour), timezone.get_default_timezone())


def later(clock, days: int = 1) -> None:
    """Move the clock on."""
    clock.move_to(timezone.now() + timedelta(days=days))


def begun(cast, procedure, household=None, *, area=None, by=None, **payload):
    """A proceeding that was submitted by the village officer."""
    who = by or cast.village_officer
    one = standing.open(by=who, procedure=procedure, household=household, area=area, payload=payload)
    try:
        standing.submit(one, by=who, uuid=uuid4())
    except Problem:
        standing.withdraw(one, by=who, said="没有提交成功")
        raise
    return one


def taken_by(cast, proceeding):
    """Who of the cast takes the step that waits."""
    step = frozen.of(proceeding).step(proceeding.step)
    who = {"village": cast.village_officer, "town": cast.township_reviewer}
    return step, who.get(step.level, cast.county_approver)


def go(cast, proceeding, **more):
    """Take the step that waits, with everything it asks for."""
    step, who = taken_by(cast, proceeding)
    told = {"outcome": standing.outcomes(step)[0], "figures": {}, "signatures": step.signatures,
            "papers": [(kind, "", None) for kind in step.documents], "by": who}  # fmt: skip
    if step.quorum:
        told["figures"] = {"due": 30, "present": 20, "agreed": 11}
    if step.spot_check:
        told["figures"] = {"due": 30, "visited": 6}
    if not step.on_paper:
        told["papers"] = [(kind, "a.pdf", _pdf()) for kind in step.documents]
    if step.kind == "notice":
        told["notice"] = hung(proceeding, step)
    return standing.act(proceeding, step=step.key, uuid=uuid4(), **(told | more))


def hung(proceeding, step, *, days=None, state="ended", round=None, upheld=None):
    """A notice of the step that hung since the last act and has ended today."""
    today = timezone.localdate()
    last = proceeding.acts.order_by("-ordinal").first()
    notice = Notice.objects.create(
        area=proceeding.area, procedure=proceeding.procedure, step=step.key, label="公示", title="公示",
        code=uuid4().hex[:12], digest="0" * 64, state=state, days=step.notice.days if days is None else days,
        count="calendar", objected="pause", issuer="村委会", drawn_by="x", drawn_at=timezone.now(),
        hung_by="x", hung_on=last.on if last else today, until=today, ended_on=today, ended_by="x",
    )  # fmt: skip
    Noticed.objects.create(notice=notice, proceeding=proceeding, round=round or proceeding.round, line=0)
    return notice


def through(cast, proceeding, clock=None):
    """Every step that is left."""
    while proceeding.state == Proceeding.State.OPEN:
        go(cast, proceeding)
    return proceeding


def done(cast, procedure, household=None, **payload):
    """A whole short procedure on one day."""
    return through(cast, begun(cast, procedure, household, **payload))
