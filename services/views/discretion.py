"""What an edition keeps from customers is taken out of what they are told (CPRO-P-38)."""

from collections.abc import Set
from typing import Any, get_args

from libs.events.routing import AssignmentEvent

Row = dict[str, Any]

WHO = frozenset({"answered_by", "department"})
"""Who has a ticket tells who answers, and where he sits."""
GIVEN_OUT = frozenset(event.__name__ for event in get_args(AssignmentEvent))
FACTS = {
    "answered_by": ("engineer_id", "from_engineer_id", "logged_by"),
    "department": ("office_id",),
    "priority": ("priority",),
}


def of_ticket(row: Row, hidden: Set[str]) -> Row:
    """A ticket's row without what is hidden."""
    kept = dict(row)
    if "priority" in hidden:
        kept |= {"priority": None, "place": None}
        kept |= {part: _but(kept[part], "priority", "queue") for part in ("assignment", "coverage")}
    if hidden & WHO:
        kept["assignment"] = None
    if "answered_by" in hidden:
        kept |= {"answered_by": None, "logged_by": None}
    return kept


def of_entry(row: Row, hidden: Set[str]) -> Row:
    """A row of the timeline without what is hidden."""
    facts = [fact for each in hidden for fact in FACTS[each]]
    kept = row | {"facts": {name: said for name, said in row["facts"].items() if name not in facts}}
    if "answered_by" in hidden and row["party"] == "engineer":
        kept["who"] = None
    return kept


def untold(hidden: Set[str]) -> Set[str]:
    """The types of events that a story, and live changes, leave out."""
    return GIVEN_OUT if hidden & WHO else frozenset()


def _but(part: Row | None, *names: str) -> Row | None:
    return part and part | {name: None for name in names if name in part}
