"""Fixtures for every room: the database as it is in use, a small county, the fixed cast."""

import pytest


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

    made = making.plant()
    first, second, third = made.villages
    making.household(made, first, "H0001", head="钱初九")
    making.household(made, first, "H0002", standing="exited", exit_year=2017, cause="缺技术", head="孙十一")
    making.household(made, second, "H0003", size=4, head="李十二")
    making.household(made, third, "H0004", standing="exited", exit_year=2018, head="周十三")
    making.household(made, third, "H0005", size=2, cause="因残", head="吴十四")
    return made


@pytest.fixture
def cast(county):
    """The fixed cast, appointed in the small county."""
    from tests import cast as casting

    return casting.gather(
        county=county.county.path,
        town=county.towns[0].path,
        village=county.villages[0].path,
        other_village=county.villages[2].path,
    )
