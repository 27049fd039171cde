"""The commands that ask something of a running desk, on a desk with servers of its own."""

import asyncio
import json
import os
import re
import subprocess
from dataclasses import dataclass

import asyncpg
import httpx
import pytest
from aiokafka import AIOKafkaProducer
from typer.testing import CliRunner

from cli import main
from cli.embedded.program import wait_until
from cli.home import PROJECT
from cli.tests.running import SERVERS_OF_OTHERS, VAKHTA
from cli.trouble import Trouble

PATIENCE = 30
SERVICES = {"intake", "entitlement", "sla_clock", "routing", "notification", "views"}
TYPED = ("Иванова", "romashka.example", "Не устанавливается сертификат")


@pytest.fixture(scope="module")
def played(home):
    """What the demo tells of its tickets."""
    return told(home, "demo", "--tickets", "12")


@pytest.fixture
def solved(played):
    """The ticket of the demo that was solved at once."""
    return next(ticket for ticket in played["tickets"] if ticket["story"] == "solved")


@dataclass
class Done:
    """What a command has said, and the code that it ended with."""

    stdout: str
    stderr: str
    returncode: int


def vakhta(folder, *arguments):
    """Run the command on the desk of a folder."""
    done = CliRunner().invoke(main.app, arguments, env=environment(folder))
    if isinstance(done.exception, Trouble):
        return Done(done.stdout, str(done.exception), 1)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return Done(done.stdout, done.stderr, done.exit_code)


def environment(folder):
    """A desk's own folder and servers."""
    return {"VAKHTA_HOME": str(folder), "LC_ALL": "C.UTF-8", **dict.fromkeys(SERVERS_OF_OTHERS, "")}


def told(home, *arguments, code=0):
    """What the command says to programs."""
    done = vakhta(home.path, *arguments, "--json")
    assert done.returncode == code, (done.stdout, done.stderr)
    return json.loads(done.stdout)


def state(home):
    """Where the desk's programs are."""
    return json.loads((home.path / "state.json").read_text())["addresses"]


def asked(home, query, *values):
    """Rows of the desk's database."""

    async def ask():
        db = await asyncpg.connect(state(home)["postgres"])
        try:
            return [dict(row) for row in await db.fetch(query, *values)]
        finally:
            await db.close()

    return asyncio.run(ask())


def test_the_demo_plays_tickets_of_both_vendors_to_their_ends(played):
    cryptopro, technokad = played["vendors"]["cryptopro"], played["vendors"]["technokad"]

    assert cryptopro["tickets"] + technokad["tickets"] == 12
    assert cryptopro["unsettled"] == technokad["unsettled"] == 0
    assert (cryptopro["entitled"], cryptopro["uncovered"], cryptopro["denied"]) == (4, 3, 0)
    assert (technokad["entitled"], technokad["uncovered"], technokad["denied"]) == (4, 0, 1)
    assert cryptopro["mails"] > 7
    assert technokad["first_deadline"]["clock"] == "take_into_work"
    outcomes = {(ticket["vendor"], ticket["story"]): ticket for ticket in played["tickets"]}
    assert outcomes["cryptopro", "solved"]["outcome"] == "solved"
    assert outcomes["technokad", "no agreement in force"]["outcome"] == "refused"
    assert outcomes["technokad", "reopened"]["status"] == "waiting"


def test_the_demo_is_summed_up_for_people_in_their_language(home):
    shown = vakhta(home.path, "demo", "--tickets=1", "--language=ru").stdout

    assert "обращений" in shown
    assert "cryptopro" in shown


def test_a_ticket_is_shown_by_its_number_and_by_its_id(home, solved):
    by_number = told(home, "ticket", "show", solved["number"])
    by_id = told(home, "ticket", "show", solved["ticket_id"])

    assert by_number == by_id
    assert by_id["ticket"]["outcome"] == "solved"
    (first_response,) = [
        clock for clock in by_id["ticket"]["clocks"] if clock["clock"] == "first_response"
    ]
    assert first_response["state"] == "met"
    assert first_response["because"]["ru"].startswith("Поступило")
    assert by_id["timeline"][0]["type"] == "TicketSubmitted"


def test_a_ticket_is_shown_to_people_with_its_deadlines_explained(home, solved):
    in_russian = vakhta(home.path, "ticket", "show", solved["number"], "--language=ru").stdout
    in_english = vakhta(home.path, "ticket", "show", solved["number"]).stdout

    assert "Не устанавливается сертификат" in in_russian
    assert "Поступило" in in_russian
    assert "Обращение взято в работу" in in_russian
    assert "решено" in in_russian.splitlines()[0]
    assert "первый ответ: соблюдён, до" in in_russian
    assert "first response: kept, due" in in_english
    assert "The ticket was taken into work" in in_english


