"""How fast working time answers, on one core: `python -m bench.worktime` prints JSON figures.

`adds_a_second` over near and far limits, `betweens_a_second`, explanations, and what a fresh
process pays for its first deadline.
"""

import json
import random
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, time
from pathlib import Path
from time import perf_counter

from libs.worktime import Calendar, Schedule, Window, WorkingTime, in_words

HOUR = 3600
FIRST, LAST = datetime(2013, 1, 9, tzinfo=UTC), datetime(2026, 12, 30, tzinfo=UTC)
FOLDER = Path(__file__).parents[1] / "regulations" / "calendar"
LIMITS = {
    "12 hours": 12 * HOUR,
    "a year": 1972 * HOUR,
    "any distance up to 14 years": 27_000 * HOUR,
}

A_FRESH_PROCESS = """
from datetime import UTC, datetime
from bench.worktime import two_offices
print(two_offices().add(datetime(2026, 2, 20, 14, 30, tzinfo=UTC), 12 * 3600).due)
"""


def two_offices() -> WorkingTime:
    """Moscow and Novosibirsk under the production calendar."""
    calendar = Calendar.from_csv(
        (FOLDER / "ru.csv").read_text("utf-8"), (FOLDER / "ru_holidays.toml").read_text("utf-8")
    )
    windows = Window(time(9), time(18)), Window(time(4), time(13))
    return WorkingTime(
        tuple(Schedule("Europe/Moscow", (window,), calendar, HOUR) for window in windows)
    )


def a_second(ask: Callable[[datetime, int], object], questions: list[tuple[datetime, int]]) -> int:
    """How many questions are answered in a second."""
    began = perf_counter()
    for start, limit in questions:
        ask(start, limit)
    return round(len(questions) / (perf_counter() - began))


def questions(count: int, longest: int) -> list[tuple[datetime, int]]:
    """Starts at any second of fourteen years with limits up to the longest."""
    seeded = random.Random(1)
    span = int((LAST - FIRST).total_seconds())
    starts = (FIRST.timestamp() + seeded.randrange(span) for _ in range(count))
    return [(datetime.fromtimestamp(at, UTC), seeded.randrange(longest)) for at in starts]


def figures() -> dict[str, object]:
    """All measurements."""
    hours = two_offices()
    began = perf_counter()
    hours.between(FIRST, LAST)
    compiled = perf_counter() - began
    adds = {
        name: a_second(hours.add, warm(hours, questions(200_000, longest)))
        for name, longest in LIMITS.items()
    }
    asked = questions(200_000, 10)
    return {
        "adds_a_second": adds,
        "microseconds_an_add": {name: round(1e6 / rate, 2) for name, rate in adds.items()},
        "betweens_a_second": a_second(lambda start, _: hours.between(FIRST, start), asked),
        "explanations_a_second": a_second(
            lambda start, limit: in_words(hours.explain(start, limit), "ru"),
            questions(2_000, 12 * HOUR),
        ),
        "milliseconds_to_compile_a_year": round(compiled * 1000 / 14, 2),
        "milliseconds_of_a_fresh_process": round(
            min(fresh_process("-c", A_FRESH_PROCESS) for _ in range(5)) * 1000
        ),
    }


def warm(hours: WorkingTime, asked: list[tuple[datetime, int]]) -> list[tuple[datetime, int]]:
    """The same questions, with the years they reach compiled."""
    for start, limit in asked[:2000]:
        hours.add(start, limit)
    return asked


def fresh_process(*arguments: str) -> float:
    """Seconds from starting Python with these arguments to its end."""
    began = perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - began


if __name__ == "__main__":
    print(json.dumps(figures(), indent=2))
