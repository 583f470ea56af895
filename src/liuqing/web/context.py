"""What the frame of every page needs: whose county, which day, what is in the menu, who is here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from liuqing.policy import place
from liuqing.registry.queries import scope
from liuqing.web.doors import ROOMS, Door, doors
from liuqing.workflow import rights
from liuqing.workflow.rights import Right
from liuqing.workflow.roles import ROLES


@dataclass(frozen=True)
class Item:
    """A line of the menu."""

    label: str
    icon: str
    href: str
    current: bool


class Frame:
    """Read lazily: an answer without a frame asks the record nothing."""

    def __init__(self, request: HttpRequest):
        self.request = request
        self.demo = settings.WORKSPACE.demo

    @cached_property
    def county(self) -> str:
        """The county's name."""
        return place.load(settings.WORKSPACE.place).label

    @cached_property
    def day(self) -> date | None:
        """The day of the data shown; None while nothing has been assessed or nobody is signed in."""
        if not self._user:
            return None
        if hasattr(self.request, "day"):  # the page has asked already
            return self.request.day
        return scope.latest_day()

    @property
    def here(self) -> str:
        """This page again, for the language switch."""
        if self.request.method != "GET" or getattr(self.request, "refused", False):
            return reverse("home")
        # What somebody wrote behind /search/? by hand is not repeated: it may be a number.
        return self.request.path if self._is_here("search") else self.request.get_full_path()

    @property
    def may_search(self) -> bool:
        """Whether there is anybody to be found."""
        return bool(self._user) and rights.can(self._user, Right.SEE_HOUSEHOLDS)

    @property
    def who(self) -> str:
        """The user's name for the office."""
        return self._user.get_full_name() or self._user.get_username() if self._user else ""

    @property
    def roles(self) -> str:
        """The roles held, in words."""
        held = (
            {ROLES[a.role].label for a in rights.appointments(self._user) if a.role in ROLES}
            if self._user
            else ()
        )
        return _("、").join(_(label) for label in sorted(held))

    @cached_property
    def menu(self) -> list[Item]:
        """The screens that this user has, and only those that exist."""
        return [Item(label, icon, href, self._is_here(name)) for name, label, icon, href in self._screens()]

    @cached_property
    def doors(self) -> list[Door]:
        """The other pages of projects, of money or of plans, on each of them."""
        match = self.request.resolver_match
        route = (match.url_name or "") if match else ""
        screen = SCREENS.get(route, route)
        if not self._user or screen not in ROOMS:
            return []
        found = list(doors(self._user, screen, route, self._own_area(Right.SEE_PROJECTS)))
        return found if len(found) > 1 else []

    def _screens(self) -> list[tuple[str, str, str, str]]:
        if not self._user:
            return []
        todo = ("todo", _("我的待办"), "checklist", reverse("todo"))
        return [todo, *self._about_people(), *self._about_work(), *self._about_money(), *self._about_rules()]

    def _about_people(self) -> Iterator[tuple[str, str, str, str]]:
        user = self._user
        if rights.can(user, Right.SEE_BOARD) and (where := self._own_area(Right.SEE_BOARD)):
            yield "area", _("一张图"), "map-2", reverse("area", args=[where])
        if rights.can(user, Right.SEE_HOUSEHOLDS) and (where := self._own_area(Right.SEE_HOUSEHOLDS)):
            yield "households", _("户"), "home-heart", reverse("households", args=[where])
            yield "flags", _("疑点"), "zoom-question", reverse("flags", args=[where])

    def _about_work(self) -> Iterator[tuple[str, str, str, str]]:
        user = self._user
        if any(rights.can(user, right) for right in CASES):
            yield "cases", _("核实"), "clipboard-check", reverse("cases")
        elif rights.can(user, Right.SEE_OWN_LIST_FLAGS):
            yield "threads", _("名单问题"), "clipboard-check", reverse("threads")
        if rights.can(user, Right.SEE_HOUSEHOLDS):
            yield "standing", _("办理"), "rubber-stamp", reverse("standing")
        elif rights.can(user, Right.VISIT_SAMPLED):
            yield "evaluations", _("模拟评估"), "clipboard-check", reverse("evaluations")

    def _about_money(self) -> Iterator[tuple[str, str, str, str]]:
        user = self._user
        if rights.can(user, Right.SEE_PROJECTS):
            yield "projects", _("项目"), "checks", reverse("projects")
            if rights.can(user, Right.SEE_HOUSEHOLDS):
                yield "plans", _("规划"), "timeline", reverse("plans")
            if where := self._own_area(Right.SEE_PROJECTS):
                yield "money", _("资金"), "coin", reverse("money", args=[where])

    def _about_rules(self) -> Iterator[tuple[str, str, str, str]]:
        user = self._user
        if not (rights.can(user, Right.SEE_PROJECTS) and rights.can(user, Right.SEE_HOUSEHOLDS)):
            yield "plans", _("规划核对"), "scale", reverse("plan-check")
        if rights.can(user, Right.TAKE_SNAPSHOT):
            yield "what-if", _("政策模拟"), "adjustments", reverse("what-if")
        if rights.can(user, Right.SEE_BOARD):
            yield "rules", _("规则手册"), "file-text", reverse("rules")
        if rights.can(user, Right.SEE_FILES):
            yield "files", _("数据交换"), "arrows-exchange", reverse("files")
        if rights.can(user, Right.SEE_TRAIL):
            yield "traces", _("操作留痕"), "list-search", reverse("traces")

    def _own_area(self, right: Right) -> str:
        """The code of the highest area of a right; it is the last step of its path."""
        held = rights.areas_of(self._user, right)
        if "" in held:  # everywhere: then the highest there is
            return scope.area(self._user, None, right).code
        return min(held, key=lambda path: (len(path), path)).rstrip("/").rpartition("/")[2] if held else ""

    def _is_here(self, name: str) -> bool:
        match = self.request.resolver_match
        return bool(match) and SCREENS.get(match.url_name or "", match.url_name) == name

    @property
    def _user(self) -> Any:
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None


