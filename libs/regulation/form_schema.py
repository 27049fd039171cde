"""A form as JSON Schema (2020-12): it shows the form, and judges a request as the form itself does.

It is the schema of a request's body: what a vendor's form asks for stands in `answers`, but for a
few fields that are the request's own. Keys beginning with `x-` are for people and pages: which
rule a field rests on, what is asked for though nothing is refused for its lack, what is offered
instead. Blanks around a text are cut before it is judged.
"""

from collections.abc import Iterable, Mapping, Sequence

from libs.events.intake import Language
from libs.regulation.channels import Channel
from libs.regulation.edition import Edition
from libs.regulation.fields import FORMS, Condition, Field, Kind
from libs.regulation.form_shown import (
    Schema,
    field_shown,
    kind_shown,
    one_problem_shown,
    set_shown,
)

OWN_FIELDS = ("product", "certificate", "subject", "body")
"""Fields of a form that stand in the request itself; all others are its `answers`."""
WORD = r"^(?=.*\S)[^\x00-\x1f\x7f]*$"
LINE = r"^[^\x00-\x1f\x7f]*$"
LINES = r"^(?:\r\n|[^\x00-\x08\x0b-\x1f\x7f])*$"
SHAPES: Mapping[str, Schema] = {
    "word": {"type": "string", "minLength": 1, "maxLength": 64, "pattern": WORD},
    "line": {"type": "string", "maxLength": 500, "pattern": LINE},
    "text": {"type": "string", "maxLength": 64_000, "pattern": LINES},
    "files": {"type": "array", "items": {"$ref": "#/$defs/line"}, "maxItems": 50},
    "filled": {"type": "string", "pattern": r"\S"},
    "ticked": {"const": True},
    "some": {"contains": {"type": "string", "pattern": r"\S"}},
}
EMPTY = ("", "false", False, None)
"""Answers that are as good as none."""


def form_schema(edition: Edition, channel: Channel, kind: Kind, language: Language) -> Schema:
    """The form for a channel and a kind of request. Where the channel records what is missing,
    or the request becomes a draft, nothing is required: `x-need` says what is asked for."""
    standing = edition.form.standing(channel.name, kind.slug)
    refuses = channel.missing_fields == "refuse" and kind.is_taken_by(channel.name)
    needed = [field for field in standing if refuses and field.need == "required"]
    own = {field.name: field for field in standing if field.name in OWN_FIELDS}
    others = [field for field in standing if field.name not in OWN_FIELDS]
    demands = [_demand(field) for field in needed]
    if channel.logged_by == "contact":
        demands.append(_address(others))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": edition.name.said(language),
        "type": "object",
        "properties": {
            "channel": {"const": channel.name, "title": channel.title.said(language)},
            "kind": _kind(edition, kind, language),
            "language": {"enum": ["ru", "en"]},
            "product": _product(edition, language) | field_shown(own.get("product"), language),
            "certificate": {"anyOf": [{"$ref": "#/$defs/word"}, {"type": "null"}]}
            | field_shown(own.get("certificate"), language),
            "subject": {"$ref": "#/$defs/line"} | field_shown(own.get("subject"), language),
            "body": {"$ref": "#/$defs/text"} | field_shown(own.get("body"), language),
            "answers": _answers(edition, others, language),
            "contact": CONTACT,
            "sent_to": {"type": ["string", "null"]},
            "client_time": {"type": ["string", "null"], "format": "date-time"},
            "called_at": {"type": ["string", "null"], "format": "date-time"},
        },
        "required": ["channel"] if kind == edition.form.kinds[0] else ["channel", "kind"],
        "additionalProperties": False,
        **({"allOf": demands} if demands else {}),
        "$defs": SHAPES,
        "x-edition": edition.id,
        "x-rules": list(dict.fromkeys((*edition.form.rules, *kind.rules, *channel.rules))),
        "x-language": language,
        "x-kinds": [kind_shown(each, channel, language) for each in edition.form.kinds],
        "x-sets": [set_shown(each, language) for each in edition.form.sets],
        "x-one-problem": one_problem_shown(edition, language),
        "x-missing-fields": channel.missing_fields,
    }


