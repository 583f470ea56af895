"""In what do places differ? One value for each of the 42 dimensions, told from the place's data.

The table of the five places in ``docs/reference/places.md`` is made here:
``python -m liuqing.policy.differences > docs/reference/places.md``.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from liuqing.policy import place as places
from liuqing.policy.place import Place, Target
from liuqing.policy.place_shape import (
    EVERY,
    GRAINS,
    IDENTIFICATION,
    LEVELS,
    MODULES,
    OPERATORS,
    Approximation,
    Beat,
    Duty,
    Entitlements,
    Former,
    Grade,
    IncidenceLimit,
    Partner,
)

SILENT = "无规定"
"""What stands where a place's plan says nothing."""


@dataclass(frozen=True)
class Dimension:
    """Something in which places differ: its id in the requirements, its name, how it is told."""

    id: str
    label: str
    tell: Callable[[Place], str]


def differences(place: Place) -> dict[str, str]:
    """The place's value for every dimension, by id; ``SILENT`` where it has none."""
    return {one.id: one.tell(place) or SILENT for one in DIMENSIONS}


def table(shown: list[Place]) -> str:
    """The places side by side as Markdown, one section a dimension."""
    told = [(place, differences(place)) for place in shown]
    parts = [HEAD]
    for one in DIMENSIONS:
        lines = [f"| {place.label} | {_cell(values[one.id])} |" for place, values in told]
        parts.append("\n".join([f"## {one.id} {one.label}", "", "| 地方 | 内容 |", "|---|---|", *lines]))
    return "\n\n".join(parts) + "\n"


HEAD = """# 各地有什么不同

本页由各地方文件夹里的数据生成（`python -m liuqing.policy.differences`），不要手改。“无规定”表示该地的规划没有说到。
程序里没有任何一处写着县名；换一个地方只换数据，见 `CONTRIBUTING.md` 的“Add a place”。"""


def _cell(said: str) -> str:
    return said.replace("|", "／").replace("\n", " ")


def _list(items: Iterable[str]) -> str:
    return "、".join(items)


def _parts(*parts: str) -> str:
    return "；".join(part for part in parts if part)


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _figure(target: Target) -> str:
    return f"{OPERATORS[target.operator]}{_number(target.value)} {target.unit}"


def _unit(place: Place) -> str:
    unit = place.told.unit
    return _parts(unit.kind, _list(unit.bodies))


def _above(place: Place) -> str:
    levels = [(level, place.names[level]) for level in ("province", "city") if level in place.names]
    return _list(f"{name}（{place.words[level]}）" for level, name in levels)


def _towns(place: Place) -> str:
    towns = [area.kind or place.words["town"] for area in place.areas() if area.level == "town"]
    counted = _list(f"{kind} {towns.count(kind)}" for kind in dict.fromkeys(towns))
    said = place.told.unit.divisions
    return _parts(counted, f"规划写：{said}" if said else "")


def _villages(place: Place) -> str:
    count = sum(area.level == "village" for area in place.areas())
    return _parts(f"{place.words['village']} {count}" if count else "", place.words["hamlet"])


def _scale(place: Place) -> str:
    """The newest count of the register; where there is none, of those still poor."""
    for metrics, said in ((REGISTERED, "建档立卡"), (UNEXITED, "未脱贫（总数未写明）")):
        found = [t for t in place.targets() if t.metric in metrics and not t.dimension]
        if found:
            newest = [t for t in found if t.year == max(t.year for t in found)]
            return f"{said} {' '.join(_figure(t) for t in newest)}（{newest[0].year}年）"
    return ""


REGISTERED = ("registered_households", "registered_persons")
UNEXITED = ("unexited_households", "unexited_persons")


def _period(place: Place) -> str:
    plan = place.told.plan
    years = _span(plan.first_year, plan.last_year)
    core = _span(plan.core_first_year, plan.core_last_year)
    return _parts(years, f"重点 {core}" if core else "")


def _span(first: int | None, last: int | None) -> str:
    return "—".join(dict.fromkeys(str(year) for year in (first, last) if year)) + (
        "年" if first or last else ""
    )


def _phase(place: Place) -> str:
    return f"{place.told.phase}（{_list(MODULES[one] for one in place.modules)}）"


