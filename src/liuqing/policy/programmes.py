"""Programmes (政策待遇): who pays what to whom, and the list that proves it was paid.

One programme joins the rule that says what somebody is entitled to in the year of the day with
the department's list that says what was paid. From each come three lists (``rules/entitlements``):
entitled but not receiving (应享未享), receiving but not entitled (不应享在享), received twice (重复享受).
A county has a programme if it has the number named here in force.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Programme:
    """``amount`` is the rule of the entitlement in fen of the year; ``list`` the key of the list
    whose ``<list>_paid_fen`` and ``<list>_times`` say what was received ("" if no list says it);
    ``paid`` another fact or rule that says it, ``times`` another fact that counts its rows;
    ``number`` switches the programme on. ``livelihood``: a place may rule that nobody has it beside
    another of these (``entitlements.exclusive``).
    """

    key: str
    label: str
    department: str
    amount: str
    number: str
    entity: str = "person"
    list: str = ""
    paid: str = ""
    times: str = ""
    livelihood: bool = False

    @property
    def received(self) -> str:
        """The fact or rule that says what was paid in the year."""
        return self.paid or f"{self.list}_paid_fen"

    @property
    def counted(self) -> str:
        """The fact that counts the rows of the list; "" if no list counts them."""
        return self.times or (f"{self.list}_times" if self.list else "")


PROGRAMMES = {
    programme.key: programme
    for programme in (
        Programme("transport", "转移就业交通补助", "县人社局", "transport_subsidy", "employment.transport_rates", list="work"),
        Programme("post", "公益性岗位补贴", "县人社局", "public_post_pay", "posts.monthly_pay", list="public_posts", livelihood=True),
        Programme("pension", "城乡居民养老金", "县人社局", "pension_due_amount", "pension.basic_monthly", list="pension"),
        Programme("ranger", "生态护林员报酬", "县林业局", "ranger_pay", "ecology.ranger_pay", list="rangers", livelihood=True),
        Programme("school", "教育资助", "县教育局", "school_aid", "education.stage_items", list="school_roll"),
        Programme("dibao", "农村低保金", "县民政局", "dibao_amount", "dibao.monthly_standard", list="dibao", livelihood=True),
        Programme("tekun", "特困供养金", "县民政局", "tekun_amount", "tekun.monthly_standard", list="tekun", livelihood=True),
        Programme("disability", "残疾人两项补贴", "县残联", "disability_subsidy", "disability.yearly_subsidy", list="disabled"),
        Programme("premium", "医保参保费资助", "县医保局", "premium_aid", "insurance.premium_aid", paid="premium_aid_fen"),
        Programme("medical", "医疗救助与兜底", "县医保局", "medical_relief_due", "health.basic_rates", paid="medical_relief_stated"),
        Programme("interest", "小额信贷贴息", "县农业局", "loan_interest_aid", "loans.interest_aid_rate", list="microcredit"),
        Programme("housing", "危房改造补助", "县住建局", "housing_subsidy", "housing.subsidy", entity="household",
                  paid="housing_paid_fen", times="housing_times"),
    )
}  # fmt: skip
"""By key, in the order of the departments' lists."""