CONTACT: Schema = {
    "type": "object",
    "properties": {
        "email": {"type": ["string", "null"], "format": "email", "maxLength": 254},
        "phone": {"anyOf": [{"$ref": "#/$defs/word"}, {"type": "null"}]},
        "name": {"$ref": "#/$defs/line"},
    },
    "additionalProperties": False,
}


def _kind(edition: Edition, kind: Kind, language: Language) -> Schema:
    """A request that names no kind is of the first one."""
    first = kind == edition.form.kinds[0]
    allowed: Schema = {"enum": [kind.slug, None]} if first else {"const": kind.slug}
    return allowed | {"title": kind.name.said(language)}


def _product(edition: Edition, language: Language) -> Schema:
    named = [{"const": e.slug, "title": e.name.said(language)} for e in edition.products]
    components = {
        product.slug: [component.said(language) for component in product.components]
        for product in edition.products
        if product.components
    }
    return {"oneOf": [*named, {"type": "null"}], "x-components": components}


def _answers(edition: Edition, standing: Sequence[Field], language: Language) -> Schema:
    """What the form asks for; a field of another channel or kind may be answered too."""
    properties: dict[str, Schema] = {}
    for field in standing:
        known = properties.get(field.name)
        shape = _shape(field, language) | field_shown(field, language)
        properties[field.name] = known | {"allOf": [shape]} if known else shape
    known_anywhere = {field.name for field in edition.form.fields}.difference(OWN_FIELDS)
    return {
        "type": "object",
        "properties": properties,
        "propertyNames": {"enum": sorted(known_anywhere)},
        "additionalProperties": {
            "anyOf": [
                {"$ref": "#/$defs/text"},
                {"type": "boolean"},
                {"$ref": "#/$defs/files"},
            ]
        },
        "maxProperties": 50,
    }


def _shape(field: Field, language: Language) -> Schema:
    """What an answer to the field looks like, filled in or left empty."""
    match field.type:
        case "tick":
            return {"type": "boolean"}
        case "files":
            return {"$ref": "#/$defs/files"}
        case "choice":
            named = [{"const": e.slug, "title": e.name.said(language)} for e in field.choices]
            return {"oneOf": [*named, {"const": ""}]}
        case "email" | "phone" | "link":
            return {"$ref": "#/$defs/text", "pattern": rf"^\s*(?:{FORMS[field.type]})?\s*$"}
        case _:
            return {"$ref": "#/$defs/text"}


def _demand(field: Field) -> Schema:
    """That the field is filled in, where its conditions hold."""
    filled = {"tick": "ticked", "files": "some"}.get(field.type, "filled")
    then = _at(field.name, {"$ref": f"#/$defs/{filled}"})
    conditions = [_holds(field.when)] if field.when else []
    if field.unless:
        conditions.append({"not": _holds(field.unless)})
    return {"if": {"allOf": conditions}, "then": then} if conditions else then


def _holds(condition: Condition) -> Schema:
    """That the condition's field has its answer; "false" is also an answer that was not given."""
    if condition.equals == "false":
        return {"not": _at(condition.field, {"not": {"enum": [*EMPTY]}})}
    answers = [condition.equals, True] if condition.equals == "true" else [condition.equals]
    return _at(condition.field, {"enum": answers})


def _address(fields: Iterable[Field]) -> Schema:
    """That the contact gave an address, by himself or in a field of the form."""
    own = _inside("contact", "email", {"type": "string"})
    given = [_at(field.name, {"$ref": "#/$defs/filled"}) for field in fields if _asks(field)]
    return {"anyOf": [own, *given]}


def _asks(field: Field) -> bool:
    return field.type == "email"


def _at(name: str, value: Schema) -> Schema:
    if name in OWN_FIELDS:
        return {"properties": {name: value}, "required": [name]}
    return _inside("answers", name, value)


def _inside(part: str, name: str, value: Schema) -> Schema:
    inner = {"properties": {name: value}, "required": [name]}
    return {"properties": {part: inner}, "required": [part]}
