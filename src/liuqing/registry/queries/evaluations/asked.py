"""The questions of an evaluation as they were when it was registered: a later change of the place's file
changes no answer that was given.
"""

import json
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from liuqing.policy.evaluation import Option, Question
from liuqing.policy.layers import Source
from liuqing.registry.models import Evaluation


def frozen(questions: dict[str, Question]) -> list[dict[str, Any]]:
    """The questions as they are kept with an evaluation."""
    # Options as a list: a database may not keep the order of a map.
    return [
        {
            **asdict(one),
            "key": key,
            "options": [[code, told.label, told.says] for code, told in one.options.items()],
            "since": one.since.isoformat(),
            "until": one.until and one.until.isoformat(),
        }
        for key, one in questions.items()
    ]


def questions(evaluation: Evaluation) -> dict[str, Question]:
    """The questions of an evaluation by key."""
    return read(evaluation.questions)


def read(kept: list[dict[str, Any]]) -> dict[str, Question]:
    """The kept questions as questions again."""
    return _read(json.dumps(kept, ensure_ascii=False))


def line(evaluation: Evaluation) -> Decimal | None:
    """The income line of the day in yuan; None: none was in force."""
    said = evaluation.design.get("line")
    return None if said is None else Decimal(said)


@lru_cache(maxsize=8)
def _read(kept: str) -> dict[str, Question]:
    return {one.pop("key"): _question(one) for one in json.loads(kept)}


def _question(told: dict[str, Any]) -> Question:
    return Question(**{
        **told, "source": Source(**told["source"]), "options": {code: Option(label, says) for code, label, says in told["options"]},
        "since": date.fromisoformat(told["since"]), "until": told["until"] and date.fromisoformat(told["until"]),
    })  # fmt: skip
