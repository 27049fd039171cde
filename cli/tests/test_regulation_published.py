"""`vakhta regulation publish` and `facts`: what a desk is asked, and what is told of its answer."""

import json

import httpx
import pytest

from cli import regulation_published
from cli.home import PROJECT
from cli.tests.answering import let_answer
from cli.trouble import Trouble

SOUND = PROJECT / "regulations/technokad.toml"
CHANGE = {
    "before": "technokad-2014",
    "differences": [{"ru": "languages: было a, стало b", "en": "languages: from a to b"}],
    "earliest": "2026-11-27",
    "open_tickets": 3,
    "accepted_by": 2,
    "scheduled": {"technokad-2027": "2027-01-01"},
}
PUBLISHED = {
    "state": "published",
    "in_force_from": "2026-12-01T00:00:00Z",
    "because": {"ru": "уведомление за 15 дней", "en": "notice of 15 days"},
}


@pytest.fixture
def asked(monkeypatch):
    """The requests that the desk got, in their order."""
    seen = []

    def answer(request):
        seen.append((request.method, request.url.path))
        if request.method == "PUT":
            return httpx.Response(200, json={"change": CHANGE})
        if request.url.path.endswith("/facts"):
            new = [{"part": "holders", "name": "head"}]
            return httpx.Response(200, json={"published": new})
        found = request.method == "POST"
        return httpx.Response(201, json=PUBLISHED) if found else httpx.Response(404, json={})

    let_answer(monkeypatch, regulation_published, answer)
    return seen


def publish(yes=True, language="ru", as_json=False, file=SOUND):
    return regulation_published.publish(file, None, None, language, yes=yes, as_json=as_json)


def test_a_change_is_told_in_words_before_it_is_published(asked, capsys):
    assert publish() == 0

    said = capsys.readouterr().out
    assert "languages: было a, стало b" in said
    assert "Может действовать с 2026-11-27" in said
    assert "сохранят редакцию technokad-2014: 3" in said
    assert "Уже опубликована и действует с 2027-01-01: technokad-2027" in said
    assert said.endswith("опубликована: уведомление за 15 дней.\n")
    assert [method for method, _ in asked] == ["GET", "PUT", "POST"]


def test_nothing_is_published_unless_somebody_says_so(asked, monkeypatch):
    monkeypatch.setattr(regulation_published, "confirmed", lambda _question: False)

    assert publish(yes=False) == 1
    assert "POST" not in [method for method, _ in asked]


def test_where_nobody_can_be_asked_the_option_is_named(asked):
    with pytest.raises(Trouble, match="add --yes"):
        publish(yes=False)


def test_a_program_reads_the_answer_alone(asked, capsys):
    publish(as_json=True, language="en")

    told = capsys.readouterr()
    assert json.loads(told.out) == PUBLISHED
    assert "It may hold from 2026-11-27" in told.err


def test_a_faulty_file_never_reaches_the_desk(asked, tmp_path, capsys):
    file = tmp_path / "edition.toml"
    file.write_text("id = ")

    assert publish(file=file) == 1
    assert "это не TOML" in capsys.readouterr().out
    assert asked == []


def test_facts_that_were_new_are_told(asked, capsys):
    file = PROJECT / "regulations/facts/technokad.toml"

    regulation_published.publish_facts(file, None, "ru", as_json=False)

    assert capsys.readouterr().out == "опубликовано: роль head\n"


def test_a_file_of_something_else_is_no_facts(asked, tmp_path):
    file = tmp_path / "facts.toml"
    file.write_text("x = 1")

    with pytest.raises(Trouble, match="these are no facts"):
        regulation_published.publish_facts(file, None, "ru", as_json=False)
