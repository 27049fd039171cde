"""Work on a ticket: sessions that engineers log, remote ones among them, and counter-entries."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, assert_never

from libs.decider import Invalid, Refused
from libs.events.base import Because
from libs.events.intake import Channel as Way
from libs.events.intake import TicketEvent
from libs.events.work import (
    RemoteSessionHeld,
    WorkLogged,
    WorkReversed,
)
from libs.regulation import Channel, Edition, Plan
from services.intake.domain.terms import check_topic, check_way, must_agree, terms_of, work_named
from services.intake.domain.ticket import Ticket, Writing, stated, written

LONGEST = timedelta(hours=12)
MINUTE = timedelta(minutes=1)
Purpose = Literal["diagnostics", "help"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogWork(Writing):
    """Also on a closed ticket: what was worked is often written down later.

    `covered_by` is the plan by which the ticket is served, if any; `service` what was done. Work
    is logged by the minute, so what was agreed to within its first minute holds for all of it.
    """

    engineer_id: str
    began_at: datetime
    ended_at: datetime
    service: str | None
    covered_by: str | None
    edition: Edition
    topic: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldRemoteSession(LogWork):
    """Work on the contact's own computer, that he agreed to (NANO-43); `confirmed` are the
    preparations of the channel that were gone through before (RGN-70, RGN-71)."""

    purpose: Purpose
    confirmed: tuple[str, ...]
    consented_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReverseWork(Writing):
    """A counter-entry with its reason; what was right is logged anew."""

    engineer_id: str
    reverses: str


Working = LogWork | HoldRemoteSession | ReverseWork


def decide(command: Working, ticket: Ticket) -> list[TicketEvent]:
    match command:
        case HoldRemoteSession():
            return _hold(command, ticket)
        case LogWork():
            return [_log(command, ticket, "help", ticket.present_channel)]
        case ReverseWork():
            return [_reverse(command, ticket)]
        case _:
            assert_never(command)


def _log(command: LogWork, ticket: Ticket, purpose: Purpose, *ways: Way) -> WorkLogged:
    minutes = _minutes(command, ticket)
    if ticket.work.overlapping(command.engineer_id, command.began_at, command.ended_at):
        raise Refused(
            "began_at: this overlaps with work of yours that is logged already;"
            " log the rest alone, or reverse that entry first",
            ru="began_at: это время пересекается с вашей записанной работой; запишите"
            " только остаток или сначала отмените ту запись",
        )
    standing = ticket.work.standing(command.began_at + MINUTE - timedelta.resolution)
    plan = command.edition.plan(standing.plan or command.covered_by or "")
    service = work_named(command.edition, command.service)
    check_topic(command.edition, command.topic, service, plan, ticket.present_channel)
    if ticket.status != "closed":
        check_way(service, *ways)
    is_diagnosis = purpose == "diagnostics"
    terms = terms_of(plan, service, is_diagnosis=is_diagnosis) if plan else None
    if plan and terms and must_agree(command.edition, plan, terms):
        _check_consent(command, ticket, plan, standing.agreed_minutes, minutes)
    return WorkLogged(
        **written(command, ticket),
        engineer_id=command.engineer_id,
        began_at=command.began_at,
        ended_at=command.ended_at,
        minutes=minutes,
        service=command.service,
        plan=plan.slug if plan else None,
        terms=terms,
    )


def _check_consent(
    command: LogWork, ticket: Ticket, plan: Plan, agreed_minutes: int, minutes: int
) -> None:
    """Raises Refused for paid work before the contact's consent, or beyond it (RGN-30)."""
    billing = command.edition.billing
    assert billing is not None, "who must agree, agrees to a billing"
    if not agreed_minutes:
        raise Refused(
            f"began_at: by then the contact had not agreed to pay for work under {plan.slug};"
            " offer it to him first (/support-offers)",
            ru=f"{plan.name.ru}: к началу работы клиент не дал согласия на оплату. Сначала"
            " предложите ему платные работы.",
            rules=dict.fromkeys((*billing.rules, *plan.rules)),
        )
    worked = ticket.work.minutes_under(plan.slug) + minutes
    if billing.estimate_is_limit and billing.billed(worked) > agreed_minutes:
        raise Refused(
            f"ended_at: the contact agreed to {agreed_minutes} billed minutes, this makes"
            f" {billing.billed(worked)}; make a new offer first (/support-offers)",
            ru=f"Клиент согласился на {agreed_minutes} тарифицируемых минут, с этой записью их"
            f" станет {billing.billed(worked)}. Сначала сделайте новое предложение.",
            rules=billing.rules,
        )


