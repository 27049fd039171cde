"""The language of a run: the one that is named, else that of the environment."""

import asyncio
import errno
from types import SimpleNamespace

import pytest
from rich.console import Console
from typer.testing import CliRunner

from cli import language, main
from cli.embedded.program import Program
from cli.supervisor.child import Child
from cli.teller import Teller
from cli.tests.running import vakhta
from cli.trouble import Trouble
from cli.welcome import first_request

NOT_UP = "vakhta: служба здесь не запущена: её запускает `make up`\n"
RUSSIAN = {"LC_ALL": "ru_RU.UTF-8"}


def said(folder, *arguments):
    """What a command says that ends well."""
    done = CliRunner().invoke(main.app, arguments, env={"VAKHTA_HOME": str(folder)})
    assert done.exit_code == 0, done.exception
    return done.stdout


@pytest.mark.parametrize("command", ["stop intake", "parked list", "log tail", "trace CP-1"])
def test_a_refused_command_says_why_in_the_language_of_the_environment(tmp_path, command):
    done = vakhta(tmp_path, *command.split(), **RUSSIAN)

    assert (done.returncode, done.stderr) == (1, NOT_UP)


def test_the_language_that_is_named_goes_before_that_of_the_environment(tmp_path):
    in_russian = vakhta(tmp_path, "--language", "ru", "parked", "list")
    in_english = vakhta(tmp_path, "--language", "en", "parked", "list", **RUSSIAN)

    assert in_russian.stderr == NOT_UP
    assert in_english.stderr == "vakhta: no desk is up here: `make up` starts it\n"


def test_a_commands_own_language_is_that_of_its_refusals(tmp_path, monkeypatch):
    monkeypatch.setenv("VAKHTA_HOME", str(tmp_path))
    done = CliRunner().invoke(main.app, ["doctor", "--language=ru"])

    assert isinstance(done.exception, Trouble)
    assert str(done.exception) == "служба здесь не запущена: её запускает `make up`"


def test_where_nothing_is_to_be_shown_that_is_said_in_either_language(tmp_path):
    assert "Служба здесь не запущена" in said(tmp_path, "--language=ru", "status")
    assert "No desk is up here" in said(tmp_path, "status")
    assert "Писем пока нет." in said(tmp_path, "--language=ru", "mail")
    assert said(tmp_path, "--language=ru", "down") == "Служба здесь не запущена.\n"


def test_a_folder_that_cannot_be_made_is_told_with_its_reason_in_russian(tmp_path):
    (tmp_path / "file").touch()

    done = vakhta(tmp_path / "file" / "desk", "--language", "ru", "status")

    assert "создать нельзя (на пути не папка): назовите другую в VAKHTA_HOME" in done.stderr


def test_steps_and_warnings_are_told_in_russian(capsys):
    language.speak("ru")
    teller = Teller(Console(highlight=False, soft_wrap=True))

    with teller.step("Apache Kafka answers", "Apache Kafka отвечает"):
        pass
    teller.warn("It ended", "Работа кончилась")

    told = capsys.readouterr().out
    assert "✓ Apache Kafka отвечает (0.0 с)" in told
    assert "! Работа кончилась" in told


def test_the_end_of_a_program_is_told_in_russian(tmp_path):
    language.speak("ru")
    told = []
    program = Program("kafka", ["/bin/false"], tmp_path, tmp_path / "kafka.log")
    child = Child(program, lambda _en, ru: told.append(ru))

    child.tend(wanted=True)
    child._process.wait()
    child.tend(wanted=False)

    assert told == [
        "kafka: работа кончилась (код 1); новый запуск через 0.2 с, "
        f"журнал: {tmp_path / 'kafka.log'}"
    ]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (OSError(errno.ENOSPC, "full"), "на диске нет места"),
        (PermissionError(errno.EACCES, "no", "state.json"), "state.json принадлежит другому"),
        (KeyError("x"), "этого не должно было случиться: KeyError: 'x'"),
    ],
)
def test_what_was_not_foreseen_is_told_in_russian(fault, words):
    language.speak("ru")

    assert words in main.sentence(fault)


def test_where_a_first_request_is_shown_is_told_in_russian():
    language.speak("ru")

    away = SimpleNamespace(urls={"intake": ["http://127.0.0.1:9"]})
    world = SimpleNamespace(client_keys={"cryptopro": "vk"})

    assert asyncio.run(first_request(away, world)) == (
        "  как это сделать, показывает http://127.0.0.1:9/docs"
    )


MISTYPED = [
    ("bla", "нет команды bla"),
    ("parked bla", "нет команды bla"),
    ("deadline --wat", "нет параметра --wat"),
    ("mail --laste 3", "нет параметра --laste; есть похожие: --last"),
    ("deadline cryptopro --from", "параметру --from нужно значение"),
    ("deadline --explain=1 x", "параметру --explain значение не нужно"),
    ("keys list", "не указан параметр --vendor"),
    ("keys list --vendor x extra", "лишнее: extra"),
    ("regulation check", "не указано: file"),
    ("up --replicas x", "--replicas: нужно целое число"),
    ("up --replicas 0", "--replicas: нужно не меньше 1"),
    ("up --replicas 9", "--replicas: нужно не больше 8"),
    ("doctor --patience x", "--patience: нужно число"),
    ("demo --language fr", "--language: fr не подходит, выберите из 'ru', 'en'"),
]


@pytest.mark.parametrize(("typed", "said"), MISTYPED, ids=[typed for typed, _ in MISTYPED])
def test_what_was_typed_wrong_is_told_in_russian(typed, said):
    done = CliRunner().invoke(main.app, ["--language=ru", *typed.split()], prog_name="vakhta")

    assert done.exit_code == 2
    assert f"vakhta: {said}" in done.stderr


def test_beside_it_stands_how_the_command_is_called_and_where_its_help_is():
    done = CliRunner().invoke(main.app, ["--language=ru", "status", "--wat"], prog_name="vakhta")

    assert done.stderr == (
        "Вызов: vakhta status [OPTIONS]\n"
        "vakhta: нет параметра --wat; справка: `vakhta status --help`\n"
    )


def test_what_was_typed_wrong_is_told_by_typer_in_english():
    done = CliRunner().invoke(main.app, ["deadline", "--wat"])

    assert done.exit_code == 2
    assert "No such option: --wat" in done.stderr


def test_a_group_of_commands_without_one_shows_its_help_in_russian():
    done = CliRunner().invoke(main.app, ["--language=ru", "keys"])

    assert "Выдать ключ; он показывается один раз." in done.stdout
