"""1 家底清: who lives here, how they are, how they live."""

from collections.abc import Iterable
from typing import Any

from liuqing.policy import identity_numbers
from liuqing.policy.tables import CLEARS, HOUSEHOLD, RELATIONS, Fact, named
from liuqing.registry import secrets
from liuqing.registry.card import Clear, Grid, Shown
from liuqing.registry.models import HouseholdYear
from liuqing.registry.queries import words
from liuqing.registry.queries.gathering import Row, Told

_FACTS = named(HOUSEHOLD)
_SHOWN = (
    "category", "standard", "food_secure", "clothing_secure", "water_safe", "house_grade", "house_dilapidated",
    "house_area", "land_cultivated", "land_forest", "production_power", "domestic_power", "tv", "toilet",
    "road_type", "cooperative",
)  # fmt: skip
_HEADINGS = (
    "姓名",
    "与户主关系",
    "年龄",
    "性别",
    "证件号码",
    "文化程度/在校",
    "劳动力/务工",
    "健康",
    "医保",
    "说明",
)


def clear(told: Told) -> Clear:
    """Facts of the household, its members, and what other lists say of them."""
    return Clear(
        key="members",
        title=CLEARS["members"],
        facts=tuple(_facts(told)),
        grids=(_members(told), _lists(told)),
        gaps=tuple(_gaps(told)),
    )


def in_order(told: Told) -> list[Row]:
    """The members: head first, then as the code list of relations runs."""
    rank = {relation: n for n, relation in enumerate(RELATIONS)}
    return sorted(
        told.members,
        key=lambda m: (rank.get(m.relation, len(rank)), m.person__birth is None, m.person__birth, m.pk),
    )


def age(member: Row, told: Told) -> int | None:
    """Full years on the day; None without a birth date."""
    birth, on = member.person__birth, told.on
    return None if birth is None else on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def _facts(told: Told) -> Iterable[Shown]:
    yield _size(told)
    yield _phone(told)
    for name in _SHOWN:
        fact = _FACTS[name]
        if name == "house_grade":
            yield _house_grade(told, fact)
        else:
            yield _shown(told, fact, getattr(told.year, name, None))
    for name, value in (told.year.other if told.year else {}).items():
        if name in _FACTS and not _FACTS[name].sensitive:
            yield _shown(told, _FACTS[name], value)


def _shown(told: Told, fact: Fact, value: Any) -> Shown:
    text = _text(fact, value)
    year: HouseholdYear | None = told.year
    said_on = year.said_on if year and text else None
    return Shown(fact.label, text, told.sources.of(year) if text else "", said_on, "" if text else "missing")


def _text(fact: Fact, value: Any) -> str:
    if value is None or value == "":
        return ""
    if fact.kind == "flag":
        return words.flag(bool(value))
    return f"{value} {fact.unit}".strip()


def _size(told: Told) -> Shown:
    stated, counted = told.year.size_stated if told.year else None, len(told.members)
    source, on = told.sources.of(told.year), told.year.said_on if told.year else None
    if stated is None:
        return Shown("家庭人口", f"{counted} 人（在册成员；户表未填）", source, on, "missing")
    if stated != counted:
        return Shown("家庭人口", f"户表 {stated} 人，在册成员 {counted} 人", source, on, "conflict")
    return Shown("家庭人口", f"{counted} 人", source, on)


def _phone(told: Told) -> Shown:
    sealed = told.household.phone
    if not sealed:
        return Shown("联系电话", "", state="missing")
    number = secrets.decrypt(sealed)
    return Shown(
        "联系电话",
        f"{number[:3]}****{number[-4:]}" if len(number) >= 8 else "****",
        told.sources.of(told.year),
    )


def _house_grade(told: Told, fact: Fact) -> Shown:
    """The register's grade beside the housing department's latest, which may be later or better."""
    own = told.year.house_grade if told.year else ""
    listed = [
        e
        for m in told.members
        for e in told.entries_of(m.person_id, "housing")
        if e.values.get("house_grade")
    ]
    if not listed or listed[-1].values["house_grade"] == own:
        return _shown(told, fact, f"{own} 级" if own else "")
    entry = listed[-1]
    grade, source = entry.values["house_grade"], told.sources.of(entry)
    if not own:
        return Shown(fact.label, f"{grade} 级", source, entry.said_on)
    return Shown(fact.label, f"台账 {own} 级，住建名单 {grade} 级", source, entry.said_on, "conflict")


