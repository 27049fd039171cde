"""The shape of a mail in both languages, and the mails about requests that came elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass

from libs.events.intake import Language


@dataclass(frozen=True)
class Mail:
    """Subject and body with places such as {number}."""

    subject: str
    body: str


@dataclass(frozen=True)
class Template:
    """One mail in both languages."""

    ru: Mail
    en: Mail

    def said(self, language: Language) -> Mail:
        return self.ru if language == "ru" else self.en


SUBJECT_RU = "Обращение {number}: {subject}"
SUBJECT_EN = "Request {number}: {subject}"


def both(ru: str, en: str) -> Template:
    return Template(Mail(SUBJECT_RU, ru), Mail(SUBJECT_EN, en))


ELSEWHERE: Mapping[str, Template] = {
    "OffChannel": both(
        "Обращение {number} записано, но пришло не по каналу поддержки: срок не обещан.\n\n{why}",
        "Your request {number} is recorded, but it came by no channel of the support: no time is"
        " promised.\n\n{why}",
    ),
    "TicketAdopted": both(
        "Обращение {number} принято специалистом.\n\n{why}",
        "An engineer took on your request {number}.\n\n{why}",
    ),
    "DraftOffered": both(
        "Подготовлен черновик обращения {number}: дополните его и отправьте.\n\n{why}",
        "A draft of your request {number} is prepared: please complete and send it.\n\n{why}",
    ),
    "DraftFiled": both(
        "Обращение {number} подано в письменном виде.",
        "Your request {number} is filed in writing.",
    ),
}
