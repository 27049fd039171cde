"""Old shapes brought up to date, one version at a time.

An upcaster gets the facts and, where it is still there, the personal half in one dict.
"""

from collections.abc import Callable
from typing import Any

Payload = dict[str, Any]

CHANNEL_OF_SOURCE = {"web": "portal", "product": "embedded", "call": "phone"}


def ticket_submitted_1(old: Payload) -> Payload:
    """Version 1 knew only three sources and no kinds of request."""
    return old | {"channel": CHANNEL_OF_SOURCE[old.pop("source")], "kind": "problem"}


def ticket_entitled_1(old: Payload) -> Payload:
    """Version 1 knew only plans that somebody had registered, all of one place in the queue."""
    return old | {"queue": "general"}


def entitlement_registered_1(old: Payload) -> Payload:
    """Version 1 knew only rights whose document names their days."""
    return old


UPCASTERS: dict[tuple[str, int], Callable[[Payload], Payload]] = {
    ("TicketSubmitted", 1): ticket_submitted_1,
    ("TicketEntitled", 1): ticket_entitled_1,
    ("EntitlementRegistered", 1): entitlement_registered_1,
}
