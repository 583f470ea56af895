"""The list of one-card accounts (一卡通账户): whose account is which, from when.

A newer card ends the one before it; an older list only adds to the past. An account that stands in two
households is left to a person: one of them would be paid the other's money.
"""

from datetime import date
from typing import Any

from liuqing.planning.models import Card
from liuqing.planning.services import cards, terms
from liuqing.policy import paying
from liuqing.registry import problems
from liuqing.registry.imports.people import PeopleImporter
from liuqing.registry.imports.register import SOURCE
from liuqing.registry.imports.rows import TypedRow
from liuqing.registry.imports.verdicts import Verdict
from liuqing.registry.problems import Fault
from liuqing.registry.services.bulk import Row, Writes, find
from liuqing.workflow import clock

_SEALED = ("number", "number_hash", "tail", "holder", "holder_hash")
_CARD = ("person_id", "bank", *_SEALED, "since", "until", "by", *SOURCE)
_HELD = ("id", "person_id", "number_hash", "holder_hash", "since", "until", "file_id")
_COLUMN = "一卡通账号"


class CardImporter(PeopleImporter):
    """Rows of the list → cards."""

    def prepare(self, rows: list[TypedRow]) -> None:
        """Whom the rows mean, and each account as its hash; what cannot be an account is said."""
        super().prepare(rows)
        numbers = terms.paying(clock.today())
        for row in rows:
            number = row.values.get("account")
            if number is None:
                continue
            what = cards.fault(number, numbers)
            if what:
                row.faults.append(
                    Fault("cards.bad_number", what, "请对照卡面或存折改正后再交。", _COLUMN, "account")
                )
            row.extra["account"] = cards.number_hash(number)

    def take(self, rows: list[TypedRow], writes: Writes) -> list[Verdict]:
        """Each row as a card, or why it is none; inside the transaction."""
        hashes = {row.extra["account"] for row in rows if row.extra.get("account")}
        self._users: dict[str, set[int]] = {}
        for row in find(Card, "number_hash", hashes, ("number_hash", "person_id", "until")):
            if row[2] is None:
                self._users.setdefault(row[0], set()).add(row[1])
        return super().take(rows, writes)

    def _look_up(self, people: set[int]) -> None:
        self._cards: dict[int, list[Row]] = {}
        for row in find(Card, "person_id", people, _HELD):
            self._cards.setdefault(row[1], []).append(row)

    def _person(self, verdict: Verdict, writes: Writes) -> None:
        row, pk = verdict.row, verdict.row.extra["person"]
        held = self._cards.setdefault(pk, [])
        if any(one[2] == row.extra["account"] and one[6] == self.source.file for one in held):
            return verdict.refuse(problems.repeated("这个人的同一账号", _COLUMN, "account"))
        if not row.extra.get("decided") and self._doubtful(verdict, pk, held):
            return None
        self._remark(verdict, pk)
        return self._keep(verdict, pk, held, writes)

    def _doubtful(self, verdict: Verdict, pk: int, held: list[Row]) -> bool:
        """Hold the row where an account has two owners or a person two accounts in one list."""
        if any(one[6] == self.source.file and one[5] is None for one in held):
            verdict.hold(
                Fault(
                    "cards.two_accounts",
                    "这个人在本表里有两个不同的账号",
                    "请查清哪一个在用，只留一个。",
                    _COLUMN,
                    "account",
                ),
                [pk],
            )
            return True
        home = self.register.by_person[pk].household
        others = self._users.get(verdict.row.extra["account"], set()) - {pk}
        if any(self._home(other) != home for other in others):
            verdict.hold(
                Fault(
                    "cards.two_households",
                    "这个账号已登记在另一户的人名下",
                    "请对照卡面查清账号是谁的。",
                    _COLUMN,
                    "account",
                ),
                [pk],
            )
            return True
        return False

    def _home(self, person: int) -> int | None:
        one = self.register.by_person.get(self.register.person(person))
        return one.household if one else None

    def _remark(self, verdict: Verdict, pk: int) -> None:
        values, hashed = verdict.row.values, verdict.row.extra["account"]
        if self._users.get(hashed, set()) - {pk}:
            verdict.remark(
                Fault(
                    "cards.in_family",
                    "这个账号与同户的另一人相同",
                    "如是户主卡代领，可以不改。",
                    _COLUMN,
                    "account",
                )
            )
        if paying.is_card(values["account"]) and not paying.passes_luhn(values["account"]):
            verdict.remark(
                Fault(
                    "cards.doubtful",
                    "卡号的校验位不符，可能抄错了一位",
                    "请对照卡面核对。",
                    _COLUMN,
                    "account",
                )
            )

    def _keep(self, verdict: Verdict, pk: int, held: list[Row], writes: Writes) -> None:
        row, values = verdict.row, verdict.row.values
        since: date = values.get("since") or self.source.on
        kept = cards.sealed(pk, values["account"], values.get("holder") or self.register.by_person[pk].name)
        now = next((one for one in held if one[5] is None), None)
        if any(
            one[2] == kept["number_hash"] and one[3] == kept["holder_hash"]
            for one in held
            if one == now or _day(one[4]) == since
        ):
            return
        until = self._replace(now, since, writes)
        said = (self.source.file, row.sheet[:64], row.number, self.source.on)
        told: tuple[Any, ...] = (pk, values["bank"][:40], *(kept[name] for name in _SEALED), since, until)
        made = writes.insert(Card, _CARD, (*told, f"file:{self.source.file}", *said))
        held.append((made, pk, kept["number_hash"], kept["holder_hash"], since, until, self.source.file))
        if until is None:
            self._users.setdefault(kept["number_hash"], set()).add(pk)

    def _replace(self, now: Row | None, since: date, writes: Writes) -> date | None:
        """End the card in force, or say until when the older one of this row was."""
        if now is None:
            return None
        begun = _day(now[4])
        if since < begun:
            return begun
        writes.update(Card, ("until",), (since,), now[0])
        self._cards[now[1]].remove(now)
        self._users.get(now[2], set()).discard(now[1])
        return None


def _day(value: Any) -> date:
    return date.fromisoformat(str(value)[:10])
