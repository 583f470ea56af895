"""Numbers of projects (项目编号): the county's code, XM, and five digits that count on."""

from collections.abc import Collection, Iterator

from django.db.models import Max
from django.db.models.functions import Length

from liuqing.planning.models import Project


def free(path: str, taken: Collection[str] = ()) -> Iterator[str]:
    """Numbers that no project of the county of this path bears, nor stands among ``taken``."""
    prefix = f"{path.split('/')[0][:6]}XM"
    named = Project.objects.filter(no__startswith=prefix).annotate(long=Length("no"))
    last = named.filter(long=len(prefix) + 5).aggregate(last=Max("no"))["last"] or ""
    at = int(last[-5:]) if last[-5:].isdigit() else 0
    while True:
        at += 1
        number = f"{prefix}{at:05d}"
        if number not in taken:
            yield number
