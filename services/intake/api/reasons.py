"""Reasons of an edition for which a ticket may be refused, put off, or closed unsolved."""

from libs.events.base import Because
from libs.events.intake import Outcome, Party
from libs.regulation import Edition, Reason, Text
from libs.regulation.reasons import Consequence, Decider, SubReason
from libs.runtime.problems import FieldError, Problem
from services.intake.domain.conduct import reported_stop

REFUSALS: tuple[Outcome, ...] = ("refused", "stopped")


DECIDERS: dict[Party, tuple[Decider, ...]] = {
    "engineer": ("engineer_may",),
    "contact": ("user_may", "user_must"),
    "rule": ("automatic",),
}
"""Who may give a reason, by the decider that the edition names."""


def reasons_for(
    edition: Edition, *outcomes: Outcome | Consequence, by: Party = "engineer"
) -> list[Reason]:
    """The reasons that a party may give for one of these outcomes."""
    return [
        reason
        for reason in edition.reasons
        if reason.decider in DECIDERS[by] and set(outcomes).intersection(reason.leads_to)
    ]


def chosen(
    edition: Edition, slug: str | None, *outcomes: Outcome | Consequence, by: Party = "engineer"
) -> Reason | None:
    """The reason named; None where the edition has none to name. Raises Problem 422."""
    offered = reasons_for(edition, *outcomes, by=by)
    reason = next((each for each in offered if each.slug == slug), None)
    if reason is not None or (slug is None and not offered):
        return reason
    raise _no_such_reason(offered)


def needed(edition: Edition, slug: str | None, what: Consequence, en: str, ru: str) -> Reason:
    """The reason named for what only a reason of the edition allows. Raises Problem 409 where it
    has none, saying what cannot be done, and 422 where another is named."""
    reason = chosen(edition, slug, what) if reasons_for(edition, what) else None
    if reason is None:
        raise Problem(
            409,
            f"The regulation gives no reason to {en}",
            ru=f"Регламент не даёт оснований {ru}",
            errors=[
                FieldError(
                    field="body.reason",
                    message=f"The regulation gives no reason to {en}",
                    message_ru=f"Регламент не даёт оснований {ru}",
                )
            ],
        )
    return reason


def why(edition: Edition, reason: Reason, closer: str | None) -> Because:
    """Why a ticket ends for this reason. Raises Problem 422 for an unknown closer statement,
    and where the reason needs one and none is named."""
    known = {each.slug: each for each in reason.of}
    if closer not in known and (closer is not None or reason.needs_closer):
        names = ", ".join(known)
        rules = dict.fromkeys(rule for each in (reason, *reason.of) for rule in each.rules)
        raise wrong(
            "closer",
            f"Name one of: {names or 'none'}",
            f"Уточнение причины: {names or 'его нет'}",
            ", ".join(rules),
        )
    if closer is None:
        stated: tuple[Reason | SubReason, ...] = (reason,)
        words = reason.message
    else:
        stated = (reason, known[closer])
        words = _closer(reason, known[closer])
    return edition.because(
        *stated,
        ru=words.ru,
        en=words.en,
        facts={"reason": reason.slug, "closer": closer},
    )


def _closer(reason: Reason, statement: SubReason) -> Text:
    """The reason's words with its closer statement."""
    return Text(
        ru=f"{reason.message.ru.rstrip('.')}: {statement.title.ru}.",
        en=f"{reason.message.en.rstrip('.')}: {statement.title.en}.",
    )


def need_grounds(reason: Reason, grounds: str) -> None:
    """Raises Problem 422 where the reason wants its grounds and none are given."""
    if reason.needs_grounds and not grounds:
        raise wrong(
            "grounds",
            "Write down the grounds for this reason",
            "Запишите основания для этой причины",
            ", ".join(reason.rules),
        )


def refuse_unreported(edition: Edition, reason: Reason) -> None:
    """Raises Problem 409 for a breach of conduct: whoever stops for it reports it in the same
    act."""
    stop = reported_stop(edition)
    if stop is None or reason != stop[0]:
        return
    raise Problem(
        409,
        f"reason: {reason.slug} stops the support and is reported in the same act; use"
        " POST /v1/tickets/{id}/stop",
        ru="Поддержку из-за нарушения этикета прекращают с сообщением руководителю:"
        " POST /v1/tickets/{id}/stop.",
        rule=", ".join(reason.rules),
    )


def _no_such_reason(offered: list[Reason]) -> Problem:
    names = ", ".join(reason.slug for reason in offered)
    rules = dict.fromkeys(rule for reason in offered for rule in reason.rules)
    return wrong(
        "reason",
        f"Name one of: {names or 'none'}",
        f"Укажите причину: {names or 'её нет'}",
        ", ".join(rules) or None,
    )


def wrong(field: str, en: str, ru: str, rule: str | None = None) -> Problem:
    """What is wrong with one field of an act, in both languages, and by which rules."""
    error = FieldError(field=f"body.{field}", message=en, message_ru=ru, rule=rule)
    return Problem(422, f"{field}: {en}", ru=f"{field}: {ru}", errors=[error])