def _minutes(command: LogWork, ticket: Ticket) -> int:
    """The whole minutes of a session. Raises Invalid for one that cannot have been."""
    length = command.ended_at - command.began_at
    if length < MINUTE:
        raise Invalid(
            "ended_at: work takes a minute at least, and ends after it began",
            ru="ended_at: работа длится не меньше минуты и кончается после начала",
        )
    if length > LONGEST:
        raise Invalid(
            f"ended_at: a session lasts {LONGEST // timedelta(hours=1)} hours at most",
            ru=f"ended_at: сеанс длится не больше {LONGEST // timedelta(hours=1)} ч",
        )
    if command.ended_at > command.at:
        raise Invalid(
            "ended_at: this lies in the future; log work when it is done",
            ru="ended_at: этот момент ещё не наступил; записывайте работу, когда она сделана",
        )
    if command.began_at + MINUTE <= ticket.submitted.occurred_at:
        raise Invalid(
            "began_at: the request had not come by then", ru="began_at: обращения тогда ещё не было"
        )
    return length // MINUTE


def _hold(command: HoldRemoteSession, ticket: Ticket) -> list[TicketEvent]:
    channel = _channel(command.edition)
    _check_preparations(command, channel)
    connecting = _connecting(command.edition, channel)
    command = replace(command, service=command.service or connecting)
    work = _log(command, ticket, command.purpose, ticket.present_channel, channel.name)
    held = RemoteSessionHeld(
        **stated(command),
        contact_id=ticket.submitted.contact_id,
        engineer_id=command.engineer_id,
        work_id=work.message_id,
        began_at=work.began_at,
        ended_at=work.ended_at,
        purpose=command.purpose,
        confirmed=command.confirmed,
        consented_by=command.consented_by,
        because=_why_held(command, channel, work.minutes),
    )
    return [work, held]


def _channel(edition: Edition) -> Channel:
    """How an engineer may work on a contact's computer. Raises Refused where he may not."""
    for channel in edition.channels:
        if channel.name == "remote_session":
            return channel
    raise Refused(
        "this vendor's regulation knows no remote sessions",
        ru="Регламент не предусматривает удалённого подключения.",
    )


def _connecting(edition: Edition, channel: Channel) -> str | None:
    """The service that a session is where no other is named: the one given by it alone."""
    found = (each.slug for each in edition.services if each.channels == (channel.name,))
    return next(found, None)


def _check_preparations(command: HoldRemoteSession, channel: Channel) -> None:
    """Raises Invalid where something that comes before the work was not gone through."""
    open_ones = [each for each in channel.before if each.slug not in command.confirmed]
    if not open_ones:
        return
    names = ", ".join(each.slug for each in open_ones)
    raise Invalid(
        f"confirmed: before the session the contact confirms {names}: "
        + " ".join(each.text.en for each in open_ones),
        ru="До подключения клиент подтверждает: " + " ".join(each.text.ru for each in open_ones),
        rules=dict.fromkeys(rule for each in (*open_ones, channel) for rule in each.rules),
    )


def _why_held(command: HoldRemoteSession, channel: Channel, minutes: int) -> Because:
    return command.edition.because(
        channel,
        *(each for each in channel.before if each.slug in command.confirmed),
        ru=f"Удалённое подключение по инициативе специалиста и с согласия клиента, {minutes} мин",
        en=f"A remote session that the engineer began with the client's consent, {minutes} min",
        facts={
            "began_at": command.began_at.isoformat(),
            "ended_at": command.ended_at.isoformat(),
            "purpose": command.purpose,
        },
    )


def _reverse(command: ReverseWork, ticket: Ticket) -> WorkReversed:
    if command.reverses not in ticket.work.sessions:
        raise Refused(
            "there is no such work on this ticket, or it was reversed already",
            ru="Такой работы в обращении нет, или запись уже отменена",
        )
    return WorkReversed(
        **written(command, ticket), engineer_id=command.engineer_id, reverses=command.reverses
    )
