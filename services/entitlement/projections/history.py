"""What was known when: values that a row keeps by the instants from which they held."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

Value = TypeVar("Value")


def known_at(told: Mapping[str, Value], at: datetime, first: Value) -> Value:
    """The last value that was told up to an instant; `first`, where none was told by then."""
    instants = {datetime.fromisoformat(since): since for since in told}
    past = [since for since in instants if since <= at]
    return told[instants[max(past)]] if past else first


def and_told(told: Mapping[str, Value], at: datetime, value: Value) -> dict[str, Value]:
    """The values with one more, which holds from an instant on."""
    return {**told, at.isoformat(): value}
