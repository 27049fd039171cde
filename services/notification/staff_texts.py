"""What mails say to engineers, and to who holds a role of the regulation."""

from collections.abc import Mapping

from services.notification.texts_elsewhere import Mail, Template

HOLDER: Mapping[str, Template] = {
    "EntitlementReminded": Template(
        Mail("Право на поддержку № {number} действует по {ends_on}", "Напоминаем: {why}."),
        Mail("Your right to support No. {number} holds until {ends_on}", "A reminder: {why}."),
    ),
    "EntitlementExpired": Template(
        Mail("Срок права на поддержку № {number} истёк", "{why}"),
        Mail("Your right to support No. {number} has ended", "{why}"),
    ),
    "CircumstanceNoted": Template(
        Mail("Что обязательно по регламенту", "{why}"),
        Mail("What the regulation asks of you", "{why}"),
    ),
    "EntitlementReleased": Template(
        Mail("Право на поддержку № {number} снято с вашей учётной записи", "{why}"),
        Mail("Your account no longer holds the right to support No. {number}", "{why}"),
    ),
}

ENGINEER: Mapping[str, Template] = {
    "ReceiptWithdrawn": Template(
        Mail(
            "Письмо по обращению {number} не дошло",
            "Письмо вернулось, получение не подтверждено: само обращение {number} не закроется.",
        ),
        Mail(
            "The mail on request {number} came back",
            "No receipt is proven: request {number} will not close by itself.",
        ),
    ),
    "TicketAssigned": Template(
        Mail("Вам назначено обращение {number}", "Обращение {number}. {why}"),
        Mail("Request {number} is yours", "Request {number}. {why}"),
    ),
    "TicketHandedOver": Template(
        Mail("Передача смены: обращение {number}", "Обращение {number} теперь ваше. {why}"),
        Mail("Hand-over: request {number}", "Request {number} is yours now. {why}"),
    ),
    "MessageReceived": Template(
        Mail("Новое сообщение в обращении {number}", "Клиент ответил в обращении {number}."),
        Mail("A new message in request {number}", "The customer wrote in request {number}."),
    ),
    "SolutionRejected": Template(
        Mail("Решение по обращению {number} не помогло", "Клиент отклонил решение."),
        Mail("The solution for request {number} did not help", "The customer rejected it."),
    ),
    "PaymentConsentGiven": Template(
        Mail("Обращение {number}: клиент согласен на оплату", "{why}"),
        Mail("Request {number}: the customer agrees to pay", "{why}"),
    ),
    "PaymentConsentDeclined": Template(
        Mail("Обращение {number}: клиент отказался от платных работ", "{why}"),
        Mail("Request {number}: the customer declined paid work", "{why}"),
    ),
    "ClockWarned": Template(
        Mail("Срок по обращению {number} истекает {due_at}", "Обещанный срок: {due_at}."),
        Mail("Request {number} is due by {due_at}", "The promised time is {due_at}."),
    ),
    "ClockBroken": Template(
        Mail("Срок по обращению {number} нарушен", "{why}"),
        Mail("The promise on request {number} is broken", "{why}"),
    ),
    "ClockCorrected": Template(
        Mail("Срок по обращению {number} не нарушен", "{why}"),
        Mail("The promise on request {number} was kept", "{why}"),
    ),
}
"""To engineers no name and no text of a contact is ever sent: their mail is not the contact's."""

ROLE: Mapping[str, Template] = {
    "ComplaintRaised": Template(
        Mail("Жалоба по обращению {number}", "{role}: жалоба по обращению {number}.\n\n{text}"),
        Mail("A complaint about request {number}", "To {role}: a complaint.\n\n{text}"),
    ),
    "TicketEscalated": Template(
        Mail("Поддержка по обращению {number} прекращена", "{role}: {why}"),
        Mail("The support for request {number} was stopped", "To {role}: {why}"),
    ),
}
"""To the holders of roles, who are found by the day."""
