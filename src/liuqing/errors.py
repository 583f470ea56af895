"""The one error a person may see: what happened, where, and what to do.

Every fault that a user can cause or cure is a ``Problem``. It carries a stable code, one
sentence in Chinese and, where it came from a file, the place in it. It never carries a name
or an identity number: the place leads a person with the right to see them there.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Where:
    """A place in a file: names and numbers as the user sees them in Excel (rows from 1)."""

    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        parts = [
            self.file,
            f"工作表「{self.sheet}」" if self.sheet else "",
            f"第 {self.row} 行" if self.row else "",
            f"「{self.column}」列" if self.column else "",
        ]
        return " ".join(part for part in parts if part)


class Problem(Exception):  # noqa: N818 (the word people use; not every problem is an error)
    """Something a person can understand and act upon.

    ``code`` is stable and dotted (``sheets.encrypted``), ``what`` says what happened,
    ``remedy`` what to do about it, ``where`` the place in a file if there is one.
    """

    def __init__(self, code: str, what: str, remedy: str = "", where: Where | None = None):
        self.code = code
        self.what = what
        self.remedy = remedy
        self.where = where or Where()
        super().__init__(self.sentence())

    def sentence(self) -> str:
        """Place, event and remedy as one line for a terminal or a page."""
        place = str(self.where)
        head = f"{place}：{self.what}" if place else self.what
        return f"{head}{'' if head.endswith(('。', '？', '！')) else '。'}{self.remedy}"

    def as_dict(self) -> dict[str, object]:
        """The same as JSON: code, what, remedy and the place's parts."""
        return {
            "code": self.code,
            "what": self.what,
            "remedy": self.remedy,
            "file": self.where.file,
            "sheet": self.where.sheet,
            "row": self.where.row,
            "column": self.where.column,
        }
