"""When two figures measure the same thing: dimension, noun and source compared as loosely as plans write them."""

import re

from liuqing.plans.quantity import Quantity

GENERAL = re.compile(
    r"资金|投资|投入|经费|财政|专项|规划|计划|项目|总|共|需|各类|补助|补贴|建设|实施|完成|发展|安排|落实|工程|标准|其中|使用|争取|合计|覆盖|受益|累计|三年|两年|每年|年|的|[“”\"、]"
)
"""Words that say nothing of what is counted; taken out before nouns are compared."""


def same_dimension(one: Quantity, other: Quantity) -> bool:
    """Both measure the same dimension and neither is a rate, or both the same rate."""
    return one.dimension == other.dimension and one.per == other.per


def same_family(one: Quantity, other: Quantity) -> bool:
    """The same dimension, or counted by words that plans mix: 人 and 人次, 个 and 所, where something joins them."""
    if one.per or other.per:
        return one.dimension == other.dimension and one.per == other.per
    return one.dimension == other.dimension or _family(one) == _family(other) != ""


def _family(quantity: Quantity) -> str:
    if quantity.dimension in ("persons", "person_times"):
        return "people"
    return "things" if quantity.dimension.startswith("count:") else ""


def core(what: str) -> str:
    """The noun without the words every plan puts around it: "规划总投资" → "", "危房改造项目" → "危房改造"."""
    return GENERAL.sub("", what)


def nouns_agree(one: str, other: str) -> bool:
    """Nothing speaks against both counting the same: one is empty, contains the other, or shares its head."""
    a, b = core(one), core(other)
    return not a or not b or a in b or b in a or a[-2:] == b[-2:]


def same_noun(one: str, other: str) -> bool:
    """Both say what they count, and it is the same: neither is empty, and one contains the other."""
    a, b = core(one), core(other)
    return bool(a and b) and (a in b or b in a)


def same_measure(one: Quantity, other: Quantity) -> bool:
    """Figures that may be added or compared: dimension, and a noun that does not speak against it."""
    if not same_dimension(one, other):
        return False
    return one.dimension == "money" or nouns_agree(one.what, other.what)


def is_plain(quantity: Quantity) -> bool:
    """An amount one may add: no rate, no range, not a percentage or a time."""
    return (
        not quantity.per and quantity.high is None and quantity.dimension not in ("percent", "points", "permille", "age", "months", "days", "hours", "minutes", "times")
    )  # fmt: skip
