import asyncio
import json
from datetime import timedelta
from pathlib import Path

import pytest

from libs.events.codec import CATALOGUE
from libs.events.intake import ContactErased
from libs.regulation.tests.desk import EDITIONS, TECHNOKAD
from libs.runtime.tests.writing import rows
from tests.desk import names
from tests.speaking import say

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "tests" / "contract" / "samples"
TICKET = "7e7e0000-0000-8000-8000-000000000001"


def event(name, **changes):
    """The kept sample of an event, as one of this test's ticket."""
    sample = json.loads((SAMPLES / f"{name}.v{CATALOGUE[name].version}.json").read_text())
    if "ticket_id" in sample:
        sample["ticket_id"] = TICKET
    return CATALOGUE[name].model_validate(sample | changes)


async def told(desk, *events, law="cryptopro"):
    """State events and carry them: edition first, since the mails speak its words."""
    law = EDITIONS[law] if isinstance(law, str) else law
    edition = event("RegulationPublished", edition=law.id, content=law.model_dump(mode="json"))
    await say(desk, edition)
    await desk.settle()
    submitted = event("TicketSubmitted", edition=edition.edition, vendor=edition.vendor)
    for one in (submitted, *events):
        await say(desk, one)
        await desk.settle()
    return submitted


@pytest.mark.keeps("CPRO-P-03", "CPRO-P-33")
async def test_a_submission_is_confirmed_to_its_contact(desk, mail_server):
    submitted = await told(desk)

    (mail,) = mail_server.mails
    assert mail["To"] == submitted.contact.email
    assert submitted.number in mail["Subject"]
    assert submitted.number in mail.get_content()
    assert mail["Auto-Submitted"] == "auto-generated"


async def test_a_reply_carries_the_engineers_words_in_the_contacts_thread(desk, mail_server):
    await told(desk, event("ReplySent", body="Переустановите драйвер."))

    first, second = mail_server.mails
    assert "Переустановите драйвер." in second.get_content()
    assert second["In-Reply-To"] == first["Message-ID"]


async def test_a_slow_server_is_handed_several_mails_at_once(desk, mail_server):
    await told(desk)
    mail_server.together = asyncio.Barrier(2)

    await say(desk, event("ReplySent"))
    await say(desk, event("TicketTakenIntoWork"))
    await desk.settle()

    assert len(mail_server.mails) == 3


async def test_an_assignment_is_told_to_the_engineer_who_reads_no_text_of_the_contact(
    desk, mail_server
):
    hired = event("EngineerHired")
    await say(desk, hired)
    submitted = await told(desk, event("TicketAssigned", engineer_id=hired.engineer_id))

    to_engineer = [mail for mail in mail_server.mails if mail["To"] == hired.email]
    assert len(mail_server.mails) == 2
    assert len(to_engineer) == 1
    assert submitted.subject not in str(to_engineer[0])


async def test_an_engineer_whom_the_facts_alone_name_is_written_to_as_well(desk, mail_server):
    listed = event("EngineerListed")
    await say(desk, listed, key=listed.vendor)
    await told(desk, event("TicketAssigned", engineer_id=listed.staff_id))

    assert [mail["To"] for mail in mail_server.mails].count(listed.email) == 1


@pytest.mark.breaks("CPRO-P-03")
async def test_a_contact_is_written_to_where_and_in_the_language_he_registered_last(
    desk, mail_server
):
    submitted = await told(desk)
    moved = event(
        "ContactRegistered",
        contact_id=submitted.contact_id,
        vendor=submitted.vendor,
        language="en",
        email="new@customer.example",
    )
    await say(desk, moved)
    await desk.settle()

    await say(desk, event("TicketTakenIntoWork", vendor=submitted.vendor))
    await desk.settle()

    *_, last = mail_server.mails
    assert last["To"] == "new@customer.example"
    assert "An engineer is working on your request" in last.get_content()


async def test_one_mail_tells_of_a_denial_and_of_the_closing_it_leads_to(desk, mail_server):
    denied = event("TicketDenied")
    closed = event("TicketClosed", outcome="refused", closed_by="rule", because=denied.because)
    submitted = await told(desk, denied, closed, law="technokad")

    receipt, outcome = mail_server.mails
    assert "зарегистрировано" in receipt.get_content()
    assert denied.because.ru in outcome.get_content()
    assert f"Обращение {submitted.number} «{submitted.subject}» закрыто." in outcome.get_content()
    assert "откройте его повторно" in outcome.get_content()


async def test_one_mail_tells_of_an_engineers_refusal_and_of_the_closing(desk, mail_server):
    refused = event("TicketRefused")
    closed = event("TicketClosed", outcome="stopped", closed_by="engineer")
    submitted = await told(desk, refused, closed)

    _, outcome = mail_server.mails
    assert refused.grounds in outcome.get_content()
    assert outcome.get_content().strip().endswith(f"Обращение {submitted.number} закрыто.")


