"""Engineers: hired into an office, dedicated to customers, away for a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never

from libs.decider import Decider, Invalid, Refused
from libs.events.intake import Language
from libs.events.routing import AbsencePlanned, EngineerDedicated, EngineerHired


@dataclass(frozen=True)
class HireEngineer:
    """No products: he knows all of them."""

    id: str
    vendor: str
    at: datetime
    office_id: str
    products: tuple[str, ...]
    language: Language
    name: str
    email: str
    digest: str
    known_as: tuple[str, ...] = ()


@dataclass(frozen=True)
class DedicateEngineer:
    """Let the engineer serve a customer's tickets before all others, or his deputy while he is
    away (RGN-45). `listed`, here as below: the vendor's facts name him, whether he was hired or
    not; gathered when it is decided."""

    id: str
    vendor: str
    at: datetime
    customer_id: str
    deputy_id: str | None = None
    listed: bool = False


@dataclass(frozen=True)
class PlanAbsence:
    """`tickets` are his with a promise running, gathered when it is decided."""

    id: str
    vendor: str
    at: datetime
    absent_from: datetime
    absent_until: datetime
    tickets: tuple[str, ...] = ()
    listed: bool = False


@dataclass(frozen=True)
class Engineer:
    """What is known of an engineer."""

    hired: EngineerHired | None = None
    customers: Mapping[str, str | None] = field(default_factory=dict)
    absences: frozenset[tuple[datetime, datetime]] = frozenset()


Command = HireEngineer | DedicateEngineer | PlanAbsence
EngineerEvent = EngineerHired | EngineerDedicated | AbsencePlanned


def decide(command: Command, engineer: Engineer) -> list[EngineerEvent]:
    match command:
        case HireEngineer():
            return hire(command, engineer)
        case DedicateEngineer():
            return dedicate(command, engineer)
        case PlanAbsence():
            return plan_absence(command, engineer)
        case _:
            assert_never(command)


def hire(command: HireEngineer, engineer: Engineer) -> list[EngineerEvent]:
    if engineer.hired is not None:
        if engineer.hired.digest != command.digest:
            raise Invalid(
                "this Idempotency-Key was used for another engineer; choose a new one",
                ru="Этот Idempotency-Key уже использован для другого специалиста: выберите новый",
            )
        return []
    return [
        EngineerHired(
            vendor=command.vendor,
            occurred_at=command.at,
            engineer_id=command.id,
            office_id=command.office_id,
            products=command.products,
            language=command.language,
            digest=command.digest,
            known_as=command.known_as,
            name=command.name,
            email=command.email,
        )
    ]


def dedicate(command: DedicateEngineer, engineer: Engineer) -> list[EngineerEvent]:
    _must_be_known(engineer, command.listed)
    if command.deputy_id == command.id:
        raise Invalid(
            "deputy: name another engineer than the dedicated one himself",
            ru="deputy: назовите не самого закреплённого специалиста, а другого",
        )
    known = engineer.customers
    if command.customer_id in known and known[command.customer_id] == command.deputy_id:
        return []
    return [
        EngineerDedicated(
            vendor=command.vendor,
            occurred_at=command.at,
            engineer_id=command.id,
            customer_id=command.customer_id,
            deputy_id=command.deputy_id,
        )
    ]


def plan_absence(command: PlanAbsence, engineer: Engineer) -> list[EngineerEvent]:
    _must_be_known(engineer, command.listed)
    if command.absent_until <= command.absent_from:
        raise Invalid(
            "until: an absence ends after it begins", ru="until: отсутствие кончается после начала"
        )
    if (command.absent_from, command.absent_until) in engineer.absences:
        return []
    return [
        AbsencePlanned(
            vendor=command.vendor,
            occurred_at=command.at,
            engineer_id=command.id,
            absent_from=command.absent_from,
            absent_until=command.absent_until,
            tickets=command.tickets,
        )
    ]


def _must_be_known(engineer: Engineer, listed: bool) -> None:
    if engineer.hired is None and not listed:
        raise Refused(
            "there is no such engineer; register him first: POST /v1/engineers",
            ru="Такого специалиста нет; сначала зарегистрируйте его: POST /v1/engineers",
        )


def evolve(engineer: Engineer, event: EngineerEvent) -> Engineer:
    match event:
        case EngineerHired():
            return replace(engineer, hired=event)
        case EngineerDedicated():
            customers = {**engineer.customers, event.customer_id: event.deputy_id}
            return replace(engineer, customers=customers)
        case AbsencePlanned():
            away = (event.absent_from, event.absent_until)
            return replace(engineer, absences=engineer.absences | {away})
        case _:
            assert_never(event)


decider: Decider[Command, Engineer, EngineerEvent] = Decider(
    "engineer", (HireEngineer, DedicateEngineer, PlanAbsence), Engineer(), decide, evolve
)
