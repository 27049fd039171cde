"""The command `vakhta`: each module in `cli/commands` is one, loaded when it is asked for."""

import errno
import logging
import os
import pkgutil
import sys
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from cli import commands
from cli.helping import exchange, in_language, words_around
from cli.language import Language, asked_for, said, speak
from cli.mistyped import told_in_russian
from cli.trouble import Trouble


class Commands(TyperGroup):
    """The commands by the names of their modules; each has a Typer named `app`."""

    def list_commands(self, ctx: Any) -> list[str]:
        """All names, in order of the alphabet."""
        return sorted(
            module.name.replace("_", "-") for module in pkgutil.iter_modules(commands.__path__)
        )

    def get_command(self, ctx: Any, name: str) -> Any:
        """The command of this name, from its module."""
        if name not in self.list_commands(ctx):
            return None
        module = import_module(f"{commands.__name__}.{name.replace('-', '_')}")
        return in_language(typer.main.get_command(module.app), _spoken(ctx))

    def make_context(self, *arguments: Any, **named: Any) -> Any:
        """What stands before the command, as it was typed."""
        with told_in_russian():
            return super().make_context(*arguments, **named)

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was typed."""
        with told_in_russian():
            return super().invoke(ctx)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The help of the command itself, in the language that it is asked in."""
        if _spoken(ctx) == "en":
            return super().format_help(ctx, formatter)
        exchange(self)
        with words_around():
            super().format_help(ctx, formatter)


def _spoken(ctx: Any) -> Language:
    """The language named before the command, else that of the environment."""
    return (ctx and ctx.params.get("language")) or asked_for()


app = typer.Typer(
    cls=Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)


@app.callback()
def vakhta(
    language: Annotated[
        Language,
        typer.Option(
            default_factory=asked_for,
            callback=speak,
            is_eager=True,
            show_default="LANG",
            help="Of words.",
        ),
    ],
) -> None:
    """A support desk for software vendors that answer under a published regulation."""


def main() -> None:
    """Run the command; what went wrong is one sentence on the error output."""
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    try:
        app(prog_name="vakhta")
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as fault:
        if "VAKHTA_TRACEBACK" in os.environ:
            raise
        give_up(sentence(fault))


def sentence(fault: Exception) -> str:
    """What went wrong and what to do, in one sentence."""
    match fault:
        case Trouble():
            return str(fault)
        case OSError(errno=errno.ENOSPC):
            return said(
                "there is no room left on the disk: free some and try again",
                "на диске нет места: освободите и повторите",
            )
        case PermissionError(filename=path):
            return said(
                f"{path} belongs to another user: remove it, or work as that user",
                f"{path} принадлежит другому пользователю: удалите или работайте от его имени",
            )
    kind = type(fault).__name__
    return said(
        f"this should not have happened: {kind}: {fault} (VAKHTA_TRACEBACK=1 shows where)",
        f"этого не должно было случиться: {kind}: {fault} (VAKHTA_TRACEBACK=1 покажет, где)",
    )


def give_up(text: str) -> None:
    """One sentence on the error output, and a failure."""
    print(f"vakhta: {text}", file=sys.stderr)
    sys.exit(1)
