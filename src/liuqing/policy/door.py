"""At the door (入户): what the answers of a household together say. The enumerator records; this judges.

Source: 国家贫困退出第三方评估口径：错退是收入未稳定达标或两不愁三保障有缺；漏评是达到识别标准而未识别；
错评是识别时就不符合标准.

Three-valued throughout: one thing that is surely lacking decides; without one, a single answer that is
missing or not clear leaves it not known. "Not known" is neither a failure nor a pass.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from liuqing.policy.evaluation import Question

OMISSION, FALSE_INCLUSION, FALSE_EXIT, UNKNOWN = "omission", "false_inclusion", "false_exit", "unknown"
VERDICTS = {
    "": "没有发现问题",
    OMISSION: "疑似漏评",
    FALSE_INCLUSION: "疑似错评",
    FALSE_EXIT: "疑似错退",
    UNKNOWN: "情况不明",
}
ERRORS = {"outside": (OMISSION,), "exited": (FALSE_EXIT, FALSE_INCLUSION), "registered": (FALSE_INCLUSION,)}
"""What can be wrong with a household of a stratum, in the order in which it is told."""


@dataclass(frozen=True)
class Reason:
    """One question, what was answered, and whether it is in order; None: not known."""

    label: str
    said: str
    holds: bool | None


@dataclass(frozen=True)
class Judged:
    """The verdict, each possible error as true, false or not known, and the reasons."""

    verdict: str
    errors: Mapping[str, bool | None]
    reasons: tuple[Reason, ...]


def judge(
    stratum: str, questions: Mapping[str, Question], answers: Mapping[str, str], line: Decimal | None
) -> Judged:
    """What the answers say of a household of that stratum; ``line`` in yuan, None: not in force."""
    asked = {key: one for key, one in questions.items() if stratum in one.of}
    said = {key: holds(one, answers.get(key, ""), line) for key, one in asked.items()}
    told = tuple(
        Reason(one.label, _words(one, answers.get(key, ""), line), said[key])
        for key, one in asked.items()
        if one.role in ("lacks", "income", "excluded", "never")
    )
    below = _lacking([said[key] for key, one in asked.items() if one.role in ("lacks", "income")])
    never = _lacking([said[key] for key, one in asked.items() if one.role == "never"])
    # A place that asks for no grounds of exclusion has none.
    barred = _not(every(said[key] for key, one in asked.items() if one.role == "excluded"))
    errors = {
        "outside": {OMISSION: every((below, _not(barred)))},
        "exited": {FALSE_EXIT: below, FALSE_INCLUSION: never},
        "registered": {FALSE_INCLUSION: never},
    }[stratum]
    return Judged(verdict(errors), errors, told)


def verdict(errors: Mapping[str, bool | None]) -> str:
    """The first error that is sure; else not known if any may be; else nothing."""
    sure = next((name for name, is_so in errors.items() if is_so), "")
    return sure or (UNKNOWN if None in errors.values() else "")


def holds(question: Question, answer: str, line: Decimal | None) -> bool | None:
    """Whether an answer is in order; None if there is none or it is not clear."""
    if question.kind == "amount":
        amount = read_amount(answer)
        return None if amount is None or line is None else amount >= line
    option = question.options.get(answer)
    return {"good": True, "bad": False}.get(option.says) if option else None


def every(parts: Iterable[bool | None]) -> bool | None:
    """All hold: one false decides; else one that is not known."""
    found = list(parts)
    return False if False in found else None if None in found else True


def read_amount(said: str) -> Decimal | None:
    """Yuan as written; None if nothing or no number stands there."""
    try:
        amount = Decimal(said.replace(",", "").replace("，", "").strip())
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None


def _lacking(parts: list[bool | None]) -> bool | None:
    """Whether anything is lacking; not known where nothing was asked."""
    return _not(every(parts)) if parts else None


def _not(one: bool | None) -> bool | None:
    return None if one is None else not one


def _words(question: Question, answer: str, line: Decimal | None) -> str:
    if question.kind == "amount":
        amount = read_amount(answer)
        shown = "没有问到" if amount is None else f"{amount:,} 元"
        return f"{shown}（{'没有标准线' if line is None else f'标准线 {line:,} 元'}）"
    option = question.options.get(answer)
    return option.label if option else "没有问到"
