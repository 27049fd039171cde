"""Whatever was done before, a wish repeated makes nothing happen a second time."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.sla_clock.domain import decider
from services.sla_clock.domain.words import ACTS
from services.sla_clock.tests.clocks import (
    DUE,
    NINE,
    act,
    closing,
    decided,
    move,
    promise,
    reach_due,
    start,
    warn,
)

ENDS = ("ClockMet", "ClockBroken", "ClockElapsed", "ClockCancelled")
instants = st.integers(min_value=-1, max_value=30).map(lambda hours: NINE + timedelta(hours=hours))
clock_ids = st.sampled_from(["c1", "c2"])
promises = st.builds(
    lambda make, hours: make(due_at=DUE + timedelta(hours=hours)),
    st.sampled_from([promise, closing]),
    st.integers(min_value=-3, max_value=3),
)
wishes = st.one_of(
    st.builds(start, clock_ids, instants, st.none(), promises),
    st.builds(act, st.sampled_from(sorted(ACTS)), instants),
    st.builds(move, instants, promises, clock_ids),
    st.builds(lambda clock_id, at: warn(at, clock_id), clock_ids, instants),
    st.builds(lambda clock_id, at: reach_due(at, clock_id=clock_id), clock_ids, instants),
)


@given(st.lists(wishes, max_size=12), wishes)
def test_the_same_wish_twice_makes_things_happen_at_most_once(before, wish):
    past = decided([], *before)

    happened = decided(past, wish)

    assert decided([*past, *happened], wish) == []


@given(st.lists(wishes, max_size=20))
def test_a_promise_ends_at_most_once_and_is_corrected_only_when_broken(course):
    for clock_id in ("c1", "c2"):
        happened = [type(e).__name__ for e in decided([], *course) if e.clock_id == clock_id]
        ends = [name for name in happened if name in ENDS]

        assert len(ends) <= 1
        assert happened.count("ClockCorrected") <= ends.count("ClockBroken")


@given(st.lists(wishes, max_size=20))
def test_every_end_is_told_with_the_rules_of_its_promise(course):
    happened = decided([], *course)

    for clock in decider.fold(happened).values():
        assert (clock.status == "running") == (clock.outcome is None)
        assert clock.outcome is None or clock.outcome.rules == clock.because.rules
