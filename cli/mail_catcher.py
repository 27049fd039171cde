"""Takes all mail in and sends none on: each is a file in a folder, to be read by `vakhta mail`."""

import argparse
import asyncio
import os
import signal
import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import count
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

LARGEST = 40 * 1024 * 1024
ENVELOPE_TO = "X-Envelope-To"


class Catcher:
    """Writes what it is handed into the folder, one `.eml` a mail, named in order of arrival."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder = folder
        self._numbers = count()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Called by aiosmtpd for a whole mail; its answer is SMTP's."""
        recipients = ", ".join(envelope.rcpt_tos).encode()
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        name = f"{time.time_ns():020}-{next(self._numbers):06}"
        draft = self._folder / f"{name}.part"
        with draft.open("wb") as file:
            file.write(ENVELOPE_TO.encode() + b": " + recipients + b"\r\n" + content)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(self._folder / f"{name}.eml")
        return "250 kept"


def mails(folder: Path) -> list[EmailMessage]:
    """All mails of the folder in order of arrival."""
    return [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted(folder.glob("*.eml"))
    ]


async def serve(port: int, folder: Path) -> None:
    """Listen on 127.0.0.1 until SIGTERM."""
    catcher = Catcher(folder)
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    server = await loop.create_server(
        lambda: SMTP(catcher, data_size_limit=LARGEST, enable_SMTPUTF8=True), "127.0.0.1", port
    )
    async with server:
        await stopped.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    asyncio.run(serve(**vars(parser.parse_args())))
