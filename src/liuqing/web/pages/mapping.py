"""What a file's headings were taken for, and putting it right."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from liuqing.policy.lists import BY_KEY, LISTS
from liuqing.registry import queries
from liuqing.registry.models import SourceFile
from liuqing.registry.queries.files import FileRow, visible_files
from liuqing.registry.services import loading
from liuqing.web import jobs


@dataclass(frozen=True)
class Column:
    """A heading of the file and the fact it feeds ("" for none)."""

    heading: str
    fact: str
    label: str


@dataclass(frozen=True)
class Choice:
    """A fact or a kind of list that can be chosen."""

    name: str
    label: str


@dataclass(frozen=True)
class Sheet:
    """A worksheet: what it was taken for, its columns, the facts there are to choose from."""

    name: str
    kind: str
    columns: list[Column]
    facts: list[Choice]


def sheets(file: FileRow) -> list[Sheet]:
    """The worksheets of a file with their headings."""
    return [_sheet(name, taken) for name, taken in file.mapping.items() if isinstance(taken, dict)]


def kinds() -> list[Choice]:
    """Every kind of list, for a file that nobody recognised."""
    return [Choice(kind.key, f"{kind.department} {kind.label}") for kind in LISTS]


def _sheet(name: str, taken: dict[str, object]) -> Sheet:
    key = str(taken.get("kind") or taken.get("guess") or "")
    labels = {fact.name: fact.label for fact in BY_KEY[key].columns} if key in BY_KEY else {}
    columns = taken.get("columns")
    pairs = columns.items() if isinstance(columns, dict) else ()
    return Sheet(
        name,
        key,
        [Column(heading, fact, labels.get(fact, "")) for heading, fact in pairs],
        [Choice(fact, label) for fact, label in labels.items()],
    )


@login_required
@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Remember what a sheet is and what its headings mean, and read the file again."""
    file = queries.file(request.user, pk)
    sheet, kind = request.POST.get("sheet", ""), request.POST.get("kind", "")
    known = {fact.name for fact in BY_KEY[kind].columns} if kind in BY_KEY else set()
    # A list of another kind has other facts: then the headings are matched anew by their words.
    said = {h: f if f in known else "" for h, f in _said(request).items()}
    loading.correct_mapping(_source(request, file), by=request.user, sheet=sheet, kind=kind, columns=said)
    jobs.reader.wake()
    return redirect("file", pk)


def _said(request: HttpRequest) -> dict[str, str]:
    return {
        key.removeprefix("heading:"): fact for key, fact in request.POST.items() if key.startswith("heading:")
    }


def _source(request: HttpRequest, file: FileRow) -> SourceFile:
    return visible_files(request.user).get(pk=file.pk)
