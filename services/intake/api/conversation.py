"""What is said on a ticket, and the engineer's own acts."""

from fastapi import APIRouter
from pydantic import ConfigDict, Field, HttpUrl

from libs.events.base import Because
from libs.events.intake import Author, Channel
from libs.regulation import Edition
from libs.regulation import Text as Words
from libs.runtime.http import ExpectedVersion
from libs.runtime.problems import RESPONSES
from services.intake.api.acts import Regulation, WithHand, WithPen
from services.intake.api.requests import may_speak
from services.intake.api.states import TicketState, Written
from services.intake.api.values import QUESTIONS, Body, Engineer, ForContact, Request, engineer_of
from services.intake.domain.conversation import (
    AddComment,
    AddNote,
    AnswerCall,
    ExtendCall,
    ReceiveMessage,
    SendReply,
    TakeIntoWork,
)

router = APIRouter(prefix="/v1/tickets/{ticket_id}", responses=RESPONSES, tags=["conversation"])
NO_ANSWER = Words(
    ru="Ответом исполнителя считается только ответ его сотрудника: срок продолжает идти.",
    en="Only an answer of the vendor's employee counts as its answer: the promise runs on.",
)


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
    automatic: bool = Field(
        default=False, description="A mail's own answer (RFC 3834): no word of the contact's"
    )


class NewReply(Request):
    """What an engineer answers to the contact."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"body": "Анна Сергеевна, переустановите программу с правами."}],
        },
    )

    body: Body
    author: Author = Field(
        default="employee", description="Who gave the answer that the engineer passes on"
    )
    article: HttpUrl | None = Field(default=None, description="A page that holds the answer")


class NewAnswer(Request):
    """The answer to one question of a request for information."""

    question: int = Field(ge=1, le=QUESTIONS)
    text: Body


class NewAnswers(Request):
    """Answers to numbered questions; the ticket waits until the last is answered."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"answers": [{"question": 1, "text": "Windows 11, сборка 22631"}]}]
        },
    )

    answers: list[NewAnswer] = Field(min_length=1, max_length=QUESTIONS)
    channel: Channel = "portal"


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
    return await pen.write(ReceiveMessage(**text, channel=body.channel, automatic=body.automatic))


@router.post("/answers", status_code=201, summary="Answer questions by their numbers")
async def answers(body: NewAnswers, caller: ForContact, pen: WithPen) -> Written:
    may_speak(caller, body.channel)
    given = {each.question: each.text for each in body.answers}
    text = pen.text("answers", body, "\n".join(f"{n}. {said}" for n, said in given.items()))
    return await pen.write(ReceiveMessage(**text, channel=body.channel, answers=given))


@router.post("/replies", status_code=201, summary="Answer the contact")
async def reply(
    body: NewReply,
    caller: Engineer,
    pen: WithPen,
    expected: ExpectedVersion,
    edition: Regulation,
) -> Written:
    """An answer of somebody whose answers do not count as the vendor's is put on record as a
    comment, which keeps no promise."""
    text, engineer = pen.text("reply", body, body.body), engineer_of(caller)
    because = no_answer(edition, body.author)
    if because is not None:
        comment = AddComment(**text, engineer_id=engineer, author=body.author, because=because)
        return await pen.write(comment, expected)
    return await pen.write(
        SendReply(
            **text,
            engineer_id=engineer,
            author=body.author,
            article=str(body.article) if body.article else None,
        ),
        expected,
    )


def no_answer(edition: Edition, author: Author) -> Because | None:
    """Why what somebody wrote is no answer of the vendor; None where it is one (NANO-83)."""
    if edition.answers_count(author == "employee"):
        return None
    return edition.because(edition, ru=NO_ANSWER.ru, en=NO_ANSWER.en)


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
