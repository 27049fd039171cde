"""What happened to a ticket, in words for people, in Russian and in English."""

from collections.abc import Mapping
from typing import Any

from services.views.terms import TERMS, Words

WHAT: Mapping[str, Words] = {
    "TicketSubmitted": (
        "Обращение № {number} принято ({channel})",
        "Ticket {number} was accepted ({channel})",
    ),
    "TicketAdopted": (
        "Специалист принял обращение, пришедшее не по каналу поддержки",
        "An engineer took on a request that came by no channel of the support",
    ),
    "DraftOffered": (
        "Подготовлен черновик обращения ({channel}): его нужно дополнить и отправить",
        "A draft of the request is prepared ({channel}): it is to be completed and sent",
    ),
    "DraftFiled": (
        "Обращение подано в письменном виде ({channel})",
        "The request was filed in writing ({channel})",
    ),
    "MessageReceived": ("Новое сообщение ({channel})", "New message ({channel})"),
    "ReplySent": ("Ответ специалиста", "An engineer's reply"),
    "NoteAdded": ("Внутренняя заметка", "Internal note"),
    "TicketTakenIntoWork": ("Обращение взято в работу", "The ticket was taken into work"),
    "InformationRequested": ("Запрошены сведения", "Information was requested"),
    "SolutionProposed": ("Предложено решение", "A solution was proposed"),
    "SolutionReceived": (
        "Получение подтверждено: {evidence}",
        "Its receipt is proven: {evidence}",
    ),
    "ReceiptWithdrawn": (
        "Получение не подтвердилось: письмо вернулось ({reason}), само обращение не закроется",
        "The receipt was not confirmed: the mail came back ({reason}); it will not close by itself",
    ),
    "ClosingTimeAgreed": ("Согласован срок решения", "The time of the solution was agreed"),
    "SolutionAccepted": ("Решение подтверждено", "The solution was accepted"),
    "SolutionRejected": ("Решение не помогло", "The solution did not help"),
    "CallAnswered": ("Дан ответ по телефону", "Answered on the phone"),
    "CallExtended": ("Звонок продлён", "The call was extended"),
    "CommentReceived": (
        "Комментарий, который не считается ответом исполнителя ({author})",
        "A comment that is no answer of the vendor ({author})",
    ),
    "SysadminRequested": (
        "Нужен системный администратор клиента",
        "The customer's system administrator is needed",
    ),
    "TicketPostponed": ("Решение отложено", "The solution was put off"),
    "TicketDeferred": (
        "Будет решено в обновлении: {release}, {planned_on}",
        "Left to a release: {release}, {planned_on}",
    ),
    "TicketResumed": ("Работа продолжена", "Work goes on"),
    "ReleasePublished": ("Вышло обновление {release}", "The release {release} is out"),
    "ReproductionRecorded": ("Попытка воспроизвести: {result}", "Tried to reproduce: {result}"),
    "DefectConfirmed": ("Ошибка подтверждена", "The error was confirmed"),
    "TicketClassified": ("Уточнено, о чём обращение", "It was said what the ticket is about"),
    "TicketRetitled": ("Тема уточнена", "The subject was made clearer"),
    "PriorityChanged": ("Приоритет изменён: {priority}", "The priority was changed: {priority}"),
    "CertificateAttached": (
        "Указан номер права на поддержку: {certificate}",
        "A right to support was named: {certificate}",
    ),
    "ChannelChanged": ("Выбрано средство связи: {channel}", "Another way was chosen: {channel}"),
    "TicketPassedOn": ("Привлечены другие: {to} {name}", "Others take part: {to} {name}"),
    "TicketCameBack": ("Обращение вернулось в поддержку", "The ticket is the support's again"),
    "TicketSplit": (
        "Выделено обращение № {child_number}",
        "A part became ticket {child_number}",
    ),
    "TicketMerged": (
        "Объединено с обращением № {target_number}",
        "Merged with ticket {target_number}",
    ),
    "MergeUndone": (
        "Снова отдельно от обращения № {target_number}",
        "No longer merged with ticket {target_number}",
    ),
    "TicketLinked": (
        "Связано с обращением № {other_number}: {relation}",
        "Linked to ticket {other_number}: {relation}",
    ),
    "TicketRated": ("Оценка пользователя: {score}", "The contact's rating: {score}"),
    "TicketRefused": ("В поддержке отказано", "Support was refused"),
    "TicketClosed": ("Обращение закрыто: {outcome}", "The ticket was closed: {outcome}"),
    "TicketReopened": ("Обращение открыто снова", "The ticket was reopened"),
    "PaymentConsentRequested": (
        "Предложены платные работы: {amount} {currency}",
        "Paid work was offered: {amount} {currency}",
    ),
    "PaymentConsentGiven": ("Клиент согласен на оплату", "The contact agrees to pay"),
    "PaymentConsentDeclined": (
        "Клиент отказался от платных работ",
        "The contact declined paid work",
    ),
    "PaymentConsentLifted": (
        "Оплачивать работы не нужно",
        "No payment is needed",
    ),
    "SupportTypeChanged": ("Изменён тип поддержки", "The type of support was changed"),
    "WorkLogged": ("Записана работа, {minutes} мин", "Work was logged, {minutes} min"),
    "WorkReversed": ("Запись о работе отменена", "Logged work was reversed"),
    "RemoteSessionHeld": (
        "Удалённое подключение ({purpose})",
        "A remote session was held ({purpose})",
    ),
    "EtiquetteBroken": ("Отмечено нарушение этикета", "A breach of conduct was noted"),
    "ServiceStopped": (
        "Поддержка прекращена из-за нарушения этикета",
        "The support was stopped for a breach of conduct",
    ),
    "TicketEscalated": ("Сообщено руководителю", "It was reported to the manager"),
    "TicketEntitled": ("Право на поддержку подтверждено", "The right to support was confirmed"),
    "TicketLeftUncovered": (
        "Право на поддержку не найдено: обслуживается в последнюю очередь, без срока",
        "No right to support was found: served last, without a promise",
    ),
    "TicketDenied": ("Поддержка не предоставляется", "No support is given"),
    "QuotaReserved": (
        "Запрос зарезервирован, осталось {left} из {requests}",
        "A request is reserved, {left} of {requests} left",
    ),
    "QuotaSpent": ("Запрос списан", "The request is spent"),
    "QuotaReturned": ("Запрос возвращён", "The request is given back"),
    "WorkCharged": (
        "Работа посчитана: {raw_minutes} мин, к оплате {billed_minutes} мин",
        "The work was reckoned: {raw_minutes} min, of which {billed_minutes} min are billed",
    ),
    "TicketQueued": ("Поставлено в очередь", "Queued"),
    "TicketAssigned": ("Назначен специалист {engineer_id}", "Assigned to {engineer_id}"),
    "HandOverPlanned": ("Решено, передавать ли смену", "The hand-over was considered"),
    "TicketHandedOver": (
        "Передача смены: {from_engineer_id} → {engineer_id}",
        "Handed over: {from_engineer_id} → {engineer_id}",
    ),
    "TicketReturned": (
        "Назначение снято: {engineer_id}",
        "No longer assigned to {engineer_id}",
    ),
    "ClockStarted": ("Начат отсчёт срока: {clock}", "A promise began to run: {clock}"),
    "ClockPaused": ("Отсчёт срока приостановлен", "The promise was paused"),
    "ClockResumed": ("Отсчёт срока продолжен", "The promise runs on"),
    "ClockMoved": ("Срок пересчитан", "The promise was moved"),
    "ClockWarned": ("Срок скоро истечёт: {clock}", "The promise is nearly due: {clock}"),
    "ClockMet": ("Срок соблюдён: {clock}", "The promise was kept: {clock}"),
    "ClockMetLate": ("Выполнено с опозданием: {clock}", "Done late: {clock}"),
    "ClockBroken": ("Срок нарушен: {clock}", "The promise was broken: {clock}"),
    "ClockCorrected": (
        "Запись о сроке исправлена: {clock}, {result}",
        "The record of the promise was corrected: {clock}, {result}",
    ),
    "ClockElapsed": ("Время на ответ истекло", "The time to react is over"),
    "ClockCancelled": ("Срок отменён: {clock}", "The promise was cancelled: {clock}"),
    "NotificationScheduled": (
        "Готовится уведомление ({recipient_kind})",
        "A notification is on its way ({recipient_kind})",
    ),
    "NotificationDelivered": ("Уведомление отправлено", "The notification was sent"),
    "NothingPromised": ("Что регламент не обещает", "What the regulation does not promise"),
    "NotificationReceived": (
        "Получение письма подтверждено: {evidence}",
        "The receipt of the mail is proven: {evidence}",
    ),
    "NotificationBounced": ("Письмо вернулось ({status})", "The mail came back ({status})"),
    "NotificationFailed": (
        "Уведомление не отправлено, будет повтор",
        "The notification failed and will be tried again",
    ),
    "NotificationAbandoned": (
        "Уведомление не доставлено",
        "The notification was given up",
    ),
}


SERVED_BY_PLAN: Words = (
    "Определено, на каких условиях рассматривается обращение",
    "It was decided on which terms the request is served",
)
"""What is said where no right covers a request, and a plan that every client has serves it."""


def what(kind: str, facts: Mapping[str, Any], names: Mapping[str, str]) -> Words:
    """What an event of that kind says, in Russian and in English; `names` are people's by id."""
    ru, en = SERVED_BY_PLAN if facts.get("lack") else WHAT[kind]
    terms = {fact: _terms(fact, value, names) for fact, value in facts.items()}
    return (
        ru.format_map({fact: words[0] for fact, words in terms.items()}),
        en.format_map({fact: words[1] for fact, words in terms.items()}),
    )


def _terms(fact: str, value: Any, names: Mapping[str, str]) -> Words:
    word = names.get(str(value), str(value))
    return TERMS.get(fact, {}).get(str(value), (word, word))
