"""Which events named which rules as their reason, recorded while the rules' tests ran."""

import json
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

from libs.events.base import Event
from tests.rules.book import FOLDER, RULES
from tests.rules.proofs import MARKS, ROOT, marked_files

RECORD = FOLDER / "events.toml"
QUIETLY = ("-q", "-p", "no:cacheprovider", "-p", "no:unraisableexception")
HEAD = "# The events that named each rule while its tests ran; written by `make rules-record`.\n\n"


def events():
    """Rule → the events that were seen to name it."""
    return tomllib.loads(RECORD.read_text())


def record():
    """Run the marked tests, write down what the services' events named, and tell of failures."""
    seen = defaultdict(set)
    with pytest.MonkeyPatch.context() as patching:
        patching.setattr(Event, "__init__", watched(Event.__init__, seen))
        marks = " or ".join(MARKS)
        ended = pytest.main([*QUIETLY, "-m", marks, *marked_files()])
    lines = [f"{rule} = {_list(seen[rule])}\n" for rule in RULES if rule in seen]
    RECORD.write_text(HEAD + "".join(lines))
    return ended


def watched(build, seen):
    """The construction of an event that also notes, for those of the product, their rules."""

    def built(event, /, **values):
        build(event, **values)
        because = getattr(event, "because", None)
        if because is not None and is_of_the_product(sys._getframe(1).f_code.co_filename):
            for rule in because.rules:
                seen[rule].add(type(event).__name__)

    return built


def is_of_the_product(file):
    """Whether a file is code of a service or library, and no test."""
    path = Path(file)
    if not path.is_relative_to(ROOT):
        return False
    parts = path.relative_to(ROOT).parts
    return parts[0] in ("libs", "services") and "tests" not in parts


def _list(names):
    return json.dumps(sorted(names))
