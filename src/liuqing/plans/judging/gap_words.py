"""What several failures with one cause are told as: one sentence that says where to look first."""

from collections.abc import Sequence

from liuqing.plans.claims import Claim
from liuqing.plans.judging.corrections import Correction, plain


def asked(first: Correction, fitting: Sequence[Correction]) -> str:
    """A figure that would mend them all, as a question: only the editor's papers know."""
    figure, count = first.figure, len(first.claims)
    rivals = any(len(other.claims) == count for other in fitting[1:])
    doubt = "（改别的数也可能对上）" if rivals else ""
    return f"第{figure.line}行的“{figure.text}”是否应为{first.printed}？改后{count}处都对得上{doubt}；请核对原始数据。"


def told(claims: Sequence[Claim], sums: Sequence[Sequence[Claim]]) -> str:
    """The gaps beside each other: which of them is all of another, which are together another."""
    said = [*_one_source(claims), *(_together(link) for link in sums)] or [_plainly(claims)]
    return f"{'；'.join(dict.fromkeys(said))}。请先核对这一处。"


def _gap(claim: Claim) -> str:
    return f"{'多' if claim.difference > 0 else '少'}{plain(abs(claim.difference))}{claim.unit}"


def _one_source(claims: Sequence[Claim]) -> list[str]:
    """ "分项合计比总额少68万元，缺口全在行业部门资金"."""
    return [
        f"第{whole.relation.total.line}行的分项合计比“{whole.relation.total.text}”{_gap(whole)}，差额全在{part.relation.total.source}资金"
        for whole in claims
        for part in claims
        if whole.relation.total.paragraph == part.relation.total.paragraph
        and not whole.relation.total.source
        and part.relation.total.source
        and whole.relation.total.year == part.relation.total.year
        and whole.difference == part.difference
    ]


def _together(link: Sequence[Claim]) -> str:
    """ "2018年多2000万元、2019年多1520万元，合起来正是第49行的多3520万元"."""
    whole, years = link[0], sorted(link[1:], key=lambda claim: claim.relation.total.year or 0)
    named = "、".join(f"{claim.relation.total.year}年{_gap(claim)}" for claim in years)
    lines = "、".join(str(n) for n in sorted({claim.relation.total.line for claim in years}))
    return f"第{lines}行{named}，合起来正是第{whole.relation.total.line}行“{whole.relation.total.text}”的{_gap(whole)}"


def _plainly(claims: Sequence[Claim]) -> str:
    lines = "、".join(str(n) for n in sorted({claim.relation.total.line for claim in claims}))
    gaps = list(dict.fromkeys(_gap(claim) for claim in claims))
    if len(gaps) == 1:
        return f"第{lines}行的{len(claims)}处都{gaps[0]}，多半是同一处错漏"
    return f"第{lines}行的{len(claims)}处差额（{'、'.join(gaps)}）出自同一处"
