"""A contact registers his certificate by the wizard, and sees what he has."""

import pytest

from services.entitlement.tests.test_reactions import facts, submitted

CUSTOMER = {"number": "K-1", "kind": "organisation", "name": "ООО «Ромашка»"}
CERTIFICATE = {
    "number": "KP-TP-000200",
    "customer": "K-1",
    "plan": "certificate",
    "product": "csp",
    "starts_on": "2026-11-01",
}
ANNA = "anna@romashka.example"
BORIS = "boris@vasilek.example"


async def claim(vendors, number, email=ANNA, **more):
    body = {"number": number, "email": email} | more
    key = f"{len(number)} {email}"
    return await vendors.post("entitlements/claims", body, key=key, vendor="cryptopro")


@pytest.fixture
async def holder(vendors):
    await vendors.post("customers", CUSTOMER, vendor="cryptopro")
    await vendors.post("entitlements", CERTIFICATE, vendor="cryptopro")
    old = CERTIFICATE | {"number": "KP-TP-000100", "starts_on": "2024-03-15"}
    await vendors.post("entitlements", old, key="old", vendor="cryptopro")
    return vendors


@pytest.mark.shows("CPRO-P-11")
async def test_the_wizard_leads_step_by_step(holder):
    (wizard,) = (await holder.get("entitlements/wizard", vendor="cryptopro")).json()

    assert [step["ru"] for step in wizard["steps"]] == [
        "Выберите: сертификат или договор ТП.",
        "Введите регистрационный номер.",
        "Проверьте продукт, срок и услуги и подтвердите.",
    ]


@pytest.mark.keeps("CPRO-P-11", "CPRO-P-12")
@pytest.mark.shows("CPRO-P-12")
async def test_a_valid_certificate_is_registered_with_a_message(holder):
    answer = await claim(holder, "kp-tp-000200")

    assert answer.status_code == 201
    assert answer.json()["message"]["ru"] == "Сертификат ТП успешно зарегистрирован."
    (claimed,) = await facts(holder, "EntitlementClaimed")
    assert {"CPRO-P-11", "CPRO-P-12"} <= set(claimed["because"]["rules"])


@pytest.mark.breaks("CPRO-P-11", "CPRO-P-12")
@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("KP-TP-999999", "Сертификата или договора с таким номером нет. Проверьте номер."),
        ("№?", "Номер записан не так, как в сертификате. Введите его точно."),
        ("KP-TP-000100", "Срок действия этого сертификата или договора истёк."),
    ],
)
async def test_each_refusal_names_its_reason(holder, number, said):
    answer = await claim(holder, number)

    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["message_ru"], error["rule"]) == (said, "CPRO-P-12")
    (refused,) = await facts(holder, "EntitlementRefused")
    assert refused["because"]["rules"] == ["CPRO-P-12"]


@pytest.mark.breaks("CPRO-P-05", "CPRO-P-12")
async def test_what_another_account_registered_is_refused_and_his_alone(holder):
    await claim(holder, "KP-TP-000200")

    answer = await claim(holder, "KP-TP-000200", email=BORIS)

    assert "уже зарегистрирован другой учётной записью" in answer.json()["errors"][0]["message_ru"]
    changes = {"vendor": "cryptopro", "edition": "cryptopro-2015", "product": "csp"}
    await holder.say(submitted("t1", certificate="KP-TP-000200", contact_id="boris", **changes))
    (uncovered,) = await facts(holder, "TicketLeftUncovered")
    assert uncovered["reason"] == "another_holder"


async def test_a_certificate_for_another_product_is_refused_with_its_rule(holder):
    answer = await claim(holder, "KP-TP-000200", product="dotnet")

    assert "CPRO-P-15" in {error["rule"] for error in answer.json()["errors"]}


@pytest.mark.keeps("CPRO-P-10")
@pytest.mark.shows("CPRO-P-10")
async def test_ones_own_rights_are_listed_with_product_term_services_and_days_left(holder):
    await claim(holder, "KP-TP-000200")

    (own,) = (await holder.get("entitlements/own", vendor="cryptopro", email=ANNA)).json()

    assert (own["number"], own["plan_name"]["ru"]) == ("KP-TP-000200", "Сертификат ТП")
    assert (own["starts_on"], own["ends_on"]) == ("2026-11-01", "2027-11-01")
    assert own["days_left"] == 344
    assert own["product_name"]["ru"] == "КриптоПро CSP"
    assert "консультации по установке и настройке" in [each["ru"] for each in own["services"]]


@pytest.mark.breaks("CPRO-P-10")
async def test_nobody_lists_what_another_has(holder):
    await claim(holder, "KP-TP-000200")

    assert (await holder.get("entitlements/own", vendor="cryptopro", email=BORIS)).json() == []
