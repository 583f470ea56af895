"""Report (申报、排查): what a household asks, a neighbour says or an officer saw, typed by one person.

A villager needs no account and gets a receipt. Who has no phone tells an officer, who types it. The
same words from the same phone are one request, however often they are sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from liuqing.errors import Problem
from liuqing.policy import clues
from liuqing.registry.models import Area, Household, Membership, Person, Report
from liuqing.registry.services.clues import voices
from liuqing.registry.services.clues.joining import join
from liuqing.registry.services.clues.voices import OTHER, SELF, Voice
from liuqing.workflow import clock, receipts, rights, trail
from liuqing.workflow.rights import Right

PUBLIC = "(公开申报)"
"""Who acts where nobody has signed in; no user can have such a name."""
NAME, WORDS, PHONE = 30, 300, (7, 12)
"""So long may a name and the words be; so many digits has a phone."""


@dataclass(frozen=True)
class Said:
    """What was typed. ``happened`` are codes of ``policy.clues``; ``about`` self or other, ``whose`` then who."""

    name: str = ""
    phone: str = ""
    happened: Sequence[str] = ()
    words: str = ""
    about: str = SELF
    whose: str = ""


def report(
    *, channel: str, area: Area, said: Said, by: Any = None, household: Household | None = None
) -> Report:
    """Take in a request (``by`` None: from the public page) or what an officer saw on a round.

    Problems ``workflow.not_allowed``, ``clues.no_name``, ``clues.bad_phone``, ``clues.nothing_said``,
    ``clues.too_long``, ``clues.not_here``, ``clues.no_village``.
    """
    if by is not None or channel != Report.Channel.REQUEST:
        rights.require(by, Right.HANDLE_CLUES, area.path)
    told = _clean(said, signed_in=by is not None, known=household is not None)
    _check(told, area, household)
    home = household or _named(told, area)
    voice = _voice(channel, home.village if home else area, told, by, home)
    [joined] = join([voice])
    if joined.what in ("new", "joined"):
        # The public form is not taken without the tick; an officer asks before writing it down.
        consent = ("form" if by is None else "officer") if channel == Report.Channel.REQUEST else ""
        detail = {"channel": channel, "what": joined.what, "grade": voice.grade, "consent": consent}
        trail.record(
            "clues.reported", subject=f"clue:{joined.report.clue_id}", by=by or PUBLIC, detail=detail
        )
    return joined.report


def _clean(said: Said, *, signed_in: bool, known: bool) -> Said:
    phone = "".join(letter for letter in voices.plain(said.phone) if letter.isdigit() or letter == "+")
    phone = phone.removeprefix("+86").replace("+", "")
    told = Said(
        said.name.strip(), phone, tuple(code for code in said.happened if code in clues.SEEN),
        said.words.strip(), OTHER if said.about == OTHER else SELF, said.whose.strip(),
    )  # fmt: skip
    if not told.name and not known:
        raise Problem("clues.no_name", "没有写姓名", "请写上名字，方便村里找到这一家。")
    # Who has no phone tells an officer; on the public page the phone is the key to the answer.
    if (phone or not signed_in) and not PHONE[0] <= len(phone) <= PHONE[1]:
        raise Problem("clues.bad_phone", "电话号码不对", "请写 11 位手机号，或带区号的座机号。")
    return told


def _check(told: Said, area: Area, household: Household | None) -> None:
    if not told.happened and not told.words:
        raise Problem("clues.nothing_said", "没有选遇到了什么困难", "请至少选一项，或写一句话。")
    if max(len(told.name), len(told.whose)) > NAME or len(told.words) > WORDS:
        raise Problem("clues.too_long", "写得太长了", f"姓名最多 {NAME} 个字，说明最多 {WORDS} 个字。")
    if household is not None and not household.village.path.startswith(area.path):
        raise Problem("clues.not_here", "这一户不在这个村", "请重新选这一户，或换一个村。")
    if household is None and area.level not in (Area.Level.VILLAGE, Area.Level.TOWN):
        raise Problem("clues.no_village", "没有选是哪个村", "请先选乡镇和村。")


def _named(told: Said, area: Area) -> Household | None:
    """The household of a name that only one person of the village has; else an officer finds it out."""
    if told.about == OTHER or not told.name:
        return None
    same = list(Person.objects.filter(name=told.name, village__path__startswith=area.path, same_as=None)[:2])
    if len(same) != 1:
        return None
    held = Membership.objects.filter(
        person=same[0], until=None, household__village__path__startswith=area.path
    )
    found = held.select_related("household__village").first()
    return found.household if found else None


def _voice(channel: str, area: Area, told: Said, by: Any, home: Household | None) -> Voice:
    request, who = channel == Report.Channel.REQUEST, by.get_username() if by else ""
    receipt = receipts.new() if request else ""
    four = told.phone or voices.stand_in(receipt)
    happened = (
        sorted(told.happened),
        voices.plain(told.words),
        told.about,
        voices.plain(told.whose),
        area.pk,
    )
    key = (
        voices.request_key(told.phone or voices.plain(told.name), told.about, *happened)
        if request
        else voices.key(
            channel, home.pk if home else voices.plain(told.name), *happened, who, clock.today().isoformat()
        )
    )
    return Voice(
        channel=channel, key=key, grade=clues.grade(tuple(told.happened)), area=area.pk,
        household=home.pk if home else None, sent=not request, exit_due=tuple(told.happened) == (clues.BETTER,),
        name=told.name, phone=told.phone, said=voices.words(told.happened, told.words, told.about, told.whose),
        receipt=receipt, phone_hash=voices.last_four(receipt, four) if request else "", by=who,
    )  # fmt: skip
