"""The formats of every plan: one builder makes the document, and this makes the files of it."""

from collections.abc import Callable, Mapping

from liuqing.reports import plan_paper_book, plan_paper_html, plan_paper_pack, plan_paper_pdf, plan_paper_word
from liuqing.reports.plan_paper import PlanPaper, numbered
from liuqing.reports.report import Maker, Request

Build = Callable[[Request], PlanPaper]


def makers(build: Build) -> Mapping[str, Maker]:
    """By format: docx, pdf, xlsx, html, json."""
    return {
        "docx": _maker(build, lambda paper, request: plan_paper_word.write(paper, request.out)),
        "pdf": _maker(build, lambda paper, request: plan_paper_pdf.write(paper, request.out)),
        "xlsx": _maker(build, _book),
        "html": _maker(build, lambda paper, request: plan_paper_html.write(paper, request.out)),
        "json": _maker(build, lambda paper, request: plan_paper_pack.write_json(paper, request.out)),
    }


def _maker(build: Build, write: Callable[[PlanPaper, Request], None]) -> Maker:
    def make(request: Request) -> int:
        paper = numbered(build(request))
        write(paper, request)
        return paper.households

    return make


def _book(paper: PlanPaper, request: Request) -> None:
    plan_paper_book.write(paper, request.out, who=request.user.get_username(), purpose=request.purpose)
