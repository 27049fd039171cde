"""What may be done on a ticket now, by whom, by which rule, and what its contact will read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from libs.events.intake import Outcome
from libs.regulation import Edition, Reason, Right, Text
from libs.regulation.base import Stated
from libs.regulation.reasons import Consequence, Decider
from services.intake.domain.conduct import reported_stop
from services.intake.domain.ticket import Ticket
from services.intake.domain.treatment import (
    Coverage,
    endings_of,
    places_for,
    uncovered_stays_last,
    ways,
)

CLOSED = Text(ru="Обращение закрыто.", en="The ticket is closed.")
NOT_CLOSED = Text(ru="Обращение не закрыто.", en="The ticket is not closed.")
OUTCOME = Text(
    ru="С таким результатом обращение не открывают повторно: отправьте новое.",
    en="With this outcome a ticket is not opened again: submit a new one.",
)
RATED = Text(ru="Оценка уже есть.", en="It was rated already.")
WRITTEN = Text(ru="Обращение пришло письменно.", en="The request came in writing.")
LAST = Text(
    ru="Обращение без подтверждённого права имеет минимальный приоритет.",
    en="A request without cover has the lowest priority.",
)


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose for an act, by whose decision, and what the contact reads of it."""

    slug: str
    title: Text
    message: Text | None
    decider: Decider | None
    needs_grounds: bool
    rules: tuple[str, ...]
    needs_closer: bool = False


@dataclass(frozen=True, slots=True)
class Permitted:
    """An act by its path under the ticket; `why_not` says why it cannot be done now."""

    act: str
    path: str
    decider: Decider
    rules: tuple[str, ...]
    assumed: tuple[str, ...]
    text: Text | None
    choices: tuple[Choice, ...]
    why_not: Text | None


def acts_on(ticket: Ticket, edition: Edition, coverage: Coverage | None) -> tuple[Permitted, ...]:
    """All acts that the ticket's edition knows, first those of engineers."""
    open_ones = [
        *_answering(ticket, edition),
        *_putting_off(edition),
        *_treating(edition, coverage),
        *_ending(edition),
    ]
    why_not = CLOSED if ticket.status == "closed" else None
    return (
        *(_barred(act, why_not) for act in open_ones),
        *_after_the_end(ticket, edition),
    )


def _barred(act: Permitted, why_not: Text | None) -> Permitted:
    if why_not is None or act.why_not is not None:
        return act
    return Permitted(
        act.act, act.path, act.decider, act.rules, act.assumed, act.text, act.choices, why_not
    )


def _act(
    act: str,
    path: str,
    *stated: Stated,
    decider: Decider = "engineer_may",
    text: Text | None = None,
    choices: Iterable[Choice] = (),
    why_not: Text | None = None,
) -> Permitted:
    return Permitted(
        act,
        path,
        decider,
        tuple(dict.fromkeys(rule for part in stated for rule in part.rules)),
        tuple(dict.fromkeys(each for part in stated for each in part.assumptions())),
        text,
        tuple(choices),
        why_not,
    )


def _answering(ticket: Ticket, edition: Edition) -> Iterator[Permitted]:
    yield _act("take_into_work", "take")
    yield _act("reply", "replies")
    for right in edition.rights:
        match right.act:
            case "request_information":
                yield _by_right(right, "information-requests")
            case "answer_by_link":
                yield _by_right(right, "replies")
            case "involve_third_party" | "move_to_development":
                yield _by_right(right, "hand-offs")
            case "extend_call":
                spoken = ticket.submitted.channel == "phone"
                yield _by_right(right, "call-extensions", None if spoken else WRITTEN)
            case _:
                pass
    if edition.right("request_information") is None:
        yield _act("request_information", "information-requests")
    yield _act("propose_solution", "solutions")


def _by_right(right: Right, path: str, why_not: Text | None = None) -> Permitted:
    """An act that the regulation gives as a right; its words are read where it is told at all."""
    text = right.text if right.notice else None
    return _act(right.act, path, right, decider=right.decider, text=text, why_not=why_not)