def _line(place: Place) -> str:
    told, number = place.told.poverty_line, place.files.get("exits.income_line")
    values = [value for value in number.values if value.value is not None] if number else []
    amounts = _list(f"{v.since.year}年 {v.value} 元{'（未核实）' if v.unverified else ''}" for v in values)
    return _parts(told.scope, told.said, amounts or "数额未写明")


def _exits(place: Place) -> str:
    return _list(f"{LEVELS[level]}：{said}" for level, said in place.told.exit_sets.items())


def _limit(limit: IncidenceLimit) -> str:
    kind = "综合贫困发生率" if limit.kind == "composite" else "贫困发生率"
    return f"{limit.year}年起每个{LEVELS[limit.level]}{kind} ≤{_number(limit.percent)}%"


def _collective(place: Place) -> str:
    targets = [t for t in place.targets() if t.metric == "collective_income_min"]
    promised = [f"{t.year}年{_figure(t)}" for t in targets]
    return _parts(_list(dict.fromkeys(promised)), _list(map(_grade, place.told.collective_income.grades)))


def _grade(grade: Grade) -> str:
    least = f"≥{_number(grade.at_least)}" if grade.at_least is not None else ""
    below = f"<{_number(grade.below)}" if grade.below is not None else ""
    return f"{grade.name} {'、'.join(filter(None, (least, below)))} 元"


def _scheme(place: Place) -> str:
    scheme = place.told.identification
    return _parts(IDENTIFICATION[scheme.model], scheme.said, _list(scheme.classes))


def _causes(place: Place) -> str:
    causes = place.told.causes
    many = "可以有几项" if causes.several else "只记一项"
    return _parts(causes.said, f"{len(causes.codes)} 类：{_list(causes.codes)}", many)


def _taxonomy(place: Place) -> str:
    classes = place.project_classes
    return (
        f"{len(classes)} 类：" + _list(f"{n} {len(items)} 项" for n, items in classes.items())
        if classes
        else ""
    )


def _funds(place: Place) -> str:
    tree = place.told.fund_sources
    return _list(f"{name}（{_list(inside)}）" if inside else name for name, inside in tree.items())


def _partner(partner: Partner) -> str:
    return f"{partner.name}（{_list(partner.gives)}）"


def _entitlements(topic: str) -> Callable[[Place], str]:
    def tell(place: Place) -> str:
        told: Entitlements = place.told.entitlements
        return _list(getattr(told, topic))

    return tell


def _ceiling(place: Place) -> str:
    ceiling = place.told.self_pay_ceiling
    area = {"county": "县", "city": "市"}.get(ceiling.area, "")
    year = {"same": "当年", "previous": "上一年"}.get(ceiling.year, "")
    return _parts(f"{area}{year}农村居民人均可支配收入" if area else "", ceiling.said)


def _relocation(place: Place) -> str:
    told = place.told.relocation
    return f"有（{_list(told.kinds)}）" if told.in_force else ""


def _responsibility(place: Place) -> str:
    told = place.told.responsibility
    return _parts(_list(told.roles), _list(told.headquarters))


def _departments(place: Place) -> str:
    told = place.told.departments
    former = [f"{name}由{_list(map(_former, one.formerly))}" for name, one in told.items() if one.formerly]
    return _parts(f"{len(told)} 个单位：{_list(told)}" if told else "", *former)


def _former(former: Former) -> str:
    return f"{former.name}{former.how}{'（未核实）' if former.unverified else ''}"


def _visits(place: Place) -> str:
    return _parts(place.told.visits.said, *map(_duty, place.told.visits.duties))


def _duty(duty: Duty) -> str:
    return f"{duty.role}→{duty.target}{'（' + EVERY[duty.every] + '）' if duty.every else ''}"


def _beat(beat: Beat) -> str:
    return f"{beat.body}{EVERY[beat.every]}{'开会' if beat.what == 'meeting' else '报告'}"


def _helpers(place: Place) -> str:
    return _parts(place.told.helpers.said, _list(place.told.helpers.ranks))


def _supervision(place: Place) -> str:
    told = place.told.supervision
    return _parts(_list(told.kinds), "通报只写问题" if told.bulletin == "problems_only" else "")


def _quality(place: Place) -> str:
    told = place.told.quality
    figures = {t.metric: _figure(t) for t in place.targets()}
    bounds = _list(f"{what} {figures[metric]}" for what, metric in told.limits.items() if metric in figures)
    census = "经得起脱贫攻坚普查" if told.census_ready else ""
    return _parts(_list(told.checks), bounds, census, "有第三方" if told.third_party else "")


