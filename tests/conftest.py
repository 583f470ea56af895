"""Fixtures for every room: the database as it is in use, a small county, the fixed cast."""

import pytest

PAGES_AND_PAPERS = ("tests/web/", "tests/reports/")
"""Rooms that reach the database only through the records, whose own tests run on both databases."""


def pytest_collection_modifyitems(items):
    """Pages and papers run on one database, unless their file says ``BOTH_DATABASES = True``."""
    for item in items:
        room = any(room in item.path.as_posix() for room in PAGES_AND_PAPERS)
        if room and not getattr(item.module, "BOTH_DATABASES", False):
            item.add_marker(pytest.mark.one_database)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """SQLite tests run on a file with the shipped settings, as a county does, not in memory."""
    from django.conf import settings

    default = settings.DATABASES["default"]
    if default["ENGINE"].endswith("sqlite3"):
        default["TEST"]["NAME"] = str(settings.WORKSPACE.folder / "test.sqlite3")


@pytest.fixture
def county(db):
    """The small county with five households in three villages."""
    from tests import county as making

    return making.five()


@pytest.fixture
def cast(county):
    """The fixed cast, appointed in the small county."""
    from tests import cast as casting

    return casting.of(county)
