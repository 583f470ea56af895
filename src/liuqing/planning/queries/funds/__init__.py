"""Funds: what pages and papers read of money; everything from the balances, vouchers and payments themselves."""

from liuqing.planning.queries.funds.allocating import Round, allocating, years
from liuqing.planning.queries.funds.claims import ClaimForm, ClaimPage, Claims, claim, claims, form
from liuqing.planning.queries.funds.documents import DocumentPage, Documents, Sums, document, documents
from liuqing.planning.queries.funds.lines import LineMoney
from liuqing.planning.queries.funds.payments import Paid, PaymentPage, payment
from liuqing.planning.queries.funds.projects import ProjectMoney, SourceMoney, of_project
from liuqing.planning.queries.funds.tasks import tasks, waits

__all__ = [
    "ClaimForm", "ClaimPage", "Claims", "DocumentPage", "Documents", "LineMoney", "Paid", "PaymentPage", "ProjectMoney",
    "Round", "SourceMoney", "Sums", "allocating", "claim", "claims", "document", "documents", "form", "of_project",
    "payment", "tasks", "waits", "years",
]  # fmt: skip
