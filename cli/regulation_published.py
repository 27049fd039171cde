"""Publishing on a running desk: an edition with what it changes and for whom, and dated facts."""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import tomli

from cli.asking import Asking
from cli.language import Language, spoken
from cli.regulation_checked import check
from cli.regulation_files import read_text
from cli.running import desk_here
from cli.trouble import Trouble
from libs.regulation.lint import examine

WORDS = {
    "ru": {
        "first": "Первая редакция поставщика {vendor}: действует без уведомления.",
        "change": "Изменение редакции {before}:",
        "same": "Редакции говорят одно и то же.",
        "earliest": "Может действовать с {day}, если опубликовать сегодня; в тексте — {wanted}.",
        "open": "Открытых обращений, которые сохранят редакцию {before}: {count}.",
        "accepted": "Пользователей, которые её приняли: {count}.",
        "scheduled": "Уже опубликована и действует с {day}: {edition}.",
        "confirm": "Опубликовать {edition}?",
        "kept": "Черновик {edition} сохранён, ничего не опубликовано.",
        "in_force": "{edition} действует.",
        "published": "{edition} опубликована: {why}.",
        "superseded": "{edition} была опубликована раньше и больше не действует.",
        "fact": "опубликовано: {part} {name}",
        "no_facts": "Нового нет.",
    },
    "en": {
        "first": "The first edition of {vendor}: it holds without notice.",
        "change": "A change of the edition {before}:",
        "same": "The editions say the same.",
        "earliest": "It may hold from {day} if it is published today; the text says {wanted}.",
        "open": "Open tickets that keep the edition {before}: {count}.",
        "accepted": "Users who accepted it: {count}.",
        "scheduled": "Published already, to hold from {day}: {edition}.",
        "confirm": "Publish {edition}?",
        "kept": "The draft {edition} is kept, nothing was published.",
        "in_force": "{edition} is in force.",
        "published": "{edition} is published: {why}.",
        "superseded": "{edition} was published before and is in force no more.",
        "fact": "published: {part} {name}",
        "no_facts": "There is nothing new.",
    },
}


PARTS: Mapping[str, Mapping[Language, str]] = {
    "hours": {"ru": "часы на дату", "en": "hours"},
    "special_days_off": {"ru": "особые дни", "en": "special days"},
    "price_lists": {"ru": "прайс-лист", "en": "price list"},
    "releases": {"ru": "выпуск", "en": "release"},
    "holders": {"ru": "роль", "en": "role"},
    "engineers": {"ru": "специалист", "en": "engineer"},
}
"""What the lists of dated facts are called where one of theirs is told."""


def publish(
    file: Path,
    vendor: str | None,
    address: str | None,
    language: Language,
    *,
    yes: bool,
    as_json: bool,
) -> int:
    """Draft, check and publish a file, as far as that is confirmed; 1 where it is not sound.

    Raises Trouble where the desk refuses it, in the desk's words.
    """
    text = read_text(file)
    if any(each.grade == "error" for each in examine(text)):
        return check(file, language, as_json=as_json)
    head = tomli.loads(text)
    owner, edition = vendor or head["vendor"], head["id"]
    with Asking(desk_here()) as asking:
        if not _is_published(asking, owner, edition):
            path = f"v1/regulations/drafts/{edition}"
            draft = asking.put("entitlement", path, {"edition": text}, owner)
            for line in told(draft["change"], head, language):
                print(line, file=sys.stderr if as_json else sys.stdout)
            if not (yes or confirmed(WORDS[language]["confirm"].format(edition=edition))):
                print(WORDS[language]["kept"].format(edition=edition), file=sys.stderr)
                return 1
        body = {"edition": text, "address": address}
        published = asking.post("entitlement", "v1/regulations", body, owner)
    if as_json:
        print(json.dumps(published, ensure_ascii=False, indent=2))
        return 0
    why = (published["because"] or {}).get(language, published["in_force_from"])
    print(WORDS[language][published["state"]].format(edition=edition, why=why))
    return 0


def told(change: dict[str, Any] | None, head: dict[str, Any], language: Language) -> Iterator[str]:
    """What the change is, when it may hold, and whom it touches."""
    words = WORDS[language]
    if change is None:
        yield words["first"].format(vendor=head["vendor"])
        return
    before = change["before"]
    yield words["change"].format(before=before)
    yield from (f"  {each[language]}" for each in change["differences"])
    if not change["differences"]:
        yield f"  {words['same']}"
    yield words["earliest"].format(day=change["earliest"], wanted=head["in_force_from"])
    yield words["open"].format(before=before, count=change["open_tickets"])
    yield words["accepted"].format(count=change["accepted_by"])
    for edition, day in change["scheduled"].items():
        yield words["scheduled"].format(edition=edition, day=day)


def confirmed(question: str) -> bool:
    """Whether the person at the terminal says yes. Raises Trouble where nobody is there."""
    if not sys.stdin.isatty():
        raise Trouble(
            f"{question} Nobody is here to say so: add --yes",
            f"{question} Ответить некому: добавьте --yes",
        )
    if spoken() == "ru":
        return input(f"{question} [д/Н]: ").strip().lower() in ("д", "да", "y", "yes")
    import typer

    return typer.confirm(question)


def publish_facts(file: Path, vendor: str | None, language: Language, *, as_json: bool) -> None:
    """Publish a file of dated facts; tells what of it was new. Raises Trouble like `publish`."""
    text = read_text(file)
    try:
        owner = vendor or tomli.loads(text)["vendor"]
    except (tomli.TOMLDecodeError, KeyError) as fault:
        raise Trouble(
            f'{file}: these are no facts ({fault}): they begin with vendor = "…"',
            f'{file}: это не факты: они начинаются с vendor = "…"',
        ) from fault
    with Asking(desk_here()) as asking:
        new = asking.post("entitlement", "v1/facts", {"facts": text}, owner)["published"]
    if as_json:
        print(json.dumps(new, ensure_ascii=False, indent=2))
        return
    for each in new:
        part = PARTS[each["part"]][language]
        print(WORDS[language]["fact"].format(part=part, name=each["name"]).strip())
    if not new:
        print(WORDS[language]["no_facts"])


def _is_published(asking: Asking, vendor: str, edition: str) -> bool:
    found = asking.find("entitlement", f"v1/regulations/{edition}", vendor)
    return found is not None and found["published_at"] is not None
