"""A contact registers his certificate by the wizard, and sees what he has."""

import pytest

from libs.regulation.tests.desk import EDITIONS
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


NEW = "anna@lotos.example"


async def release(vendors, number, email=ANNA):
    body = {"number": number, "email": email}
    return await vendors.post("entitlements/releases", body, vendor="cryptopro")


@pytest.mark.keeps("CPRO-P-05")
async def test_who_has_a_new_address_gives_his_certificate_up_and_registers_it_anew(holder):
    await claim(holder, "KP-TP-000200")
    assert (await claim(holder, "KP-TP-000200", email=NEW)).status_code == 422

    answer = await release(holder, "kp-tp-000200")

    assert answer.status_code == 200
    assert answer.json()["because"]["ru"] == (
        "Сертификат ТП № KP-TP-000200: больше не числится за этой учётной записью."
        " Зарегистрируйте его заново на другой."
    )
    assert "CPRO-P-05" in answer.json()["because"]["rules"]
    assert len(answer.json()["steps"]) == 3
    (released,) = await facts(holder, "EntitlementReleased")
    assert "CPRO-P-05" in released["because"]["rules"]
    assert (await claim(holder, "KP-TP-000200", email=NEW)).status_code == 201
    assert (await holder.get("entitlements/own", vendor="cryptopro", email=ANNA)).json() == []


@pytest.mark.breaks("CPRO-P-05")
@pytest.mark.parametrize(("number", "email"), [("KP-TP-000200", BORIS), ("KP-TP-999999", ANNA)])
async def test_nobody_gives_up_what_is_not_his_own_nor_learns_of_it(holder, number, email):
    await claim(holder, "KP-TP-000200")

    answer = await release(holder, number, email)

    assert answer.status_code == 422
    assert (
        answer.json()["detail_ru"] == "За этой учётной записью не числится ничего с таким номером."
    )
    assert "CPRO-P-05" in answer.json()["rule"]
    assert await facts(holder, "EntitlementReleased") == []


async def test_what_was_given_up_is_given_up_once_and_may_be_registered_again(holder):
    await claim(holder, "KP-TP-000200")

    answers = [await release(holder, "KP-TP-000200") for _ in range(2)]
    await holder.post(
        "entitlements/claims",
        {"number": "KP-TP-000200", "email": ANNA},
        key="again",
        vendor="cryptopro",
    )

    assert [each.status_code for each in answers] == [200, 200]
    assert len(await facts(holder, "EntitlementReleased")) == 1
    (own,) = (await holder.get("entitlements/own", vendor="cryptopro", email=ANNA)).json()
    assert own["number"] == "KP-TP-000200"


@pytest.mark.keeps("CPRO-P-05")
async def test_a_named_contact_with_a_new_address_is_named_anew_for_all_rights(holder):
    await holder.post(
        "customers", CUSTOMER | {"number": "K-2", "contacts": [ANNA]}, key="2", vendor="cryptopro"
    )
    named = CERTIFICATE | {"number": "KP-TP-000300", "customer": "K-2"}
    await holder.post("entitlements", named, key="3", vendor="cryptopro")
    new = holder.desk.replicas["intake"].identity.derive("contact", "cryptopro", NEW, "0")
    changes = {"vendor": "cryptopro", "edition": "cryptopro-2015", "product": "csp"}
    await holder.say(submitted("t1", certificate="KP-TP-000300", contact_id=new, **changes))
    refused = await claim(holder, "KP-TP-000300", email=NEW)
    assert "CPRO-P-12" in refused.json()["errors"][0]["rule"]

    answer = await holder.post("customers/K-2/contacts", {"contacts": [NEW]}, vendor="cryptopro")
    await holder.desk.settle()

    assert (answer.status_code, answer.json()["contacts"]) == (200, [new])
    assert [each["ticket_id"] for each in await facts(holder, "TicketEntitled")] == ["t1"]
    accounts = EDITIONS["cryptopro"].accounts
    assert "CPRO-P-05" in accounts.rules
    assert not accounts.survives_a_new_email()
