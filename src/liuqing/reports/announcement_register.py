"""The register of sheets of money and projects (资金项目公示台账) as a workbook, with what was not announced."""

from django.conf import settings

from liuqing.planning.queries.announcements import register
from liuqing.reports.report import Report, Request
from liuqing.sheets.write import Book, Column, Footer

SHEETS = (
    Column("乡镇"), Column("地方"), Column("公示在"), Column("种类", width=18), Column("标题", width=34), Column("编号", width=16),
    Column("校验码", width=24), Column("项目数", "int"), Column("公示天数", width=10), Column("张贴日期", "day"),
    Column("公示到", "day"), Column("结束日期", "day"), Column("状态", width=12), Column("意见", "int"),
    Column("待答复", "int"), Column("张贴记录人"),
)  # fmt: skip
OPINIONS = (
    Column("公示编号", width=16), Column("标题", width=34), Column("回执号", width=16), Column("提出日期", "day"),
    Column("答复", width=50), Column("答复日期", "day"), Column("答复人"),
)  # fmt: skip
LACKING = (
    Column("项目编号", width=18), Column("项目名称", width=34), Column("地方"), Column("应公示", width=18),
    Column("公示在", width=24), Column("到这一步的日期", "day"), Column("期限", "day"), Column("过期天数", "int"),
)  # fmt: skip


def write(request: Request) -> int:
    """Write the register of an area; how many sheets are in it."""
    with Book(request.out, demo="演示数据" if settings.WORKSPACE.demo else "") as book:
        count = book.sheet("公示", SHEETS).rows(map(_cells, register.entries(request.user, request.area)))
        book.sheet("意见和答复", OPINIONS).rows(map(_cells, register.answers(request.user, request.area)))
        book.sheet("应公示没有公示", LACKING).rows(map(_cells, register.lacking(request.user, request.area)))
        purpose = request.purpose or "资金项目公示台账"
        book.footer(Footer(request.user.get_username(), purpose, request.area, rows=count))
    return count


def _cells(one: object) -> list[object]:
    return list(vars(one).values())


REPORT = Report(name="announcement-register", label="资金项目公示台账", area={"xlsx": write})
