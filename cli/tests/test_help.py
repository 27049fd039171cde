"""Help in the language that it is asked in: of all commands and of each option."""

import json

import pytest
import typer
from typer.testing import CliRunner

from cli import main
from cli.helping import paragraphs, table

ENGLISH, RUSSIAN = {"LC_ALL": "C.UTF-8"}, {"LC_ALL": "ru_RU.UTF-8"}


def told(*arguments, env=ENGLISH):
    """What the command prints, without the frames and the breaks of its lines."""
    runner = CliRunner()
    done = runner.invoke(main.app, arguments, env=env, catch_exceptions=False, prog_name="vakhta")
    return " ".join(done.stdout.replace("│", " ").split())


def helps_of(command):
    """Each paragraph of help of a command, of its options and of the commands beneath it."""
    for each in (command, *command.params):
        yield from paragraphs(getattr(each, "help", None) or "")
    if hasattr(command, "list_commands"):
        for name in command.list_commands(None):
            yield from helps_of(command.get_command(None, name))


def test_each_help_has_its_russian_words_and_no_others_are_kept(monkeypatch):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    known = set(helps_of(typer.main.get_command(main.app))) - {""}

    assert set(table()) == known


@pytest.mark.parametrize(
    ("arguments", "env"), [(("--language", "ru", "--help"), ENGLISH), (("--help",), RUSSIAN)]
)
def test_the_commands_are_listed_in_russian(arguments, env):
    said = told(*arguments, env=env)

    assert "Вызов: vakhta [OPTIONS] COMMAND" in said
    assert "Команды" in said
    assert "mail Читать письма, которые служба отправила на этой машине." in said
    assert "--help <bool> Показать эту справку и выйти." in said


@pytest.mark.parametrize(
    ("arguments", "env"),
    [
        (("--language", "ru", "regulation", "check", "--help"), ENGLISH),
        (("regulation", "check", "--help"), RUSSIAN),
    ],
)
def test_a_command_explains_itself_in_russian(arguments, env):
    said = told(*arguments, env=env)

    assert "Сказать обо всём, что не так в редакции" in said
    assert "Редакция, например regulations/vendor.toml. [обязательно]" in said


def test_after_a_russian_help_an_english_one_is_english_again():
    told("--language", "ru", "--help")

    said = told("deadline", "--help")

    assert "Usage: vakhta deadline" in said
    assert "Arguments" in said
    assert "Whose regulation, or the file of one. [required]" in said


@pytest.mark.parametrize(("language", "env"), [("ru", ENGLISH), ("en", RUSSIAN)])
def test_the_language_named_before_the_command_is_that_of_its_answers(language, env):
    asked = ("deadline", "cryptopro", "--from", "2026-02-20T17:30", "--working", "12h")
    sentences = json.loads(told(*asked, "--json", env=env))["sentence"]

    assert told("--language", language, *asked, env=env) == " ".join(sentences[language].split())
