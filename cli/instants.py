"""Days and instants as people type them."""

from datetime import date, datetime

from cli.trouble import Trouble


def read_instant(option: str, text: str) -> datetime:
    """An instant; without a zone it is left to the reader which one is meant. Raises Trouble."""
    try:
        return datetime.fromisoformat(text)
    except ValueError as fault:
        raise Trouble(
            f"{option} {text} is no instant: write one such as 2026-02-20T17:30+03:00",
            f"{option} {text} — не момент: напишите, например, 2026-02-20T17:30+03:00",
        ) from fault


def read_day(option: str, text: str) -> date:
    """A day. Raises Trouble."""
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise Trouble(
            f"{option} {text} is no day: write one such as 2026-02-20",
            f"{option} {text} — не день: напишите, например, 2026-02-20",
        ) from fault
