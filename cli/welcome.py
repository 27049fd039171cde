"""What `vakhta up` says when all is ready: where things are, and a first request."""

import json
import shlex
from typing import Any

import httpx

from cli.demo_world import ANSWER_WITHIN, DemoWorld
from cli.desk import Desk
from cli.language import said
from cli.teller import Teller


async def welcome(desk: Desk, world: DemoWorld, teller: Teller) -> None:
    """Tell where things are, keys, and a request that submits a ticket."""
    teller.say("\nThe desk is up.", "\nСлужба запущена.")
    for service, urls in desk.urls.items():
        teller.show(f"  {service:<13} {'  '.join(urls)}")
    teller.show(f"  {'mail':<13} vakhta mail")
    teller.show(f"  {'postgres':<13} vakhta status --json")
    teller.show(f"  {'kafka':<13} {desk.kafka_bootstrap}")
    kept = said("logs, traces", "журналы")
    teller.show(f"  {kept:<13} {desk.home.path / 'logs'}, {desk.home.path / 'traces'}")
    may = said("submits and reads tickets", "подаёт и читает обращения")
    for vendor, key in world.client_keys.items():
        teller.show(f"  {vendor:<13} {key} ({may})")
    may = said("acts as an engineer", "действует как специалист")
    for vendor, key in world.engineer_keys.items():
        teller.show(f"  {vendor:<13} {key} ({may})")
    teller.say("\nSubmit a ticket:\n", "\nПодайте обращение:\n")
    teller.show(await first_request(desk, world))
    teller.say(
        "\nCtrl-C here, or `make down` in another shell, ends it.",
        "\nЗавершит службу Ctrl-C здесь или `make down` в другой консоли.",
    )


async def first_request(desk: Desk, world: DemoWorld) -> str:
    """A curl that submits the first example of intake's OpenAPI document, or where to read it:
    the desk is up, however slowly it answers just now."""
    url = desk.urls["intake"][0]
    key = next(iter(world.client_keys.values()))
    try:
        async with httpx.AsyncClient(timeout=ANSWER_WITHIN) as client:
            document = (await client.get(f"{url}/v1/openapi.json")).json()
    except httpx.HTTPError:
        return said(f"  {url}/docs shows how", f"  как это сделать, показывает {url}/docs")
    body = json.dumps(first_example(document, "/v1/tickets"), ensure_ascii=False)
    return (
        f"  curl -X POST {url}/v1/tickets \\\n"
        f"    -H 'Authorization: Bearer {key}' -H \"Idempotency-Key: $(date +%s%N)\" \\\n"
        f"    -H 'Content-Type: application/json' \\\n    -d {shlex.quote(body)}"
    )


def first_example(document: dict[str, Any], path: str) -> Any:
    """The first example of the body that a POST to `path` takes."""
    content = document["paths"][path]["post"]["requestBody"]["content"]["application/json"]
    if "examples" in content:
        return next(iter(content["examples"].values()))["value"]
    schema = content["schema"]
    named = schema.get("$ref", "").rpartition("/")[2]
    return document["components"]["schemas"].get(named, schema)["examples"][0]
