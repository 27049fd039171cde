"""The very texts that the documents have people read, as the API gives them to pages."""

from pathlib import Path

import pytest

from libs.regulation import load
from libs.regulation.form_schema import form_schema
from libs.regulation.tests import desk as editions
from libs.regulation.tests.desk import CRYPTOPRO, NANOSOFT, REGIONSOFT, TECHNOKAD
from services.intake.api.desks import desk, notices
from services.intake.api.forms import check
from services.intake.api.requests import NewTicket
from services.intake.tests.words import NOON

KYMA = load((Path(editions.__file__).parent / "kyma.toml").read_text())


async def shown(edition, language="ru"):
    return await desk(edition, language)


async def read(edition, place, channel=None, language="ru"):
    """The texts of one place, by their names."""
    found = await notices(edition, language, place, channel)
    return {told.slug: (told.text, told.link) for told in found.items}


async def channel(edition, name):
    return next(way for way in (await shown(edition)).channels if way.name == name)


# ── Accounts, menus and lists ──


@pytest.mark.shows("CPRO-P-02")
async def test_the_warning_before_an_account_is_opened():
    accounts = (await shown(CRYPTOPRO)).accounts

    assert accounts.warning == (
        "Сразу указывайте правильный адрес электронной почты: именно на него приходят все"
        " уведомления. При смене адреса создаётся новая учётная запись: сертификаты ТП придётся"
        " зарегистрировать заново, а доступа к ранее созданным обращениям больше не будет."
    )
    assert (accounts.opened, accounts.link, accounts.email_change) == (
        "on_vendors_site",
        "https://www.cryptopro.ru",
        "new_account",
    )
    assert accounts.rules == (
        "CPRO-P-01",
        "CPRO-P-02",
        "CPRO-P-03",
        "CPRO-P-04",
        "CPRO-P-05",
        "CPRO-P-06",
    )


@pytest.mark.shows("CPRO-P-13", "CPRO-P-23")
async def test_the_menu_of_the_portal():
    menu = (await shown(CRYPTOPRO)).view.menu

    assert [(item.text, item.link, item.rules) for item in menu] == [
        ("Главная", None, ("CPRO-P-23",)),
        ("Мои обращения", None, ("CPRO-P-23", "CPRO-P-34")),
        ("Отправить обращение", None, ("CPRO-P-13", "CPRO-P-23")),
        ("База знаний", None, ("CPRO-P-23",)),
        ("Основной сайт", "https://www.cryptopro.ru", ("CPRO-P-23",)),
        ("Форум", "https://www.cryptopro.ru/forum2", ("CPRO-P-23",)),
        ("Русский", None, ("CPRO-P-23",)),
    ]


@pytest.mark.shows("CPRO-P-09", "CPRO-P-24")
async def test_the_menu_of_the_account():
    menu = (await shown(CRYPTOPRO)).view.account_menu

    assert [(item.slug, item.text, item.rules) for item in menu] == [
        ("profile", "Мой профиль", ("CPRO-P-24",)),
        ("certificates", "Мои сертификаты", ("CPRO-P-09", "CPRO-P-24")),
        ("preferences", "Предпочтения", ("CPRO-P-24",)),
        ("password", "Изменить пароль", ("CPRO-P-24",)),
        ("leave", "Выход", ("CPRO-P-24",)),
    ]


@pytest.mark.shows("CPRO-P-34", "CPRO-P-35", "CPRO-P-36", "CPRO-P-38")
async def test_what_a_contact_sees_of_his_requests():
    view = (await shown(CRYPTOPRO)).view

    assert [(each.slug, each.text) for each in view.columns] == [
        ("number", "ID Обращения"),
        ("updated_at", "Последнее обновление"),
        ("answered_by", "Последний ответивший"),
        ("department", "Отдел"),
        ("kind", "Тип"),
        ("status", "Статус"),
        ("priority", "Приоритет"),
    ]
    assert view.columns[-1].rules == ("CPRO-P-36", "CPRO-P-38")
    assert (view.hides, view.hidden) == (("priority",), "[Личное]")
    assert (view.solved, view.switch) == ("on_demand", "Показать решенные обращения ({count})")
    assert view.rules == ("CPRO-P-34", "CPRO-P-35", "CPRO-P-38")


async def test_where_a_regulation_says_nothing_the_desk_shows_a_list_of_its_own():
    view = (await shown(NANOSOFT, "en")).view

    assert [each.text for each in view.columns] == ["Number", "Subject", "Updated", "State"]
    assert (view.hides, view.solved, view.menu, view.rules) == ((), "shown", [], ())


@pytest.mark.shows("CPRO-P-37", "CPRO-P-38")
async def test_the_department_and_the_status_in_the_vendors_words():
    words = (await shown(CRYPTOPRO)).words

    assert words.department == "Базовая поддержка"
    assert words.statuses["open"] == "Открыто"
    assert words.outcomes["no_reaction"] == "неактуально"
    assert words.request == ("обращение", "обращения", "обращений")
    assert words.rules == ("CPRO-P-37", "CPRO-P-38", "CPRO-P-43")


