"""The rule book (规则手册): every rule and number in a clerk's words, written from the code itself.

``python -m liuqing.policy.rule_book`` writes ``docs/reference/``: ``rules.md`` (every rule by topic:
what it asks, of whom, what it looks at, its numbers in each place), ``rules-<place>.md`` (the place's
numbers with every first day and source, its standards, quotas and estimates) and ``requirements.md``
(what computes each of the plans' rules B001 to B159, or why nothing does). A test demands that the
committed papers equal what is written here.
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from liuqing.policy import place as places
from liuqing.policy.checking import modules, shipped
from liuqing.policy.dated import Parameter, Value
from liuqing.policy.headings import ORDER, heading
from liuqing.policy.place import Place
from liuqing.policy.programmes import PROGRAMMES
from liuqing.policy.rule import Rule
from liuqing.policy.rules import RULES
from liuqing.policy.rules import catalogue as rules_of
from liuqing.policy.topics import label as topic_of
from liuqing.policy.wording import label, number

DOCS = Path(__file__).parents[3] / "docs" / "reference"
REASONS = "not-computed.csv"
"""The plans' rules that nothing computes: ``id`` and ``reason``."""
IDS = tuple(f"B{number:03}" for number in range(1, 160))
DAY = date(2018, 12, 31)
"""The day on which standards and quotas are shown; numbers are shown with all their days."""
WHO = {
    "bill": "医疗费用单据",
    "person": "在册成员",
    "household": "户",
    "area": "村、乡镇、县",
    "employer": "用工单位",
}
KINDS = {
    "verdict": "结论（是、否、不明）",
    "condition": "条件（是、否、不明）",
    "flag": "疑点（是、否、不明）",
    "amount": "数额",
    "count": "合计",
    "running": "当年此前各次累计",
    "choice": "分类",
}
UNITS = {"fen": "元", "ppm": "%"}
SEVERITY = {"red": "红", "orange": "橙", "yellow": "黄"}
LISTS = {"standards": "标准", "quotas": "责任频次", "estimates": "规划测算"}
AREAS = {"village": "村", "town": "乡镇", "county": "县", "hamlet": "自然村", "plan": "规划"}
NOTE = "<!-- 由程序生成：python -m liuqing.policy.rule_book。请勿手改。 -->\n"


def catalogue(place: Place, on: date) -> dict[str, Any]:
    """Every rule, standard, quota and estimate of the place with its numbers of the day.

    Keys ``rules``, ``standards``, ``quotas``, ``estimates``; each entry has name, label, kind,
    requirements, source and parameters.
    """
    found: dict[str, Any] = rules_of(place, on)
    return found | {name: module.catalogue(place, on) for name, module in _listed()}


def as_json(found: dict[str, Any]) -> dict[str, Any]:
    """One list for programs, ``{"rules": [...]}``: what an entry is stands in its ``kind``."""
    return {"rules": [entry for entries in found.values() for entry in entries]}


def as_text(found: dict[str, Any]) -> Iterator[str]:
    """A catalogue for people: rules under their topics, each with its numbers; then the other lists."""
    topic = ""
    for entry in sorted(found["rules"], key=lambda rule: ORDER.index(rule["topic"])):
        if entry["topic"] != topic:
            topic = entry["topic"]
            yield f"\n【{topic}】"
        yield f"{entry['label']}（{entry['name']}，{WHO[entry['entity']]}，{KINDS[entry['kind']]}）"
        for one in entry["parameters"]:
            yield f"    {one['label'] or one['name']}：{_cited(one)}"
        yield f"    依据：{entry['source']}"
    for key, name in LISTS.items():
        if found.get(key):
            yield f"\n【{name}】"
        for entry in found.get(key, ()):
            value, since = _limit(entry)
            yield f"{entry['label']}（{entry['name']}，{_areas(entry['entity'])}）：{value}{f'，{since} 起' if since else ''}"
            yield f"    依据：{entry['source']}"


def _cited(one: dict[str, Any]) -> str:
    if one["value"] is None:
        return "本地当日没有生效"
    doubt = "，未核实" if one["unverified"] else ""
    return f"{_value(one['value'], one['unit'])}（{one['from']} 起{doubt}；{one['source']}）"