def _putting_off(edition: Edition) -> Iterator[Permitted]:
    paths: tuple[tuple[str, str, Consequence], ...] = (
        ("request_sysadmin", "sysadmin-requests", "waiting"),
        ("postpone", "postponements", "postponed"),
        ("defer", "deferrals", "deferred"),
    )
    for act, path, consequence in paths:
        reasons = _leading_to(edition, consequence)
        if reasons:
            told = edition.deferral if consequence == "deferred" else None
            stated: list[Stated] = [*reasons, *([told] if told else [])]
            text = told.message if told else None
            yield _act(act, path, *stated, text=text, choices=map(_reason, reasons))


def _treating(edition: Edition, coverage: Coverage | None) -> Iterator[Permitted]:
    yield _act("classify", "classification", choices=_classes(edition))
    yield _act("record_reproduction", "reproduction")
    yield _act("confirm_defect", "defect", *_leading_to(edition, "deferred"))
    yield _act("retitle", "title")
    last = uncovered_stays_last(edition, coverage)
    _, stated = places_for(edition, coverage)
    why_not = LAST if last else None
    yield _act("change_priority", "priority", *([last] if last else stated), why_not=why_not)
    yield _act("attach_certificate", "certificate")
    offered = ways(edition)
    if offered:
        right = edition.right("choose_channel")
        yield _act(
            "choose_channel",
            "channel",
            *([right] if right else []),
            decider=right.decider if right else "engineer_may",
            text=right.text if right and right.notice else None,
            choices=(
                Choice(name, way.title, way.instead, None, False, way.rules)
                for name, (way, _) in offered.items()
            ),
        )
    yield _act("split", "parts", *([edition.form.one_problem] if edition.form.one_problem else []))
    yield _act("merge", "merging")
    yield _act("link", "links")


def _classes(edition: Edition) -> Iterator[Choice]:
    for kind in edition.form.kinds:
        yield Choice(kind.slug, kind.name, None, None, False, kind.rules)
    for topic in edition.topics:
        yield Choice(topic.slug, topic.title, topic.message, None, False, topic.rules)
    for cause in edition.causes:
        yield Choice(cause.slug, cause.title, None, None, False, cause.rules)


def _ending(edition: Edition) -> Iterator[Permitted]:
    refusals = [*_leading_to(edition, "refused"), *_leading_to(edition, "stopped")]
    stop = reported_stop(edition)
    if stop is not None:
        conduct, reported = stop
        refusals = [reason for reason in refusals if reason != conduct]
        yield _act("stop", "stop", conduct, reported, text=conduct.message)
    if refusals:
        yield _act("refuse", "refusals", *refusals, choices=map(_reason, refusals))
    for outcome in endings_of(edition):
        reasons = _closing_with(edition, outcome)
        text = edition.words.outcomes.get(outcome)
        yield _act(
            f"close_as_{outcome}", "closing", *reasons, text=text, choices=map(_reason, reasons)
        )
    yield _act("withdraw", "closing", decider="user_may")


def _after_the_end(ticket: Ticket, edition: Edition) -> Iterator[Permitted]:
    rule = edition.reopening
    is_closed = ticket.status == "closed"
    stays = OUTCOME if ticket.outcome not in rule.outcomes else None
    yield _act(
        "reopen",
        "reopening",
        rule,
        decider=rule.decider,
        text=rule.message,
        why_not=stays if is_closed else NOT_CLOSED,
    )
    yield _act(
        "go_on_in_a_new_one",
        "continuations",
        decider="user_may",
        why_not=None if is_closed else NOT_CLOSED,
    )
    if edition.survey is not None:
        rated = RATED if ticket.is_rated else None
        yield _act(
            "rate",
            "rating",
            edition.survey,
            decider="user_may",
            text=edition.survey.question,
            why_not=rated if is_closed else NOT_CLOSED,
        )


def _closing_with(edition: Edition, outcome: Outcome) -> list[Reason]:
    return [reason for reason in edition.reasons if outcome in reason.leads_to]


def _leading_to(edition: Edition, consequence: Consequence) -> list[Reason]:
    return [reason for reason in edition.reasons if consequence in reason.leads_to]


def _reason(reason: Reason) -> Choice:
    return Choice(
        reason.slug,
        reason.title,
        reason.message,
        reason.decider,
        reason.needs_grounds,
        reason.rules,
        reason.needs_closer,
    )
