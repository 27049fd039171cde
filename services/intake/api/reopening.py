"""What keeps a closed ticket from being opened again, and what opening it again needs."""

from libs.regulation import Edition
from libs.runtime.problems import FieldError, Problem
from services.intake.api.drafting import submission_of
from services.intake.api.drafts import field_error, refusal, unknown_answers
from services.intake.api.requests import Answer
from services.intake.domain.permitted import OUTCOME
from services.intake.domain.ticket import Ticket


def refuse_final(edition: Edition, ticket: Ticket) -> None:
    """Raises Problem 409 for an outcome after which the edition opens no ticket again."""
    rule = edition.reopening
    if ticket.status != "closed" or ticket.outcome in rule.outcomes:
        return
    error = FieldError(
        field="outcome",
        message=f"{rule.message.en} {OUTCOME.en}",
        message_ru=f"{rule.message.ru} {OUTCOME.ru}",
        rule=", ".join(rule.rules) or None,
    )
    raise Problem(
        409,
        f"A ticket closed as {ticket.outcome} cannot be opened again: submit a new one"
        f" (continuations). {rule.message.en}",
        ru=f"Обращение закрыто ({ticket.outcome}), снова его не открыть: подайте новое"
        f" (continuations). {rule.message.ru}",
        errors=[error],
    )


def refuse_incomplete(edition: Edition, ticket: Ticket, answers: dict[str, Answer]) -> None:
    """Who left out what a reopening needs is asked for it. Raises Problem 422 (TKAD-59)."""
    submission = {**submission_of(ticket), **answers}
    lacking = edition.form.completeness(submission, edition.reopening.complete).lacking
    errors = [*map(field_error, lacking), *unknown_answers(answers, edition)]
    if errors:
        raise refusal(errors)
