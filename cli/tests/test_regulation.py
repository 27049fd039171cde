"""`vakhta regulation check`, `diff`, `show`: editions are looked through without a desk."""

import json
import re

import httpx
import pytest
from typer.testing import CliRunner

from cli import published_here
from cli.commands import regulation
from cli.home import PROJECT
from cli.tests.answering import let_answer
from cli.trouble import Trouble
from libs.regulation import load

SOUND = (PROJECT / "regulations/cryptopro.toml").read_text()
LEVELS = (PROJECT / "regulations/technokad.toml").read_text()
TIERS = (PROJECT / "regulations/nanosoft.toml").read_text()


def asked(*arguments):
    return CliRunner().invoke(regulation.app, [*map(str, arguments)], catch_exceptions=False)


def written(folder, *changes, text=SOUND, name="edition.toml"):
    """A file that differs from a sound one by these changes."""
    for good, bad in changes:
        assert good in text
        text = text.replace(good, bad, 1)
    path = folder / name
    path.write_text(text)
    return path


def line_of(path, words):
    return 1 + path.read_text().split(words)[0].count("\n")


@pytest.mark.parametrize("path", sorted((PROJECT / "regulations").glob("*.toml")), ids=str)
def test_the_editions_that_are_published_are_sound(path):
    answer = asked("check", path)

    assert (answer.exit_code, answer.stdout) == (0, "")


ERRORS = [
    (SOUND, 'unit = "real_minutes" }', 'unit = "minutes" }', "did you mean 'real_minutes'"),
    (SOUND, ', unit = "real_minutes" }', " }", "limit › unit: is missing; add it"),
    (SOUND, 'met_by = ["CallAnswered"]', "met_by = []", "met_by: is empty; fill it in"),
    (SOUND, 'channels = ["phone"]\nlimit',
     'channels = ["phone", "portal"]\nlimit', "nobody can stop"),
    (SOUND, "notice_days = 15", "notice_day = 15", "did you mean 'notice_days'?"),
    (SOUND, 'grounds = "not_identified"', 'grounds = "unidentified"',
     "did you mean 'not_identified'?"),
    (SOUND, "Request {number} closes", "Request {nummer} closes", "nothing can be put in {nummer}"),
    (SOUND, ', en = "A request that closed by itself can be opened again, or a new one sent."', "",
     "message › en: is missing; add it"),
    (SOUND, "notice_days = 15", "notice_days =", "this is no TOML"),
    (LEVELS, 'closes = "18:00" }]', 'closes = "18:00" }, { opens = "17:00", closes = "19:00" }]',
     "it claims the same time as window 1, such as mon 17:00"),
    (TIERS, "seats_from = 11,", "seats_from = 12,", "there is a gap between the tiers"),
    (TIERS, "seats_from = 11,", "seats_from = 10,", "there is an overlap between the tiers"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "good", "bad", "said"), ERRORS, ids=[row[3] for row in ERRORS])
def test_an_error_is_told_with_its_file_and_line_and_remedy(tmp_path, text, good, bad, said):
    path = written(tmp_path, (good, bad), text=text)

    answer = asked("check", path, "--language=en")

    assert answer.exit_code == 1
    assert re.search(rf"^{path}:\d+: error: .*{re.escape(said)}", answer.stdout, re.MULTILINE)


WARNINGS = [
    ("can be opened again, or a new one sent.", "can be {opened} again.",
     "nothing is put in {opened}"),
    ("[[escalations]]", '[[roles]]\nslug = "idle"\nname = { ru = "а", en = "a" }\n'
     'assumed = "A-29"\n\n[[escalations]]', "nothing uses it"),
]  # fmt: skip


@pytest.mark.parametrize(("good", "bad", "said"), WARNINGS, ids=[row[2] for row in WARNINGS])
def test_a_warning_alone_is_no_failure(tmp_path, good, bad, said):
    answer = asked("check", written(tmp_path, (good, bad)), "--language=en")

    assert answer.exit_code == 0
    assert re.match(rf".+:\d+: warning: .*{re.escape(said)}", answer.stdout)


def test_all_findings_are_told_at_once_whatever_their_kind(tmp_path):
    path = written(
        tmp_path,
        ('grounds = "not_identified"', 'grounds = "unidentified"'),
        ('unit = "real_minutes" }', 'unit = "minutes" }'),
        ("can be opened again, or a new one sent.", "can be {opened} again."),
    )

    found = json.loads(asked("check", path, "--json").stdout)

    assert [each["grade"] for each in found] == ["error", "error", "warning"]
    assert [each["line"] for each in found] == [
        line_of(path, words) for words in ('grounds = "unid', 'unit = "minutes"', "{opened}")
    ]


