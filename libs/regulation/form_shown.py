"""What a page shows of a form: the words, hints, files and rules beside its schema."""

from typing import Any

from libs.events.intake import Language
from libs.regulation.base import Stated
from libs.regulation.channels import Channel
from libs.regulation.edition import Edition
from libs.regulation.fields import Field, FileHint, Kind, Wording
from libs.regulation.form import HINT, FieldSet
from libs.regulation.texts import Text

Schema = dict[str, Any]


def field_shown(field: Field | None, language: Language) -> Schema:
    """What a page shows of the field."""
    if field is None:
        return {}
    shown: Schema = {
        "title": field.label.said(language),
        "description": _said(field.help, language),
        "default": _said(field.template, language),
        "x-type": field.type,
        "x-need": field.need,
        "x-hint": HINT.about(field.label).said(language) if field.need == "hint" else None,
        "x-wording": _wording(field.wording, language),
        "x-files": [_file(each, language) for each in field.files],
        "x-grounds": field.grounds,
        **_origin(field),
    }
    return {key: value for key, value in shown.items() if value not in (None, [])}


def _origin(part: Stated) -> Schema:
    """Where a part comes from; what rests on a decision says so."""
    return {
        "x-rule": list(part.rules),
        "x-clause": part.clause or None,
        "x-assumed": list(part.assumptions()),
    }


def _wording(wording: Wording | None, language: Language) -> Schema | None:
    if wording is None:
        return None
    return {
        "shortest": wording.shortest,
        "empty": list(wording.empty),
        "hint": wording.hint.said(language),
        "rules": list(wording.rules),
    }


def _file(file: FileHint, language: Language) -> Schema:
    return {
        "name": file.name,
        "title": file.title.said(language),
        "collected": file.collected,
        "confidential": file.confidential,
        "rules": list(file.rules),
    }


def kind_shown(kind: Kind, channel: Channel, language: Language) -> Schema:
    """A kind to choose; where this channel does not take it, what becomes of such a request."""
    is_taken = kind.is_taken_by(channel.name)
    return {
        "slug": kind.slug,
        "name": kind.name.said(language),
        "taken": is_taken,
        "channels": list(kind.channels),
        "elsewhere": None if is_taken else kind.elsewhere,
        "redirect": None if is_taken else _said(kind.redirect, language),
        "grant": kind.grant,
        "signs": [sign.said(language) for sign in kind.signs],
        "rules": list(kind.rules),
    }


def set_shown(fields: FieldSet, language: Language) -> Schema:
    return {
        "slug": fields.slug,
        "name": fields.name.said(language),
        "fields": list(fields.fields),
        "rules": list(fields.rules),
    }


def one_problem_shown(edition: Edition, language: Language) -> Schema | None:
    one = edition.form.one_problem
    if one is None:
        return None
    return {
        "questions": one.questions,
        "hint": one.hint.said(language),
        "rules": list(one.rules),
    }


def _said(text: Text | None, language: Language) -> str | None:
    return text.said(language) if text else None
