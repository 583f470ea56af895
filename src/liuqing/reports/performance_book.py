"""The performance table (绩效表) of an area's year as a workbook: projects, their targets, offices, the fund."""

from collections.abc import Iterator

from django.conf import settings

from liuqing.planning.queries.performance import book as asked
from liuqing.reports.report import Report, Request
from liuqing.sheets.write import Book, Column, Footer

PROJECTS = (
    Column("项目编号", width=18), Column("项目名称", width=34), Column("地方"), Column("部门", width=16), Column("状态"),
    Column("目标数", "int"), Column("监控预警", width=14), Column("自评得分", "amount"), Column("评价得分", "amount"),
    Column("等级"), Column("对下一年的影响", width=26),
)  # fmt: skip
TARGETS = (
    Column("项目编号", width=18), Column("项目名称", width=34), Column("类别"), Column("指标", width=24), Column("目标值", width=16),
    Column("看的是", width=10), Column("完成值", width=12), Column("得分", width=10), Column("预警", width=12),
    Column("说明", width=30),
)  # fmt: skip
OFFICES = (
    Column("名次", "int"), Column("部门", width=20), Column("项目", "int"), Column("没有目标", "int"), Column("已评", "int"),
    Column("得分", "amount"), Column("等级"),
)  # fmt: skip
FUND = (
    Column("看什么", width=16), Column("怎么算", width=26), Column("数", width=30), Column("结果", "rate"), Column("分值", "amount"),
    Column("得分", "amount"), Column("依据", width=40), Column("未核实", "flag"),
)  # fmt: skip


def write(request: Request) -> int:
    """Write the table of an area's year (``only``); how many projects are in it."""
    found = asked.book(request.user, request.area, int(request.only) if request.only.isdecimal() else None)
    with Book(request.out, demo="演示数据" if settings.WORKSPACE.demo else "") as book:
        title, lines = (
            f"{found.area.name} {found.year} 年项目绩效",
            (f"评分办法：{found.source}", "没有写的就是不知道，不是 0。"),
        )
        count = book.sheet("项目", PROJECTS, title=title, lines=lines).rows(_projects(found))
        book.sheet("指标", TARGETS).rows(found.looks)
        told = (
            [o.rank, o.name, o.projects, o.without_targets, o.looked, o.score, o.grade] for o in found.offices
        )
        book.sheet("部门", OFFICES).rows(told)
        fund = (
            [f.dimension, f.label, f.said, f.share, f.weight, f.points, f.source, f.unverified]
            for f in found.funds
        )
        book.sheet("资金", FUND).rows(fund)
        purpose = request.purpose or "绩效"
        book.footer(Footer(request.user.get_username(), purpose, found.area.name, rows=count))
    return count


def _projects(found: asked.PerformanceBook) -> Iterator[list[object]]:
    for one in found.rows:
        yield [one.no, one.name, one.place, one.office, one.state, one.targets, "、".join(one.warnings), one.own, one.others,
               one.grade, one.means]  # fmt: skip


REPORT = Report(name="performance", label="绩效表", area={"xlsx": write})
