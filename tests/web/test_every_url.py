"""Nobody sees, counts, searches or takes away what lies outside their area: every address, everybody.

The addresses come from the URLconf itself; a new one that is not told here fails the build.
"""

import json
import re
from datetime import UTC, date, datetime

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from liuqing.registry import secrets
from liuqing.registry.models import Case, Clue, Snapshot, SourceFile, SourceRow, Window

pytestmark = pytest.mark.django_db
ONE_WORLD = True

OPEN = {"home", "alive", "sign-in", "sign-out", "language"}
OPEN |= {"public", "public-place", "public-notice", "public-object", "public-objection"}
OPEN |= {"ask", "ask-here", "ask-check", "plan-check-style"}
OPEN |= {"public-money", "public-money-say", "public-money-answer"}
PAPERS = (".pdf", ".docx", ".xlsx")
HOUSEHOLDS = {"H0001": 0, "H0002": 0, "H0003": 1, "H0004": 2, "H0005": 2}
HEADS = {"H0001": "钱初九", "H0002": "孙十一", "H0003": "李十二", "H0004": "周十三", "H0005": "吴十四"}
SEEN = {
    "village_officer": {"H0001", "H0002"},
    "township_reviewer": {"H0001", "H0002", "H0003"},
    "county_approver": set(HEADS),
    "county_leader": set(HEADS),
    "inspector": set(HEADS),
    "outsider": {"H0004", "H0005"},
    "department_officer": set(),
    "finance": set(),
    "administrator": set(),
    "nobody": set(),
    "evaluator": set(),
}


def addresses(resolver=None, prefix=""):
    """Every named address below the root, as (name, pattern)."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield entry.name or "", prefix + str(entry.pattern)


def _window():
    """A window in which H0004 left, by the register's export."""
    stage = {"key": "collection", "label": "采集", "first": "2018-10-01", "last": "2018-10-31"}
    at, days = datetime(2018, 9, 1, tzinfo=UTC), (date(2018, 10, 1), date(2018, 12, 31))
    made, _ = Window.objects.get_or_create(
        label="要看的", defaults={"year": 2018, "opens_on": days[0], "closes_on": days[1], "stages": [stage],
                                 "state": "open", "by": "x", "at": at},
    )  # fmt: skip
    return made.pk


