"""The submission form of the caller's vendor, as its regulation in force has it."""

from fastapi import APIRouter
from pydantic import BaseModel

from libs.events.intake import Channel
from libs.regulation import Edition, Field, Kind, Text
from libs.runtime.http import AnyCaller
from libs.runtime.problems import Problem
from services.intake.api.reasons import REFUSALS, reasons_for
from services.intake.api.requests import OWN_FIELDS
from services.intake.api.values import InForce

router = APIRouter(tags=["forms"])


class Named(BaseModel):
    """Something to choose, with the word for it in requests."""

    slug: str
    name: Text


class FormField(BaseModel):
    """A field; `path` is its place in the body of `POST /v1/tickets`."""

    path: str
    type: str
    need: str
    label: Text
    help: Text | None
    choices: list[Named]
    rules: tuple[str, ...]


class SubmissionForm(BaseModel):
    """What a request through one channel is asked for."""

    edition: str
    regulation: Text
    channel: Channel
    kinds: list[Named]
    products: list[Named]
    fields: list[FormField]
    refusal_reasons: list[Named]


@router.get("/form", summary="The form for a channel and a kind of request")
async def form(
    _caller: AnyCaller, edition: InForce, channel: Channel = "portal", kind: str | None = None
) -> SubmissionForm:
    if edition.channel(channel) is None:
        offered = ", ".join(each.name for each in edition.channels)
        raise Problem(404, f"There is no channel {channel} here; there are: {offered}")
    asked = {"channel": channel} | ({"kind": kind} if kind else {})
    return SubmissionForm(
        edition=edition.id,
        regulation=edition.name,
        channel=channel,
        kinds=[_named(each) for each in kinds_of(edition, channel)],
        products=[Named(slug=each.slug, name=each.name) for each in edition.products],
        fields=[_field(field) for field in edition.form.asked(asked)],
        refusal_reasons=[
            Named(slug=each.slug, name=each.title) for each in reasons_for(edition, *REFUSALS)
        ],
    )


def kinds_of(edition: Edition, channel: Channel) -> list[Kind]:
    return [kind for kind in edition.form.kinds if not kind.channels or channel in kind.channels]


def _named(kind: Kind) -> Named:
    return Named(slug=kind.slug, name=kind.name)


def _field(field: Field) -> FormField:
    return FormField(
        path=field.name if field.name in OWN_FIELDS else f"answers.{field.name}",
        type=field.type,
        need=field.need,
        label=field.label,
        help=field.help,
        choices=[Named(slug=each.slug, name=each.name) for each in field.choices],
        rules=field.rules,
    )
