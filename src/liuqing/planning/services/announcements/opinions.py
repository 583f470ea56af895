"""Opinions (意见): what people say to a sheet, sealed, and the answer by another person."""

from typing import Any

from django.db import transaction

from liuqing.errors import Problem
from liuqing.planning.models import Announcement, Opinion
from liuqing.planning.services.announcements import reading
from liuqing.policy import masking
from liuqing.registry import secrets
from liuqing.workflow import clock, receipts, rights, trail
from liuqing.workflow.rights import Right

PUBLIC = "公开页面"
"""How the trail calls whoever has no account."""
MOST, CONTACT = 1000, 100
"""Characters of an opinion, and of how to reach its sender."""


@transaction.atomic
def opine(announcement: Announcement, *, said: str, contact: str = "", by: Any = None) -> Opinion:
    """Take down an opinion; its ``receipt`` is for the sender. Without ``by`` it came in on the public page.

    Problems ``workflow.not_allowed``, ``announcements.nothing_said``, ``announcements.over``.
    """
    one = reading.locked(announcement)
    if by is not None:
        rights.require(by, Right.SEE_PROJECTS, one.area.path)
    if one.state != Announcement.State.HANGING or (one.until is not None and clock.today() > one.until):
        raise Problem(
            "announcements.over",
            "这份公示不在公示期内，不能再提意见",
            "有情况可以打公示上的监督电话，或向村里、乡镇反映。",
        )
    if not said.strip():
        raise Problem("announcements.nothing_said", "没有写意见", "请写清有什么意见。")
    receipt = receipts.new()
    made = Opinion.objects.create(
        announcement=one, receipt=receipt, said=secrets.encrypt(said.strip()[:MOST], _sealed(receipt)),
        contact=secrets.encrypt(contact.strip()[:CONTACT], _sealed(receipt)) if contact.strip() else None,
        at=clock.now(), by=by.get_username() if by is not None else "",
    )  # fmt: skip
    who = by if by is not None else PUBLIC
    trail.record("announcements.opinion", subject=reading.subject(one), by=who, detail={"receipt": receipt})
    return made


@transaction.atomic
def answer(opinion: Opinion, *, by: Any, answer: str) -> Opinion:
    """Answer an opinion: never by who wrote it down. The sender reads it by the receipt.

    Problems ``workflow.not_allowed``, ``announcements.answered``, ``announcements.own_opinion``,
    ``announcements.no_answer``, ``announcements.names_a_number``.
    """
    one = (
        Opinion.objects.select_for_update(of=("self",))
        .select_related("announcement__area")
        .get(pk=opinion.pk)
    )
    rights.require(by, Right.ANSWER_OBJECTIONS, one.announcement.area.path)
    _may_answer(one, by, answer)
    one.answer, one.answered_by, one.answered_at = answer.strip()[:500], by.get_username(), clock.now()
    one.save(update_fields=("answer", "answered_by", "answered_at"))
    detail = {"receipt": one.receipt}
    trail.record("announcements.answered", subject=reading.subject(one.announcement), by=by, detail=detail)
    return one


def said(opinion: Opinion) -> str:
    """What the sender wrote. Whoever shows it has asked for the right before."""
    return secrets.decrypt(opinion.said, _sealed(opinion.receipt))


def contact(opinion: Opinion) -> str:
    """How the sender can be reached; "" if nothing was left."""
    return secrets.decrypt(opinion.contact, _sealed(opinion.receipt)) if opinion.contact else ""


def _may_answer(one: Opinion, by: Any, answer: str) -> None:
    if one.answered_by:
        raise Problem("announcements.answered", "这条意见已经答复", "请刷新页面。")
    if one.by and one.by == by.get_username():
        raise Problem(
            "announcements.own_opinion", "这条意见是您登记的，不能由您答复", "请由另一位同事核实答复。"
        )
    if not answer.strip():
        raise Problem(
            "announcements.no_answer", "没有写答复", "请写清核实的情况和结果，提出人凭回执号能看到。"
        )
    if {"number", "phone"} & set(masking.found(answer)):
        raise Problem("announcements.names_a_number", "答复里有号码", "请去掉号码再交。")


def _sealed(receipt: str) -> str:
    return f"opinion:{receipt}"
