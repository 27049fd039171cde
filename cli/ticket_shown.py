"""A ticket on paper: its head, its promises with their reasons, and what happened."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.markup import escape
from rich.padding import Padding

from cli.console import console
from cli.language import Language
from cli.tickets import Entry, Ticket
from services.views.terms import TERMS

WORDS: dict[Language, dict[str, str]] = {
    "ru": {
        "contact": "контакт",
        "coverage": "право",
        "assignment": "назначение",
        "promises": "Сроки",
        "story": "История",
        "due": "до",
        "overdue": "просрочено",
        "provisional": "предварительно",
        "set aside": "События этого обращения отложены: показанное старше случившегося",
        "erased": "(стёрто)",
        "open": "в работе",
        "waiting": "ждёт",
        "information": "ждёт сведений от пользователя",
        "confirmation": "ждёт подтверждения решения",
        "queued": "в очереди",
        "running": "идёт",
        "paused": "приостановлен",
        "met": "соблюдён",
        "broken": "нарушен",
        "elapsed": "истёк",
        "cancelled": "отменён",
    },
    "en": {
        "contact": "contact",
        "coverage": "coverage",
        "assignment": "assignment",
        "promises": "Promises",
        "story": "Story",
        "due": "due",
        "overdue": "overdue",
        "provisional": "provisional",
        "set aside": "Events of this ticket were set aside: what is shown is older than what is so",
        "erased": "(erased)",
        "information": "waits for information",
        "confirmation": "waits for confirmation",
        "met": "kept",
    },
}


class Sheet:
    """Prints one ticket in one language and on its vendor's clock."""

    def __init__(self, language: Language, zone: ZoneInfo) -> None:
        self.language = language
        self.words = WORDS[language]
        self.zone = zone
        self.console = console()

    def show(self, ticket: Ticket, story: Sequence[Entry]) -> None:
        """Print the whole sheet."""
        self.head(ticket)
        self.promises(ticket)
        self.console.print(f"\n[bold]{self.words['story']}[/]")
        for entry in story:
            self.entry(entry)

    def head(self, ticket: Ticket) -> None:
        """What the ticket is and where it stands."""
        subject = ticket["subject"] or self.words["erased"]
        self.console.print(
            f"[bold]{ticket['number']}[/] {escape(subject)}  [cyan]{self.standing(ticket)}[/]"
        )
        self.console.print(f"[dim]{ticket['ticket_id']}[/]")
        for name, words in self.particulars(ticket):
            self.console.print(f"  {self.words[name]}: {escape(words)}")
        if ticket["set_aside"]:
            self.console.print(f"[yellow]{self.words['set aside']}[/]")

    def standing(self, ticket: Ticket) -> str:
        """How far the ticket is, or how it ended."""
        if ticket["outcome"]:
            return self.term("outcome", ticket["outcome"])
        return self.word(ticket["waits_for"] or ticket["status"])

    def particulars(self, ticket: Ticket) -> Iterator[tuple[str, str]]:
        """Who asks, by which right, and who answers."""
        contact, coverage = ticket["contact"], ticket["coverage"]
        assignment = ticket["assignment"]
        if contact:
            name = self.words["erased"] if contact["name"] is None else contact["name"]
            yield "contact", ", ".join(filter(None, [name, contact["email"], contact["phone"]]))
        if coverage:
            yield "coverage", coverage["because"][self.language]
        if assignment:
            who = assignment["engineer"] or self.word(assignment["state"])
            yield "assignment", f"{who}: {assignment['because'][self.language]}"

    def promises(self, ticket: Ticket) -> None:
        """Each promise with the instant that it is due, and why then."""
        if not ticket["clocks"]:
            return
        self.console.print(f"\n[bold]{self.words['promises']}[/]")
        for clock in ticket["clocks"]:
            flags = [name for name in ("overdue", "provisional") if clock[name]]
            noted = "".join(f"  [red]{self.words[flag]}[/]" for flag in flags)
            due = f"{self.words['due']} {self.at(clock['due_at'])}"
            name, state = self.term("clock", clock["clock"]), self.word(clock["state"])
            self.console.print(f"  {name}: {state}, {due}{noted}")
            self.below(clock["because"][self.language])

    def entry(self, entry: Entry) -> None:
        """One event, with its text and its reason."""
        who = entry["who"]
        name = who["name"] or who[self.language]
        said = entry[self.language]
        self.console.print(
            f"  [dim]{self.at(entry['at'])}[/]  {escape(said)}  [dim]{escape(name)}[/]"
        )
        if entry["text"]:
            self.below(entry["text"], "italic")
        if entry["because"]:
            self.below(entry["because"][self.language])

    def below(self, text: str, style: str = "dim") -> None:
        """A remark on the line above."""
        self.console.print(Padding(f"[{style}]{escape(text)}[/]", (0, 0, 0, 6), expand=False))

    def word(self, name: str) -> str:
        """A word of the read models as people say it."""
        return self.words.get(name, name)

    def term(self, kind: str, name: str) -> str:
        """A term of the timeline, in the timeline's words."""
        ru, en = TERMS[kind].get(name, (name, name))
        return ru if self.language == "ru" else en

    def at(self, instant: str) -> str:
        """An instant on the vendor's clock."""
        return f"{datetime.fromisoformat(instant).astimezone(self.zone):%d.%m.%Y %H:%M:%S}"
