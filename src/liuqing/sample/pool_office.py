"""Writes the workbooks of projects and money, as the offices that keep them send them, with their truth.

The pool is always whole; households, accounts and loans are as many as the sample has.
"""

import csv
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from liuqing.policy.lists import BY_KEY
from liuqing.sample import (
    cells,
    granted,
    lent,
    owned,
    paid_into,
    pool,
    pool_book,
    pool_figures,
    pool_planted,
    served,
    spent,
    workbooks,
)  # fmt: skip
from liuqing.sample.making import County
from liuqing.sample.pool_book import ten_thousand, yuan
from liuqing.sample.workbooks import NOTE, Line, Sheet

Progress = Callable[[str], None]
POOL_FILE = "扶贫办-脱贫攻坚项目库.xlsx"
DOCUMENTS_FILE = "财政局-资金文件台账.xlsx"
SPENDING_FILE = "财政局-资金安排支付台账.xlsx"
ASSETS_FILE = "扶贫办-扶贫资产台账.xlsx"
LOANS_FILE = "农信社-小额信贷台账.xlsx"
INCOMES_FILE = "农业局-村集体经济收入台账.xlsx"
CARDS_FILE = "财政局-一卡通账户.xlsx"
KINDS = ("projects", "fund_documents", "spending", "assets", "collective_incomes", "loans", "cards")
"""The lists that this office writes, in loading order."""

ERRORS = (
    "kind",
    "file",
    "sheet",
    "row",
    "project_no",
    "document_no",
    "household_no",
    "person_no",
    "related_no",
    "what",
)
PLAN = ("what", "plan", "pool", "why")


