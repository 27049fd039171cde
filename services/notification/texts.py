"""What the mails say, in Russian and in English, where an edition has no words of its own."""

from collections.abc import Mapping

from services.notification.texts_elsewhere import ELSEWHERE, Template, both

CONTACT: Mapping[str, Template] = {
    "TicketSubmitted": both(
        "Обращение {number} зарегистрировано.",
        "Your request {number} is registered.",
    ),
    **ELSEWHERE,
    "ClockStarted": both(
        "По обращению {number} вам ответят не позднее {due_at}.\n\n{why}",
        "Your request {number} will be answered by {due_at}.\n\n{why}",
    ),
    "AutoCloseStarted": both(
        "{waiting}\n\n{why}",
        "{waiting}\n\n{why}",
    ),
    "AutoCloseWarned": both(
        "{reminder}",
        "{reminder}",
    ),
    "ClockMoved": both(
        "Срок по обращению {number} изменился: {due_at}.\n\n{why}",
        "The promised time of your request {number} has changed: {due_at}.\n\n{why}",
    ),
    "ClosingTimeAgreed": both("{why}\n\nСрок: {due_at}.", "{why}\n\nBy {due_at}."),
    "NothingPromised": both(
        "По обращению {number}: {why}",
        "On your request {number}: {why}",
    ),
    "TicketLeftUncovered": both(
        "Обращение {number} будет рассмотрено в порядке общей очереди, без обещанного срока."
        "\n\n{why}",
        "Your request {number} waits in the common queue, without a promised time.\n\n{why}",
    ),
    "TicketEntitled": both(
        "Обращение {number} теперь рассматривается по вашему праву на поддержку.\n\n{why}",
        "Your request {number} is served by your right to support now.\n\n{why}",
    ),
    "TicketServedByPlan": both(
        "Как рассматривается обращение {number}.\n\n{why}",
        "How your request {number} is served.\n\n{why}",
    ),
    "TicketDenied": both(
        "По обращению {number} техническая поддержка не может быть оказана.\n\n{why}",
        "No support can be given for your request {number}.\n\n{why}",
    ),
    "TicketTakenIntoWork": both(
        "Обращение {number} взято в работу.",
        "An engineer is working on your request {number}.",
    ),
    "ReplySent": both(
        "Ответ по обращению {number}:\n\n{text}",
        "The answer to your request {number}:\n\n{text}",
    ),
    "InformationRequested": both(
        "По обращению {number} нужны дополнительные сведения.\n\n{why}\n\n{text}{questions}",
        "More information is needed for your request {number}.\n\n{why}\n\n{text}{questions}",
    ),
    "SysadminRequested": both(
        "По обращению {number} нужен ваш системный администратор.\n\n{why}\n\n{text}",
        "Your system administrator is needed for your request {number}.\n\n{why}\n\n{text}",
    ),
    "CommentReceived": both(
        "К обращению {number} добавлен комментарий:\n\n{text}\n\n{why}",
        "A comment was added to your request {number}:\n\n{text}\n\n{why}",
    ),
    "TicketPostponed": both(
        "Решение по обращению {number} отложено.\n\n{why}\n\n{text}",
        "The solution of your request {number} was put off.\n\n{why}\n\n{text}",
    ),
    "TicketDeferred": both(
        "{why}\n\nВыпуск: {release}. Дата: {planned_on}.\n\n{text}",
        "{why}\n\nRelease: {release}. Date: {planned_on}.\n\n{text}",
    ),
    "PlanChanged": both(
        "Планы по обращению {number} изменились. Выпуск: {release}. Дата: {planned_on}.\n\n{text}",
        "The plan for your request {number} changed. Release: {release}. Date: {planned_on}."
        "\n\n{text}",
    ),
    "TicketResumed": both(
        "Работа по обращению {number} продолжена.",
        "Work on your request {number} goes on.",
    ),
    "DefectConfirmed": both(
        "По обращению {number}: {why}.",
        "On your request {number}: {why}.",
    ),
    "ChannelChanged": both(
        "Обращение {number}. Средство связи: {channel}.\n\n{why}",
        "Request {number}. It goes on by: {channel}.\n\n{why}",
    ),
    "TicketPassedOn": both(
        "Обращение {number}. {why}",
        "Request {number}. {why}",
    ),
    "TicketSplit": both(
        "Одно обращение — одна проблема: часть обращения {number} стала обращением {other}."
        "\n\n{text}",
        "One request is one problem: a part of your request {number} became request {other}."
        "\n\n{text}",
    ),
    "TicketMerged": both(
        "Обращение {number} объединено с обращением {other}: ответ придёт по нему.",
        "Your request {number} was merged with {other}: the answer comes there.",
    ),
    "MergeUndone": both(
        "Обращение {number} снова рассматривается отдельно от {other}.",
        "Your request {number} is dealt with apart from {other} again.",
    ),
    "SolutionProposed": both(
        "Предложено решение по обращению {number}:\n\n{text}\n\n"
        "Подтвердите его или сообщите, что оно не помогло.",
        "A solution for your request {number}:\n\n{text}\n\n"
        "Please confirm it, or say that it does not help.",
    ),
    "ServiceStopped": both(
        "Оказание поддержки по обращению {number} прекращено.\n\n{why}\n\n{text}",
        "The support for your request {number} was stopped.\n\n{why}\n\n{text}",
    ),
    "ComplaintRaised": both(
        "Ваша жалоба по обращению {number} передана: {role}.\n\n{text}",
        "Your complaint about request {number} was passed on: {role}.\n\n{text}",
    ),
    "PaymentConsentRequested": both(
        "По обращению {number} предложены платные работы.\n\n{why}\n\n{text}\n\n"
        "Работы начнутся после вашего согласия. Согласитесь или откажитесь на странице обращения.",
        "Paid work is offered for your request {number}.\n\n{why}\n\n{text}\n\n"
        "It begins once you agree. Please agree or decline on the page of the request.",
    ),
    "PaymentConsentGiven": both(
        "По обращению {number} записано ваше согласие на оплату.\n\n{why}",
        "Your consent to pay for work on your request {number} is on record.\n\n{why}",
    ),
    "PaymentConsentDeclined": both(
        "По обращению {number} записан ваш отказ от платных работ.\n\n{why}",
        "It is on record that you declined paid work on your request {number}.\n\n{why}",
    ),
    "PaymentConsentLifted": both(
        "По обращению {number} оплата не требуется.\n\n{why}",
        "Your request {number} need not be paid for.\n\n{why}",
    ),
    "SupportTypeChanged": both(
        "По обращению {number} изменён тип поддержки.\n\n{why}\n\n{text}",
        "The type of support of your request {number} was changed.\n\n{why}\n\n{text}",
    ),
    "WorkCharged": both(
        "Работа по обращению {number} посчитана.\n\n{why}",
        "The work on your request {number} was reckoned.\n\n{why}",
    ),
    "TicketRefused": both(
        "В обслуживании обращения {number} отказано: {reason}.\n\n{text}",
        "Your request {number} was refused: {reason}.\n\n{text}",
    ),
    "TicketClosed": both(
        "Обращение {number} закрыто. Результат: {outcome}.\n\n{why}\n\n{reopen}",
        "Your request {number} is closed. Outcome: {outcome}.\n\n{why}\n\n{reopen}",
    ),
    "TicketReopened": both(
        "Обращение {number} снова открыто.",
        "Your request {number} is open again.",
    ),
}

END_OF_REFUSAL: Mapping[str, Template] = {
    "TicketClosed": both("Обращение {number} закрыто.", "Your request {number} is closed."),
}
"""What the mail about a refusal ends with: it is the only one about the closing, too."""
