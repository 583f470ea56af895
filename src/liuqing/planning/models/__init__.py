"""The records of this room, in the order of a yuan's way: pool, life, funds, payments, assets, loans, performance."""

from liuqing.planning.models.announcements import Announced, Announcement, Opinion
from liuqing.planning.models.assets import Asset, AssetEvent, Distribution, Dividend, Income, Share
from liuqing.planning.models.funds import (
    Account,
    Allocation,
    Claim,
    Document,
    Line,
    Payment,
    Posting,
    Reduction,
    Refund,
    Voucher,
)
from liuqing.planning.models.life import Attachment, Contract, Duty, Milestone, Progress, Stage
from liuqing.planning.models.loans import Loan, LoanEvent, RiskMove
from liuqing.planning.models.payments import BankFile, Batch, Card, Due
from liuqing.planning.models.performance import Review, Target
from liuqing.planning.models.pool import Beneficiary, Funding, Project, Quantity

__all__ = [
    "Account",
    "Allocation",
    "Announced",
    "Announcement",
    "Asset",
    "AssetEvent",
    "Attachment",
    "BankFile",
    "Batch",
    "Beneficiary",
    "Card",
    "Claim",
    "Contract",
    "Distribution",
    "Dividend",
    "Document",
    "Due",
    "Duty",
    "Funding",
    "Income",
    "Line",
    "Loan",
    "LoanEvent",
    "Milestone",
    "Opinion",
    "Payment",
    "Posting",
    "Progress",
    "Project",
    "Quantity",
    "Reduction",
    "Refund",
    "Review",
    "RiskMove",
    "Share",
    "Stage",
    "Target",
    "Voucher",
]
