"""Complaints to the head: each in a thread of its own, whatever state its ticket is in."""

from dataclasses import dataclass
from datetime import datetime

from libs.decider import Decider, Invalid, Refused
from libs.events.base import Because
from libs.events.conduct import ComplaintRaised
from libs.regulation import Edition, Escalation, Role


@dataclass(frozen=True)
class RaiseComplaint:
    """`id` is the complaint's; the right to it depends on nothing (CPRO-R-37, TKAD-61)."""

    id: str
    vendor: str
    at: datetime
    ticket_id: str
    number: str
    contact_id: str
    client: str
    digest: str
    body: str
    edition: Edition


State = ComplaintRaised | None


def complain(command: RaiseComplaint, raised: State) -> list[ComplaintRaised]:
    if raised is not None:
        if raised.digest != command.digest:
            raise Invalid(
                "this Idempotency-Key was used for another complaint: choose a new one",
                ru="Этот Idempotency-Key уже использован для другой жалобы: выберите новый",
            )
        return []
    found = command.edition.escalation("complaint")
    if found is None:
        raise Refused(
            "this vendor's regulation names nobody to complain to; write a message instead",
            ru="Регламент не называет, кому направить жалобу. Напишите сообщение в обращении.",
        )
    escalation, role = found
    return [
        ComplaintRaised(
            vendor=command.vendor,
            occurred_at=command.at,
            complaint_id=command.id,
            ticket_id=command.ticket_id,
            number=command.number,
            contact_id=command.contact_id,
            client=command.client,
            role=role.slug,
            hidden=escalation.hidden_from_engineer,
            digest=command.digest,
            because=why_escalated(command.edition, escalation, role),
            body=command.body,
        )
    ]


def why_escalated(edition: Edition, escalation: Escalation, role: Role) -> Because:
    """Why a matter goes to a role."""
    return edition.because(
        escalation,
        role,
        ru=escalation.text.ru,
        en=escalation.text.en,
        facts={"role": role.slug, "decider": escalation.decider},
    )


def evolve(_state: State, event: ComplaintRaised) -> State:
    return event


decider: Decider[RaiseComplaint, State, ComplaintRaised] = Decider(
    "complaint", (RaiseComplaint,), None, complain, evolve
)
