"""The three ledgers of this room as offices hand them in, for tests of assets, loans and collective income."""

from itertools import count

from tests.imports import county as books

ASSETS = (
    "资产编号", "资产名称", "乡镇", "村", "资产类别", "资产类型", "来源项目编号", "户编号", "资产原值(元)", "原值说明", "所有权人",
    "管护责任岗位", "经营主体", "收益权人", "移交日期", "约定年收益(元)", "收益约定到账日", "使用状态", "备注",
)  # fmt: skip
LOANS = (
    "乡镇", "村", "姓名", "证件号码", "贷款编号", "放贷银行", "贷款种类", "贷款金额(元)", "年利率(%)", "放款日期", "到期日期",
    "贷款用途", "实际用款人", "贷款状态", "展期到期日", "已还本金(元)", "结清日期", "备注",
)  # fmt: skip
INCOMES = ("乡镇", "村", "年度", "收入项目", "收入金额(元)", "应收金额(元)", "到账日期", "资产编号", "备注")
_books = count(1)


def asset(no, **facts):
    """A row: a solar station of village 甲."""
    usual = {
        "资产编号": no, "资产名称": "甲村光伏电站", "乡镇": "甲镇", "村": "甲村", "资产类别": "光伏电站", "资产原值(元)": 700000,
        "所有权人": "甲村村集体", "管护责任岗位": "甲村管护员", "移交日期": "2018-06-30",
    }  # fmt: skip
    return _row(ASSETS, usual, facts)


def loan(no, who, id_no, **facts):
    """A row: 50,000 yuan for three years at 4.75 %."""
    usual = {
        "乡镇": "甲镇", "村": "甲村", "姓名": who, "证件号码": id_no, "贷款编号": no, "放贷银行": "示例县农村信用社",
        "贷款金额(元)": 50000, "年利率(%)": 4.75, "放款日期": "2018-03-01", "到期日期": "2021-03-01", "贷款用途": "养牛",
        "实际用款人": "本人", "贷款状态": "在贷",
    }  # fmt: skip
    return _row(LOANS, usual, facts)


def income(**facts):
    """A row: rent of village 甲."""
    usual = {
        "乡镇": "甲镇",
        "村": "甲村",
        "年度": 2018,
        "收入项目": "租金",
        "收入金额(元)": 4500,
        "到账日期": "2018-12-20",
    }
    return _row(INCOMES, usual, facts)


def hand_in(folder, by, headings, *rows, name=""):
    """The rows as a workbook, received and loaded; a name may say the year of the list."""
    name = name or f"台账{next(_books)}.xlsx"
    return books.load(books.book(folder / name, {"表": (headings, list(rows))}), by)


def _row(headings, usual, facts):
    return [
        (usual | facts).get(heading.removesuffix("(元)"), (usual | facts).get(heading))
        for heading in headings
    ]
