"""One desk for all that is asked of a running desk, and for what it must bear afterwards."""

import pytest

from cli import language
from cli.home import Home
from cli.tests.running import vakhta


@pytest.fixture(autouse=True)
def english(monkeypatch):
    """Each test begins in English, whatever the machine speaks and the last one asked for."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setattr(language, "_named", None)


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    """The folder of a desk that is up, with servers of its own."""
    folder = tmp_path_factory.mktemp("desk")
    try:
        up = vakhta(folder, "up", "--detach")
        assert up.returncode == 0, up.stderr
        yield Home(folder)
    finally:
        vakhta(folder, "down")
