"""What stands in an edition, part by part."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from libs.events.intake import Channel as ChannelName
from libs.events.intake import Language
from libs.regulation.base import EDITION, PREFIX, Filled, Slug, Stated, WrittenOut
from libs.regulation.billing import Billing
from libs.regulation.channels import Channel, Product
from libs.regulation.clocks import ClockClause, NoPromise
from libs.regulation.closing import AutoClose, Deferral, Reopening, Survey
from libs.regulation.desk import OWN_VIEW, Accounts, Knowledge, Notice, Place, View
from libs.regulation.form import Form
from libs.regulation.people import Escalation, Etiquette, Right, RightTo, Role
from libs.regulation.plans import Lack, Plan, WithoutEntitlement
from libs.regulation.publication import Acceptance, Mail, Publication, Words
from libs.regulation.reasons import Reason
from libs.regulation.schedule import EVERYBODY, Attendance, Schedule
from libs.regulation.services import Cause, Service, Topic
from libs.regulation.texts import Text
from libs.regulation.versions import VersionNumbers


class PlanOrder(Stated):
    """In which order the plans are tried for a request: the first that gives the work serves."""

    plans: Annotated[tuple[Slug, ...], Filled]


class Contents(Stated):
    """All parts of an edition, and how one of them is found by its name."""

    id: Annotated[str, Field(pattern=EDITION, max_length=100)]
    vendor: Slug
    name: Text
    in_force_from: Annotated[date, WrittenOut]
    languages: Annotated[tuple[Language, ...], Filled]
    ticket_prefix: Annotated[str, Field(pattern=PREFIX)]
    answers_count_from: Literal["employees", "anyone_for_vendor"]
    publication: Publication
    acceptance: Acceptance | None = None
    words: Words
    products: Annotated[tuple[Product, ...], Filled]
    versions: VersionNumbers | None = None
    schedule: Schedule
    channels: Annotated[tuple[Channel, ...], Filled]
    form: Form
    reasons: tuple[Reason, ...] = ()
    plans: tuple[Plan, ...]
    order: PlanOrder | None = None
    services: tuple[Service, ...] = ()
    topics: tuple[Topic, ...] = ()
    causes: tuple[Cause, ...] = ()
    without_entitlement: tuple[WithoutEntitlement, ...]
    billing: Billing | None = None
    promises: tuple[ClockClause, ...] = ()
    no_promises: tuple[NoPromise, ...] = ()
    reopening: Reopening
    deferral: Deferral | None = None
    survey: Survey | None = None
    auto_close: AutoClose | None = None
    rights: tuple[Right, ...] = ()
    roles: tuple[Role, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    etiquette: Etiquette | None = None
    knowledge: Knowledge | None = None
    accounts: Accounts | None = None
    view: View | None = None
    notices: tuple[Notice, ...] = ()
    mail: Mapping[str, Mail] = Field(default_factory=dict)

    def channel(self, name: ChannelName) -> Channel | None:
        """How a request may come in by this way; None where the regulation does not offer it."""
        return next((channel for channel in self.opening_channels() if channel.name == name), None)

    def way(self, name: ChannelName) -> Channel | None:
        """A channel that the regulation names, whether requests may come in by it or not."""
        return next((channel for channel in self.channels if channel.name == name), None)

    def attends(self, name: ChannelName) -> Attendance:
        """Who attends to a channel and when; where the regulation does not say, all do always."""
        by = self.way(name)
        if by is None:
            return EVERYBODY
        own = name if by.windows else None
        return Attendance(offices=by.offices, windows=by.windows, channel=own)

    def opening_channels(self) -> list[Channel]:
        """The channels by which a contact may send a new request, the preferred one first."""
        opening = [channel for channel in self.channels if channel.opens]
        return sorted(opening, key=lambda channel: not channel.preferred)

    def replies_by(self) -> ChannelName | None:
        """The channel that answers go by when the contact chose none; None: the request's own."""
        return next((channel.name for channel in self.channels if channel.replies), None)

    def answers_count(self, by_employee: bool) -> bool:
        """Whether an answer keeps a promise, by who gave it: an employee, or another for him."""
        return by_employee or self.answers_count_from == "anyone_for_vendor"

    def product(self, slug: str | None) -> Product | None:
        return next((product for product in self.products if product.slug == slug), None)

    def plan(self, slug: str) -> Plan | None:
        return next((plan for plan in self.plans if plan.slug == slug), None)

    def reason(self, slug: str) -> Reason | None:
        return next((reason for reason in self.reasons if reason.slug == slug), None)

    def tried(self, held: Collection[str]) -> tuple[Plan, ...]:
        """The plans that may serve who holds these, in the order in which they are tried."""
        order = self.order.plans if self.order else tuple(plan.slug for plan in self.plans)
        plans = (plan for slug in order if (plan := self.plan(slug)))
        return tuple(plan for plan in plans if plan.held_by == "every_client" or plan.slug in held)

    def service(self, slug: str | None) -> Service | None:
        return next((service for service in self.services if service.slug == slug), None)

    def services_of(self, plan: str) -> tuple[Service, ...]:
        """The services that a plan gives, on whatever terms."""
        return tuple(each for each in self.services if each.terms(plan) != "not_provided")

    def topic(self, slug: str | None) -> Topic | None:
        return next((topic for topic in self.topics if topic.slug == slug), None)

    def cause(self, slug: str) -> Cause | None:
        return next((cause for cause in self.causes if cause.slug == slug), None)

    def right(self, act: RightTo) -> Right | None:
        """The right to do something on a ticket; None where the regulation gives none."""
        return next((right for right in self.rights if right.act == act), None)

    def escalation(self, cause: str) -> tuple[Escalation, Role] | None:
        """Where a matter goes, and to which role."""
        found = next((each for each in self.escalations if each.cause == cause), None)
        if found is None:
            return None
        return found, next(role for role in self.roles if role.slug == found.to)

    def notices_at(self, place: Place, channel: ChannelName | None = None) -> list[Notice]:
        """The texts that people read at one place."""
        return [notice for notice in self.notices if notice.stands(place, channel)]

    def shown(self) -> View:
        """What a contact sees of his requests, by this edition or by the desk's own habit."""
        return self.view or OWN_VIEW

    def lacking(self, lack: Lack) -> WithoutEntitlement:
        """What a request gets for which no entitlement stands."""
        return next(each for each in self.without_entitlement if each.lack == lack)

    def clauses(self) -> list[tuple[str, tuple[str, ...], str]]:
        """The clauses of the document that a user may be led to, each with the rules that rest on
        it and its words, in the order in which they are first named."""
        found: dict[str, tuple[str, tuple[str, ...], str]] = {}
        for part in _stated(self):
            if part.clause and part.clause not in found:
                found[part.clause] = (part.clause, part.rules, part.phrase)
        return list(found.values())


def _stated(node: object) -> Iterator[Stated]:
    """The parts that may say where they come from, each after those around it."""
    if isinstance(node, tuple):
        for child in node:
            yield from _stated(child)
    elif isinstance(node, BaseModel):
        if isinstance(node, Stated):
            yield node
        for key in type(node).model_fields:
            yield from _stated(getattr(node, key))
