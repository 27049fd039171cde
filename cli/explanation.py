"""What a vendor's regulation, as its file has it, would promise to a request."""

from datetime import datetime
from pathlib import Path
from typing import Any, get_args

from cli.dated import calendar_named, read_facts
from cli.hours import REGULATIONS, countable, in_force
from cli.trouble import Trouble
from libs.events.intake import Channel
from libs.regulation import RegulationError, facts_from_document, from_document
from libs.regulation.clocks import Occasion
from services.sla_clock.answers import ExplainedShown
from services.sla_clock.explaining import Question, Unknown, explain
from services.sla_clock.law import Law


def answer(
    vendor: str, start: datetime, about: dict[str, Any], folder: Path = REGULATIONS
) -> ExplainedShown:
    """What a request would be promised, by the hours that the vendor's facts change too. Raises
    Trouble."""
    for option, known in (("channel", get_args(Channel)), ("occasion", get_args(Occasion))):
        if about[option] not in known:
            raise Trouble(
                f"--{option} {about[option]} is none: choose {', '.join(known)}",
                f"--{option} {about[option]} не бывает: выберите {', '.join(known)}",
            )
    try:
        edition = from_document(in_force(vendor, start, folder))
        written = read_facts(edition.vendor, folder)
        facts = facts_from_document(written or {"vendor": edition.vendor}, edition)
    except RegulationError as error:
        raise Trouble(str(error), error.told("ru")) from error
    calendar = calendar_named(edition.schedule.calendar, written, folder)
    law = Law(edition, calendar, facts.overrides(edition))
    question = Question(start=start if start.tzinfo else law.local(start), **about)
    try:
        with countable():
            return ExplainedShown.of(law, question, explain(law, question))
    except Unknown as unknown:
        raise Trouble(unknown.said.en, unknown.said.ru) from unknown
