"""Reasons of an edition for which an engineer may refuse a ticket, or close it unsolved."""

from libs.events.base import Because
from libs.events.intake import Outcome
from libs.regulation import Edition, Reason
from libs.runtime.problems import FieldError, Problem

REFUSALS: tuple[Outcome, ...] = ("refused", "stopped")


def reasons_for(edition: Edition, *outcomes: Outcome) -> list[Reason]:
    """The reasons that an engineer may give for one of these outcomes."""
    return [
        reason
        for reason in edition.reasons
        if reason.decider == "engineer_may" and set(outcomes).intersection(reason.leads_to)
    ]


def chosen(edition: Edition, slug: str | None, *outcomes: Outcome) -> Reason | None:
    """The reason named; None where the edition has none to name. Raises Problem 422."""
    offered = reasons_for(edition, *outcomes)
    reason = next((each for each in offered if each.slug == slug), None)
    if reason is not None or (slug is None and not offered):
        return reason
    raise _no_such_reason(offered)


def why(edition: Edition, reason: Reason, closer: str | None) -> Because:
    """Why a ticket ends for this reason. Raises Problem 422 for an unknown closer statement."""
    known = {each.slug: each for each in reason.of}
    if closer is not None and closer not in known:
        names = ", ".join(known) or "none"
        raise _wrong("closer", f"Name one of: {names}", f"Уточнение причины: {names}")
    stated = (reason,) if closer is None else (reason, known[closer])
    return edition.because(
        *stated,
        ru=reason.message.ru,
        en=reason.message.en,
        facts={"reason": reason.slug, "closer": closer},
    )


def need_grounds(reason: Reason, grounds: str) -> None:
    """Raises Problem 422 where the reason wants its grounds and none are given."""
    if reason.needs_grounds and not grounds:
        raise _wrong(
            "grounds",
            "Write down the grounds for this reason",
            "Запишите основания для этой причины",
            ", ".join(reason.rules),
        )


def _no_such_reason(offered: list[Reason]) -> Problem:
    names = ", ".join(reason.slug for reason in offered) or "none"
    return _wrong("reason", f"Name one of: {names}", f"Укажите причину: {names}")


def _wrong(field: str, en: str, ru: str, rule: str | None = None) -> Problem:
    error = FieldError(field=f"body.{field}", message=en, message_ru=ru, rule=rule)
    return Problem(422, f"{field}: {en}", errors=[error])
