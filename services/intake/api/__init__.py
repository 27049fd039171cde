"""What intake is asked over HTTP: to submit, to write, to decide, to forget, to let in."""

from fastapi import APIRouter

from libs.runtime.problems import RESPONSES
from services.intake.api import contacts, conversation, ending, forms, keys, solutions, tickets

router = APIRouter(prefix="/v1", responses=RESPONSES)
router.include_router(tickets.directly)
router.include_router(tickets.router)
router.include_router(conversation.router)
router.include_router(solutions.router)
router.include_router(ending.router)
router.include_router(forms.router)
router.include_router(contacts.router)
router.include_router(keys.router)
