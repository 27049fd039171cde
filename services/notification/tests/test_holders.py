"""Holders of rights are told that one ends, at the addresses that are known."""

from datetime import UTC, date, datetime

from libs.events.base import Because
from libs.events.entitlement import (
    CircumstanceNoted,
    EntitlementExpired,
    EntitlementReleased,
    EntitlementReminded,
)
from libs.events.intake import ContactRegistered
from tests.speaking import say

AT = datetime(2026, 11, 23, 6, tzinfo=UTC)
WHY = Because(ru="Абонемент № SN-1: действует по 23.12.2026 включительно", en="Until 2026-12-23")
ANNA = ContactRegistered(
    vendor="acme",
    occurred_at=AT,
    contact_id="anna",
    language="ru",
    name="Анна",
    email="anna@romashka.example",
)


async def test_who_gave_a_right_up_is_told_at_his_address(desk, mail_server):
    released = EntitlementReleased(
        vendor="acme",
        occurred_at=AT,
        entitlement_id="e1",
        number="A-1",
        contact_id="anna",
        because=Because(ru="Зарегистрируйте его заново.", en="Register it anew."),
    )
    await say(desk, ANNA)
    await say(desk, released, key="e1")

    await desk.settle()

    (mail,) = mail_server.mails
    assert mail["Subject"] == "Право на поддержку № A-1 снято с вашей учётной записи"
    assert "Зарегистрируйте его заново." in mail.get_content()


async def test_who_is_known_is_reminded_and_told_of_the_end(desk, mail_server):
    reminded = EntitlementReminded(
        vendor="acme",
        occurred_at=AT,
        entitlement_id="e1",
        customer_id="c1",
        number="SN-1",
        ends_on=date(2026, 12, 23),
        days=30,
        contacts=("anna", "stranger"),
        because=WHY,
    )
    expired = EntitlementExpired(
        vendor="acme",
        occurred_at=AT,
        entitlement_id="e1",
        ended_on=date(2026, 12, 23),
        number="SN-1",
        contacts=("anna",),
        because=Because(ru="Срок истёк. Купите абонемент.", en="It ended."),
    )
    await say(desk, ANNA)
    await say(desk, reminded, expired, key="e1")

    await desk.settle()

    mails = {str(mail["Subject"]): mail.get_content() for mail in mail_server.mails}
    assert len(mail_server.mails) == 2
    soon = mails["Право на поддержку № SN-1 действует по 23.12.2026"]
    assert "действует по 23.12.2026 включительно" in soon
    assert "Купите абонемент" in mails["Срок права на поддержку № SN-1 истёк"]


async def test_who_must_have_a_plan_in_his_circumstances_is_told(desk, mail_server):
    noted = CircumstanceNoted(
        vendor="acme",
        occurred_at=AT,
        customer_id="c1",
        circumstance="implementation",
        holds=True,
        contacts=("anna",),
        digest="",
        because=Because(ru="Подписка на ПТП обязательна.", en="A subscription is obligatory."),
    )
    fulfilled = noted.model_copy(update={"because": None})
    await say(desk, ANNA)
    await say(desk, noted, fulfilled, key="c1")

    await desk.settle()

    (mail,) = mail_server.mails
    assert mail["Subject"] == "Что обязательно по регламенту"
    assert "Подписка на ПТП обязательна." in mail.get_content()