@pytest.mark.shows("TKAD-02")
async def test_the_department_that_answers():
    words = (await shown(TECHNOKAD)).words

    assert words.department == "Отдел технической поддержки и сопровождения ПО"
    assert words.rules == ("TKAD-02", "TKAD-13", "TKAD-32")


# ── The form and what stands beside it ──


@pytest.mark.shows("CPRO-P-08")
async def test_the_terms_stand_beside_the_form():
    text, link = (await read(CRYPTOPRO, "form"))["terms"]

    assert text == (
        "С условиями оказания технической поддержки вы можете ознакомиться в Регламенте оказания"
        " технической поддержки."
    )
    assert link == "https://www.cryptopro.ru"
    assert "terms" in await read(CRYPTOPRO, "home")


@pytest.mark.shows("CPRO-P-30")
def test_the_description_begins_with_three_prompts():
    way, kind = CRYPTOPRO.way("portal"), CRYPTOPRO.form.kinds[0]

    body = form_schema(CRYPTOPRO, way, kind, "ru")["properties"]["body"]

    assert body["default"] == (
        "Версия ОС: \nВерсии продуктов КРИПТО-ПРО: \nСкриншоты в прикрепленных файлах: "
    )
    assert body["x-rule"] == ["CPRO-R-19", "CPRO-P-16", "CPRO-P-30"]


@pytest.mark.shows("CPRO-P-31")
async def test_what_is_said_when_no_article_was_found():
    knowledge = (await shown(CRYPTOPRO)).knowledge

    assert knowledge.nothing_found == "Совпадений со статьями в Базе знаний не найдено."
    assert knowledge.rules == ("CPRO-P-21", "CPRO-P-22", "CPRO-P-31")


@pytest.mark.shows("NANO-23")
async def test_the_author_sees_what_to_add_to_be_answered_faster():
    request = NewTicket(
        channel="email",
        kind="question",
        subject="Не печатаются слои чертежа",
        body="Слои не печатаются.",
        contact={"email": "anna@example.com"},
    )

    checked = await check(request, NANOSOFT, "ru", NOON)

    rules = next(each for each in checked.sets if each.set == "rules_of_request")
    assert (rules.name, rules.percent) == ("правила обращения", 28)
    assert checked.completeness.percent == 13
    assert checked.completeness.lacking[0].text == (
        "Чтобы мы ответили быстрее, заполните «Продукт»."
    )
    assert (await read(NANOSOFT, "form"))["follow_the_rules"][0] == (
        "Соблюдая эти несложные правила, вы получите быстрый и исчерпывающий ответ."
    )


# ── Addresses and numbers ──


@pytest.mark.shows("NANO-01")
async def test_the_portal_is_the_home_of_the_support():
    for place in ("home", "sent", "off_channel"):
        assert (await read(NANOSOFT, place))["portal_address"] == (
            "Техническая поддержка осуществляется через Портал Технической Поддержки по адресу"
            " support.nanosoft.pro.",
            "https://support.nanosoft.pro",
        )
    portal = await channel(NANOSOFT, "portal")
    assert portal.addresses[0].text == "support.nanosoft.pro"
    assert portal.rules == ("NANO-01", "NANO-32", "NANO-33")


@pytest.mark.shows("CPRO-R-22")
async def test_two_numbers_to_call():
    phone = await channel(CRYPTOPRO, "phone")

    assert [(each.shown, each.number) for each in phone.phones] == [
        ("+7 (495) 995-48-21", "+74959954821"),
        ("+7 (495) 984-07-89", "+74959840789"),
    ]
    assert phone.rules == ("CPRO-R-22", "CPRO-R-32")


@pytest.mark.shows("TKAD-16")
async def test_the_hotline_of_moscow():
    phones = (await channel(TECHNOKAD, "phone")).phones

    assert (phones[0].shown, phones[0].region, phones[0].office) == (
        "8 (495) 269-86-57",
        "для Москвы",
        "moscow",
    )
    assert phones[0].rules == ("TKAD-16",)


@pytest.mark.shows("TKAD-17")
async def test_the_free_hotline_of_the_regions():
    phones = (await channel(TECHNOKAD, "phone")).phones

    assert (phones[1].shown, phones[1].region) == (
        "8 (800) 200-87-75",
        "звонки из регионов — бесплатно",
    )
    assert phones[1].rules == ("TKAD-17",)


@pytest.mark.shows("TKAD-64")
async def test_the_phones_stand_on_every_page():
    text, _ = (await read(TECHNOKAD, "every_page"))["phones"]

    assert text == (
        "Для звонков из Москвы: 8-495-269-86-57. Для звонков из регионов: 8-800-200-87-75."
    )


