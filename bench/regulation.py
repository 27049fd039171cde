"""How long the law takes: to be read, and to be asked. Counted in the process's own time, so that
a busy machine spoils it less; goals: 50 ms for all editions, 200 µs for a request."""

from collections.abc import Callable
from time import process_time_ns

from bench.worktime import fresh_process
from libs.regulation import Situation, load
from libs.regulation.tests.desk import CALENDAR, EDITIONS, TEXTS, msk
from libs.regulation.tests.test_form import ANNA, DRAWING, ERROR, PAVEL

REQUESTS = {"cryptopro": ANNA, "nanosoft": DRAWING, "regionsoft": ERROR, "technokad": PAVEL}
SAMPLES = 40
TIMES_A_SAMPLE = 50


def median_us(work: Callable[[], object], times: int) -> float:
    """Microseconds of one call: the median of samples of so many calls."""
    taken = []
    for _ in range(SAMPLES):
        before = process_time_ns()
        for _ in range(times):
            work()
        taken.append((process_time_ns() - before) / times / 1000)
    return round(sorted(taken)[SAMPLES // 2], 1)


def judging(vendor: str) -> Callable[[], None]:
    """Evaluates a submission against its regulation: form, plans, promises and what is due."""
    edition, request = EDITIONS[vendor], REQUESTS[vendor]
    hours, received = edition.working_time(CALENDAR), msk("2026-02-20 17:30")
    level = next((level.slug for plan in edition.plans for level in plan.levels), None)
    plan = edition.plans[0].slug

    def judge() -> None:
        edition.problems(request)
        edition.form.hints(request)
        edition.tried({plan})
        situation = Situation(
            occasion="first", channel=request["channel"], covered=True, level=level, plan=plan
        )
        edition.not_promised(situation)
        for rule in edition.clocks(situation):
            rule.due(received, hours)

    return judge


def read() -> None:
    for name, text in TEXTS.items():
        load(text, name)


def command() -> float:
    """Seconds of `vakhta deadline`, which needs no desk; the goal is 0.5."""
    asked = ["deadline", "cryptopro", "--from", "2026-02-20T17:30+03:00", "--working", "12h"]
    return fresh_process("-m", "cli", *asked)


def figures() -> dict[str, object]:
    return {
        "milliseconds_of_the_command_deadline": round(min(command() for _ in range(5)) * 1000),
        "milliseconds_to_read_all_editions": round(median_us(read, 1) / 1000, 1),
        "microseconds_to_judge_a_request": {
            vendor: median_us(judging(vendor), TIMES_A_SAMPLE) for vendor in REQUESTS
        },
    }
