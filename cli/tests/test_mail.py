"""The mail catcher keeps what services send, and `vakhta mail` reads it back."""

import json
import sys
from email.message import EmailMessage

import aiosmtplib
import pytest
from typer.testing import CliRunner

from cli.commands.mail import app
from cli.embedded.ports import free_port
from cli.embedded.program import Program
from cli.home import PROJECT
from tests.waiting import eventually

LETTER = EmailMessage()
LETTER["Message-ID"] = "<second@vakhta>"
LETTER["In-Reply-To"] = "<first@vakhta>"
LETTER["From"] = "support@vendor.example"
LETTER["To"] = "anna@customer.example"
LETTER["Subject"] = "Обращение 1024: ответ специалиста"
LETTER.set_content("Перезапустите службу.\n")


@pytest.fixture
async def sent(tmp_path, monkeypatch):
    """A letter that the catcher has taken in."""
    port = free_port([])
    where = ["--port", str(port), "--folder", str(tmp_path / "mail")]
    command = [sys.executable, "-m", "cli.mail_catcher", *where]
    catcher = Program("mail", command, PROJECT, tmp_path / "log")
    process = catcher.start()
    try:
        await send(port)
    finally:
        catcher.stop(process)
    monkeypatch.setenv("VAKHTA_HOME", str(tmp_path))


def test_caught_mail_is_read_with_subject_text_and_thread(sent):
    shown = json.loads(CliRunner().invoke(app, ["--json"]).stdout)

    assert len(shown) == 1
    assert shown[0]["subject"] == "Обращение 1024: ответ специалиста"
    assert shown[0]["body"] == "Перезапустите службу.\n"
    assert shown[0]["message_id"] == "<second@vakhta>"
    assert shown[0]["in_reply_to"] == "<first@vakhta>"


def test_mail_is_found_by_its_recipient(sent):
    to_anna = CliRunner().invoke(app, ["--json", "--to", "Anna@customer.example"]).stdout
    to_boris = CliRunner().invoke(app, ["--json", "--to", "boris@customer.example"]).stdout

    assert len(json.loads(to_anna)) == 1
    assert json.loads(to_boris) == []


def test_mail_is_shown_to_a_person(sent):
    shown = CliRunner().invoke(app, []).stdout

    assert "Обращение 1024: ответ специалиста" in shown
    assert "Перезапустите службу." in shown


async def send(port):
    """Hand the letter over as soon as the catcher listens."""

    async def taken():
        try:
            return await aiosmtplib.send(LETTER, hostname="127.0.0.1", port=port)
        except aiosmtplib.SMTPConnectError:
            return False

    await eventually(taken, within=15)
