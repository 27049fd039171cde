"""Reasons of the vendors' regulations: who may give each, for what, and what is read of it."""

import pytest

from libs.regulation.tests.desk import CRYPTOPRO, REGIONSOFT, TECHNOKAD
from libs.runtime.problems import Problem
from services.intake.api.reasons import chosen, need_grounds, needed, why
from services.intake.domain.permitted import acts_on
from services.intake.domain.treatment import endings_of
from services.intake.tests.deciding import SUBMITTED, closed, state

REASONS = [
    (
        TECHNOKAD,
        ("postponed", "not_solved"),
        "licence_violated",
        "TKAD-33",
        "Вопрос возник в связи с нарушением правил использования лицензии.",
    ),
    (
        TECHNOKAD,
        ("postponed", "not_solved"),
        "not_enough_information",
        "TKAD-34",
        "Для решения вопроса предоставлено недостаточно информации.",
    ),
    (
        TECHNOKAD,
        ("postponed", "not_solved"),
        "meaning_unclear",
        "TKAD-35",
        "Смысл обращения понять не удалось. Опишите вопрос подробнее.",
    ),
    (
        TECHNOKAD,
        ("postponed", "not_solved"),
        "obscene",
        "TKAD-36",
        "Вопрос содержит нецензурные либо оскорбительные выражения.",
    ),
    (
        TECHNOKAD,
        ("postponed", "not_solved"),
        "out_of_competence",
        "TKAD-37",
        "Вопрос не относится к компетенции отдела технической поддержки.",
    ),
    (
        TECHNOKAD,
        ("refused",),
        "not_identified",
        "TKAD-22",
        "Вы не предоставили идентифицирующую информацию, поэтому специалист отказал в"
        " консультации.",
    ),
    (
        CRYPTOPRO,
        ("refused",),
        "not_identified",
        "CPRO-R-23",
        "Вы не сообщили идентифицирующую вас информацию или регистрационный номер сертификата ТП,"
        " поэтому специалист отказал в технической поддержке.",
    ),
    (
        CRYPTOPRO,
        ("refused",),
        "certificate_in_doubt",
        "CPRO-R-24",
        "Есть основания полагать, что сообщённый номер сертификата ТП неточен, неполон или"
        " принадлежит не вам.",
    ),
    (
        REGIONSOFT,
        ("waiting",),
        "needs_sysadmin",
        "RGN-72",
        "Техподдержка может быть оказана исключительно при взаимодействии с системным"
        " администратором клиента.",
    ),
    (
        REGIONSOFT,
        ("technically_impossible",),
        "technically_impossible",
        "RGN-26",
        "Исправить ошибку нет технической возможности.",
    ),
    (
        REGIONSOFT,
        ("advice_only",),
        "recommendations_only",
        "RGN-69",
        "За пределами технической возможности услуги техподдержки ограничиваются рекомендациями и"
        " консультированием технических специалистов клиента.",
    ),
]
KEPT = [pytest.param(*row, id=row[3], marks=pytest.mark.keeps(row[3])) for row in REASONS]
BROKEN = [pytest.param(*row, id=row[3], marks=pytest.mark.breaks(row[3])) for row in REASONS]
CLOSERS = [
    (
        TECHNOKAD,
        "not_solved",
        "out_of_competence",
        "operating_system",
        "TKAD-45",
        "настройка и установка операционной системы",
    ),
    (
        TECHNOKAD,
        "not_solved",
        "out_of_competence",
        "other_software",
        "TKAD-46",
        "настройка и установка стороннего программного обеспечения",
    ),
    (
        TECHNOKAD,
        "not_solved",
        "out_of_competence",
        "law",
        "TKAD-47",
        "разъяснение и оценка законодательных актов",
    ),
    (
        TECHNOKAD,
        "not_solved",
        "out_of_competence",
        "others_acts",
        "TKAD-48",
        "разъяснение и оценка действий третьих лиц",
    ),
    (
        TECHNOKAD,
        "not_solved",
        "out_of_competence",
        "update_server",
        "TKAD-49",
        "настройка сервера и серверного ПО для системы обновлений",
    ),
    (
        TECHNOKAD,
        "not_our_fault",
        "transfer_not_our_fault",
        "users_connection",
        "TKAD-51",
        "нарушено подключение на стороне пользователя",
    ),
    (
        TECHNOKAD,
        "not_our_fault",
        "transfer_not_our_fault",
        "web_services",
        "TKAD-52",
        "недоступны или отсутствуют web-сервисы",
    ),
    (
        TECHNOKAD,
        "not_our_fault",
        "transfer_not_our_fault",
        "recipients_software",
        "TKAD-53",
        "технические проблемы программного обеспечения получателя",
    ),
    (
        TECHNOKAD,
        "not_our_fault",
        "transfer_not_our_fault",
        "volume",
        "TKAD-54",
        "объём данных больше того, что может принять получатель",
    ),
    (
        TECHNOKAD,
        "not_our_fault",
        "transfer_not_our_fault",
        "provider",
        "TKAD-55",
        "проблемы на стороне провайдера",
    ),
    (CRYPTOPRO, "refused", "certificate_in_doubt", "inaccurate", "CPRO-R-25", "номер неточен"),
    (CRYPTOPRO, "refused", "certificate_in_doubt", "incomplete", "CPRO-R-25", "номер неполон"),
    (
        CRYPTOPRO,
        "refused",
        "certificate_in_doubt",
        "someone_elses",
        "CPRO-R-25",
        "номер принадлежит другому",
    ),
]
CLOSER_KEPT = [pytest.param(*row, id=row[3], marks=pytest.mark.keeps(row[4])) for row in CLOSERS]
CLOSER_BROKEN = [pytest.param(*row, id=row[3], marks=pytest.mark.breaks(row[4])) for row in CLOSERS]


