"""Whatever people are told, they are told in English and in Russian: the code itself is read."""

import ast
import re
from pathlib import Path

import pytest

CLI = Path(__file__).parents[1]
MODULES = [path for path in sorted(CLI.rglob("*.py")) if "tests" not in path.parts]
IN_BOTH = {"Trouble", "say", "warn", "step", "_tell"}
"""Called with words in English, then in Russian."""
IN_BOTH_OR_CHOSEN = {"update", "report", "tell", "give_up"}
"""The same, or with numbers and what was chosen of both languages."""
SHOWN = {"Table", "add_column", "add_row", "bar", "plain_table", "print", "rule", "show", "Tree"}
"""Shown as they are: names, numbers, and what was chosen of both languages."""
NAMES = {"vakhta", "status", "json", "mail", "postgres", "kafka"}
MARKS = re.compile(r"\[/?[a-z ]*\]|`[^`]*`")
LATIN, CYRILLIC = re.compile(r"[A-Za-z]{2,}"), re.compile(r"[А-Яа-яё]")


def slips(source):
    """The calls that tell people something in one language only, by their lines."""
    tree = ast.parse(source)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    own = {id(call) for kind in kinds_of_trouble(tree) for call in ast.walk(kind)}
    for call in calls:
        name = name_of(call.func)
        made = name == "__init__" and id(call) in own
        if name in IN_BOTH or made or ast.unparse(call.func) == "said":
            sound = is_in_both(call.args)
        elif name in IN_BOTH_OR_CHOSEN:
            sound = is_in_both(call.args) or not any(map(strange, map(words, call.args)))
        elif name in SHOWN:
            sound = not any(strange(words(each)) for each in call.args)
        else:
            continue
        if not sound:
            yield call.lineno, ast.unparse(call)


def kinds_of_trouble(tree):
    """Classes of trouble with words of their own."""
    classes = (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    return [each for each in classes if "Trouble" in map(name_of, each.bases)]


def name_of(node):
    """What is called, without whose it is."""
    return getattr(node, "attr", None) or getattr(node, "id", "")


def is_in_both(arguments):
    """Whether there are two texts, the first not in Russian, the second with no English left."""
    if len(arguments) != 2:
        return False
    en, ru = map(words, arguments)
    return not CYRILLIC.search(en) and (bool(CYRILLIC.search(ru)) or not strange(en + ru))


def strange(text):
    """The words in a text that are no names."""
    return {*LATIN.findall(text), *CYRILLIC.findall(text)} - NAMES


def words(node):
    """What an expression says itself, of whatever is put into it as well; nothing where it takes
    what was said elsewhere."""
    match node:
        case ast.Constant(value=str(text)):
            found = [text]
        case ast.JoinedStr(values=parts) | ast.BoolOp(values=parts) | ast.Tuple(elts=parts):
            found = map(words, parts)
        case ast.FormattedValue(value=part) | ast.Starred(value=part):
            found = [words(part)]
        case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, op=ast.Add(), right=other):
            found = [words(one), words(other)]
        case ast.Call(func=ast.Name(id="escape"), args=[part]):
            found = [words(part)]
        case _:
            found = []
    return MARKS.sub("", "".join(found))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(CLI)))
def test_nothing_is_told_in_one_language_only(path):
    assert list(slips(path.read_text())) == []


@pytest.mark.parametrize(
    "slip",
    [
        'raise Trouble("no desk is up here")',
        'raise Trouble("no desk is up here", "no desk is up here")',
        'raise Trouble("служба не запущена", "служба не запущена")',
        'class Away(Trouble):\n def __init__(self):\n  super().__init__("Kafka is away")',
        'teller.say("The desk is up.")',
        'teller.warn(f"{name} ended", "")',
        'with teller.step("Apache Kafka answers"): pass',
        'update(f"waiting for {names}")',
        'plain_table("program", said("process", "процесс"))',
        'shown.add_column("ready")',
        'shown.add_row(name, "yes" if ready else "no")',
        'print(f"[bold]{number}[/] shown")',
        'print(shown if found else "Nothing is parked.")',
        'bar("events", quiet=True)',
        'teller.show("готово")',
    ],
)
def test_a_slip_is_found(slip):
    assert list(slips(slip))


@pytest.mark.parametrize(
    "sound",
    [
        'raise Trouble("no desk is up: `make up` starts it", "служба не запущена: `make up`")',
        "raise Trouble(str(fault), fault.told('ru'))",
        'update(f"{done} of {total}", f"{done} из {total}")',
        "report(done, total)",
        'plain_table(said("program", "программа"), *HEADINGS[language])',
        "print(f\"[bold]{said('yes', 'да')}[/] {', '.join(names)}\")",
    ],
)
def test_what_is_told_in_both_is_no_slip(sound):
    assert not list(slips(sound))
