"""Customers: the organisations and persons that may hold a right to support."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, assert_never

from libs.decider import Decider, Invalid, Refused
from libs.events.entitlement import CustomerContactsNamed, CustomerRegistered

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


@dataclass(frozen=True)
class NameContacts:
    """From now on others alone may use the customer's rights; `tickets` are open ones of theirs
    that no right covers."""

    id: str
    vendor: str
    at: datetime
    contacts: tuple[str, ...]
    digest: str
    tickets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Customer:
    """What is known of a customer, and the contacts that were named last."""

    registered: CustomerRegistered | None = None
    contacts: tuple[str, ...] = ()


Command = RegisterCustomer | NameContacts
Fact = CustomerRegistered | CustomerContactsNamed


def decide(command: Command, customer: Customer) -> Sequence[Fact]:
    match command:
        case RegisterCustomer():
            return register(command, customer.registered)
        case NameContacts():
            return name_contacts(command, customer)
        case _:
            assert_never(command)


def register(
    command: RegisterCustomer, registered: CustomerRegistered | None
) -> list[CustomerRegistered]:
    if registered is not None:
        if registered.digest != command.digest:
            raise Invalid(
                "this Idempotency-Key was used for another customer; choose a new one",
                ru="Этот Idempotency-Key уже использован для другого клиента: выберите новый",
            )
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


def name_contacts(command: NameContacts, customer: Customer) -> list[CustomerContactsNamed]:
    if customer.registered is None:
        raise Refused("there is no such customer", ru="Такого клиента нет")
    if set(command.contacts) == set(customer.contacts):
        return []
    return [
        CustomerContactsNamed(
            vendor=command.vendor,
            occurred_at=command.at,
            customer_id=command.id,
            contacts=command.contacts,
            tickets=command.tickets,
            digest=command.digest,
        )
    ]


def evolve(customer: Customer, event: Fact) -> Customer:
    if isinstance(event, CustomerRegistered):
        return Customer(event, event.contacts)
    return replace(customer, contacts=event.contacts)


decider: Decider[Command, Customer, Fact] = Decider(
    "customer", (RegisterCustomer, NameContacts), Customer(), decide, evolve
)
