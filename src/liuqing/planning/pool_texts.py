"""Several things in one cell of a pool workbook: targets, measures, sources; written and read back the same.

``产出数量：种植面积≥100亩；满意度：群众满意度≥90%`` · ``长1200米；宽3米`` · ``涉农整合资金50；自筹资金20``.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

KINDS = ("产出数量", "产出质量", "产出时效", "成本", "效益", "满意度")
"""The kinds of targets as the forms have them."""
FORBIDDEN = "；;≥≤:：\n\r"
"""What a name of a target or of a measure may not hold: the signs between them in a cell."""
_OTHER_KINDS = {
    "数量": "产出数量", "数量指标": "产出数量", "质量": "产出质量", "质量指标": "产出质量", "时效": "产出时效", "时效指标": "产出时效",
    "成本指标": "成本", "产出成本": "成本", "经济效益": "效益", "社会效益": "效益", "生态效益": "效益", "效益指标": "效益",
    "满意度指标": "满意度",
}  # fmt: skip
_MOST = ("≤", "<=", "不超过", "不高于", "少于等于", "控制在")
_LEAST = ("≥", ">=", "不低于", "不少于", "达到", "达", "=", "为")
_SIGN = "|".join(re.escape(one) for one in (*_MOST, *_LEAST))
_NUMBER = r"\d+(?:\.\d{1,4})?"
_SAID = re.compile(rf"^(?P<name>.*?)\s*(?P<sign>{_SIGN})\s*(?P<value>{_NUMBER})\s*(?P<unit>[^\d≥≤]*)$")
_PLAIN = re.compile(rf"^(?P<name>\D+?)(?P<value>{_NUMBER})\s*(?P<unit>[^\d≥≤]*)$")
_WEIGHT = re.compile(r"[(（]权重(\d+(?:\.\d{1,2})?)[)）]$")
_PARTS = re.compile(r"[；;\n\r]+")
_SIZE = re.compile(rf"^(?P<name>[^\d]+?)\s*(?P<size>{_NUMBER})\s*(?P<unit>公里|千米|km|米|m|厘米|cm)?$")
_METRES = {"公里": 1000, "千米": 1000, "km": 1000, "厘米": Decimal("0.01"), "cm": Decimal("0.01")}
_FUND = re.compile(rf"^(?P<name>[^\d]+?)[:：=]?\s*(?P<value>{_NUMBER}\d*)\s*(?P<unit>万元|元)?$")
_LONGEST = {"name": 80, "unit": 12}


@dataclass(frozen=True)
class Said:
    """A target as a cell states it. ``counted`` False: it names no number (then it is 1 项)."""

    kind: str
    name: str
    value: Decimal
    unit: str
    least: bool
    weight: Decimal | None = None
    counted: bool = True


def targets(text: str) -> list[Said]:
    """The targets of a cell, each name once."""
    found: dict[str, Said] = {}
    for part in _PARTS.split(unicodedata.normalize("NFC", text)):
        if part.strip(" 。.，,、"):
            said = _target(part.strip(" 。，,、"))
            found.setdefault(said.name, said)
    return list(found.values())


def targets_text(rows: Iterable[object]) -> str:
    """Targets (of the record) as a cell."""
    return "；".join(_written(one) for one in rows)


def sizes(text: str) -> tuple[dict[str, str], list[str]]:
    """Measures of a cell in metres by name, and the parts that are none."""
    found: dict[str, str] = {}
    unread = []
    for part in re.split(r"[；;，,、\n\r]+", text):
        said = _SIZE.match(part.strip())
        if said:
            metres = Decimal(said["size"]) * _METRES.get(said["unit"] or "", 1)
            found[said["name"].strip(":：=约 ")] = plain(metres)
        elif part.strip():
            unread.append(part.strip())
    return found, unread


def sizes_text(measures: Mapping[str, str]) -> str:
    """Measures in metres as a cell."""
    return "；".join(f"{name}{size}米" for name, size in measures.items())


def funds(text: str, times: Decimal) -> tuple[dict[str, Decimal], list[str]]:
    """Sources of a cell in yuan, and the parts that are none; ``times`` is the unit of a number without one."""
    found: dict[str, Decimal] = {}
    unread = []
    for part in re.split(r"[；;，,、\n\r]+", text):
        said = _FUND.match(part.strip())
        if said:
            unit = {"万元": Decimal(10_000), "元": Decimal(1)}.get(said["unit"] or "", times)
            name = said["name"].strip(" ：:=")
            amount = (Decimal(said["value"]) * unit).quantize(Decimal("0.01"))
            found[name] = found.get(name, Decimal(0)) + amount
        elif part.strip():
            unread.append(part.strip())
    return found, unread


def plain(number: Decimal) -> str:
    """A number without zeros at its end: 20, 0.15."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _target(part: str) -> Said:
    weight = _WEIGHT.search(part)
    text = part[: weight.start()] if weight else part
    points = Decimal(weight[1]) if weight else None
    kind, text = _kind(text)
    said = _SAID.match(text) or _PLAIN.match(text)
    if said is None or not said["name"].strip():
        return Said(kind or "效益", text[: _LONGEST["name"]], Decimal(1), "项", True, points, counted=False)
    least = (said.groupdict().get("sign") or "≥") not in _MOST
    unit = re.sub(r"(以上|以内|左右)$", "", said["unit"].strip())
    if said["unit"].strip().endswith("以内"):
        least = False
    kind = kind or ("满意度" if "满意" in text else "产出数量")
    name = said["name"].strip(" ：:，,")[: _LONGEST["name"]]
    return Said(kind, name, Decimal(said["value"]), unit[: _LONGEST["unit"]], least, points)


def _kind(text: str) -> tuple[str, str]:
    head, sign, rest = text.replace("：", ":").partition(":")
    kind = head if head in KINDS else _OTHER_KINDS.get(head, "")
    return (kind, rest.strip()) if sign and kind else ("", text)


def _written(one: object) -> str:
    kind, name, value, unit = (getattr(one, key) for key in ("kind", "name", "value", "unit"))
    sign = "≥" if getattr(one, "least", True) else "≤"
    weight = getattr(one, "weight", None)
    more = "" if weight is None else f"（权重{plain(weight)}）"
    return f"{kind}：{name}{sign}{plain(value)}{unit}{more}"
