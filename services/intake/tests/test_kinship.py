"""Tickets and others: parts, mergers, links, and what goes on in a new one."""

import pytest

from libs.decider import Invalid, Refused
from services.intake.domain.conversation import ReceiveMessage
from services.intake.domain.ending import CloseTicket, RateTicket, Reply
from services.intake.domain.kinship import (
    LinkTicket,
    MergeTicket,
    SplitTicket,
    UndoMerge,
    other_side,
    part,
)
from services.intake.tests.deciding import (
    SUBMITTED,
    WHERE,
    WHY,
    WROTE,
    closed,
    decided,
    names,
    state,
    text,
)

SPLIT = SplitTicket(
    **text("part"),
    engineer_id="anna",
    child_id="t2",
    child_number="AC-1002",
    kind="question",
    product="csp",
    subject="Вторая проблема",
)
MERGE = MergeTicket(**WHERE, engineer_id="anna", target_id="t9", target_number="AC-1009")
UNDO = UndoMerge(**WHERE, engineer_id="anna")
LINK = LinkTicket(
    **WHERE, other_id="t9", other_number="AC-1009", relation="related", engineer_id="anna"
)
RATE = RateTicket(**WHERE, score=5, comment="", because=WHY)


def test_a_part_keeps_the_instant_the_edition_and_the_right_of_the_whole():
    (split,) = decided([SUBMITTED], SPLIT)
    (submit,) = part(split)

    child = submit.request
    assert (child.occurred_at, child.edition, child.certificate, child.contact_id) == (
        SUBMITTED.occurred_at,
        SUBMITTED.edition,
        SUBMITTED.certificate,
        SUBMITTED.contact_id,
    )
    assert (child.split_from, child.number, child.subject) == ("t", "AC-1002", "Вторая проблема")
    assert state(SUBMITTED, split).links == {"t2": "split_into"}
    assert decided([SUBMITTED, split], SPLIT) == []


def test_a_merged_ticket_ends_and_says_where_it_goes_on():
    merged = decided([SUBMITTED], MERGE)
    ticket = state(SUBMITTED, *merged)

    assert (ticket.status, ticket.outcome) == ("closed", "merged")
    with pytest.raises(Refused, match="write to AC-1009"):
        decided([SUBMITTED, *merged], ReceiveMessage(**text("m"), channel="portal"))
    (told,) = other_side(merged[0])
    assert (told.id, told.other_id, told.relation) == ("t9", "t", "merged_from")
    assert decided([SUBMITTED, *merged], MERGE) == []


def test_a_merger_is_undone():
    merged = decided([SUBMITTED], MERGE)
    undone = decided([SUBMITTED, *merged], UNDO)

    assert names([SUBMITTED, *merged], UNDO) == ["MergeUndone"]
    assert (undone[0].target_number, state(SUBMITTED, *merged, *undone).status) == (
        "AC-1009",
        "open",
    )
    with pytest.raises(Refused, match="nothing to undo"):
        decided([SUBMITTED, WROTE], UNDO)


def test_a_closed_ticket_is_not_merged_and_none_with_itself():
    with pytest.raises(Refused, match="closed"):
        decided([SUBMITTED, closed("solved")], MERGE)
    with pytest.raises(Invalid, match="itself"):
        decided(
            [SUBMITTED], MergeTicket(**WHERE, engineer_id="a", target_id="t", target_number="x")
        )


def test_a_link_is_made_once_and_mirrored():
    (linked,) = decided([SUBMITTED], LINK)
    (mirrored,) = other_side(linked)

    assert (mirrored.id, mirrored.other_id, mirrored.engineer_id) == ("t9", "t", None)
    assert decided([SUBMITTED, linked], LINK) == []
    assert other_side(linked.model_copy(update={"engineer_id": None})) == []


def test_a_closed_ticket_is_rated_once():
    with pytest.raises(Refused, match="not closed"):
        decided([SUBMITTED], RATE)
    rated = decided([SUBMITTED, closed("solved")], RATE)

    assert rated[0].score == 5
    with pytest.raises(Refused, match="rated already"):
        decided([SUBMITTED, closed("solved"), *rated], RATE)


def test_a_closing_with_a_last_word_sends_it_first():
    closing = CloseTicket(
        **WHERE,
        outcome="technically_impossible",
        closed_by="engineer",
        engineer_id="anna",
        reason="technically_impossible",
        reply=Reply("last", "last", "Ядро ОС не даёт этого сделать."),
        because=WHY,
    )
    sent, end = decided([SUBMITTED], closing)

    assert (type(sent).__name__, sent.body) == ("ReplySent", "Ядро ОС не даёт этого сделать.")
    assert (end.outcome, end.reason) == ("technically_impossible", "technically_impossible")
