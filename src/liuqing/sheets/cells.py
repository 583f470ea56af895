"""One cell into one value, or a sentence that says what is wrong with it and how to mend it.

Each ``as_…`` gives None for a blank cell, because a blank means "not known" and nothing else.
Nothing is guessed: what can be read in two ways, or was damaged by Excel, is a ``CellFault``.
The sentences never repeat the cell's content, since it may be a name or an identity number.
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from liuqing.sheets.raw import Cell
from liuqing.sheets.scan import NOT_CALCULATED, UNREADABLE

YES = {"是", "有", "√", "✓", "✔", "☑", "y", "yes", "true", "1", "对", "t"}
NO = {"否", "无", "×", "✗", "✘", "x", "n", "no", "false", "0", "没有", "不是", "f"}
BLANKS = {"", "-", "--", "—", "——", "/", "\\", "null", "none", "nan", "nil", "(空)", "空白", "未填"}
ERRORS = (
    "#N/A",
    "#REF!",
    "#VALUE!",
    "#DIV/0!",
    "#NAME?",
    "#NUM!",
    "#NULL!",
    "#GETTING_DATA",
    "#SPILL!",
    "#CALC!",
)
FIRST_DAY = date(1850, 1, 1)
LAST_DAY = date(2100, 12, 31)
EXACT_DIGITS = 15
"""Excel and WPS keep 15 digits of a number; the rest become zeros."""

_EPOCH = date(1899, 12, 30)
_SPACE = re.compile(r"[\s\u200b\ufeff\u3000\xa0]+")
_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})(?:日|号)?$")
_MONTH = re.compile(r"(\d{4})[-./年](\d{1,2})月?$")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})$")
_CLOCK = re.compile(r"(?<=\d)(?:[T ]|日 ?)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|\+\d{2}:?\d{2})?$")
_NUMBER = re.compile(r"\d+(?:\.\d*)?$|\.\d+$")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d*)?$")
_SCIENTIFIC = re.compile(r"\d(\.\d+)?e\+?\d+")
_MONEY_UNITS = {
    "万元": Decimal(10_000),
    "万": Decimal(10_000),
    "千元": Decimal(1_000),
    "元": Decimal(1),
    "": Decimal(1),
}
_CENT = Decimal("0.01")
_EXACT = Decimal(10) ** EXACT_DIGITS


class CellFault(ValueError):  # noqa: N818 - a fault in a cell is what people call it
    """What is wrong with a cell (``what``) and how to mend it (``remedy``), in Chinese."""

    def __init__(self, what: str, remedy: str):
        super().__init__(what)
        self.what = what
        self.remedy = remedy


def as_text(value: Cell) -> str | None:
    """The cell as text: whole numbers without ``.0``, days as ``2018-12-31``, blanks trimmed."""
    _refuse_error(value)
    if value is None:
        return None
    if isinstance(value, str):
        return _tidy(value) or None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    return _digits(value)


def as_identity_text(value: Cell) -> str | None:
    """An identity, card, phone or account number as text: half-width, upper case, no blanks.

    A number of more than 15 digits has already lost its end in Excel and is never repaired.
    """
    _refuse_error(value)
    if isinstance(value, bool | date):
        raise CellFault("这里应填号码，却是日期或是否", "请把该列设为文本后重填号码")
    if isinstance(value, int | float):
        return _exact_digits(value)
    text = _half(value) if value is not None else ""
    if re.fullmatch(r"\d(\.\d+)?e\+\d+", text):
        raise CellFault("证件号码被改成了科学计数法，后几位已丢失", "请把该列设为文本后重填")
    return None if text in BLANKS else text.upper()


def as_account(value: Cell) -> str | None:
    """A bank account as its digits, without blanks and strokes; never one of which Excel lost the end."""
    damaged = isinstance(value, str) and _SCIENTIFIC.fullmatch(_half(value))
    if damaged or (isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= _EXACT):
        raise CellFault("账号被 Excel 改成了数字，后几位已丢失", "请把该列设为文本，按存折或卡面重填账号")
    text = as_identity_text(value)
    return text.replace("-", "") if text else None


def as_day(value: Cell) -> date | None:
    """A calendar day from a date cell, Excel's serial number or the usual spellings."""
    if _is_blank(value):
        return None
    if isinstance(value, datetime):
        return _sane(value.date())
    if isinstance(value, date):
        return _sane(value)
    if isinstance(value, bool):
        raise _bad_day()
    if isinstance(value, int | float):
        return _numeric_day(value)
    return _written_day(_half_keeping_blanks(str(value)))


