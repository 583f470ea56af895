"""Acts on announcements of money and projects (资金项目公告公示): draw up, hang, take opinions, answer, end."""

from liuqing.planning.services.announcements.drawing import draw
from liuqing.planning.services.announcements.hanging import REASONS, end, hang, hung, take_down
from liuqing.planning.services.announcements.opinions import answer, contact, opine, said

__all__ = [
    "REASONS", "answer", "contact", "draw", "end", "hang", "hung", "opine", "said", "take_down",
]  # fmt: skip
