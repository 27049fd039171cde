"""What was told about a ticket, whether it arrived, and what proves it."""

from datetime import datetime
from typing import Annotated, Literal
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from libs.events.intake import Evidence
from libs.runtime.callers import Caller
from libs.runtime.http import Execute, Ids, Now, Reading, executor, requires
from libs.runtime.problems import RESPONSES, Problem
from services.notification.domain import Command, NoteProof
from services.notification.letters import read_token
from services.notification.projections import mails_of, ticket, ticket_of_mail
from services.notification.smtp import MailSettings

router = APIRouter(prefix="/v1", responses=RESPONSES)
PRINTABLE = r"^[^\x00-\x1f\x7f]*$"
NOT_PROOF = ("localhost", "127.0.0.1", "::1")
PROOFS: dict[str, Evidence | Literal["bounced"]] = {
    "accepted": "mx_accepted",
    "delivered": "delivery_notice",
    "bounced": "bounced",
}
OPENED = """<!doctype html><meta charset="utf-8"><title>Вахта</title>
<p>Спасибо, получение отмечено. Ответьте на письмо или на портале поддержки.</p>
<p lang="en">Thank you, it is noted that you got the letter. Please answer it, or on the portal.</p>
"""


async def _mail(request: Request) -> MailSettings:
    return request.app.state.replica.settings  # type: ignore[no-any-return]


class Told(BaseModel):
    """One mail: its occasion, its recipient's id, and how far it is."""

    notification_id: str
    recipient_id: str
    template: str
    state: Literal["pending", "delivered", "received", "bounced", "failing", "abandoned"]
    attempts: int
    error: str | None
    at: datetime


class Delivery(BaseModel):
    """What a mail server says of a mail: taken by the recipient's own server, delivered (a
    notice of RFC 3464), or come back. What our own relay takes proves nothing."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "message_id": "<0198c5f0-7a53-7b1c-9d2e-3f4a5b6c7d8e.contact@vakhta>",
                    "outcome": "accepted",
                    "server": "mx.client.example",
                }
            ]
        },
    )

    message_id: str = Field(max_length=200, pattern=r"^<[!-;=?-~]+@vakhta>$")
    outcome: Literal["accepted", "delivered", "bounced"]
    server: str = Field(
        max_length=253, pattern=r"^[A-Za-z0-9.:-]+$", description="Whose word it is"
    )
    status: str = Field(default="5.0.0", pattern=r"^[245]\.\d{1,3}\.\d{1,3}$")
    at: AwareDatetime | None = None


@router.get("/tickets/{ticket_id}/notifications")
async def notifications(
    ticket_id: Annotated[str, Path(max_length=64, pattern=PRINTABLE)],
    _caller: Annotated[Caller, Depends(requires("engineer", "administer"))],
    db: Reading,
) -> list[Told]:
    if await ticket(ticket_id, db) is None:
        raise Problem(404, "There is no such ticket", ru="Такого обращения нет")
    return [Told.model_validate(row) for row in await mails_of(ticket_id, db)]


@router.post("/deliveries", status_code=204, summary="What a mail server says of a mail")
async def delivery(
    body: Delivery,
    caller: Annotated[Caller, Depends(requires("deliveries"))],
    db: Reading,
    now: Now,
    execute: Execute,
    mail: Annotated[MailSettings, Depends(_mail)],
) -> None:
    """On the word of whoever has the key: a silence after it closes a request (A-11). So it takes
    a scope of its own, and the event names the key."""
    notification_id = body.message_id[1:].partition("@")[0]
    ticket_id = await ticket_of_mail(notification_id, db)
    if ticket_id is None:
        raise Problem(
            404,
            "No mail of this Message-ID was sent from here",
            ru="Письма с таким Message-ID отсюда не отправляли",
        )
    if body.at and body.at > now:
        raise Problem(
            422, "at: this instant has not come yet", ru="at: этот момент ещё не наступил"
        )
    _refuse_our_own(body, mail)
    await execute(_fact(body, ticket_id, caller, notification_id, body.at or now))


@router.get("/r/{token}", summary="The link of a mail was opened", response_class=HTMLResponse)
async def opened(
    token: Annotated[str, Path(max_length=400, pattern=r"^[A-Za-z0-9_.-]+$")],
    request: Request,
    response: Response,
    now: Now,
    ids: Ids,
) -> HTMLResponse:
    """Needs no key: the token is known to who was sent the mail. It proves the receipt (A-11)."""
    letter = read_token(token, ids)
    if letter is None:
        raise Problem(404, "There is no such link", ru="Такой ссылки нет")
    request.state.caller = Caller(letter.vendor, "letter", "letter", None, frozenset(), None)
    execute = executor(request, response)
    await execute(
        NoteProof(letter.ticket_id, letter.vendor, now, letter.notification_id, "tracked_link")
    )
    return HTMLResponse(OPENED)


def _refuse_our_own(body: Delivery, mail: MailSettings) -> None:
    """Raises Problem 422 for the word of our own relay: it has not reached the recipient."""
    relay = urlsplit(mail.smtp).hostname or ""
    if body.outcome != "bounced" and body.server.lower() in (relay.lower(), *NOT_PROOF):
        raise Problem(
            422,
            "server: our own relay proves nothing; name the recipient's server",
            ru="server: наш сервер ничего не доказывает; назовите сервер получателя",
        )


def _fact(
    body: Delivery, ticket_id: str, caller: Caller, notification_id: str, at: datetime
) -> Command:
    return NoteProof(
        id=ticket_id,
        vendor=caller.vendor,
        at=at,
        notification_id=notification_id,
        proof=PROOFS[body.outcome],
        status=body.status,
        reported_by=caller.key_id,
    )