def papers() -> dict[str, str]:
    """Every file of the reference that is written from the code, by its name."""
    counties = [places.load(key) for key in places.known()]
    found = {"rules.md": _rules(counties), "requirements.md": _requirements(counties)}
    return found | {f"rules-{county.folder.name}.md": _of_place(county) for county in counties}


def covered() -> dict[str, list[str]]:
    """What computes each of the plans' rules: names of rules, standards, quotas, estimates."""
    found: dict[str, list[str]] = {one: [] for one in IDS}
    for county in (places.load(key) for key in places.known()):
        for kind, entries in catalogue(county, DAY).items():
            for entry in entries:
                said = f"{entry['label']}（{LISTS.get(kind, '规则')} `{entry['name']}`）"
                for one in entry["requirements"]:
                    found.setdefault(one, []).append(said)
    return {one: list(dict.fromkeys(said)) for one, said in found.items()}


def reasons(folder: Path = DOCS) -> dict[str, str]:
    """Why nothing computes a rule, by its id, as ``not-computed.csv`` says."""
    with (folder / REASONS).open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["reason"] for row in csv.DictReader(file)}


def _listed() -> Iterator[tuple[str, Any]]:
    for module in modules():
        name = module.__name__.rpartition(".")[2]
        if name in LISTS:
            yield name, module


# --- rules.md ---------------------------------------------------------------------------------


def _rules(counties: list[Place]) -> str:
    by_topic: dict[str, list[Rule]] = {topic: [] for topic in ORDER}
    for rule in RULES.values():
        by_topic[heading(rule)].append(rule)
    lines = [
        NOTE,
        "# 规则手册 Rule book\n",
        f"共 {len(RULES)} 条规则，按题目排列。每条写明：问的是谁，看哪些情况，用哪些数，依据是什么。"
        "不明就是还要去查，从不当作“是”。\n",
        "各地的全部数字、起始日期和出处：" + "、".join(_link(county) for county in counties) + "。",
        "规划中的每条测算规则由什么来算：[requirements.md](requirements.md)。\n",
    ]
    for topic, rules in by_topic.items():
        if rules:
            lines += [f"## {topic}\n", *(line for rule in rules for line in _rule(rule, counties))]
    return "\n".join(lines)


def _link(county: Place) -> str:
    return f"[{county.label}](rules-{county.folder.name}.md)"


def _rule(rule: Rule, counties: list[Place]) -> Iterator[str]:
    unit = UNITS.get(rule.unit, rule.unit)
    yield f"### {rule.label}\n"
    yield f"- 名称：`{rule.name}`；{KINDS[rule.kind]}{f'，单位：{unit}' if unit else ''}；问的是：{WHO[rule.entity]}"
    if rule.options:
        yield f"- 答案：{'、'.join(rule.options)}"
    if rule.needs:
        yield f"- 看：{'、'.join(dict.fromkeys(_need(name) for name in rule.needs))}"
    for name in rule.numbers:
        yield f"- 数：{_everywhere(name, counties)}"
    if rule.kind == "flag":
        yield f"- {SEVERITY[rule.severity]}色疑点：{rule.disagree[0]} 与 {rule.disagree[1]} 不一致"
        yield f"- 怎么核查：{rule.check}"
    if rule.expects is not None:
        yield f"- 预计不超过在册的 {float(rule.expects):.1%}，超过就先停下来问"
    if programme := next((one for one in PROGRAMMES.values() if one.amount == rule.name), None):
        yield f"- 待遇：{programme.label}，由{programme.department}负责"
    yield f"- 依据：{rule.source}"
    if rule.requirements:
        yield f"- 对应规划测算规则：{'、'.join(rule.requirements)}"
    yield ""


def _need(name: str) -> str:
    return RULES[name].label if name in RULES else label(name)


def _everywhere(name: str, counties: list[Place]) -> str:
    """The number with its last value in each place that has it."""
    stated = shipped().get(name)
    told = [(county, _last(county.files[name])) for county in counties if name in county.files]
    said = "；".join(
        f"{county.label} {_value(value.value, county.files[name].unit)}（{value.since} 起{'，未核实' if value.unverified else ''}）"
        for county, value in told
        if value
    )
    return f"{stated.label if stated else name}（`{name}`）：{said or '各地都没有'}"


def _last(parameter: Parameter) -> Value | None:
    """The last value that was in force."""
    return next((value for value in reversed(parameter.values) if value.value is not None), None)