@pytest.mark.parametrize(("edition", "outcomes", "slug", "rule", "words"), KEPT)
def test_an_engineer_gives_a_reason_of_the_regulation(edition, outcomes, slug, rule, words):
    for outcome in outcomes:
        because = why(edition, chosen(edition, slug, outcome), None)

        assert rule in because.rules
        assert (because.ru, because.edition) == (words, edition.id)


@pytest.mark.parametrize(("edition", "outcomes", "slug", "rule", "words"), BROKEN)
def test_no_reason_but_the_regulations_is_taken_and_the_contact_gives_none(
    edition, outcomes, slug, rule, words
):
    for outcome in outcomes:
        with pytest.raises(Problem) as refused:
            chosen(edition, "because_i_say_so", outcome)

        (error,) = refused.value.errors
        assert slug in error.message
        assert rule in error.rule
        assert chosen(edition, None, outcome, by="contact") is None


@pytest.mark.parametrize(("edition", "outcome", "slug", "closer", "rule", "title"), CLOSER_KEPT)
def test_a_reason_is_stated_more_closely(edition, outcome, slug, closer, rule, title):
    because = why(edition, chosen(edition, slug, outcome), closer)

    assert rule in because.rules
    assert because.ru.endswith(f": {title}.")
    assert because.facts == {"reason": slug, "closer": closer}


@pytest.mark.parametrize(("edition", "outcome", "slug", "closer", "rule", "title"), CLOSER_BROKEN)
def test_a_closer_statement_that_is_none_of_the_reasons_is_refused(
    edition, outcome, slug, closer, rule, title
):
    with pytest.raises(Problem) as refused:
        why(edition, chosen(edition, slug, outcome), "something_else")

    (error,) = refused.value.errors
    assert closer in error.message
    assert rule in error.rule


@pytest.mark.keeps("TKAD-50")
def test_what_is_not_the_vendors_fault_has_one_of_the_causes_of_the_document():
    reason = chosen(TECHNOKAD, "transfer_not_our_fault", "not_our_fault")

    because = why(TECHNOKAD, reason, "provider")

    assert because.rules == ("TKAD-50", "TKAD-55")
    assert because.ru == (
        "Проблема с передачей информации возникла не по вине исполнителя: проблемы на стороне"
        " провайдера."
    )


