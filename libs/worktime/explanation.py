"""Why a promise falls due when it does: the days counted and the days skipped."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from libs.worktime.names import Language


@dataclass(frozen=True)
class Explanation:
    """A trace from a start to its due instant, both in the desk's own zone."""

    start: datetime
    due: datetime
    seconds: int
    provisional: bool

    def as_json(self) -> dict[str, Any]:
        """The trace as JSON-ready data."""
        raise NotImplementedError

    def sentence(self, language: Language, clause: str = "") -> str:
        """The trace as one sentence; `clause` («п. 4.2») is named at its end."""
        raise NotImplementedError