def tried(county, file, row):
    """How each address is asked: {name: [(method, path, body)]} for every area and household."""
    # The county, a township with two of the villages, and one of another township: each part of the cast
    # has something of its own and something of others among them.
    codes = [a.code for a in (county.county, county.towns[0], county.villages[0], county.villages[2])]
    nos = list(HEADS)
    areas = [("get", f"/area/{code}/", None) for code in codes]
    cases = list(Case.objects.order_by("pk").values_list("pk", flat=True))[::4]
    return {
        "todo": [("get", "/todo/", None)],
        "todo-money": [("get", "/todo/money/", None)],
        "cases": [("get", "/cases/", None)],
        "case": [("get", f"/cases/{pk}/", None) for pk in cases],
        "review": [
            ("get", "/cases/review/", None),
            ("post", "/cases/review/", {"case": cases, "agree": "1"}),
        ],
        "case-paper": [("get", "/cases/papers/1/", None)],
        "case-board": [
            ("get", f"/area/{code}/cases/?by={by}", None) for code in codes for by in ("", "alarms")
        ],
        "send": [("get", f"/area/{code}/send/?rule=dead_but_active", None) for code in codes],
        "notices": [
            ("get", f"/notices/{asked}", None) for asked in ("", *(f"?area={code}" for code in codes))
        ],
        "notice-draw": [("get", f"/notices/draw/household_exit/notice/{code}/", None) for code in codes],
        "notice": [("get", "/notices/1/", None), ("post", "/notices/1/", {"act": "hang"})],
        "notice-sheet": [("get", "/notices/1/sheet.pdf", None)],
        "notice-register": [("get", f"/notices/register/{code}.xlsx", None) for code in codes],
        "evaluations": [("get", "/evaluations/", None)],
        "evaluation-new": [
            ("get", f"/evaluations/new/?area={code}&design=self_check", None) for code in codes
        ],
        "evaluation": [("get", "/evaluations/1/", None), ("post", "/evaluations/1/", {"act": "close"})],
        "evaluation-frame": [("get", "/evaluations/1/frame.csv", None)],
        "evaluation-paper": [("get", f"/evaluations/1/sample.{form}", None) for form in ("pdf", "exe")],
        "evaluation-visits": [("get", "/evaluations/1/visits/", None)],
        "evaluation-visit": [
            ("get", "/evaluations/1/visit/1/", None),
            ("post", "/evaluations/1/visit/1/", {"go": "finish"}),
        ],
        "appeal-paper": [("get", "/evaluations/appeals/1/0/", None)],
        "clue-make": [("get", f"/area/{code}/clues/make/", None) for code in codes]
        + [
            (
                "post",
                f"/area/{code}/clues/make/",
                {"snapshot": Snapshot.objects.values_list("pk", flat=True).first() or 0},
            )
            for code in codes
        ],
        "clues": [("get", "/clues/", None), ("post", "/clues/", {"clue": [1]})],
        "clue": [
            (method, f"/clues/{pk}/", body)
            for pk in Clue.objects.order_by("pk").values_list("pk", flat=True)
            for method, body in (("get", None), ("post", {"act": "tie", "household": nos[3]}))
        ]
        or [("get", "/clues/1/", None)],
        "clue-new": [
            ("get", f"/clues/new/{asked}", None) for asked in ("", *(f"?village={code}" for code in codes))
        ],
        "clue-board": [("get", f"/area/{code}/clues/?state=open", None) for code in codes],
        "ask-poster": [("get", f"/area/{code}/clues/poster.pdf", None) for code in codes[-1:]],
        "standing": [("get", "/standing/", None)],
        "standing-start": [("get", f"/standing/start/?household={no}", None) for no in nos]
        + [("get", f"/standing/start/?household={nos[0]}&procedure=household_exit", None)]
        + [("get", f"/standing/start/?area={code}", None) for code in codes],
        "standing-together": [("get", "/standing/together/?no=BJ2019-000001", None)],
        "standing-paper": [("get", "/standing/papers/1/", None)],
        "proceeding": [("get", "/standing/BJ2019-000001/", None)],
        "proceeding-withdraw": [("post", "/standing/BJ2019-000001/withdraw/", {"said": "x"})],
        "standing-list": [("get", f"/area/{code}/standing/?state=late", None) for code in codes],
        "story": [("get", f"/household/{no}/story/", None) for no in nos],
        "household-evidence": [("get", f"/household/{no}/evidence.pdf", None) for no in nos[::3]],
        "windows": [("get", "/windows/?year=2018", None), ("post", "/windows/", {"year": "2018"})],
        "window": [("get", f"/windows/{_window()}/", None)],
        "window-progress": [("get", f"/windows/{_window()}/progress/", None)],
        "window-place": [("get", f"/windows/{_window()}/{code}/", None) for code in codes]
        + [
            ("post", f"/windows/{_window()}/{code}/", {"act": "done", "stage": "collection", "village": code})
            for code in codes
        ],
        "window-changes": [("get", f"/windows/{_window()}/{code}/changes/", None) for code in codes],
        "comparison-sheets": [
            ("get", f"/windows/sheets/{code}.{form}", None) for code in codes[-1:] for form in ("pdf", "exe")
        ],
        "register-on": [("get", f"/windows/register/{code}/?on=2018-12-01", None) for code in codes],
        "adjustment-book": [("get", f"/windows/report/{code}.xlsx", None) for code in codes],
        "project": [("get", "/projects/P1/", None)],
        "funds": [("get", "/funds/?year=2018", None)],
        "fund-new": [("get", "/funds/new/", None)],
        "fund-allocate": [("get", "/funds/allocate/?year=2018", None)],
        "fund": [("get", "/funds/1/", None)],
        "claims": [("get", "/funds/claims/", None)],
        "claim-new": [("get", "/funds/claims/new/P1/", None)],
        "claim": [("get", "/funds/claims/BZ00000001/", None)],
        "payment": [("get", "/funds/payments/ZF00000001/", None)],
        "fund-trail": [("get", "/funds/trail/P1.xlsx", None)],
        "assets": [("get", f"/assets/{asked}", None) for asked in ("", *(f"?area={code}" for code in codes))],
        "asset-new": [("get", "/assets/new/?project=P1", None)]
        + [("post", "/assets/new/", {"area": code, "name": "x"}) for code in codes],
        "asset": [("get", "/assets/ZC201800001/", None), ("post", "/assets/ZC201800001/", {"act": "earn"})],
        "distributions": [("get", "/assets/distributions/", None)],
        "distribution": [
            ("get", "/assets/distributions/FP201800001/", None),
            ("post", "/assets/distributions/FP201800001/", {"act": "approve"}),
        ],
        "loans": [("get", f"/loans/{asked}", None) for asked in ("", *(f"?area={code}" for code in codes))],
        "loan": [("get", "/loans/1/", None), ("post", "/loans/1/", {"act": "repay"})],
        "loan-subsidies": [("get", f"/loans/subsidies/?year=2018&area={code}", None) for code in codes],
        "loan-totals": [("get", f"/loans/totals/?area={code}", None) for code in codes],
        "risk-fund": [("get", "/loans/fund/", None), ("post", "/loans/fund/", {"act": "agree", "move": "1"})],
        "collective": [("get", f"/area/{code}/collective/?year=2018", None) for code in codes]
        + [("post", f"/area/{code}/collective/", {"item": "租金", "amount": "1"}) for code in codes],
        "batches": [("get", "/payments/", None)],
        "batch-new": [("get", "/payments/new/", None)]
        + [
            ("post", "/payments/new/", {"programme": "dibao", "period": "2018", "area": code})
            for code in codes
        ],
        "batches-unpaid": [
            ("get", f"/payments/unpaid/?programme=dibao&period=2018&area={code}", None) for code in codes
        ],
        "batches-twice": [("get", "/payments/twice/?year=2018", None)],
        "batch": [
            ("get", "/payments/FF2018-00001/", None),
            ("post", "/payments/FF2018-00001/", {"act": "check"}),
        ],
        "batch-file": [("post", "/payments/FF2018-00001/file/1.csv", {"purpose": "送代发银行"})],
        "received": [("get", f"/household/{no}/received/?year=2018", None) for no in nos],
        "announcements": [
            ("get", f"/announcements/{asked}", None) for asked in ("", *(f"?area={code}" for code in codes))
        ],
        "announcements-missing": [
            ("get", f"/announcements/missing/{code}/?kind=pool", None) for code in codes
        ],
        "announcement-draw": [
            ("get", f"/announcements/draw/application/village/{code}/{asked}", None)
            for code in codes
            for asked in ("", "?subject=batch:X")
        ],
        "announcement": [("get", "/announcements/1/", None), ("post", "/announcements/1/", {"act": "hang"})],
        "announcement-sheet": [("get", "/announcements/1/sheet.pdf", None)],
        "announcement-register": [("get", f"/announcements/register/{code}.xlsx", None) for code in codes],
        "performance": [("get", f"/performance/?area={code}&year=2018&show=self", None) for code in codes],
        "performance-book": [("get", f"/performance/{code}/2018.xlsx", None) for code in codes],
        "project-performance": [("get", "/performance/project/X0001/", None)],
        "project-targets": [
            ("get", "/performance/project/X0001/targets/", None),
            ("post", "/performance/project/X0001/targets/", {"name": "x"}),
        ],
        "project-review": [
            ("get", "/performance/project/X0001/self/", None),
            ("post", "/performance/project/X0001/self/", {"year": "2018"}),
        ],
        "household-results": [("get", f"/household/{no}/results/", None) for no in nos],
        "area-results": [("get", f"/area/{code}/results/", None) for code in codes],
        "results-book": [("get", f"/area/{code}/results.xlsx", None) for code in codes],
        "plans": [("get", f"/plans/{asked}", None) for asked in ("", *(f"?area={code}" for code in codes))],
        "plan-paper": [
            ("get", f"/plans/{code}.{form}", None) for code in codes[1:] for form in ("docx", "exe")
        ],
        "plan-check": [("get", "/plan-check/", None), ("post", "/plan-check/", {"text": ""})],
        "plan-check-page": [("post", "/plan-check/report.html", {"carried": "x"})],
        "plan-check-book": [("post", "/plan-check/figures.xlsx", {"carried": "x"})],
        "snapshots": [("get", "/snapshots/", None)],
        "snapshot-diff": [
            ("get", f"/snapshots/{a}/{a}/?area={code}&entity=person&field=came", None)
            for code in codes
            for a in Snapshot.objects.values_list("pk", flat=True)[:1]
        ],
        "snapshot-diff-book": [("get", "/snapshots/1/1/differences.xlsx", None)],
        "threads": [("get", "/threads/", None)],
        "traces": [("get", f"/traces/?household={no}", None) for no in ("", *nos)],
        "area": areas + [("get", f"/area/{code}/?by=incidence", None) for code in codes],
        "households": [
            ("get", f"/area/{code}/households/{asked}", None)
            for code in codes
            for asked in ("", "?standing=registered", "?exit_year=2018", "?cause=因病&score=6", "?page=2")
        ],
        "flags": [("get", f"/area/{code}/flags/?rule=not_insured", None) for code in codes],
        "exits": [
            ("get", f"/area/{code}/exits/{asked}", None)
            for code in codes
            for asked in ("", "?by=village", "?criterion=exit_income&answer=yes", "?answer=free")
        ],
        "exits-book": [("get", f"/area/{code}/exits.xlsx", None) for code in codes],
        "exits-plan": [("get", f"/area/{code}/exits/plan/", None) for code in codes],
        "standards": [("get", f"/area/{code}/standards/", None) for code in codes],
        "projects": [
            ("get", f"/projects/{asked}", None)
            for asked in ("", "?sort=score", *(f"?area={code}&text=H000" for code in codes))
        ]
        + [("post", "/projects/?sort=score", {"score.X0001": "90"})],
        "project-new": [
            (method, "/projects/new/", body)
            for method, body in (("get", None), *(("post", {"area": code, "act": "check"}) for code in codes))
        ],
        "project-edit": [
            ("get", "/projects/X0001/edit/", None),
            ("post", "/projects/X0001/edit/", {"name": "x"}),
        ],
        "project-serve": [
            ("get", "/projects/X0001/serve/", None),
            ("post", "/projects/X0001/serve/", {"home": nos}),
        ],
        "project-gap": [("get", f"/area/{code}/projects/gap/?by=town", None) for code in codes],
        "project-costs": [("get", f"/area/{code}/projects/costs/", None) for code in codes],
        "project-twice": [("get", f"/area/{code}/projects/twice/", None) for code in codes],
        "project-pool-book": [("get", f"/area/{code}/project-pool.xlsx", None) for code in codes],
        "money": [
            ("get", f"/area/{code}/money/{asked}", None)
            for code in codes
            for asked in ("", "?what=paid&rows=town&columns=source", "?rows=nothing")
        ],
        "money-behind": [("get", f"/area/{code}/money/behind/?what=need&year=2018", None) for code in codes],
        "money-flow": [("get", f"/area/{code}/money/flow/", None) for code in codes],
        "money-plan": [("get", f"/area/{code}/money/plan/", None) for code in codes],
        "money-progress": [
            ("get", f"/area/{code}/money/progress/?by=town&year=2018", None) for code in codes
        ],
        "money-rules": [("get", f"/area/{code}/money/rules/", None) for code in codes],
        "money-book": [("get", f"/area/{code}/money.xlsx", None) for code in codes],
        "project-act": [("get", f"/projects/P00001/life/{key}/", None) for key in ("filed", "x")]
        + [("post", "/projects/P00001/life/pooled/", {"outcome": "agreed"})],
        "project-contract": [("post", "/projects/P00001/life/contract/", {"no": "1"})],
        "project-amend": [("post", "/projects/P00001/life/contract/1/", {"no": "1"})],
        "project-progress": [("post", "/projects/P00001/life/progress/", {"percent": "1"})],
        "project-papers": [("post", "/projects/P00001/life/papers/", {"kind": "x"})],
        "project-paper": [("get", "/projects/P00001/life/papers/1/", None)],
        "project-duties": [("post", "/projects/P00001/life/duties/", {"part": "x"})],
        "project-days": [("post", "/projects/P00001/life/days/", {"begun": "2018-01-01"})],
        "project-stages": [("get", f"/area/{code}/stages/?by=bundle", None) for code in codes],
        "project-gantt": [("get", f"/area/{code}/gantt/?year=2018", None) for code in codes],
        "project-delays": [("get", f"/area/{code}/delays/?on=2018-06-01", None) for code in codes],
        "project-contracts": [("get", f"/area/{code}/contracts/?kind=services", None) for code in codes],
        "year-plan": [("get", f"/area/{code}/year-plan/?year=2018&stuck=1", None) for code in codes]
        + [("post", f"/area/{code}/year-plan/", {"project": "P00001", "do": "remove"}) for code in codes],
        "quotas": [("get", f"/area/{code}/quotas/", None) for code in codes],
        "poverty": [
            ("get", f"/area/{code}/poverty/?by={by}", None) for code in codes for by in ("", "main_cause")
        ],
        "rules": [
            ("get", "/rules/", None),
            ("get", "/rules/?topic=standards", None),
            ("post", "/rules/", {"q": "低保"}),
        ],
        "ledgers": [
            ("get", f"/area/{code}/ledgers/{asked}", None)
            for code in codes
            for asked in (
                "",
                "?ledger=dibao&side=ours",
                "?ledger=heads&side=theirs",
                "?ledger=medical_insured&side=ours",
            )
        ],
        "register-export": [
            ("post", f"/area/{code}/register/", {"list": "households", "form": "csv", "purpose": "上报备份"})
            for code in codes
        ],
        "compare": [("get", "/compare/", None), ("post", "/compare/", {})],
        "flag-lists": [("get", f"/area/{code}/flags.xlsx", None) for code in codes],
        "six-clears": [("get", f"/area/{code}/six-clears.xlsx", None) for code in codes],
        "household": [("get", f"/household/{no}/", None) for no in nos],
        "household-paper": [
            ("get", f"/household/{no}/card.{form}", None) for no in nos[::3] for form in ("pdf", "exe")
        ],
        "policy": [("get", f"/household/{no}/policy/", None) for no in nos],
        "monitoring": [("get", f"/household/{no}/monitoring/", None) for no in nos]
        + [("post", f"/household/{no}/monitoring/", {"dropout": "no"}) for no in nos[::3]],
        "monitoring-board": [
            ("get", f"/area/{code}/monitoring/{asked}", None)
            for code in codes
            for asked in ("", "?show=exited_due")
        ],
        "worksheet": [("get", f"/household/{no}/worksheet/", None) for no in nos]
        + [("post", f"/household/{no}/worksheet/", {"act": "sum", "a:A1": "1"}) for no in nos[::3]],
        "worksheet-sheet": [("get", f"/household/{no}/worksheet/1/", None) for no in nos[::3]],
        "worksheet-paper": [("get", f"/household/{no}/worksheet/1/paper.pdf", None) for no in nos[::3]],
        "why": [("get", f"/household/{no}/why/exits/", None) for no in nos[::3]],
        "reveal": [
            ("post", f"/household/{no}/identity/", {"person": "1", "purpose": "入户核实"}) for no in nos
        ],
        "assess": [("get", "/assess/", None), ("post", "/assess/", {"on": "", "confirmed": "not_insured"})],
        "employers": [("get", "/employers/", None)],
        "what-if": [("get", "/what-if/?number=exits.income_line&tried=1&v.=9000", None)],
        "what-if-people": [
            ("get", f"/what-if/people/?number=exits.income_line&tried=1&v.=9000&rule=exit_income{area}", None)
            for area in ("", *(f"&area={code}" for code in codes))
        ],
        "assess-progress": [("get", "/assess/progress/", None)],
        "search": [("post", "/search/", {"q": text}) for text in ("十", "cs", "H000", "钱初九")]
        + [("get", "/search/", None)],
        "files": [("get", "/files/", None)],
        "upload": [("post", "/files/upload/", {})],
        "sheets": [("get", "/cases/sheets/", None), ("post", "/cases/sheets/", {})],
        "sheet-errors": [("get", f"/cases/sheets/{file.pk}/errors-book/", None)],
        "verification": [
            ("get", f"/area/{code}/verification.{form}", None)
            for code in codes
            for form in ("xlsx", "docx", "exe")
        ],
        "fill": [("get", "/fill/", None), ("post", "/fill/", {"area": county.county.code})],
        "fill-figures": [
            ("get", f"/fill/figures/{asked}", None) for asked in ("", *(f"?area={code}" for code in codes))
        ],
        "targets": [
            ("get", f"/targets/{asked}", None)
            for asked in ("", "?topic=register&on=2018-12-31", "?facts=1&state=differs&office=县扶贫办")
        ],
        "targets-book": [("get", "/targets.xlsx", None)],
        "fill-preview": [("post", "/fill/preview/", {"household": no}) for no in nos],
        "file": [("get", f"/files/{file.pk}/", None)],
        "terms": [("post", f"/files/{file.pk}/terms/", {"ground": "x", "purpose": "y"})],
        "file-progress": [("get", f"/files/{file.pk}/progress/?whole=1", None)],
        "file-mapping": [("post", f"/files/{file.pk}/mapping/", {"sheet": "x", "kind": "none"})],
        "file-answer": [("post", f"/files/{file.pk}/answer/", {"answer": "stop"})],
        "errors-book": [("get", f"/files/{file.pk}/errors-book/", None)],
        "decide": [("post", f"/files/rows/{row.pk}/", {"refuse": "1"})],
        "identities": [
            ("get", "/identities/", None),
            ("get", f"/identities/?case=row-{row.pk}&kind=dibao", None),
        ],
        "identity-decide": [
            ("post", "/identities/decide/", {"case": key, "answer": "different"})
            for key in (f"row-{row.pk}", "pair-1")
        ],
        "identity-undo": [("post", "/identities/undo/", {})],
        "identity-find": [("post", "/identities/find/", {})],
        "identity-forget": [("post", "/identities/known/1/", {})],
        "api-root": [("get", "/api/", None)],
        "openapi-json": [("get", "/api/openapi.json", None)],
        "households-api": [("get", f"/api/households?area={code}", None) for code in ("", *codes)],
        "household-api": [("get", f"/api/households/{no}", None) for no in nos],
        "explain-api": [("get", f"/api/households/{no}/why/exits", None) for no in nos[::3]],
        "dues-api": [("get", f"/api/households/{no}/dues", None) for no in nos],
        "board-api": [("get", f"/api/board?area={code}", None) for code in ("", *codes)],
        "figures-api": [("get", "/api/figures", None)],
        "search-api": [("json", "/api/search", {"text": text}) for text in ("十", "ceshi", "H000")],
        "files-api": [("get", "/api/files", None)],
    }


