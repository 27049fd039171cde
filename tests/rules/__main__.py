"""Writes docs/rules.md; `record` notes the events first, `prune` strikes out what is proven."""

import sys

from tests.rules.book import prune
from tests.rules.events import events, record
from tests.rules.page import page
from tests.rules.places import places
from tests.rules.proofs import ROOT, proofs


def main():
    if sys.argv[1:] == ["record"]:
        sys.exit(record())
    found = proofs()
    if sys.argv[1:] == ["prune"]:
        prune(found)
    (ROOT / "docs/rules.md").write_text(page(places(), found, events()))


if __name__ == "__main__":
    main()
