"""Entries of lists as they stand in the record, without their workbooks."""

from datetime import date
from itertools import count

from liuqing.registry.models import Entry, Membership, Person, SourceFile

_files = count(1)
DAY = date(2018, 11, 30)


def loaded(kind: str, on: date = DAY, state: str = "loaded") -> SourceFile:
    """A list that was read; of nobody, until entries say otherwise."""
    return SourceFile.objects.create(sha256=f"{next(_files):064x}", kind=kind, state=state, on=on)


def head(no: str = "H0001") -> Person:
    """The head of a household of the small county."""
    return Membership.objects.get(household__no=no, relation="户主").person


def says(file: SourceFile, person: Person, kind: str = "", **values: object) -> Entry:
    """One row of the list."""
    return Entry.objects.create(
        kind=kind or file.kind, person=person, file=file, said_on=file.on, row=1, values=values
    )
