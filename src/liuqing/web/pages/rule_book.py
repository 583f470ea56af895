"""规则手册: every rule and number in words, by topic, with a box to look for one."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liuqing.registry.queries import rule_book as asked
from liuqing.registry.queries.rule_book import PROCEDURES, QUOTAS, STANDARDS, SUMS, Book
from liuqing.web.paths import Step


@login_required
@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """A topic of the book; what is looked for is posted, so that no word of it stands in an address."""
    sought = request.POST.get("q", "").strip()[:60] if request.method == "POST" else ""
    found = asked.book(request.user, request.GET.get("topic", "")[:20], sought)
    lists = _lists(found)
    return render(request, "web/rules.html", {
        "found": found,
        "lists": lists,
        "heading": next((one["label"] for one in lists if one["key"] == found.open), ""),
        "groups": _groups(found),
        "path": [Step(_("规则手册"))],
    })  # fmt: skip


def _lists(found: Book) -> list[dict[str, Any]]:
    """What is in the book beside rules."""
    labels = {
        PROCEDURES: _("程序"),
        STANDARDS: _("村、乡、县的标准"),
        QUOTAS: _("责任频次"),
        SUMS: _("规划里的账"),
    }
    return [
        {"key": key, "label": label, "n": found.counts[key]}
        for key, label in labels.items()
        if found.counts[key]
    ]


def _groups(found: Book) -> list[dict[str, Any]]:
    """Standards by set; quotas together."""
    named: dict[str, list[Any]] = {one.group: [] for one in found.entries}
    for one in found.entries:
        named[one.group].append(one)
    return [{"label": label, "entries": entries} for label, entries in named.items()]
