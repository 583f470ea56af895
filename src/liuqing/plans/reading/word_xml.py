"""Small questions to the XML of a Word document, by local names: strict and transitional files differ in the rest."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from liuqing.errors import Problem
from liuqing.plans.reading.kinds import bomb, corrupt

DEEPEST = 200


def parse(data: bytes) -> Any:
    """The root of a part; a document type or entities are refused, for an office program writes none."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise bomb("里面定义了 XML 实体")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True)  # fmt: skip
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise corrupt() from None


def optional(data: bytes | None) -> Any:
    """The root of a part that may be missing or broken: None then, the text does not depend on it."""
    if not data:
        return None
    try:
        return parse(data)
    except Problem as problem:
        if problem.code == "plan.bomb":
            raise
        return None


def local(element: Any) -> str:
    """The name of an element without its name space; "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """The value of an attribute by its local name, "" if it has none."""
    if element is None:
        return ""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return ""


def children(element: Any, name: str) -> Iterator[Any]:
    """The children of that name."""
    return (one for one in element if local(one) == name)


def child(element: Any, name: str) -> Any:
    """The first child of that name, or None."""
    return next(children(element, name), None) if element is not None else None


def is_on(element: Any, name: str) -> bool:
    """Is a switch such as ``vanish`` on: there, and not set to off?"""
    found = child(element, name)
    return found is not None and attribute(found, "val") not in ("0", "false", "off", "none")
