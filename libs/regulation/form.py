"""The submission form: what a request must say, by channel and kind, and what it lacks."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from libs.events.intake import Channel
from libs.regulation.base import Filled, Model, Slug, Stated
from libs.regulation.texts import Text

Submission = Mapping[str, object]
"""What a request says: `channel`, `kind`, `product` and the form's other fields by name."""


class Kind(Stated):
    """A kind of request, such as a question or a proposal; no channels named means all."""

    slug: Slug
    name: Text
    channels: tuple[Channel, ...] = ()


class Choice(Model):
    """One of the answers that a field offers."""

    slug: Slug
    name: Text


class Condition(Model):
    """Holds when the field's answer is this one; a tick that was not made is "false"."""

    field: Slug
    equals: str

    def holds(self, submission: Submission) -> bool:
        return (answer(submission, self.field) or "false") == self.equals


class Field(Stated):
    """One field. No channels or kinds named means all of them.

    `when` and `unless` limit the need; `grounds` is the reason for a refusal that its lack gives
    an engineer where the channel records what it cannot refuse.
    """

    name: Slug
    type: Literal["text", "long_text", "email", "phone", "tick", "choice", "product", "files"]
    need: Literal["required", "hint", "optional"]
    label: Text
    help: Text | None = None
    choices: tuple[Choice, ...] = ()
    channels: tuple[Channel, ...] = ()
    kinds: tuple[Slug, ...] = ()
    when: Condition | None = None
    unless: Condition | None = None
    grounds: Slug | None = None

    def concerns(self, submission: Submission) -> bool:
        """Whether the field stands in the form for this channel, this kind and these answers."""
        return (
            (not self.channels or submission.get("channel") in self.channels)
            and (not self.kinds or submission.get("kind") in self.kinds)
            and (self.when is None or self.when.holds(submission))
            and (self.unless is None or not self.unless.holds(submission))
        )

    def offers(self, given: str) -> bool:
        """Whether an answer is none at all or one of the choices."""
        return not given or any(given == choice.slug for choice in self.choices)


@dataclass(frozen=True)
class FieldProblem:
    """What is wrong with one field, by which rules, and the grounds that it gives for a refusal."""

    field: str
    rules: tuple[str, ...]
    text: Text
    grounds: str | None = None


class Form(Stated):
    """The fields of a request and the kinds of request there are."""

    kinds: Annotated[tuple[Kind, ...], Filled]
    fields: Annotated[tuple[Field, ...], Filled]

    def asked(self, submission: Submission) -> tuple[Field, ...]:
        """The fields that stand in the form, given what is answered already.

        A request that names no kind is of the first one.
        """
        submission = {"kind": self.kinds[0].slug, **submission}
        return tuple(field for field in self.fields if field.concerns(submission))

    def problems(self, submission: Submission) -> list[FieldProblem]:
        """What a request must say and does not; empty when it is complete."""
        return [*self._kind_problems(submission), *self._field_problems(submission)]

    def hints(self, submission: Submission) -> list[FieldProblem]:
        """What a request would better say to be answered sooner; nothing is refused for it."""
        asked = self.asked(submission)
        return [_problem(field, HINT) for field in _lacking(asked, submission, need="hint")]

    def missing(self, submission: Submission, names: tuple[str, ...]) -> list[FieldProblem]:
        """Which of the named fields are empty, whether the form requires them or not."""
        asked = (field for field in self.asked(submission) if field.name in names)
        return [_problem(field, MISSING) for field in asked if not answer(submission, field.name)]

    def _kind_problems(self, submission: Submission) -> Iterator[FieldProblem]:
        named = submission.get("kind", self.kinds[0].slug)
        kind = next((kind for kind in self.kinds if kind.slug == named), None)
        if kind is None:
            yield FieldProblem(
                "kind", self.rules, KIND.listing({each.slug: each.name for each in self.kinds})
            )
        elif kind.channels and submission.get("channel") not in kind.channels:
            yield FieldProblem("kind", kind.rules, KIND_ELSEWHERE.about(kind.name))

    def _field_problems(self, submission: Submission) -> Iterator[FieldProblem]:
        asked = self.asked(submission)
        for field in _lacking(asked, submission, need="required"):
            yield _problem(field, MISSING)
        for field in asked:
            if field.choices and not field.offers(answer(submission, field.name)):
                yield _problem(field, NO_SUCH_CHOICE)


MISSING = Text(ru="Заполните поле «{}».", en="Please fill in “{}”.")
HINT = Text(
    ru="Чтобы мы ответили быстрее, заполните «{}».",
    en="To get an answer sooner, please fill in “{}”.",
)
NO_SUCH_CHOICE = Text(
    ru="Выберите значение поля «{}» из списка.", en="Please choose “{}” from the list."
)
KIND = Text(ru="Укажите вид обращения: {}.", en="Please name the kind of request: {}.")
KIND_ELSEWHERE = Text(
    ru="Вид обращения «{}» не принимается по этому каналу.",
    en="“{}” is not accepted through this channel.",
)


def answer(submission: Submission, name: str) -> str:
    """A field's answer as text: empty when it was left out or is blank, "true" for a tick."""
    value = submission.get(name)
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "true" if value else ""
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in value)
    return "" if value is None else str(value).strip()


def _lacking(asked: Iterable[Field], submission: Submission, need: str) -> list[Field]:
    return [field for field in asked if field.need == need and not answer(submission, field.name)]


def _problem(field: Field, template: Text) -> FieldProblem:
    return FieldProblem(field.name, field.rules, template.about(field.label), field.grounds)