def as_month(value: Cell) -> date | None:
    """A month as its first day: ``2026年3月``, ``2026.03``, ``202603``, or any day in it."""
    if _is_blank(value):
        return None
    text = _digits(value) if isinstance(value, int | float) and not isinstance(value, bool) else _half(value)
    match = _MONTH.match(text) or re.match(r"(\d{4})(\d{2})$", text)
    if match:
        return _made(int(match[1]), int(match[2]), 1)
    day = as_day(value)
    return day.replace(day=1) if day else None


def as_year(value: Cell) -> int | None:
    """A year: ``2018``, ``2018年``, ``2018年度``, or the year of a day."""
    if _is_blank(value):
        return None
    if isinstance(value, date):
        return _sane(value.date() if isinstance(value, datetime) else value).year
    text = _digits(value) if isinstance(value, int | float) and not isinstance(value, bool) else _half(value)
    match = re.fullmatch(r"(\d{4})(年度?)?", text)
    if not match or not FIRST_DAY.year <= int(match[1]) <= LAST_DAY.year:
        raise CellFault("年份写得不对", "请写成四位年份，如 2018")
    return int(match[1])


def as_flag(value: Cell) -> bool | None:
    """Yes or no: 是/否, 有/无, 1/0, √/×, Y/N, true/false."""
    if _is_blank(value):
        return None
    if isinstance(value, bool):
        return value
    text = _digits(value) if isinstance(value, int | float) else _half(value)
    if text in YES:
        return True
    if text in NO:
        return False
    raise CellFault("这里只能填“是”或“否”", "请改为“是”或“否”，不清楚就留空")


def as_int(value: Cell) -> int | None:
    """A whole number, not negative: ``3``, ``3.0``, ``1,200``, ``3人``."""
    number = _number(value)
    if number is None:
        return None
    if number != number.to_integral_value():
        raise CellFault("这里应是整数", "请填整数")
    return int(number)


def as_amount(value: Cell) -> Decimal | None:
    """A decimal number, not negative, as written: areas, distances."""
    return _number(value)


def as_money(value: Cell, *, unit: str = "元") -> Decimal | None:
    """Yuan with two places. ``unit`` is the heading's unit; a unit in the cell comes first.

    ``1,234.50`` · ``1234.5元`` · ``0.3万元`` → 3000.00. Half a cent goes up.
    """
    if _is_blank(value):
        return None
    factor = _MONEY_UNITS.get(unit, Decimal(1))
    if isinstance(value, str):
        text = _half(value).removeprefix("¥").removeprefix("￥").removeprefix("人民币")
        for word, times in _MONEY_UNITS.items():
            if word and text.endswith(word):
                factor, text = times, text.removesuffix(word)
                break
        value = text
    number = _number(value)
    return None if number is None else (number * factor).quantize(_CENT, "ROUND_HALF_UP")


# Text


def _tidy(text: str) -> str:
    """Without Excel's ways to protect a text, and with single blanks between words."""
    text = text.strip("\ufeff\u200b \t\r\n\xa0\u3000")
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    return _SPACE.sub(" ", text.removeprefix("'").removeprefix("＇")).strip()


