"""What may be done on a ticket now: `GET /v1/tickets/{id}/acts`."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from libs.regulation import Text
from libs.regulation.reasons import Decider
from libs.runtime.problems import RESPONSES
from services.intake.api.access import SeenTicket, ServiceDatabase
from services.intake.api.acts import Regulation
from services.intake.api.treatment import judged
from services.intake.api.values import Engineer
from services.intake.domain.permitted import acts_on

router = APIRouter(prefix="/v1/tickets/{ticket_id}", responses=RESPONSES, tags=["acts"])


class Choice(BaseModel):
    """Something to choose for the act: a reason, a channel, a kind; `message` is what the contact
    reads of it."""

    model_config = ConfigDict(from_attributes=True)

    slug: str
    title: Text
    message: Text | None
    decider: Decider | None
    needs_grounds: bool
    needs_closer: bool
    rules: tuple[str, ...]


class Act(BaseModel):
    """An act at `POST /v1/tickets/{id}/{path}`: whose decision it is, by which rules, in which
    words the contact reads of it; `why_not` is null for what can be done now."""

    model_config = ConfigDict(from_attributes=True)

    act: str
    path: str
    decider: Decider
    rules: tuple[str, ...]
    assumed: tuple[str, ...]
    text: Text | None
    choices: tuple[Choice, ...]
    why_not: Text | None


class Acts(BaseModel):
    """What the ticket's own edition lets be done on it."""

    ticket_id: str
    edition: str
    version: int
    acts: list[Act]


@router.get("/acts", summary="What may be done on the ticket now")
async def acts(
    caller: Engineer, seen: SeenTicket, edition: Regulation, database: ServiceDatabase
) -> Acts:
    ticket_id = seen.ticket.submitted.ticket_id
    coverage = await judged(database, caller, ticket_id)
    return Acts(
        ticket_id=ticket_id,
        edition=edition.id,
        version=seen.version,
        acts=[Act.model_validate(act) for act in acts_on(seen.ticket, edition, coverage)],
    )
