"""Editions read from files; one that cannot be read is told of in a sentence."""

from pathlib import Path

from cli.reasons import of_the_system
from cli.trouble import Trouble
from libs.regulation.base import Said
from libs.regulation.edition import Edition
from libs.regulation.errors import RegulationError
from libs.regulation.load import load

FOREIGN = Said(
    "this is no UTF-8; save the file in that encoding",
    "это не UTF-8; сохраните файл в этой кодировке",
)


A_REGULATION = Said("name a regulation's file", "укажите файл регламента")


class ForeignText(Trouble):
    """A file is in another encoding, as its `line` shows."""

    def __init__(self, file: Path, line: int) -> None:
        self.line = line
        super().__init__(f"{file}:{line}: {FOREIGN.en}", f"{file}:{line}: {FOREIGN.ru}")


def read_text(file: Path, wanted: Said = A_REGULATION) -> str:
    """The text of a file, without the mark that some editors begin it with.

    Raises Trouble where there is none, which says what is wanted."""
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = file.read_bytes()[: fault.start].count(b"\n") + 1
        raise ForeignText(file, line) from fault
    except OSError as fault:
        why = of_the_system(fault)
        raise Trouble(
            f"{file} cannot be read ({why}): {wanted.en}",
            f"{file} прочитать нельзя ({why}): {wanted.ru}",
        ) from fault


def read_edition(file: Path) -> Edition:
    """The edition in a file. Raises Trouble where it is not sound."""
    try:
        return load(read_text(file), str(file))
    except RegulationError as fault:
        raise Trouble(
            f"{fault}\n`vakhta regulation check {file}` tells all that is wrong",
            f"{fault.told('ru')}\n`vakhta regulation check {file}` скажет обо всём",
        ) from fault
