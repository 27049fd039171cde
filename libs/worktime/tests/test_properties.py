"""Working time agrees with a naive count of it, and obeys the algebra that promises rest on."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from libs.worktime import Override, Schedule, Window, WorkingTime
from libs.worktime.tests import oracle
from libs.worktime.tests.desks import CPRO, HOUR, RUSSIA, TKAD, desk, schedule

ZONES = (
    "Europe/Moscow",
    "Asia/Novosibirsk",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Sydney",
    "Asia/Kolkata",
)
# A day inside the known years, whatever the zone.
FIRST, LAST = datetime(2013, 1, 3, tzinfo=UTC), datetime(2027, 11, 30, tzinfo=UTC)
# Summer time begins and ends, Moscow moves its clocks, moved Saturdays, holidays, New Year.
TELLING_DAYS = [
    date(2026, 3, 27),
    date(2026, 10, 23),
    date(2024, 3, 8),
    date(2024, 11, 1),
    date(2014, 10, 24),
    date(2016, 7, 22),
    date(2024, 4, 26),
    date(2027, 2, 19),
    date(2026, 4, 30),
    date(2026, 12, 30),
    date(2014, 2, 21),
]

MARKS = st.integers(0, 24 * 12 - 1).map(lambda mark: mark * 5)
EDGES = MARKS.filter(lambda minute: not 60 <= minute <= 240)
INSTANTS = st.one_of(
    st.integers(0, int((LAST - FIRST).total_seconds()) // 300).map(
        lambda mark: FIRST + mark * oracle.STEP
    ),
    st.builds(
        lambda day, minute: datetime.combine(day, time(), UTC) + timedelta(minutes=minute),
        st.sampled_from(TELLING_DAYS),
        st.integers(0, 4 * 24 * 12).map(lambda mark: mark * 5),
    ),
)
OFFICES = st.builds(
    oracle.Office,
    zone=st.sampled_from(ZONES),
    hours=st.tuples(EDGES, EDGES).filter(lambda hours: (hours[1] - hours[0]) % 1440 >= 120),
    weekdays=st.sampled_from([(0, 1, 2, 3, 4), (0, 1, 2, 3, 4, 5), (0, 2, 4), (5, 6)]),
    follows_calendar=st.booleans(),
    cut=st.sampled_from([0, 60]),
    works_moved=st.booleans(),
    closed_on=st.sampled_from(TELLING_DAYS),
)
TEAMS = st.lists(OFFICES, min_size=1, max_size=3)
LIMITS = st.integers(0, 60 * HOUR)
DESKS = st.sampled_from(
    [
        CPRO,
        TKAD,
        desk(schedule("22:00", "06:00", "Europe/Berlin", preholiday_cut=HOUR)),
        desk(schedule("09:00", "17:00", "America/New_York"), schedule("20:00", "04:00")),
    ]
)
# Any second, any distance: decades at once.
SECONDS = st.integers(int(FIRST.timestamp()), int(LAST.timestamp())).map(
    lambda at: datetime.fromtimestamp(at, UTC)
)
LONG_LIMITS = st.one_of(st.integers(0, 100), LIMITS, st.integers(0, 20_000 * HOUR))

naively = settings(max_examples=100)
quickly = settings(max_examples=150)


def working_time(offices):
    return WorkingTime(tuple(as_schedule(office) for office in offices))


def as_schedule(office):
    opens, closes = (time(minute // 60, minute % 60) for minute in office.hours)
    return Schedule(
        office.zone.key,
        (Window(opens, closes, office.weekdays),),
        RUSSIA if office.follows_calendar else None,
        office.cut * 60,
        "work" if office.works_moved else "closed",
        (Override(office.closed_on),),
    )


@naively
@given(TEAMS, INSTANTS, LIMITS)
def test_a_deadline_is_where_counting_step_by_step_arrives(offices, start, seconds):
    assert working_time(offices).add(start, seconds).due == oracle.due(offices, start, seconds)


@naively
@given(TEAMS, INSTANTS, st.integers(0, 12 * 24 * 10))
def test_time_between_is_what_counting_step_by_step_finds(offices, start, steps):
    end = start + steps * oracle.STEP

    assert working_time(offices).between(start, end) == oracle.worked(offices, start, end)


@quickly
@given(TEAMS, INSTANTS)
def test_the_desk_is_open_when_an_office_is(offices, at):
    hours = working_time(offices)

    assert hours.is_open(at) == oracle.is_open(offices, at)
    assert not hours.is_open(hours.next_opening(at) - timedelta(seconds=1))
    assert hours.is_open(hours.next_opening(at))


@quickly
@given(DESKS, SECONDS, LONG_LIMITS)
@example(CPRO, datetime(2026, 7, 3, 15, tzinfo=UTC), 0)
def test_exactly_the_promised_seconds_lie_before_the_deadline(hours, start, seconds):
    due = hours.add(start, seconds).due

    assert due >= start
    assert hours.between(start, due) == seconds
    assert hours.is_open(due) or hours.is_open(due - timedelta(seconds=1))


@quickly
@given(DESKS, SECONDS, SECONDS, LONG_LIMITS, LONG_LIMITS)
def test_a_later_start_or_a_longer_limit_never_falls_due_earlier(hours, a, b, limit, more):
    earlier, later = sorted((a, b))

    assert hours.add(earlier, limit).due <= hours.add(later, limit).due
    assert hours.add(a, limit).due <= hours.add(a, limit + more).due


@quickly
@given(DESKS, SECONDS, LONG_LIMITS, LONG_LIMITS)
def test_a_promise_in_two_parts_is_the_promise_at_once(hours, start, first, second):
    in_two_parts = hours.add(hours.add(start, first).due, second)

    assert in_two_parts.due == hours.add(start, first + second).due


@quickly
@given(DESKS, SECONDS, SECONDS, SECONDS)
def test_time_between_adds_up(hours, a, b, c):
    assert hours.between(a, b) + hours.between(b, c) == hours.between(a, c)


@quickly
@given(TEAMS, INSTANTS, LIMITS)
def test_an_explanation_accounts_for_every_second(offices, start, seconds):
    hours = working_time(offices)
    told = hours.explain(start, seconds)

    assert told.seconds == seconds
    # Compared in UTC: an hour that a clock shows twice equals no time of another zone.
    assert told.due.astimezone(UTC) == hours.add(start, seconds).due
    assert all(not day.counted for day in told.days if day.skipped)
