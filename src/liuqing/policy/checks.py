"""The catalogue of checks that counties use on their registers, and which flag asks each.

    python -m liuqing.policy.checks > docs/reference/checks.md

A check is known by its number (XD-01); a flag names the checks it asks in its source. The numbers and
what they are about come from the checkers that counties run over their exports; one that no flag asks
stands here with the reason.
"""

import re
from collections.abc import Iterable

from liuqing.policy.rule import Rule

GROUPS = {
    "ID": ("身份和户内关系", 10),
    "ED": ("教育", 6),
    "LB": ("劳动力和就业", 14),
    "HS": ("参保、健康、住房、饮水", 8),
    "MN": ("监测对象", 14),
    "LV": ("土地和村级数据", 5),
    "XD": ("部门比对", 13),
}
"""Each group with its heading and how many checks it has, numbered from 1."""

UNASKED = {
    "LB-12": "打算务工而没有登记就业服务需求：没有一份名单写着服务需求；最接近的是“需要托底安置岗位”。"
}
"""Checks that no flag asks, and why."""

SEVERITIES = {"red": "必须改正", "orange": "逻辑错误或急需核实", "yellow": "信息缺失或待核实"}
_NUMBER = re.compile(r"[A-Z]{2}-\d{2}")


def every() -> list[str]:
    """The numbers of all checks, in order."""
    return [f"{group}-{n:02}" for group, (_, many) in GROUPS.items() for n in range(1, many + 1)]


def asked(rules: Iterable[Rule]) -> dict[str, list[Rule]]:
    """The flags that ask each check."""
    found: dict[str, list[Rule]] = {check: [] for check in every()}
    for rule in rules:
        for check in _NUMBER.findall(rule.source) if rule.kind == "flag" else ():
            found.setdefault(check, []).append(rule)
    return found


def paper(rules: Iterable[Rule]) -> str:
    """The catalogue as a page: a line a flag under each check, then the flags beyond the catalogue."""
    known = list(rules)
    told = asked(known)
    lines = [_HEAD]
    for group, (heading, _) in GROUPS.items():
        lines += [f"\n## {heading}\n", _TABLE]
        for check in (one for one in told if one.startswith(group)):
            lines += [_line(check, rule) for rule in told[check]]
            lines += [f"| {check} | 没有 | | {UNASKED[check]} | |"] if check in UNASKED else []
    named = {rule.name for found in told.values() for rule in found}
    beyond = [rule for rule in known if rule.kind == "flag" and rule.name not in named and rule.closes]
    lines += ["\n## 目录以外的疑点\n", _TABLE]
    lines += [_line("", rule) for rule in sorted(beyond, key=lambda rule: (rule.topic, rule.name))]
    return "\n".join(lines) + "\n"


def _line(check: str, rule: Rule) -> str:
    return f"| {check} | {rule.label} | {SEVERITIES.get(rule.severity, '')} | {rule.check} | {rule.closes} |"


_HEAD = """# 疑点目录：每条检查由哪条疑点规则来问

由规则自己生成（`python -m liuqing.policy.checks`）。每条疑点的两处说法、界限和出处见规则手册；界限都是有日期、有出处的参数，各地可改。"""
_TABLE = "| 编号 | 疑点 | 轻重 | 怎么核实 | 怎样算改好 |\n|---|---|---|---|---|"


if __name__ == "__main__":
    from liuqing.policy.rules import RULES

    print(paper(RULES.values()), end="")
