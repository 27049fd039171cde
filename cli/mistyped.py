"""What was typed wrong, told in Russian: typer itself tells it in English."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from typer._click.exceptions import NoArgsIsHelpError, UsageError

from cli.language import reworded, spoken

MISTYPED = 2
SENTENCES = {
    r"Missing command\.": "не названа команда",
    r"No such command '(.+?)'\. Did you mean (.+)\?": r"нет команды \1; может быть, \2?",
    r"No such command '(.+?)'\.": r"нет команды \1",
    r"No such option: (\S+)": r"нет параметра \1",
    r" \(Possible options: (.+)\)": r"; есть похожие: \1",
    r"Missing option '(.+?)'\.": r"не указан параметр \1",
    r"Missing argument '(.+?)'\.": r"не указано: \1",
    r"Option '(.+?)' requires an argument\.": r"параметру \1 нужно значение",
    r"Option '(.+?)' does not take a value\.": r"параметру \1 значение не нужно",
    r"Got unexpected extra argument\(s\) \((.+)\)": r"лишнее: \1",
    r"Invalid value for '(.+?)': ": r"\1: ",
    r"Input should be less than or equal to (\S+)": r"нужно не больше \1",
    r"Input should be greater than or equal to (\S+)": r"нужно не меньше \1",
    r"Input should be a valid integer.*": "нужно целое число",
    r"Input should be a valid number.*": "нужно число",
    r"Value error, '(.+?)' is not one of (.+)\.": r"\1 не подходит, выберите из \2",
}
"""The Russian words for each of typer's, in the order in which they are looked for."""


@contextmanager
def told_in_russian() -> Iterator[None]:
    """Tell in Russian what was typed wrong, where this run speaks it; else leave it to typer."""
    try:
        yield
    except NoArgsIsHelpError:
        raise
    except UsageError as fault:
        if spoken() != "ru":
            raise
        told = [f"vakhta: {reworded(fault.format_message(), SENTENCES)}"]
        if fault.ctx:
            usage = fault.ctx.get_usage().replace("Usage:", "Вызов:", 1)
            told = [usage, f"{told[0]}; справка: `{fault.ctx.command_path} --help`"]
        print(*told, sep="\n", file=sys.stderr)
        raise typer.Exit(MISTYPED) from fault
