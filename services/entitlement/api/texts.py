"""Editions as they are handed in: as TOML text or as a JSON object, sound or not."""

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from libs.events.entitlement import DraftFinding
from libs.regulation import Edition, RegulationError, from_document, load
from libs.regulation.lint import examine, examine_document
from libs.runtime.problems import FieldError, Problem

REGULATIONS = Path(__file__).parents[3] / "regulations"
EXAMPLE = next((path.read_text() for path in sorted(REGULATIONS.glob("*.toml"))), "")


class EditionText(BaseModel):
    """An edition of the caller's vendor; docs/regulation.md says what it can state."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"edition": EXAMPLE}]}
    )

    edition: str | dict[str, JsonValue] = Field(
        description="The edition as TOML text, or the same as a JSON object"
    )

    @property
    def text(self) -> str:
        """The text that was handed in; a JSON object as its text."""
        if isinstance(self.edition, str):
            return self.edition
        return json.dumps(self.edition, ensure_ascii=False)

    def read(self) -> Edition:
        """The edition. Raises Problem 422 with every fault that it has."""
        try:
            return (
                load(self.edition) if isinstance(self.edition, str) else from_document(self.edition)
            )
        except RegulationError as wrong:
            raise refused("edition", wrong) from wrong
        except RecursionError as deep:
            raise Problem(
                422, "edition: it is nested too deeply", ru="edition: слишком глубокая вложенность"
            ) from deep

    def findings(self) -> list[DraftFinding]:
        """All that the linter finds, from the first line to the last."""
        if isinstance(self.edition, str):
            found = examine(self.edition)
        else:
            found = examine_document(self.edition)
        return [
            DraftFinding(line=e.line, place=e.place, said=e.en, ru=e.ru, grade=e.grade)
            for e in found
        ]


TOLD = 5
"""So many faults are told in one sentence; all of them stand in the answer's list."""


def refused(field: str, wrong: RegulationError) -> Problem:
    """The answer to a text with faults, each of them in both languages."""
    faults = wrong.sentences
    return Problem(
        422,
        "; ".join(each.en for each in faults[:TOLD]),
        ru="; ".join(each.ru for each in faults[:TOLD]),
        errors=[FieldError(field=field, message=e.en, message_ru=e.ru) for e in faults],
    )


class PublishedText(EditionText):
    """An edition to publish, and where its text stands for all to read."""

    address: str | None = Field(
        default=None,
        max_length=500,
        pattern=r"^[^\x00-\x1f\x7f]*$",
        description="Where the text stands for all to read; else the site that the edition names",
    )