CASES = (Right.ANSWER_CASES, Right.REVIEW_CASES, Right.SEND_CASES)
SCREENS = {
    "case": "cases",
    "review": "cases",
    "send": "cases",
    "case-board": "cases",
    "sheets": "cases",
    "proceeding": "standing",
    "standing-start": "standing",
    "standing-list": "standing",
    "standing-together": "standing",
    "clues": "standing",
    "clue": "standing",
    "clue-new": "standing",
    "clue-board": "standing",
    "notices": "standing",
    "notice": "standing",
    "notice-draw": "standing",
    "windows": "standing",
    "window": "standing",
    "evaluations": "standing",
    "evaluation": "standing",
    "evaluation-new": "standing",
    "evaluation-visits": "standing",
    "evaluation-visit": "standing",
    "window-place": "standing",
    "window-changes": "standing",
    "exits": "area",
    "exits-plan": "area",
    "monitoring-board": "area",
    "monitoring": "households",
    "worksheet": "households",
    "snapshots": "files",
    "snapshot-diff": "files",
    "poverty": "area",
    "story": "households",
    "fill": "households",
    "fill-figures": "households",
    "household": "households",
    "why": "households",
    "policy": "households",
    "employers": "flags",
    "file": "files",
    "identities": "files",
    "assess": "files",
    "what-if-people": "what-if",
    "standards": "area",
    "targets": "area",
    "quotas": "area",
    **dict.fromkeys(
        ("project", "project-new", "project-edit", "project-serve", "project-contract", "project-amend", "project-act",
         "project-progress", "project-papers", "project-duties", "project-days", "project-performance", "project-targets",
         "project-review", "announcement", "announcement-draw", "announcements-missing"), "projects",
    ),
    **dict.fromkeys(
        ("fund", "fund-new", "fund-allocate", "claim", "claim-new", "payment", "batch", "batch-new", "batches-unpaid",
         "batches-twice", "asset", "asset-new", "distribution", "distributions", "loan", "loan-subsidies", "loan-totals",
         "risk-fund", "money-flow", "money-progress", "money-rules", "money-behind", "money-plan"), "money",
    ),
    "received": "households",
    "household-results": "households",
}  # fmt: skip
"""Pages that belong to a screen of another name."""
for _screen, _rooms in ROOMS.items():
    SCREENS |= {room.route: _screen for room in _rooms}


def frame(request: HttpRequest) -> dict[str, Any]:
    """The frame as ``frame`` in every template."""
    return {"frame": Frame(request)}
