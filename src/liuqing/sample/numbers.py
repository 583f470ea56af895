"""Identity numbers that belong to nobody: valid check digit, a prefix that was never assigned.

Source: GB 11643-1999 for the check digit; no province has a code above 91.
"""

from datetime import date

from liuqing.policy.identity_numbers import CHECKS, WEIGHTS


class Mint:
    """Gives out numbers, each once. The order of the calls decides which: same calls, same numbers."""

    def __init__(self, prefix: str):
        if not prefix.startswith("99") or len(prefix) != 6:
            raise ValueError("a sample number needs a six-digit prefix that was never assigned")
        self._prefix = prefix
        self._days: dict[int, tuple[str, int]] = {}
        self._used: dict[tuple[int, bool], int] = {}
        self._tails = [_weigh(f"{n:03d}", 14) for n in range(1000)]

    def number(self, born: date, male: bool) -> str:
        """The next number of this birthday and sex."""
        day = born.toordinal()
        known = self._days.get(day)
        if known is None:
            head = f"{self._prefix}{born.year:04d}{born.month:02d}{born.day:02d}"
            known = self._days[day] = (head, _weigh(head, 0))
        count = self._used.get((day, male), 0)
        self._used[day, male] = count + 1
        # 500 numbers a day and sex; 37 is prime to 500, so they look drawn and never meet.
        tail = ((count * 37 + day * 13) % 500) * 2 + male
        return f"{known[0]}{tail:03d}{CHECKS[(known[1] + self._tails[tail]) % 11]}"


def _weigh(digits: str, start: int) -> int:
    return sum(int(d) * w for d, w in zip(digits, WEIGHTS[start:], strict=False))
