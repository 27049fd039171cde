"""A contact makes a right his own, and gives it up (CPRO-P-05, CPRO-P-11)."""

from libs.events.entitlement import EntitlementClaimed, EntitlementReleased
from services.entitlement.domain import registering, words
from services.entitlement.domain.commands import ClaimEntitlement, ReleaseEntitlement
from services.entitlement.domain.standing import Entitlement, Events, registration_of


def claim(command: ClaimEntitlement, right: Entitlement) -> Events:
    registered = registration_of(right)
    if command.contact_id in right.claimed_by:
        return []
    plan = registering.plan_of(registered, command.edition)
    return [
        EntitlementClaimed(
            vendor=command.vendor,
            occurred_at=command.at,
            entitlement_id=command.id,
            contact_id=command.contact_id,
            tickets=command.tickets,
            because=words.why_claimed(plan, command.edition),
        )
    ]


def release(command: ReleaseEntitlement, right: Entitlement) -> Events:
    """Only by whose own it is; another account may register it then. Raises Invalid for others,
    who learn nothing of it."""
    registered = registration_of(right)
    if command.contact_id in right.released_by:
        return []
    if command.contact_id not in right.claimed_by:
        raise words.not_his_own(command.edition)
    plan = registering.plan_of(registered, command.edition)
    return [
        EntitlementReleased(
            vendor=command.vendor,
            occurred_at=command.at,
            entitlement_id=command.id,
            number=registered.number,
            contact_id=command.contact_id,
            because=words.why_released(plan, registered.number, command.edition),
        )
    ]
