"""The rules of the documents, and what is said of those that no test proves."""

import importlib
import json
import tomllib
from dataclasses import dataclass
from functools import reduce

from libs.regulation.tests.desk import PUBLISHED

FOLDER = PUBLISHED / "rules"
UNPROVEN_HEAD = "# Rules that nothing proves yet, each with the reason.\n\n"
NEEDED = {"E": {"keeps", "breaks"}, "D": {"shows"}, "S": set()}
"""The marks of the tests that prove a rule, by its kind; of a supported one a symbol is named."""


@dataclass(frozen=True)
class Document:
    """One of the vendors' documents."""

    prefix: str
    name: str
    edition: str


@dataclass(frozen=True)
class Rule:
    """One rule of a document: its own words, and what the desk does for it."""

    id: str
    document: Document
    kind: str
    lines: str
    areas: tuple[str, ...]
    phrase: str
    does: str
    carries_number: bool = False


def table(name):
    """One file of the folder of rules."""
    return tomllib.loads((FOLDER / name).read_text())


def _documents():
    for path in sorted(FOLDER.glob("*.toml")):
        content = table(path.name)
        if "prefix" in content:
            rules = content.pop("rules")
            yield Document(**content), rules


def _rules():
    for document, rules in _documents():
        for each in rules:
            yield Rule(**each | {"document": document, "areas": tuple(each["areas"])})


RULES = {rule.id: rule for rule in _rules()}
SUPPORTED = {each["rule"]: each["symbol"] for each in table("supported.toml").get("supported", ())}
"""Rule → the symbol that supports it, as `package.module:Name`."""

ELSEWHERE = {each["rule"]: each for each in table("elsewhere.toml")["elsewhere"]}
"""Rule → where it is kept when no edition states it, and why."""

UNPROVEN = table("unproven.toml")
"""Rule → why nothing proves it yet."""


def symbol(name):
    """What `package.module:Name.attribute` names. Raises ImportError or AttributeError."""
    module, _, path = name.partition(":")
    return reduce(getattr, path.split("."), importlib.import_module(module))


def is_proven(rule, marks):
    """Whether tests with these marks, or the symbol that supports it, prove a rule."""
    if rule.kind == "S":
        return rule.id in SUPPORTED
    return NEEDED[rule.kind] <= marks


def needs_no_proof(rule):
    """Whether a rule is out of the product's hands, or waits for a page of the portal."""
    return ELSEWHERE.get(rule.id, {}).get("where") in ("outside", "page")


def unproven(proofs):
    """The rules that should be proven and are not, by the marks of the tests."""
    return [
        rule.id
        for rule in RULES.values()
        if not needs_no_proof(rule) and not is_proven(rule, set(proofs.get(rule.id, ())))
    ]


def prune(proofs):
    """Strike out of the list of unproven rules those that are proven now."""
    for rule in UNPROVEN.keys() - set(unproven(proofs)):
        del UNPROVEN[rule]
    kept = [rule for rule in RULES if rule in UNPROVEN]
    lines = [f"{rule} = {json.dumps(UNPROVEN[rule], ensure_ascii=False)}\n" for rule in kept]
    (FOLDER / "unproven.toml").write_text(UNPROVEN_HEAD + "".join(lines))
