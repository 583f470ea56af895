"""What an office puts on its own papers: set in the workspace's ``county.toml``.

[papers]
hotline = "0874-1234567"
"""

import tomllib

from django.conf import settings


def hotline() -> str:
    """The telephone for complaints and corrections; "" leaves a line to write it in by hand."""
    told = tomllib.loads((settings.WORKSPACE.folder / "county.toml").read_text(encoding="utf-8"))
    return str(told.get("papers", {}).get("hotline", ""))


def site() -> str:
    """Where everybody reaches the public pages, as it stands in QR codes; "" if no address was told.

    [papers]
    site = "https://gongshi.example.gov.cn"
    """
    told = tomllib.loads((settings.WORKSPACE.folder / "county.toml").read_text(encoding="utf-8"))
    return str(told.get("papers", {}).get("site", "")).rstrip("/")
