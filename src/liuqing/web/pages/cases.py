"""核实: what waits for me, and one question with the form in which a village answers it.

Made for a phone: one question a page, what two papers say, three answers, and the next question.
"""

import tempfile
from datetime import date
from pathlib import Path, PurePath
from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from liuqing.errors import Problem
from liuqing.policy import explained
from liuqing.registry.models import Evidence
from liuqing.registry.queries import cases as asked
from liuqing.registry.queries import evidence, scope
from liuqing.registry.queries.cases import CasePage, Mine
from liuqing.registry.services import cases as acts
from liuqing.web.pages.fixing import fields
from liuqing.web.paths import Step
from liuqing.workflow import seen
from liuqing.workflow.rights import Right


@login_required
@never_cache
def cases(request: HttpRequest) -> HttpResponse:
    """What waits for the user: to answer, to judge, to send, to strike off."""
    waiting = asked.mine(request.user)
    own = scope.area(request.user, None, Right.SEE_HOUSEHOLDS).code
    return render(request, "web/cases.html", {"mine": waiting, "own": own, "path": [Step(_("核实"))]})


@login_required
@never_cache
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One question; the answer comes back here and leads to the next one."""
    found = asked.case(request.user, pk)
    if request.method == "POST":
        try:
            _answer(request, found)
        except Problem as problem:
            return _page(request, found, problem, status=422)
        return redirect(_next(asked.mine(request.user), found))
    seen.once(request.user, f"case:{pk}")
    return _page(request, found)


@login_required
@never_cache
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """A photo or paper that proves an answer; only for who sees the case."""
    found = Evidence.objects.select_related("answer").filter(pk=pk).first()
    if found is None:
        raise Problem("cases.no_such_case", "您的范围内没有这条疑点", "请从待办或疑点台账进入。")
    asked.case(request.user, found.answer.case_id)
    seen.once(request.user, f"case:{found.answer.case_id}", what="paper")
    ending = PurePath(found.name).suffix.lower()
    return FileResponse(iter([acts.paper(found)]), as_attachment=True, filename=f"{_('佐证')}{ending}")


def _page(
    request: HttpRequest, found: CasePage, problem: Problem | None = None, status: int = 200
) -> HttpResponse:
    facts = evidence.of([found.record], found.record.last).get(found.record.pk, ())
    return render(request, "web/case.html", {
        "case": found, "facts": facts, "fixes": fields(found, facts, request.POST), "problem": problem,
        "reasons": explained.REASONS, "uuid": request.POST.get("uuid") or uuid4(), "said": request.POST,
        "today": timezone.localdate(), "path": [Step(_("核实"), reverse("cases")), Step(_(found.label))],
    }, status=status)  # fmt: skip


def _answer(request: HttpRequest, found: CasePage) -> None:
    said = request.POST
    fixes = {
        key.removeprefix("fix:"): value for key, value in said.items() if key.startswith("fix:") and value
    }
    confirmed = said.get("outcome") == "confirmed"
    with tempfile.TemporaryDirectory(prefix="liuqing-") as folder:
        acts.answer(
            case=found.record, by=request.user, uuid=said.get("uuid", ""), outcome=said.get("outcome", ""),
            reason=said.get("reason", "") if said.get("outcome") == "explained" else "", said=said.get("said", ""),
            corrections=fixes if confirmed else {}, visited_on=_day(said.get("visited_on", "")),
            evidence=[_photo(one, Path(folder)) for one in request.FILES.getlist("papers")],
        )  # fmt: skip


def _photo(sent: UploadedFile, folder: Path) -> tuple[str, Path]:
    name = PurePath(sent.name or "").name
    path = folder / uuid4().hex
    with path.open("wb") as copy:
        for piece in sent.chunks():
            copy.write(piece)
    return name, path


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Problem("cases.bad_day", "核实日期看不懂", "请写成 2018-12-31 这样。") from None


def _next(waiting: Mine, done: CasePage) -> str:
    """The next question of the same household, else of the next one, else the list."""
    homes = sorted(waiting.answer, key=lambda home: home.household_no != done.household_no)
    left = [one.pk for home in homes for one in home.cases if one.pk != done.record.pk]
    return reverse("case", args=[left[0]]) if left else reverse("cases")
