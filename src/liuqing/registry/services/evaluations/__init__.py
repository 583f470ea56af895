"""Mock evaluations (模拟评估): registered, drawn by a seed that did not exist before, visited, closed,
appealed against.

``plan`` fixes frame and design; ``draw`` takes the seed and gives the sample; ``open_`` lets the
enumerators go; ``answer`` and ``miss`` are theirs; ``confirm`` is somebody else's; ``close`` freezes the
result; ``appeal`` and ``decide`` come after. Nothing here changes a household's standing: what went
wrong becomes a clue. Every act asks for the right and ends in the trail.
"""

from liuqing.registry.services.evaluations.appealing import appeal, decide
from liuqing.registry.services.evaluations.closing import close, confirm
from liuqing.registry.services.evaluations.drawing import draw, open_
from liuqing.registry.services.evaluations.planning import plan
from liuqing.registry.services.evaluations.recording import OUTCOMES, record
from liuqing.registry.services.evaluations.visiting import MISSED, answer, miss

__all__ = [
    "MISSED",
    "OUTCOMES",
    "answer",
    "appeal",
    "close",
    "confirm",
    "decide",
    "draw",
    "miss",
    "open_",
    "plan",
    "record",
]
