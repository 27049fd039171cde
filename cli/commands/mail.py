"""`vakhta mail`: what the desk has written to people, as the mail catcher has kept it."""

import json
from email.message import EmailMessage
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from cli.home import Home
from cli.language import said
from cli.mail_catcher import ENVELOPE_TO, mails
from cli.options import AsJson

app = typer.Typer(add_completion=False)


@app.command()
def mail(
    to: Annotated[str, typer.Option(help="Only mail to this address.")] = "",
    last: Annotated[int, typer.Option(help="At most so many, the newest.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Read the mail that the desk has sent on this machine."""
    caught = [told(one) for one in mails(Home().path / "mail")]
    wanted = [one for one in caught if to.lower() in one["envelope_to"].lower()][-last:]
    if as_json:
        print(json.dumps(wanted, ensure_ascii=False, indent=2))
    else:
        show(wanted)


def told(message: EmailMessage) -> dict[str, str]:
    """A mail's headers and text, decoded."""
    body = message.get_body(preferencelist=("plain", "html"))
    return {
        "message_id": str(message["Message-ID"] or ""),
        "in_reply_to": str(message["In-Reply-To"] or ""),
        "references": str(message["References"] or ""),
        "date": str(message["Date"] or ""),
        "from": str(message["From"] or ""),
        "to": str(message["To"] or ""),
        "envelope_to": str(message[ENVELOPE_TO] or ""),
        "subject": str(message["Subject"] or ""),
        "body": body.get_content().replace("\r\n", "\n") if body else "",
    }


def show(wanted: list[dict[str, str]]) -> None:
    """Print the mails for a person."""
    console = Console(highlight=False)
    for one in wanted:
        console.rule(escape(one["subject"]), align="left")
        console.print(f"[dim]{escape(one['date'])}[/]  {escape(one['from'])} → {escape(one['to'])}")
        console.print(f"\n{escape(one['body'].strip())}\n")
    shown = said(f"{len(wanted)} shown", f"показано: {len(wanted)}")
    console.print(f"[dim]{shown}[/]" if wanted else said("No mail yet.", "Писем пока нет."))
