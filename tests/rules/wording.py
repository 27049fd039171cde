"""What each part of an edition says, word for word: held against a copy read beside the document.

`python -m tests.rules approve` writes the copy anew; read the difference before it is committed.
"""

import json
from pathlib import Path

from libs.regulation.tests.desk import EDITIONS
from tests.rules.places import tables, told

FOLDER = Path(__file__).parent / "wording"
PROVENANCE = {"rules", "clause", "phrase", "assumed"}


def said(name):
    """Place → what the part there says, as the edition travels in RegulationPublished."""
    content = EDITIONS[name].model_dump(mode="json", exclude_unset=True)
    parts = {}
    for path, table in tables(content):
        if table.get("rules"):
            place = told(content, path)
            again = sum(each.partition(" #")[0] == place for each in parts)
            says = own(table) if path else of_the_whole(table)
            parts[f"{place} #{again + 1}" if again else place] = {
                "rules": table["rules"],
                "says": says,
            }
    return parts


def own(node):
    """A value without its provenance; parts inside that name rules tell their words themselves."""
    if isinstance(node, dict):
        kept = ((key, child) for key, child in node.items() if key not in PROVENANCE)
        return {key: own(child) for key, child in kept if not tells_itself(child)}
    if isinstance(node, list):
        return [None if tells_itself(child) else own(child) for child in node]
    return node


def of_the_whole(content):
    """What an edition's own rules stand for: its parts name theirs."""
    keys = {"vendor", "name", "in_force_from", "answers_count_from"} - content["assumed"].keys()
    return {key: content[key] for key in sorted(keys)}


def tells_itself(node):
    """Whether a part names rules of its own, or rests on a decision as a whole."""
    return isinstance(node, dict) and bool(node.get("rules") or is_decided(node))


def is_decided(node):
    return isinstance(node.get("assumed"), str)


def approved(name):
    """The copy of what an edition says."""
    return json.loads((FOLDER / f"{name}.json").read_text())


def approve():
    """Write the copies anew, a part a line."""
    FOLDER.mkdir(exist_ok=True)
    for name in EDITIONS:
        lines = (
            f"{json.dumps(place)}: {json.dumps(part, ensure_ascii=False)}"
            for place, part in said(name).items()
        )
        (FOLDER / f"{name}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
