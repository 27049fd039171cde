"""How long the law takes: to be read, and to be asked. Counted in the process's own time, so that
a busy machine spoils it less."""

import os
from time import process_time_ns

import pytest

from libs.regulation import Situation, load
from libs.regulation.tests.desk import CALENDAR, EDITIONS, TEXTS, msk
from libs.regulation.tests.test_form import ANNA, DRAWING, ERROR, PAVEL

REQUESTS = {"cryptopro": ANNA, "nanosoft": DRAWING, "regionsoft": ERROR, "technokad": PAVEL}
TIMES_A_SAMPLE = 50

BUSY = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
"""How much more than it can the machine has to do: all it does takes longer then."""


def spent(work):
    """Milliseconds of the process for one call."""
    before = process_time_ns()
    work()
    return (process_time_ns() - before) / 1e6


def test_all_editions_are_read_within_50_milliseconds():
    def read():
        for name, text in TEXTS.items():
            load(text, name)

    assert len(TEXTS) == 4
    assert min(spent(read) for _ in range(15)) < 50 * BUSY


@pytest.mark.parametrize("vendor", REQUESTS)
def test_a_request_is_judged_within_200_microseconds(vendor):
    edition, request = EDITIONS[vendor], REQUESTS[vendor]
    hours, received = edition.working_time(CALENDAR), msk("2026-02-20 17:30")
    level = next((level.slug for plan in edition.plans for level in plan.levels), None)
    plan = edition.plans[0].slug

    def judge():
        edition.problems(request)
        edition.form.hints(request)
        edition.tried({plan})
        situation = Situation(
            occasion="first", channel=request["channel"], covered=True, level=level, plan=plan
        )
        edition.not_promised(situation)
        for rule in edition.clocks(situation):
            rule.due(received, hours)

    def sample():
        for _ in range(TIMES_A_SAMPLE):
            judge()

    judge()
    assert min(spent(sample) for _ in range(20)) / TIMES_A_SAMPLE < 0.2 * BUSY
