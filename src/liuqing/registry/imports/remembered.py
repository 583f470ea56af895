"""What people asked to be remembered: whom a row means that a person has judged before.

A row is known again by what it says of who it is, and by nothing else: the list, the name, the
number and the village, as they are written. Of these only a keyed hash is kept.
"""

import unicodedata

from liuqing.policy.lists import ListKind
from liuqing.registry import secrets
from liuqing.registry.imports.finding import shown_number
from liuqing.registry.imports.rows import TypedRow
from liuqing.registry.models import Known


def mark(kind: ListKind, row: TypedRow) -> str:
    """By which a row is known again; empty if it does not say enough of who it is."""
    values = row.values
    said = (values.get("name"), shown_number(row), values.get("town"), values.get("village"))
    if not said[0] or not any(said[1:]):
        return ""
    told = "\x1f".join(unicodedata.normalize("NFKC", text or "").strip() for text in said)
    return secrets.blind_index(f"{kind.key}\x1f{told}", "known")


def remembered(kind: ListKind) -> dict[str, int | None]:
    """{mark: the person who is meant, or None for nobody of the register} of one kind of list."""
    return dict(Known.objects.filter(kind=kind.key, until=None).values_list("mark", "person"))
