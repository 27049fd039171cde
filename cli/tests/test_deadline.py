"""`vakhta deadline` and `vakhta worked`: working time by a regulation, without a running desk."""

import json
import tomllib
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from typer.testing import CliRunner

from cli.commands import deadline, worked
from cli.explanation import answer
from cli.hours import REGULATIONS, read_hours
from cli.instants import read_instant
from cli.trouble import Trouble
from libs import regulation
from libs.regulation.tests.desk import OTHER_HOURS, OTHER_WINDOWS
from libs.worktime import Calendar

FRIDAY_EVENING = "2026-02-20T17:30+03:00"
VENDORS = {tomllib.loads(path.read_text())["vendor"]: path for path in REGULATIONS.glob("*.toml")}


def asked(app, *arguments):
    """What the command says; raises what it raises."""
    return CliRunner().invoke(app.app, arguments, catch_exceptions=False).stdout


def due(vendor, start, working, *more):
    arguments = (vendor, "--from", start, "--working", working, *more, "--json")
    return json.loads(asked(deadline, *arguments))


def test_a_deadline_steps_over_the_weekend_and_the_holiday_and_says_so():
    found = due("cryptopro", FRIDAY_EVENING, "12h")

    assert found["due"] == "2026-02-25T11:30:00+03:00"
    assert not found["provisional"]
    assert found["edition"] == "cryptopro-2015"
    assert "День защитника Отечества" in found["sentence"]["ru"]
    assert "Defender of the Fatherland Day" in found["sentence"]["en"]
    assert [day["seconds"] for day in found["trace"]["days"]] == [1800, 0, 0, 0, 32400, 9000]


@pytest.mark.parametrize(
    ("working", "expected"),
    [
        ("30m", "2026-02-20T18:00:00+03:00"),
        ("721m", "2026-02-25T11:31:00+03:00"),
        ("1h30m", "2026-02-24T10:00:00+03:00"),
        ("90s", "2026-02-20T17:31:30+03:00"),
        ("1h0m1s", "2026-02-24T09:30:01+03:00"),
        ("2d", "2026-02-25T17:30:00+03:00"),
    ],
)
def test_limits_are_written_in_hours_minutes_seconds_or_working_days(working, expected):
    assert due("cryptopro", FRIDAY_EVENING, working)["due"] == expected


def test_a_bare_instant_is_read_on_the_vendors_clock():
    assert due("cryptopro", "2026-02-20T17:30", "12h") == due("cryptopro", FRIDAY_EVENING, "12h")
    assert due("cryptopro", "2026-02-20T14:30Z", "12h") == due("cryptopro", FRIDAY_EVENING, "12h")


def test_one_office_has_its_own_hours_and_without_one_all_count():
    alone = due("technokad", "2026-02-20T17:30", "1h", "--office", "novosibirsk")
    together = due("technokad", "2026-02-20T17:30", "1h")

    assert alone["due"] == "2026-02-24T05:00:00+03:00"
    assert together["due"] == "2026-02-24T04:30:00+03:00"


def test_a_deadline_in_a_year_without_a_calendar_is_provisional():
    known = Calendar.from_csv(
        *((REGULATIONS / "calendar" / name).read_text() for name in ("ru.csv", "ru_holidays.toml"))
    ).years

    found = due("cryptopro", f"{known[-1]}-12-31T17:00", "12h")

    assert found["provisional"]
    assert found["trace"]["unknown_years"] == [known[-1] + 1]


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_hours_read_at_once_are_those_of_the_whole_edition(vendor):
    edition = regulation.load(VENDORS[vendor].read_text())
    quick = read_hours(vendor, edition.in_force_from, None)

    assert quick.edition == edition.id
    assert quick.working_time == edition.working_time(quick.calendar)
    for office in edition.schedule.offices:
        one = read_hours(vendor, edition.in_force_from, office.slug)
        assert one.working_time == edition.working_time(quick.calendar, office.slug)


@pytest.fixture
def moved(tmp_path):
    """A folder of regulations in which one vendor works other hours on some dates."""
    folder = Path(copytree(REGULATIONS, tmp_path / "regulations"))
    (folder / "facts" / "technokad.toml").write_text(OTHER_HOURS)
    return folder


