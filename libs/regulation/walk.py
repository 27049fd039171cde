"""All parts of an edition, one after the other."""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from libs.regulation.lines import Path


def parts(node: object, path: Path = ()) -> Iterator[tuple[Path, BaseModel]]:
    """An edition's parts with the keys that lead to them; each after those around it."""
    if isinstance(node, tuple):
        for number, child in enumerate(node):
            yield from parts(child, (*path, number))
    elif isinstance(node, Mapping):
        for key, child in node.items():
            yield from parts(child, (*path, key))
    elif isinstance(node, BaseModel):
        yield path, node
        for key in type(node).model_fields:
            yield from parts(getattr(node, key), (*path, key))
