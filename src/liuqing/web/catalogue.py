"""The English catalogue: what must be in it, how it is read, and how it is compiled.

The words of the pages are Chinese and stand in the templates and programs themselves. This page
collects them (and the labels of the record that pages show), so that a test can say which have
no English yet, and compiles ``locale/en/LC_MESSAGES/django.po`` without GNU gettext:

    python -m liuqing.web.catalogue          collect, keep what is translated, compile
"""

import ast
import os
import re
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

PACKAGE = Path(__file__).resolve().parent.parent
PO = PACKAGE / "locale/en/LC_MESSAGES/django.po"
HEADER = (
    "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n"
    "Language: en\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
)
SPOKEN = (
    "plans/claims.py",
    "plans/showing/sums.py",
    "plans/showing/shown.py",
    "registry/queries/words.py",
    "registry/queries/boards.py",
    "registry/queries/villages.py",
    "registry/queries/search.py",
    "registry/queries/cases",
    "registry/queries/clears",
    "registry/queries/comparing.py",
    "registry/queries/identities.py",
    "registry/queries/ledgers.py",
    "registry/queries/side_by_side.py",
    "registry/queries/standing",
    "registry/queries/clues",
    "registry/queries/notices",
    "registry/queries/windows",
    "registry/queries/monitoring",
    "registry/queries/evaluations",
    "registry/queries/exits",
    "registry/models/proceedings.py",
    "registry/models/notices.py",
    "registry/models/clues.py",
    "registry/models/windows.py",
    "registry/models/monitoring.py",
    "registry/models/evaluations.py",
    "policy/clues.py",
    "policy/effects.py",
    "policy/door.py",
    "policy/evaluation.py",
    "policy/responsible.py",
    "registry/services/evaluations/visiting.py",
    "registry/services/evaluations/recording.py",
    "registry/queries/traces.py",
    "registry/models/identities.py",
    "registry/models/sources.py",
    "registry/models/cases.py",
    "policy/explained.py",
    "registry/queries/cards.py",
    "registry/card.py",
    "planning/models",
    "planning/queries",
    "policy/project_life.py",
)
"""Programs below whose Chinese texts pages show in the reader's language."""
HAN = re.compile(r"[\u4e00-\u9fff]")

Entry = tuple[str, ...]
"""A message: one text, or singular and plural."""


def wanted() -> set[Entry]:
    """Every message that the pages may show."""
    found = {entry for path in sorted((PACKAGE / "web").rglob("*.html")) for entry in _of_template(path)}
    found |= {entry for path in sorted((PACKAGE / "web").rglob("*.py")) for entry in _of_program(path)}
    found |= {(text,) for place in SPOKEN for path in _files(PACKAGE / place) for text in _labels(path)}
    return found | {(text,) for text in _declared() if HAN.search(text)}


def read(path: Path = PO) -> dict[Entry, tuple[str, ...]]:
    """The catalogue: {message: translation}. A fuzzy entry counts as not translated."""
    found: dict[Entry, tuple[str, ...]] = {}
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        said = {key: _unquoted(text) for key, text in _FIELD.findall(block)}
        if said.get("msgid"):
            key = (said["msgid"], said["msgid_plural"]) if "msgid_plural" in said else (said["msgid"],)
            texts = tuple(text for name, text in said.items() if name.startswith("msgstr"))
            found[key] = tuple("" for _ in texts) if "#, fuzzy" in block else texts
    return found


def write(known: dict[Entry, tuple[str, ...]], path: Path = PO) -> None:
    """The catalogue as a file, in the order of its messages."""
    blocks = [f'msgid ""\nmsgstr {_quoted(HEADER)}']
    for key in sorted(known):
        lines = [f"msgid {_quoted(key[0])}"]
        if len(key) == 1:
            lines.append(f"msgstr {_quoted(known[key][0])}")
        else:
            lines.append(f"msgid_plural {_quoted(key[1])}")
            lines += [f"msgstr[{n}] {_quoted(text)}" for n, text in enumerate(known[key])]
        blocks.append("\n".join(lines))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")


def compiled(known: dict[Entry, tuple[str, ...]]) -> bytes:
    """The catalogue as gettext reads it (.mo)."""
    pairs = {"\0".join(key): "\0".join(texts) for key, texts in known.items() if all(texts)}
    pairs[""] = HEADER
    keys = sorted(pairs, key=lambda key: key.encode())
    originals, translations = _table(keys), _table([pairs[k] for k in keys])
    start = 7 * 4
    first, second = start, start + 8 * len(keys)
    body = second + 8 * len(keys)
    out = struct.pack("<7I", 0x950412DE, 0, len(keys), first, second, 0, 0)
    out += _index(originals, body) + _index(translations, body + sum(len(t) + 1 for t in originals))
    return out + b"".join(text + b"\0" for text in originals + translations)


def main() -> int:
    """Collect, keep what is translated, compile; says how much has no English yet."""
    _prepare()
    known = read() if PO.exists() else {}
    merged = {key: known.get(key, tuple("" for _ in key)) for key in wanted()}
    write(merged)
    PO.with_suffix(".mo").write_bytes(compiled(merged))
    missing = [key[0] for key, texts in merged.items() if not all(texts)]
    print(f"{len(merged)} messages, {len(missing)} without English")
    return bool(missing)


