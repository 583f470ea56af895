"""Notices (公示公告) as they are read: by the office, by everybody, and in the register."""

from liuqing.registry.queries.notices.drawable import Sheet, drawable
from liuqing.registry.queries.notices.listed import Board, Row, board
from liuqing.registry.queries.notices.page import NoticePage, notice
from liuqing.registry.queries.notices.tasks import tasks

__all__ = ["Board", "NoticePage", "Row", "Sheet", "board", "drawable", "notice", "tasks"]
