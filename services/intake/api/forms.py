"""A vendor's public form as JSON Schema, and a draft held against it before it is sent."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from libs.events.intake import Channel, Language
from libs.regulation import Channel as Way
from libs.regulation import Completeness, Edition, FieldProblem, Kind
from libs.regulation.form_schema import OWN_FIELDS, form_schema
from libs.runtime.http import Now
from libs.runtime.problems import RESPONSES, FieldError, Problem
from services.intake.api.drafts import Draft, drafted, field_error
from services.intake.api.readers import Published, Spoken
from services.intake.api.requests import NewTicket

router = APIRouter(prefix="/v1/forms", responses=RESPONSES, tags=["forms"])
ChannelAsked = Annotated[
    Channel | None, Query(description="Without it, the preferred channel of the regulation")
]
KindAsked = Annotated[
    str | None, Query(max_length=64, description="Without it, the form's first kind")
]


class Hint(BaseModel):
    """What would better be said otherwise; nothing is refused for it."""

    field: str
    text: str
    rules: tuple[str, ...]


class Filled(BaseModel):
    """How much of what is asked for is there, and what to add to be answered faster."""

    set: str | None
    name: str | None
    percent: int
    lacking: list[Hint]


class Checked(BaseModel):
    """What would become of a request: `refused`, or kept as a `ticket`, as a `draft` to be filed
    by another channel, or `off_channel`, without a promise."""

    edition: str
    channel: Channel
    kind: str
    becomes: Literal["ticket", "draft", "off_channel", "refused"]
    problems: list[FieldError]
    missing: tuple[str, ...]
    hints: list[Hint]
    completeness: Filled
    sets: list[Filled]
    sources: list[str] = Field(description="What is offered to be searched at this point")
    instead: str | None
    rules: tuple[str, ...]


@router.get("/{vendor}", summary="The form for a channel and a kind of request, as JSON Schema")
async def form(
    edition: Published,
    language: Spoken,
    response: Response,
    channel: ChannelAsked = None,
    kind: KindAsked = None,
) -> dict[str, Any]:
    way = _way(edition, channel)
    return form_schema(edition, way, _kind(edition, way, kind), language)


@router.post("/{vendor}/check", summary="What a request lacks, before it is sent")
async def check(body: NewTicket, edition: Published, language: Spoken, now: Now) -> Checked:
    draft = drafted(body, body.product, edition, now)
    form = edition.form
    because = draft.off_channel
    moves = None if draft.errors else draft.moves
    instead = moves.redirect.said(language) if moves and moves.redirect else None
    if because:
        instead = because.ru if language == "ru" else because.en
    return Checked(
        edition=edition.id,
        channel=body.channel,
        kind=draft.kind,
        becomes=_becomes(draft),
        problems=draft.errors,
        missing=draft.missing,
        hints=_hints(form.hints(draft.submission), language),
        completeness=_filled(form.whole(draft.submission), language),
        sets=[
            _filled(
                form.completeness(draft.submission, each.slug),
                language,
                each.slug,
                each.name.said(language),
            )
            for each in form.sets
        ],
        sources=_offered(edition, body),
        instead=instead,
        rules=because.rules if because else moves.rules if moves else (),
    )


def _offered(edition: Edition, body: NewTicket) -> list[str]:
    """The sources to search: before the form is begun or while it is typed, as the edition says."""
    knowledge = edition.knowledge
    if knowledge is None:
        return []
    is_typed = bool(body.subject or body.body)
    offered = is_typed == (knowledge.offered == "while_typing")
    return [source.slug for source in knowledge.sources] if offered else []


def _becomes(draft: Draft) -> Literal["ticket", "draft", "off_channel", "refused"]:
    if draft.errors:
        return "refused"
    if draft.off_channel:
        return "off_channel"
    return "draft" if draft.moves else "ticket"


def _way(edition: Edition, channel: Channel | None) -> Way:
    """The channel asked for. Raises Problem 404 where no request comes in by it."""
    if channel is None:
        return edition.opening_channels()[0]
    way = edition.channel(channel)
    if way is None:
        problems = edition.problems({"channel": channel})
        raise Problem(
            404, problems[0].text.en, ru=problems[0].text.ru, errors=[field_error(problems[0])]
        )
    return way


def _kind(edition: Edition, way: Way, slug: str | None) -> Kind:
    """The kind asked for. Raises Problem 404 where the channel does not take it."""
    kind = edition.form.kind(slug)
    if kind is None or (kind.elsewhere == "refuse" and not kind.is_taken_by(way.name)):
        asked = {"channel": way.name, "kind": slug}
        wrong = next(each for each in edition.form.problems(asked) if each.field == "kind")
        raise Problem(404, wrong.text.en, ru=wrong.text.ru, errors=[field_error(wrong)])
    return kind


def _hints(problems: Iterable[FieldProblem], language: Language) -> list[Hint]:
    return [
        Hint(field=_path(each.field), text=each.text.said(language), rules=each.rules)
        for each in problems
    ]


def _path(name: str) -> str:
    return name if name in OWN_FIELDS else f"answers.{name}"


def _filled(
    fullness: Completeness, language: Language, slug: str | None = None, name: str | None = None
) -> Filled:
    return Filled(
        set=slug, name=name, percent=fullness.percent, lacking=_hints(fullness.lacking, language)
    )
