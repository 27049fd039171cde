"""What a value must look like, in words: a person is not shown the pattern that it is held to."""

from typing import NamedTuple

from libs.regulation.base import CURRENCY, DECISION, EXAMPLES, PHONE, RULE, SLUG, Said

IN_ONE_LINE = Said(
    "Write it in one line, without control characters",
    "Пишите в одну строку, без управляющих символов",
)
IN_LINES = Said("Leave out control characters", "Уберите управляющие символы")
ELSE = Said(
    "It has another form than is taken here: see /v1/openapi.json",
    "Здесь пишут иначе: смотрите /v1/openapi.json",
)


class Form(NamedTuple):
    """How a value is written, and one that is."""

    en: str
    ru: str
    example: str

    def told(self) -> Said:
        """What is wrong, how it is written, and an example."""
        return Said(
            f"It is written otherwise: {self.en}, such as {self.example}",
            f"Записано не так: {self.ru}, например {self.example}",
        )


NAME = Form(
    "small Latin letters, digits, - and _, a letter first",
    "строчные латинские буквы, цифры, - и _, сначала буква",
    "vendor-2026",
)
WORD = Form(
    "small Latin letters, digits and _, a letter first",
    "строчные латинские буквы, цифры и _, сначала буква",
    EXAMPLES[SLUG],
)
FORMS = {
    r"^[a-z][a-z0-9_-]*$": NAME,
    r"^[a-z][a-z0-9_-]{0,63}$": NAME,
    SLUG: WORD,
    r"^[a-z][a-z0-9_]{0,39}$": WORD,
    r"^[a-z0-9_]{1,40}$": WORD,
    PHONE: Form("+ and 11 to 15 digits", "+ и от 11 до 15 цифр", EXAMPLES[PHONE]),
    RULE: Form("the id of a rule", "код правила", EXAMPLES[RULE]),
    DECISION: Form("the id of a decision", "код решения", EXAMPLES[DECISION]),
    CURRENCY: Form("three capital Latin letters", "три заглавные латинские буквы", "RUB"),
    r"^[A-Za-z0-9-]{1,64}$": Form(
        "Latin letters, digits and -, 64 at most",
        "латинские буквы, цифры и -, не больше 64",
        "8f0d6f0e-6d5c-8a3e-9d6b-0f6f4c1f2a77",
    ),
    r"^[A-Za-z0-9_.-]+$": Form(
        "Latin letters, digits, _, . and -, whole as in the mail",
        "латинские буквы, цифры, _, . и -, целиком как в письме",
        "eyJ0Ijoi.dDE-_w",
    ),
    r"^<[!-;=?-~]+@vakhta>$": Form(
        "the Message-ID of a mail of ours, with its brackets",
        "Message-ID нашего письма, со скобками",
        "<0198c5c2-7a31-7d05-b6c2-4e0d9a7f3158@vakhta>",
    ),
    r"^[A-Za-z0-9.:-]+$": Form("a host or its address", "узел или его адрес", "mx.example.org"),
    r"^[245]\.\d{1,3}\.\d{1,3}$": Form(
        "the status of a delivery, class, subject and detail",
        "код доставки: класс, предмет и подробность",
        "5.1.1",
    ),
}
PLAIN = {
    r"^[^\x00-\x1f\x7f]*$": IN_ONE_LINE,
    r"^[^\x00-\x1f\x7f]+$": IN_ONE_LINE,
    r"^[^\x00-\x08\x0b-\x1f\x7f]*$": IN_LINES,
}


def said_of(pattern: str) -> Said:
    """What is told to one whose value does not fit a pattern."""
    form = FORMS.get(pattern)
    return form.told() if form else PLAIN.get(pattern, ELSE)
