"""How people talk to each other: a breach of it, and what an engineer may do then."""

from dataclasses import dataclass
from typing import Literal

from libs.decider import Invalid, Refused
from libs.events.conduct import EtiquetteBroken, ServiceStopped, TicketEscalated
from libs.events.intake import TicketClosed, TicketEvent
from libs.regulation import Edition, Escalation, Etiquette, Reason
from services.intake.domain.complaints import why_escalated
from services.intake.domain.ticket import Ticket, Writing, refuse_closed, stated, written


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteBreach(Writing):
    """An engineer says of a message that it breaks the norms, whoever wrote it (CPRO-R-34)."""

    engineer_id: str
    by: Literal["contact", "engineer"]
    about: str
    edition: Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class StopService(Writing):
    """An engineer stops at once and reports it in the same act (CPRO-R-35, CPRO-R-36)."""

    engineer_id: str
    edition: Edition


Conduct = NoteBreach | StopService


def decide(command: Conduct, ticket: Ticket) -> list[TicketEvent]:
    if isinstance(command, StopService):
        return _stop(command, ticket)
    return [_note(command, ticket)]


def _note(command: NoteBreach, ticket: Ticket) -> EtiquetteBroken:
    etiquette = _etiquette(command.edition)
    if command.about not in ticket.messages:
        raise Invalid(
            "about: there is no message with this id on the ticket",
            ru="about: сообщения с таким id в обращении нет",
        )
    return EtiquetteBroken(
        **written(command, ticket),
        engineer_id=command.engineer_id,
        by=command.by,
        about=command.about,
        because=command.edition.because(
            etiquette, ru=etiquette.text.ru, en=etiquette.text.en, facts={"about": command.about}
        ),
    )


def _stop(command: StopService, ticket: Ticket) -> list[TicketEvent]:
    refuse_closed(ticket)
    reason = _reason(command.edition)
    because = command.edition.because(
        reason, ru=reason.message.ru, en=reason.message.en, facts={"reason": reason.slug}
    )
    stopped = ServiceStopped(
        **written(command, ticket),
        engineer_id=command.engineer_id,
        reason=reason.slug,
        because=because,
    )
    closed = TicketClosed(
        **stated(command),
        outcome="stopped",
        closed_by="engineer",
        engineer_id=command.engineer_id,
        because=because,
    )
    found = command.edition.escalation("conduct")
    if found is None:
        return [stopped, closed]
    reported = TicketEscalated(
        **stated(command),
        role=found[1].slug,
        engineer_id=command.engineer_id,
        because=why_escalated(command.edition, *found),
    )
    return [stopped, reported, closed]


def reported_stop(edition: Edition) -> tuple[Reason, Escalation] | None:
    """The reason that is reported when an engineer stops for it, which is therefore no refusal,
    and how it is reported; None where the edition has nobody told of it."""
    reported = edition.escalation("conduct")
    reason = edition.reason(edition.etiquette.reason) if edition.etiquette else None
    return (reason, reported[0]) if reason and reported else None


def _etiquette(edition: Edition) -> Etiquette:
    if edition.etiquette is None:
        raise Refused(
            "this vendor's regulation states no norms of conduct",
            ru="Регламент не устанавливает правил общения.",
        )
    return edition.etiquette


def _reason(edition: Edition) -> Reason:
    """The reason for which an engineer may stop. Raises Refused where there is none."""
    reason = edition.reason(_etiquette(edition).reason)
    if reason is None or reason.decider != "engineer_may" or "stopped" not in reason.leads_to:
        raise Refused(
            "this vendor's regulation lets no engineer stop the support for a breach of conduct",
            ru="Регламент не разрешает специалисту прекратить поддержку из-за нарушения этикета.",
        )
    return reason