class PoolOffice:
    """The offices of one county that keep projects and money."""

    def __init__(self, county: County, out: Path, progress: Progress):
        self._county, self._out, self._progress = county, out, progress
        self._errors: list[tuple[object, ...]] = []
        self.figures = pool_figures.load(county.place.key)
        figures, rng = self.figures, county.rng
        self.projects = pool.make(figures, county.villages, county.place.code, rng("pool"))
        self._planter = pool_planted.Pool(self.projects, rng("pool errors"))
        self._planter.plant()
        self._lay_out_money()
        served.choose(self.projects, county.households, county.seed)

    def _lay_out_money(self) -> None:
        figures, rng = self.figures, self._county.rng
        self.grants = granted.grants(self.projects, figures.as_of, rng("grants"))
        without = pool_planted.unfunded(self._planter, figures.as_of.year)
        funded = [one for one in self.projects if one not in without]
        rows = spent.ledger(funded, self.grants, figures.as_of, figures.retention, rng("spent"))
        self.rows = list(self._planter.spoil(rows, self.grants, without))

    def write(self) -> list[Path]:
        """Every workbook, in loading order, and their truth."""
        paths = [
            self._pool(), self._documents(), self._spending(), *self._assets(), self._loans(), self._cards(),
        ]  # fmt: skip
        self._tell()
        return [path for path in paths if path is not None]

    def _pool(self) -> Path:
        self._progress(f"写项目库 {len(self.projects)} 个项目")
        sheets = pool_book.sheets(self.projects, self._county.place.label, self._county.place.fund_sources)
        planted: dict[str, list[tuple[str, str]]] = {}
        for kind, no, other in self._planter.planted:
            planted.setdefault(no, []).append((kind, other))

        def written(sheet: str, row: int, one: pool.Single) -> None:
            for kind, other in planted.get(one.no, ()):
                self._error(kind, POOL_FILE, sheet, row, project=one.no, related=other)

        return workbooks.xlsx(self._out / POOL_FILE, sheets, written)

    def _documents(self) -> Path | None:
        lines = [Line([
            one.no, one.title, one.source, one.level, one.department, one.year, ten_thousand(one.amount),
            cells.plain(one.issued_on), cells.plain(one.received_on), "、".join(one.scope), "是" if one.pooled else "否", one.purpose, "",
        ], (one.planted, {"document": one.no})) for one in self.grants]  # fmt: skip
        return self._list("fund_documents", DOCUMENTS_FILE, lines, {"amount": "金额（万元）"}, total=False)

    def _spending(self) -> Path | None:
        lines = [Line([
            row.project.no, row.project.name, row.grant.no, row.grant.year, cells.plain(row.allocated_on), ten_thousand(row.allocated),
            cells.plain(row.paid_on), ten_thousand(row.paid), row.paid_for, row.party, row.voucher, ten_thousand(row.retained), "",
        ], (row.planted, {"project": row.project.no, "document": row.grant.no})) for row in self.rows]  # fmt: skip
        said = {"allocated": "安排金额（万元）", "paid": "支付金额（万元）", "retained": "质保金（万元）"}
        return self._list("spending", SPENDING_FILE, lines, said, numbered=True)

    def _assets(self) -> list[Path | None]:
        county, as_of = self._county, self.figures.as_of
        made = owned.assets(self.projects, self.rows, as_of, county.place.code, county.rng("assets"))
        lines = [Line([
            one.no, one.name, one.project.site.town, one.project.site.village, one.asset_class, one.kind, one.project.no, one.household,
            yuan(one.value), "", one.owner, owned.KEEPERS[one.kind], "", "", cells.plain(one.handed_on), yuan(one.returns),
            owned.DUE if one.returns else "", one.state, "",
        ], (one.planted, {"project": one.project.no, "related": one.no})) for one in made]  # fmt: skip
        earned = owned.incomes(county.villages, made, as_of, county.figures.as_of.year, county.rng("incomes"))
        incomes = [Line([
            one.town, one.village, one.year, one.item, yuan(one.amount), yuan(one.due), cells.plain(one.on), one.asset, "",
        ], (one.planted, {})) for one in earned]  # fmt: skip
        return [
            self._list("assets", ASSETS_FILE, lines, {"value": "资产原值（元）"}, numbered=True),
            self._list("collective_incomes", INCOMES_FILE, incomes, {"amount": "收入金额（元）"}),
        ]

    def _loans(self) -> Path | None:
        county = self._county
        made = lent.loans(county.households, county.plan, self.figures.as_of, county.rng("loans"))
        lines = [Line([
            one.home.village.town, one.home.village.name, one.home.head.name, one.home.head.id_no, one.no, paid_into.BANK, "扶贫小额信贷",
            one.lent, lent.RATE, cells.plain(one.lent_on), cells.plain(one.due_on), one.use, one.used_by, one.state,
            cells.plain(one.extended_until), "" if one.repaid is None else one.repaid, cells.plain(one.repaid_on), "",
        ], (one.planted, {"household": one.home.number, "person": one.home.head.person_no, "related": one.no}))
            for one in made]  # fmt: skip
        return self._list("loans", LOANS_FILE, lines, {}, numbered=True)

    def _cards(self) -> Path | None:
        county, figures = self._county, self._county.figures
        made = paid_into.accounts(
            county.households, county.plan, figures.id_prefix, figures.as_of, county.rng("accounts")
        )
        lines = [Line([
            one.home.village.town, one.home.village.name, one.person.name, one.person.id_no, paid_into.BANK, one.number, one.holder,
            cells.plain(one.since), "",
        ], (one.planted, {"household": one.home.number, "person": one.person.person_no, "related": one.related}))
            for one in paid_into.in_order(made)]  # fmt: skip
        return self._list("cards", CARDS_FILE, lines, {})

    def _list(
        self, key: str, name: str, lines: list[Line], said: dict[str, str], *, numbered: bool = False,
        total: bool = False,
    ) -> Path | None:  # fmt: skip
        """A list in the order of its columns; None without a row. The lines carry (kind of error, whose)."""
        if not lines:
            return None
        kind = BY_KEY[key]
        self._progress(f"写{kind.label} {len(lines)} 行")
        headings = [said.get(fact.name, fact.label) for fact in kind.columns]
        if numbered:
            headings = ["序号", *headings]
            for order, line in enumerate(lines, 1):
                line.cells = [order, *line.cells]
        titles = [f"{self._county.place.label}{kind.label}（演示数据）", f"截至 {self.figures.as_of}"]

        def written(sheet: str, row: int, about: tuple[str, dict[str, str]]) -> None:
            if about[0]:
                self._error(about[0], name, sheet, row, **about[1])

        sheet = Sheet("Sheet1", headings, lines, titles, [NOTE], total=total)
        return workbooks.xlsx(self._out / name, [sheet], written)

    def _error(
        self, kind: str, file: str, sheet: str, row: int, *, project: str = "", document: str = "", household: str = "",
        person: str = "", related: str = "",
    ) -> None:  # fmt: skip
        what = pool_planted.KINDS[kind]
        self._errors.append((kind, file, sheet, row, project, document, household, person, related, what))

    def _tell(self) -> None:
        truth = self._out / "truth"
        truth.mkdir(parents=True, exist_ok=True)
        _csv(truth / "money.csv", ERRORS, self._errors)
        told = ([one[name] for name in PLAN] for one in self.figures.differences)
        _csv(truth / "plan.csv", PLAN, told)
        (truth / "money.md").write_text(
            _README.format(kinds=_kinds(), source=self.figures.source), encoding="utf-8"
        )


def _csv(path: Path, headings: tuple[str, ...], rows: Iterable[Any]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(headings)
        writer.writerows(rows)


def _kinds() -> str:
    return "\n".join(f"| `{key}` | {label} |" for key, label in pool_planted.KINDS.items())


_README = """# 项目和资金的真相

演示数据：项目的地点、单价和进度是编出来的，人员和账号全部虚构；金额、来源、年度、类别的合计来自规划（{source}）。

- `money.csv`：项目库和各本资金台账里每一处故意放进去的错误，写到行。只有编号，没有姓名和账号。
- `plan.csv`：规划自己不合的地方：哪个数，规划写的，项目库里的（万元），为什么这样取。

| 种类 | 含义 |
|---|---|
{kinds}
"""
