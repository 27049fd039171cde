"""What the mails say, in Russian and in English, where an edition has no words of its own."""

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


def _both(ru: str, en: str) -> Template:
    return Template(Mail(SUBJECT_RU, ru), Mail(SUBJECT_EN, en))


CONTACT: Mapping[str, Template] = {
    "TicketSubmitted": _both(
        "Обращение {number} зарегистрировано.",
        "Your request {number} is registered.",
    ),
    "ClockStarted": _both(
        "По обращению {number} вам ответят не позднее {due_at}.\n\n{why}",
        "Your request {number} will be answered by {due_at}.\n\n{why}",
    ),
    "AutoCloseStarted": _both(
        "{waiting}\n\n{why}",
        "{waiting}\n\n{why}",
    ),
    "AutoCloseWarned": _both(
        "{reminder}",
        "{reminder}",
    ),
    "ClockMoved": _both(
        "Срок по обращению {number} изменился: {due_at}.\n\n{why}",
        "The promised time of your request {number} has changed: {due_at}.\n\n{why}",
    ),
    "ClosingTimeAgreed": _both("{why}\n\nСрок: {due_at}.", "{why}\n\nBy {due_at}."),
    "NothingPromised": _both(
        "По обращению {number}: {why}",
        "On your request {number}: {why}",
    ),
    "TicketLeftUncovered": _both(
        "Обращение {number} будет рассмотрено в порядке общей очереди, без обещанного срока."
        "\n\n{why}",
        "Your request {number} waits in the common queue, without a promised time.\n\n{why}",
    ),
    "TicketServedByPlan": _both(
        "Как рассматривается обращение {number}.\n\n{why}",
        "How your request {number} is served.\n\n{why}",
    ),
    "TicketDenied": _both(
        "По обращению {number} техническая поддержка не может быть оказана.\n\n{why}",
        "No support can be given for your request {number}.\n\n{why}",
    ),
    "TicketTakenIntoWork": _both(
        "Обращение {number} взято в работу.",
        "An engineer is working on your request {number}.",
    ),
    "ReplySent": _both(
        "Ответ по обращению {number}:\n\n{text}",
        "The answer to your request {number}:\n\n{text}",
    ),
    "InformationRequested": _both(
        "По обращению {number} нужны дополнительные сведения.\n\n{why}\n\n{text}{questions}",
        "More information is needed for your request {number}.\n\n{why}\n\n{text}{questions}",
    ),
    "SysadminRequested": _both(
        "По обращению {number} нужен ваш системный администратор.\n\n{why}\n\n{text}",
        "Your system administrator is needed for your request {number}.\n\n{why}\n\n{text}",
    ),
    "CommentReceived": _both(
        "К обращению {number} добавлен комментарий:\n\n{text}\n\n{why}",
        "A comment was added to your request {number}:\n\n{text}\n\n{why}",
    ),
    "TicketPostponed": _both(
        "Решение по обращению {number} отложено.\n\n{why}\n\n{text}",
        "The solution of your request {number} was put off.\n\n{why}\n\n{text}",
    ),
    "TicketDeferred": _both(
        "{why}\n\nВыпуск: {release}. Дата: {planned_on}.\n\n{text}",
        "{why}\n\nRelease: {release}. Date: {planned_on}.\n\n{text}",
    ),
    "PlanChanged": _both(
        "Планы по обращению {number} изменились. Выпуск: {release}. Дата: {planned_on}.\n\n{text}",
        "The plan for your request {number} changed. Release: {release}. Date: {planned_on}."
        "\n\n{text}",
    ),
    "TicketResumed": _both(
        "Работа по обращению {number} продолжена.",
        "Work on your request {number} goes on.",
    ),
    "DefectConfirmed": _both(
        "По обращению {number}: {why}.",
        "On your request {number}: {why}.",
    ),
    "ChannelChanged": _both(
        "Обращение {number}. Средство связи: {channel}.\n\n{why}",
        "Request {number}. It goes on by: {channel}.\n\n{why}",
    ),
    "TicketPassedOn": _both(
        "Обращение {number}. {why}",
        "Request {number}. {why}",
    ),
    "TicketSplit": _both(
        "Одно обращение — одна проблема: часть обращения {number} стала обращением {other}."
        "\n\n{text}",
        "One request is one problem: a part of your request {number} became request {other}."
        "\n\n{text}",
    ),
    "TicketMerged": _both(
        "Обращение {number} объединено с обращением {other}: ответ придёт по нему.",
        "Your request {number} was merged with {other}: the answer comes there.",
    ),
    "MergeUndone": _both(
        "Обращение {number} снова рассматривается отдельно от {other}.",
        "Your request {number} is dealt with apart from {other} again.",
    ),
    "SolutionProposed": _both(
        "Предложено решение по обращению {number}:\n\n{text}\n\n"
        "Подтвердите его или сообщите, что оно не помогло.",
        "A solution for your request {number}:\n\n{text}\n\n"
        "Please confirm it, or say that it does not help.",
    ),
    "ServiceStopped": _both(
        "Оказание поддержки по обращению {number} прекращено.\n\n{why}\n\n{text}",
        "The support for your request {number} was stopped.\n\n{why}\n\n{text}",
    ),
    "ComplaintRaised": _both(
        "Ваша жалоба по обращению {number} передана: {role}.\n\n{text}",
        "Your complaint about request {number} was passed on: {role}.\n\n{text}",
    ),
    "PaymentConsentRequested": _both(
        "По обращению {number} предложены платные работы.\n\n{why}\n\n{text}\n\n"
        "Работы начнутся после вашего согласия. Согласитесь или откажитесь на странице обращения.",
        "Paid work is offered for your request {number}.\n\n{why}\n\n{text}\n\n"
        "It begins once you agree. Please agree or decline on the page of the request.",
    ),
    "PaymentConsentGiven": _both(
        "По обращению {number} записано ваше согласие на оплату.\n\n{why}",
        "Your consent to pay for work on your request {number} is on record.\n\n{why}",
    ),
    "PaymentConsentDeclined": _both(
        "По обращению {number} записан ваш отказ от платных работ.\n\n{why}",
        "It is on record that you declined paid work on your request {number}.\n\n{why}",
    ),
    "SupportTypeChanged": _both(
        "По обращению {number} изменён тип поддержки.\n\n{why}\n\n{text}",
        "The type of support of your request {number} was changed.\n\n{why}\n\n{text}",
    ),
    "WorkCharged": _both(
        "Работа по обращению {number} посчитана.\n\n{why}",
        "The work on your request {number} was reckoned.\n\n{why}",
    ),
    "TicketRefused": _both(
        "В обслуживании обращения {number} отказано: {reason}.\n\n{text}",
        "Your request {number} was refused: {reason}.\n\n{text}",
    ),
    "TicketClosed": _both(
        "Обращение {number} закрыто. Результат: {outcome}.\n\n{why}\n\n{reopen}",
        "Your request {number} is closed. Outcome: {outcome}.\n\n{why}\n\n{reopen}",
    ),
    "TicketReopened": _both(
        "Обращение {number} снова открыто.",
        "Your request {number} is open again.",
    ),
}

END_OF_REFUSAL: Mapping[str, Template] = {
    "TicketClosed": _both("Обращение {number} закрыто.", "Your request {number} is closed."),
}
"""What the mail about a refusal ends with: it is the only one about the closing, too."""
