"""Where the editions state each rule."""

import tomllib
from collections import defaultdict

from libs.regulation.tests.desk import TEXTS


def tables(node, path=()):
    """All tables of a document with the paths at which they stand."""
    if isinstance(node, dict):
        yield path, node
    for key, child in items(node):
        yield from tables(child, (*path, key))


def items(node):
    """The keys of a table, or the numbers of a list, with what stands there."""
    if isinstance(node, dict):
        return list(node.items())
    return list(enumerate(node)) if isinstance(node, list) else []


def told(document, path):
    """A path as people read it, each part of a list by its own name: `form.fields.subject`."""
    words, node = [], document
    for key in path:
        node = node[key]
        words.append(_name(node, key) if isinstance(key, int) else key)
    return ".".join(words) or "the edition"


def _name(node, number):
    names = [str(node[key]) for key in ("slug", "name", "lack", "number") if _named(node, key)]
    return names[0] if names else str(number)


def _named(node, key):
    return isinstance(node, dict) and isinstance(node.get(key), str)


def places():
    """Rule → the places that state it, as (edition, path in words)."""
    found = defaultdict(list)
    for name, text in TEXTS.items():
        document = tomllib.loads(text)
        for path, table in tables(document):
            for rule in table.get("rules", ()):
                found[rule].append((name, told(document, path)))
    return found
