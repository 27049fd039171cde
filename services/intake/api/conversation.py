"""What is said on a ticket, and the engineer's own acts."""

from fastapi import APIRouter
from pydantic import ConfigDict

from libs.events.intake import Channel
from libs.runtime.http import ExpectedVersion
from services.intake.api.acts import WithHand, WithPen
from services.intake.api.requests import may_speak
from services.intake.api.states import TicketState, Written
from services.intake.api.values import Body, Engineer, ForContact, Request, engineer_of
from services.intake.domain.conversation import (
    AddNote,
    AnswerCall,
    ExtendCall,
    ReceiveMessage,
    SendReply,
    TakeIntoWork,
)

router = APIRouter(prefix="/tickets/{ticket_id}", tags=["conversation"])


class NewMessage(Request):
    """What the contact wrote, or said in a call that an engineer logs."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"body": "Ошибка повторяется и после перезагрузки."}],
        },
    )

    body: Body
    channel: Channel = "portal"


class NewReply(Request):
    """What an engineer answers to the contact."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"body": "Анна Сергеевна, переустановите программу с правами."}],
        },
    )

    body: Body


class NewNote(Request):
    """What an engineer notes for his colleagues."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"body": "Похоже на права доступа к реестру."}]},
    )

    body: Body


class MoreTime(Request):
    """Why a call takes longer than promised."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"reason": "Повторяю ошибку на стенде."}]},
    )

    reason: Body


@router.post("/messages", status_code=201, summary="Add a message of the contact")
async def message(body: NewMessage, caller: ForContact, pen: WithPen) -> Written:
    may_speak(caller, body.channel)
    text = pen.text("message", body, body.body)
    return await pen.write(ReceiveMessage(**text, channel=body.channel))


@router.post("/replies", status_code=201, summary="Answer the contact")
async def reply(
    body: NewReply, caller: Engineer, pen: WithPen, expected: ExpectedVersion
) -> Written:
    text = pen.text("reply", body, body.body)
    return await pen.write(SendReply(**text, engineer_id=engineer_of(caller)), expected)


@router.post("/notes", status_code=201, summary="Note something for colleagues")
async def note(body: NewNote, caller: Engineer, pen: WithPen, expected: ExpectedVersion) -> Written:
    text = pen.text("note", body, body.body)
    return await pen.write(AddNote(**text, engineer_id=engineer_of(caller)), expected)


@router.post("/take", summary="Take the ticket into work")
async def take(caller: Engineer, hand: WithHand) -> TicketState:
    return await hand.act(TakeIntoWork(**hand.where, engineer_id=engineer_of(caller)))


@router.post("/call-answers", summary="The call was answered orally")
async def answer_call(caller: Engineer, hand: WithHand) -> TicketState:
    return await hand.act(AnswerCall(**hand.where, engineer_id=engineer_of(caller)))


@router.post("/call-extensions", summary="The call takes more time, and why")
async def extend_call(body: MoreTime, caller: Engineer, hand: WithHand) -> TicketState:
    return await hand.act(
        ExtendCall(**hand.where, engineer_id=engineer_of(caller), reason=body.reason)
    )
