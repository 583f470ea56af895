"""Which departments' lists does a rule stand on?"""

from functools import cache

from liuqing.compute.graph import leaves
from liuqing.policy.lists import BY_KEY
from liuqing.policy.origins import list_of
from liuqing.policy.rules import RULES


@cache
def lists_behind(rule: str) -> tuple[str, ...]:
    """The kinds of list that say the facts of a rule, those of its own department first.

    The register's own exports are not among them; a rule that nobody knows stands on none.
    """
    if rule not in RULES:
        return ()
    kinds = dict.fromkeys(list_of(name) for _, name in leaves(RULES, rule))
    known = [kind for kind in kinds if kind in BY_KEY]
    return tuple(sorted(known, key=lambda kind: BY_KEY[kind].department != RULES[rule].department))


def columns_of(rule: str, kind: str) -> tuple[str, ...]:
    """The facts of the snapshot by which that list speaks in the rule."""
    found = leaves(RULES, rule) if rule in RULES else ()
    return tuple(dict.fromkeys(name for _, name in found if list_of(name) == kind))
