"""Writes docs/rules.md.

`record` notes the events that named rules, `prune` strikes out of the list of unproven rules what
is proven, `approve` takes the words of the editions as they are now.
"""

import sys

from tests.rules.book import prune
from tests.rules.events import events, record
from tests.rules.page import page
from tests.rules.places import places
from tests.rules.proofs import ROOT, proofs
from tests.rules.wording import approve


def main():
    if sys.argv[1:] == ["record"]:
        sys.exit(record())
    if sys.argv[1:] == ["approve"]:
        approve()
    found = proofs()
    if sys.argv[1:] == ["prune"]:
        prune(found)
    (ROOT / "docs/rules.md").write_text(page(places(), found, events()))


if __name__ == "__main__":
    main()
