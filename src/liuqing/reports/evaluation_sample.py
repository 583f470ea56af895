"""The sample of an evaluation as a workbook for those who visit: with names, so it is collected again."""

from liuqing.registry.queries.evaluations import sheets as asked
from liuqing.reports.report import Report, Request
from liuqing.sheets.write import Book, Column, Footer

COLUMNS = (
    Column("序号", "int", 7),
    Column("乡镇", width=12),
    Column("村", width=14),
    Column("村民小组", width=12),
    Column("户编号", width=18),
    Column("户主或户口簿首位", width=14),
    Column("类别", width=14),
    Column("人数", "int", 7),
    Column("抽中或备选", width=12),
    Column("公布编号", width=20),
)


def _book(request: Request) -> int:
    what = asked.sheets(request.user, request.area, request.only)
    with Book(request.out, demo="演示数据" if what.demo else "") as book:
        title = f"{what.record.label}　抽样名单（数据截至 {what.on.isoformat()}，种子 {what.record.seed}）"
        sheet = book.sheet(
            "抽样名单", COLUMNS, title=title, lines=("含个人信息，只给入户核查的人，用后收回。",)
        )
        for one in what.rounds:
            for door in one.doors:
                how = "备选" if door.reserve else "抽中"
                sheet.row([
                    door.order, one.town, one.village, door.hamlet, door.no, door.head, door.stratum, door.persons, how, door.key,
                ])  # fmt: skip
        book.footer(
            Footer(request.user.get_username(), request.purpose or "入户核查", what.area, what.on, what.doors)
        )
    return what.doors


REPORT = Report(name="evaluation-sample", label="模拟评估抽样名单（含姓名）", area={"xlsx": _book})
