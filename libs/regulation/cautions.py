"""What an edition may say and probably does not mean, in sentences with their remedies."""

from collections.abc import Iterator
from datetime import time

from libs.regulation.base import Stated
from libs.regulation.edition import Edition
from libs.regulation.errors import Problem
from libs.regulation.lines import Path
from libs.regulation.schedule import Hours
from libs.regulation.texts import Template, Text, places
from libs.regulation.unused import unused
from libs.regulation.walk import parts


def cautions(edition: Edition) -> list[Problem]:
    """All that a writer should look at again; a desk keeps the edition nevertheless."""
    return [
        *_the_head(edition),
        *_without_origin(edition),
        *_open_around_the_clock(edition),
        *_braces_in_plain_texts(edition),
        *_tables_that_end(edition),
        *unused(edition),
        *_products_under_another_name(edition),
        *_answers_by_two_channels(edition),
        *_blocks_past_their_limit(edition),
    ]


def _the_head(edition: Edition) -> Iterator[Problem]:
    if not edition.id.startswith(f"{edition.vendor}-"):
        yield Problem(
            ("id",),
            f"no desk publishes it: an id begins with the vendor; write {edition.vendor}-…",
            f"такое издание не опубликовать: id начинается с поставщика; пишите {edition.vendor}-…",
        )


def _without_origin(edition: Edition) -> Iterator[Problem]:
    stated = [(path, part) for path, part in parts(edition) if isinstance(part, Stated) and path]
    told = {path for path, part in stated if part.rules or part.assumed}
    if not told:
        yield Problem(
            (),
            'no table says on which rule it rests; add rules = ["…"] to them',
            'ни одна таблица не говорит, на каком правиле основана; добавьте в них rules = ["…"]',
        )
        return
    silent = [path for path, _part in stated if not _within(path, told)]
    for path in silent:
        if not _within(path[:-1], set(silent)):
            yield Problem(
                path,
                'nothing says where it comes from; add rules = ["…"], or assumed = "A-…"',
                'не сказано, откуда это взято; добавьте rules = ["…"] или assumed = "A-…"',
            )


def _open_around_the_clock(edition: Edition) -> Iterator[Problem]:
    """From midnight to midnight says so itself."""
    for path, part in parts(edition):
        if isinstance(part, Hours) and part.opens == part.closes != time():
            yield Problem(
                (*path, "closes"),
                f"from {part.opens:%H:%M} to {part.closes:%H:%M} are 24 hours; write 00:00 for both"
                " if that is meant, else when it closes",
                f"с {part.opens:%H:%M} до {part.closes:%H:%M} — это сутки; если так и задумано,"
                " напишите 00:00 в обоих, иначе — когда закрываются",
            )


def _within(path: Path, around: set[Path]) -> bool:
    return any(path[:length] in around for length in range(1, len(path) + 1))


def _braces_in_plain_texts(edition: Edition) -> Iterator[Problem]:
    for path, part in parts(edition):
        if isinstance(part, Text) and not isinstance(part, Template):
            yield from _braces(path, part)


def _braces(path: Path, text: Text) -> Iterator[Problem]:
    for key, words in (("ru", text.ru), ("en", text.en)):
        if found := _places(words):
            named = ", ".join(f"{{{name}}}" for name in sorted(found))
            yield Problem(
                (*path, key),
                f"nothing is put in {named} here, people read the braces; reword it",
                f"в {named} здесь ничего не подставляется, люди увидят скобки; перепишите",
            )


def _places(words: str) -> set[str]:
    try:
        return places(words)
    except ValueError:
        return set()


def _tables_that_end(edition: Edition) -> Iterator[Problem]:
    for number, plan in enumerate(edition.plans):
        last = plan.quota.tiers[-1] if plan.quota else None
        if last and last.seats_to is not None:
            yield Problem(
                ("plans", number, "quota", "tiers"),
                f"the table ends with {last.seats_to} seats, and who has more gets no number; "
                "leave seats_to out of the last tier",
                f"таблица кончается на {last.seats_to} мест, а у кого их больше, не получит "
                "ничего; уберите seats_to у последней ступени",
            )


def _products_under_another_name(edition: Edition) -> Iterator[Problem]:
    for number, field in enumerate(edition.form.fields):
        if field.type == "product" and field.name != "product":
            yield Problem(
                ("form", "fields", number, "name"),
                'a request tells its product in the field product alone; write name = "product"',
                'продукт обращения — только в поле product; напишите name = "product"',
            )


def _answers_by_two_channels(edition: Edition) -> Iterator[Problem]:
    ways = [number for number, channel in enumerate(edition.channels) if channel.replies]
    for number in ways[1:]:
        yield Problem(
            ("channels", number, "replies"),
            f"answers go by {edition.channels[ways[0]].name} already; write it for one channel",
            f"ответы уже идут по каналу {edition.channels[ways[0]].name}; напишите это у одного",
        )


def _blocks_past_their_limit(edition: Edition) -> Iterator[Problem]:
    """Blocks that do not end where the next rounding begins bill more than either says."""
    reached = 0
    for number, each in enumerate(edition.billing.rounding if edition.billing else ()):
        if each.up_to is None:
            return
        if (each.up_to - reached) % each.block:
            yield Problem(
                ("billing", "rounding", number),
                f"blocks of {each.block} minutes do not end at {each.up_to}; let up_to be where"
                " one ends",
                f"отрезки по {each.block} мин не кончаются на {each.up_to}; пусть up_to стоит там,"
                " где кончается один из них",
            )
        reached = each.up_to
