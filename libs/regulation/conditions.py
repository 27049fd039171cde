"""Fields that are asked for depending on other answers: that somebody can ever be asked."""

from collections.abc import Iterator, Mapping, Sequence

from libs.regulation.edition import Edition
from libs.regulation.errors import Problem
from libs.regulation.fields import Condition, Field
from libs.regulation.lines import Path


def conditions(edition: Edition) -> Iterator[Problem]:
    """Conditions that never hold, or hang on each other."""
    fields = edition.form.fields
    for number, field in enumerate(fields):
        for key, condition in (("when", field.when), ("unless", field.unless)):
            if condition:
                path: Path = ("form", "fields", number, key)
                yield from _condition(path, field, condition, fields)
    yield from _circles(fields)


def _condition(
    path: Path, field: Field, condition: Condition, fields: Sequence[Field]
) -> Iterator[Problem]:
    asked = [each for each in fields if each.name == condition.field]
    if condition.field == field.name:
        yield Problem(
            path,
            "a field cannot depend on its own answer; name another field",
            "поле не может зависеть от своего же ответа; назовите другое",
        )
    answers = {answer for each in asked for answer in _answers(each)}
    if answers and condition.equals not in answers:
        known = ", ".join(sorted(answers))
        yield Problem(
            path,
            f"{condition.equals!r} is no answer to {condition.field}; use one of {known}",
            f"{condition.equals!r} — не ответ на {condition.field}; возьмите один из {known}",
        )
    if asked and not any(_stand_together(field, each) for each in asked):
        yield Problem(
            path,
            f"{condition.field} is never asked together with {field.name}; "
            "give the two a kind and a channel in common",
            f"{condition.field} никогда не спрашивается вместе с {field.name}; "
            "дайте им общий вид и общий канал",
        )


def _circles(fields: Sequence[Field]) -> Iterator[Problem]:
    """Fields each of which waits for an answer to the next, so that none is ever asked."""
    waits = {each.name: each.when.field for each in fields if each.when and _must_be_given(each)}
    told = set[str]()
    for number, field in enumerate(fields):
        circle = _circle(field.name, waits)
        if len(circle) > 1 and not told & set(circle):
            told |= set(circle)
            way = " → ".join([*circle, field.name])
            yield Problem(
                ("form", "fields", number, "when"),
                f"these fields wait for each other, so none is ever asked: {way}; take the "
                "condition out of one",
                f"эти поля ждут друг друга, и ни одно не спросят: {way}; уберите условие у одного",
            )


def _circle(name: str, waits: Mapping[str, str]) -> list[str]:
    """The fields through which one waits for itself; none where it does not."""
    way = [name]
    while (following := waits.get(way[-1])) is not None and following not in way:
        way.append(following)
    return way if waits.get(way[-1]) == name else []


def _must_be_given(field: Field) -> bool:
    """Whether the condition waits for an answer; a tick that nobody made is "false" already."""
    return field.when is not None and field.when.equals != "false"


def _answers(field: Field) -> tuple[str, ...]:
    if field.type == "tick":
        return ("true", "false")
    return tuple(choice.slug for choice in field.choices)


def _stand_together(one: Field, other: Field) -> bool:
    pairs = ((one.channels, other.channels), (one.kinds, other.kinds))
    return all(not first or not second or set(first) & set(second) for first, second in pairs)