def test_the_hours_that_dated_facts_change_are_counted_as_the_desk_counts_them(moved):
    edition = regulation.load(VENDORS["technokad"].read_text())
    facts = regulation.load_facts(OTHER_HOURS, edition)
    quick = read_hours("technokad", date(2026, 7, 1), None, folder=moved)
    start, end = (quick.local(read_instant("--from", f"2026-07-0{day}T00:00")) for day in (3, 7))

    others = facts.overrides(edition)
    assert quick.working_time == edition.working_time(quick.calendar, None, others)
    told = quick.explain_between(start, end)
    assert told.seconds == (9 + 5) * 3600
    moscow = read_hours("technokad", date(2026, 7, 1), "moscow", folder=moved)
    assert moscow.explain_between(start, end).seconds == 6 * 3600
    assert "переезд" in str(told.as_json())


def test_the_special_days_are_off_where_the_facts_say_so(moved):
    day = date(2020, 4, 1)
    usual = read_hours("technokad", date(2026, 7, 1), None)

    assert usual.calendar.day(day).is_working
    assert (
        not read_hours("technokad", date(2026, 7, 1), None, folder=moved)
        .calendar.day(day)
        .is_working
    )


def test_a_promise_is_explained_by_the_hours_that_dated_facts_change(moved):
    about = {"channel": "embedded", "occasion": "first", "plan": "general_agreement"}
    about |= {"level": "priority", "kind": None, "topic": None, "covered": None}
    start = read_instant("--from", "2026-07-03T17:30")

    usual, other = (
        answer("technokad", start, about, folder).promises[0].due_at
        for folder in (REGULATIONS, moved)
    )

    assert (usual.isoformat(), other.isoformat()) == (
        "2026-07-06T02:30:00+00:00",
        "2026-07-07T02:30:00+00:00",
    )


def test_an_office_abroad_keeps_its_own_clock(tmp_path):
    folder = Path(copytree(REGULATIONS, tmp_path / "regulations"))
    text = VENDORS["technokad"].read_text()
    slug = 'slug = "novosibirsk"\n'
    abroad = text.replace(slug, slug + 'zone = "Asia/Novosibirsk"\n', 1)
    (folder / VENDORS["technokad"].name).write_text(abroad)

    quick = read_hours("technokad", date(2026, 7, 1), "novosibirsk", folder=folder)

    assert quick.working_time == regulation.load(abroad).working_time(quick.calendar, "novosibirsk")


@pytest.fixture
def attended(tmp_path):
    """A folder of regulations in which one vendor's telephone is answered from 10 to 16, on one
    date from 12 to 14 and on another not at all."""
    folder = Path(copytree(REGULATIONS, tmp_path / "regulations"))
    text = VENDORS["regionsoft"].read_text()
    windows = 'windows = [{ opens = "10:00", closes = "16:00" }]\n'
    by_phone = text.replace('name = "phone"\n', f'name = "phone"\n{windows}', 1)
    (folder / VENDORS["regionsoft"].name).write_text(by_phone)
    (folder / "facts" / "regionsoft.toml").write_text(OTHER_WINDOWS)
    return folder


def test_the_hours_of_a_channel_are_counted_as_the_desk_counts_them(attended):
    edition = regulation.load((attended / VENDORS["regionsoft"].name).read_text())
    others = regulation.load_facts(OTHER_WINDOWS, edition).overrides(edition)

    for channel in edition.channels:
        quick = read_hours("regionsoft", date(2026, 7, 1), None, channel.name, folder=attended)
        by = edition.attends(channel.name)
        assert quick.working_time == edition.working_time(quick.calendar, None, others, by)


