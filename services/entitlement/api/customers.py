"""Customers: those who may hold a right to support."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, EmailStr, Field

from libs.events.base import readable
from libs.runtime.http import Execute, IdempotencyKey, Ids, Now, Reading
from libs.runtime.problems import RESPONSES, Problem
from services.entitlement.api.persons import person_of
from services.entitlement.api.values import (
    Administrator,
    After,
    Colleague,
    Limit,
    Line,
    Page,
    Word,
    page,
    register_number,
)
from services.entitlement.domain.customers import Kind, NameContacts, RegisterCustomer
from services.entitlement.projections.customers import customer_numbered, customers_after

router = APIRouter(prefix="/v1/customers", responses=RESPONSES, tags=["customers"])


class NewCustomer(BaseModel):
    """A customer under the vendor's own number for it, which must say nothing of a person."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"number": "K-2001", "kind": "organisation", "name": "ООО «Василёк»"}]
        },
    )

    number: Word
    kind: Kind
    name: Line
    contacts: list[EmailStr] = Field(
        default=[],
        max_length=100,
        description="Who alone may use the customer's rights; empty: whoever knows their numbers",
    )


class NamedContacts(BaseModel):
    """The addresses of those who alone may use the customer's rights; none: whoever knows their
    numbers."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"contacts": ["maria.ivanova@example.com"]}]},
    )

    contacts: list[EmailStr] = Field(max_length=100)


class Customer(BaseModel):
    """A registered customer; `name` is null once it was erased. `contacts` are contacts' ids."""

    customer_id: str
    number: str
    kind: Kind
    name: str | None
    contacts: list[str]


@router.post("", status_code=201, summary="Register a customer")
async def register(
    body: NewCustomer,
    caller: Administrator,
    key: IdempotencyKey,
    ids: Ids,
    now: Now,
    db: Reading,
    execute: Execute,
) -> Customer:
    command = RegisterCustomer(
        id=ids.derive("customer", caller.vendor, caller.client, key),
        vendor=caller.vendor,
        at=now,
        number=body.number,
        kind=body.kind,
        name=body.name,
        contacts=tuple(
            [await person_of(db, ids, "contact", caller.vendor, each) for each in body.contacts]
        ),
        digest=ids.digest(body.model_dump_json()),
    )
    state = (await register_number(execute, command, body.number)).state
    return Customer(
        customer_id=state.registered.customer_id,
        number=state.registered.number,
        kind=state.registered.kind,
        name=readable(state.registered.name),
        contacts=list(state.contacts),
    )


@router.post("/{number}/contacts", summary="Name who alone may use a customer's rights")
async def name_contacts(
    number: Word,
    body: NamedContacts,
    caller: Administrator,
    ids: Ids,
    now: Now,
    db: Reading,
    execute: Execute,
) -> Customer:
    """They replace those named before, as where one has another address now. Their open requests
    are looked up anew; what was covered stays."""
    row = await customer_numbered(db, caller.vendor, number)
    if row is None:
        raise Problem(
            404,
            f"There is no customer with the number {number}",
            ru=f"Клиента с номером {number} здесь нет",
        )
    contacts = [await person_of(db, ids, "contact", caller.vendor, each) for each in body.contacts]
    digest = ids.digest(body.model_dump_json())
    command = NameContacts(row["customer_id"], caller.vendor, now, tuple(contacts), digest)
    await execute(command)
    return Customer.model_validate(dict(row) | {"contacts": contacts})


@router.get("", summary="Customers in the order of their numbers")
async def listed(
    _caller: Colleague, db: Reading, after: After = "", limit: Limit = 50
) -> Page[Customer]:
    rows = await customers_after(db, after, limit + 1)
    return page([Customer.model_validate(dict(row)) for row in rows], limit, "number")
