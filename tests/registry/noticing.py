"""Procedures with a notice for the small county, and proceedings that wait for their sheet.

``watching`` hangs 5 calendar days and stops for an objection; ``watching_anew`` 5 working days and begins
anew; ``watching_on`` 3 calendar days and goes on.
"""

from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from uuid import uuid4

import time_machine

from liuqing.registry.models import Household, Notice, Proceeding
from liuqing.registry.services import notices, standing

ZONE = timezone(timedelta(hours=8))
KINDS = {
    "watching": ("calendar", 5, "pause"),
    "watching_anew": ("working", 5, "restart"),
    "watching_on": ("calendar", 3, "go_on"),
}
PAYLOAD = {"kind": "突发严重困难户", "risks": ["因病"]}
_STEPS = """\
      2016-01-01:
        source: {{document: 示例文件, clause: 第一条}}
        steps:
          - {{key: proposal, label: 村级提出, who: 村两委, level: village, kind: propose}}
          - key: notice
            label: 村内公示
            who: 村民委员会
            level: village
            kind: notice
            notice: {{days: {days}, count: {count}, at: [village], objected: {objected}}}
          - {{key: town, label: 乡镇审核, who: 乡镇人民政府, level: town, kind: decide}}
          - {{key: county, label: 县级审定, who: 县领导小组, level: county, kind: decide}}
          - {{key: announcement, label: 公告, who: 县领导小组, level: county, kind: notice, notice: {{days: 0, at: [village], label: 公告}}}}
"""


def write_procedures(place: Path) -> Path:
    """These procedures, and ``leaving`` of a village, as a file of the place, which is given back."""
    folder = place / "procedures"
    folder.mkdir(exist_ok=True)
    told = "procedures:\n"
    for key, (count, days, objected) in KINDS.items():
        told += f"  {key}:\n    label: 监测对象识别\n    effect: watch\n    starts: [not_monitored]\n    versions:\n"
        told += _STEPS.format(days=days, count=count, objected=objected)
    told += "  leaving:\n    label: 贫困村出列\n    effect: area_exit\n    starts: [listed]\n    versions:\n"
    told += _STEPS.format(days=5, count="calendar", objected="pause")
    (folder / "watching.yaml").write_text(told, encoding="utf-8")
    return place


def at(day: date, hour: int = 9, minute: int = 0, second: int = 0) -> time_machine.travel:
    """A moment of the office's day."""
    moment = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=ZONE)
    return time_machine.travel(moment, tick=False)


def proposed(by, home: Household, procedure: str = "watching") -> Proceeding:
    """A household that waits for its notice."""
    one = standing.open(
        by=by, procedure=procedure, household=home, payload=PAYLOAD, ground="收入骤减，情况属实"
    )
    standing.submit(one, by=by, uuid=uuid4())
    one.refresh_from_db()
    assert one.step == "notice"
    return one


def drawn(by, proceedings, **more) -> Notice:
    """A sheet for them in the village of the first."""
    first = proceedings[0]
    return notices.draw(
        by=by, procedure=first.procedure, step=first.step, area=first.area, proceedings=proceedings, **more
    )


def decided(one: Proceeding, *, town, county) -> None:
    """Through the township and the county, to the announcement."""
    for step, by in (("town", town), ("county", county)):
        standing.act(one, by=by, step=step, outcome="agreed", uuid=uuid4())
    assert one.step == "announcement"
