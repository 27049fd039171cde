"""The tree keeps its shape: small files, a room for each thing, no vendor's name in code."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from libs.runtime.command import SERVICES

ROOT = Path(__file__).parents[2]
MOST_LINES = 250
MOST_LINES_OF_A_TEST = 400
LONGER = {"libs/events/intake.py", "libs/events/entitlement.py"}
"""An owner's whole language stands in one module, however much it says."""
PACING = {"tests/e2e/load.py", "tests/e2e/test_d_away.py"}
"""They let requests come at a steady rate: time itself is what they need."""
CODE = [
    path
    for folder in ("libs", "services", "cli", "bench", "tests")
    for path in sorted((ROOT / folder).rglob("*.py"))
]
PRODUCT = [
    path
    for path in CODE
    if path.relative_to(ROOT).parts[0] in ("libs", "services") and "tests" not in path.parts
]
FOLDERS = sorted(
    path.name for path in (ROOT / "services").iterdir() if (path / "__init__.py").exists()
)
ROOMS = {
    "intake": {"domain", "reactions", "projections", "api", "main", "tests"},
    "entitlement": {"domain", "reactions", "projections", "api", "main", "tests"},
    "sla_clock": {"domain", "reactions", "projections", "api", "main", "tests"},
    "routing": {"domain", "reactions", "projections", "api", "main", "tests"},
    "notification": {"domain", "reactions", "projections", "api", "main", "tests"},
    "views": {"projections", "queries", "api", "main", "tests"},
}
VENDORS = [
    tomllib.loads(path.read_text())["vendor"]
    for path in sorted((ROOT / "regulations").glob("*.toml"))
]
BRANDS = ["крипто-?про", "crypto-?pro", "nanocad", "нанософт", "регионсофт", "технокад", "zedline"]
RULE = re.compile(r"\b(?:NANO|CPRO-[PR]|RGN|TKAD)-\d\d")
REFUSALS = ("Problem", "Refused", "Invalid", "Stale")
"""What an API answers by; its English stands first, `ru` beside it."""
PATTERNS = {("libs/regulation/base.py", "CPRO-R-28")}
"""How an id is written is shown by one."""


def test_no_module_is_longer_than_can_be_read_at_once():
    assert {path for path, lines in lengths(PRODUCT) if lines > MOST_LINES} == LONGER


def test_no_test_is_longer_than_can_be_followed():
    assert {path for path, lines in lengths(CODE) if lines > MOST_LINES_OF_A_TEST} <= LONGER


def lengths(paths):
    return [(str(path.relative_to(ROOT)), len(path.read_text().splitlines())) for path in paths]


def test_every_module_says_in_a_sentence_what_it_is():
    silent = [
        str(path.relative_to(ROOT))
        for path in PRODUCT
        if (tree := ast.parse(path.read_text())).body and ast.get_docstring(tree) is None
    ]

    assert silent == []


def test_what_can_be_served_is_what_stands_in_services():
    assert sorted(SERVICES) == FOLDERS


@pytest.mark.parametrize("service", FOLDERS)
def test_a_service_has_its_rooms(service):
    found = {path.stem for path in (ROOT / "services" / service).iterdir()}

    assert ROOMS[service] <= found


def test_no_code_names_a_vendor():
    """Regulations are data: a new vendor needs no new code."""
    name = re.compile("|".join(VENDORS + BRANDS), re.IGNORECASE)
    naming = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in PRODUCT
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if name.search(line)
    ]

    assert naming == []


def test_no_rule_decides_anything_in_code_by_its_id():
    """Docstrings say which rule is meant; which rules hold is for editions to say."""
    named = {
        (str(path.relative_to(ROOT)), found)
        for path in PRODUCT
        for text in said_in_code(ast.parse(path.read_text()))
        for found in RULE.findall(text)
    }

    assert named == PATTERNS


def said_in_code(tree):
    """All texts of a module but its docstrings."""
    lone = (node.value for node in ast.walk(tree) if isinstance(node, ast.Expr))
    docstrings = {id(value) for value in lone}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in docstrings:
            yield str(node.value)


def test_only_the_runtime_reads_the_clock():
    clocks = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}
    clocks |= {("time", "time"), ("time", "time_ns")}
    reading = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in PRODUCT
        if not path.is_relative_to(ROOT / "libs" / "runtime")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in clocks
    ]

    assert reading == []


def test_the_linter_bans_the_clock_everywhere_but_there():
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]

    assert "TID251" in lint["select"]
    assert {"datetime.datetime.now", "datetime.datetime.utcnow"} <= set(
        lint["flake8-tidy-imports"]["banned-api"]
    )
    allowed = [path for path, rules in lint["per-file-ignores"].items() if "TID251" in rules]
    assert [path for path in allowed if path.startswith(("libs", "services"))] == ["libs/runtime/*"]


def test_tests_wait_for_conditions_and_never_for_time_to_pass():
    sleep = re.compile(r"\b(asyncio|time)\.sleep\(")
    tests = [path.relative_to(ROOT) for path in CODE if "tests" in path.relative_to(ROOT).parts]
    sleeping = {str(path) for path in tests if sleep.search((ROOT / path).read_text())}

    assert sleeping == PACING


def test_nothing_is_left_for_later():
    later = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|pytest\.mark\.(skip|xfail)|pytest\.skip\(")
    left = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in CODE
        if path != Path(__file__)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if later.search(line)
    ]

    assert left == []


def test_whatever_is_refused_is_said_in_russian_too():
    silent = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in PRODUCT
        if "libs/regulation" not in str(path)
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in REFUSALS
        if not any(word.arg == "ru" for word in call.keywords)
    ]

    assert silent == []