def _members(told: Told) -> Grid:
    members = in_order(told)
    return Grid(
        title="家庭成员",
        headings=_HEADINGS,
        rows=tuple(_member(told, member) for member in members),
        sources=tuple(told.sources.of(told.people.get(m.person_id) or m) for m in members),
        empty="没有在册成员",
    )


def _member(told: Told, member: Row) -> tuple[str, ...]:
    year = told.people.get(member.person_id)
    years = age(member, told)
    return (
        member.person__name,
        member.relation,
        "" if years is None else str(years),
        member.person__sex,
        masked(member),
        _schooling(year),
        _work(year),
        year.health if year else "",
        _insured(year),
        "；".join(_remarks(told, member, year)),
    )


def masked(member: Row) -> str:
    """The identity number as everybody sees it; a number with a fault is said to have one."""
    sealed = member.person__id_cipher
    if not sealed:
        return "缺"
    shown = identity_numbers.masked(secrets.decrypt(sealed))
    return shown if member.person__id_hash else f"{shown}（号码有误）"


def _schooling(year: Row | None) -> str:
    if year is None:
        return ""
    if year.school_status:
        return f"在校：{year.school_status}"
    reason = f"（未在校：{year.dropout_reason}）" if year.dropout_reason else ""
    return year.education + reason


def _work(year: Row | None) -> str:
    if year is None:
        return ""
    months = f"务工 {year.work_months} 个月" if year.work_months else ""
    return "，".join(part for part in (year.labour, months) if part)


def _insured(year: Row | None) -> str:
    if year is None:
        return "未知"
    if year.employee_medical:
        return "职工医保"
    if year.resident_medical:
        return "居民医保"
    return "未知" if year.resident_medical is None or year.employee_medical is None else "未参保"


def _remarks(told: Told, member: Row, year: Row | None) -> Iterable[str]:
    """Where another list says something else than the register."""
    for entry in told.entries_of(member.person_id, "police_deaths"):
        yield f"公安死亡注销名单：{entry.values.get('died_on') or '日期不明'}"
    listed = bool(told.entries_of(member.person_id, "medical_insured"))
    if (
        "medical_insured" in told.sources.year_lists
        and year is not None
        and year.resident_medical is not None
    ):
        if year.resident_medical and not listed:
            yield "台账登记参保，医保名单没有"
        elif not year.resident_medical and listed:
            yield "台账登记未参保，医保名单有"
    if year is not None and year.on_dibao is False and told.entries_of(member.person_id, "dibao"):
        yield "台账登记未享受低保，民政名单有"


def _lists(told: Told) -> Grid:
    """What the departments' lists say, one line for each entry, without numbers or plates."""
    rows, sources = [], []
    for member in in_order(told):
        for entry in told.entries.get(member.person_id, ()):
            department, label = words.list_name(entry.kind)
            rows.append((member.person__name, department, label, _said(entry), str(entry.said_on or "")))
            sources.append(told.sources.of(entry))
    return Grid(
        "部门名单",
        ("姓名", "部门", "名单", "内容", "日期"),
        tuple(rows),
        tuple(sources),
        "各部门名单中没有这户的记录",
        folded=True,
    )


def _said(entry: Row) -> str:
    return words.values(entry.kind, entry.values)


def _gaps(told: Told) -> Iterable[str]:
    heads = sum(member.relation == "户主" for member in told.members)
    if heads != 1:
        yield "没有户主" if heads == 0 else f"有 {heads} 名户主"
    stated = told.year.size_stated if told.year else None
    if stated is None:
        yield "户表没有填家庭人口数"
    elif stated != len(told.members):
        yield f"户表填 {stated} 人，在册成员 {len(told.members)} 人"
    for member in in_order(told):
        missing = list(_missing(member, told.people.get(member.person_id)))
        if missing:
            yield f"{member.person__name}缺：{'、'.join(missing)}"


def _missing(member: Row, year: Row | None) -> Iterable[str]:
    for label, known in (
        ("与户主关系", member.relation),
        ("性别", member.person__sex),
        ("出生日期", member.person__birth),
        ("有效的证件号码", member.person__id_hash),
        ("文化程度或在校生状况", year and (year.education or year.school_status)),
        ("健康状况", year and year.health),
    ):
        if not known:
            yield label
