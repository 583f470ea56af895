"""The register of notices (公示台账) as a workbook: what hung where, what was said, what was answered."""

from liuqing.registry.queries.notices import register
from liuqing.reports.report import Report, Request
from liuqing.sheets.write import Book, Column, Footer

NOTICES = (
    Column("乡镇"), Column("村"), Column("标题", width=34), Column("种类"), Column("张贴地点"), Column("编号", width=16),
    Column("校验码", width=24), Column("条数", "int"), Column("公示天数", width=14), Column("张贴日期", "day"),
    Column("公示到", "day"), Column("结束日期", "day"), Column("状态", width=16), Column("暂停计时", width=26),
    Column("异议", "int"), Column("成立", "int"), Column("待答复", "int"), Column("张贴记录人"), Column("办结人"),
)  # fmt: skip
OBJECTIONS = (
    Column("公示编号", width=16), Column("标题", width=34), Column("回执号", width=16), Column("怎么提出"),
    Column("提出日期", "day"), Column("结果"), Column("答复", width=50), Column("答复日期", "day"), Column("答复人"),
)  # fmt: skip


def write(request: Request) -> int:
    """Write the register of an area; how many notices are in it."""
    with Book(request.out) as book:
        notices = book.sheet("公示", list(NOTICES))
        count = notices.rows(_cells(one) for one in register.entries(request.user, request.area))
        said = book.sheet("异议和答复", list(OBJECTIONS))
        said.rows(_cells(one) for one in register.answers(request.user, request.area))
        book.footer(
            Footer(request.user.get_username(), request.purpose or "公示台账", request.area, rows=count)
        )
    return count


def _cells(one: object) -> list[object]:
    return list(vars(one).values())


REPORT = Report(name="notice-register", label="公示台账", area={"xlsx": write})