def _low_income(place: Place) -> str:
    return _parts(place.told.low_income.said, _list(place.told.low_income.features))


def _money(place: Place) -> str:
    display = place.told.display
    return _parts(f"{display.money_unit}，{display.money_digits} 位小数", _list(display.money_also))


def _percent(place: Place) -> str:
    display = place.told.display
    own = (f"{PERCENTS.get(metric, metric)} {digits} 位" for metric, digits in display.percent_by.items())
    return _parts(f"{display.percent_digits} 位小数", _list(own))


PERCENTS = {
    "incidence": "贫困发生率",
    "household_share": "户占比",
    "person_share": "人占比",
    "rural_disposable_income_growth": "农民收入增幅",
}


def _approximations(place: Place) -> str:
    """The words that the plan uses, with what each means."""
    told = place.told.approximations
    used = {t.word for t in place.targets()} | set(place.told.approximate_words)
    return _list(f"{word}（{_means(one)}）" for word, one in told.items() if word in used)


def _means(one: Approximation) -> str:
    room = f"，允许 {_number(one.tolerance)}%" if one.tolerance else ""
    return f"{'即' + one.instead_of + '，' if one.instead_of else ''}{OPERATORS[one.operator]}{room}"


def _filing(place: Place) -> str:
    plan = place.told.plan
    return _parts(plan.filed_by, plan.filed_to if plan.filed_by or plan.filing else "", plan.filing)


DIMENSIONS = (
    Dimension("E01", "单位类型和领导机构", _unit),
    Dimension("E02", "上级", _above),
    Dimension("E03", "乡级单位的类型", _towns),
    Dimension("E04", "村的叫法", _villages),
    Dimension("E05", "规模", _scale),
    Dimension("E06", "规划期", _period),
    Dimension("E07", "所处阶段和启用的工作", _phase),
    Dimension("E08", "扶贫标准", _line),
    Dimension("E09", "退出标准", _exits),
    Dimension("E10", "贫困发生率上限", lambda p: _list(map(_limit, p.told.incidence_limits))),
    Dimension("E11", "村集体经济收入", _collective),
    Dimension("E12", "识别方式", _scheme),
    Dimension("E13", "致贫原因", _causes),
    Dimension("E14", "项目分类", _taxonomy),
    Dimension("E15", "项目写到多细", lambda p: GRAINS.get(p.told.project_grain, "")),
    Dimension("E16", "资金来源", _funds),
    Dimension("E17", "资金缺口", lambda p: "逐个项目算" if p.told.funding_gap else ""),
    Dimension("E18", "协作地区", lambda p: _list(map(_partner, p.told.partners))),
    Dimension("E19", "就业政策", _entitlements("employment")),
    Dimension("E20", "教育政策", _entitlements("education")),
    Dimension("E21", "健康政策", _entitlements("health")),
    Dimension("E22", "年度自付医疗费的封顶基数", _ceiling),
    Dimension("E23", "住房政策", _entitlements("housing")),
    Dimension("E24", "易地扶贫搬迁", _relocation),
    Dimension("E25", "责任方式", _responsibility),
    Dimension("E26", "部门和它们的旧名", _departments),
    Dimension("E27", "走访", _visits),
    Dimension("E28", "会议和报告的周期", lambda p: _parts(*map(_beat, p.told.rhythm))),
    Dimension("E29", "帮扶安排", _helpers),
    Dimension("E30", "村级后备干部", lambda p: "有（人数和年龄见参数）" if p.told.reserve_cadres else ""),
    Dimension("E31", "督查", _supervision),
    Dimension("E32", "质量要求", _quality),
    Dimension("E33", "特殊群体", lambda p: _list(p.told.special_groups)),
    Dimension("E34", "资产收益", lambda p: _list(p.told.asset_income)),
    Dimension("E35", "激励方式", lambda p: _list(p.told.motivation)),
    Dimension("E36", "金融产品", lambda p: _list(p.told.finance)),
    Dimension("E37", "低保", _low_income),
    Dimension("E38", "金额的显示", _money),
    Dimension("E39", "百分数的显示", _percent),
    Dimension("E40", "约数用词", _approximations),
    Dimension("E41", "文本的毛病", lambda p: _list(p.told.text_flaws)),
    Dimension("E42", "报备", _filing),
)


if __name__ == "__main__":
    print(table([places.load(key) for key in places.known()]), end="")
