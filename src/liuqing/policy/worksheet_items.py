"""The items of an income worksheet (收入核算项目): A wages, B business, C property, D transfers, E costs.

Source: the worksheet of a county of 2023 (A1 to E4 with the parts of D5 and D6); its sums are those of
the national form (AAC071 to AAC093). F stands outside the net income: what insurers paid, and what was
paid by oneself within the rules.
"""

from dataclasses import dataclass

SECTIONS = {
    "A": "工资性收入",
    "B": "生产经营性收入",
    "C": "财产性收入",
    "D": "转移性收入",
    "E": "生产经营性支出",
    "F": "不计入纯收入",
}
"""In the order of the form. A to D add, E takes away, F is told beside."""
INCOME = ("A", "B", "C", "D")
CROPS = ("粮食", "烤烟", "其他经济作物", "畜牧", "林果")
"""Classes of produce, each with its own usual share of costs."""


@dataclass(frozen=True)
class Item:
    """One line of the form. ``national`` is the item of the yearly record in which it counts.

    ``cost`` is the item of E that is spent for it; ``crops`` are the classes it may be of, the first
    one if there is no choice.
    """

    code: str
    label: str
    national: str = ""
    cost: str = ""
    crops: tuple[str, ...] = ()

    @property
    def section(self) -> str:
        """A to F."""
        return self.code[0]


def _many(national: str, **labels: str) -> tuple[Item, ...]:
    return tuple(Item(code, label, national) for code, label in labels.items())


_LISTED = (
    *_many("wage", A1="务工", A2="行业部门公益岗", A3="乡镇公益岗", A4="村级公益岗", A5="自主采摘"),
    Item("B1", "种植", "business", "E1", ("粮食", "烤烟", "其他经济作物")),
    Item("B2", "养殖", "business", "E2", ("畜牧",)),
    Item("B3", "林果", "business", "E3", ("林果",)),
    Item("B4", "其他经营", "business", "E4"),
    Item("C1", "资产收益分红", "dividend"),
    *_many("property_other", C2="土地流转", C3="金融贷款项目", C4="代种代养", C5="其他财产性"),
    Item("D1", "计划生育金", "transfer_family_planning"),
    Item("D2", "低保金", "transfer_dibao"),
    Item("D3", "特困供养金", "transfer_tekun"),
    Item("D4", "养老保险金", "transfer_pension"),
    *_many("transfer_eco", D5a="退耕还林", D5b="公益林", D5c="草原奖补", D5d="移民补助", D5e="其他生态补偿"),
    *_many(
        "transfer_other", D6a="玉米大豆补贴", D6b="地力补贴", D6c="大田保险", D6d="高龄补贴", D6e="优抚",
        D6f="残疾补贴", D6g="教育扶持", D6h="救灾", D6i="失能老人补贴", D6j="赡养费", D6k="取暖补贴", D6l="物价补贴",
        D6m="社会救济", D6n="防贫保险", D6o="经常性捐赠赔偿", D6p="其他转移性",
    ),
    *_many("business_expense", E1="种植支出", E2="养殖支出", E3="林果支出", E4="其他经营支出"),
    *_many("", F1="理赔收入", F2="合规自付支出"),
)  # fmt: skip
ITEMS: dict[str, Item] = {one.code: one for one in _LISTED}
"""Every line of the form by its code, in the order of the form."""


def of(section: str) -> tuple[Item, ...]:
    """The lines of a section."""
    return tuple(one for one in ITEMS.values() if one.section == section)
