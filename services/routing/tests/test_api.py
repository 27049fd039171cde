"""Routing over HTTP, on a real Postgres."""

import pytest

from services.routing.api.absences import NewAbsence
from services.routing.api.dedications import NewDedication
from services.routing.api.engineers import NewEngineer
from services.routing.api.offices import NewOffice
from services.routing.tests import words

ANNA = {"office": "moscow", "name": "Анна Соколова", "email": "anna@support.example"}
AWAY = {
    "engineer": "anna@support.example",
    "absent_from": "2026-07-01T00:00:00+03:00",
    "absent_until": "2026-07-15T00:00:00+03:00",
}


@pytest.fixture
async def office(town):
    """A town with an office open."""
    assert (await town.post("offices", {"office": "moscow"})).status_code == 201
    return town


async def test_an_office_is_called_what_the_regulation_calls_it(town):
    answer = await town.post("offices", {"office": "novosibirsk"})

    assert answer.status_code == 201
    assert answer.json() == {
        "office_id": "novosibirsk",
        "ru": "Новосибирский филиал",
        "en": "Novosibirsk branch",
    }
    assert (await town.get("offices")).json()["items"] == [answer.json()]


async def test_an_office_that_the_regulation_does_not_name_is_refused_with_those_it_does(town):
    answer = await town.post("offices", {"office": "omsk"})

    assert answer.status_code == 422
    assert "moscow, novosibirsk" in answer.json()["detail"]


async def test_a_vendor_without_a_regulation_opens_no_office(town):
    answer = await town.post("offices", {"office": "moscow"}, vendor="newcomer")

    assert answer.status_code == 409


async def test_the_same_request_twice_changes_nothing(office):
    for _ in range(2):
        assert (await office.post("offices", {"office": "moscow"})).status_code == 201
    first = await office.post("engineers", ANNA)
    again = await office.post("engineers", ANNA)
    for _ in range(2):
        assert (await office.post("absences", AWAY)).status_code == 201

    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    said = await office.rows("select type from events order by type")
    assert [row["type"] for row in said] == ["AbsencePlanned", "EngineerHired", "OfficeOpened"]


async def test_another_engineer_under_the_same_key_is_refused(office):
    await office.post("engineers", ANNA)

    answer = await office.post("engineers", ANNA | {"name": "Яна"})

    assert answer.status_code == 422
    assert "Idempotency-Key" in answer.json()["detail"]


async def test_an_address_is_one_engineers(office):
    await office.post("engineers", ANNA)

    answer = await office.post("engineers", ANNA | {"email": "Anna@support.example"}, key="other")

    assert answer.status_code == 409
    assert "email" in answer.json()["detail"]


async def test_an_engineer_is_hired_into_an_office_that_is_open(town):
    answer = await town.post("engineers", ANNA)

    assert answer.status_code == 422
    assert "/v1/offices" in answer.json()["detail"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "a\x07b"},
        {"name": "a" * 256},
        {"email": "nowhere"},
        {"language": "de"},
        {"salary": 1},
        {"products": ["x"] * 101},
    ],
)
async def test_a_body_that_cannot_be_right_is_refused(office, wrong):
    assert (await office.post("engineers", ANNA | wrong)).status_code == 422


async def test_an_engineer_is_dedicated_by_address_to_a_customer_by_number(office):
    anna = (await office.post("engineers", ANNA)).json()["engineer_id"]
    await office.say("customer-K-1", words.customer("K-1"))

    answer = await office.post("dedications", {"engineer": ANNA["email"], "customer": "K-1"})

    assert answer.status_code == 201
    assert answer.json() == {
        "engineer_id": anna,
        "customer_id": "customer-K-1",
        "deputy_id": None,
    }
    assert (await office.get("dedications")).json()["items"] == [answer.json()]


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ({"engineer": "nobody", "customer": "K-1"}, "engineer"),
        ({"engineer": "anna@support.example", "customer": "K-9"}, "customer"),
    ],
)
async def test_a_dedication_names_who_is_known(office, body, what):
    await office.post("engineers", ANNA)

    answer = await office.post("dedications", body)

    assert answer.status_code == 422
    assert answer.json()["detail"].startswith(what)


async def test_an_absence_that_ends_before_it_begins_is_refused(office):
    await office.post("engineers", ANNA)

    answer = await office.post("absences", AWAY | {"absent_until": AWAY["absent_from"]})

    assert answer.status_code == 422


async def test_lists_are_handed_out_in_pages(office):
    for number in range(3):
        body = ANNA | {"email": f"e{number}@support.example"}
        await office.post("engineers", body, key=str(number))
        await office.post("absences", AWAY | {"engineer": body["email"]})

    for path in ("engineers", "absences"):
        first = (await office.get(path, limit=2)).json()
        rest = (await office.get(path, limit=2, after=first["next"])).json()

        assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)
        assert not [item for item in rest["items"] if item in first["items"]]


async def test_engineers_are_listed_with_their_names_and_what_they_have_to_do(office):
    await office.post("engineers", ANNA)
    await office.covered("t1")

    (listed,) = (await office.get("engineers")).json()["items"]

    assert (listed["name"], listed["open_tickets"]) == ("Анна Соколова", 1)


async def test_names_are_nowhere_in_the_log(office):
    await office.post("engineers", ANNA)
    await office.covered("t1")

    log = str(await office.rows("select facts::text from events"))

    assert "Соколова" not in log
    assert "anna@" not in log


async def test_a_vendor_sees_nothing_of_anothers_people(office):
    await office.post("engineers", ANNA)
    await office.post("absences", AWAY)

    for path in ("offices", "engineers", "absences"):
        assert (await office.get(path)).json()["items"]
        assert (await office.get(path, vendor="cryptopro")).json()["items"] == []
    body = {"engineer": ANNA["email"], "customer": "K-1"}
    assert (await office.post("dedications", body, vendor="cryptopro")).status_code == 422


async def test_what_belongs_to_administrators_needs_their_scope(office):
    await office.say("vk_desk", words.key("vk_desk", "technokad", ("engineer",)))

    async with office.desk.client("routing", "vk_desk") as client:
        read = await client.get("/v1/engineers")
        written = await client.post("/v1/offices", json={"office": "moscow"})
    async with office.desk.client("routing", "vk_unknown") as client:
        unknown = await client.get("/v1/engineers")

    assert (read.status_code, written.status_code, unknown.status_code) == (200, 403, 401)


async def test_the_first_example_of_each_body_is_taken_where_its_people_are(town):
    """The demo world has this office, this engineer and this customer."""
    vendor = {"vendor": "cryptopro"}
    await town.say("customer-K-1001", words.customer("K-1001", **vendor))
    assert (await town.post("offices", example(NewOffice), **vendor)).status_code == 201
    known = ANNA | {"email": example(NewDedication)["engineer"]}
    await town.post("engineers", known, key="demo", **vendor)

    for path, model in (
        ("engineers", NewEngineer),
        ("dedications", NewDedication),
        ("absences", NewAbsence),
    ):
        assert (await town.post(path, example(model), **vendor)).status_code == 201, path


def example(model):
    return model.model_json_schema()["examples"][0]
