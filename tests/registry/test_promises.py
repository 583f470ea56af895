"""The promises of the record, held by the source itself and by what runs."""

import ast
import gc
import threading
import time
from pathlib import Path

import pytest
from django.db import connection

import liuqing

SOURCE = Path(liuqing.__file__).parent
ENGINE = ("compute", "matching", "sample", "policy", "sheets")
WRITERS = ("registry/services", "registry/imports", "workflow")
WRITES = {
    "save", "create", "bulk_create", "bulk_update", "update_or_create", "get_or_create", "delete", "update",
}  # fmt: skip


def _sources(*rooms):
    return [path for room in rooms for path in sorted((SOURCE / room).rglob("*.py"))]


def _imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_the_engine_cannot_reach_the_record():
    """Rules read frozen tables: what they find can never change a standing by itself."""
    reaching = [
        (path.name, name)
        for path in _sources(*ENGINE)
        for name in _imports(path)
        if name.split(".")[0] == "django" or name.startswith(("liuqing.registry", "liuqing.workflow"))
    ]
    assert reaching == []


def test_nothing_outside_services_writes_the_record():
    """A query, a page or a paper holds no call that writes rows of the record."""
    writing = []
    for path in _sources("registry/queries", "reports"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                chain = ast.unparse(node.func)
                if node.func.attr in WRITES and ".objects" in chain:
                    writing.append(f"{path.name}: {chain}")
    assert writing == []


def test_every_act_names_who_acts():
    """Public functions of the services that change something take ``by``."""
    acts = {
        "accounts.py": {"create", "appoint", "dismiss", "close", "create_demo"},
        "areas.py": {"plant"},
        "identities.py": {"reveal"},
        "snapshots.py": {"take"},
    }
    for file, names in acts.items():
        tree = ast.parse((SOURCE / "registry/services" / file).read_text(encoding="utf-8"))
        functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
        for name in names:
            arguments = functions[name].args
            assert "by" in {a.arg for a in arguments.kwonlyargs}, f"{file}: {name}"


def test_standings_are_written_by_lists_and_services_only():
    """Whoever makes a ``Standing`` is an importer of an official list or a service with ``by``."""
    makers = [
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if "Standing.objects" in (text := path.read_text(encoding="utf-8"))
        and "Standing.objects.create" in text
    ]
    assert all(maker.startswith(WRITERS) for maker in makers)


def _makes(path, *models):
    """Where a file makes, changes or deletes rows of these models: one line each."""
    calls = (n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Call))
    for node in calls:
        chain, first = ast.unparse(node.func), ast.unparse(node.args[0]) if node.args else ""
        through = chain.rsplit(".", 1)[-1] in WRITES and any(f"{model}.objects" in chain for model in models)
        if through or chain in models or (chain in BULK and first in models):
            yield chain


BULK = {"writes.insert", "writes.update", "writes.delete"}
EFFECTS, IMPORTS = "registry/services/standing/effects/", "registry/imports/"
WRITERS_OF = {
    "Standing": (EFFECTS, IMPORTS),
    "AreaStanding": (EFFECTS, IMPORTS),
    # What an official list says of the monitored is taken over by an act of the county.
    "Monitoring": (EFFECTS, "registry/services/monitoring/adopting.py"),
    "FormerVillage": (EFFECTS, IMPORTS, "registry/services/recoding.py"),
}


@pytest.mark.parametrize("model", WRITERS_OF)
def test_only_finished_procedures_and_official_lists_set_a_standing(model):
    """Whatever else is written: who is in the register, out of it or monitored comes from these two."""
    strange = [
        (where, line)
        for path in SOURCE.rglob("*.py")
        if not (where := path.relative_to(SOURCE).as_posix()).startswith(WRITERS_OF[model])
        for line in _makes(path, model)
    ]
    assert strange == []


def test_an_area_is_recoded_without_touching_any_standing():
    """Recoding moves households with their village; who is in the register it never says."""
    path = SOURCE / "registry/services/recoding.py"
    assert list(_makes(path, "Standing", "AreaStanding", "Monitoring")) == []


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="watches /proc")
@pytest.mark.django_db(transaction=True)
def test_while_rules_run_nobody_but_django_holds_the_live_file(cast, place):
    """Runtime side of "DuckDB never opens the live SQLite file"."""
    from liuqing.registry.services import snapshots
    from tests.county import ON

    if connection.vendor != "sqlite":
        pytest.skip("SQLite only")
    live = Path(connection.settings_dict["NAME"]).resolve()
    connection.ensure_connection()
    # The connection of a thread that has ended goes with the garbage: not that one is asked about.
    gc.collect()
    held, stop, before = [], threading.Event(), _handles(live)

    def watch():
        while not stop.is_set():
            held.append(_handles(live))
            time.sleep(0.002)

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        snapshots.take(on=ON, by=cast.county_approver)
    finally:
        stop.set()
        watching.join()
    # A connection of an earlier test's thread may still be there; while the rules run nobody adds one.
    assert before
    assert len(held) > 10
    assert set().union(*held) <= before


def _handles(live):
    found = set()
    for handle in Path("/proc/self/fd").iterdir():
        try:
            if handle.readlink() == live:
                found.add(handle.name)
        except OSError:  # closed meanwhile
            continue
    return found
