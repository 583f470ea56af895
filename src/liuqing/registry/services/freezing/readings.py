"""What the words and figures of a list mean: one cell of an entry → a value of the snapshot.

Every reading gives None for what it does not understand: an unknown word is not an answer.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache
from typing import Any

from liuqing.registry.services.freezing.provinces import PEOPLES, PROVINCES

LARGEST = 10**15
"""No figure of a county is larger; one that is was not a figure."""


def fen(value: Any) -> int | None:
    """Yuan as whole fen."""
    if value is None or isinstance(value, bool) or not isinstance(value, int | str):
        return None
    try:
        amount = Decimal(value) * 100
    except InvalidOperation:
        return None
    if not amount.is_finite() or not 0 <= amount < LARGEST:
        return None
    return int(amount.to_integral_value(ROUND_HALF_UP))


def hundredths(value: Any) -> int | None:
    """An amount that is not negative as whole hundredths (of a mu)."""
    return fen(value)


def metres(value: Any) -> int | None:
    """Kilometres as whole metres; None for a text that is no number."""
    hundredth = fen(str(value) if isinstance(value, float) else value)
    return None if hundredth is None else hundredth * 10


def facts(value: Any) -> dict[str, Any]:
    """The facts of a JSON text; none of what holds none."""
    return entry(value) or {}


def entry(value: Any) -> dict[str, Any] | None:
    """The facts of an entry; None for what is no entry."""
    told = json.loads(value) if isinstance(value, str) and value else None
    return told if isinstance(told, dict) else None


def joined(words: Iterable[str]) -> str:
    """Several words as one text: ``|因病|因学|``, and ``|`` for none; each once, in their order."""
    return "|" + "".join(f"{word}|" for word in dict.fromkeys(words))


def whole(value: Any) -> int | None:
    """A whole number."""
    return value if type(value) is int and 0 <= value < LARGEST else None


def flag(value: Any) -> bool | None:
    """Yes or no."""
    return value if isinstance(value, bool) else None


def text(value: Any) -> str | None:
    """A text without blanks around it."""
    return value.strip() or None if isinstance(value, str) else None


def day(value: Any) -> date | None:
    """A calendar day."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def worded(*meanings: tuple[str, Any]) -> Callable[[Any], Any]:
    """A reading by words: the meaning of the first pattern that the text holds."""
    patterns = [(re.compile(pattern), meaning) for pattern, meaning in meanings]

    @cache
    def of(said: str) -> Any:
        return next((meaning for pattern, meaning in patterns if pattern.search(said)), None)

    return lambda value: of(plain(value)) if isinstance(value, str) else None


def plain(said: str) -> str:
    """Half-width and without any blank."""
    return "".join(unicodedata.normalize("NFKC", said).split())


disability_grade = worded(
    ("[一壹1]级|^[一壹1]$|^I级?$", 1), ("[二贰2]级|^[二贰2]$|^II级?$", 2),
    ("[三叁3]级|^[三叁3]$|^III级?$", 3), ("[四肆4]级|^[四肆4]$|^IV级?$", 4),
)  # fmt: skip
"""一级 (worst) to 四级, in Chinese, Arabic or Roman figures."""

hospital_level = worded(
    (r"省级|部属|国家级", "省"), (r"市级|州级|地级|三级|三甲", "市"), (r"县级|区级|二级|二甲", "县"),
    (r"乡|镇级|卫生院|一级|村级|社区", "乡镇"),
)  # fmt: skip
bill_kind = worded(("特殊|慢性|大病门诊", "特殊病门诊"), ("住院", "住院"), ("门诊", "门诊"))
contract_kind = worded(("劳动合同", "劳动合同"), ("协议", "就业协议"))
training_kind = worded(("引导", "引导性培训"), ("技能|技术", "技能培训"))
treated = worded(("未|没有|待", False), ("已|治|管理|康复", True))
_employer_kind = worded(("扶贫工厂|扶贫车间|帮扶车间", "扶贫工厂"), ("本地|本县|县内|当地", "本地企业"))


def employer_kind(value: Any) -> str | None:
    """扶贫工厂, 本地企业 or 其他; None if nothing is said."""
    said = text(value)
    return None if said is None else _employer_kind(said) or "其他"


class Regions:
    """Where a place of work lies, seen from the county: 县内, 县外省内 or 省外."""

    def __init__(self, *, province: str, city: str, county: str, towns: Iterable[str]) -> None:
        self._province, self._city, self._county = (short(name) for name in (province, city, county))
        # 文山 may be the city of 文山 or the prefecture around it.
        own = [self._county] if self._county != self._city else []
        self._inside = [name for name in (plain(county), *own, *map(plain, towns)) if name]
        self._known: dict[str, str | None] = {}

    def of(self, value: Any) -> str | None:
        """The region of a text; None if it names nothing that is known."""
        if not isinstance(value, str):
            return None
        if value not in self._known:
            self._known[value] = _said(plain(value)) or self._named(plain(value))
        return self._known[value]

    def _named(self, said: str) -> str | None:
        said = said.removeprefix("中国")
        first = next((name for name in PROVINCES if said.startswith(name)), "")
        # The province at the beginning decides: towns of one name lie in many provinces.
        if first and first != self._province:
            return "省外"
        if any(name in said for name in self._inside):
            return "县内"
        if first or (self._city and self._city in said):
            return "县外省内"
        return "省外" if any(name in said for name in PROVINCES) else None


# Only at the beginning: 杭州内衣厂 is not 州内.
_said = worded(
    ("^(?:省外|外省|国外|境外|出国)", "省外"),
    ("^(?:县外|区外|外县|市内|州内|省内|本省|本市|本州)", "县外省内"),
    ("^(?:县内|区内|本县|本区|本乡|本镇|本村|本地|当地|就近|家乡)", "县内"),
)

_ENDING = re.compile(
    rf"(?:(?:(?:{'|'.join(PEOPLES)})族)+自治[州县旗]|壮族自治区|回族自治区|维吾尔自治区|特别行政区|自治区"
    r"|省级旅游度假区|旅游度假区|开发区|省|市|地区|州|县|区|旗)$"
)


def short(name: str) -> str:
    """The name of a province, prefecture or county without its ending."""
    bare = plain(name)
    return _ENDING.sub("", bare) or bare
