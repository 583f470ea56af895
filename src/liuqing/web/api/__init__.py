"""The interface for programs: the same questions as the pages, the same rights, JSON.

A program signs in as a person does and keeps the session's cookie. There is no documentation
page here, because the usual ones load their parts from elsewhere; the description lies at
``/api/openapi.json``.
"""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Query, Schema
from ninja.errors import ValidationError
from ninja.security import SessionAuth
from pydantic import ConfigDict, Field

from liuqing.errors import Problem
from liuqing.registry import queries
from liuqing.registry.queries import benefits
from liuqing.registry.queries.figures import number
from liuqing.registry.queries.households import Filters
from liuqing.web.problems import is_hidden
from liuqing.workflow import rights
from liuqing.workflow.rights import Right


class SignedIn(SessionAuth):
    """Any user who is signed in and active; what they see is decided by each question."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """The user, or None."""
        user = request.user
        return user if user.is_authenticated and user.is_active else None


api = NinjaAPI(
    title="六清 Liuqing",
    version="1",
    description="户的六清、汇总数字和名单。每个回答只含当前用户范围内的内容。",
    docs_url=None,
    openapi_url="/openapi.json",
    auth=SignedIn(csrf=True),
    urls_namespace="api",
)


class Told(Schema):
    """A problem: what happened, where, what to do."""

    code: str
    what: str
    remedy: str = ""


class Wanted(Schema):
    """What a list of households is narrowed by, and which page of it."""

    model_config = ConfigDict(extra="forbid")
    standing: str = ""
    cause: str = ""
    flag: str = ""
    score: int | None = Field(None, ge=0, le=6)
    exit_year: int | None = Field(None, ge=2000, le=2100)
    page: int = Field(1, ge=1, le=1_000_000)
    size: int = Field(60, ge=1, le=200)


class HouseholdLine(Schema):
    """A household as a line of a list."""

    no: str
    head: str
    village: str
    village_code: str
    town: str
    hamlet: str
    size: int
    standing: str
    status: str
    exit_year: int | None
    main_cause: str
    score: int | None
    flags: list[str]


class HouseholdPage(Schema):
    """One page of households; ``total`` counts all that fit."""

    rows: list[HouseholdLine]
    total: int
    number: int
    size: int


class Sought(Schema):
    """What to look for. It comes in the body, because addresses are kept in logs."""

    model_config = ConfigDict(extra="forbid")
    text: str = Field(min_length=1, max_length=100)


class Hit(Schema):
    """A person found."""

    household_no: str
    head: str
    name: str
    relation: str
    village: str
    village_code: str
    town: str
    by: str


class Found(Schema):
    """What a search found; ``more`` says that there are others."""

    hits: list[Hit]
    more: bool


class FigureLine(Schema):
    """A figure of the county beside the plan's."""

    metric: str
    dimension: str
    year: int
    value: float | None
    unit: str
    target: float | None


class FileLine(Schema):
    """A file received. ``rows`` and ``accepted`` are null for who sees only a part of it."""

    pk: int
    name: str
    kind: str
    label: str
    department: str
    state: str
    on: date | None
    rows: int | None
    accepted: int | None
    held: int
    refused: int
    done_rows: int


class FilePage(Schema):
    """One page of files."""

    rows: list[FileLine]
    total: int
    number: int
    size: int


NOT_HERE = {404: Told}


@api.get("/households", response={200: HouseholdPage, **NOT_HERE}, summary="户名单")
def households(request: HttpRequest, wanted: Query[Wanted], area: str = Query("", max_length=20)) -> Any:
    """The households at or below an area (its code), or of all the user's area."""
    asked = wanted.dict()
    page, size = asked.pop("page"), asked.pop("size")
    return queries.households(request.user, area or None, filters=Filters(**asked), page=page, size=size)


@api.get("/households/{no}", response={200: dict[str, Any], **NOT_HERE}, summary="一户的六清")
def household(request: HttpRequest, no: str) -> Any:
    """The household's card: six clears, findings and their reasons, masked as on the page."""
    card = queries.card(request.user, no[:30])
    return {**asdict(card), "score": card.score}


@api.get("/households/{no}/why/{rule}", response={200: dict[str, Any], **NOT_HERE}, summary="为什么")
def explain(request: HttpRequest, no: str, rule: str) -> Any:
    """One answer as a tree of label, verdict, value, source, children, and what would change it."""
    return queries.explanation(request.user, no[:30], rule=rule[:60])[0]


@api.get("/households/{no}/dues", response={200: dict[str, Any], **NOT_HERE}, summary="应享政策")
def dues(request: HttpRequest, no: str) -> Any:
    """What the household is due and got this year, its bills line by line, in fen; members by key."""
    found = benefits.of_household(request.user, no[:30])
    return {
        "on": found.on,
        "dues": [asdict(one) for one in found.dues],
        "bills": [asdict(one) for one in found.bills],
        "choices": [asdict(one) for one in found.choices],
        "warnings": [asdict(one) for one in found.warnings],
        "proposals": [asdict(one) for one in found.proposals],
    }


@api.get("/board", response={200: dict[str, Any], **NOT_HERE}, summary="一张图")
def board(request: HttpRequest, area: str = Query("", max_length=20)) -> Any:
    """The figures of an area, its parts and the areas below it."""
    return _numbers(asdict(queries.board(request.user, area or None)))


@api.get("/figures", response={200: list[FigureLine], **NOT_HERE}, summary="全县指标与规划对照")
def figures(request: HttpRequest, on: date | None = None) -> Any:
    """The county's headline figures; for who may see the whole county's."""
    if not queries.sees_everything(request.user, Right.SEE_BOARD):
        raise Problem("workflow.not_allowed", "您没有在这里看汇总数字的权限")
    return queries.figures(on)


@api.post("/search", response={200: Found, **NOT_HERE}, summary="查找")
def search(request: HttpRequest, sought: Sought) -> Any:
    """By name, pinyin, household number or identity number, in the user's own villages."""
    return queries.search(request.user, sought.text)


@api.get("/files", response={200: FilePage, **NOT_HERE}, summary="交来的文件")
def files(request: HttpRequest, page: int = Query(1, ge=1, le=1_000_000)) -> Any:
    """The files that concern the user."""
    rights.require(request.user, Right.SEE_FILES)
    return queries.files(request.user, page)


@api.exception_handler(Problem)
def on_problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    """A problem as JSON; what is outside the user's area is not found."""
    if is_hidden(problem):
        told = {"code": "not_found", "what": "没有找到，或它不在您的范围内。", "remedy": ""}
        return api.create_response(request, told, status=404)
    told = {"code": problem.code, "what": problem.what, "remedy": problem.remedy}
    return api.create_response(request, told, status=422)


@api.exception_handler(ValidationError)
def on_invalid(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    """What cannot be understood: which field and why, never what was in it."""
    fields = [{"field": ".".join(map(str, one["loc"])), "type": one["type"]} for one in fault.errors]
    told = {"code": "api.invalid", "what": "请求的内容不对。", "remedy": "请核对字段。", "fields": fields}
    return api.create_response(request, told, status=422)


def _numbers(told: Any) -> Any:
    """Figures as JSON numbers, whole where they are whole."""
    if isinstance(told, dict):
        return {key: _numbers(value) for key, value in told.items()}
    if isinstance(told, list | tuple):
        return [_numbers(value) for value in told]
    return number(told) if isinstance(told, Decimal) else told
