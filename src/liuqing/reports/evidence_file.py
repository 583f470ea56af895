"""The evidence file (佐证卷): a household's whole story on paper, for an inspection years later.

Every line says who, when, on what ground, and where it stands; photos and papers are named, they stay in
the inbox. Set by Typst; no font of the machine is used.
"""

from typing import Any

from django.conf import settings
from django.utils import timezone

from liuqing.registry.queries.standing.story import Happened, Story, story
from liuqing.reports import paper
from liuqing.reports.report import Report, Request


def make(request: Request) -> int:
    """Write one household's story; the whole of it, as the page has it."""
    told = story(request.user, request.household)
    words = content(told, request.purpose)
    request.out.write_bytes(paper.alone("evidence_file.typ", "file", words, tagged=True))
    return 1


def content(told: Story, purpose: str = "") -> dict[str, Any]:
    """What is on the paper, as plain words."""
    return {
        "title": "身份变动佐证卷",
        "head": told.household.head_name,
        "no": told.household.no,
        "place": f"{told.town} {told.village}",
        "standing": told.standing,
        "on": told.on.isoformat(),
        "printed": timezone.localtime().strftime("%Y-%m-%d %H:%M"),
        "purpose": purpose,
        "demo": settings.WORKSPACE.demo,
        "sound": not told.broken,
        "broken": [verdict.what for verdict in told.broken],
        "proceedings": [
            [one.no, one.label, one.state_label, str(one.opened_on), str(one.closed_on or "")]
            for one in told.proceedings
        ],
        "lines": [_line(one) for one in told.lines],
    }


def _line(one: Happened) -> dict[str, Any]:
    return {
        "on": one.on.isoformat(),
        "about": one.about,
        "title": one.title,
        "detail": one.detail,
        "who": " ".join(part for part in (one.role, one.by) if part),
        "entered": one.act.entered_on.isoformat() if one.act and one.act.entered_on != one.on else "",
        "ground": one.ground,
        "change": [f"{part.label}：{part.before or '无'} → {part.after or '无'}" for part in one.change if not part.same]
        or ([f"{one.before or '无'} → {one.after or '无'}"] if one.before or one.after else []),
        "figures": [f"{word} {n}" for word, n in one.act.figures] if one.act else [],
        "signatures": list(one.act.signatures) if one.act else [],
        "papers": [f"{kind}（{'已存档' if pk else '纸质'}）" for pk, kind, _ in one.act.papers] if one.act else [],
        "said": one.act.said if one.act else "",
        "source": one.source,
    }  # fmt: skip


REPORT = Report("evidence", "身份变动佐证卷", household={"pdf": make})
