"""`make setup` says in one sentence why it could not go on."""

from cli.environment import reason, show_progress

PIP = [
    "Collecting aiokafka==0.14.0\n",
    "  Downloading aiokafka\n",
    "Installing collected packages\n",
]


def test_no_network_is_told_as_such():
    refused = "WARNING: Retrying after connection broken by NewConnectionError\n"

    en, ru = reason([refused, "ERROR: No matching distribution found\n"])

    assert "check the network" in en
    assert "проверьте сеть" in ru


def test_a_full_disk_is_told_as_such():
    en, ru = reason(["ERROR: [Errno 28] No space left on device\n"])

    assert "free 1 GB" in en
    assert "освободите 1 ГБ" in ru


def test_anything_else_is_told_in_the_words_of_pip():
    told = ["Collecting x\n", "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES\n", "more\n"]

    en, ru = reason(told)

    assert en.endswith("pip said: ERROR: THESE PACKAGES DO NOT MATCH THE HASHES")
    assert ru.endswith("pip сказал: ERROR: THESE PACKAGES DO NOT MATCH THE HASHES")


def test_what_pip_says_is_passed_on_while_it_is_counted(capsys):
    assert list(show_progress(PIP, total=1)) == PIP
    assert "Installing 1 packages" in capsys.readouterr().out
