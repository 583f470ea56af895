"""The income worksheet of a household (收入核算表) on one A4 sheet to be signed, and as a workbook.

Printed is the sheet as it was kept, with every number of the place that it used. A sum that is not
known to the fen is printed as what it is at least or at most.
"""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone

from liuqing.errors import Problem
from liuqing.policy.worksheet import RATIOS, Line, Number
from liuqing.policy.worksheet_items import INCOME, Item
from liuqing.registry.queries import monitoring
from liuqing.registry.queries.monitoring import Kept
from liuqing.reports import paper
from liuqing.reports.report import Report, Request
from liuqing.sheets.write import Book, Column, Footer

SIGNERS = ("户主（签字、按印）", "核算人（帮扶责任人）", "村民委员会（盖章）")
COLUMNS = (
    Column("编号", width=8), Column("项目", width=22), Column("金额（元）", "money"), Column("说明", width=36),
    Column("备注", width=30),
)  # fmt: skip


def content(kept: Kept) -> dict[str, Any]:
    """Everything on the sheet as words, in the order of the form."""
    sheet, home = kept.sheet, kept.household
    return {
        "title": "农户家庭收入核算表", "no": home.no, "head": home.head_name, "persons": sheet.persons,
        "where": " ".join((home.village.parent.name if home.village.parent else "", home.village.name, home.hamlet)),
        "months": f"{sheet.first_month:%Y年%m月} 至 {sheet.last_month:%Y年%m月}",
        "sections": [_section(one) for one in monitoring.sections(kept.lines, kept.result)],
        "sums": _sums(kept), "notes": _notes(kept), "signers": SIGNERS,
        "signed_on": sheet.signed_on.isoformat() if sheet.signed_on else "", "code": f"{sheet.pk}-{sheet.seal[:12]}",
        "made": timezone.localtime(sheet.at).date().isoformat(), "demo": settings.WORKSPACE.demo,
        "sound": kept.sound,
    }  # fmt: skip


def _section(one: monitoring.Section) -> dict[str, Any]:
    rows = [row for item, lines in one.items for row in _rows(item, lines)]
    return {"key": one.key, "label": one.label, "rows": rows, "sum": one.sum.sentence() if one.sum else ""}


def _rows(item: Item, lines: tuple[Line, ...]) -> list[dict[str, str]]:
    """One row for each line that says something; one for an item of which nothing is known."""
    said = [one for one in lines if one.amount or one.what] or list(lines[:1])
    return [_row(item, one) for one in said] or [
        {"code": item.code, "label": item.label, "amount": "不明", "what": ""}
    ]


def _row(item: Item, one: Line) -> dict[str, str]:
    crop = f"（{one.crop}）" if one.crop and len(item.crops) > 1 else ""
    amount = "不明" if one.amount is None else f"{one.amount:,.2f}" if one.amount else "0"
    if one.amount is None and item.section == "E":
        amount = "按比例"
    what = "；".join(
        filter(None, (one.what, f"{one.quantity}{one.unit}", "" if one.counts else "本地不计入"))
    )
    return {"code": item.code, "label": item.label + crop, "amount": amount, "what": what}


def _sums(kept: Kept) -> list[list[str]]:
    result = kept.result
    reached = {True: "达到", False: "低于", None: "还不能判断"}[result.reached]
    line = f"{result.line:,} 元（{reached}）" if result.line is not None else "当年没有公布"
    return [
        ["家庭纯收入（A＋B＋C＋D－E）", result.net.sentence()],
        [f"人均纯收入（{kept.sheet.persons} 人）", result.per_person.sentence()],
        ["监测范围参考线（人均）", line],
        ["理赔收入（不计入）", result.claims.sentence()],
        ["合规自付支出（不计入）", result.self_paid.sentence()],
    ]


def _notes(kept: Kept) -> list[str]:
    """Which shares were used from where, what is not known, and which line from where."""
    used = {one.crop for one in kept.result.estimates}
    shares = [one for one in kept.numbers if one.name == RATIOS and one.key in used]
    line = [one for one in kept.numbers if one.name != RATIOS]
    notes = [
        f"{one.item} 没有单据，按{one.crop}收入 {one.base:,} 元的 {one.percent}% 估算 {one.amount:,} 元"
        for one in kept.result.estimates
    ]
    notes += [f"{one.key}成本比例 {one.value}%：{_source(one)}" for one in shares]
    notes += [f"监测范围参考线 {one.value} 元：{_source(one)}" for one in line]
    unknown = [code for code in kept.result.unknown if code[0] in (*INCOME, "E")]
    if unknown:
        notes.append(f"还不知道的项目：{'、'.join(unknown)}；所以合计写成“不低于”或“不高于”。")
    return notes


def _source(one: Number) -> str:
    return f"{one.source}（{one.since.isoformat()} 起{'，未核实' if one.unverified else ''}）"


def _kept(request: Request) -> Kept:
    wanted = int(request.only) if request.only.isdecimal() else None
    kept = monitoring.sheet(request.user, request.household, wanted)
    if kept is None:
        raise Problem("worksheet.none", "这一户还没有收入核算表", "请先在这一户的「收入核算」里填好并保存。")
    return kept


def _pdf(request: Request) -> int:
    told = content(_kept(request))
    request.out.write_bytes(paper.alone("worksheet.typ", "sheet", told, tagged=True))
    return 1


def _book(request: Request) -> int:
    kept = _kept(request)
    told = content(kept)
    with Book(request.out, demo="演示数据" if settings.WORKSPACE.demo else "") as book:
        title = f"{told['title']}　{told['where']} {told['head']}户（{told['no']}）"
        sheet = book.sheet(
            "收入核算表", COLUMNS, title=title, lines=(f"核算期 {told['months']}，{told['persons']} 人",)
        )
        for part in told["sections"]:
            for row in part["rows"]:
                amount = row["amount"].replace(",", "")
                number = Decimal(amount) if amount[0].isdecimal() else None
                sheet.row(
                    [
                        row["code"],
                        row["label"],
                        number,
                        row["what"],
                        "" if number is not None else row["amount"],
                    ]
                )
            sheet.row(
                [part["key"], f"{part['label']}合计" if part["sum"] else part["label"], None, part["sum"], ""]
            )
        for label, said in told["sums"]:
            sheet.row(["", label, None, said, ""])
        for note in told["notes"]:
            sheet.row(["", "说明", None, note, ""])
        book.footer(
            Footer(
                request.user.get_username(),
                request.purpose or "收入核算",
                told["where"],
                kept.sheet.last_month,
                1,
            )
        )
    return 1


REPORT = Report("income-worksheet", "收入核算表", household={"pdf": _pdf, "xlsx": _book})
