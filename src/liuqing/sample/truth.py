"""The key to the sample: which row is which person, and where every planted error is.

Only record numbers, files and rows: no invented name and no invented identity number.
"""

import csv
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from liuqing.policy.programmes import PROGRAMMES
from liuqing.sample.calibration import Calibration
from liuqing.sample.entitlements import KINDS
from liuqing.sample.kind import Kind

ERRORS = ("kind", "file", "sheet", "row", "household_no", "person_no", "related_no", "what", "flag")
FLAGS = (
    "flag", "expected", "kind", "village_code", "household_no", "person_no", "file", "sheet", "row",
)  # fmt: skip
PEOPLE = ("file", "sheet", "row", "person_no")
FIGURES = ("metric", "dimension", "value")
ENTITLEMENTS = ("programme", "kind", "file", "sheet", "row", "household_no", "person_no", "what", "note")


class Truth:
    """Writes ``people.csv``, ``errors.csv``, ``flags.csv`` … into a folder, row by row."""

    def __init__(self, folder: Path):
        folder.mkdir(parents=True, exist_ok=True)
        self.planted: Counter[str] = Counter()
        self.rows: Counter[str] = Counter()
        self.folder = folder
        self._files: list[TextIO] = []
        self._people = self._open("people.csv", PEOPLE)
        self._errors = self._open("errors.csv", ERRORS)
        self._flags = self._open("flags.csv", FLAGS)
        self._figures = self._open("figures.csv", FIGURES)
        self._entitlements = self._open("entitlements.csv", ENTITLEMENTS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._files:
            file.close()

    def person(self, file: str, sheet: str, row: int, person_no: str) -> None:
        """This row speaks of this person of the register."""
        self._people.writerow((file, sheet, row, person_no))

    def error(
        self, kind: str, file: str, sheet: str = "", row: int | str = "", *, household_no: str = "",
        person_no: str = "", related_no: str = "", what: str = "", flags: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        """A planted error; a row is empty where the error is that there is none.

        ``flags`` must find it. Where two rows are one person, the flag stands at the first of them.
        """
        self.planted[kind] += 1
        place = (household_no, person_no, related_no, what, "|".join(flags))
        self._errors.writerow((kind, file, sheet, row, *place))
        is_place = bool(related_no) and not household_no and not person_no
        village, whom = (related_no, "") if is_place else ("", related_no or person_no)
        for flag in flags:
            home = "" if related_no else household_no
            self.flag(
                flag, kind, village=village, household_no=home, person_no=whom, where=(file, sheet, row)
            )

    def flag(
        self, flag: str, kind: str, *, expected: bool = True, village: str = "", household_no: str = "",
        person_no: str = "", where: tuple[str, str, int | str] = ("", "", ""),
    ) -> None:  # fmt: skip
        """A flag that must find the person, household or village, or (an innocent) must not."""
        whom = (village, household_no, person_no)
        self._flags.writerow((flag, "是" if expected else "否", kind, *whom, *where))

    def entitlement(
        self, programme: str, kind: str, where: tuple[str, str, int | str], household_no: str, person_no: str,
        *, note: str = "",
    ) -> None:  # fmt: skip
        """A wrong payment: due and not paid, paid and not due, paid twice.

        The row is empty where the list names nobody; the person where it is the household's. ``note``
        says that a second row waits for somebody's decision.
        """
        what = f"{KINDS[kind]}：{PROGRAMMES[programme].label}"
        self._entitlements.writerow((programme, kind, *where, household_no, person_no, what, note))

    def figure(self, metric: str, value: object, dimension: str = "") -> None:
        """A true figure of the sample."""
        self._figures.writerow((metric, dimension, value))

    def explain(self, kinds: Mapping[str, Kind], figures: Calibration) -> None:
        """Write ``README.md``: what the files mean, the rates, and what never has an error."""
        rates = "\n".join(
            f"| `{key}` | {kind.label} | {kind.rate:.2%} | {kind.of} | {self.planted[key]} |"
            for key, kind in kinds.items()
        )
        sources = "\n".join(f"- {source}" for source in figures.sources)
        text = _README.format(rates=rates, sources=sources, place=figures.place, on=figures.as_of)
        (self.folder / "README.md").write_text(text, encoding="utf-8")

    def _open(self, name: str, headings: tuple[str, ...]):  # type: ignore[no-untyped-def]
        file = (self.folder / name).open("w", encoding="utf-8", newline="")
        self._files.append(file)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(headings)
        return writer


_README = """# 示例县（{place}，截至 {on}）的真相

演示数据：人员、证件号码、电话、账号全部虚构，不对应任何真实的人。这里只有编号和行号，没有姓名和证件号码。

- `people.csv`：哪个文件、哪张工作表、哪一行说的是哪个人口编号。部门名单里没有列在这里的行，说的是登记以外的人。
- `errors.csv`：每一处故意放进去的错误。行号为空，表示错误正是“名单里没有这个人”；`related_no` 是另一条有关的人口编号。
- `flags.csv`：每条疑点规则应当查出谁（`expected` 为“是”），以及样子相像、不应当查出的（“否”）。规则是关于户的看户编号，
  关于人的看人口编号，关于村的看村代码。`errors.csv` 的 `flag` 一栏写着同样的规则名，几条的用 `|` 隔开。
- `entitlements.csv`：待遇对不上的每一处：`missing` 应享未享，`unentitled` 不应享在享，`twice` 重复享受；`programme`
  是待遇的代号。行号为空，表示名单里没有这个人或这一户；人口编号为空，表示是全户的待遇。
- `figures.csv`：真实的数字，登记装入之后应当与此一致。

行号都是 Excel 里看到的行号，从 1 起，标题行也算。

## 错误的种类和比率

| 种类 | 含义 | 比率 | 占什么的比率 | 本次处数 |
|---|---|---|---|---|
{rates}

`entitlements.csv` 里，除了故意放进去的（每张名单每种至少 2 处，名单很短时 1 处），还有由别的错误和事实带出来的：
本年以前已死亡仍在领取；登记为 C、D 级危房而不在改造台账；在校而不在学籍名单（是否寄宿不影响金额的学段）。
重复享受：危房、贷款台账逐笔有日期，两行都收；低保和特困、公益性岗位和护林员不能同时享受，直接查出；
其余年度名单里同一人内容不同的第二行，装入时先搁置（`note` 写着“待确认”），有人确认是两笔以后才是重复享受。内容完全相同的行（`list_twice`）只是抄重了。
号码写坏的行、登记本身有误的人不放这种错误，所以他们被查出来时，原因是号码而不是待遇。
特困供养、医疗救助只列故意放进去的。本地没有数额的待遇没有应享未享，不应享在享只有发给已死亡的人的。

登记里一个人最多放一种错误，部门名单里一行最多一种。重复、一人两户、无户成员是另加的行，不计入登记总数。
死亡注销的人也不在公安户籍名单里；查“不在公安户籍名单”会同时查到他们（种类 `dead_active`）。
公安户籍名单没有坏号码；登记的户编号、人口编号、姓名、与户主关系、脱贫属性、脱贫年度、主要致贫原因从不空白，
其余各项约有千分之四空白（不知道），帮扶责任人、帮扶措施空白得更多。
贫困户属性为低保、是否享受低保为“是”的格子不空白，所以低保户数、人数与规划一致。

## 数字的来源

{sources}
"""
