"""A place for the small county, so that the rules find its areas."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests import county as making

PLACE = """\
extends: china/yunnan
code: "990101"
names: {city: 示例市, county: 示例县}
label: 示例县
"""
TARGETS = """\
metric,dimension,year,value,unit,source
registered_households,,2018,5,户,示例规划·第一节
unexited_households,,2018,4,户,示例规划·第二节
unexited_households,,2020,0,户,示例规划·第三节
towns,,2018,2,个,示例规划·第一节
"""


def make_place(folder: Path) -> Path:
    """The small county as a place of its own, with a plan."""
    (folder / "place.yaml").write_text(PLACE, encoding="utf-8")
    (folder / "targets.csv").write_text(TARGETS, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def place_folder(tmp_path_factory):
    """The small county's place: read once by all who write nothing in it."""
    return make_place(tmp_path_factory.mktemp("place"))


@pytest.fixture
def place(place_folder, settings):
    """The workspace belongs to the small county's place; who writes in it takes ``own_place``."""
    settings.WORKSPACE = replace(settings.WORKSPACE, place=str(place_folder))
    return place_folder


@pytest.fixture
def own_place(place, tmp_path_factory, settings):
    """The workspace belongs to a place of the small county that this test may change."""
    folder = make_place(tmp_path_factory.mktemp("place"))
    settings.WORKSPACE = replace(settings.WORKSPACE, place=str(folder))
    return folder


@pytest.fixture
def taken(cast, place):
    """Take a snapshot of the small county as the county's analyst."""
    from liuqing.registry.services import snapshots

    return lambda on=making.ON, **more: snapshots.take(on=on, by=cast.county_approver, **more)
