"""The sheets that go to the village (核实对照表): one paper a household, ready to be written on.

PDF, Word and HTML are set from the dictionary made here; the workbook has its own file. What is
known stands on it, so that nobody writes down what the office already has.
"""

import re
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from liuqing.errors import Problem
from liuqing.registry.queries import verification
from liuqing.registry.queries.evidence import Said
from liuqing.registry.queries.verification import Home, Question, Sent
from liuqing.reports import verification_book, verification_html, verification_pdf, verification_word
from liuqing.reports.report import Report, Request

Pack = dict[str, Any]
PAGE = 255
"""Millimetres that a household has on a page."""
MOST = 3_000
"""Questions on paper at once: more than a township sends out in a month."""
NOTE = "请对照现值核实：打勾、写明核实后的值，当事人或户主签名。疑点不是结论，本表只用于核实，用后收回。"


def pack(request: Request) -> Pack:
    """Everything on the sheets of an area, as text in order. Problem ``reports.too_many_sheets``."""
    what = verification.sent(request.user, request.area)
    if what.cases > MOST:
        raise Problem(
            "reports.too_many_sheets",
            f"{what.area.name}有 {what.cases:,} 条待核实的疑点，一份文件最多打印 {MOST:,} 条",
            "请按村打印；多个村请用 xlsx 格式。",
        )
    return {
        "title": "疑点核实对照表",
        "area": what.area.name,
        "on": what.on.isoformat(),
        "due": what.due_on.isoformat() if what.due_on else "",
        "demo": what.demo,
        "note": NOTE,
        "batch": "、".join(what.titles),
        "reasons": [{"code": code, "label": label} for code, label in verification.reasons()],
        "villages": list(_villages(what)),
        "cases": what.cases,
    }


def _villages(what: Sent) -> Iterator[dict[str, Any]]:
    for (town, village), found in groupby(verification.homes(what), key=lambda h: (h.town, h.village)):
        yield {"town": town, "village": village, "homes": [_home(home) for home in found]}


def _home(home: Home) -> dict[str, Any]:
    questions = [_question(n, one) for n, one in enumerate(home.questions, start=1)]
    return {
        "no": home.no,
        "head": home.head,
        "hamlet": home.hamlet,
        "members": "、".join(home.members),
        "fits": _fits(questions),
        "questions": questions,
    }


def _fits(questions: list[dict[str, Any]]) -> str:
    """Whether a household surely fits on a page ("yes") or surely not ("no").

    In between ("look") it is laid out twice, which costs as much again.
    """
    height = 32.0 + sum(21 + sum(_height(line) for line in asked["lines"]) for asked in questions)
    return "yes" if height * 1.2 < PAGE else "no" if height * 0.7 > PAGE else "look"


def _height(line: dict[str, Any]) -> float:
    """The height of a line in millimetres, by the number of its characters."""
    cells = [
        4.8 * -(-len(told["value"]) // 18) + 3.6 * -(-len(told["source"]) // 22)
        for told in (line["register"], line["other"])
    ]
    return 2.8 + max(*cells, 4.8 * -(-len(line["label"]) // 7))


def _question(number: int, asked: Question) -> dict[str, Any]:
    about = f"{asked.about}（{asked.relation}）" if asked.relation else asked.about
    return {
        "number": str(number),
        "case": f"{asked.case}-{asked.mark}",
        "label": asked.label,
        "about": about,
        "check": asked.check,
        "department": asked.department,
        "due": asked.due_on.isoformat() if asked.due_on else "",
        "again": f"第 {asked.round} 次核实" if asked.round > 1 else "",
        "lines": [_line(said) for said in asked.said],
    }  # fmt: skip


def _line(said: Said) -> dict[str, Any]:
    told = {"value": said.value, "source": source(said)}
    nothing = {"value": "", "source": ""}
    ours = verification.of_register(said)
    return {
        "label": said.label,
        "register": told if ours else nothing,
        "other": nothing if ours else told,
        # What the workbook cannot take (a member's fact, a cause) may still be written down by hand.
        "write": ours,
    }


def source(said: Said) -> str:
    """The list and the day; the row in it is for the office."""
    where = re.sub(r"第 ?\d+ ?行$", "", said.source).replace("全国扶贫开发信息系统 ", "")
    return "，".join(filter(None, (where, said.said_on.isoformat() if said.said_on else "")))


def _printed(as_file: Callable[[Pack, Request], Any]) -> Callable[[Request], int]:
    def make(request: Request) -> int:
        made = pack(request)
        as_file(made, request)
        return sum(len(village["homes"]) for village in made["villages"])

    return make


def _pdf(made: Pack, request: Request) -> None:
    request.out.write_bytes(verification_pdf.pdf(made))


def _html(made: Pack, request: Request) -> None:
    request.out.write_text(verification_html.html(made), encoding="utf-8")


def _word(made: Pack, request: Request) -> None:
    verification_word.word(made, request.out)


REPORT = Report(
    name="verification",
    label="疑点核实对照表",
    area={
        "pdf": _printed(_pdf),
        "docx": _printed(_word),
        "xlsx": verification_book.write,
        "html": _printed(_html),
    },
)
