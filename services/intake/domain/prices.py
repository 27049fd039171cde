"""What work on a ticket would cost, told before anybody offers or does it."""

from dataclasses import dataclass
from datetime import date

from libs.events.base import Because
from libs.regulation import Billing, Edition, Plan, Text
from libs.regulation.quotes import Quote, free_words, quote
from services.intake.domain.support import OfferSupport, cause_of, no_price, plan_of
from services.intake.domain.terms import check_topic, must_agree, terms_of, why_offered, work_named
from services.intake.domain.ticket import Ticket

NOTHING_MORE = Text(
    ru="{}: дополнительно ничего не оплачивается.", en="{}: nothing more is to be paid."
)


@dataclass(frozen=True)
class Price:
    """The plan of the work and what it costs; without a quote it costs nothing more."""

    plan: str
    quote: Quote | None
    until: date | None
    because: Because


def price_of(command: OfferSupport, ticket: Ticket, version: str) -> Price:
    """The price of what would be offered; `version` is the product's, which a plan may cover
    until a day (RGN-28, RGN-29). Raises Refused for what the plan does not give."""
    edition = command.edition
    cause, service = cause_of(command), work_named(edition, command.service)
    plan = plan_of(command, cause, service, ticket)
    check_topic(edition, command.topic, service, plan, ticket.present_channel)
    terms = terms_of(plan, service, is_diagnosis=True)
    if not must_agree(edition, plan, terms):
        return _free(command, ticket, plan, version)
    billing = edition.billing
    assert billing is not None, "who must agree, agrees to a billing"
    minutes = command.minutes or billing.hour_minutes
    quoted = quote(edition, billing, plan, minutes, command.at, command.facts)
    if quoted is None:
        raise no_price(billing, plan)
    because = why_offered(edition, quoted.words, billing, plan, service, cause)
    return Price(plan.slug, quoted, None, because)


def _free(command: OfferSupport, ticket: Ticket, plan: Plan, version: str) -> Price:
    edition, on = command.edition, command.edition.day_of(command.at)
    releases = command.facts.releases_of(ticket.submitted.product or "")
    until = edition.covered_version(plan, releases, version, on).until if version else None
    words = _free_words(edition, edition.billing, plan, until)
    because = edition.because(
        *(each for each in (plan, plan.versions) if each),
        ru=words.ru,
        en=words.en,
        facts={"plan": plan.slug, "until": until.isoformat() if until else None},
    )
    return Price(plan.slug, None, until, because)


def _free_words(edition: Edition, billing: Billing | None, plan: Plan, until: date | None) -> Text:
    if plan.cost == "free" and billing is not None:
        return free_words(billing, plan, until)
    return NOTHING_MORE.about(plan.name)
