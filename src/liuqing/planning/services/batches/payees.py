"""Payees (领款人): who takes the money, the person or, of a child or of somebody without a card, another."""

from datetime import date

from liuqing.planning.services.batches.gathering import Known, Member


def payee(person: int, household: int, known: Known) -> int:
    """The person's own record, or that of the one who takes the money by the place's rule."""
    own = known.root(person)
    others = [one.person for one in _takers(household, known) if one.person != own]
    carded = next((one for one in others if one in known.cards), None)
    if is_child(known.members.get(own), known):
        return carded or (own if own in known.cards else next(iter(others), own))
    if own in known.cards or not known.terms.without_card:
        return own
    return carded or own


def is_child(member: Member | None, known: Known) -> bool:
    """Whether somebody takes money for this person because of their age; not known is no."""
    if member is None or member.birth is None:
        return False
    return _age(member.birth, known.today) < known.terms.child_below


def _takers(household: int, known: Known) -> list[Member]:
    """Those of the household who may take money for others, in the place's order; nobody dead, no child."""
    order = {relation: at for at, relation in enumerate(known.terms.takers)}
    found = [
        one
        for one in known.homes.get(household, ())
        if one.relation in order and one.person not in known.dead and not is_child(one, known)
    ]
    return sorted(found, key=lambda one: order[one.relation])


def _age(birth: date, on: date) -> int:
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
