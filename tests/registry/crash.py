"""A process of its own that takes snapshot after snapshot until it is killed."""

import os
import sys
from pathlib import Path


def main(folder: Path, *, make: bool) -> None:
    """Make the small county in a workspace, or take snapshots of it for ever."""
    os.environ["LIUQING_WORKSPACE"] = str(folder)
    os.environ["LIUQING_DATABASE"] = ""
    os.environ["DJANGO_SETTINGS_MODULE"] = "liuqing.config.settings"
    import django

    django.setup()
    from django.core.management import call_command

    from liuqing.registry.services import accounts, snapshots
    from tests import county as making

    if make:
        call_command("migrate", verbosity=0)
        county = making.five()
        for n in range(20):
            making.household(county, county.villages[n % 3], f"K{n:04d}")
        return
    # Small pieces, so that there are many moments to die in.
    snapshots.PIECE = 3
    while True:
        snapshots.take(on=making.ON, by=accounts.operator(), progress=lambda text: print(text, flush=True))
        print("taken", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), make=sys.argv[2] == "make")
