"""What proves that a mail was received, what does not, and what takes the proof back (A-11)."""

import re
from datetime import UTC, datetime

import pytest

from libs.events.intake import KeyIssued
from libs.regulation import load
from libs.regulation.tests.desk import TEXTS
from libs.runtime.callers import key_digest
from libs.runtime.identity import Identity
from services.notification.letters import Letter, read_token, token_of
from services.notification.tests.test_mail import TICKET, event, told
from tests.desk import OPERATOR_KEY

LETTER = Letter("cryptopro", TICKET, "0198c5f0.contact")
ASKED = {"message_id": "ask", "body": "Какая версия?"}


@pytest.fixture
def linked(desk, monkeypatch):
    """Mails have links: somebody knows where they lead."""
    settings = desk.replicas["notification"].settings
    monkeypatch.setattr(settings, "public_url", "https://desk.example")


async def facts(desk, name):
    async with desk.replicas["notification"].database.reading(None) as db:
        rows = await db.fetch("select facts from events where type = $1", name)
    return [row["facts"] for row in rows]


def issued(key, *scopes):
    return KeyIssued(
        vendor="cryptopro",
        occurred_at=datetime(2026, 1, 1, tzinfo=UTC),
        key_id=key,
        digest=key_digest(key),
        client=key,
        product=None,
        scopes=scopes,
    )


async def server_says(desk, mail, key=OPERATOR_KEY, **words):
    said = {"message_id": mail["Message-ID"], "outcome": "accepted", "server": "mx.client.example"}
    async with desk.client("notification", key, vendor="cryptopro") as http:
        answer = await http.post("/v1/deliveries", json=said | words)
    await desk.settle()
    return answer


def test_a_token_holds_its_letter_and_another_desks_is_none():
    ours, theirs = Identity("one secret"), Identity("another")

    assert read_token(token_of(LETTER, ours), ours) == LETTER
    assert read_token(token_of(LETTER, theirs), ours) is None
    assert read_token("nonsense", ours) is None
    assert read_token("_____.0011", ours) is None


@pytest.mark.usefixtures("linked")
async def test_the_link_of_a_letter_proves_its_receipt_whoever_opens_it(desk, mail_server):
    await told(desk, event("InformationRequested", **ASKED))
    link = re.search(r"https://desk\.example(/v1/r/\S+)", mail_server.mails[-1].get_content())[1]

    async with desk.client("notification", "nobodys-key") as http:
        opened = await http.get(link)
        again = await http.get(link)
        wrong = await http.get(link[:-1] + ("0" if link[-1] != "0" else "1"))
    await desk.settle()

    assert (opened.status_code, again.status_code, wrong.status_code) == (200, 200, 404)
    assert "получение отмечено" in opened.text
    (received,) = await facts(desk, "NotificationReceived")
    assert (received["evidence"], received["concerns_message"]) == ("tracked_link", "ask")


@pytest.mark.usefixtures("linked")
async def test_a_letter_that_waits_for_no_answer_has_no_link(desk, mail_server):
    await told(desk)

    assert "desk.example" not in mail_server.mails[-1].get_content()


async def test_the_recipients_own_server_proves_the_receipt(desk, mail_server):
    await told(desk, event("InformationRequested", **ASKED))

    answer = await server_says(desk, mail_server.mails[-1])

    assert answer.status_code == 204
    assert [said["evidence"] for said in await facts(desk, "NotificationReceived")] == [
        "mx_accepted"
    ]


async def test_who_said_so_is_on_record(desk, mail_server):
    await told(desk, event("InformationRequested", **ASKED), issued("relay", "deliveries"))

    taken = await server_says(desk, mail_server.mails[-1], "relay")
    back = await server_says(desk, mail_server.mails[-1], "relay", outcome="bounced")

    assert (taken.status_code, back.status_code) == (204, 204)
    (received,) = await facts(desk, "NotificationReceived")
    (bounced,) = await facts(desk, "NotificationBounced")
    assert received["reported_by"] == bounced["reported_by"] == "relay"


async def test_nobody_else_proves_a_receipt(desk, mail_server):
    others = ("submit", "read_own", "engineer", "administer")
    await told(desk, event("InformationRequested", **ASKED), issued("guest", *others))

    for outcome in ("accepted", "delivered", "bounced"):
        answer = await server_says(desk, mail_server.mails[-1], "guest", outcome=outcome)

        assert answer.status_code == 403
        assert "the scope deliveries" in answer.json()["detail"]
    assert await facts(desk, "NotificationReceived") == []
    assert await facts(desk, "NotificationBounced") == []


async def test_our_own_relay_proves_nothing(desk, mail_server):
    await told(desk, event("InformationRequested", **ASKED))

    answer = await server_says(desk, mail_server.mails[-1], server="127.0.0.1")

    assert answer.status_code == 422
    assert "our own relay proves nothing" in answer.json()["detail"]
    assert await facts(desk, "NotificationReceived") == []


async def test_a_letter_that_comes_back_says_so(desk, mail_server):
    await told(desk, event("InformationRequested", **ASKED))

    await server_says(desk, mail_server.mails[-1], outcome="bounced", status="5.1.1")
    await server_says(desk, mail_server.mails[-1], outcome="bounced", status="5.1.1")

    (bounced,) = await facts(desk, "NotificationBounced")
    assert (bounced["status"], bounced["concerns_message"]) == ("5.1.1", "ask")


async def test_a_letter_that_was_never_sent_is_not_there(desk):
    answer = await server_says(desk, {"Message-ID": "<nobody@vakhta>"})

    assert answer.status_code == 404


async def test_a_letter_says_when_silence_closes_the_request(desk, mail_server):
    await told(
        desk,
        event("ClockStarted", clock="auto_close", due_at="2026-05-06T15:00:00Z", message_id="ask"),
    )

    text = mail_server.mails[-1].get_content()
    assert "закроется в среду 6 мая в 18:00, если вы не ответите." in text


async def test_the_reminder_says_it_again(desk, mail_server):
    await told(desk, event("ClockWarned", clock="auto_close", due_at="2026-05-06T15:00:00Z"))

    text = mail_server.mails[-1].get_content()
    assert text.startswith("Мы ждём вашего ответа.")
    assert "закроется в среду 6 мая в 18:00, если вы не ответите." in text


async def test_a_later_reminder_speaks_in_its_own_words(desk, mail_server):
    words = '{ ru = "Завтра закроем {number}.", en = "{number} closes tomorrow." }'
    text = TEXTS["cryptopro"].replace(
        "remind_days = 1\n", f"remind_days = [2, {{ days = 1, text = {words} }}]\n"
    )
    law = load(text.replace("cryptopro-2015", "cryptopro-2016"))
    warned = {"clock": "auto_close", "due_at": "2026-05-06T15:00:00Z"}
    await told(
        desk, event("ClockWarned", **warned), event("ClockWarned", **warned, number=2), law=law
    )

    first, second = (mail.get_content() for mail in mail_server.mails[-2:])
    assert first.startswith("Мы ждём вашего ответа.")
    assert second.startswith("Завтра закроем CP-")


async def test_what_is_not_promised_is_written_where_nothing_else_is(desk, mail_server):
    await told(desk, event("NothingPromised"))
    await told(desk, event("NothingPromised", tells=False))

    said = [
        mail for mail in mail_server.mails if "не гарантирует исправление" in mail.get_content()
    ]
    assert len(said) == 1