def _prepare() -> None:
    """Just enough of Django to read labels; no workspace is needed."""
    import django
    from django.conf import settings

    if not settings.configured and "DJANGO_SETTINGS_MODULE" not in os.environ:
        rooms = ("workflow", "registry", "planning.apps.PlanningConfig")
        apps = ("django.contrib.auth", "django.contrib.contenttypes", *(f"liuqing.{room}" for room in rooms))
        settings.configure(INSTALLED_APPS=apps)
        django.setup()


def _declared() -> Iterator[str]:
    """The labels of facts, codes, lists, roles, rules, procedures and their steps.

    What else a place states (its standards, quotas, numbers, sources) stays in the words of the place.
    """
    from liuqing.policy.headings import ORDER
    from liuqing.policy.lists import LISTS
    from liuqing.policy.place import known, load
    from liuqing.policy.procedures import COUNTS, LEVELS, stated
    from liuqing.policy.procedures import KINDS as PROCEDURES
    from liuqing.policy.programmes import PROGRAMMES
    from liuqing.policy.quotas import EVERY, TARGETS
    from liuqing.policy.rule_book import AREAS, KINDS, UNITS, WHO
    from liuqing.policy.tables import CLEARS, HOUSEHOLD, PERSON, VILLAGE
    from liuqing.registry.queries.words import every_rule
    from liuqing.workflow.roles import ROLES

    yield from CLEARS.values()
    for fact in (*HOUSEHOLD, *PERSON, *VILLAGE, *(fact for kind in LISTS for fact in kind.columns)):
        yield from (fact.label, *fact.codes, fact.unit)
    for kind in LISTS:
        yield from (kind.department, kind.label)
    yield from (role.label for role in ROLES.values())
    yield from every_rule()
    for one in PROGRAMMES.values():
        yield from (one.label, one.department)
    for place in (load("china"), *map(load, known())):
        for procedure in stated(place).values():
            yield procedure.label
            yield from (step.label for version in procedure.versions.values() for step in version.steps)
    for said in (COUNTS, LEVELS, PROCEDURES, AREAS, EVERY, KINDS, TARGETS, UNITS, WHO):
        yield from said.values()
    yield from ORDER
    yield from _of_projects()


def _of_projects() -> Iterator[str]:
    """The nation's stages and gates of a project, its notices, its marks, steps of the pool, assets."""
    from liuqing.planning.pool_texts import KINDS
    from liuqing.policy import announcing, performance, pool, project_life
    from liuqing.policy.place import load

    nation = load("china")
    life, notices = project_life.stated(nation), announcing.declared(nation)
    for one in (*life.stages.values(), *life.gates.values(), *life.leaving.values()):
        yield from (one.label, one.note)
    yield from KINDS
    yield from (stage.who for stage in life.stages.values())
    yield from (one.label for one in (*notices.levels.values(), *notices.kinds.values()))
    told = pool.of(nation)
    yield from (one.label for one in (*told.steps.values(), *told.fixed.values(), *told.trees.values()))
    scales = performance.declared(nation).scales.values()
    for version in (version for scale in scales for version in scale.versions.values()):
        yield from (*version.weights, *version.grades)
        yield from (one.means for one in version.grades.values())


def _files(place: Path) -> list[Path]:
    return [place] if place.is_file() else sorted(place.rglob("*.py"))


def _of_template(path: Path) -> Iterator[Entry]:
    from django.utils.translation.template import templatize

    for kind, text in _CALL.findall(templatize(path.read_text(encoding="utf-8"))):
        parts = tuple(ast.literal_eval(part) for part in _TEXT.findall(text))
        yield parts[:2] if kind == "ngettext" else parts[:1]


def _of_program(path: Path) -> Iterator[Entry]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in ("_", "_lazy", "gettext")
        ):
            told = node.args[0] if node.args else None
            if isinstance(told, ast.Constant) and isinstance(told.value, str):
                yield (told.value,)


def _labels(path: Path) -> Iterator[str]:
    """Every Chinese text of a program but its docstrings, patterns and built-up sentences."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    skipped |= {
        id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values
    }
    skipped |= {id(part) for node in ast.walk(tree) if _is_pattern(node) for part in node.args}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in skipped:
            continue
        if HAN.search(node.value) and "\n" not in node.value:
            yield node.value


def _is_pattern(node: ast.AST) -> TypeGuard[ast.Call]:
    """``re.compile(…)``."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "compile"


def _table(texts: list[str]) -> list[bytes]:
    return [text.encode() for text in texts]


def _index(texts: list[bytes], at: int) -> bytes:
    out = b""
    for text in texts:
        out += struct.pack("<2I", len(text), at)
        at += len(text) + 1
    return out


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], text)


_FIELD = re.compile(r'^(msgid_plural|msgid|msgstr(?:\[\d\])?) "((?:[^"\\]|\\.)*)"$', re.MULTILINE)
_TEXT = re.compile(r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")
_CALL = re.compile(r"""\b(_|gettext|ngettext)\(((?:\s*u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\s*,?)+)""")

if __name__ == "__main__":
    sys.exit(main())
