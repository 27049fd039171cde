"""Editions with one value changed: what each rule's own tests have to feel.

A value carries the rules of the closest table around it that names any. Each is changed once, in
the first way of several that still makes a sound edition.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from types import UnionType
from typing import Annotated, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from libs.regulation import Edition, RegulationError, from_document, load_facts
from libs.regulation.tests.desk import PUBLISHED
from tests.rules.places import items, told

PROVENANCE = {"rules", "clause", "phrase", "assumed"}
"""Where a value comes from, which is not the value."""

LEFT_ALONE = {
    "id": "the edition's own name",
    "vendor": "the vendor's own name",
    "ticket_prefix": "a name of ours, on a decision (A-29)",
    "slug": "a name of ours, by which other parts find this one; a wrong one is refused",
    "en": "a translation of the document's words",
}
"""Keys that no rule fixes, and why."""

TIME = re.compile(r"\d\d:\d\d")


@dataclass(frozen=True)
class Value:
    """A value of an edition, with the rules that it carries and the ways to change it."""

    edition: str
    path: tuple
    place: str
    rules: tuple
    changes: tuple

    def mutants(self, document):
        """The changed documents, with the change in words."""
        for new in self.changes:
            changed = deepcopy(document)
            parent = changed
            for key in self.path[:-1]:
                parent = parent[key]
            old = parent[self.path[-1]]
            if new is REMOVED:
                del parent[self.path[-1]]
            else:
                parent[self.path[-1]] = new
            yield f"{shown(old)} → {shown(new)}", changed


REMOVED = type("Removed", (), {"__repr__": lambda self: "nothing"})()


def shown(value):
    """A value in few words."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) < 60 else f"{text[:57]}…"


def documents():
    """The published editions as plain data, by name."""
    return {path.stem: tomllib.loads(path.read_text()) for path in sorted(PUBLISHED.glob("*.toml"))}


def values(edition, document):
    """All values of an edition that carry a rule."""
    for path, rules, annotations, whole in _walk(document, (), (), [Edition]):
        changes = tuple(_changes(_at(document, path), annotations, _others(document, path), whole))
        if rules and changes:
            yield Value(edition, path, told(document, path), rules, changes)


def _walk(node, path, rules, annotations):
    """Each value with its path, the rules it carries, what it may be, and whether it is a part
    that can go as a whole."""
    rules, decided = _carried(node, path, rules)
    for key, child in items(node):
        if key in PROVENANCE or key in LEFT_ALONE or key in decided:
            continue
        inner = [found for each in annotations for found in _inside(each, key)]
        # The edition's own rules stand for its own values, and not for the parts below.
        own = () if not path and isinstance(child, dict | list) else rules
        here = (*path, key)
        if isinstance(child, dict | list) and not _is_text(child):
            yield here, _carried(child, here, own)[0], inner, True
            yield from _walk(child, here, own, inner)
        else:
            yield here, own, inner, False


def _carried(node, path, rules):
    """The rules that the values of a table carry, and those of its keys that rest on a decision."""
    if not isinstance(node, dict):
        return rules, ()
    assumed = node.get("assumed", ())
    if "rules" in node or isinstance(assumed, str):
        rules = tuple(node.get("rules", ())) if not isinstance(assumed, str) else ()
    return rules, () if isinstance(assumed, str) else tuple(assumed)


def _at(document, path):
    for key in path:
        document = document[key]
    return document


def _is_text(node):
    return isinstance(node, dict) and {"ru", "en"} >= node.keys()


def _inside(annotation, key):
    """What a key of a value of this type may be."""
    for each in _alternatives(annotation):
        origin, arguments = get_origin(each), get_args(each)
        if isinstance(each, type) and issubclass(each, BaseModel):
            if key in each.model_fields:
                yield each.model_fields[key].annotation
        elif origin in (tuple, list) and isinstance(key, int):
            yield arguments[min(key, len(arguments) - 2)] if len(arguments) > 2 else arguments[0]
        elif origin is Mapping and isinstance(key, str):
            yield arguments[1]


def _alternatives(annotation):
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _alternatives(get_args(annotation)[0])
    elif origin in (Union, UnionType):
        for each in get_args(annotation):
            yield from _alternatives(each)
    else:
        yield annotation


def _choices(annotations):
    for annotation in annotations:
        for each in _alternatives(annotation):
            if get_origin(each) is Literal:
                yield from get_args(each)


def _others(document, path):
    """Other values that stand under the same key elsewhere: other offices, kinds, reasons."""
    key = next((each for each in reversed(path) if isinstance(each, str)), None)
    old = _at(document, path)
    return [each for each in dict.fromkeys(_under(document, key)) if each != old]


def _under(node, key):
    for name, child in items(node):
        if name == key:
            yield from (each for each in _scalars(child))
        yield from _under(child, key)


def _scalars(node):
    if isinstance(node, str):
        yield node
    elif isinstance(node, list):
        yield from (each for each in node if isinstance(each, str))


def _changes(value, annotations, others, whole):
    """What a value may become, the plainest first."""
    if _is_text(value):
        yield {**value, "ru": f"{value['ru']} (иначе)"}
    elif whole:
        yield REMOVED
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, value - 1)
    elif isinstance(value, date):
        yield value + timedelta(days=1)
    elif isinstance(value, str):
        yield from _strings(value, annotations, others)


def _strings(value, annotations, others):
    if TIME.fullmatch(value):
        yield f"{(int(value[:2]) + 1) % 24:02}{value[2:]}"
    if value == "Europe/Moscow":
        yield "Asia/Omsk"
    choices = [each for each in _choices(annotations) if each != value]
    yield from choices
    if not choices:
        yield from others
        yield f"{value} (иначе)"
        yield f"{value}0"
    yield REMOVED


def is_sound(name, document):
    """Whether an edition can be read, and its vendor's dated facts with it."""
    try:
        edition = from_document(document, name)
        facts = PUBLISHED / "facts" / f"{name}.toml"
        if facts.exists():
            load_facts(facts.read_text(), edition)
    except RegulationError:
        return False
    return True


def toml(value):
    """A value as TOML on one line; a document is a line a key."""
    if isinstance(value, dict):
        pairs = (f"{json.dumps(key)} = {toml(each)}" for key, each in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)


def text(document):
    """A document as a TOML text."""
    return "".join(f"{json.dumps(key)} = {toml(value)}\n" for key, value in document.items())
