"""Doubtful loans (小额信贷疑点): which loans are overdue, beyond the terms or misused?

Source: the national policy of micro-credit. Without the ledger nothing is known of anybody.
"""

from fractions import Fraction

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, flag

SOURCE = "国家扶贫小额信贷政策"


@flag(
    "person",
    label="小额信贷逾期",
    source="国家扶贫小额信贷政策；疑点规则 XD-13",
    severity="red",
    disagree=("贷款合同（到期归还）", "扶贫小额信贷台账（逾期）"),
    check="问清原因：不是主观原因的，办理续贷或展期；能还不还的，由信用社催收；逾期期间停止贴息。",
    closes="台账改为不逾期（已还清、续贷或展期）",
    expects=Fraction(5, 100),
    department="县农业局",
    topic="金融",
    asks=False,
)
def loan_overdue_flag(registered: Column, has_loan: Column, loan_overdue: Column) -> Column:
    """A loan that the ledger calls overdue."""
    return registered & has_loan & loan_overdue


@flag(
    "person",
    label="小额信贷超限额或超期限",
    severity="orange",
    disagree=("小额信贷政策（限额和期限）", "扶贫小额信贷台账（贷款金额和到期日期）"),
    check="核对合同：合并登记的，分开登记；确超出的，超出部分不贴息，超期限的不贴息。",
    closes="台账的贷款金额和到期日期在限额和期限以内",
    expects=Fraction(5, 100),
    department="县农业局",
    topic="金融",
    asks=False,
)
def loan_over_limit(
    registered: Column, has_loan: Column, loan_fen: Column, loan_term_days: Column, p: Parameters
) -> Column:
    """More than the limit was lent, or for longer than the longest term."""
    beyond = (loan_fen > p.fen("loans.limit")) | (loan_term_days > p["loans.term_days"])
    return registered & has_loan & beyond


@flag(
    "person",
    label="小额信贷用途不符",
    source="国家扶贫小额信贷政策；疑点规则 XD-13",
    severity="red",
    disagree=("小额信贷政策（用于发展生产）", "扶贫小额信贷台账（贷款用途）"),
    check="入户看项目；用途登记有误的，改正台账；确未用于生产的，停止贴息，收回贷款。",
    closes="台账用途改为发展生产，或贷款已收回",
    expects=Fraction(5, 100),
    department="县农业局",
    topic="金融",
    asks=False,
)
def loan_misused(registered: Column, has_loan: Column, loan_use_forbidden: Column) -> Column:
    """A loan whose stated use is forbidden."""
    return registered & has_loan & loan_use_forbidden
