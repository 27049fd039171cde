"""Every key of an edition is read by the code, or is a text or a fact that is only handed out."""

import ast
import re
import tomllib
from collections.abc import Mapping
from functools import cache

from pydantic import BaseModel

from libs.regulation import Edition, Facts
from libs.regulation.tests.desk import PUBLISHED, TEXTS

ROOT = PUBLISHED.parent
FREE = {"rules", "clause", "phrase", "assumed", "ru", "en"}
"""Keys of every table: where it comes from, and the two languages."""


def models(model, seen):
    """The model and all models inside it."""
    if model not in seen:
        seen.add(model)
        for field in model.model_fields.values():
            for inner in inside(field.annotation):
                models(inner, seen)
    return seen


def inside(annotation):
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from inside(argument)


CHECKS = ("checks", "cautions", "overlaps", "references", "lint", "differences", "salvage")
"""Modules that look an edition through: what they alone read means nothing to a ticket."""

STILL_UNREAD = {"ClockClause.pauses", "Tier.seats_from", "VersionNumbers.build_groups"}
"""What no service asks for: pauses are the clocks' next step, and two that checks alone need."""

OUTSIDE = ("services", "cli", "libs/runtime")


@cache
def read_by_code():
    """The names that the services, the runtime and the commands read, with all that is read by
    the functions of the model whose names they use; a test or a check alone reads nothing."""
    read = set()
    for folder in OUTSIDE:
        for path in product(folder):
            read |= names(ast.parse(path.read_text()))
    functions = [found for path in product("libs/regulation") for found in functions_of(path)]
    while used := [body for name, body in functions if name in read and not body <= read]:
        read.update(*used)
    return read


def product(folder):
    return [path for path in sorted((ROOT / folder).rglob("*.py")) if "tests" not in path.parts]


def functions_of(path):
    """Each function of a module with the names that its body uses; what checks a value when an
    edition is read is left out."""
    if path.stem in CHECKS:
        return
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef):
            decorators = set().union(*map(names, node.decorator_list))
            if not decorators & {"model_validator", "field_validator"}:
                yield node.name, set().union(*map(names, node.body))


def names(tree):
    """All names and attributes in a tree."""
    return {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute | ast.Name)
    }


def keys():
    """`Model.key` for every key that an edition or dated facts may have."""
    for model in sorted(
        models(Edition, set()) | models(Facts, set()), key=lambda each: each.__name__
    ):
        for key in model.model_fields:
            if key not in FREE:
                yield model.__name__, key


def handed_out():
    """The keys that docs/regulation.md lists as texts or facts of the API's answers."""
    page = (ROOT / "docs/regulation.md").read_text()
    part = page.split("## Keys that are only handed out")[1].split("\n## ")[0]
    return set(re.findall(r"`(\w+\.\w+)`", part))


def test_a_key_is_read_by_the_code_or_listed_as_handed_out():
    unread = {f"{model}.{key}" for model, key in keys() if key not in read_by_code()}

    assert unread - STILL_UNREAD == handed_out()


def tables(node, path=""):
    """The dotted keys of a document, lists left out: `plans.quota.per`."""
    if isinstance(node, dict):
        for key, child in node.items():
            yield f"{path}.{key}".lstrip(".")
            yield from tables(child, f"{path}.{key}")
    elif isinstance(node, list):
        for child in node:
            yield from tables(child, path)


def shape(model, path=""):
    """The dotted keys that an edition may have; what an edition names itself ends a path."""
    for key, field in model.model_fields.items():
        if key not in FREE:
            yield f"{path}.{key}".lstrip(".")
            if not is_named_by_the_edition(field.annotation):
                for inner in inside(field.annotation):
                    yield from shape(inner, f"{path}.{key}")


def is_named_by_the_edition(annotation):
    return getattr(annotation, "__origin__", None) is Mapping


def users(path):
    return [name for name, used in USED.items() if path in used]


def topmost(paths):
    """The paths without those below another of them."""
    return {path for path in paths if not any(path.startswith(f"{other}.") for other in paths)}


USED = {name: set(tables(tomllib.loads(text))) for name, text in TEXTS.items()}


def listed():
    """Option → edition, as docs/regulation.md lists what one edition alone uses, or none."""
    page = (ROOT / "docs/regulation.md").read_text()
    part = page.split("## Options that one edition alone uses")[1].split("\n## ")[0]
    return dict(re.findall(r"^\| `([\w.]+)` \| (\w+) \| .{10,} \|$", part, re.MULTILINE))


def test_an_option_of_one_edition_alone_is_listed_with_its_reason():
    rare = topmost({path for path in shape(Edition) if len(users(path)) < 2})

    assert {path: " ".join(users(path)) or "none" for path in rare} == listed()
