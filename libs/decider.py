"""The one shape of every service's core: decide what happened, evolve what is."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Generic, Protocol, TypeVar


class Command(Protocol):
    """A wish, imperative. Its `id` names the stream within the decider's category."""

    @property
    def id(self) -> str: ...
    @property
    def vendor(self) -> str: ...


C = TypeVar("C", bound=Command)
S = TypeVar("S")
E = TypeVar("E")


class Refused(Exception):
    """The command makes no sense in this state; the caller is told why (HTTP 409).

    `rules` are the regulation's, where one of them refuses; `ru` says the same in Russian.
    """

    def __init__(self, said: str, *, ru: str | None = None, rules: Iterable[str] = ()) -> None:
        super().__init__(said)
        self.ru = ru
        self.rules = tuple(rules)


class Invalid(Refused):
    """The command can never make sense as it is: its content has to change (HTTP 422)."""


@dataclass(frozen=True)
class Decider(Generic[C, S, E]):
    """`initial, decide, evolve` of one category of streams.

    `commands` are the command classes it decides. A decision that changes nothing returns no
    events, so every command may be repeated. Raises `Refused` where the command makes no sense.
    """

    category: str
    commands: tuple[type[C], ...]
    initial: S
    decide: Callable[[C, S], Sequence[E]]
    evolve: Callable[[S, E], S]

    def fold(self, events: Iterable[E], state: S | None = None) -> S:
        return reduce(self.evolve, events, self.initial if state is None else state)

    def stream(self, command: C) -> str:
        return f"{self.category}-{command.id}"
