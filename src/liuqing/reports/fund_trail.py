"""The audit pack of a project's money (资金轨迹): every allocation, claim, payment and voucher, sheet by sheet (R091)."""

from decimal import Decimal
from typing import Any

from django.conf import settings

from liuqing.errors import Problem
from liuqing.planning.queries.funds import audit
from liuqing.planning.queries.funds.audit import Trail
from liuqing.reports.report import Report, Request
from liuqing.sheets.write import Book, Column, Footer

_LINES = (
    Column("资金文号", width=24), Column("资金来源", width=16), Column("级次", width=10), Column("年度", "year"),
    *(Column(name, "money", 15) for name in ("安排（元）", "未报账（元）", "待支付（元）", "质保金（元）", "已支付（元）")),
    Column("债务资金", width=9),
)  # fmt: skip
_ALLOCATIONS = (
    Column("资金文号", width=24), Column("日期", "day", 12), Column("金额（元）", "money", 15), Column("状态", width=10),
    Column("提出", width=16), Column("审批", width=16), Column("理由", width=24), Column("凭证号", width=14),
)  # fmt: skip
_CLAIMS = (
    Column("报账单号", width=14), Column("日期", "day", 12), Column("款项", width=10), Column("金额（元）", "money", 15),
    Column("质保金（元）", "money", 13), Column("合同", width=16), Column("发票", width=40), Column("状态", width=14),
    Column("报账", width=16), Column("审核", width=16), Column("理由", width=24), Column("凭证号", width=14),
)  # fmt: skip
_PAYMENTS = (
    Column("支付单号", width=14), Column("日期", "day", 12), Column("付给", width=24), Column("户编号", width=20),
    Column("金额（元）", "money", 15), Column("退回（元）", "money", 13), Column("质保金", width=8), Column("冲销", width=8),
    Column("资金文号", width=24), Column("报账单号", width=14), Column("凭证号", width=14), Column("经办", width=16),
)  # fmt: skip
_REFUNDS = (
    Column("支付单号", width=14), Column("日期", "day", 12), Column("金额（元）", "money", 15), Column("原因", width=40),
    Column("凭证号", width=14), Column("经办", width=16),
)  # fmt: skip
_VOUCHERS = (
    Column("凭证号", width=14), Column("业务日期", "day", 12), Column("入账日期", "day", 12), Column("业务", width=12),
    Column("账户", width=18), Column("金额（元）", "money", 16), Column("经办", width=16), Column("摘要", width=44),
    Column("冲销凭证", width=14), Column("封存核对", width=10), Column("封存码", width=66),
)  # fmt: skip


def _book(request: Request) -> int:
    if not request.only:
        raise Problem("reports.which_project", "没有说是哪个项目", "请从项目的页面导出。")
    told = audit.trail(request.user, request.only)
    money, project = told.money, told.project
    head = f"需要 {money.need:,.2f} 元，已安排 {money.secured:,.2f} 元，已支付 {money.paid:,.2f} 元，缺口 {money.gap:,.2f} 元"
    with Book(request.out, demo="演示数据" if settings.WORKSPACE.demo else "") as book:
        for name, columns, rows in _sheets(told):
            sheet = book.sheet(name, columns, title=f"{project.no} {project.name} {name}", lines=(head,))
            for row in rows:
                sheet.row(row)
        book.footer(
            Footer(
                request.user.get_username(), request.purpose or "资金轨迹", project.area.name, None, len(told.vouchers),
                more=(("金额单位", "元"), ("封存核对不一致的凭证", str(len(told.broken)))),
            )
        )  # fmt: skip
    return audit.households(told)


def _sheets(told: Trail) -> list[tuple[str, tuple[Column, ...], list[Any]]]:
    return [
        ("资金安排", _LINES, _lines(told)), ("安排审批", _ALLOCATIONS, _allocations(told)), ("报账", _CLAIMS, _claims(told)),
        ("支付", _PAYMENTS, _payments(told)), ("退款", _REFUNDS, _refunds(told)), ("凭证和分录", _VOUCHERS, _vouchers(told)),
    ]  # fmt: skip


def _lines(told: Trail) -> list[Any]:
    return [
        (one.document_no, one.source, str(one.level), one.year, one.allocated, one.left, one.claimed, one.retained,
         one.paid, "是" if one.debt else "")
        for one in told.money.lines
    ]  # fmt: skip


def _allocations(told: Trail) -> list[Any]:
    return [
        (one.line.document.no, one.on, one.amount, str(one.get_state_display()), one.by, one.decided_by, one.said,
         one.voucher.no if one.voucher else "")
        for one in told.allocations
    ]  # fmt: skip


def _claims(told: Trail) -> list[Any]:
    return [
        (one.no, one.on, str(one.get_kind_display()), one.amount, one.retained, one.contract.no if one.contract else "",
         "；".join(f"{paper['no']} {Decimal(paper['amount']):,.2f}" for paper in one.invoices), str(one.get_state_display()),
         one.by, one.decided_by, one.said, one.voucher.no if one.voucher else "")
        for one in told.money.claims
    ]  # fmt: skip


def _payments(told: Trail) -> list[Any]:
    return [
        (one.record.no, one.record.on, one.to, one.household_no, one.record.amount, one.back or None,
         "是" if one.released else "", "是" if one.reversed else "", one.record.line.document.no,
         one.record.claim.no if one.record.claim else "", one.record.voucher.no, one.record.by)
        for one in told.payments
    ]  # fmt: skip


def _refunds(told: Trail) -> list[Any]:
    return [(one.payment.no, one.on, one.amount, one.why, one.voucher.no, one.by) for one in told.refunds]


def _vouchers(told: Trail) -> list[Any]:
    return [
        (one.voucher.no, one.voucher.on, one.voucher.entered_on, str(one.voucher.get_kind_display()),
         str(one.account.get_kind_display()), one.amount, one.voucher.by, one.voucher.said,
         one.voucher.reverses.no if one.voucher.reverses else "", "被改动" if one.voucher_id in told.broken else "一致",
         one.voucher.seal)
        for one in told.postings
    ]  # fmt: skip


REPORT = Report(name="fund-trail", label="资金轨迹", area={"xlsx": _book})
