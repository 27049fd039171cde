"""Dated facts beside an edition, published without notice: hours, prices, releases, people."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from libs import worktime
from libs.events.intake import Channel, Language
from libs.regulation.base import CURRENCY, Slip, Slug, Stated, WrittenOut
from libs.regulation.edition import Edition
from libs.regulation.errors import Problem
from libs.regulation.people import Role
from libs.regulation.schedule import Hours, Overrides, windows_of
from libs.regulation.texts import Text
from libs.regulation.versions import Release
from libs.worktime import Name

Day = Annotated[date, WrittenOut, Field(ge=date(1990, 1, 1), le=date(2190, 1, 1))]
Money = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]


class OtherHours(Stated):
    """Other hours on one date, of one office or of all, or of a channel that has windows of its
    own; no windows: closed."""

    date: Day
    office: Slug | None = None
    channel: Channel | None = None
    windows: tuple[Hours, ...] = ()
    reason: Text

    @model_validator(mode="after")
    def _are_of_one(self) -> Self:
        if self.office and self.channel:
            raise Slip(
                "it names an office and a channel; write the hours of each in a table of its own",
                "названы и подразделение, и канал; запишите их часы двумя таблицами",
            )
        return self

    def override(self) -> worktime.Override:
        windows = tuple(window.hours() for window in self.windows)
        return worktime.Override(self.date, windows, Name(self.reason.ru, self.reason.en))


class Price(Stated):
    """What a plan costs by the hour worked, or by the month."""

    plan: Slug
    per: Literal["hour", "month"]
    amount: Money


class PriceList(Stated):
    """The prices from a day on, until the next list."""

    from_date: Day
    currency: Annotated[str, Field(pattern=CURRENCY)]
    prices: tuple[Price, ...]

    def price(self, plan: str) -> Price | None:
        return next((price for price in self.prices if price.plan == plan), None)


class Holder(Stated):
    """Who holds a role, from a day on, until the next holder."""

    role: Slug
    name: str
    email: str
    from_date: Day


class Engineer(Stated):
    """An engineer, whose dedicated specialist he is, and who stands in for him. He is written to
    in his language, else in the edition's first.

    He takes tickets of these products, or of all where none is named, from a day on and until
    the end of a last one.
    """

    name: str
    email: str
    language: Language | None = None
    office: Slug
    products: tuple[Slug, ...] = ()
    from_date: Day | None = None
    last_day: Day | None = None
    manager: str = ""
    dedicated_to: tuple[str, ...] = ()
    deputy: str = ""

    @model_validator(mode="after")
    def _stays_a_while(self) -> Self:
        if self.from_date and self.last_day and self.last_day < self.from_date:
            raise Slip(
                "last_day is before from_date; put the later one last",
                "last_day раньше, чем from_date; поставьте более поздний день последним",
            )
        return self


class Facts(Stated):
    """All dated facts of one vendor.

    `special_days_off`: whether the paid "non-working days" of 2020–21 were days off (A-27).
    """

    vendor: Slug
    special_days_off: Literal["work", "closed"] = "work"
    hours: tuple[OtherHours, ...] = ()
    price_lists: tuple[PriceList, ...] = ()
    releases: tuple[Release, ...] = ()
    holders: tuple[Holder, ...] = ()
    engineers: tuple[Engineer, ...] = ()

    def overrides(self, edition: Edition) -> Overrides:
        """The other hours of each office of an edition, whose own go over those of all, and of
        each channel."""
        of_offices = [each for each in self.hours if each.channel is None]
        general_first = sorted(of_offices, key=lambda each: each.office is not None)
        offices = {
            office.slug: tuple(
                each.override() for each in general_first if each.office in (None, office.slug)
            )
            for office in edition.schedule.offices
        }
        channels = {
            windows_of(channel.name): tuple(
                each.override() for each in self.hours if each.channel == channel.name
            )
            for channel in edition.channels
            if channel.windows
        }
        return offices | channels

    def special_days(self, rows: str) -> str:
        """The rows of special days that the calendar takes as off; none where they were worked."""
        return rows if self.special_days_off == "closed" else ""

    def price_list(self, on: date) -> PriceList | None:
        """The price list in force on a day."""
        lists = [each for each in self.price_lists if each.from_date <= on]
        return max(lists, key=lambda each: each.from_date, default=None)

    def holder(self, role: str, on: date) -> Holder | None:
        """Who holds a role on a day."""
        holders = [each for each in self.holders if each.role == role and each.from_date <= on]
        return max(holders, key=lambda each: each.from_date, default=None)

    def person(self, role: Role, engineer: str, on: date) -> str | None:
        """The address of who holds a role on a day for an engineer's ticket; None: nobody yet."""
        if role.of_engineer:
            return self.manager(engineer)
        holder = self.holder(role.slug, on)
        return holder.email if holder else None

    def manager(self, engineer: str) -> str | None:
        """The address of an engineer's direct manager, by his own; None where none is known."""
        found = next((each for each in self.engineers if each.email == engineer), None)
        return found.manager or None if found else None

    def dedicated(self, customer: str) -> Engineer | None:
        """The engineer dedicated to a customer, by the customer's number."""
        return next((each for each in self.engineers if customer in each.dedicated_to), None)

    def deputy(self, engineer: Engineer) -> Engineer | None:
        """Who stands in for an engineer."""
        return next((each for each in self.engineers if each.email == engineer.deputy), None)

    def releases_of(self, product: str) -> tuple[Release, ...]:
        return tuple(each for each in self.releases if each.product == product)


def strangers(facts: Facts, edition: Edition) -> Iterator[Problem]:
    """What the facts name that the vendor's edition does not know."""
    offices = {office.slug for office in edition.schedule.offices}
    products = {product.slug for product in edition.products}
    plans = {plan.slug for plan in edition.plans}
    roles = {role.slug for role in edition.roles}
    attended = {channel.name for channel in edition.channels if channel.windows}
    named: list[tuple[tuple[str | int, ...], str, set[str]]] = [
        *((("hours", n, "office"), each.office or "", offices | {""})
          for n, each in enumerate(facts.hours)),
        *((("hours", n, "channel"), each.channel or "", {*attended, ""})
          for n, each in enumerate(facts.hours)),
        *((("releases", n, "product"), each.product, products)
          for n, each in enumerate(facts.releases)),
        *((("holders", n, "role"), each.role, roles) for n, each in enumerate(facts.holders)),
        *((("engineers", n, "office"), each.office, offices)
          for n, each in enumerate(facts.engineers)),
        *((("engineers", n, "products", m), product, products)
          for n, each in enumerate(facts.engineers) for m, product in enumerate(each.products)),
        *((("price_lists", n, "prices", m, "plan"), price.plan, plans)
          for n, each in enumerate(facts.price_lists) for m, price in enumerate(each.prices)),
    ]  # fmt: skip
    for path, name, known in named:
        if name not in known:
            told = ", ".join(sorted(known - {""}))
            yield Problem(
                path,
                f"{name!r} is not in {edition.id}; it has "
                f"{told or 'none: define it in the edition first'}",
                f"{name!r} нет в {edition.id}; там есть "
                f"{told or 'ничего: сначала определите это в издании'}",
            )
