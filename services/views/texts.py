"""What happened to a ticket, in words for people, in Russian and in English."""

from collections.abc import Mapping
from typing import Any

Words = tuple[str, str]

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
    "SolutionAccepted": ("Решение подтверждено", "The solution was accepted"),
    "SolutionRejected": ("Решение не помогло", "The solution did not help"),
    "CallAnswered": ("Дан ответ по телефону", "Answered on the phone"),
    "CallExtended": ("Звонок продлён", "The call was extended"),
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
    "NotificationFailed": (
        "Уведомление не отправлено, будет повтор",
        "The notification failed and will be tried again",
    ),
    "NotificationAbandoned": (
        "Уведомление не доставлено",
        "The notification was given up",
    ),
}

PARTIES: Mapping[str, Words] = {
    "contact": ("пользователь", "contact"),
    "engineer": ("специалист", "engineer"),
    "rule": ("по регламенту", "by the regulation"),
}

TERMS: Mapping[str, Mapping[str, Words]] = {
    "channel": {
        "portal": ("портал", "portal"),
        "embedded": ("из программы", "from the product"),
        "email": ("электронная почта", "email"),
        "phone": ("телефон", "phone"),
        "chat": ("чат", "chat"),
        "remote_session": ("удалённое подключение", "remote session"),
    },
    "clock": {
        "take_into_work": ("взятие в работу", "taking into work"),
        "first_response": ("первый ответ", "first response"),
        "reply": ("ответ на сообщение", "reply"),
        "phone_answer": ("ответ по телефону", "answer on the phone"),
        "resolution": ("решение", "resolution"),
        "auto_close": ("закрытие без ответа", "closing without an answer"),
    },
    "outcome": {
        "solved": ("решено", "solved"),
        "no_reaction": ("нет ответа пользователя", "no reaction"),
        "not_solved": ("не решено", "not solved"),
        "not_our_fault": ("причина не в продукте", "not our fault"),
        "technically_impossible": ("технически невозможно", "technically impossible"),
        "advice_only": ("дана консультация", "advice only"),
        "refused": ("отказано", "refused"),
        "stopped": ("обслуживание прекращено", "service stopped"),
        "withdrawn": ("отозвано пользователем", "withdrawn"),
        "merged": ("объединено с другим", "merged"),
    },
    "evidence": {
        "portal_view": ("открыто на портале", "seen on the portal"),
        "tracked_link": ("открыта ссылка из письма", "a link in the mail was opened"),
        "mx_accepted": ("принято почтовым сервером", "taken by the recipient's mail server"),
        "delivery_notice": ("уведомление о доставке", "a delivery notice"),
    },
    "result": {
        "met": ("соблюдён", "kept"),
        "cancelled": ("отменён", "cancelled"),
    },
    "purpose": {
        "diagnostics": ("диагностика", "diagnostics"),
        "help": ("оперативная помощь", "quick help"),
    },
    "recipient_kind": PARTIES,
}


def what(kind: str, facts: Mapping[str, Any], names: Mapping[str, str]) -> Words:
    """What an event of that kind says, in Russian and in English; `names` are people's by id."""
    ru, en = WHAT[kind]
    terms = {fact: _terms(fact, value, names) for fact, value in facts.items()}
    return (
        ru.format_map({fact: words[0] for fact, words in terms.items()}),
        en.format_map({fact: words[1] for fact, words in terms.items()}),
    )


def _terms(fact: str, value: Any, names: Mapping[str, str]) -> Words:
    word = names.get(str(value), str(value))
    return TERMS.get(fact, {}).get(str(value), (word, word))
