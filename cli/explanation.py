"""What a vendor's regulation, as its file has it, would promise to a request."""

from datetime import datetime
from typing import Any, get_args

from cli.hours import calendar_named, countable, in_force
from cli.trouble import Trouble
from libs.events.intake import Channel
from libs.regulation import RegulationError, from_document
from libs.regulation.clocks import Occasion
from services.sla_clock.answers import ExplainedShown
from services.sla_clock.explaining import Question, Unknown, explain
from services.sla_clock.law import Law


def answer(vendor: str, start: datetime, about: dict[str, Any]) -> ExplainedShown:
    """What a request would be promised. Raises Trouble."""
    for option, known in (("channel", get_args(Channel)), ("occasion", get_args(Occasion))):
        if about[option] not in known:
            raise Trouble(f"--{option} {about[option]} is none: choose {', '.join(known)}")
    try:
        edition = from_document(in_force(vendor, start))
    except RegulationError as error:
        raise Trouble(str(error)) from error
    law = Law(edition, calendar_named(edition.schedule.calendar))
    question = Question(start=start if start.tzinfo else law.local(start), **about)
    try:
        with countable():
            return ExplainedShown.of(law, question, explain(law, question))
    except Unknown as unknown:
        raise Trouble(str(unknown)) from unknown
