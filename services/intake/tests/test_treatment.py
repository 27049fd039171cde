"""How each regulation lets engineers treat a ticket: channels, places, causes, other units."""

import pytest

from libs.regulation.tests.desk import CRYPTOPRO, NANOSOFT, REGIONSOFT, TECHNOKAD
from libs.runtime.problems import Problem
from services.intake.api.findings import Classification, classified, confirmed
from services.intake.api.reasons import needed
from services.intake.api.treatment import moved, placed, right_to
from services.intake.domain.findings import (
    AttachCertificate,
    ChangeChannel,
    ClassifyTicket,
    ConfirmDefect,
    PassOn,
    RecordReproduction,
    RetitleTicket,
    TakeBack,
)
from services.intake.domain.permitted import acts_on
from services.intake.domain.treatment import Coverage, ways
from services.intake.tests.deciding import (
    SUBMITTED,
    WHERE,
    WHY,
    decided,
    names,
    state,
)

BY_ANNA = {**WHERE, "engineer_id": "anna"}
UNCOVERED = Coverage("uncovered", None, "none")


def refused_by(ask, *given):
    """The one error of a problem that asking gives."""
    with pytest.raises(Problem) as refused:
        ask(*given)
    (error,) = refused.value.errors
    return error


# ── Other units and third parties ──


@pytest.mark.keeps("TKAD-12")
def test_a_question_goes_to_development_and_its_contact_is_told():
    right = right_to(TECHNOKAD, "development")
    because = TECHNOKAD.because(right, ru=right.text.ru, en=right.text.en)
    passed = decided(
        [SUBMITTED],
        PassOn(**BY_ANNA, to="development", name="", tells=right.notice, because=because),
    )
    ticket = state(SUBMITTED, *passed)

    assert (ticket.status, ticket.passed_to, passed[0].tells) == ("open", "development", True)
    assert passed[0].because.rules == ("TKAD-12",)
    assert passed[0].because.ru == (
        "Вопрос передан в отдел разработки или другое компетентное подразделение."
    )
    assert names([SUBMITTED, *passed], TakeBack(**BY_ANNA)) == ["TicketCameBack"]


@pytest.mark.breaks("TKAD-12")
def test_where_the_regulation_names_no_other_unit_none_takes_part():
    error = refused_by(right_to, CRYPTOPRO, "development")

    assert error.message_ru == "Регламент не предусматривает такого участия"
    named = [act for act in acts_on(state(SUBMITTED), TECHNOKAD, None) if act.path == "hand-offs"]
    assert [act.rules for act in named] == [("TKAD-38",), ("TKAD-12",)]


# ── Channels ──


@pytest.mark.keeps("NANO-42", "NANO-43", "NANO-44")
def test_the_desk_alone_opens_messengers_remote_sessions_and_calls():
    offered = ways(NANOSOFT)

    assert list(offered) == ["chat", "remote_session", "phone"]
    assert moved(NANOSOFT, "chat", []).rules == ("NANO-42",)
    assert moved(NANOSOFT, "remote_session", ["consent"]).rules == ("NANO-43",)
    assert moved(NANOSOFT, "phone", []).rules == ("NANO-44",)
    assert moved(NANOSOFT, "chat", []).ru == (
        "Переписку в мессенджере начинает отдел технической поддержки, когда она нужна по запросу."
        " Отправьте запрос на support@nanosoft.pro или через портал support.nanosoft.pro."
    )


@pytest.mark.breaks("NANO-42", "NANO-43", "NANO-44")
def test_who_writes_in_by_mail_is_not_moved_to_where_requests_come_in():
    error = refused_by(moved, NANOSOFT, "email", [])

    assert error.message == "The regulation lets an engineer choose: chat, remote_session, phone"
    assert error.rule == "NANO-42, NANO-43, NANO-44"


@pytest.mark.breaks("NANO-43")
def test_no_remote_session_without_consent():
    error = refused_by(moved, NANOSOFT, "remote_session", [])

    assert error.message_ru == "consent: Согласен на подключение специалиста к моему компьютеру."
    assert error.rule == "NANO-43"


