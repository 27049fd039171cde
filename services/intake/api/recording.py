"""From a request to the command that puts it on record: its number, its contact, its ids."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from fastapi import Request

from libs.events.intake import Language, Particulars, TicketSubmitted
from libs.regulation import Edition
from libs.regulation.published import known_by
from libs.runtime.callers import Caller
from libs.runtime.database import Database
from libs.runtime.identity import Identity
from services.intake.acquaintance import Acquaintance, OnRecord
from services.intake.api.drafting import offer_of
from services.intake.api.drafts import Draft, drafted, refusal
from services.intake.api.requests import SCOPES_OF, NewTicket, may_speak, own_product
from services.intake.api.values import engineer_of, in_force
from services.intake.domain.contacts import Contact, known_after
from services.intake.domain.submission import Offer, SubmitTicket
from services.intake.numbers import TicketNumbers
from services.intake.projections import ticket_past

VERSION = re.compile(r"\d[\d.]{0,31}")


@dataclass(frozen=True, slots=True)
class Recorder:
    """Makes the command of one request; what it reads is read before the ticket is decided."""

    caller: Caller
    edition: Edition
    now: datetime
    ids: Identity
    database: Database
    numbers: TicketNumbers
    acquaintance: Acquaintance

    async def command(self, body: NewTicket, key: str, follows: str | None = None) -> SubmitTicket:
        """Raises Problem 403 for a channel or product that is not the caller's, 422 for a form
        that is not filled in, unless the request was recorded under another edition's.

        `follows`: the closed ticket whose matter it takes up.
        """
        may_speak(self.caller, body.channel)
        ticket_id = self.ids.derive("ticket", self.caller.vendor, self.caller.client, key)
        product = own_product(self.caller, body.product)
        draft = drafted(body, product, self.edition, self.now)
        if draft.errors and not await self._is_on_record(ticket_id):
            raise refusal(draft.errors)
        at = body.called_at or self.now
        request = await self._request(body, draft, ticket_id, at)
        if follows is not None:
            request = request.model_copy(update={"follows": follows})
        return SubmitTicket(ticket_id, self.caller.vendor, at, request, self._offer(draft))

    def _offer(self, draft: Draft) -> Offer | None:
        """That a kind of request which this channel does not take be filed where it is taken."""
        kind = draft.moves
        if kind is None:
            return None
        return offer_of(self.edition, draft.submission, kind.channels[0], kind, kind.redirect)

    async def number(self) -> str:
        """The number of a new ticket."""
        return f"{self.edition.ticket_prefix}-{await self.numbers.next(self.caller.vendor)}"

    def language_of(self, body: NewTicket) -> Language:
        """The language that the contact chose, else the first of the edition."""
        return body.language or self.edition.languages[0]

    async def _request(
        self, body: NewTicket, draft: Draft, ticket_id: str, at: datetime
    ) -> TicketSubmitted:
        contact_id, is_known = await self._contact(ticket_id, body, draft.contact)
        number = await self.number()
        return TicketSubmitted(
            vendor=self.caller.vendor,
            occurred_at=at,
            ticket_id=ticket_id,
            number=number,
            contact_id=contact_id,
            client=self.caller.client,
            channel=body.channel,
            kind=draft.kind,
            language=self.language_of(body),
            product=draft.product,
            certificate=body.certificate,
            product_version=_number_of_version(draft.answers),
            edition=self.edition.id,
            digest=self.ids.digest(_as_sent(body).model_dump_json()),
            logged_by=self._logger(body),
            client_time=body.client_time,
            missing=draft.missing,
            line=body.line,
            contact_is_known=is_known,
            completeness=self.edition.form.fullness(draft.submission),
            off_channel=draft.off_channel,
            drafted_for=draft.moves.channels[0] if draft.moves else None,
            searched=tuple(dict.fromkeys(body.searched)),
            discussed_with=self._named(draft.answers),
            subject=body.subject,
            body=body.body,
            answers=draft.answers,
            contact=draft.contact,
            sent_to=body.sent_to,
        )

    def _logger(self, body: NewTicket) -> str | None:
        """The engineer who put it on record for the contact; None where a client sent it."""
        by_client = "submit" in SCOPES_OF[body.channel] and self.caller.engineer_id is None
        return None if by_client else engineer_of(self.caller)

    def _named(self, answers: dict[str, str]) -> str | None:
        """The engineer with whom the contact discussed it (NANO-08), as routing knows him again."""
        named = answers.get("discussed_with")
        return self.ids.digest(*known_by(named)) if named else None

    async def _contact(
        self, ticket_id: str, body: NewTicket, told: Particulars
    ) -> tuple[str, bool]:
        """The contact's id, and whether he is known as he says; without an address, the ticket's
        own. Who was erased gets another id, so that what he writes now is kept."""
        vendor = self.caller.vendor
        if told.email is None:
            return self.ids.derive("contact", vendor, "of ticket", ticket_id), False
        for attempt in count():
            contact_id = self.ids.derive("contact", vendor, told.email.lower(), str(attempt))
            on_record = await self.acquaintance.find(contact_id)
            if not on_record.is_erased:
                return contact_id, _is_known(on_record, Contact(self.language_of(body), told))
        raise AssertionError("counting does not end")

    async def _is_on_record(self, ticket_id: str) -> bool:
        async with self.database.reading(self.caller.vendor) as db:
            return bool(await ticket_past(db, ticket_id))


def _is_known(on_record: OnRecord, told: Contact) -> bool:
    """Whether what he told adds nothing to what is known."""
    if on_record.language is None or on_record.particulars is None:
        return False
    particulars = Particulars.model_validate_json(on_record.particulars)
    known = Contact(on_record.language, particulars)
    return known_after(known, told) == known


async def recorder(request: Request, caller: Caller, now: datetime) -> Recorder:
    """Built by hand: on the one route that must be fast, every dependency is felt."""
    state = request.app.state
    replica = state.replica
    if not hasattr(state, "ticket_numbers"):
        state.ticket_numbers = TicketNumbers(replica.database)
        state.acquaintance = Acquaintance(replica.database)
    edition = await in_force(replica.editions, caller, now)
    return Recorder(
        caller,
        edition,
        now,
        replica.identity,
        replica.database,
        state.ticket_numbers,
        state.acquaintance,
    )


def _as_sent(body: NewTicket) -> NewTicket:
    """A language that is not said stood as "ru" in digests from the beginning: a request that is
    sent again must be known by the one that it had."""
    return body if body.language else body.model_copy(update={"language": "ru"})


def _number_of_version(answers: Mapping[str, str]) -> str | None:
    """The version that the form asked for, as far as it is a number: what else was typed stays
    among the answers, which can be erased."""
    told = answers.get("product_version", "").strip()
    return told if VERSION.fullmatch(told) else None
