"""Addresses seen at a glance come to the same as those looked at closely."""

import pytest
from pydantic import TypeAdapter, ValidationError, validate_email

from services.intake.api.addresses import Email

SOUND = (
    "anna@example.com",
    "Anna.Ivanova+portal@mail.example.org",
    "anna@EXAMPLE.com",
    "  anna@example.com ",
    "Анна <anna@example.com>",
    "анна@пример.рф",
    "o'neil@example.com",
    f"{'a' * 65}@example.com",
)
WRONG = (
    "anna",
    "anna@localhost",
    "anna@example",
    "anna@-example.com",
    "anna@example..com",
    "anna@exa_mple.com",
    "anna@1.2.3.4",
    "anna@some.test",
    "anna..ivanova@example.com",
    f"anna@{'a' * 64}.com",
    f"{'a' * 64}@{'.'.join(['a' * 60] * 4)}.com",
    "anna@example.com\n",
)
address = TypeAdapter(Email)


@pytest.mark.parametrize("given", SOUND)
def test_an_address_is_kept_in_its_usual_form(given):
    assert address.validate_python(given) == validate_email(given)[1]


@pytest.mark.parametrize("given", WRONG)
def test_what_is_no_address_is_refused_with_the_reason(given):
    with pytest.raises(ValidationError, match="not a valid email address"):
        address.validate_python(given)
