"""`make setup` says in one sentence why it could not go on."""

from cli.environment import reason, show_progress

PIP = [
    "Collecting aiokafka==0.14.0\n",
    "  Downloading aiokafka\n",
    "Installing collected packages\n",
]


def test_no_network_is_told_as_such():
    refused = "WARNING: Retrying after connection broken by NewConnectionError\n"

    assert "check the network" in reason([refused, "ERROR: No matching distribution found\n"])


def test_a_full_disk_is_told_as_such():
    assert "free 1 GB" in reason(["ERROR: [Errno 28] No space left on device\n"])


def test_anything_else_is_told_in_the_words_of_pip():
    said = ["Collecting x\n", "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES\n", "more\n"]

    assert reason(said).endswith("pip said: ERROR: THESE PACKAGES DO NOT MATCH THE HASHES")


def test_what_pip_says_is_passed_on_while_it_is_counted(capsys):
    assert list(show_progress(PIP, total=1)) == PIP
    assert "Installing 1 packages" in capsys.readouterr().out