@pytest.mark.parametrize(
    ("before", "mails"),
    [
        ((), 1),
        ((event("TicketEntitled", lack="expired"),), 3),
        ((event("TicketLeftUncovered"),), 3),
    ],
)
async def test_who_was_told_of_less_is_told_when_a_right_covers_it(
    desk, mail_server, before, mails
):
    right = event("TicketEntitled", lack=None)
    await told(desk, *before, right)

    assert len(mail_server.mails) == mails
    is_told = "теперь рассматривается по вашему праву" in mail_server.mails[-1].get_content()
    assert is_told == bool(before)
    assert (right.because.ru in mail_server.mails[-1].get_content()) == bool(before)


@pytest.mark.keeps("CPRO-P-33")
async def test_a_closing_that_is_no_refusal_is_told_with_its_outcome(desk, mail_server):
    await told(desk, event("TicketClosed", outcome="solved", closed_by="engineer"))

    _, outcome = mail_server.mails
    assert "Результат: решено" in outcome.get_content()


async def test_a_vendors_own_words_for_a_closing_tell_how_and_why_it_ended(desk, mail_server):
    why = event("TicketDenied").because.model_copy(update={"ru": "Нет связи у провайдера."})
    ended = event("TicketClosed", outcome="not_our_fault", closed_by="engineer", because=why)
    submitted = await told(desk, ended, law="technokad")

    _, outcome = mail_server.mails
    assert outcome.get_content().startswith(
        f"Обращение {submitted.number} «{submitted.subject}» закрыто."
        f" Результат: {TECHNOKAD.words.outcomes['not_our_fault'].ru}. Нет связи у провайдера.\n"
    )


async def test_what_is_delivered_twice_is_told_once(desk, mail_server):
    await told(desk)

    await desk.redeliver()

    assert len(mail_server.mails) == 1


async def test_a_mail_the_server_refuses_is_tried_again_and_given_up_in_the_end(desk, mail_server):
    mail_server.refusing = True
    await told(desk)
    notification = desk.replicas["notification"]
    start = notification.clock.now()

    carried = []
    for hours in range(1, 14):
        carried += await desk.at(start + timedelta(hours=hours))

    assert set(names(carried)) == {"NotificationFailed", "NotificationAbandoned"}
    assert names(carried).count("NotificationAbandoned") == 1
    (mail,) = await rows(notification, "select state, attempts, error from mails")
    assert mail == {"state": "abandoned", "attempts": 7, "error": "SMTPDataError 451"}
    assert mail_server.mails == []


@pytest.mark.breaks("CPRO-P-33")
async def test_a_server_that_comes_back_gets_the_mail(desk, mail_server):
    mail_server.refusing = True
    await told(desk)
    mail_server.refusing = False

    await desk.at(desk.replicas["notification"].clock.now() + timedelta(minutes=1))

    assert len(mail_server.mails) == 1


async def test_an_erased_person_is_written_to_no_more(desk, mail_server):
    mail_server.refusing = True
    submitted = await told(desk)
    mail_server.refusing = False
    erased = ContactErased(
        vendor=submitted.vendor,
        occurred_at=submitted.occurred_at,
        contact_id=submitted.contact_id,
        erased_by="operator",
    )
    await say(desk, erased)
    await desk.settle()

    await desk.at(desk.replicas["notification"].clock.now() + timedelta(minutes=1))

    notification = desk.replicas["notification"]
    assert mail_server.mails == []
    assert await rows(notification, "select state from mails") == [{"state": "abandoned"}]
    assert await rows(notification, "select * from personal") == []
    (row,) = await rows(notification, "select subject, address from tickets")
    assert row == {"subject": None, "address": None}


@pytest.mark.shows("NANO-01")
async def test_every_mail_to_a_contact_names_the_portal_where_the_regulation_wants_it(
    desk, mail_server
):
    off = {"ru": "Адрес службы: support@nanosoft.pro.", "en": "Write to support@nanosoft.pro."}
    await told(desk, event("TicketTakenIntoWork"), law="nanosoft")
    await say(desk, event("TicketSubmitted", ticket_id="t2", vendor="nanosoft",
                          edition=EDITIONS["nanosoft"].id, off_channel=off))  # fmt: skip
    await desk.settle()

    contacts = [mail for mail in mail_server.mails if "support" not in mail["To"]]
    assert len(contacts) == 3
    for mail in contacts:
        assert (
            mail.get_content()
            .rstrip()
            .endswith(
                "Техническая поддержка осуществляется через Портал Технической Поддержки по адресу"
                " support.nanosoft.pro. https://support.nanosoft.pro"
            )
        )


async def test_elsewhere_no_mail_has_an_end_of_its_own(desk, mail_server):
    await told(desk)

    assert "Портал Технической Поддержки" not in mail_server.mails[0].get_content()
