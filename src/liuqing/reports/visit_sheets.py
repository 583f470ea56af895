"""The visit sheets of an evaluation (入户核查表): one page a household, the same questions as on the phone.

What the household answers is ticked; what it means is worked out by the rule when the sheet is typed in,
so there is no box for a verdict. Those who stand by come last in each village and say so.
"""

from typing import Any

from liuqing.errors import Problem
from liuqing.policy.evaluation import Question
from liuqing.registry.queries.evaluations import sheets as asked
from liuqing.registry.queries.evaluations.sheets import Door, Sheets
from liuqing.registry.services.evaluations import MISSED
from liuqing.reports import visit_sheets_pdf
from liuqing.reports.report import Report, Request

MOST = 3_000
"""Sheets at once."""
NOTE = "照实记录，不引导、不代答；问不到的空着。有没有问题由规则按答案判断，这张表不写结论。"
Pack = dict[str, Any]


def pack(request: Request) -> Pack:
    """Everything on the sheets of an area, as text. Problem ``reports.too_many_sheets``."""
    what = asked.sheets(request.user, request.area, request.only)
    if what.doors > MOST:
        raise Problem(
            "reports.too_many_sheets",
            f"{what.area}有 {what.doors:,} 户，一份文件最多打印 {MOST:,} 户",
            "请按乡镇或按村打印。",
        )
    return {
        "title": "入户核查表",
        "label": what.record.label,
        "area": what.area,
        "on": what.on.isoformat(),
        "seed": what.record.seed,
        "demo": what.demo,
        "note": NOTE,
        "missed": list(MISSED.values()),
        "villages": [
            {"town": one.town, "village": one.village, "doors": [_door(what, door) for door in one.doors]}
            for one in what.rounds
        ],
        "doors": what.doors,
    }


def _door(what: Sheets, door: Door) -> Pack:
    return {
        "order": str(door.order),
        "key": door.key,
        "head": door.head,
        "no": door.no,
        "hamlet": door.hamlet,
        "stratum": door.stratum,
        "persons": str(door.persons),
        "members": "、".join(door.members),
        "reserve": door.reserve,
        "sections": [
            {"heading": name, "questions": [_question(what, one) for _, one in questions]}
            for name, questions in door.sections
        ],
    }


def _question(what: Sheets, one: Question) -> Pack:
    amount = one.kind == "amount"
    return {
        "label": one.label,
        "text": one.text,
        "amount": f"元（标准线 {what.line} 元）" if amount and what.line else "元" if amount else "",
        "options": [option.label for option in one.options.values()],
    }


def _pdf(request: Request) -> int:
    made = pack(request)
    request.out.write_bytes(visit_sheets_pdf.pdf(made))
    return int(made["doors"])


REPORT = Report(name="visit-sheets", label="入户核查表", area={"pdf": _pdf})
