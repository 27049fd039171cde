"""Notification on a desk of its own, with upstream services that only speak, and a mail server."""

import asyncio
from email import message_from_bytes, policy

import pytest
from aiosmtpd.smtp import SMTP

from services.notification.main import service as notification
from tests.desk import running_desk
from tests.speaking import speaker

OTHERS = ("intake", "entitlement", "sla_clock", "routing")


class MailServer:
    """Keeps what is handed over; refuses while `refusing`, and takes none before `together` are
    being handed over at once."""

    def __init__(self) -> None:
        self.mails = []
        self.start_anew()

    def start_anew(self):
        self.mails.clear()
        self.refusing = False
        self.together = asyncio.Barrier(1)

    async def handle_DATA(self, _server, _session, envelope):
        if self.refusing:
            return "451 try again later"
        await self.together.wait()
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"


@pytest.fixture(scope="session")
async def smtp_server():
    handler = MailServer()
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(handler, enable_SMTPUTF8=True), "127.0.0.1", 0
    )
    port = server.sockets[0].getsockname()[1]
    yield handler, f"smtp://127.0.0.1:{port}"
    server.close()


@pytest.fixture
def mail_server(smtp_server):
    handler, _ = smtp_server
    handler.start_anew()
    return handler


@pytest.fixture(scope="session")
async def mail_desk(postgres_url, smtp_server):
    async with running_desk(
        postgres_url, *map(speaker, OTHERS), notification, smtp=smtp_server[1]
    ) as desk:
        yield desk


@pytest.fixture
async def desk(mail_desk, mail_server):
    await mail_desk.empty()
    mail_desk.set_time(None)
    return mail_desk
