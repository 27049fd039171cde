"""Contacts: to forget one."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel

from libs.runtime.http import Execute, Now
from libs.runtime.problems import RESPONSES, Problem
from services.intake.api.access import ServiceDatabase, known_id
from services.intake.api.values import Administrator
from services.intake.domain.contacts import EraseContact
from services.intake.projections import is_person

router = APIRouter(prefix="/v1/contacts", responses=RESPONSES, tags=["contacts"])


class ErasedContact(BaseModel):
    """A person whose names, addresses and texts are deleted everywhere, for ever."""

    contact_id: str
    erased_at: datetime


@router.post("/{contact_id}/erasure", summary="Forget a person")
async def erase(
    contact_id: str, caller: Administrator, database: ServiceDatabase, now: Now, execute: Execute
) -> ErasedContact:
    async with database.reading(caller.vendor) as db:
        if not await is_person(db, known_id(contact_id, "contact")):
            raise Problem(404, "There is no contact with this id", ru="Заявителя с таким id нет")
    executed = await execute(EraseContact(contact_id, caller.vendor, now, caller.key_id))
    return ErasedContact(contact_id=contact_id, erased_at=executed.state.at)
