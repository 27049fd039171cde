"""The words for values of facts, in Russian and in English."""

from collections.abc import Mapping

Words = tuple[str, str]

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
    "author": {
        "employee": ("сотрудник", "an employee"),
        "third_party": ("третье лицо", "a third party"),
        "partner": ("партнёр", "a partner"),
        "community": ("сообщество", "the community"),
    },
    "priority": {
        "priority": ("приоритетный", "first"),
        "general": ("общий", "general"),
        "minimum": ("минимальный", "last"),
        "covered": ("с правом на поддержку", "covered"),
        "uncovered": ("без права на поддержку", "uncovered"),
    },
    "to": {
        "development": ("отдел разработки", "development"),
        "third_party": ("третьи лица", "third parties"),
    },
    "relation": {
        "related": ("об одном и том же", "related"),
        "follows": ("продолжает его", "follows it"),
        "followed_by": ("продолжено в нём", "followed by it"),
        "split_into": ("выделено из этого", "split from this one"),
        "merged_from": ("присоединено к этому", "merged into this one"),
        "unmerged": ("снова отдельно", "separate again"),
    },
    "release": {"None": ("выпуск уточняется", "the release is to be named")},
    "planned_on": {"None": ("дата уточняется", "the date is to be set")},
    "evidence": {
        "portal_view": ("открыто на портале", "seen on the portal"),
        "tracked_link": ("открыта ссылка из письма", "a link in the mail was opened"),
        "mx_accepted": ("принято почтовым сервером", "taken by the recipient's mail server"),
        "delivery_notice": ("уведомление о доставке", "a delivery notice"),
    },
    "result": {
        "reproduced": ("воспроизведено", "reproduced"),
        "not_reproduced": ("не воспроизведено", "not reproduced"),
        "cannot_try": ("попробовать нельзя", "cannot be tried"),
        "met": ("соблюдён", "kept"),
        "cancelled": ("отменён", "cancelled"),
    },
    "purpose": {
        "diagnostics": ("диагностика", "diagnostics"),
        "help": ("оперативная помощь", "quick help"),
    },
    "recipient_kind": PARTIES,
}
