"""A kind of planted error."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of error: what it is, how often, of what the rate is a share, which flags find it."""

    label: str
    rate: float
    of: str
    flags: tuple[str, ...] = ()
