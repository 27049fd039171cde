"""Customers: the organisations and persons that may hold a right to support."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from libs.decider import Decider, Invalid
from libs.events.entitlement import CustomerRegistered

Kind = Literal["person", "organisation"]


@dataclass(frozen=True)
class RegisterCustomer:
    """`contacts` are those who alone may use the customer's rights (CPRO-R-25); none: all."""

    id: str
    vendor: str
    at: datetime
    number: str
    kind: Kind
    name: str
    contacts: tuple[str, ...]
    digest: str


State = CustomerRegistered | None


def register(command: RegisterCustomer, registered: State) -> list[CustomerRegistered]:
    if registered is not None:
        if registered.digest != command.digest:
            raise Invalid("this Idempotency-Key was used for another customer; choose a new one")
        return []
    return [
        CustomerRegistered(
            vendor=command.vendor,
            occurred_at=command.at,
            customer_id=command.id,
            number=command.number,
            kind=command.kind,
            contacts=command.contacts,
            digest=command.digest,
            name=command.name,
        )
    ]


def evolve(_state: State, event: CustomerRegistered) -> State:
    return event


decider: Decider[RegisterCustomer, State, CustomerRegistered] = Decider(
    "customer", (RegisterCustomer,), None, register, evolve
)
