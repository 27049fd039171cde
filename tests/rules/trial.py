"""One changed edition tried by its rules' own tests, in a process of its own."""

import contextlib
import gc
import io
import json
import os
import sys
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pytest

from libs.regulation.tests.desk import PUBLISHED
from tests.rules.mutants import is_sound, text
from tests.rules.proofs import MARKS

QUIET = (
    *("-q", "--tb=no", "--timeout=60"),
    *("-p", "no:cacheprovider", "-p", "no:unraisableexception", "-p", "no:threadexception"),
)
DATABASE = "postgres_url"
"""The fixture of the tests that need a server: they run after the others, if these felt nothing."""


@dataclass
class Outcome:
    """What became of a changed value: `refused` by the check of editions, or `felt` by rules."""

    place: str
    rules: tuple
    change: str = ""
    refused: bool = False
    felt: list = field(default_factory=list)
    ran: int = 0

    @property
    def survived(self):
        return not self.refused and not self.felt


class Watcher:
    """A plugin of pytest: runs the tests of some rules, the pure ones first, and keeps which of
    the rules felt the change."""

    def __init__(self, rules):
        self.rules, self.felt, self.ran = set(rules), set(), 0
        self.rules_of = {}

    def pytest_collection_modifyitems(self, items):
        for item in items:
            marks = [mark for name in MARKS for mark in item.iter_markers(name)]
            self.rules_of[item.nodeid] = self.rules & {rule for mark in marks for rule in mark.args}
        items[:] = [item for item in items if self.rules_of[item.nodeid]]
        items.sort(key=needs_database)

    def pytest_runtest_protocol(self, item):
        """What was felt already needs no slow test: the hook says that all is done."""
        return True if self.felt and needs_database(item) else None

    def pytest_runtest_logreport(self, report):
        self.ran += report.when == "call"
        if report.failed:
            self.felt |= self.rules_of[report.nodeid]

    def pytest_collectreport(self, report):
        if report.failed:
            self.felt |= self.rules


def needs_database(item):
    return DATABASE in item.fixturenames


def start(value, document, tests):
    """Try a value in a forked process. Returns its process id and the file of its outcome."""
    handle, answer = tempfile.mkstemp(prefix="vakhta-mutant-")
    os.close(handle)
    gc.freeze()
    process = os.fork()
    if process == 0:
        gc.disable()
        with contextlib.suppress(BaseException):
            outcome = tried(value, document, tests)
            Path(answer).write_text(json.dumps(asdict(outcome)))
        os._exit(0)
    return process, Path(answer)


def finished(value, file):
    """The outcome that a process left behind; one that left none proved nothing."""
    told = file.read_text()
    file.unlink()
    if not told:
        return Outcome(value.place, value.rules, "the trial itself broke")
    return Outcome(**json.loads(told))


def tried(value, document, tests):
    outcome = Outcome(f"{value.edition}: {value.place}", value.rules)
    for change, changed in value.mutants(document):
        if is_sound(value.edition, changed):
            watcher = run(value, text(changed), tests)
            outcome.change, outcome.ran = change, watcher.ran
            outcome.felt = sorted(watcher.felt)
            return outcome
    outcome.refused = True
    return outcome


def run(value, changed, tests):
    """Run the tests on a copy of the editions in which one is changed."""
    watcher = Watcher(value.rules)
    if not tests:
        return watcher
    with tempfile.TemporaryDirectory(prefix="vakhta-editions-") as folder:
        os.environ["VAKHTA_TEST_REGULATIONS"] = folder
        for path in PUBLISHED.iterdir():
            (Path(folder) / path.name).symlink_to(path)
        (Path(folder) / f"{value.edition}.toml").unlink()
        (Path(folder) / f"{value.edition}.toml").write_text(changed)
        forget_tests()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            ended = pytest.main([*QUIET, *tests], [watcher])
        if ended == pytest.ExitCode.USAGE_ERROR:
            raise RuntimeError("pytest was asked wrongly")
    return watcher


def forget_tests():
    """Let all tests be imported anew, so that they read the changed edition."""
    for name in list(sys.modules):
        if "tests" in name.split("."):
            del sys.modules[name]
