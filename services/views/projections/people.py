"""The names behind ids: contacts, customers, engineers and offices."""

from libs.events.base import readable
from libs.events.entitlement import CustomerRegistered, EngineerListed
from libs.events.intake import ContactRegistered
from libs.events.routing import EngineerHired, OfficeOpened
from libs.runtime.envelope import Record
from libs.runtime.projection import Row
from services.views.projections.folds import table


def _contact(event: ContactRegistered, _record: Record) -> Row:
    return {
        "contact_id": event.contact_id,
        "vendor": event.vendor,
        "language": event.language,
        "name": readable(event.name),
        "email": readable(event.email),
        "phone": readable(event.phone),
        "organisation": readable(event.organisation),
    }


CONTACTS = table(
    "contacts",
    """
        contact_id text, vendor text not null, language text not null, name text, email text,
        phone text, organisation text
    """,
    keyed_by=("contact_id",),
    begins={ContactRegistered: _contact},
    personal=dict.fromkeys(("name", "email", "phone", "organisation"), "contact_id"),
)


def _customer(event: CustomerRegistered, _record: Record) -> Row:
    return {
        "customer_id": event.customer_id,
        "vendor": event.vendor,
        "number": event.number,
        "kind": event.kind,
        "name": readable(event.name),
    }


CUSTOMERS = table(
    "customers",
    "customer_id text, vendor text not null, number text not null, kind text not null, name text",
    keyed_by=("customer_id",),
    begins={CustomerRegistered: _customer},
    indexes="create index if not exists customers_number on customers (vendor, number);",
    personal={"name": "customer_id"},
)


def _engineer(event: EngineerHired, _record: Record) -> Row:
    return {
        "vendor": event.vendor,
        "engineer_id": event.engineer_id,
        "office_id": event.office_id,
        "products": list(event.products),
        "name": readable(event.name),
    }


def _listed(event: EngineerListed, _record: Record) -> Row:
    return {
        "vendor": event.vendor,
        "engineer_id": event.staff_id,
        "office_id": event.office,
        "products": list(event.products),
        "name": readable(event.name),
    }


ENGINEERS = table(
    "engineers",
    """
        vendor text, engineer_id text, office_id text not null, products text[] not null,
        name text
    """,
    keyed_by=("vendor", "engineer_id"),
    begins={EngineerHired: _engineer, EngineerListed: _listed},
    indexes="create index if not exists engineers_id on engineers (engineer_id);",
    personal={"name": "engineer_id"},
    named={EngineerListed: {"engineer_id": "staff_id"}},
)


def _office(event: OfficeOpened, _record: Record) -> Row:
    return {
        "vendor": event.vendor,
        "office_id": event.office_id,
        "ru": event.ru,
        "en": event.en,
    }


OFFICES = table(
    "offices",
    "vendor text, office_id text, ru text not null, en text not null",
    keyed_by=("vendor", "office_id"),
    begins={OfficeOpened: _office},
)