def _value(value: Any, unit: str) -> str:
    return number(value, unit, {name: rule.label for name, rule in RULES.items()})


# --- rules-<place>.md -------------------------------------------------------------------------


def _of_place(county: Place) -> str:
    lines = [
        NOTE,
        f"# {county.label}：数字和出处\n",
        "先是本地生效的每个数，连同起止日期、出处和由谁规定；再是标准、责任频次和规划测算。"
        "“未核实”是还没有人能够证实的数，凡用到它的结论都会注明。\n",
    ]
    by_topic: dict[str, list[str]] = {}
    for name in sorted(county.files, key=_place_of):
        by_topic.setdefault(topic_of(name), []).extend(_number_rows(county, name))
    for topic, rows in by_topic.items():
        lines += [f"## {topic}\n", _table(("数", "名称", "值", "自", "出处", "由谁规定"), rows)]
    for key, module in _listed():
        entries = module.catalogue(county, DAY)
        if entries:
            lines += [f"## {LISTS[key]}（{len(entries)} 条）\n", _entries(entries)]
    return "\n".join(lines)


def _place_of(name: str) -> tuple[int, str]:
    topic = topic_of(name)
    return (ORDER.index(topic) if topic in ORDER else len(ORDER), name)


def _number_rows(county: Place, name: str) -> Iterator[str]:
    by = next(label for label, files in reversed(county.layers) if name in files)
    parameter = county.files[name]
    for value in parameter.values:
        shown = "（不再生效）" if value.value is None else _value(value.value, parameter.unit)
        doubt = "（未核实）" if value.unverified else ""
        cells = (parameter.label, f"`{name}`", f"{shown}{doubt}", str(value.since), value.source, by)
        yield _line(cells)


def _entries(entries: list[dict[str, Any]]) -> str:
    rows = [
        _line((entry["label"], f"`{entry['name']}`", _areas(entry["entity"]), *_limit(entry), entry["source"],
               "、".join(entry["requirements"])))
        for entry in entries
    ]  # fmt: skip
    return _table(("名称", "代号", "对谁", "值", "自", "出处", "规划测算规则"), rows)


def _areas(said: str) -> str:
    return "、".join(AREAS.get(one, one) for one in said.split("、"))


def _limit(entry: dict[str, Any]) -> tuple[str, str]:
    """The value of the day with what compares it, and its first day."""
    [one] = entry["parameters"]
    if one["value"] is None:
        return "只报数" if entry.get("operator") == "report" else "（未生效）", str(one["from"] or "")
    shown = (
        " 至 ".join(f"{v:,g}" for v in one["value"])
        if isinstance(one["value"], list)
        else f"{one['value']:,g}"
    )
    sign = {"=": "", "~": "约 ", ">=": "≥ ", "<=": "≤ ", ">": "> ", "<": "< "}.get(
        entry.get("operator", "="), ""
    )
    every = f"（{entry['every']}）" if entry.get("every") else ""
    return f"{sign}{shown} {entry['unit']}{every}{'（未核实）' if one['unverified'] else ''}", str(
        one["from"] or ""
    )


def _table(head: tuple[str, ...], rows: list[str]) -> str:
    return "\n".join([_line(head), _line(("---",) * len(head)), *rows, ""])


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cell.replace('|', '／') for cell in cells)} |"


# --- requirements.md --------------------------------------------------------------------------


def _requirements(counties: list[Place]) -> str:
    found, why = covered(), reasons()
    computed = sum(bool(found[one]) for one in IDS)
    rows = [_line((one, "<br>".join(found[one]) or f"不计算：{why.get(one, '')}")) for one in IDS]
    return "\n".join(
        [
            NOTE,
            "# 规划中的测算规则由什么来算\n",
            f"五个县区的规划共有 {len(IDS)} 条可以计算的规则（B001 至 B159），其中 {computed} 条由下列规则、标准、"
            f"责任频次或规划测算计算，其余 {len(IDS) - computed} 条写明为什么不能算。\n",
            _table(("编号", "由什么来算"), rows),
        ]
    )


def main() -> None:
    """Write the papers into ``docs/reference/``."""
    DOCS.mkdir(parents=True, exist_ok=True)
    for name, text in papers().items():
        (DOCS / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
