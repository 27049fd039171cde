"""Time on a plan that a fact gives free of charge: a licence's key, or a pilot project."""

from typing import Any

from libs.decider import Invalid, Refused
from libs.events.entitlement import (
    EntitlementActivated,
    LicenceKeyHandedOver,
    PilotFinished,
    PilotStarted,
)
from services.entitlement.domain import registering, words
from services.entitlement.domain.commands import FinishPilot, GiveFreeTime
from services.entitlement.domain.days import day_of
from services.entitlement.domain.standing import Entitlement, Events, is_repeated
from services.entitlement.domain.terms import day_after


def give_free_time(command: GiveFreeTime, right: Entitlement) -> Events:
    """The fact and, where a plan is free after it, the right to that plan (RGN-48, RGN-50)."""
    if is_repeated(command.digest, right, "fact"):
        return []
    about: dict[str, Any] = {
        "vendor": command.vendor,
        "occurred_at": command.happened_at,
        "entitlement_id": command.id,
        "customer_id": command.customer_id,
        "product": command.product,
        "digest": command.digest,
    }
    given = registering.free_right(command)
    fact: LicenceKeyHandedOver | PilotStarted
    if command.fact == "LicenceKeyHandedOver":
        about |= {"licence": command.number, "known_at": command.at}
        about |= {"tickets": () if given else command.tickets}
        fact = LicenceKeyHandedOver.model_validate(about)
    else:
        fact = PilotStarted.model_validate(about | {"pilot": command.number})
    return [fact, given] if given else [fact]


def finish_pilot(command: FinishPilot, right: Entitlement) -> Events:
    """The free time of a pilot ends with the pilot's last day (RGN-50)."""
    pilot = right.opened_by
    if not isinstance(pilot, PilotStarted):
        raise Refused(
            f"no pilot {command.pilot} was ever started", ru=f"Пилот {command.pilot} не начинался"
        )
    if command.digest in right.digests or right.ends_on is not None:
        return []
    if command.happened_at < pilot.occurred_at:
        raise Invalid("happened_at: the pilot began later", ru="happened_at: пилот начался позже")
    finished = PilotFinished(
        vendor=command.vendor,
        occurred_at=command.happened_at,
        entitlement_id=command.id,
        pilot=command.pilot,
        digest=command.digest,
    )
    if right.registered is None:
        return [finished]
    plan = registering.plan_of(right.registered, command.edition)
    starts_on = right.announced[""].starts_on
    ends_on = day_of(command.happened_at, command.edition)
    ended = EntitlementActivated(
        vendor=command.vendor,
        occurred_at=command.at,
        entitlement_id=command.id,
        order="",
        starts_on=starts_on,
        ends_on=ends_on,
        expires_at=day_after(ends_on, command.edition),
        corrects=True,
        because=words.why_free(plan, "PilotStarted", starts_on, ends_on, command.edition),
    )
    return [finished, ended]
