"""The language in writing: a page for people, JSON Schemas, and an AsyncAPI 3 document."""

import json
from typing import Any

from libs.events.base import Event
from libs.events.codec import CATALOGUE, OWNER_OF, OWNERS

TOPICS = {
    "events": (
        "vakhta.events",
        "Facts: one event a message, for ever, clean of personal data",
    ),
    "personal": (
        "vakhta.personal",
        "Personal halves, keyed by the event's id, compacted; a message without a value erases",
    ),
}
HEADERS = {
    "ce_specversion": "CloudEvents 1.0, binary mode",
    "ce_id": "the event's id, a UUIDv7",
    "ce_type": "`vakhta.` and the event's name",
    "ce_source": "the service that owns the event",
    "ce_subject": "the stream: category, dash, id",
    "ce_time": "when it occurred",
    "content-type": "application/json",
    "ce_version": "version of the event's shape",
    "ce_vendor": "the vendor whose fact it is",
    "ce_position": "dense number within source and partition: a gap means a loss",
    "ce_streamversion": "number within the stream",
    "ce_recordedtime": "when it was written; for audit only",
    "ce_correlationid": "the request that all this began with",
    "ce_causationid": "the event that led to this one, or empty",
    "traceparent": "W3C trace context",
}


def schema_of(cls: type[Event]) -> dict[str, Any]:
    """JSON Schema 2020-12 of an event's newest version; personal fields bear `x-personal`."""
    schema = cls.model_json_schema(mode="serialization")
    for name in cls.personal_fields():
        schema["properties"][name]["x-personal"] = cls.person
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:vakhta:event:{cls.__name__}:{cls.version}",
        **schema,
    }


def schemas() -> dict[str, str]:
    """File name → text, one for each event."""
    return {f"{name}.v{cls.version}.json": _text(schema_of(cls)) for name, cls in CATALOGUE.items()}


def page() -> str:
    """The catalogue as Markdown."""
    lines = [
        "# Events",
        "",
        "Generated from `libs/events` by `make docs`; a test keeps it current. Fields in *italics*"
        " lie in the personal half, which can be deleted.",
        "",
    ]
    for owner in OWNERS:
        lines += [f"## {owner}", "", "| event | version | fields | meaning |", "| - | - | - | - |"]
        lines += [_row(cls) for name, cls in CATALOGUE.items() if OWNER_OF[name] == owner]
        lines.append("")
    lines += ["## Headers of a message", "", "| header | meaning |", "| - | - |"]
    lines += [f"| `{name}` | {meaning} |" for name, meaning in HEADERS.items()]
    return "\n".join(lines) + "\n"


def asyncapi() -> str:
    """The two topics and their messages as an AsyncAPI 3 document."""
    return _text(
        {
            "asyncapi": "3.0.0",
            "info": {
                "title": "Vakhta",
                "version": "1",
                "description": "The log of a support desk. A ticket's events lie in one partition,"
                " in causal order; `ce_source` and `ce_position` tell a reader what it has seen.",
            },
            "defaultContentType": "application/json",
            "channels": {
                name: {
                    "address": address,
                    "description": description,
                    "messages": _messages(name),
                }
                for name, (address, description) in TOPICS.items()
            },
            "operations": {
                f"publish-{owner}": {
                    "action": "send",
                    "channel": {"$ref": "#/channels/events"},
                    "messages": [
                        {"$ref": f"#/channels/events/messages/{name}"}
                        for name in CATALOGUE
                        if OWNER_OF[name] == owner
                    ],
                }
                for owner in OWNERS
            },
            "components": {"messages": {name: _message(cls) for name, cls in CATALOGUE.items()}},
        }
    )


def _messages(channel: str) -> dict[str, Any]:
    if channel == "events":
        return {name: {"$ref": f"#/components/messages/{name}"} for name in CATALOGUE}
    half = {"type": ["object", "null"], "description": "The personal fields of one event"}
    return {"PersonalHalf": {"name": "PersonalHalf", "payload": half}}


def _message(cls: type[Event]) -> dict[str, Any]:
    personal = cls.personal_fields()
    schema = schema_of(cls)
    properties = {k: v for k, v in schema["properties"].items() if k not in personal}
    required = [name for name in schema.get("required", []) if name not in personal]
    facts = {k: v for k, v in schema.items() if k not in ("$schema", "$id")}
    return {
        "name": cls.__name__,
        "summary": _meaning(cls),
        "headers": {
            "type": "object",
            "required": list(HEADERS),
            "properties": {
                name: {"type": "string", "description": meaning}
                for name, meaning in HEADERS.items()
            },
        },
        "payload": {
            "schemaFormat": "application/schema+json;version=draft-2020-12",
            "schema": facts | {"properties": properties, "required": required},
        },
    }


def _row(cls: type[Event]) -> str:
    personal = cls.personal_fields()
    shared = Event.model_fields
    fields = ", ".join(
        f"*{name}*" if name in personal else name for name in cls.model_fields if name not in shared
    )
    return f"| {cls.__name__} | {cls.version} | {fields} | {_meaning(cls)} |"


def _meaning(cls: type[Event]) -> str:
    return " ".join((cls.__doc__ or "").split())


def _text(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