def _half(value: object) -> str:
    """Half-width, lower case, without any blank: for numbers, dates and flags."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", _tidy(str(value)))).lower()


def _half_keeping_blanks(value: str) -> str:
    return unicodedata.normalize("NFKC", _tidy(value))


def _is_blank(value: Cell) -> bool:
    _refuse_error(value)
    return value is None or (isinstance(value, str) and _half(value) in BLANKS)


def _refuse_error(value: Cell) -> None:
    if not isinstance(value, str) or not value.startswith("#"):
        return
    if value == NOT_CALCULATED:
        raise CellFault("公式没有计算结果", "请用 Excel 或 WPS 打开保存一次，或改填数值")
    if value == UNREADABLE:
        raise CellFault(
            "这一行有单元格写坏了，整行读不出来", "请检查这一行里显示为 ##### 的单元格，改正后再上传"
        )
    if value.strip().upper() in ERRORS:
        raise CellFault(f"单元格是公式错误 {value.strip()}", "请改正公式，或直接填写内容")


def _digits(value: int | float | date) -> str:
    """A number as a person would write it: never ``5.0``, never ``1e+16``."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e300:
        return str(int(value))
    return format(Decimal(repr(value)), "f") if isinstance(value, float) and value == value else str(value)


def _exact_digits(value: int | float) -> str:
    if isinstance(value, float) and not value.is_integer():
        raise CellFault("这里应填号码，却是小数", "请把该列设为文本后重填")
    text = str(int(value))
    if len(text.lstrip("-")) > EXACT_DIGITS:
        raise CellFault("证件号码被 Excel 改成了数字，后三位已丢失", "请把该列设为文本后重填")
    return text


# Days


def _bad_day() -> CellFault:
    return CellFault("日期写得不对，或没有这一天", "请写成 2018-12-31 这样的年-月-日")


def _sane(day: date) -> date:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise CellFault(f"日期不在 {FIRST_DAY.year} 年到 {LAST_DAY.year} 年之间", "请核对年份")
    return day


def _made(year: int, month: int, day: int) -> date:
    try:
        return _sane(date(year, month, day))
    except ValueError as error:
        if isinstance(error, CellFault):
            raise
        raise _bad_day() from None


def _numeric_day(value: int | float) -> date:
    """Eight digits are a day as written; a smaller number is Excel's serial number."""
    match = _COMPACT.match(_digits(value))
    if match:
        return _made(int(match[1]), int(match[2]), int(match[3]))
    # Years alone (2018) and months (201803) are no days; as serials they would be 1905 and 2452.
    if not 3_000 <= value < 80_000:
        raise _bad_day()
    return _sane(_EPOCH + timedelta(days=int(value)))


def _written_day(text: str) -> date:
    text = _SPACE.sub("", _CLOCK.sub("", text))
    match = _DAY.match(text) or _COMPACT.match(text)
    if match:
        return _made(int(match[1]), int(match[2]), int(match[3]))
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        return _numeric_day(float(text))
    if _MONTH.match(text):
        raise CellFault("只有年和月，缺少日", "请补上日，写成 2018-12-31 这样的年-月-日")
    if re.match(r"\d{1,2}[-./]\d{1,2}[-./]\d{2,4}$", text):
        raise CellFault("日期的年、月、日分不清", "请写成 2018-12-31 这样的年-月-日")
    raise _bad_day()


# Numbers


def _number(value: Cell) -> Decimal | None:
    if _is_blank(value):
        return None
    if isinstance(value, bool | date):
        raise CellFault("这里应是数字", "请填数字")
    if isinstance(value, int | float):
        return _not_negative(_shortest(value))
    text = _half(value)
    text = re.sub(r"(人|户|岁|个月|月|年|亩|平方米|平米|m2|公里|千米|km|米|个|次|天|元)$", "", text)
    if text.startswith("-"):
        return _not_negative(Decimal(-1))
    if _GROUPED.match(text):
        text = text.replace(",", "")
    if not _NUMBER.match(text):
        raise CellFault("这里应是数字", "请只填数字，不要填文字")
    return _not_negative(Decimal(text))


def _shortest(value: int | float) -> Decimal:
    """A float as the 15 digits that Excel shows: 0.1 + 0.2 is 0.3."""
    try:
        number = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
    except InvalidOperation:
        raise CellFault("这里应是数字", "请填数字") from None
    if not number.is_finite():
        raise CellFault("这里应是数字", "请填数字")
    return number


def _not_negative(number: Decimal) -> Decimal:
    """Neither below zero nor beyond anything a county counts."""
    if number < 0:
        raise CellFault("数字不能是负数", "请核对后改为零或正数")
    if number >= _EXACT:
        raise CellFault("数字大得不合常理", "请核对后重填")
    return number
