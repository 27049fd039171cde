"""Which tests prove which rules, by their marks; run as a program it prints them as JSON."""

import contextlib
import io
import json
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MARKS = ("keeps", "breaks", "shows", "words")
FOLDERS = ("libs", "services", "cli", "tests")


def proofs():
    """Rule → mark → the tests that bear it, found by collecting them without running any."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.rules.proofs"], cwd=ROOT, capture_output=True, text=True
    )
    if told.returncode:
        raise SystemExit(f"the tests cannot be collected:\n{told.stdout}{told.stderr}")
    return json.loads(told.stdout)


def marked_files():
    """The test files that mark a test at all: the others need not be collected."""
    mark = re.compile(rf"mark\.({'|'.join(MARKS)})\b")
    return [
        str(path.relative_to(ROOT))
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("test_*.py"))
        if mark.search(path.read_text())
    ]


class Collector:
    """A plugin of pytest that keeps what was collected."""

    def __init__(self):
        self.tests = defaultdict(lambda: defaultdict(list))

    def pytest_collection_finish(self, session):
        for item in session.items:
            for name in MARKS:
                for mark in item.iter_markers(name):
                    for rule in mark.args:
                        self.tests[rule][name].append(item.nodeid)


def collected():
    """Rule → mark → tests, and whether pytest could collect them; what it said otherwise."""
    collector, said = Collector(), io.StringIO()
    files = marked_files()
    if not files:
        return {}, ""
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        ended = pytest.main(["--collect-only", "-q", "-p", "no:cacheprovider", *files], [collector])
    return collector.tests, said.getvalue() if ended else ""


if __name__ == "__main__":
    tests, trouble = collected()
    sys.stdout.write(trouble or json.dumps(tests))
    sys.exit(bool(trouble))
