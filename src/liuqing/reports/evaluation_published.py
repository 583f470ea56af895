"""The frame and sample of an evaluation as published: keys, cells and digests, nothing personal."""

from liuqing.registry.queries import scope
from liuqing.registry.queries.evaluations import sheets as asked
from liuqing.reports.report import Report, Request
from liuqing.sheets.write import Book, Column, Footer
from liuqing.workflow.rights import Right

COLUMNS = (
    Column("公布编号", width=20), Column("格", width=30), Column("村代码", width=16), Column("HMAC-SHA-256", width=68),
    Column("格内名次", "int", 10), Column("抽中或备选", width=12),
)  # fmt: skip
HOW = {"drawn": "抽中", "reserve": "备选", "": ""}
LINES = (
    "谁都可以重抽：对每一行算 HMAC-SHA-256，密钥是种子，内容是“格|公布编号”；在每一格里从小到大排，前面的是抽中的。",
    "没有姓名、证件号码和户编号；公布编号只用于这一次评估。",
)


def _book(request: Request) -> int:
    area = scope.area(request.user, request.area, Right.DRAW_SAMPLES)
    one, count = asked.drawn(request.user, area.path, request.only), 0
    with Book(request.out) as book:
        title = f"{one.label}　抽样框和样本（抽样框指纹 {one.design['fingerprint']}）"
        source = f"种子：{one.seed}（{one.design['seed_source']}，{one.design['seed_on']}）"
        sheet = book.sheet("抽样框", COLUMNS, title=title, lines=(source, *LINES))
        for key, cell, village, digest, place, how in asked.public_rows(one):
            sheet.row([key, cell, village, digest, int(place) if place else None, HOW[how]])
            count += 1
        cells = book.sheet("各格", (Column("格", width=30), Column("类别", width=36), Column("抽样框", "int", 9), Column("抽", "int", 7), Column("备选", "int", 7)))  # fmt: skip
        for name, told in sorted(one.design["cells"].items()):
            cells.row([name, told["label"], told["frame"], told["take"], told["reserve"]])
        book.footer(Footer(request.user.get_username(), request.purpose or "公布", area.name, one.on, count))
    return count


REPORT = Report(
    name="evaluation-published", label="模拟评估抽样框和样本（公布用，不含个人信息）", area={"xlsx": _book}
)
