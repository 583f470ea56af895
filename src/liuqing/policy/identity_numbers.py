"""Identity numbers (公民身份号码): reading, checking, making comparable.

Source: GB 11643-1999 (check digit), 15-digit numbers of the first generation, disability cards
of 20 or 22 characters whose first 18 are the identity number.
"""

import unicodedata
from datetime import date
from operator import mul

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"


def tidy(text: str) -> str:
    """Full-width digits, blanks, a leading apostrophe and a lower-case x put right."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(plain.split()).strip("'`‘’\"=").upper()


def check_digit(first17: str) -> str:
    """The 18th character for 17 digits."""
    return CHECKS[sum(map(mul, map(int, first17), WEIGHTS)) % 11]


def fault(text: str) -> str:
    """What is wrong with a tidied number, in Chinese; empty if nothing is."""
    if len(text) == 15:
        return "" if text.isdigit() and _born(_from_15(text)) else "15 位旧号码中的出生日期不存在"
    if len(text) not in (18, 20, 22):
        return f"应为 18 位身份证号或 20、22 位残疾人证号，现为 {len(text)} 位"
    if not text[:17].isdigit() or text[17] not in "0123456789X":
        return "含有不应出现的字符"
    if _born(text) is None:
        return "号码中的出生日期不存在"
    if check_digit(text[:17]) != text[17]:
        return "校验位不对，号码中有数字录错"
    return ""


def normal(text: str) -> str | None:
    """The 18-digit number by which the same person is always found; None if it has a fault."""
    number = tidy(text)
    if fault(number):
        return None
    return _from_15(number) if len(number) == 15 else number[:18]


def born(number: str) -> date | None:
    """The birth date in an 18-digit number."""
    return _born(number)


def sex(number: str) -> str:
    """男 or 女 by the 17th digit."""
    return "男" if int(number[16]) % 2 else "女"


def masked(number: str) -> str:
    """The number for the screen: only its last two characters.

    With the birth date on the same page four shown digits would give the number away.
    """
    return "*" * max(len(number) - 2, 0) + number[-2:] if len(number) > 2 else "**"


def _from_15(number: str) -> str:
    first17 = f"{number[:6]}19{number[6:]}"
    return first17 + check_digit(first17) if first17.isdigit() else first17


def _born(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
