"""The pages speak English completely, and the compiled catalogue is the written one."""

import re

import pytest

from liuqing.web import catalogue

PLACES = re.compile(r"%\(\w+\)s")


@pytest.fixture(scope="module")
def english():
    return catalogue.read()


@pytest.fixture(scope="module")
def said():
    return catalogue.wanted()


def test_everything_that_pages_say_has_an_english_entry(english, said):
    assert not sorted(key[0] for key in said if not all(english.get(key, ("",))))


def test_no_entry_is_left_over(english, said):
    assert not sorted(key[0] for key in english if key not in said)


def test_a_translation_keeps_every_place_for_a_value(english):
    for key, texts in english.items():
        for text in texts:
            assert set(PLACES.findall(text)) <= set(PLACES.findall(key[0])), key[0]
            assert not catalogue.HAN.search(text), key[0]


def test_the_compiled_catalogue_is_the_written_one(english):
    assert catalogue.PO.with_suffix(".mo").read_bytes() == catalogue.compiled(english)


def test_a_fuzzy_entry_counts_as_not_translated(tmp_path):
    draft = tmp_path / "django.po"
    draft.write_text('msgid ""\nmsgstr ""\n\n#, fuzzy\nmsgid "户"\nmsgstr "door"\n', encoding="utf-8")
    assert catalogue.read(draft) == {("户",): ("",)}


def test_what_is_written_is_read_again(tmp_path, english):
    catalogue.write(english, tmp_path / "django.po")
    assert catalogue.read(tmp_path / "django.po") == english
