"""What a request amounts to under its edition: how full it is, and where it is to be filed."""

from libs.events.base import readable
from libs.events.intake import Channel
from libs.regulation import Edition, Stated, Submission, Text
from services.intake.domain.submission import Offer
from services.intake.domain.ticket import Ticket

FILED_ELSEWHERE = Text(
    ru="Такие обращения подаются по другому каналу: {}. Мы подготовили для вас черновик.",
    en="Such requests are filed by another channel: {}. We have prepared a draft for you.",
)


def offer_of(
    edition: Edition, submission: Submission, to: Channel, part: Stated, text: Text | None
) -> Offer:
    """The offer to file a request by another channel, by the part that sends it there."""
    way = edition.way(to)
    title = way.title if way else Text(ru=to, en=to)
    told = text or FILED_ELSEWHERE.about(title)
    lacking = [problem.field for problem in edition.problems({**submission, "channel": to})]
    return Offer(to, tuple(lacking), edition.because(part, ru=told.ru, en=told.en))


def submission_of(ticket: Ticket) -> dict[str, object]:
    """The request as it stands by now, for its form."""
    request = ticket.request
    return {
        **ticket.answers,
        "channel": request.channel,
        "kind": ticket.submitted.kind,
        "product": request.product,
        "certificate": request.certificate,
        "subject": readable(request.subject),
        "body": readable(request.body),
    }
