"""Families that could live together: who, of what sex and age, how related to the head."""

from random import Random

Member = tuple[str, bool, int]
"""Relation to the head, male, age in full years."""

OLDEST = 94


def family(size: int, rng: Random) -> list[Member]:
    """A family of exactly so many, the head first."""
    age = int(rng.triangular(25, 76, 41)) if size > 1 else int(rng.triangular(30, 90, 66))
    male = rng.random() < 0.86
    found: list[Member] = [("户主", male, age)]
    if size == 1:
        return found
    mother = age if not male else age - 2
    if rng.random() < 0.83:
        mate = min(max(age + (rng.randrange(-5, 3) if male else rng.randrange(-2, 6)), 22), OLDEST)
        found.append(("配偶", not male, mate))
        mother = mate if male else age
    if age >= 47 and size - len(found) >= 3 and rng.random() < 0.8:
        _add_young_couple(found, mother, size, rng)
    _add_children(found, mother, size, rng)
    _add_parents(found, age, size, rng)
    _add_others(found, age, size, rng)
    return found


def _add_young_couple(found: list[Member], mother: int, size: int, rng: Random) -> None:
    son = max(mother - rng.randrange(19, 26), 21)
    wife = max(son - rng.randrange(-2, 5), 20)
    found += [("之子", True, son), ("之儿媳", False, wife)]
    first = wife - rng.randrange(19, 25)
    for order in range(min(size - len(found), rng.randrange(1, 4))):
        child = first - order * rng.randrange(2, 4)
        if child < 0:
            break
        boy = rng.random() < 0.53
        found.append(("之孙子" if boy else "之孙女", boy, child))


def _add_children(found: list[Member], mother: int, size: int, rng: Random) -> None:
    """Unmarried children: the older they are, the likelier only sons are still at home."""
    child = mother - rng.randrange(20, 27)
    for _ in range(min(size - len(found), rng.choice((1, 2, 2, 3, 3)))):
        if child < 0:
            break
        if child <= 36:
            boy = rng.random() < (0.53 if child < 23 else 0.8)
            found.append(("之子" if boy else "之女", boy, child))
        child -= rng.randrange(1, 6)


def _add_parents(found: list[Member], age: int, size: int, rng: Random) -> None:
    father = age + rng.randrange(20, 30)
    for relation, male, years in (("之母", False, father - rng.randrange(0, 4)), ("之父", True, father)):
        if len(found) < size and years <= OLDEST and years - age >= 18:
            found.append((relation, male, years))


def _add_others(found: list[Member], age: int, size: int, rng: Random) -> None:
    """Brothers, sisters and their children, until the family is as large as it must be."""
    while len(found) < size:
        male = rng.random() < 0.6
        if rng.random() < 0.5:
            found.append(("之兄弟姐妹", male, min(max(age + rng.randrange(-12, 5), 19), OLDEST)))
        else:
            found.append(("之侄儿" if male else "之侄女", male, rng.randrange(2, 24)))


BLOOD = frozenset(("之子", "之女", "之孙子", "之孙女", "之父", "之兄弟姐妹", "之侄儿", "之侄女"))
"""Relations that bear the family's surname."""

YOUNG = frozenset(("之子", "之女", "之侄儿", "之侄女"))
"""The generation that may share a character of the given name."""
