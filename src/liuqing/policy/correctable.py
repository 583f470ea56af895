"""Correctable (可更正): the facts that a village may put right when it verifies a flag.

Facts that the register itself holds. Never who somebody is (numbers, names) and never what others
decide: the standing of a household and its years, causes, measures, officers have acts of their own.
"""

from liuqing.policy.tables import HOUSEHOLD, PERSON, VILLAGE, Fact, named

NEVER = frozenset(
    {
        "household_no", "person_no", "name", "other_name", "id_kind", "id_no", "head_name", "head_id_no",
        "member_phone", "bank_name", "bank_account", "data_year", "standard", "category", "village_code",
        "village_kind", "collective_income",
    }
)  # fmt: skip
NOT_OF = ("exits", "officers", "measures", "causes")
"""Clears whose facts have days and acts of their own."""
HIDDEN = frozenset({"phone"})
"""Kept as ciphertext, and so is what an answer says of them."""


def _open(facts: tuple[Fact, ...]) -> dict[str, Fact]:
    return {name: f for name, f in named(facts).items() if name not in NEVER and f.clear not in NOT_OF}


OF_HOUSEHOLD, OF_VILLAGE = _open(HOUSEHOLD), _open(VILLAGE)
OF_PERSON = {name: fact for name, fact in _open(PERSON).items() if name not in HIDDEN}


def facts(*, person: bool, household: bool) -> dict[str, Fact]:
    """What an answer about such a subject may correct: of a person also the household's facts."""
    if person:
        return {**(OF_HOUSEHOLD if household else {}), **OF_PERSON}
    return OF_HOUSEHOLD if household else OF_VILLAGE


def target(key: str, *, person: int | None, household: int | None) -> tuple[str, int | None, Fact] | None:
    """Of which table, of which person (else None) and which fact a correction speaks; None: of nothing.

    ``key`` is a fact of the subject, or ``person:<key>/<fact>`` for a member of the household.
    """
    whose, _, name = key.rpartition("/")
    if whose:
        number = whose.removeprefix("person:")
        known = number.isdigit() and name in OF_PERSON
        return ("person", int(number), OF_PERSON[name]) if known else None
    if person is not None and name in OF_PERSON:
        return "person", person, OF_PERSON[name]
    if household is not None:
        return ("household", None, OF_HOUSEHOLD[name]) if name in OF_HOUSEHOLD else None
    return ("village", None, OF_VILLAGE[name]) if person is None and name in OF_VILLAGE else None