def test_an_unknown_ticket_is_said_to_be_unknown(home):
    done = vakhta(home.path, "ticket", "show", "CP-999999")

    assert done.returncode == 1
    assert "there is no ticket CP-999999" in done.stderr


def test_the_trace_of_a_submission_goes_through_all_services(home, solved):
    found = told(home, "trace", solved["number"])

    assert {span["service"] for span in found["spans"]} == SERVICES
    roots = [span for span in found["spans"] if span["parent_id"] is None]
    assert [root["service"] for root in roots] == ["intake"]
    shown = vakhta(home.path, "trace", solved["number"]).stdout
    assert "notification takes in TicketSubmitted" in shown


def test_an_export_holds_the_events_of_all_stores_once_and_nothing_that_people_typed(
    home, played, tmp_path
):
    path = tmp_path / "log.jsonl"

    done = told(home, "log", "export", "--output", str(path))

    lines = [json.loads(line) for line in path.read_text().splitlines()]
    exported = [line["id"] for line in lines]
    stored = asked(
        home,
        " union all ".join(f"select id::text from {name}.events" for name in SERVICES - {"views"}),
    )
    assert done["events"] == len(exported) == len(set(exported))
    assert set(exported) == {row["id"] for row in stored}
    assert not any(word in path.read_text() for word in TYPED)
    assert told(home, "log", "export", "--output", str(path), "--resume")["events"] == 0


def test_an_export_without_a_file_is_lines_alone(home):
    done = vakhta(home.path, "log", "export")

    assert all(json.loads(line)["specversion"] == "1.0" for line in done.stdout.splitlines())
    assert "left out: 0 repeats" in done.stderr


def test_the_tail_shows_what_comes_while_it_follows(home, played):
    command = [*VAKHTA, "log", "tail", "--follow", "--json", "--last=1"]
    tail = subprocess.Popen(
        command, cwd=PROJECT, env=os.environ | environment(home.path), stdout=subprocess.PIPE
    )
    try:
        assert json.loads(tail.stdout.readline())["specversion"] == "1.0"
        issued = told(home, "keys", "create", "--vendor=cryptopro", "--scope=read_own")
        line = json.loads(tail.stdout.readline())
    finally:
        tail.terminate()
        tail.wait()
        tail.stdout.close()

    assert line["type"] == "vakhta.KeyIssued"
    assert line["data"]["key_id"] == issued["key_id"]


def test_a_key_lets_in_until_it_is_revoked_and_a_new_secret_until_then(home):
    views = state(home)["replicas"]["views-1"]

    def status_of(key):
        headers = {"Authorization": f"Bearer {key}"}
        return httpx.get(f"{views}/v1/tickets", headers=headers).status_code

    vendor = "--vendor=technokad"
    scopes = ("--scope=submit", "--scope=read_own")
    issued = told(home, "keys", "create", vendor, "--product=express", *scopes)
    assert wait_until(lambda: status_of(issued["key"]) == 200, PATIENCE)
    rotated = told(home, "keys", "rotate", issued["key_id"], vendor)
    assert wait_until(lambda: status_of(rotated["key"]) == 200, PATIENCE)
    assert status_of(issued["key"]) == 200
    told(home, "keys", "revoke", issued["key_id"], vendor)
    assert wait_until(lambda: status_of(rotated["key"]) == 401, PATIENCE)

    (listed,) = [
        key for key in told(home, "keys", "list", vendor) if key["key_id"] == issued["key_id"]
    ]
    assert listed["revoked"]
    assert listed["product"] == "express"
    assert "revoked" in vakhta(home.path, "keys", "list", vendor).stdout


def test_what_a_service_refuses_is_said_in_its_words(home):
    done = vakhta(home.path, "keys", "create", "--vendor=cryptopro", "--scope=swim")

    assert done.returncode == 1
    assert "Choose 'submit', 'read_own', 'engineer', 'administer' or 'deliveries'" in done.stderr


def test_a_key_for_a_vendor_that_is_not_there_is_refused(home):
    done = vakhta(home.path, "keys", "create", "--vendor=cryptpro", "--scope=submit")

    assert done.returncode == 1
    assert "there is no vendor cryptpro: there are cryptopro" in done.stderr


def test_a_rebuild_gives_the_same_rows_and_is_in_use(home, played):
    found = told(home, "rebuild", "views")

    assert found["same"]
    assert found["generation"] == "views_2"
    rows = {table["table"]: table["rows"] for table in found["tables"]}
    assert rows["tickets"] >= 12
    assert told(home, "ticket", "show", played["tickets"][0]["number"])


def test_a_service_with_events_of_its_own_is_not_rebuilt(home):
    done = vakhta(home.path, "rebuild", "intake")

    assert done.returncode == 1
    assert "intake holds events of its own" in done.stderr


