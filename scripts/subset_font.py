"""Cut the fonts of the printed sheets out of Noto Sans CJK SC.

Run once when the set of characters changes; the result is committed, so nobody needs this to
build or run the program:

    apt-get install fonts-noto-cjk unicode-data
    uv run --with fonttools python scripts/subset_font.py

Regular has GB 2312, 通用规范汉字表 (2013), whose third level was made for names of people and places,
the traditional and variant forms of the common ones (劉, 峯: old lists have them), Latin and what the
sheets themselves use. Bold has the first two levels of the table: headings need no more, and a
name falls back to Regular. Unhinted: paper does not need hints.
"""

import argparse
import bz2
from collections.abc import Iterator
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

SOURCE = Path("/usr/share/fonts/opentype/noto")
UNIHAN = Path("/usr/share/unicode")
TARGET = Path(__file__).resolve().parents[1] / "src" / "liuqing" / "reports" / "fonts"
FAMILY = "Liuqing Sans SC"
LATIN = set(range(0x20, 0x7F)) | set(range(0xA0, 0x180))
MARKS = {ord(mark) for mark in "–−‰←→↑↓²³·—…‘’“”•※№℃㎡□☐☑✓✗✔✘○●▲△◆■〇〔〕①②③④⑤⑥⑦⑧⑨⑩"}
FORMS = {"kTraditionalVariant", "kSemanticVariant"}
MET = {ord(character) for character in "僊峯徳珮羣赮馫喆堃竜"}
"""Forms met in names of people and places that Unihan does not link to the usual one."""
COMMON = 6500
"""The last place of the second level of 通用规范汉字表."""
CUT_TABLES = ["vhea", "vmtx", "VORG", "BASE", "GPOS", "GSUB", "GDEF"]


def main() -> None:
    """Write both weights and say how large they are."""
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("--unihan", type=Path, default=UNIHAN)
    unihan = args.parse_args().unihan
    table = dict(general_standard(unihan))
    common = LATIN | MARKS | {code for code, place in table.items() if place <= COMMON}
    modern = LATIN | MARKS | set(gb2312()) | set(table)
    for weight, characters in (("Regular", modern | MET | set(variants(unihan, common))), ("Bold", common)):
        target = TARGET / f"LiuqingSansSC-{weight}.otf"
        font = cut(weight, characters)
        font.save(target)
        print(f"{target.name}: {len(font.getBestCmap())} characters, {target.stat().st_size:,} bytes")


def gb2312() -> Iterator[int]:
    """Every character of GB 2312."""
    for first in range(0xA1, 0xF8):
        for second in range(0xA1, 0xFF):
            try:
                yield ord(bytes([first, second]).decode("gb2312"))
            except UnicodeDecodeError:
                continue


def general_standard(unihan: Path) -> Iterator[tuple[int, int]]:
    """Every character of 通用规范汉字表 with its place in it (Unihan's property kTGH)."""
    for code, name, value in _properties(unihan / "Unihan_OtherMappings.txt.bz2"):
        if name == "kTGH":
            yield code, int(value.split(":")[1])


def variants(unihan: Path, common: set[int]) -> Iterator[int]:
    """Other forms of these characters that are met in names."""
    for code, name, value in _properties(unihan / "Unihan_Variants.txt.bz2"):
        others = [int(other.split("<")[0][2:], 16) for other in value.split()]
        if name in FORMS and code in common:
            yield from others
        elif name in FORMS and common.intersection(others):
            yield code


def _properties(file: Path) -> Iterator[tuple[int, str, str]]:
    with bz2.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("U+"):
                code, name, value = line.rstrip("\n").split("\t")
                yield int(code[2:], 16), name, value


def cut(weight: str, characters: set[int]) -> TTFont:
    """The Simplified Chinese face of one weight with these characters only, under our name."""
    collection = TTCollection(SOURCE / f"NotoSansCJK-{weight}.ttc", lazy=True)
    font = next(face for face in collection.fonts if face["name"].getDebugName(1) == "Noto Sans CJK SC")
    options = subset.Options(hinting=False, layout_features=[], notdef_outline=True)
    options.drop_tables += CUT_TABLES
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)
    _rename(font, weight)
    return font


def _rename(font: TTFont, weight: str) -> None:
    # A changed font must not pass for the original, and must not be mixed up with one installed.
    names = {1: FAMILY, 3: f"{FAMILY} {weight}", 4: f"{FAMILY} {weight}", 6: f"LiuqingSansSC-{weight}"}
    for record in list(font["name"].names):
        if record.nameID in names:
            font["name"].setName(
                names[record.nameID], record.nameID, record.platformID, record.platEncID, record.langID
            )
    top = font["CFF "].cff
    top.fontNames = [names[6]]
    top.topDictIndex[0].FullName, top.topDictIndex[0].FamilyName = names[4], FAMILY


if __name__ == "__main__":
    main()
