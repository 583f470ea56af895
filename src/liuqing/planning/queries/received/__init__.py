"""Received (收到的钱): every yuan that a household got in a year, each once, with where it came from."""

from liuqing.planning.queries.received.household import Compared, Money, Received, of_household

__all__ = ["Compared", "Money", "Received", "of_household"]
