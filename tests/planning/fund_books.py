"""The two ledgers of money as a county's finance office keeps them."""

from itertools import count

from tests.imports import county as books

DOCUMENTS = (
    "文号", "文件名称", "资金来源", "级次", "牵头部门", "年度", "金额(万元)", "发文日期", "收文日期", "可用于(类别)", "是否纳入整合", "用途",
)  # fmt: skip
SPENDING = (
    "项目编号", "项目名称", "资金文号", "年度", "安排日期", "安排金额", "支付日期", "支付金额", "款项性质", "收款单位", "凭证号", "质保金", "备注",
)  # fmt: skip
NO = "示财农〔2018〕1号"
_names = count(1)


def document(no=NO, amount=100, year=2018, **more):
    """A document over 100 万元 of pooled money."""
    usual = {
        "文号": no, "文件名称": "关于下达资金的通知", "资金来源": "涉农整合资金", "级次": "省级", "牵头部门": "县财政局", "年度": year,
        "金额(万元)": amount, "发文日期": f"{year}-01-10", "收文日期": f"{year}-01-20",
    }  # fmt: skip
    return [(usual | more).get(heading) for heading in DOCUMENTS]


def allocation(project, amount=None, on="2018-03-01", no=NO, year=2018, **more):
    """A row that allocates."""
    usual = {"项目编号": project, "资金文号": no, "年度": year, "安排日期": on, "安排金额": amount}
    return [(usual | more).get(heading) for heading in SPENDING]


def payment(project, amount, on="2018-06-01", no=NO, year=2018, party="示例建筑公司", **more):
    """A row that pays."""
    usual = {
        "项目编号": project,
        "资金文号": no,
        "年度": year,
        "支付日期": on,
        "支付金额": amount,
        "收款单位": party,
    }
    return [(usual | more).get(heading) for heading in SPENDING]


def hand_in(folder, by, headings, *rows, name=""):
    """The rows as a workbook, received and loaded."""
    name = name or f"台账{next(_names)}.xlsx"
    return books.load(books.book(folder / name, {"表": (headings, list(rows))}), by)
