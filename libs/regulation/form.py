"""The submission form: what a request must say, by channel and kind, and what it lacks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field as Limits
from pydantic import PrivateAttr

from libs.regulation.base import Filled, Slug, Stated
from libs.regulation.fields import Field, Kind, Submission, answer
from libs.regulation.texts import Text


@dataclass(frozen=True)
class FieldProblem:
    """What is wrong with one field, by which rules, and the grounds that it gives for a refusal."""

    field: str
    rules: tuple[str, ...]
    text: Text
    grounds: str | None = None


class FieldSet(Stated):
    """Fields that make a request complete in some respect, under the name the document gives."""

    slug: Slug
    name: Text
    fields: Annotated[tuple[Slug, ...], Filled]


@dataclass(frozen=True)
class Completeness:
    """How much of a set a request fills: the fields that it has and those that it lacks."""

    filled: tuple[str, ...]
    lacking: tuple[FieldProblem, ...]

    @property
    def percent(self) -> int:
        return _percent(len(self.filled), len(self.filled) + len(self.lacking))


class OneProblem(Stated):
    """One request is about one problem: who asks so many questions in it reads the hint."""

    questions: Annotated[int, Limits(strict=True, ge=2)]
    hint: Text


class Standing(dict[tuple[object, object], tuple[Field, ...]]):
    """What was looked up before: no form differs from another by it."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Standing)

    def __ne__(self, other: object) -> bool:
        return not self == other


class Form(Stated):
    """The fields of a request, the kinds of request there are, and named sets of fields."""

    kinds: Annotated[tuple[Kind, ...], Filled]
    fields: Annotated[tuple[Field, ...], Filled]
    sets: tuple[FieldSet, ...] = ()
    one_problem: OneProblem | None = None
    _standing: Standing = PrivateAttr(default_factory=Standing)

    def kind(self, slug: object) -> Kind | None:
        """A kind of request; the first one where none is named."""
        named = slug or self.kinds[0].slug
        return next((kind for kind in self.kinds if kind.slug == named), None)

    def asked(self, submission: Submission) -> tuple[Field, ...]:
        """The fields that stand in the form, given what is answered already.

        A request that names no kind is of the first one.
        """
        standing = self.standing(submission.get("channel"), submission.get("kind"))
        return tuple(
            field for field in standing if not field.is_conditional or field.is_asked(submission)
        )

    def standing(self, channel: object, kind: object) -> tuple[Field, ...]:
        """The fields of the form for a channel and a kind, whatever is answered in it."""
        found = self._standing.get((channel, kind))
        if found is None:
            named = kind or self.kinds[0].slug
            found = tuple(field for field in self.fields if field.stands(channel, named))
            if self.kind(kind) is not None:
                self._standing[channel, kind] = found
        return found

    def misfits(self, submission: Submission) -> list[FieldProblem]:
        """The answers that are of another type than their fields; checked before they are read."""
        standing = self.standing(submission.get("channel"), submission.get("kind"))
        return [
            _problem(field, MISFIT.get(field.type, NO_TEXT))
            for field in standing
            if (given := submission.get(field.name)) is not None and not field.fits(given)
        ]

    def problems(self, submission: Submission) -> list[FieldProblem]:
        """What a request must say and does not; empty when it is complete."""
        return [*self._kind_problems(submission), *self._field_problems(submission)]

    def hints(self, submission: Submission) -> list[FieldProblem]:
        """What a request would better say to be answered sooner; nothing is refused for it."""
        asked = self.asked(submission)
        lacking = [_problem(field, HINT) for field in _lacking(asked, submission, need="hint")]
        return [*lacking, *_wordings(asked, submission), *self._questions(submission)]

    def completeness(self, submission: Submission, name: str | None) -> Completeness:
        """How much of a named set is filled, whether the form requires its fields or not."""
        names = next((each.fields for each in self.sets if each.slug == name), ())
        asked = [field for field in self.asked(submission) if field.name in names]
        return _filled(asked, submission, MISSING)

    def fullness(self, submission: Submission) -> dict[str, int]:
        """How many per cent of each named set a request fills (CPRO-R-48)."""
        answered = {
            field.name: bool(answer(submission, field.name)) for field in self.asked(submission)
        }
        found = {}
        for each in self.sets:
            asked = [answered[name] for name in each.fields if name in answered]
            found[each.slug] = _percent(sum(asked), len(asked))
        return found

    def whole(self, submission: Submission) -> Completeness:
        """How much of all that the form asks for is filled, required or not."""
        asked = [field for field in self.asked(submission) if field.need != "optional"]
        return _filled(asked, submission, HINT)

    def _kind_problems(self, submission: Submission) -> Iterator[FieldProblem]:
        kind = self.kind(submission.get("kind"))
        if kind is None:
            yield FieldProblem(
                "kind", self.rules, KIND.listing({each.slug: each.name for each in self.kinds})
            )
        elif kind.elsewhere == "refuse" and not kind.is_taken_by(submission.get("channel")):
            text = kind.redirect or KIND_ELSEWHERE.about(kind.name)
            yield FieldProblem("kind", kind.rules, text)

    def _field_problems(self, submission: Submission) -> Iterator[FieldProblem]:
        for field in _lacking(self.asked(submission), submission, need="required"):
            yield _problem(field, MISSING)
        for field in self.standing(submission.get("channel"), submission.get("kind")):
            given = answer(submission, field.name) if field.has_a_form() else ""
            if given and not field.is_well_formed(given):
                yield _problem(field, NO_SUCH_CHOICE if field.choices else MALFORMED)

    def _questions(self, submission: Submission) -> Iterator[FieldProblem]:
        one = self.one_problem
        if one and answer(submission, "body").count("?") >= one.questions:
            yield FieldProblem("body", one.rules, one.hint)


