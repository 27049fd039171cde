"""A small regulation for tests: certificates for one product, agreements with a level."""

from copy import deepcopy

from libs.regulation import from_document


def text(ru, en=None):
    return {"ru": ru, "en": en or ru}


def lack(name, outcome="uncovered"):
    return {"lack": name, "outcome": outcome, "rules": ["CPRO-P-19"], "message": text(name)}


LACKS = ("none", "unknown", "not_started", "expired", "wrong_product", "another_holder")
FIELD = {"name": "subject", "type": "text", "need": "optional", "label": text("Тема")}
DOCUMENT = {
    "id": "acme-2020",
    "vendor": "acme",
    "name": text("Регламент"),
    "in_force_from": "2020-01-01",
    "languages": ["ru", "en"],
    "ticket_prefix": "AC",
    "answers_count_from": "employees",
    "publication": {"notice_days": 15, "site": "https://acme.example", "rules": ["CPRO-R-50"]},
    "acceptance": {"orally": False, "text": text("Вы согласны"), "rules": ["CPRO-R-15"]},
    "words": {
        "customer": text("клиент"),
        "department": text("поддержка"),
        "statuses": {"open": text("Открыто")},
        "outcomes": {"solved": text("Решено")},
    },
    "products": [
        {"slug": "signer", "name": text("Подпись")},
        {"slug": "server", "name": text("Сервер")},
    ],
    "schedule": {
        "zone": "Europe/Moscow",
        "preholiday_cut_minutes": 0,
        "transferred_saturdays": "work",
        "offices": [
            {
                "slug": "moscow",
                "name": text("Москва"),
                "windows": [{"opens": "09:00", "closes": "18:00"}],
            }
        ],
    },
    "channels": [{"name": "portal", "title": text("портал"), "missing_fields": "refuse"}],
    "form": {"kinds": [{"slug": "problem", "name": text("проблема")}], "fields": [FIELD]},
    "reasons": [],
    "plans": [
        {
            "slug": "certificate",
            "name": text("Сертификат ТП", "Support certificate"),
            "rules": ["CPRO-R-38"],
            "assumed": {"term_end": "A-25"},
            "term_months": 12,
            "per_product": True,
            "sets_own": ["services", "term"],
        },
        {
            "slug": "agreement",
            "name": text("Генеральное соглашение", "General Agreement"),
            "rules": ["TKAD-03"],
            "per_product": False,
            "levels": [
                {
                    "slug": "basic",
                    "name": text("Базовый"),
                    "limits": {"take_into_work": {"amount": 4, "unit": "working_hours"}},
                }
            ],
        },
        {
            "slug": "warranty",
            "name": text("Гарантия", "Warranty"),
            "term_months": 1,
            "per_product": False,
        },
    ],
    "services": [
        {"slug": "advice", "name": text("Консультации"), "plans": {"certificate": "included"}}
    ],
    "without_entitlement": [lack(name) for name in LACKS],
    "promises": [],
    "reopening": {"decider": "user_may", "outcomes": ["solved"], "message": text("Открыто снова")},
}


def edition(**changes):
    """The edition, with other values at its top level."""
    return from_document(deepcopy(DOCUMENT) | changes)


ACME = edition()
STRICT = edition(without_entitlement=[lack(name, "denied") for name in LACKS])