@pytest.mark.breaks("TKAD-50")
def test_without_such_a_cause_nothing_is_said_to_be_not_the_vendors_fault():
    reason = chosen(TECHNOKAD, "transfer_not_our_fault", "not_our_fault")

    with pytest.raises(Problem) as refused:
        why(TECHNOKAD, reason, None)

    (error,) = refused.value.errors
    assert (error.field, error.message_ru) == (
        "body.closer",
        "Уточнение причины: users_connection, web_services, recipients_software, volume, provider",
    )
    assert "TKAD-50" in error.rule


@pytest.mark.keeps("TKAD-32")
def test_each_reason_puts_off_or_ends_unsolved():
    for outcome in ("postponed", "not_solved"):
        for slug in (
            "licence_violated",
            "not_enough_information",
            "meaning_unclear",
            "obscene",
            "out_of_competence",
        ):
            assert "TKAD-32" in chosen(TECHNOKAD, slug, outcome).rules


@pytest.mark.breaks("TKAD-32")
@pytest.mark.parametrize("outcome", ["postponed", "not_solved"])
def test_nothing_is_put_off_or_left_unsolved_without_a_reason(outcome):
    with pytest.raises(Problem) as refused:
        chosen(TECHNOKAD, None, outcome)

    assert "TKAD-32" in refused.value.errors[0].rule


@pytest.mark.parametrize(
    ("edition", "outcome", "slug", "rule"),
    [
        pytest.param(
            CRYPTOPRO,
            "refused",
            "certificate_in_doubt",
            "CPRO-R-24",
            marks=pytest.mark.breaks("CPRO-R-24"),
        ),
        pytest.param(
            REGIONSOFT,
            "technically_impossible",
            "technically_impossible",
            "RGN-26",
            marks=pytest.mark.breaks("RGN-26"),
        ),
    ],
)
def test_a_reason_that_wants_grounds_is_not_given_without_them(edition, outcome, slug, rule):
    reason = chosen(edition, slug, outcome)

    need_grounds(reason, "номер не найден в реестре")
    with pytest.raises(Problem) as refused:
        need_grounds(reason, "")
    assert rule in refused.value.errors[0].rule


def test_what_no_reason_of_the_regulation_allows_cannot_be_done():
    with pytest.raises(Problem) as refused:
        needed(CRYPTOPRO, "meaning_unclear", "postponed", "put it off", "откладывать решение")

    assert refused.value.status == 409
    assert refused.value.errors[0].message_ru == "Регламент не даёт оснований откладывать решение"


def test_an_engineer_closes_with_the_outcomes_that_his_vendor_knows():
    assert endings_of(CRYPTOPRO) == ("solved", "withdrawn")
    assert endings_of(TECHNOKAD) == ("solved", "not_solved", "not_our_fault", "withdrawn")
    assert endings_of(REGIONSOFT) == (
        "solved",
        "technically_impossible",
        "advice_only",
        "withdrawn",
    )


@pytest.mark.keeps("CPRO-P-45")
def test_the_acts_say_that_a_ticket_closed_by_itself_can_be_opened_again():
    ended = state(SUBMITTED, closed("no_reaction"))
    reopen = next(act for act in acts_on(ended, CRYPTOPRO, None) if act.act == "reopen")

    assert (reopen.decider, reopen.why_not) == ("user_may", None)
    assert reopen.rules == ("CPRO-P-45",)
    assert (
        reopen.text.ru == "Автоматически закрытое обращение можно открыть заново или создать новое."
    )


@pytest.mark.breaks("CPRO-P-45")
def test_the_acts_say_why_a_solved_ticket_is_not_opened_again():
    ended = state(SUBMITTED, closed("solved"))
    reopen = next(act for act in acts_on(ended, CRYPTOPRO, None) if act.act == "reopen")

    assert reopen.why_not.ru.startswith("С таким результатом обращение не открывают повторно")
    assert reopen.rules == ("CPRO-P-45",)