MISSING = Text(ru="Заполните поле «{}».", en="Please fill in “{}”.")
HINT = Text(
    ru="Чтобы мы ответили быстрее, заполните «{}».",
    en="To get an answer sooner, please fill in “{}”.",
)
MISFIT = {
    "tick": Text(
        ru="Отметьте «{}» или снимите отметку: true или false.",
        en="Please tick “{}” or leave it: true or false.",
    ),
    "files": Text(
        ru="Перечислите файлы поля «{}» списком имён.",
        en="Please list the files of “{}” by their names.",
    ),
}
NO_TEXT = Text(ru="Заполните поле «{}» текстом.", en="Please fill in “{}” with a text.")
NO_SUCH_CHOICE = Text(
    ru="Выберите значение поля «{}» из списка.", en="Please choose “{}” from the list."
)
MALFORMED = Text(
    ru="Проверьте поле «{}»: значение записано не полностью.",
    en="Please check “{}”: the value is not complete.",
)
KIND = Text(ru="Укажите вид обращения: {}.", en="Please name the kind of request: {}.")
KIND_ELSEWHERE = Text(
    ru="Вид обращения «{}» не принимается по этому каналу.",
    en="“{}” is not accepted through this channel.",
)


def _percent(filled: int, asked: int) -> int:
    return 100 * filled // asked if asked else 100


def _problem(field: Field, template: Text) -> FieldProblem:
    return FieldProblem(field.name, field.rules, template.about(field.label), field.grounds)


def _filled(asked: Iterable[Field], submission: Submission, template: Text) -> Completeness:
    given: dict[str, None] = {}
    lacking = []
    for field in asked:
        if answer(submission, field.name):
            given[field.name] = None
        else:
            lacking.append(_problem(field, template))
    return Completeness(tuple(given), tuple(lacking))


def _lacking(asked: Iterable[Field], submission: Submission, need: str) -> list[Field]:
    return [field for field in asked if field.need == need and not answer(submission, field.name)]


def _wordings(asked: Iterable[Field], submission: Submission) -> Iterator[FieldProblem]:
    for field in asked:
        wording = field.wording
        given = answer(submission, field.name) if wording else ""
        if wording and given and wording.says_too_little(given):
            yield FieldProblem(field.name, wording.rules, wording.hint)
