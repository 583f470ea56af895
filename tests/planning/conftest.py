"""The small county as a place with classes, sources and departments of projects."""

from dataclasses import replace

import pytest

from tests.planning import building


@pytest.fixture
def actors(county):
    """Officers of departments, a second analyst, a second finance officer."""
    return building.actors(county)


@pytest.fixture(autouse=True)
def place(tmp_path_factory, settings):
    """The workspace belongs to the small county's place."""
    folder = tmp_path_factory.mktemp("place")
    (folder / "place.yaml").write_text(building.PLACE, encoding="utf-8")
    settings.WORKSPACE = replace(settings.WORKSPACE, place=str(folder))
    return folder
