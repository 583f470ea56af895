"""Batches (发放批次): money to people, from what the rules find due to what the bank paid.

made → checked → handed in → agreed by another → to the bank → answered → closed. What the bank could not pay is
followed: the card put right, the due dropped with a reason, or paid again in a new file. A batch is paid from one
budget line and can never exceed it; nobody is paid the same thing twice.
"""

from liuqing.planning.services.batches.deciding import (
    change,
    check,
    choose_line,
    decide,
    drop,
    drop_all,
    redirect,
    submit,
    withdraw,
)
from liuqing.planning.services.batches.making import make, make_of
from liuqing.planning.services.batches.sending import again, opened, send
from liuqing.planning.services.batches.taking_back import take_back

__all__ = [
    "again", "change", "check", "choose_line", "decide", "drop", "drop_all", "make", "make_of", "opened", "redirect", "send",
    "submit", "take_back", "withdraw",
]  # fmt: skip
