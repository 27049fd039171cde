"""What people write in these tests, and when."""

from datetime import UTC, datetime

NOON = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

REQUEST = {
    "channel": "portal",
    "product": "csp",
    "certificate": "KP-TP-000123",
    "subject": "Не ставится сертификат",
    "body": "Ошибка 0x80090010",
    "answers": {
        "last_name": "Иванова",
        "first_name": "Анна",
        "patronymic": "Сергеевна",
        "product_versions": "5.0.12000",
        "os_version": "Windows 11",
    },
    "contact": {"email": "Ivanova@example.com", "phone": "+79161234567"},
}
CALL = {"channel": "phone", "body": "Не ставится сертификат"}
TECHNOKAD_REQUEST = {
    "channel": "embedded",
    "product": "express",
    "certificate": "GS-2026-0042",
    "body": "Пакет не отправляется",
    "answers": {
        "employee_name": "Пётр Смирнов",
        "employee_contact": "petr@example.com",
        "organisation": "ООО «Геодезия»",
    },
    "contact": {"email": "petr@example.com"},
}