@pytest.mark.keeps("RGN-11")
def test_which_means_is_used_is_the_engineers_decision():
    because = moved(REGIONSOFT, "email", [])
    changed = decided([SUBMITTED], ChangeChannel(**BY_ANNA, channel="email", because=because))

    assert "RGN-11" in changed[0].because.rules
    assert because.ru == (
        "Специалист техподдержки выбрал другое средство связи: решение о нём принимает он."
    )
    assert state(SUBMITTED, *changed).channel == "email"


@pytest.mark.breaks("RGN-11")
def test_a_means_that_the_vendor_does_not_have_is_not_chosen():
    error = refused_by(moved, REGIONSOFT, "chat", [])

    assert "RGN-11" in error.rule
    chosen = next(
        act for act in acts_on(state(SUBMITTED), REGIONSOFT, None) if act.act == "choose_channel"
    )
    assert (chosen.decider, chosen.rules) == ("engineer_may", ("RGN-11",))


@pytest.mark.keeps("RGN-70", "RGN-71")
def test_before_a_connection_the_client_has_his_passwords_and_rights():
    because = moved(REGIONSOFT, "remote_session", ["passwords", "elevated_rights"])

    assert {"RGN-10", "RGN-70", "RGN-71"} <= set(because.rules)


@pytest.mark.breaks("RGN-70", "RGN-71")
@pytest.mark.parametrize(
    ("given", "lacking", "rule"),
    [
        (["elevated_rights"], "passwords", "RGN-10, RGN-70"),
        (["passwords"], "elevated_rights", "RGN-10, RGN-71"),
    ],
)
def test_no_connection_before_its_preparations_are_confirmed(given, lacking, rule):
    error = refused_by(moved, REGIONSOFT, "remote_session", given)

    assert error.message_ru.startswith(f"{lacking}: ")
    assert error.rule == rule


# ── Places in the queue ──


@pytest.mark.keeps("CPRO-P-19")
def test_a_request_without_a_certificate_has_the_lowest_place():
    assert "CPRO-P-19" in placed(CRYPTOPRO, UNCOVERED, "minimum").rules


@pytest.mark.breaks("CPRO-P-19")
@pytest.mark.parametrize("place", ["priority", "general"])
def test_a_request_without_a_certificate_is_not_raised(place):
    error = refused_by(placed, CRYPTOPRO, UNCOVERED, place)

    assert "CPRO-P-19" in error.rule
    assert error.message_ru == "Обращение без подтверждённого права имеет минимальный приоритет."


@pytest.mark.keeps("RGN-78")
def test_errors_are_corrected_first_for_priority_support():
    because = placed(REGIONSOFT, Coverage("covered", "priority", None), "priority")

    assert "RGN-78" in because.rules


@pytest.mark.breaks("RGN-78")
@pytest.mark.parametrize("plan", ["warranty", "standard"])
def test_what_is_served_in_the_general_order_is_not_put_before_others(plan):
    error = refused_by(placed, REGIONSOFT, Coverage("covered", plan, None), "priority")

    assert error.message == "Its plan allows: general, minimum"
    assert "RGN-78" in error.rule


# ── What it turns out to be ──

CAUSES = [
    (REGIONSOFT, "others_acts", "RGN-31", "умышленные или случайные действия третьих лиц"),
    (
        REGIONSOFT,
        "changed_environment",
        "RGN-32",
        "изменение конфигурации оборудования или сетевого окружения",
    ),
    (
        REGIONSOFT,
        "antivirus_or_firewall",
        "RGN-33",
        "действия антивирусных средств, брандмауэров и др.",
    ),
    (REGIONSOFT, "damaged_database", "RGN-34", "база данных клиента повреждена"),
    (REGIONSOFT, "lost_password", "RGN-35", "утерян пароль администратора"),
    (
        NANOSOFT,
        "third_party_dll",
        "NANO-75",
        "неверно зарегистрированы dll сторонних разработчиков",
    ),
]
CAUSE_KEPT = [pytest.param(*row, id=row[1], marks=pytest.mark.keeps(row[2])) for row in CAUSES]
CAUSE_BROKEN = [pytest.param(*row, id=row[1], marks=pytest.mark.breaks(row[2])) for row in CAUSES]
PLANS = {"regionsoft": ("standard", ""), "nanosoft": (None, "http://forum.nanocad.ru/")}


