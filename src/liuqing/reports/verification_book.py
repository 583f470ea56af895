"""The workbook that goes to the village and comes back: one row a question.

Grey columns are ours; the others wait for what was found. A hidden row names the columns and two
hidden columns the question, so that ``services/answers_in`` knows every row again.
"""

from typing import Any

from liuqing.registry.models import Case
from liuqing.registry.queries import verification
from liuqing.registry.queries.evidence import Said
from liuqing.registry.queries.verification import Home, Question, Sent
from liuqing.registry.services.answers_in import FIX, FIX_HEADING, HEADINGS
from liuqing.reports.report import Request
from liuqing.sheets.write import Book, Column, Footer, SheetOut

SHEET = "核实表"
OUTCOMES = tuple(str(one.label) for one in Case.Outcome if one != Case.Outcome.GONE)
LINES = (
    "白色栏由核实人填：先选「核实结果」。选「情况说明，保留」的，再选「原因」并写「说明」；选「属实，已改正」的，在「改正」栏填核实后的值。",
    "灰色栏不用动。不要删列、不要改行的次序；没核实的行空着，可以分几次交回。",
)
OURS = (
    Column(HEADINGS["case"], "int", 9, key="case", locked=True, hidden=True),
    Column(HEADINGS["mark"], width=9, key="mark", locked=True, hidden=True),
    Column(HEADINGS["village"], width=14, key="village", locked=True),
    Column(HEADINGS["household_no"], width=18, key="household_no", locked=True),
    Column(HEADINGS["head"], width=10, key="head", locked=True),
    Column(HEADINGS["about"], width=10, key="about", locked=True),
    Column(HEADINGS["label"], width=24, key="label", locked=True),
    Column(HEADINGS["register"], width=34, key="register", locked=True),
    Column(HEADINGS["other"], width=34, key="other", locked=True),
    Column(HEADINGS["check"], width=30, key="check", locked=True),
    Column(HEADINGS["due_on"], "day", key="due_on", locked=True),
)
THEIRS = (
    Column(HEADINGS["outcome"], width=16, key="outcome", choices=OUTCOMES, locked=False),
    Column(HEADINGS["said"], width=24, key="said", locked=False),
    Column(HEADINGS["visited_on"], "day", key="visited_on", locked=False),
)


def write(request: Request) -> int:
    """Write the workbook of an area and give the number of households in it."""
    what = verification.sent(request.user, request.area)
    with Book(request.out, demo="演示数据" if what.demo else "") as book:
        homes = _sheet(book, what)
        footer = Footer(
            request.user.get_username(), request.purpose or "入户核实", what.area.name, what.on, what.cases
        )
        book.footer(footer)
    return homes


def _sheet(book: Book, what: Sent) -> int:
    facts = verification.facts_of(what)
    columns = (*OURS, THEIRS[0], _reason(), *THEIRS[1:], *(_correction(name) for name in facts))
    due = f"，请于 {what.due_on.isoformat()} 前交回" if what.due_on else ""
    title = f"{what.area.name}　疑点核实表（数据截至 {what.on.isoformat()}{due}）"
    sheet = book.sheet(SHEET, columns, title=title, lines=LINES, keys=True)
    count = 0
    for home in verification.homes(what):
        count += 1
        for question in home.questions:
            _row(sheet, home, question, facts)
    return count


def _reason() -> Column:
    labels = tuple(label for _, label in verification.reasons())
    return Column(HEADINGS["reason"], width=20, key="reason", choices=labels, locked=False)


def _correction(name: str) -> Column:
    fact = verification.FACTS[name]
    # Several codes in one cell cannot be offered as a list.
    choices = fact.codes if fact.kind == "code" else ()
    return Column(FIX_HEADING + fact.label, fact.kind, key=FIX + name, choices=choices, locked=False)


def _row(sheet: SheetOut, home: Home, asked: Question, facts: tuple[str, ...]) -> None:
    ours: list[Any] = [
        asked.case, asked.mark, home.village, home.no, home.head, asked.about, asked.label,
        _told(said for said in asked.said if verification.of_register(said)),
        _told(said for said in asked.said if not verification.of_register(said)),
        asked.check, asked.due_on,
    ]  # fmt: skip
    first = len(OURS) + len(THEIRS) + 1
    shut = [first + at for at, name in enumerate(facts) if name not in asked.facts]
    sheet.row([*ours, *[None] * (len(sheet.columns) - len(ours))], shut=shut)


def _told(said: Any) -> str:
    return "；".join(_one(one) for one in said)


def _one(said: Said) -> str:
    source = "，".join(filter(None, (said.source, said.said_on.isoformat() if said.said_on else "")))
    return f"{said.label}：{said.value}" + (f"（{source}）" if source else "")
