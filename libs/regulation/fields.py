"""The fields of a request, the kinds of request there are, and when a field is asked for."""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field as Limits
from pydantic import model_validator

from libs.events.intake import Channel
from libs.regulation.base import Model, Slip, Slug, Stated, Truth
from libs.regulation.texts import Text

Submission = Mapping[str, object]
"""What a request says: `channel`, `kind`, `product` and the form's other fields by name."""

FORMS = {
    "email": r"[^@\s]+@[^@\s]+\.[^@\s]+",
    "phone": r"(\+|8)(?:[ ()-]*[0-9]){10,14}",
    "link": r"(https?://)?[^\s/]+\.\S+",
}


class Kind(Stated):
    """A kind of request, such as a question or a proposal; no channels named means all.

    `elsewhere`: what becomes of one that comes by another channel: it is refused with `redirect`,
    or drafted for the first of its channels, where the contact files it. `service`: the work that
    it asks for. `grant`: only who has it may ask. `signs` help to tell that it is of this kind.
    """

    slug: Slug
    name: Text
    channels: tuple[Channel, ...] = ()
    elsewhere: Literal["refuse", "draft"] = "refuse"
    redirect: Text | None = None
    service: Slug | None = None
    grant: Slug | None = None
    signs: tuple[Text, ...] = ()

    def is_taken_by(self, channel: object) -> bool:
        """Whether such a request may come in by this channel."""
        return not self.channels or channel in self.channels

    def is_drafted_from(self, channel: object) -> bool:
        """Whether such a request by this channel becomes a draft for another one."""
        return self.elsewhere == "draft" and not self.is_taken_by(channel)


class Choice(Model):
    """One of the answers that a field offers."""

    slug: Slug
    name: Text


class Condition(Model):
    """Holds when the field's answer is this one; a tick that was not made is "false"."""

    field: Slug
    equals: str

    def holds(self, submission: Submission) -> bool:
        return (answer(submission, self.field) or "false") == self.equals


class Wording(Stated):
    """What makes an answer say too little: too few letters, or nothing but `empty` words."""

    shortest: Annotated[int, Limits(strict=True, ge=1)]
    empty: tuple[str, ...] = ()
    hint: Text

    def says_too_little(self, text: str) -> bool:
        bare = text.strip(" .!?…").lower()
        return len(bare) < self.shortest or bare in (each.lower() for each in self.empty)


class FileHint(Stated):
    """A file worth sending, asked for by its name (blackbox.log) or ending (.dwg).

    `collected`: an embedded product adds it by itself. `confidential`: shown to engineers only.
    """

    name: str
    title: Text
    collected: Truth = False
    confidential: Truth = False

    def matches(self, file: str) -> bool:
        return file.lower().endswith(self.name.lower())


class Field(Stated):
    """One field. No channels or kinds named means all of them.

    `template` is what the field holds before it is filled in. `when` and `unless` limit the need;
    `grounds` is the reason for a refusal that its lack gives an engineer where the channel
    records what it cannot refuse.
    """

    name: Slug
    type: Literal[
        "text", "long_text", "email", "phone", "link", "tick", "choice", "product", "files"
    ]
    need: Literal["required", "hint", "optional"]
    label: Text
    help: Text | None = None
    choices: tuple[Choice, ...] = ()
    template: Text | None = None
    wording: Wording | None = None
    files: tuple[FileHint, ...] = ()
    channels: tuple[Channel, ...] = ()
    kinds: tuple[Slug, ...] = ()
    when: Condition | None = None
    unless: Condition | None = None
    grounds: Slug | None = None

    @model_validator(mode="after")
    def _choices_stand_in_a_choice(self) -> Self:
        if (self.type == "choice") != bool(self.choices):
            raise Slip(
                'choices go with type = "choice"; set both or neither',
                'choices бывают только при type = "choice"; задайте оба или ни одного',
            )
        return self

    def stands(self, channel: object, kind: object) -> bool:
        """Whether the field is in the form for this channel and this kind."""
        return (not self.channels or channel in self.channels) and (
            not self.kinds or kind in self.kinds
        )

    @cached_property
    def is_conditional(self) -> bool:
        """Whether answers decide on the field."""
        return self.when is not None or self.unless is not None

    def is_asked(self, submission: Submission) -> bool:
        """Whether the answers given so far ask for the field, where it stands in the form."""
        return (self.when is None or self.when.holds(submission)) and (
            self.unless is None or not self.unless.holds(submission)
        )

    def fits(self, given: object) -> bool:
        """Whether an answer is of the field's type: a tick, a list of files, or a text."""
        if self.type == "tick":
            return isinstance(given, bool)
        return isinstance(given, list | tuple if self.type == "files" else str)

    def file(self, name: str) -> FileHint | None:
        """What the form says of a file with this name; None where it says nothing."""
        return next((each for each in self.files if each.matches(name)), None)

    def has_a_form(self) -> bool:
        """Whether not every answer will do."""
        return self.type == "choice" or self.type in FORMS

    def is_well_formed(self, given: str) -> bool:
        """Whether an answer has the form of its type: an address, a phone with its area code."""
        if self.type == "choice":
            return given in {choice.slug for choice in self.choices}
        return self.type not in FORMS or re.fullmatch(FORMS[self.type], given) is not None


def answer(submission: Submission, name: str) -> str:
    """A field's answer as text: empty when it was left out or is blank, "true" for a tick."""
    value = submission.get(name)
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "true" if value else ""
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in value if str(part).strip())
    return "" if value is None else str(value).strip()