@pytest.mark.parametrize(("edition", "cause", "rule", "words"), CAUSE_KEPT)
def test_the_cause_that_was_found_says_whose_work_it_is(edition, cause, rule, words):
    because = classified(edition, Classification(cause=cause, checked=True))
    told = ClassifyTicket(**BY_ANNA, kind="question", topic=None, cause=cause, because=because)

    assert rule in because.rules
    assert because.ru == words
    assert (because.facts["plan"], because.facts["link"]) == PLANS[edition.vendor]
    assert state(SUBMITTED, *decided([SUBMITTED], told)).found.cause == cause


@pytest.mark.parametrize(("edition", "cause", "rule", "words"), CAUSE_BROKEN)
def test_a_cause_that_the_regulation_does_not_know_is_refused(edition, cause, rule, words):
    error = refused_by(classified, edition, Classification(cause="bad_karma"))

    assert cause in error.message
    assert rule in error.rule


@pytest.mark.breaks("RGN-35")
def test_a_lost_password_is_no_cause_before_who_asks_is_checked():
    error = refused_by(classified, REGIONSOFT, Classification(cause="lost_password"))

    assert error.message_ru == "Личность и полномочия обратившегося проверены."
    assert error.rule == "RGN-35"


@pytest.mark.keeps("RGN-25")
def test_a_confirmed_error_will_be_corrected():
    because = confirmed(REGIONSOFT, REGIONSOFT.form.kind("defect"), None)
    found = decided([SUBMITTED], ConfirmDefect(**BY_ANNA, sign=None, because=because))

    assert because.rules == ("RGN-25",)
    assert because.ru == (
        "Ошибка подтверждена и будет исправлена в разумные сроки при наличии технической"
        " возможности."
    )
    assert state(SUBMITTED, *found).found.is_defect


@pytest.mark.breaks("RGN-25")
def test_no_other_reason_leaves_an_error_to_a_release():
    error = refused_by(needed, REGIONSOFT, "some_day", "deferred", "wait", "ждать")

    assert error.rule == "RGN-25"


@pytest.mark.keeps("RGN-18", "RGN-19", "RGN-20")
@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "программа ведёт себя неожиданно и даёт неожиданный результат"),
        (2, "показано системное сообщение об ошибке"),
        (3, "функция, заявленная в документации, не выполняется"),
    ],
)
def test_by_which_sign_it_is_an_error(number, words):
    because = confirmed(REGIONSOFT, REGIONSOFT.form.kind("defect"), number)

    assert because.ru.startswith(f"{words} — ")
    assert {"RGN-18", "RGN-19", "RGN-20"} <= set(because.rules)


def test_a_sign_that_the_kind_does_not_have_is_refused():
    error = refused_by(confirmed, REGIONSOFT, REGIONSOFT.form.kind("defect"), 4)

    assert error.message.startswith("The signs are: 1 (the program behaves unexpectedly")


# ── What changes nothing is no event ──


@pytest.mark.parametrize(
    "command",
    [
        RecordReproduction(**BY_ANNA, result="reproduced"),
        RetitleTicket(**BY_ANNA, subject="Яснее"),
        AttachCertificate(**BY_ANNA, attached_by="engineer", certificate="KP-TP-000123"),
        ChangeChannel(**BY_ANNA, channel="email", because=WHY),
        ConfirmDefect(**BY_ANNA, sign=None, because=WHY),
        PassOn(**BY_ANNA, to="development", name="", tells=True, because=WHY),
    ],
)
def test_an_act_repeated_changes_nothing(command):
    first = decided([SUBMITTED], command)

    assert len(first) == 1
    assert decided([SUBMITTED, *first], command) == []


def test_the_contacts_own_subject_is_kept_beside_the_clearer_one():
    given = decided([SUBMITTED], RetitleTicket(**BY_ANNA, subject="Яснее"))
    ticket = state(SUBMITTED, *given)

    assert (ticket.subject, ticket.submitted.subject) == ("Яснее", "Тема")