def test_the_status_is_told_in_russian(home):
    shown = vakhta(home.path, "--language=ru", "status").stdout

    assert shown.split()[:4] == ["программа", "процесс", "адрес", "готова"]
    assert re.search(r"intake-1 +\d+ +http://127.0.0.1:\d+ +да", shown)
    assert "Писем пока нет" not in vakhta(home.path, "--language=ru", "mail").stdout


def test_a_sound_desk_is_well_by_its_doctor(home, played):
    found = told(home, "doctor")

    assert found["well"]
    assert found["findings"] == []
    assert all(
        numbers["events"] == numbers["relayed"] == numbers["on_topic"]
        for numbers in found["services"].values()
    )
    assert "Ничего не потеряно" in vakhta(home.path, "doctor", "--language=ru").stdout


def test_garbage_on_the_topic_is_told_of_and_does_no_harm(home):
    asyncio.run(put_on_topic(home, b"garbage"))

    assert wait_until(
        lambda: {one["service"] for one in findings(home, "set aside")} == SERVICES, PATIENCE
    )
    assert [one["facts"] for one in findings(home, "aliens")] == [{"records": 1}]


def test_an_event_that_cannot_be_taken_in_parks_its_key_until_it_is_skipped(home):
    append_broken(home, "broken")

    sick = [one for one in told(home, "doctor", code=1)["findings"] if one["wrong"]]
    assert {(one["check"], one["facts"]["key"]) for one in sick} == {("parked", "broken")}
    assert "views" in {one["service"] for one in sick}
    assert all(one["error"] for one in told(home, "parked", "retry", "broken", code=1))
    assert "broken" in vakhta(home.path, "parked", "list").stdout
    listed = vakhta(home.path, "--language=ru", "parked", "list").stdout
    assert listed.split()[:6] == ["сервис", "ключ", "событий", "первое", "ошибка", "попыток"]
    passed_over = ("parked", "skip", "broken", "--reason", "not readable")
    one, *others = told(home, "parked", "list")
    skipped = vakhta(home.path, *passed_over, "--service", one["service"])
    assert skipped.stdout == f"{one['service']}: broken goes on without it\n"
    assert not others or not any(each["error"] for each in told(home, *passed_over))
    assert parked(home) == []
    assert told(home, "doctor")["well"]
    assert vakhta(home.path, "parked", "retry", "broken").returncode == 1


def test_a_store_that_lost_its_newest_event_is_found_and_refilled(home):
    issued = told(home, "keys", "create", "--vendor=cryptopro", "--scope=read_own")
    assert wait_until(lambda: is_relayed(home, issued["key_id"]), PATIENCE)
    (lost,) = asked(
        home,
        "delete from intake.events where type = 'KeyIssued' and facts->>'key_id' = $1"
        " and position = intake.head(shard) returning id, shard, position",
        issued["key_id"],
    )

    (sick,) = (one for one in told(home, "doctor", code=1)["findings"] if one["wrong"])
    healed = told(home, "doctor", "--refill")

    assert sick["check"] == "lost past"
    assert "lost its newest events" in sick["en"]
    assert healed["refilled"] == {"intake": {str(lost["shard"]): 1}}
    assert healed["well"]
    (back,) = asked(home, "select shard, position from intake.events where id = $1", lost["id"])
    assert (back["shard"], back["position"]) == (lost["shard"], lost["position"])


def test_where_no_desk_is_up_that_is_said(tmp_path):
    for command in ("doctor", "demo", "keys list --vendor=x", "log tail", "parked list"):
        done = vakhta(tmp_path, *command.split())

        assert done.returncode == 1
        assert done.stderr == "no desk is up here: `make up` starts it"


def findings(home, check):
    """What the doctor of a desk that is well has to say of one check."""
    return [one for one in told(home, "doctor")["findings"] if one["check"] == check]


def parked(home):
    """What `vakhta parked list` tells."""
    return told(home, "parked", "list")


def is_relayed(home, key_id):
    """Whether a key's issue is known to be on the topic."""
    return asked(
        home,
        "select from intake.events join intake.relayed using (shard)"
        " where facts->>'key_id' = $1 and events.position <= relayed.position",
        key_id,
    )


async def put_on_topic(home, value):
    """Write a message that no service of ours would."""
    producer = AIOKafkaProducer(bootstrap_servers=state(home)["kafka"])
    await producer.start()
    await producer.send_and_wait("vakhta.events", value, partition=0)
    await producer.stop()


def append_broken(home, key):
    """Put an event into intake's store whose facts lack what its name promises."""
    asked(
        home,
        "insert into intake.events (shard, position, stream, stream_version, id, type, version,"
        " vendor, occurred_at, recorded_at, correlation, traceparent, facts)"
        " select 3, intake.head(3) + 1, 'ticket-' || $1, 1, gen_random_uuid(),"
        " 'TicketTakenIntoWork', 1, 'cryptopro', now(), now(), gen_random_uuid(), '', $2::json",
        key,
        json.dumps({"vendor": "cryptopro", "ticket_id": key}),
    )
