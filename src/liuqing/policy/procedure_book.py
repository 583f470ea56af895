"""The book of procedures (程序手册): every step, who takes it and in how many days, written from the files.

``python -m liuqing.policy.procedure_book`` writes ``docs/reference/procedures.md``: the procedures of the
nation and what each place does otherwise, each version with its source and what nobody could confirm. A
test demands that the committed paper equals what is written here.
"""

from collections.abc import Iterator
from datetime import date

from liuqing.policy import calendar, procedures
from liuqing.policy import place as places
from liuqing.policy.effects import EFFECTS, GROUPS, Effect
from liuqing.policy.place import PLACES, Place
from liuqing.policy.procedures import (
    COUNTS,
    FOLDER,
    KINDS,
    LEVELS,
    OBJECTED,
    STARTS,
    Procedure,
    Step,
    Version,
)
from liuqing.policy.rule_book import DOCS
from liuqing.policy.rules import RULES

NAME = "procedures.md"
NOTE = "<!-- 由程序生成：python -m liuqing.policy.procedure_book。请勿手改。 -->\n"
HALF = "1/2"
ENTERED = places.load("china").parameters(date.max)["standing.entered_within"]
HEAD = ("步骤", "谁办", "级别", "怎样办", "几天", "签字", "材料")
INTRO = (
    "谁在什么时候办哪一步，要几天，由各地的文件决定，写在 `procedures/*.yaml` 里；"
    "同名的程序以本地的为准，正在办的按开始那天的版本办完。"
    "“未核实”是还没有人能够证实的内容，县里照自己的文件改写。"
    f"每一步发生后 {ENTERED} 天内要记入台账，过后不能补记；这个天数（`standing.entered_within`）没有文件依据，未核实，县里可以改。\n"
)


def paper() -> str:
    """The whole paper."""
    parts = [NOTE, "# 程序手册 Procedures\n", INTRO, *_calendar(places.load("china"))]
    for place in _places():
        parts += _of_place(place)
    return "\n".join(parts)


def shown_days(step: Step) -> str:
    """What a step says of days: 公示 5 天（日历天）, 3 天内办, 公告, or nothing."""
    said = []
    if step.notice is not None:
        hung = f"{step.notice.label} {step.notice.days} 天（{COUNTS[step.notice.count]}）"
        said.append(hung if step.notice.days else f"{step.notice.label}，不计天数")
    if step.within is not None:
        said.append(f"上一步后 {step.within} 天内")
    if step.entered_within is not None:
        said.append(f"{step.entered_within} 天内录入")
    return "；".join(said)


def shown_way(step: Step) -> str:
    """How a step is taken: its kind with the quorum, the places of a notice, the spot check."""
    said = [KINDS[step.kind]]
    if step.quorum is not None:
        said.append(f"{step.quorum.who}{_quorum(step.quorum.present, step.quorum.agree)}")
    if step.notice is not None:
        where = "、".join(LEVELS[level] for level in step.notice.at)
        said.append(f"张贴在{where}")
        said += [f"有异议：{OBJECTED[step.notice.objected]}"] if step.notice.days else []
    if step.spot_check is not None:
        said.append(f"抽查不少于 {step.spot_check:.0%}")
    return "；".join([*said, step.note] if step.note else said)


def _quorum(present: str, agree: str) -> str:
    there = f" {present} 以上到会" if present else "到会"
    more = "过半数" if agree == HALF else f"{agree} 以上"
    return f"{there}，到会的{more}同意" if agree else there


def _places() -> list[Place]:
    """The nation first, then every place with procedures of its own."""
    folders = sorted(path.parent for path in PLACES.rglob(FOLDER) if path.is_dir())
    return [places.load(str(folder)) for folder in folders]


def _of_place(place: Place) -> Iterator[str]:
    own = _own(place)
    national = place.folder.parent == PLACES
    yield f"## {place.label if national else place.label + '：与国家不同的程序'}\n"
    for group, label in GROUPS.items():
        found = {key: one for key, one in own.items() if EFFECTS[one.effect].group == group}
        if found and national:
            yield f"### {label}\n"
        for key, one in found.items():
            yield from _procedure(key, one, "####" if national else "###")


def _own(place: Place) -> dict[str, Procedure]:
    """The procedures that the place's own files state."""
    above = procedures.stated(places.load(str(place.lineage[-2]))) if len(place.lineage) > 1 else {}
    return {key: one for key, one in procedures.stated(place).items() if one != above.get(key)}


def _procedure(key: str, one: Procedure, heading: str) -> Iterator[str]:
    effect = EFFECTS[one.effect]
    yield f"{heading} {one.label}\n"
    yield f"- 代号：`{key}`；办结后：{effect.label}"
    if one.starts:
        yield f"- 从什么情况开始：{'、'.join(STARTS[word] for word in one.starts)}"
    if one.needs:
        yield f"- 必须先达到：{'、'.join(_needed(name) for name in one.needs)}（否或不明都不能提出）"
    if one.hints:
        yield f"- 一并显示：{'、'.join(_needed(name) for name in one.hints)}"
    yield from _fields(effect)
    if one.note:
        yield f"- 说明：{one.note}"
    yield f"- 对应规划要求：{'、'.join(one.requirements)}\n"
    for since, version in one.versions.items():
        yield from _version(since, version)


def _needed(name: str) -> str:
    return RULES[name].label if name in RULES else f"标准“{name}”"


def _fields(effect: Effect) -> Iterator[str]:
    if effect.fields:
        said = [one.label if one.needed else f"{one.label}（可不填）" for one in effect.fields]
        yield f"- 要填：{'、'.join(said)}"


def _version(since: date, version: Version) -> Iterator[str]:
    if version.ended:
        yield f"**{since} 起不再办理。** 依据：{version.source}\n"
        return
    limit = f"；全程 {version.days} 天（{COUNTS[version.count]}）" if version.days else ""
    doubt = "（未核实）" if version.unverified else ""
    yield f"**{since} 起{doubt}**，{len(version.steps)} 步{limit}。依据：{version.source}\n"
    if version.note:
        yield f"{version.note}。\n"
    if version.unsure:
        yield f"未核实：{'；'.join(version.unsure)}。\n"
    yield _line(HEAD)
    yield _line(("---",) * len(HEAD))
    yield from (_line(_row(at, step)) for at, step in enumerate(version.steps, start=1))
    yield ""


def _row(at: int, step: Step) -> tuple[str, ...]:
    papers, names = "、".join(step.documents), "、".join(step.signatures)
    return (
        f"{at} {step.label}",
        step.who,
        LEVELS[step.level],
        shown_way(step),
        shown_days(step),
        names,
        papers,
    )


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cell.replace('|', '／') for cell in cells)} |"


def _calendar(nation: Place) -> Iterator[str]:
    yearly = {one.year: one for one in calendar.notices(nation).values() if one.year}
    doubtful = [str(year) for year, one in yearly.items() if one.unverified]
    yield "## 日历\n"
    yield (
        f"写“工作日”的，按国务院办公厅每年的放假通知数，现有 {min(yearly)}–{max(yearly)} 年"
        f"（{'、'.join(doubtful)} 年逐日未核实）；没有通知的年份只扣周六、周日，页面上会写明。"
        "公示从张贴的第二天起数，张贴当天不算。\n"
    )


def main() -> None:
    """Write the paper into ``docs/reference/``."""
    DOCS.mkdir(parents=True, exist_ok=True)
    (DOCS / NAME).write_text(paper(), encoding="utf-8")


if __name__ == "__main__":
    main()
