"""Dated facts beside the regulation: other hours, prices, releases, and who holds which role."""

from pathlib import Path

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from libs.regulation import Edition, Facts, RegulationError, facts_from_document, load_facts
from libs.regulation.published import addresses, events_of, gathered, told
from libs.runtime.editions import published_facts
from libs.runtime.http import Execute, Ids, Now, Reading
from libs.runtime.problems import RESPONSES, Problem
from services.entitlement.api.persons import person_of
from services.entitlement.api.texts import refused
from services.entitlement.api.values import Administrator, Colleague, InForce
from services.entitlement.domain.facts import PublishFacts

router = APIRouter(prefix="/v1/facts", responses=RESPONSES, tags=["publishing"])
FACTS = Path(__file__).parents[3] / "regulations" / "facts"
EXAMPLE = next((path.read_text() for path in sorted(FACTS.glob("*.toml"))), "")


class FactsText(BaseModel):
    """Dated facts of the caller's vendor; docs/regulation.md says what they can state."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"facts": EXAMPLE}]})

    facts: str | dict[str, JsonValue] = Field(
        description="The facts as TOML text, or the same as a JSON object"
    )

    def read(self, edition: Edition) -> Facts:
        """The facts. Raises Problem 422 with every fault that they have."""
        try:
            if isinstance(self.facts, str):
                return load_facts(self.facts, edition)
            return facts_from_document(self.facts, edition)
        except RegulationError as wrong:
            raise refused("facts", wrong) from wrong
        except RecursionError as deep:
            raise Problem(
                422, "facts: they are nested too deeply", ru="facts: слишком глубокая вложенность"
            ) from deep


class PublishedFact(BaseModel):
    """A fact that is now published: the list of facts that it stands in, and its name there."""

    part: str
    name: str


class PublishedFacts(BaseModel):
    """What of the facts sent was new, or was stated otherwise before."""

    published: list[PublishedFact]


@router.post("", summary="Publish dated facts, without notice")
async def publish_facts(
    body: FactsText,
    caller: Administrator,
    edition: InForce,
    ids: Ids,
    now: Now,
    db: Reading,
    execute: Execute,
) -> PublishedFacts:
    """Sent again, a fact is nothing new; stated otherwise, it replaces the one before. What the
    text leaves out stays as it was published."""
    facts = body.read(edition)
    if facts.vendor != caller.vendor:
        raise Problem(
            422,
            f"vendor: these are facts of {facts.vendor}, not yours",
            ru=f"vendor: это факты {facts.vendor}, а не ваши",
        )
    persons = {
        each: await person_of(db, ids, "person", caller.vendor, each) for each in addresses(facts)
    }
    events = tuple(events_of(facts, now, persons, ids.digest, edition.languages[0]))
    executed = await execute(PublishFacts(caller.vendor, caller.vendor, now, events))
    new = [fact for envelope in executed.events if (fact := told(envelope.event))]
    return PublishedFacts(published=[PublishedFact(part=f.part, name=f.name) for f in new])


class FactsInForce(BaseModel):
    """All dated facts that were published, as they are stated in a file of facts."""

    vendor: str
    facts: Facts


@router.get("", summary="All dated facts that were published", response_model_exclude_defaults=True)
async def facts(caller: Colleague, db: Reading) -> FactsInForce:
    published = await published_facts(db, caller.vendor)
    return FactsInForce(vendor=caller.vendor, facts=gathered(caller.vendor, published))
