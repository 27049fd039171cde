"""Help in Russian: the words of commands and options, and those around them, exchanged."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import tomli

from cli.language import Language

TABLE = Path(__file__).with_name("help_ru.toml")
AROUND = {
    "ARGUMENTS_PANEL_TITLE": "Аргументы",
    "OPTIONS_PANEL_TITLE": "Параметры",
    "COMMANDS_PANEL_TITLE": "Команды",
    "DEFAULT_STRING": "[по умолчанию: {}]",
    "REQUIRED_LONG_STRING": "[обязательно]",
}
"""What stands around the words of a command, by the name that typer has for it."""
SHOWN = "Показать эту справку и выйти."


@cache
def table() -> dict[str, str]:
    """The Russian paragraph for each English one."""
    return tomli.loads(TABLE.read_text())


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a help, each in one line."""
    return [" ".join(each.split()) for each in text.split("\n\n")]


def russian(text: str) -> str:
    """A help in Russian; a paragraph that nobody translated stays as it is."""
    return "\n\n".join(table().get(each, each) for each in paragraphs(text))


def in_language(command: Any, language: Language) -> Any:
    """A command, and those beneath it, whose help and answers are in this language."""
    for option in command.params:
        if option.name == "language":
            option.default = language
    if language == "ru":
        exchange(command)
        shows = command.format_help

        def format_help(*asked: Any) -> None:
            with words_around():
                shows(*asked)

        command.format_help = format_help
    for each in getattr(command, "commands", {}).values():
        in_language(each, language)
    return command


def exchange(command: Any) -> None:
    """Put Russian words in the place of the English ones of a command and its options."""
    if command.help:
        command.help = russian(command.help)
    for option in command.params:
        if getattr(option, "help", None):
            option.help = russian(option.help)
    used, helps = command.get_usage, command.get_help_option

    def get_help_option(ctx: Any) -> Any:
        option = helps(ctx)
        if option is not None:
            option.help = SHOWN
        return option

    command.get_help_option = get_help_option
    command.get_usage = lambda ctx: used(ctx).replace("Usage:", "Вызов:", 1)


@contextmanager
def words_around() -> Iterator[None]:
    """Have typer's own words in Russian, while a help is shown."""
    from typer import rich_utils

    before = {name: getattr(rich_utils, name) for name in AROUND}
    try:
        for name, words in AROUND.items():
            setattr(rich_utils, name, words)
        yield
    finally:
        for name, words in before.items():
            setattr(rich_utils, name, words)
