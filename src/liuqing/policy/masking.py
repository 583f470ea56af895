"""Masking (脱敏): what no public sheet may hold, found in any text, however it is written.

Looked for: numbers of persons, telephones and accounts, words of illness and disability, sums of
money. Digits are found written wide, in Chinese, with blanks, dashes or invisible characters between
them; a day (2026-11-22) is none. What is found is told by its kind, never repeated.

Source: 个人信息保护法 art. 28; 国务院办公厅 2018 on the publicity of government affairs (de-identify).
"""

import re
import unicodedata
from collections.abc import Collection, Iterable

KINDS = {
    "number": "证件号、电话、银行账号一类的长号码",
    "phone": "电话号码",
    "health": "健康、残疾方面的词",
    "money": "收入或金额",
    "minor": "未成年人的姓名",
}
"""What can be found, in the words that tell a person what to take out."""
LONGEST = 10
"""So many digits in a row may stand for a count or a date; more never do."""
_CHINESE = str.maketrans("〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "00123456789" + "1" + "123456789")
_DAY = re.compile(r"(?<!\d)(?:19|20)\d\d([-./年])\d{1,2}(?:[-./月])\d{1,2}日?(?!\d)")
_BETWEEN = r"[\s\-_.·,，、:：/*#|()（）]{0,3}"
_RUN = re.compile(rf"\d(?:{_BETWEEN}\d){{{LONGEST},}}")
_APART = _BETWEEN.replace("[", "[年月日")
# A number whose birthday is written like a day: that day must not be taken for one.
_IN_PARTS = re.compile(
    rf"\d{{6}}{_APART}(?:18|19|20)\d\d{_APART}\d{{1,2}}{_APART}\d{{1,2}}{_APART}\d{{3}}{_BETWEEN}[\dX]"
)
_CALLED = re.compile(r"(?:电话|手机|联系方式|微信|QQ|TEL)\D{0,6}\d(?:[\s\-]?\d){4,}")
_MONEY = re.compile(
    r"(?:\d[\d,.\s万亿余多]*元)|(?:[一二三四五六七八九十百千万]{2,}元)|(?:[¥￥$]\d)|(?:收入[^。；;]{0,12}?\d{3,})"
)


def found(
    text: str, health: Collection[str] = (), names: Iterable[str] = (), known: Collection[str] = ()
) -> list[str]:
    """The kinds (``KINDS``) that are in the text, in their order; [] means it may be shown.

    ``health`` are the words of the place, ``names`` those of the minors that must not stand in it,
    ``known`` names of grown-ups and places: 霍去病 is no illness, and 哑口村 no disability.
    """
    plain = _plain(text)
    digits = plain.translate(_CHINESE)
    close = "".join(plain.split())
    for name in sorted(known, key=len, reverse=True):
        close = close.replace(_plain(name), "\n") if name else close
    said = {
        "number": _has_number(digits),
        "phone": bool(_CALLED.search(digits)),
        "health": any(word in close for word in health),
        "money": bool(_MONEY.search(plain)),
        "minor": any(len(name) > 1 and _plain(name) in close for name in names),
    }
    return [kind for kind in KINDS if said[kind]]


def telephone_of_an_office(text: str) -> bool:
    """Whether a text is nothing but a telephone number, with an extension at most."""
    return (
        bool(re.fullmatch(r"\+?\d{3,4}(?:[- ]?\d){1,9}(?:\s*(?:转|-)\s*\d{1,5})?", _plain(text))) or not text
    )


def _has_number(digits: str) -> bool:
    if _IN_PARTS.search(digits):
        return True
    # Days are taken out only where they stand by themselves, so that none can hide a piece of a number.
    without = _DAY.sub("日", digits)
    return bool(_RUN.search(without))


def _plain(text: str) -> str:
    """Wide letters made narrow; whatever cannot be seen left out."""
    narrow = unicodedata.normalize("NFKC", text).upper()
    return "".join(
        char
        for char in narrow
        if unicodedata.category(char) not in ("Cf", "Mn", "Me", "Cc") or char in "\n\t "
    )