API = {"households", "household", "explain", "dues", "board", "figures", "search", "files"}


@pytest.fixture
def file(county):
    """A file of another township's villages, with a row that waits."""
    return SourceFile.objects.create(
        sha256="b" * 64, name="低保.xlsx", kind="dibao", state="loaded", by="somebody"
    )


@pytest.fixture
def row(county, file):
    return SourceRow.objects.create(
        file=file, sheet="名单", row=7, verdict="held", village=county.villages[2], problems=[],
        cells=secrets.encrypt(json.dumps({"headings": ["姓名"], "cells": [HEADS["H0004"]], "kind": "dibao"})),
    )  # fmt: skip


def ask(client, method, path, body):
    if method == "json":
        return client.post(path, json.dumps(body), content_type="application/json")
    return getattr(client, method)(path, body or {})


def told(answer) -> str:
    """Everything an answer says: its body (workbooks unpacked) and its headers."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body[:2] == b"PK":
        import io
        import zipfile

        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    text = body.decode("utf-8", "replace")
    if answer.get("Content-Type", "").startswith("application/json"):
        text += json.dumps(json.loads(text), ensure_ascii=False)
    return text + str(answer.headers)


def test_every_address_is_tried(county, file, row):
    known = set(tried(county, file, row)) | OPEN
    named = {(f"{n}-api" if p.startswith("api/") and n in API else n) for n, p in addresses()}
    assert named - known == set()


def test_no_address_shows_anybody_what_is_not_theirs(seen_by, assessed, county, file, row):
    for part, seen in SEEN.items():
        client, foreign = seen_by(part), set(HEADS) - seen
        for name, tries in tried(county, file, row).items():
            for method, path, body in tries:
                if not foreign and part != "county_approver" and path.partition("?")[0].endswith(PAPERS):
                    continue  # whoever sees everything gets the very same paper: written once
                answer = ask(client, method, path, body)
                assert answer.status_code < 500, path
                said = told(answer)
                leaked = [no for no in foreign if HEADS[no] in said or no in said.replace(path, "")]
                if name == "search" and body:
                    leaked = [no for no in leaked if HEADS[no] != body["q"]]  # the words are given back
                assert not leaked, f"{part} {method} {path}"


def test_who_may_see_a_household_sees_it(seen_by, assessed):
    for part, seen in SEEN.items():
        client = seen_by(part)
        for no, head in HEADS.items():
            answer = client.get(f"/household/{no}/")
            assert answer.status_code == (200 if no in seen else 404), (part, no)
            assert (head in told(answer)) == (no in seen), (part, no)


def test_who_is_not_signed_in_sees_nothing(client, assessed, county, file, row):
    for tries in tried(county, file, row).values():
        for method, path, body in tries:
            answer = ask(client, method, path, body)
            if path not in ("/api/openapi.json", "/api/"):
                assert answer.status_code in (302, 401, 403), path
            assert not any(head in told(answer) for head in HEADS.values())


def test_a_page_that_is_not_mine_reads_like_one_that_does_not_exist(seen_by, county):
    for part, seen in SEEN.items():
        client = seen_by(part)
        for no in set(HEADS) - seen:
            there, nowhere = client.get(f"/household/{no}/"), client.get("/household/H9999/")
            assert there.status_code == nowhere.status_code == 404
            assert plain(there, no) == plain(nowhere, "H9999")


def plain(answer, no):
    """The page without its one-time token and without its own address."""
    return re.sub(r"[A-Za-z0-9]{64}", "", answer.content.decode()).replace(no, "")


def test_the_menu_and_the_tasks_lead_only_where_the_user_may_go(seen_by, assessed):
    for part in SEEN:
        client = seen_by(part)
        page = "".join(client.get(path).content.decode() for path in ("/todo/", "/todo/money/"))
        for href in re.findall(r'href="(/[^"#]*)', page):
            if not href.startswith("/static/"):
                assert client.get(href, follow=True).status_code == 200, (part, href)


def test_totals_of_a_village_officer_count_only_the_own_village(seen_by, assessed):
    page = seen_by("village_officer").get("/api/households").json()
    assert page["total"] == 2
    board = seen_by("village_officer").get("/api/board").json()
    assert {h["value"] for h in board["headlines"] if h["metric"] == "registered_households"} == {2}


def test_no_whole_identity_number_is_on_any_page(seen_by, assessed, county, file, row):
    client = seen_by("county_approver")
    for name, tries in tried(county, file, row).items():
        for method, path, body in tries:
            if name not in ("reveal", "register-export"):  # asked for with a purpose
                assert not re.search(r"990101\d{11}[\dX]", told(ask(client, method, path, body))), path
