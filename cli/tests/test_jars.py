"""The jars of Kafka: those of the lock and no others, or a sentence."""

import pytest

from cli.embedded.jars import LOCK, jars, locked
from cli.trouble import Trouble

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def no_network(monkeypatch):
    """Whatever is fetched goes through a proxy that is not there."""
    monkeypatch.setenv("HTTPS_PROXY", NOWHERE)
    monkeypatch.setenv("HTTP_PROXY", NOWHERE)
    monkeypatch.delenv("NO_PROXY", raising=False)


def test_every_jar_is_locked_with_its_digest():
    names = {coordinate.split(":")[1] for coordinate in locked()}

    assert {"kafka_2.13", "kafka-clients", "slf4j-simple"} <= names
    assert all(len(digest) == 64 for digest in locked().values())
    assert "://" not in LOCK.read_text()


def test_a_first_start_without_network_is_told_in_a_sentence(tmp_path, no_network):
    with pytest.raises(Trouble, match="its first start needs the network and 50 MB of disk"):
        jars(folder=tmp_path)


def test_a_broken_download_is_not_run_but_fetched_again(tmp_path, no_network):
    group, name, version = next(iter(locked())).split(":")
    broken = tmp_path / group.replace(".", "/") / name / version / f"{name}-{version}.jar"
    broken.parent.mkdir(parents=True)
    broken.write_text("half a jar")

    with pytest.raises(Trouble):
        jars(folder=tmp_path)

    assert not broken.exists()


def test_progress_is_reported_up_to_the_last_jar():
    reported = []
    jars(lambda done, total: reported.append((done, total)))

    assert reported[-1] == (len(locked()), len(locked()))
