"""`vakhta calendar publish`: what a desk is asked, and what is told of its answer."""

import json

import httpx
import pytest
from typer.testing import CliRunner

from cli import calendar_published
from cli.commands import calendar
from cli.home import PROJECT
from cli.tests.answering import let_answer
from cli.trouble import Trouble

FILES = PROJECT / "regulations/calendar"
ROWS = "date,kind,note\n2026-12-25,holiday,Christmas\n"
HOLIDAYS = (
    '[[holiday]]\ndays = ["12-25"]\nru = "Рождество"\nru_of = "Рождества"\nen = "Christmas"\n'
)


@pytest.fixture
def asked(monkeypatch):
    """The calendars that the desk was asked to publish, which it takes unless they have no rows."""
    seen = []

    def answer(request):
        body = json.loads(request.content)
        seen.append((request.url.path, request.headers["Vakhta-Vendor"], body))
        if not body["rows"]:
            refused = {"detail": "the calendar cannot be read", "detail_ru": "не прочитать"}
            return httpx.Response(422, json=refused)
        return httpx.Response(201, json={"calendar": body["calendar"], "version": "1a2b"})

    let_answer(monkeypatch, calendar_published, answer)
    return seen


@pytest.fixture
def files(tmp_path):
    (tmp_path / "pt.csv").write_text(ROWS)
    (tmp_path / "pt_holidays.toml").write_text(HOLIDAYS)
    return tmp_path


def publish(*arguments):
    """What the command says; raises what it raises."""
    told = CliRunner().invoke(
        calendar.app, ["publish", *map(str, arguments)], catch_exceptions=False
    )
    return told.stdout


def test_a_calendar_is_published_for_all_vendors_with_its_holidays(asked, files):
    said = publish(files / "pt.csv", "--language", "ru")

    body = {"calendar": "pt", "rows": ROWS, "holidays": HOLIDAYS, "special_days": ""}
    assert asked == [("/v1/calendars", "*", body)]
    assert said.startswith("Действует календарь pt, версия 1a2b: сроки")


def test_the_special_days_beside_it_are_published_too(asked):
    publish(FILES / "ru.csv", "--name", "russian", "--language", "en")

    ((_, _, body),) = asked
    assert body["calendar"] == "russian"
    assert body["rows"] == (FILES / "ru.csv").read_text()
    assert body["special_days"] == (FILES / "ru_special_2020_2021.csv").read_text()


def test_a_program_reads_the_answer_alone(asked, files):
    assert json.loads(publish(files / "pt.csv", "--json")) == {"calendar": "pt", "version": "1a2b"}


def test_a_calendar_whose_fixed_holidays_nobody_named_is_not_published(asked, files):
    (files / "pt_holidays.toml").unlink()

    with pytest.raises(Trouble, match=r"нет файла .*pt_holidays\.toml: в нём праздники"):
        publish(files / "pt.csv", "--language", "ru")
    assert asked == []


def test_a_file_that_is_not_there_is_told_in_a_sentence(asked, tmp_path):
    with pytest.raises(Trouble, match=r"gr\.csv cannot be read .*: name a calendar's rows"):
        publish(tmp_path / "gr.csv", "--language", "en")


def test_what_the_desk_refuses_is_told_in_its_words(asked, files):
    (files / "pt.csv").write_text("")

    with pytest.raises(Trouble, match="entitlement отказывает: не прочитать"):
        publish(files / "pt.csv", "--language", "ru")
