"""`make rules-mutate`: changes each value of the editions and asks its rules' own tests.

--rule NANO-26: only values that carry this rule (may stand several times).
--vendor nanosoft: only this edition.
--changed: only rules whose tests or edition differ from the branch `main`.
--jobs 2: how many processes try at once.
"""

import argparse
import asyncio
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from cli.embedded.servers import running_postgres
from cli.home import Home
from tests.rules.book import UNPROVEN
from tests.rules.mutants import documents, values
from tests.rules.proofs import ROOT, collected
from tests.rules.trial import finished, start

PROGRESS = 15
"""Seconds between two lines of progress."""


def main():
    wanted = arguments()
    proofs, trouble = collected()
    if trouble:
        sys.exit(trouble)
    tests = defaultdict(set)
    for rule, marks in proofs.items():
        for found in marks.values():
            tests[rule] |= {each.partition("[")[0] for each in found}
    chosen = [
        (value, document)
        for edition, document in documents().items()
        for value in values(edition, document)
        if is_wanted(value, wanted, tests)
    ]
    with server():
        outcomes = list(try_all(chosen, tests, wanted.jobs))
    sys.exit(report(outcomes))


def arguments():
    parser = argparse.ArgumentParser(prog="make rules-mutate", description=__doc__)
    parser.add_argument("--rule", action="append", default=[])
    parser.add_argument("--vendor")
    parser.add_argument("--changed", action="store_true")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 2)
    wanted = parser.parse_args()
    wanted.files = set(changed_files()) if wanted.changed else None
    return wanted


def changed_files():
    """The files that differ from the branch `main`, or are new."""
    for command in ("git diff --name-only main", "git ls-files --others --exclude-standard"):
        yield from subprocess.check_output(command.split(), cwd=ROOT, text=True).split()


def is_wanted(value, wanted, tests):
    if wanted.vendor and value.edition != wanted.vendor:
        return False
    if wanted.rule and not set(wanted.rule) & set(value.rules):
        return False
    if wanted.files is None:
        return True
    files = {test.partition("::")[0] for rule in value.rules for test in tests[rule]}
    return bool(wanted.files & {*files, f"regulations/{value.edition}.toml"})


@contextlib.contextmanager
def server():
    """A Postgres for all tests that need one, unless DATABASE_URL names one already."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    loop = asyncio.new_event_loop()
    with tempfile.TemporaryDirectory(prefix="vakhta-mutants-") as folder:
        postgres = running_postgres(Home(Path(folder)), fsync="off")
        os.environ["DATABASE_URL"] = loop.run_until_complete(postgres.__aenter__())
        try:
            yield
        finally:
            loop.run_until_complete(postgres.__aexit__(None, None, None))
            loop.close()


def try_all(chosen, tests, jobs):
    """The outcomes of all values, `jobs` of them tried at once."""
    waiting, running = list(reversed(chosen)), {}
    began = told = time.monotonic()
    while waiting or running:
        while waiting and len(running) < jobs:
            value, document = waiting.pop()
            own = sorted(set().union(*(tests[rule] for rule in value.rules)))
            process, file = start(value, document, own)
            running[process] = value, file
        process, _status = os.wait()
        if process not in running:
            continue
        yield finished(*running.pop(process))
        if time.monotonic() - told > PROGRESS:
            told = time.monotonic()
            done = len(chosen) - len(waiting) - len(running)
            say(f"{done} of {len(chosen)} values, {told - began:.0f} s")


def report(outcomes):
    """Tell what survived; 1 where anything did."""
    survivors = [each for each in outcomes if each.survived]
    for each in survivors:
        untested = "" if each.ran else " (no test ran)"
        say(f"SURVIVED {each.place} [{', '.join(each.rules)}]: {each.change}{untested}")
    carried = {rule for each in outcomes if not each.refused for rule in each.rules}
    unfelt = sorted(carried - {rule for each in outcomes for rule in each.felt} - UNPROVEN.keys())
    for rule in unfelt:
        say(f"UNFELT {rule}: no value that carries it is felt by its own tests")
    refused = sum(each.refused for each in outcomes)
    say(
        f"{len(outcomes)} values: {len(outcomes) - refused - len(survivors)} felt, "
        f"{refused} refused by the check of editions, {len(survivors)} survived; "
        f"{len(unfelt)} rules unfelt"
    )
    return 1 if survivors or unfelt else 0


def say(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
