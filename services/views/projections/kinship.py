"""What a ticket has to do with others, as its links say it."""

from libs.events.intake import Relation, TicketMerged, TicketSubmitted
from libs.runtime.projection import Row


def links_at_birth(event: TicketSubmitted) -> Row:
    """The tickets that it came of: numbers are known by those."""
    born = {"split_from": event.split_from, "follows": event.follows}
    return {other: {"relation": how, "number": None} for how, other in born.items() if other}


def related(row: Row, other_id: str, relation: Relation, number: str) -> Row:
    return {"links": row["links"] | {other_id: {"relation": relation, "number": number}}}


def merged(row: Row, event: TicketMerged) -> Row:
    return {
        "links": row["links"]
        | {event.target_id: {"relation": "merged_into", "number": event.target_number}}
    }
