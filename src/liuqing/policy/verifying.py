"""How long does it take to verify a flag, and when is a village reminded?

Source: ``parameters/cases``. A place without these numbers gets those of the program.
"""

from liuqing.policy.dated import Parameters

MINUTES, REMINDER_DAYS = 1.0, 3


def minutes(numbers: Parameters) -> float:
    """Minutes that one flag takes, for the estimate before anything is sent."""
    return float(numbers["cases.minutes"]) if numbers.has("cases.minutes") else MINUTES


def reminder_days(numbers: Parameters) -> int:
    """So many days before it is due a case is among the reminders."""
    return int(numbers["cases.reminder_days"]) if numbers.has("cases.reminder_days") else REMINDER_DAYS
