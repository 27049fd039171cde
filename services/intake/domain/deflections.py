"""The decider of deflections: answers that were found before a request was sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from libs.decider import Decider, Invalid
from libs.events.intake import RequestDeflected


@dataclass(frozen=True, slots=True)
class Deflect:
    """Somebody found his answer, and sends no request (CPRO-P-22)."""

    id: str
    vendor: str
    at: datetime
    found: RequestDeflected


State = RequestDeflected | None


def decide(command: Deflect, state: State) -> Sequence[RequestDeflected]:
    if state is None:
        return [command.found]
    own = {"occurred_at": state.occurred_at, "because": state.because, "edition": state.edition}
    if command.found.model_copy(update=own) != state:
        raise Invalid(
            "this Idempotency-Key was sent before with another body: choose a new one",
            ru="Этот Idempotency-Key уже передан с другим телом: выберите новый",
        )
    return []


def evolve(_state: State, event: RequestDeflected) -> State:
    return event


decider: Decider[Deflect, State, RequestDeflected] = Decider(
    "deflection", (Deflect,), None, decide, evolve
)
