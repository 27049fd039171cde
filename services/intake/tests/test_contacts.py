"""Contacts: registered from what they submit, forgotten when they ask for it."""

from services.intake.tests.words import CALL, REQUEST


def of_type(records, name):
    return [record for record in records if record.type == name]


async def halves(desk, person):
    async with desk.replicas["intake"].database.reading(None) as db:
        rows = await db.fetch("select half::text from personal where person = $1", person)
    return [row["half"] for row in rows]


async def everything(desk):
    """Every row of every table of intake, as text."""
    async with desk.replicas["intake"].database.reading(None) as db:
        tables = await db.fetch(
            "select table_name from information_schema.tables"
            " where table_schema = 'intake' and table_type = 'BASE TABLE'"
        )
        found = [
            await db.fetch(f"select t::text as row from {table['table_name']} t")
            for table in tables
        ]
    return "\n".join(row["row"] for rows in found for row in rows)


async def test_who_submits_is_registered_with_what_the_form_was_told(desk, portal):
    answer = await portal.submit(REQUEST)

    registered = of_type(await desk.settle(), "ContactRegistered")
    assert [record.key for record in registered] == [answer.json()["contact_id"]]
    assert any("Иванова Анна Сергеевна" in half for half in await halves(desk, registered[0].key))


async def test_who_submits_again_is_the_same_contact_however_he_writes_his_address(desk, portal):
    first = await portal.submit(REQUEST)
    await desk.settle()

    contact = {"email": "IVANOVA@EXAMPLE.COM", "phone": "+79161234567"}
    second = await portal.submit({**REQUEST, "contact": contact})

    assert second.json()["contact_id"] == first.json()["contact_id"]


async def test_a_known_contact_is_not_registered_again(desk, portal):
    await portal.submit(REQUEST)
    await desk.settle()

    await portal.submit({**REQUEST, "contact": {"email": REQUEST["contact"]["email"]}})
    carried = await desk.settle()

    assert [record.type for record in carried] == ["TicketSubmitted"]
    assert '"contact_is_known":true' in carried[0].facts


async def test_new_particulars_are_noted_and_old_ones_are_kept(desk, portal):
    await portal.submit(REQUEST)
    await desk.settle()

    contact = {"email": REQUEST["contact"]["email"], "phone": "+79990000000"}
    answer = await portal.submit({**REQUEST, "contact": contact, "language": "en"})
    registered = of_type(await desk.settle(), "ContactRegistered")

    assert len(registered) == 1
    assert '"language":"en"' in registered[0].facts
    assert any("+79990000000" in half for half in await halves(desk, answer.json()["contact_id"]))


async def test_a_caller_without_an_address_is_kept_with_his_ticket_alone(desk, anna):
    named = {**CALL, "answers": {"last_name": "Иванова"}}
    first, second = await anna.submit(named), await anna.submit(named)

    assert not of_type(await desk.settle(), "ContactRegistered")
    assert first.json()["contact_id"] != second.json()["contact_id"]


async def test_an_erased_contact_leaves_no_word_behind(desk, portal, operator):
    answer = await portal.submit(REQUEST)
    await portal.act(answer.json()["ticket_id"], "messages", {"body": "перезвоните"})
    await desk.settle()
    contact = answer.json()["contact_id"]

    erased = await operator.post(f"/contacts/{contact}/erasure")
    again = await operator.post(f"/contacts/{contact}/erasure")
    await desk.settle()

    assert (erased.status_code, again.json()) == (200, erased.json())
    left = await everything(desk)
    for typed in ("Иванова", "vanova@", "+79161234567", "0x80090010", "перезвоните"):
        assert typed not in left
    assert answer.json()["number"] in left


async def test_who_was_erased_comes_back_as_somebody_new(desk, portal, operator):
    first = await portal.submit(REQUEST)
    await desk.settle()
    await operator.post(f"/contacts/{first.json()['contact_id']}/erasure")

    second = await portal.submit(REQUEST)
    await desk.settle()

    assert second.json()["contact_id"] != first.json()["contact_id"]
    assert await halves(desk, second.json()["contact_id"])


async def test_a_ticket_of_an_erased_contact_takes_no_text_but_can_be_closed(
    desk, portal, operator
):
    answer = await portal.submit(REQUEST)
    ticket = answer.json()["ticket_id"]
    await operator.post(f"/contacts/{answer.json()['contact_id']}/erasure")

    assert (await portal.act(ticket, "messages", {"body": "?"})).status_code == 409
    assert (await operator.act(ticket, "closing", {"outcome": "withdrawn"})).status_code == 200


async def test_a_submission_repeated_after_the_erasure_still_gets_its_answer(portal, operator):
    first = await portal.submit(REQUEST, key="again")
    await operator.post(f"/contacts/{first.json()['contact_id']}/erasure")

    second = await portal.submit(REQUEST, key="again")

    assert second.json() == first.json()


async def test_only_an_administrator_erases_and_only_whom_his_vendor_knows(
    desk, portal, operator, technokad
):
    contact = (await portal.submit(REQUEST)).json()["contact_id"]

    assert (await portal.post(f"/contacts/{contact}/erasure")).status_code == 403
    assert (await technokad.post(f"/contacts/{contact}/erasure")).status_code == 404
    assert (await operator.post("/contacts/nobody/erasure")).status_code == 404
