"""Announcements (公告公示) as they are read: by the office, by everybody, in the register, and what is missing."""

from liuqing.planning.queries.announcements.listed import Board, Row, board
from liuqing.planning.queries.announcements.missing import Missing, Waiting, checked, drawable
from liuqing.planning.queries.announcements.page import AnnouncementPage, announcement, of_project
from liuqing.planning.queries.announcements.tasks import tasks, waits

__all__ = [
    "AnnouncementPage", "Board", "Missing", "Row", "Waiting", "announcement", "board", "checked", "drawable", "of_project",
    "tasks", "waits",
]  # fmt: skip
