"""Words: how figures, standings and rules are called on pages and papers."""

from functools import cache

from django.conf import settings

from liuqing.policy import lists, place
from liuqing.policy.programmes import PROGRAMMES
from liuqing.policy.tables import CLEARS
from liuqing.registry.models import SourceFile, Standing

METRICS = {
    "registered_households": ("建档立卡户", "户"),
    "registered_persons": ("建档立卡人口", "人"),
    "registered_population": ("户籍人口", "人"),
    "exited_households": ("已脱贫户", "户"),
    "exited_persons": ("已脱贫人口", "人"),
    "unexited_households": ("未脱贫户", "户"),
    "unexited_persons": ("未脱贫人口", "人"),
    "rural_population": ("乡村户籍人口（贫困发生率的分母）", "人"),
    "incidence": ("贫困发生率", "%"),
    "villages": ("村（社区）", "个"),
    "towns": ("乡镇（街道）", "个"),
    "hamlets": ("自然村", "个"),
    "poor_villages": ("贫困村", "个"),
    "poor_villages_exited": ("已出列贫困村", "个"),
    "poor_villages_left": ("未出列贫困村", "个"),
    "poor_towns": ("贫困乡镇", "个"),
    "poor_towns_exited": ("已出列贫困乡镇", "个"),
    "dibao_households": ("低保户", "户"),
    "dibao_persons": ("低保对象", "人"),
    "exit_ready_households": ("达到退出条件的户", "户"),
    "exit_open_households": ("有退出条件未达到的户", "户"),
    "complete_households": ("六清齐全的户", "户"),
    "flagged_persons": ("疑点", "人"),
    "household_share": ("致贫原因占未脱贫户的比例", "%"),
    "person_share": ("致贫原因占未脱贫人口的比例", "%"),
    "flagged_households": ("预警和疑点户", "户"),
    "relapsed_persons": ("返贫人口", "人"),
    "entitled_persons": ("应享待遇的人", "人"),
    "entitled_yuan": ("应享待遇合计", "元"),
    "rural_disposable_income": ("农村居民人均可支配收入", "元"),
    "collective_income_min": ("村集体经济收入下限", "元"),
}
"""Every metric that a page may show: its name and unit."""


def metric(name: str) -> tuple[str, str]:
    """Name and unit of a metric; a rule of areas has its own, an unknown one is shown under its key."""
    from liuqing.policy.rules import RULES

    if name in METRICS or name not in RULES:
        return METRICS.get(name, (name, ""))
    rule = RULES[name]
    return str(rule.label), UNITS.get(rule.unit, "是否" if rule.yes_or_no else rule.unit)


UNITS = {"fen": "元", "ppm": "%"}
"""Units of rules that are finer than those of figures."""


def standing(status: str | None) -> str:
    """The official word for a standing; nothing known is said so."""
    return str(dict(Standing.Status.choices).get(status or "", "未知"))


AREA_STANDINGS = {
    "village": {"listed": "贫困村", "exited": "已出列"},
    "town": {"listed": "贫困乡镇", "exited": "已出列"},
    "county": {"listed": "贫困县", "exited": "已摘帽"},
}


def area_standing(status: str, level: str) -> str:
    """The official word for the standing of a village, a town or the county."""
    return AREA_STANDINGS.get(level, AREA_STANDINGS["village"])[status]


def clear(key: str) -> str:
    """The official name of one of the six clears."""
    return CLEARS.get(key, key)


def verdict(key: str) -> str:
    """A rule's answer as a column heading."""
    return {"true": "达到", "false": "未达到", "unknown": "未查清"}.get(key, key)


def flag(value: bool | None) -> str:
    """是, 否 or 未知."""
    return "未知" if value is None else "是" if value else "否"


def kinds(kind: str) -> list[str]:
    """The kinds of list in a file: a workbook with several sheets may be ``work+training``."""
    return kind.split("+") if kind else []


OTHER_FILES = {"answers": "核实表"}
"""Files that are no lists."""


@cache
def list_name(kind: str) -> tuple[str, str]:
    """Department and title of a file's kind of list; all titles of a workbook with several."""
    known = [lists.BY_KEY[one] for one in kinds(kind) if one in lists.BY_KEY]
    if not known:
        return "", OTHER_FILES.get(kind, kind)
    return known[0].department, "、".join(one.label for one in known)


def values(kind: str, said: dict[str, object]) -> str:
    """What an entry says, as 「label：value」; facts that are sensitive are left out."""
    known = lists.BY_KEY.get(kind)
    facts = {fact.name: fact for fact in known.columns} if known else {}
    told = ((facts[name], value) for name, value in said.items() if name in facts and value not in (None, ""))
    return "，".join(
        f"{fact.label}：{_value(value)}{fact.unit}" for fact, value in told if not fact.sensitive
    )


def _value(value: object) -> str:
    return flag(value) if isinstance(value, bool) else str(value)


def source(file: SourceFile | None, row: int | None) -> str:
    """Who says so: department, list and row, as an officer would cite it."""
    if file is None:
        return ""
    department, label = list_name(file.kind)
    return f"{department}《{label or file.name}》" + (f"第 {row} 行" if row else "")


@cache
def rule(name: str) -> str:
    """The label of a rule; its key while the rule is not known (an old snapshot)."""
    from liuqing.policy.rules import RULES

    found = RULES.get(name)
    return str(found.label) if found else name


def topic(name: str) -> str:
    """The heading under which a rule's flags stand; "" for plain flags."""
    from liuqing.policy.rules import RULES

    return str(RULES[name].topic) if name in RULES else ""


def department(name: str) -> str:
    """The county's own name for a department that the rules name."""
    return (place.load(settings.WORKSPACE.place).department(name) or name) if name else ""


@cache
def flags() -> frozenset[str]:
    """The names of the rules that raise a flag about a person."""
    from liuqing.policy.rules import RULES

    return frozenset(name for name, rule in RULES.items() if rule.kind == "flag")


def warns(name: str) -> bool:
    """A rule of the topic 返贫致贫预警: a household may fall in or fall back."""
    from liuqing.policy.rules import RULES

    return name in RULES and RULES[name].topic == "返贫致贫预警"


def options(choice: str) -> tuple[str, ...]:
    """What a rule that chooses may answer, in its order."""
    from liuqing.policy.rules import RULES

    return RULES[choice].options if choice in RULES else ()


def programme(key: str) -> str:
    """The name of a programme (政策待遇)."""
    found = PROGRAMMES.get(key)
    return found.label if found else key


def every_rule() -> tuple[str, ...]:
    """The labels of all rules with their topics, departments and options: what explanations are made of."""
    from liuqing.policy.rules import RULES

    told = ((rule.label, rule.topic, rule.department, *rule.options) for rule in RULES.values())
    return tuple(str(one) for parts in told for one in parts if one)
