"""Acts on notices (公示公告): draw up, hang, object, answer, end, take down."""

from liuqing.registry.services.notices.drawing import draw
from liuqing.registry.services.notices.hanging import REASONS, end, hang, take_down
from liuqing.registry.services.notices.objecting import CHANNELS, answer, contact, object_, said

__all__ = ["CHANNELS", "REASONS", "answer", "contact", "draw", "end", "hang", "object_", "said", "take_down"]
