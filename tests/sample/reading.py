"""Reads the sample's files with other people's readers, as a stranger would: openpyxl, csv, zipfile."""

import csv
import zipfile
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from xml.etree import ElementTree

import openpyxl

from liuqing.policy.lists import BY_KEY, LISTS, ListKind

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
ENCODINGS = {"公安局-户籍人口信息.csv": "gbk"}


@dataclass
class Found:
    """A table: where it is, its kind by the marks alone, and its rows by number and fact."""

    file: str
    sheet: str
    kind: ListKind
    headings: list[str]
    rows: dict[int, dict[str, object]]


@dataclass
class Folder:
    """A folder of sample files and their truth."""

    path: Path

    @cached_property
    def tables(self) -> list[Found]:
        return [table for file in sorted(self.path.iterdir()) if file.is_file() for table in tables(file)]

    @cached_property
    def errors(self) -> list[dict[str, str]]:
        return self._truth("errors.csv")

    @cached_property
    def people(self) -> dict[tuple[str, str, int], str]:
        return {(r["file"], r["sheet"], int(r["row"])): r["person_no"] for r in self._truth("people.csv")}

    @cached_property
    def figures(self) -> dict[tuple[str, str], str]:
        return {(r["metric"], r["dimension"]): r["value"] for r in self._truth("figures.csv")}

    @cached_property
    def departments(self) -> list[Found]:
        """The departments' lists that speak of persons."""
        others = ("register_", "police_residents")
        return [t for t in self.tables if t.kind.about == "person" and not t.kind.key.startswith(others)]

    @cached_property
    def entitlements(self) -> list[dict[str, str]]:
        return self._truth("entitlements.csv")

    @cached_property
    def flags(self) -> list[dict[str, str]]:
        return self._truth("flags.csv")

    def of(self, key: str) -> list[Found]:
        return [table for table in self.tables if table.kind.key == key]

    def planted(self, kind: str) -> list[dict[str, str]]:
        return [error for error in self.errors if error["kind"] == kind]

    def places(self, *kinds: str) -> set[tuple[str, str, int]]:
        return {
            (e["file"], e["sheet"], int(e["row"])) for kind in kinds for e in self.planted(kind) if e["row"]
        }

    def _truth(self, name: str) -> list[dict[str, str]]:
        with (self.path / "truth" / name).open(encoding="utf-8") as file:
            return list(csv.DictReader(file))


def tables(file: Path) -> list[Found]:
    found = []
    for sheet, rows in grids(file):
        for at, row in enumerate(rows[:6]):
            kinds = recognised([str(cell) for cell in row if cell not in (None, "")])
            if kinds:
                ranked = sorted((_known(kind, row), kind.key) for kind in kinds)
                assert len(kinds) == 1 or ranked[-1][0] > ranked[-2][0], (file.name, ranked)
                found.append(_table(file.name, sheet, BY_KEY[ranked[-1][1]], rows, at))
                break
    return found


def _known(kind: ListKind, row: list[object]) -> int:
    """How many of the headings the kind knows; of two that fit the one that knows more is meant."""
    return len({plain(cell) for cell in row} & {h for fact in kind.columns for h in fact.all_headings()})


def plain(heading: object) -> str:
    """A heading without its unit of money."""
    return str(heading or "").removesuffix("（万元）").removesuffix("（元）")


def recognised(headings: list[str]) -> list[ListKind]:
    here = {plain(heading) for heading in headings}
    return [kind for kind in LISTS if all(here & set(group) for group in kind.marks)]


def _table(file: str, sheet: str, kind: ListKind, rows: list[list[object]], at: int) -> Found:
    headings = [str(cell or "") for cell in rows[at]]
    names = {h: f.name for f in kind.columns for h in f.all_headings()}
    below = [plain(cell) for cell in rows[at + 1]] if at + 1 < len(rows) else []
    if sum(cell in names for cell in below) > 2:  # headings in two rows: groups, and their parts
        at += 1
        headings = [str(part or one) for one, part in zip(headings, rows[at], strict=True)]
    data = {}
    for number, row in enumerate(rows[at + 1 :], at + 2):
        filled = [cell for cell in row if cell not in (None, "")]
        if len(filled) <= 2:  # 合计 and notes
            continue
        facts = {names[plain(h)]: cell for h, cell in zip(headings, row, strict=False) if plain(h) in names}
        data[number] = facts
    return Found(file, sheet, kind, headings, data)


@cache
def grids(file: Path) -> list[tuple[str, list[list[object]]]]:
    if file.suffix == ".csv":
        with file.open(encoding=ENCODINGS.get(file.name, "utf-8-sig"), newline="") as text:
            return [("", [list(row) for row in csv.reader(text)])]
    if file.suffix == ".ods":
        return _ods(file)
    book = openpyxl.load_workbook(file)
    return [(page.title, [list(row) for row in page.iter_rows(values_only=True)]) for page in book]


def _ods(file: Path) -> list[tuple[str, list[list[object]]]]:
    with zipfile.ZipFile(file) as pack:
        root = ElementTree.fromstring(pack.read("content.xml"))
    return [
        (
            str(table.get(f"{TABLE}name")),
            [[_ods_cell(cell) for cell in row] for row in table.iter(f"{TABLE}table-row")],
        )
        for table in root.iter(f"{TABLE}table")
    ]


def _ods_cell(cell: ElementTree.Element) -> object:
    number = cell.get(f"{OFFICE}value")
    return float(number) if number is not None else "".join(cell.itertext())
