"""What holds whatever is on the board: a command repeated changes nothing more."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from libs.decider import Refused
from libs.events.base import Because
from libs.events.routing import TicketAssigned, TicketHandedOver, TicketQueued
from services.routing.domain.assignment import decider
from services.routing.domain.commands import (
    FollowEngineer,
    PullTicket,
    ReturnTicket,
    RouteTicket,
)
from services.routing.domain.duty import Absence
from services.routing.tests.boards import Person, board, decided, msk

WEEK = 7 * 24 * 60
MONDAY = msk("2026-03-02T00:00")
PRODUCTS = ("express", "geo")

instants = st.integers(0, WEEK).map(lambda minutes: MONDAY + timedelta(minutes=minutes))
products = st.lists(st.sampled_from(PRODUCTS), unique=True).map(tuple)


@st.composite
def absences(draw):
    since = draw(instants)
    return Absence(since, since + timedelta(minutes=draw(st.integers(1, WEEK))))


@st.composite
def people(draw):
    return [
        Person(
            engineer_id=f"e{number}",
            office=draw(st.sampled_from(("moscow", "novosibirsk"))),
            products=draw(products),
            covered=draw(st.integers(0, 2)),
            uncovered=draw(st.integers(0, 2)),
            dedicated=draw(st.booleans()),
            absences=tuple(draw(st.lists(absences(), max_size=1))),
        )
        for number in range(draw(st.integers(0, 4)))
    ]


@st.composite
def commands(draw):
    at = draw(instants)
    kind = draw(st.sampled_from((RouteTicket, RouteTicket, PullTicket, FollowEngineer, None)))
    if kind is None:
        return ReturnTicket("t1", "technokad", at, Because(ru="конец", en="the end"))
    known = board(
        at,
        *draw(people()),
        priority=draw(st.sampled_from(("covered", "uncovered", None))),
        product=draw(st.sampled_from((*PRODUCTS, None))),
        due=draw(st.none() | instants),
        ended=draw(st.booleans()),
        covered_waiting=draw(st.integers(0, 1)),
        first_uncovered=draw(st.sampled_from((None, "t0", "t1"))),
    )
    if kind is RouteTicket:
        return RouteTicket("t1", "technokad", at, known)
    return kind("t1", "technokad", at, f"e{draw(st.integers(0, 4))}", known)


def events(past, command):
    try:
        return decided(past, command)
    except Refused:
        return []


def history(wishes):
    past = []
    for wish in wishes:
        past += events(past, wish)
    return past


@settings(max_examples=50)
@given(st.lists(commands(), max_size=6), commands())
def test_the_same_command_twice_gives_its_events_once(earlier, command):
    past = history(earlier)
    first = events(past, command)

    assert events(past + first, command) == []


@settings(max_examples=50)
@given(st.lists(commands(), max_size=6), commands())
def test_nobody_is_given_a_ticket_who_is_off_duty_or_does_not_know_the_product(earlier, command):
    past = history(earlier)
    previous = decider.fold(past).previous_id
    for event in events(past, command):
        if isinstance(event, TicketAssigned) and isinstance(command, RouteTicket):
            taken = command.board.colleague(event.engineer_id)
            assert taken.is_on_duty(command.at)
            assert taken.knows(command.board.ticket.product) or taken.engineer_id == previous


@settings(max_examples=50)
@given(st.lists(commands(), max_size=6), commands())
def test_an_uncovered_ticket_is_given_to_nobody_with_a_covered_one(earlier, command):
    for event in events(history(earlier), command):
        if isinstance(event, TicketAssigned) and isinstance(command, RouteTicket):
            taken = command.board.colleague(event.engineer_id)
            assert command.board.ticket.priority == "covered" or taken.covered == 0


@settings(max_examples=50)
@given(st.lists(commands(), max_size=6), commands())
def test_a_covered_ticket_waits_only_for_what_is_to_come(earlier, command):
    for event in events(history(earlier), command):
        if isinstance(event, TicketQueued) and event.priority == "covered":
            assert event.next_try > command.at


@settings(max_examples=50)
@given(st.lists(commands(), max_size=6), commands())
def test_a_hand_over_goes_to_somebody_who_is_there_before_the_deadline(earlier, command):
    for event in events(history(earlier), command):
        if isinstance(event, TicketHandedOver):
            taken = command.board.colleague(event.engineer_id)
            due = command.board.ticket.due_at
            assert taken.is_on_duty(command.at) or taken.shifts[0].begins < due
            assert event.engineer_id != event.from_engineer_id
