"""Receipts (回执号): numbers that a villager can read out and nobody can guess.

Nine letters and digits without those that look alike, then one that checks them: 33^9 numbers, of which
a county gives out some thousands. A wrong letter is noticed before anything is looked up.
"""

import secrets

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, 1, I, O."""
LENGTH = 9


def new() -> str:
    """A number that was never given out, as far as chance goes: ``7KQ-M3P-XW4R``."""
    body = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return shown(body + _check(body))


def read(said: str) -> str | None:
    """The number as it is kept, however it was typed; None if it cannot be one."""
    plain = "".join(letter for letter in said.upper() if letter.isalnum())
    known = len(plain) == LENGTH + 1 and all(letter in LETTERS for letter in plain)
    return shown(plain) if known and plain[-1] == _check(plain[:-1]) else None


def shown(plain: str) -> str:
    """In groups, as people read it out."""
    return "-".join((plain[:3], plain[3:6], plain[6:]))


def _check(body: str) -> str:
    # Weights that differ and are odd: one wrong letter, or two neighbours exchanged, always shows.
    total = sum(LETTERS.index(letter) * (2 * place + 1) for place, letter in enumerate(body))
    return LETTERS[total % len(LETTERS)]
