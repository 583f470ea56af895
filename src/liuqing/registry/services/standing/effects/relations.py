"""Relations (与户主关系) when another member becomes the head: what follows for each of the others.

Only what follows surely is said; what could be one thing or another becomes 其他, and the village puts it
right. Keys are persons, values relations to the head.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from liuqing.registry.services.standing.state import HEAD

OTHER = "其他"
_CHILD = ("之子", "之女")
_PARENT = ("之父", "之母")
_DOWN = (
    "之子",
    "之女",
    "之儿媳",
    "之女婿",
    "之孙子",
    "之孙女",
    "之外孙子",
    "之外孙女",
    "之曾孙子",
    "之曾孙女",
)
_IN_LAW = {"之岳父": "之父", "之公公": "之父", "之岳母": "之母", "之婆婆": "之母"}
_GRAND = {
    "之孙子": "之子",
    "之外孙子": "之子",
    "之孙女": "之女",
    "之外孙女": "之女",
    "之儿媳": "配偶",
    "之女婿": "配偶",
}


@dataclass(frozen=True)
class _Turn:
    """Who becomes the head: the own relation so far, the sex, that of the head so far, whether an only child."""

    role: str
    sex: str
    sex_before: str
    only_child: bool


def turned(members: Mapping[str, str], head: str, sexes: Mapping[str, str], said: str = "") -> dict[str, str]:
    """The relations of these members to ``head``, who is one of them.

    ``said`` is the former head's relation to the new one, if somebody said it.
    """
    before = next((key for key, relation in members.items() if relation == HEAD), "")
    children = [key for key, relation in members.items() if relation in _CHILD]
    turn = _Turn(members[head], sexes.get(head, ""), sexes.get(before, ""), children == [head])
    found = {key: _to(turn, relation, sexes.get(key, "")) for key, relation in members.items()}
    if said and before:
        found[before] = said
    return {**found, head: HEAD}


def _to(turn: _Turn, relation: str, sex: str) -> str:
    if turn.role == "配偶":
        return _of_spouse(turn, relation)
    if turn.role in _CHILD:
        return _of_child(turn, relation, sex)
    if turn.role in _PARENT:
        return _of_parent(turn, relation, sex)
    return OTHER


def _of_spouse(turn: _Turn, relation: str) -> str:
    if relation == HEAD:
        return "配偶"
    if relation in _DOWN:
        return relation
    if relation in _PARENT:
        told = {"女": ("之公公", "之婆婆"), "男": ("之岳父", "之岳母")}.get(turn.sex, (OTHER, OTHER))
        return told[_PARENT.index(relation)]
    return _IN_LAW.get(relation, OTHER)


def _of_child(turn: _Turn, relation: str, sex: str) -> str:
    if relation in (HEAD, "配偶"):
        return _by(sex, "之父", "之母")
    if relation in _CHILD:
        return "之兄弟姐妹"
    if relation in _PARENT:
        told = {"男": ("之祖父", "之祖母"), "女": ("之外祖父", "之外祖母")}.get(
            turn.sex_before, (OTHER, OTHER)
        )
        return told[_PARENT.index(relation)]
    # A daughter-in-law or a grandchild belongs to the child who becomes head only if there is no other child.
    return _GRAND.get(relation, OTHER) if turn.only_child else OTHER


def _of_parent(turn: _Turn, relation: str, sex: str) -> str:
    if relation in (HEAD, "之兄弟姐妹"):
        return _by(sex, "之子", "之女")
    if relation in _PARENT:
        return "配偶"
    if relation == "配偶":
        return _by(turn.sex_before, "之儿媳", "之女婿")
    if relation in _CHILD:
        told = {"男": ("之孙子", "之孙女"), "女": ("之外孙子", "之外孙女")}.get(
            turn.sex_before, (OTHER, OTHER)
        )
        return told[_CHILD.index(relation)]
    return OTHER


def _by(sex: str, man: str, woman: str) -> str:
    return {"男": man, "女": woman}.get(sex, OTHER)