@pytest.mark.parametrize(
    ("channel", "expected"),
    [
        ("phone", "2026-07-06T11:30:00+03:00"),
        ("email", "2026-07-03T17:30:00+03:00"),
        (None, "2026-07-03T17:30:00+03:00"),
    ],
)
def test_a_deadline_counts_the_hours_at_which_a_channel_is_attended_to(attended, channel, expected):
    edition = str(attended / VENDORS["regionsoft"].name)
    options = ("--channel", channel) if channel else ()

    assert due(edition, "2026-07-03T13:30", "4h", *options)["due"] == expected


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ("regionsoft", "--from", "2026-02-20", "--working", "1h", "--channel", "pigeon"),
            "regionsoft has no channel pigeon: it has ",
        ),
        (("nobody", "--from", "2026-02-20", "--working", "1h"), "no vendor nobody"),
        (("cryptopro", "--from", "yesterday", "--working", "1h"), "--from yesterday is no instant"),
        (("cryptopro", "--from", "2026-02-20", "--working", "1.5h"), "1.5h is no limit"),
        (("cryptopro", "--from", "2026-02-20", "--working", "12"), "12 is no limit"),
        (("cryptopro", "--from", "2026-02-20", "--working", "0d"), "0d is no limit"),
        (("cryptopro", "--from", "2010-02-20", "--working", "1h"), "had no regulation on 2010"),
        (("cryptopro", "--from", "9999-12-31", "--working", "1h"), "cannot be counted"),
        (("cryptopro", "--from", "2026-02-20", "--working", "999999999h"), "cannot be counted"),
        (
            ("technokad", "--from", "2026-02-20", "--working", "1h", "--office", "omsk"),
            "technokad has no office omsk: it has moscow, novosibirsk",
        ),
    ],
)
def test_what_cannot_be_answered_is_said_in_a_sentence(arguments, sentence):
    with pytest.raises(Trouble, match=sentence):
        asked(deadline, *arguments)


def test_an_early_instant_is_counted_by_the_edition_that_is_named():
    found = due("cryptopro", "2014-06-11T17:00", "2h", "--at-edition", "2026-01-01")

    assert found["due"] == "2014-06-16T10:00:00+04:00"


def test_people_read_it_in_their_language_day_by_day(monkeypatch):
    monkeypatch.setenv("LC_ALL", "ru_RU.UTF-8")
    question = ("cryptopro", "--from", FRIDAY_EVENING, "--working", "12h", "--explain")

    in_russian, in_english = asked(deadline, *question), asked(deadline, *question, "--language=en")

    assert "Поступило пт 20.02 17:30" in in_russian
    assert "пн 2026-02-23" in in_russian
    assert "Received Fri 20 Feb 17:30" in in_english
    assert "Mon 2026-02-23" in in_english


def test_working_time_between_two_instants_is_counted_and_traced():
    answer = asked(
        worked, "technokad", "--from", "2026-02-20T17:00", "--to", "2026-02-24T05:00", "--json"
    )

    found = json.loads(answer)
    assert (found["seconds"], found["hours"]) == (7200, 2.0)
    assert [day["seconds"] for day in found["trace"]["days"]] == [3600, 0, 0, 0, 3600]


def test_the_end_of_what_was_worked_is_not_before_its_beginning():
    with pytest.raises(Trouble, match="put the earlier one first"):
        asked(worked, "technokad", "--from", "2026-02-21", "--to", "2026-02-20")


def test_a_day_names_the_edition_in_force_from_its_beginning():
    assert read_hours("cryptopro", date(2015, 1, 1), None).edition == "cryptopro-2015"


def test_a_file_that_is_nowhere_published_is_counted_by_and_explained_too(tmp_path):
    written = (Path(regulation.__file__).parent / "tests/fifth.toml").read_text()
    file = tmp_path / "edition.toml"
    file.write_text(written)
    about = {"channel": "portal", "occasion": "first", "plan": "gold", "kind": "outage"}

    told = answer(str(file), read_instant("--from", "2026-03-07T22:00"), about)

    assert due(str(file), "2026-03-07T22:00", "2h")["due"] == "2026-03-08T01:00:00+00:00"
    assert told.promises[0].due_at.isoformat() == "2026-03-07T22:15:00+00:00"
    file.write_text(written.replace("Europe/Dublin", "Europe/Dubbelin"))
    with pytest.raises(Trouble, match="is no IANA time zone"):
        due(str(file), "2026-03-07T22:00", "2h")
