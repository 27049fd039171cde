"""What the pages for people say of commands, targets, variables and files is there."""

import re
import shlex
from pathlib import Path

import pytest
import typer

from cli.main import app
from libs.runtime.command import SERVICES
from tests.contract.deployment import told, variables

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "README.ru.md", ROOT / "CHANGELOG.md", *ROOT.glob("docs/*.md")]
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"\bvakhta (?=[a-z-])([^|;)\n]+)")


def blocks(text):
    return BLOCK.findall(text)


def code(text):
    """Lines of the code blocks, and the code within sentences."""
    inside = [line for block in blocks(text) for line in block.splitlines()[1:-1]]
    return inside + re.findall(r"`([^`\n]+)`", BLOCK.sub("", text))


def headings(text):
    return [len(marks) for marks in re.findall(r"^(#+) ", BLOCK.sub("", text), re.MULTILINE)]


def both_readmes():
    return [(ROOT / name).read_text() for name in ("README.md", "README.ru.md")]


def commands(page):
    found = [line for text in code(page.read_text()) for line in COMMAND.findall(text)]
    return [shlex.split(line, comments=True) for line in found]


def follow(words):
    """The command that words name, and the words that are left. Raises KeyError for none."""
    command, left = typer.main.get_command(app), list(words)
    while hasattr(command, "list_commands") and left and not left[0].startswith("-"):
        found = command.get_command(None, left[0])
        if found is None:
            raise KeyError(f"vakhta {shlex.join(words)}")
        command, left = found, left[1:]
    return command, left


def test_both_readmes_are_built_alike():
    english, russian = both_readmes()

    assert headings(english) == headings(russian)


def test_both_readmes_show_the_same_code():
    english, russian = both_readmes()

    assert blocks(english) == blocks(russian)


@each_page
def test_every_command_named_exists_with_its_options(page):
    for words in commands(page):
        command, left = follow(words)
        known = {option for parameter in command.params for option in parameter.opts} | {"--help"}

        assert {word for word in left if word.startswith("--")} <= known, words


def test_commands_are_found_in_the_readme_at_all():
    named = {words[0] for words in commands(ROOT / "README.md")}

    assert {"status", "mail", "ticket", "trace", "deadline", "rebuild"} <= named


@each_page
def test_every_make_target_named_exists(page):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    said = code(page.read_text())
    named = {name for text in said for name in re.findall(r"\bmake ([\w-]+)", text)}

    assert named <= targets


@each_page
def test_links_to_files_lead_somewhere(page):
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", BLOCK.sub("", page.read_text()))
    of_ours = [link for link in links if "://" not in link]

    assert [link for link in of_ours if not (page.parent / link).exists()] == []


@each_page
def test_paths_of_tests_and_libraries_named_exist(page):
    paths = re.compile(r"(?:cli|deploy|libs|services|tests)/[\w./-]+")
    named = [text for text in code(page.read_text()) if paths.fullmatch(text)]

    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_readmes_name_every_variable_that_a_process_reads():
    read = set().union(*(variables(told(name)) for name in (*SERVICES, "prepare")))
    for text in both_readmes():
        assert read <= set(code(text))