def test_two_editions_of_a_vendor_from_the_same_day_are_an_error(tmp_path):
    written(tmp_path, name="other.toml")

    answer = asked("check", written(tmp_path), "--language=ru")

    assert answer.exit_code == 1
    assert "ошибка: in_force_from: other.toml занимает те же дни" in answer.stdout


def test_what_stands_beside_a_file_and_cannot_be_read_is_no_concern_of_its_check(tmp_path):
    (tmp_path / "broken.toml").write_bytes("vendor = 'Издание'".encode("cp1251"))
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "gone.toml").symlink_to(tmp_path / "nothing")

    assert asked("check", written(tmp_path)).exit_code == 0


def test_the_mark_that_some_editors_begin_a_file_with_is_no_fault(tmp_path):
    path = written(tmp_path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert asked("check", path).exit_code == 0


def test_many_files_that_claim_the_same_days_are_told_in_one_sentence(tmp_path):
    for name in "bcdef":
        written(tmp_path, name=f"{name}.toml")

    told = asked("check", written(tmp_path, name="a.toml"), "--language=en").stdout

    assert "b.toml, c.toml, d.toml and 2 more claim the same days of this vendor" in told


@pytest.mark.parametrize("content", ["", "a = [", "[[[", "plans = 3", "x", "[" * 5000])
def test_no_file_is_so_broken_that_it_gives_a_traceback(tmp_path, content):
    path = tmp_path / "edition.toml"
    path.write_text(content)

    answer = asked("check", path)

    assert answer.exit_code == 1
    assert answer.stdout.startswith(f"{path}:1: ")


def test_a_file_in_another_encoding_is_told_by_the_line_where_it_begins(tmp_path):
    path = tmp_path / "edition.toml"
    path.write_bytes("id = 1\nname = 'Издание'".encode("cp1251"))

    [found] = json.loads(asked("check", path, "--json").stdout)

    assert found["said"] == "this is no UTF-8; save the file in that encoding"
    assert asked("check", path).stdout.startswith(f"{path}:{found['line']}: error: this is no")
    assert (found["line"], asked("check", path).exit_code) == (2, 1)


def test_a_huge_file_is_told_without_being_read(tmp_path):
    path = tmp_path / "edition.toml"
    with path.open("wb") as file:
        file.truncate(10**12)

    answer = asked("check", path, "--language=ru")

    assert answer.exit_code == 1
    assert "это не издание: текст длиннее 1000000 знаков" in answer.stdout


@pytest.mark.parametrize(
    ("name", "said"), [("", "это папка"), ("none.toml", "его нет"), ("other.toml", "это не UTF-8")]
)
@pytest.mark.parametrize("command", ["check", "diff"])
def test_what_is_no_file_of_a_regulation_is_told_in_russian(tmp_path, command, name, said):
    (tmp_path / "other.toml").write_bytes("имя".encode("cp1251"))
    path = tmp_path / name
    try:
        answer = asked(command, path, *([path] if command == "diff" else []), "--language=ru")
        told = answer.stdout
    except Trouble as trouble:
        told = str(trouble)

    assert said in told


ENGLISH = re.compile(r"\b(is|the|it|write|add|or|line)\b")


@pytest.mark.parametrize(("text", "good", "bad", "said"), ERRORS, ids=[row[3] for row in ERRORS])
def test_with_russian_asked_for_no_finding_is_in_english(tmp_path, text, good, bad, said):
    path = written(tmp_path, (good, bad), text=text)

    told = asked("check", path, "--language=ru")

    for row in told.stdout.splitlines():
        sentence = re.sub(r"'[^']*'", "", row.split(": ", 2)[2])
        assert re.search("[а-я]", sentence)
        assert not ENGLISH.search(sentence)
    with pytest.raises(Trouble) as broken:
        asked("diff", path, path, "--language=ru")
    assert "строка " in str(broken.value) or "это не TOML" in str(broken.value)
    assert not ENGLISH.search(re.sub(r"'[^']*'|`.*`", "", str(broken.value)))


def test_a_changed_value_is_told_with_its_place_and_rule(tmp_path):
    before = written(tmp_path, name="a.toml")
    after = written(tmp_path, ("notice_days = 15", "notice_days = 20"), name="b.toml")

    assert (
        "publication › notice_days: from 15 to 20 (CPRO-R-49, "
        in asked("diff", before, after, "--language=en").stdout
    )
    assert "было 15, стало 20" in asked("diff", before, after, "--language=ru").stdout
    assert "The editions say the same" in asked("diff", before, before, "--language=en").stdout


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ("preferred = true", "preferred = false", "preferred: было да, стало нет"),
        ('closes = "18:00" }]', 'closes = "17:00" }]', "номер 1 › closes: было 18:00, стало 17:00"),
        (
            'closes = "18:00" }]',
            'closes = "18:00", weekdays = ["mon", "sat"] }]',
            "weekdays: было [пн, вт, ср, чт, пт], стало [пн, сб]",
        ),
        ("amount = 12,", "amount = 8,", "было «в течение 12 рабочих часов», стало «в течение 8"),
    ],
)
def test_a_change_is_told_in_russian(tmp_path, good, bad, said):
    before = written(tmp_path, name="a.toml")
    after = written(tmp_path, (good, bad), name="b.toml")

    assert said in asked("diff", before, after, "--language=ru").stdout


