"""What of projects and money waits for a user; the rooms say it themselves."""

from typing import Any

from liuqing.planning.queries import waiting
from liuqing.planning.queries.announcements import tasks as announcements
from liuqing.planning.queries.assets import listing as assets
from liuqing.planning.queries.batches import tasks as batches
