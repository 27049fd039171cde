"""How people talk to each other by the regulation, and to whom a contact may complain today."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel

from libs.regulation import Edition, Text
from libs.runtime.http import AnyCaller, KnownEditions, Now
from libs.runtime.problems import RESPONSES
from services.entitlement.api.values import InForce

router = APIRouter(prefix="/v1", responses=RESPONSES, tags=["conduct"])


class Addressee(BaseModel):
    """To whom people turn: a role and who holds it today; None: nobody is named yet."""

    text: Text
    role: Text
    name: str | None
    email: str | None
    hidden_from_engineer: bool
    rules: tuple[str, ...]


class Conduct(BaseModel):
    """How both sides talk to each other, and to whom a contact may complain."""

    text: Text | None
    rules: tuple[str, ...]
    complaint: Addressee | None


@router.get("/conduct", summary="How people talk to each other, and to whom one may complain")
async def conduct(
    _caller: AnyCaller, edition: InForce, editions: KnownEditions, now: Now
) -> Conduct:
    etiquette = edition.etiquette
    return Conduct(
        text=etiquette.text if etiquette else None,
        rules=etiquette.rules if etiquette else (),
        complaint=await _addressee(edition, editions, now),
    )


async def _addressee(edition: Edition, editions: KnownEditions, now: datetime) -> Addressee | None:
    found = edition.escalation("complaint")
    if found is None:
        return None
    escalation, role = found
    facts = await editions.facts(edition.vendor)
    holder = facts.holder(role.slug, edition.day_of(now))
    return Addressee(
        text=escalation.text,
        role=role.name,
        name=holder.name if holder else None,
        email=holder.email if holder else None,
        hidden_from_engineer=escalation.hidden_from_engineer,
        rules=tuple(dict.fromkeys((*escalation.rules, *role.rules))),
    )
