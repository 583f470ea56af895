"""Input and output (投入产出) of an area as a workbook: measures, places, and every household's measures."""

from collections.abc import Iterable, Iterator

from django.conf import settings

from liuqing.planning.queries.results import book as asked
from liuqing.planning.queries.results.places import ResultRow
from liuqing.reports.report import Report, Request
from liuqing.sheets.write import Book, Column, Footer

SUMS = (
    Column("", width=30), Column("户", "int"), Column("投入（元）", "money", 16), Column("没有写金额的项", "int"),
    Column("资产分红（元）", "money"), Column("能比的户", "int"), Column("纯收入变化（元）", "money", 16),
    Column("中间一户的变化（元）", "money", 18),
)  # fmt: skip
HOUSEHOLDS = (
    Column("户编号", width=20), Column("户主", width=10), Column("村", width=16), Column("措施", width=30), Column("从哪里知道", width=16),
    Column("年度", "year"), Column("投入（元）", "money", 14), Column("项目或名单", width=30), Column("项目编号", width=18),
    Column("比较前纯收入（元）", "money", 16), Column("比较后纯收入（元）", "money", 16),
)  # fmt: skip


def write(request: Request) -> int:
    """Write the results of an area; how many lines of households are in it."""
    found = asked.book(request.user, request.area)
    whole = found.results.whole
    with Book(request.out, demo="演示数据" if settings.WORKSPACE.demo else "") as book:
        said = (
            "没有写的就是不知道，不是 0。公益项目不摊到户。",
            f"收入比较：{found.results.before or '—'} 年和 {found.results.after or '—'} 年",
        )
        book.sheet("按措施", SUMS, title=f"{found.area}　投入产出", lines=said).rows(
            _sums((*found.results.measures, whole))
        )
        book.sheet("按地方", SUMS).rows(_sums((*found.results.places, whole)))
        count = book.sheet("逐户", HOUSEHOLDS).rows(found.lines)
        footer = Footer(request.user.get_username(), request.purpose or "投入产出", found.area, rows=count)
        book.footer(footer)
    return count


def _sums(rows: Iterable[ResultRow]) -> Iterator[list[object]]:
    for one in rows:
        label = one.label if one.key else "合计"
        yield [
            label,
            one.households,
            one.put,
            one.unknown,
            one.dividends,
            one.compared,
            one.change,
            one.middle,
        ]


REPORT = Report(name="results", label="投入产出", area={"xlsx": write})