def test_an_added_part_is_called_by_its_name_and_taken_back_is_removed(tmp_path):
    role = '[[roles]]\nslug = "idle"\nname = { ru = "дежурный", en = "on duty" }\n\n'
    before = written(tmp_path, name="a.toml")
    after = written(tmp_path, ("[[escalations]]", role + "[[escalations]]"), name="b.toml")

    added, removed = (
        json.loads(asked("diff", *pair, "--json").stdout)
        for pair in ((before, after), (after, before))
    )

    assert [(each["place"], each["sort"]) for each in added] == [("roles › idle", "added")]
    assert [(each["place"], each["sort"]) for each in removed] == [("roles › idle", "removed")]


@pytest.fixture(autouse=True)
def no_desk_here(monkeypatch, tmp_path):
    monkeypatch.setenv("VAKHTA_HOME", str(tmp_path))


@pytest.fixture
def harbour(monkeypatch):
    """A desk that has published two editions of a vendor without files here."""
    text = (PROJECT / "libs/regulation/tests/fifth.toml").read_text().replace("meridian", "harbour")
    change = text.replace("harbour-2026", "harbour-2027").replace("2026-01-01", "2027-01-01", 1)

    def answer(request):
        match request.url.path.rpartition("/")[2]:
            case "vendors":
                body = [{"vendor": "harbour", "zone": "Europe/Dublin"}]
            case "in-force":
                later = request.url.params["at"] >= "2027-01-01T00:00:00+00:00"
                body = {"edition": "harbour-2027" if later else "harbour-2026"}
            case "harbour-2027":
                body = {"content": load(change).model_dump(mode="json")}
            case _:
                body = {"content": load(text).model_dump(mode="json")}
        return httpx.Response(200, json=body)

    let_answer(monkeypatch, published_here, answer)


def test_what_a_running_desk_has_published_is_shown_though_its_file_is_elsewhere(harbour):
    before, after, file = (
        json.loads(asked("show", vendor, "--at", day, "--json").stdout)["edition"]
        for vendor, day in (
            ("harbour", "2026-12-31"),
            ("harbour", "2027-03-01"),
            ("technokad", "2027-03-01"),
        )
    )

    assert (before, after, file) == ("harbour-2026", "harbour-2027", "technokad-2015")


def test_a_summary_names_hours_channels_clocks_closing_and_plans():
    russian = asked("show", "cryptopro", "--language=ru").stdout
    shown = json.loads(asked("show", "technokad", "--json", "--language=en").stdout)

    assert "Ответим в письменном виде в срок не более 12 рабочих часов." in russian
    assert "3 рабочих дня без ответа" in russian
    assert shown["hours"][0].startswith("Head office: 09:00–18:00 Mon, Tue")
    assert len(shown["clocks"]) == 2


def test_a_summary_in_russian_has_no_english_words():
    slugs = re.compile(r"\b(first_response|take_into_work|within|days|portal|phone|email)\b")
    for vendor in ("cryptopro", "technokad", "nanosoft"):
        assert not slugs.search(asked("show", vendor, "--language=ru").stdout)


def test_an_unknown_vendor_or_day_is_told_in_russian():
    with pytest.raises(Trouble, match="поставщика nobody нет: есть cryptopro"):
        asked("show", "nobody", "--language=ru")
    with pytest.raises(Trouble, match="вчера — не день"):
        asked("show", "cryptopro", "--at", "вчера", "--language=ru")


def test_before_the_first_edition_there_is_nothing_to_show():
    with pytest.raises(Trouble, match="had no regulation on 2010-01-01"):
        asked("show", "cryptopro", "--at", "2010-01-01")