@pytest.mark.shows("TKAD-63")
async def test_the_privacy_policy_stands_at_the_form_and_on_every_page():
    for place in ("form", "every_page"):
        assert (await read(TECHNOKAD, place))["privacy"] == (
            "Политика конфиденциальности",
            "http://www.technokad.ru/",
        )


@pytest.mark.shows("RGN-04", "RGN-07")
async def test_the_portal_is_advertised_first():
    portal = (await shown(REGIONSOFT)).channels[0]

    assert (portal.name, portal.preferred) == ("portal", True)
    assert portal.addresses[0].text == "https://support.regionsoft.ru"
    assert portal.rules == ("RGN-04", "RGN-05", "RGN-06", "RGN-07")
    for place in ("home", "every_page"):
        assert (await read(REGIONSOFT, place))["portal_preferred"] == (
            "Создавайте обращения на портале https://support.regionsoft.ru: это предпочтительный"
            " вариант взаимодействия.",
            "https://support.regionsoft.ru",
        )


# ── Conduct, and what is not promised ──


@pytest.mark.shows("CPRO-R-33")
async def test_how_both_sides_talk_to_each_other():
    etiquette = (await shown(CRYPTOPRO)).etiquette

    assert etiquette.text == (
        "Общение Пользователя и Сотрудника Службы технической поддержки должно быть корректным,"
        " соответствующим общепринятым нормам этикета и культуры речи. Ни в коем случае не"
        " допускаются оскорбления и нецензурные выражения."
    )
    assert etiquette.rules == ("CPRO-R-33", "CPRO-R-34")
    assert "CPRO-R-33" in CRYPTOPRO.reason(etiquette.slug).rules


@pytest.mark.shows("NANO-63")
async def test_where_a_subscription_is_bought():
    for place in ("free_level", "quota_spent", "expired"):
        assert (await read(NANOSOFT, place))["buy_abonement"] == (
            "Купить абонемент вы можете в личном кабинете.",
            "https://www.nanocad.ru",
        )
    assert NANOSOFT.lacking("expired").hint.ru == "Купить абонемент вы можете в личном кабинете."
    assert "NANO-63" in NANOSOFT.lacking("expired").rules


@pytest.mark.shows("NANO-70")
async def test_free_support_guarantees_no_correction():
    told = {each.rules: each for each in (await shown(NANOSOFT)).not_promised}

    assert told["NANO-70",].text == (
        "Бесплатная техническая поддержка не гарантирует исправление обнаруженных ошибок."
    )
    assert told["NANO-70",].slug == "resolution"


async def test_a_channel_at_other_hours_tells_them_and_its_offices():
    phone, chat = [await channel(KYMA, name) for name in ("phone", "chat")]

    assert phone.offices == ("athens",)
    assert [(each.opens, each.closes) for each in phone.hours] == [("10:00", "14:00")]
    assert (chat.offices, chat.hours) == ((), [])


# ── Over HTTP ──


async def test_a_reader_needs_no_key_and_gets_his_language(desk):
    async with desk.client("intake", key="") as http:
        del http.headers["authorization"]
        russian = await http.get("/v1/desks/cryptopro")
        english = await http.get(
            "/v1/desks/cryptopro", headers={"Accept-Language": "fr, en-GB;q=0.9, ru;q=0.1"}
        )
        form = await http.get("/v1/forms/cryptopro?channel=phone&language=en")
        told = await http.get("/v1/notices/technokad?place=every_page&channel=phone")

    assert russian.json()["words"]["department"] == "Базовая поддержка"
    assert english.json()["words"]["department"] == "Basic support"
    assert english.headers["content-language"] == "en"
    assert form.json()["properties"]["channel"] == {"const": "phone", "title": "phone"}
    assert [item["slug"] for item in told.json()["items"]] == ["privacy", "phones"]


async def test_each_office_is_shown_with_its_hours_and_their_zone(desk):
    async with desk.client("intake") as http:
        moscow, novosibirsk = (await http.get("/v1/desks/technokad")).json()["offices"]

    week = ["mon", "tue", "wed", "thu", "fri"]
    assert (moscow["name"], moscow["zone"]) == ("Головной офис", "Europe/Moscow")
    assert moscow["hours"] == [{"opens": "09:00", "closes": "18:00", "weekdays": week}]
    assert novosibirsk["hours"] == [{"opens": "04:00", "closes": "13:00", "weekdays": week}]
    assert "TKAD-08" in novosibirsk["rules"]


async def test_nothing_is_read_of_a_vendor_or_an_edition_that_is_not_there(desk):
    async with desk.client("intake") as http:
        nobody = await http.get("/v1/desks/nobody")
        anothers = await http.get("/v1/desks/cryptopro?edition=technokad-2015")
        closed = await http.get("/v1/forms/cryptopro?channel=email")
        unknown = await http.get("/v1/forms/technokad?channel=phone&kind=proposal")

    assert (nobody.status_code, anothers.status_code) == (404, 404)
    assert closed.status_code == 404
    assert unknown.json()["errors"][0]["rule"] == "TKAD-56, TKAD-57"
