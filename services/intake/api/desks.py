"""What a vendor's pages and mails say, from its regulation: texts, addresses, menus, words."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from libs.events.intake import Channel, Language
from libs.regulation import Channel as Way
from libs.regulation import Edition, Text
from libs.regulation.desk import Place
from libs.regulation.texts import Noun
from libs.runtime.problems import RESPONSES
from services.intake.api.desk_answers import (
    Called,
    Contacted,
    Desk,
    Entered,
    Notices,
    Number,
    Searched,
    Shown,
    Stance,
    Told,
)
from services.intake.api.desk_hours import openings, staffed
from services.intake.api.readers import Published, Spoken

router = APIRouter(prefix="/v1", responses=RESPONSES, tags=["desks"])
Region = Annotated[
    str | None, Query(max_length=100, description="Only the numbers for this region")
]

OWN_WORDS: dict[Language, tuple[str, ...]] = {
    "ru": ("обращение", "обращения", "обращений"),
    "en": ("request", "requests"),
}


@router.get("/notices/{vendor}", summary="The texts that people read, and where")
async def notices(
    edition: Published, language: Spoken, place: Place | None = None, channel: Channel | None = None
) -> Notices:
    found = [
        notice
        for notice in edition.notices
        if (place is None or place in notice.places)
        and (channel is None or not notice.channels or channel in notice.channels)
    ]
    return Notices(
        edition=edition.id,
        items=[
            Told(
                slug=notice.slug,
                text=notice.text.said(language),
                link=notice.link or None,
                places=notice.places,
                channels=notice.channels,
                rules=notice.rules,
                assumed=notice.assumptions(),
            )
            for notice in found
        ],
    )


@router.get("/desks/{vendor}", summary="What a vendor's pages show: addresses, menus, words")
async def desk(edition: Published, language: Spoken, region: Region = None) -> Desk:
    ways = sorted(edition.channels, key=lambda way: (not way.opens, not way.preferred))
    return Desk(
        edition=edition.id,
        regulation=edition.name.said(language),
        site=edition.publication.site,
        offices=staffed(edition, language),
        channels=[_way(way, language, region) for way in ways],
        knowledge=_knowledge(edition, language),
        accounts=_accounts(edition, language),
        view=_view(edition, language),
        words=_words(edition, language),
        etiquette=_etiquette(edition, language),
        acceptance=_acceptance(edition, language),
        roles=[_stance(role.slug, role.name, role, language) for role in edition.roles],
        escalations=[
            _stance(each.cause, each.text, each, language, decider=each.decider, to=each.to)
            for each in edition.escalations
        ],
        rights=[
            _stance(each.act, each.text, each, language, decider=each.decider, told=each.notice)
            for each in edition.rights
        ],
        not_promised=[
            _stance(", ".join(each.clocks), each.text, each, language)
            for each in edition.no_promises
        ],
        reopening=_stance(
            "reopening",
            edition.reopening.message,
            edition.reopening,
            language,
            decider=edition.reopening.decider,
        ),
    )


def _way(way: Way, language: Language, region: str | None) -> Contacted:
    printed = [other for other in way.other_addresses if other.printed]
    addresses = [Told(slug="official", text=way.address, rules=way.rules)] if way.address else []
    return Contacted(
        name=way.name,
        title=way.title.said(language),
        opens=way.opens,
        preferred=way.preferred,
        replies=way.replies,
        registered_only=way.registered_only,
        addresses=[
            *addresses,
            *(Told(slug="other", text=other.address, rules=other.rules) for other in printed),
        ],
        phones=_phones(way, language, region),
        offices=way.offices,
        hours=openings(way.windows),
        instead=_said(way.instead, language),
        before=[_named(each.slug, each.text, each, language) for each in way.before],
        rules=way.rules,
    )


def _phones(way: Way, language: Language, region: str | None) -> list[Number]:
    return [
        Number(
            number=phone.number,
            shown=phone.shown,
            region=_said(phone.region, language),
            office=phone.office,
            rules=phone.rules or way.rules,
        )
        for phone in way.phones
        if region is None or (phone.region and phone.region.said(language) == region)
    ]


def _knowledge(edition: Edition, language: Language) -> Searched | None:
    knowledge = edition.knowledge
    if knowledge is None:
        return None
    return Searched(
        offered=knowledge.offered,
        asked=knowledge.asked,
        ends_request=knowledge.ends_request,
        nothing_found=knowledge.nothing_found.said(language),
        review_days=knowledge.review_days,
        sources=[
            _named(each.slug, each.name, each, language, each.link) for each in knowledge.sources
        ],
        documents=[
            _named(each.slug, each.name, each, language, each.link) for each in knowledge.documents
        ],
        rules=knowledge.rules,
    )


def _accounts(edition: Edition, language: Language) -> Entered | None:
    accounts = edition.accounts
    if accounts is None:
        return None
    return Entered(
        opened=accounts.opened,
        link=accounts.link or None,
        email_change=accounts.email_change,
        warning=_said(accounts.warning, language),
        rules=accounts.rules,
    )


def _view(edition: Edition, language: Language) -> Shown:
    view = edition.shown()
    return Shown(
        columns=[_named(each.name, each.called(), each, language) for each in view.columns],
        hides=view.hides,
        hidden=view.hidden.said(language),
        solved=view.solved,
        switch=view.switch.said(language),
        menu=[_named(each.slug, each.name, each, language, each.link) for each in view.menu],
        account_menu=[
            _named(each.slug, each.name, each, language, each.link) for each in view.account_menu
        ],
        rules=view.rules,
    )


def _words(edition: Edition, language: Language) -> Called:
    words = edition.words
    return Called(
        customer=words.customer.said(language),
        request=_forms_of(words.request, language),
        department=words.department.said(language),
        statuses={slug: text.said(language) for slug, text in words.statuses.items()},
        outcomes={slug: text.said(language) for slug, text in words.outcomes.items()},
        rules=words.rules,
    )


def _forms_of(noun: Noun | None, language: Language) -> tuple[str, ...]:
    """A request in the vendor's word, in the forms that numbers ask for; the desk's own word
    where the vendor has none."""
    if noun is None:
        return OWN_WORDS[language]
    return noun.ru if language == "ru" else noun.en


def _etiquette(edition: Edition, language: Language) -> Stance | None:
    etiquette = edition.etiquette
    if etiquette is None:
        return None
    return _stance(etiquette.reason, etiquette.text, etiquette, language)


def _acceptance(edition: Edition, language: Language) -> Stance | None:
    acceptance = edition.acceptance
    if acceptance is None:
        return None
    return _stance("acceptance", acceptance.text, acceptance, language)


def _stance(slug: str, text: Text, part: Any, language: Language, **more: Any) -> Stance:
    return Stance(slug=slug, text=text.said(language), rules=part.rules, **more)


def _named(slug: str, text: Text, part: Any, language: Language, link: str = "") -> Told:
    return Told(
        slug=slug,
        text=text.said(language),
        link=link or None,
        rules=getattr(part, "rules", ()),
        assumed=part.assumptions(),
    )


def _said(text: Text | None, language: Language) -> str | None:
    return text.said(language) if text else None
