"""The jars of Apache Kafka: fetched once by jgo as `requirements/kafka.lock` names them.

Renew the lock with `python -m cli.embedded.jars`; each line is a coordinate and a SHA-256.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from jgo.maven import Artifact, MavenContext, PythonResolver

from cli.home import PROJECT
from cli.language import said
from cli.lock import alone
from cli.trouble import Trouble

LOCK = PROJECT / "requirements" / "kafka.lock"
FOLDER = PROJECT / ".vakhta" / "jars"
WANTED = ["org.apache.kafka:kafka_2.13:4.3.1", "org.slf4j:slf4j-simple:1.7.36"]

Report = Callable[[int, int], None]


def silent(done: int, total: int) -> None:
    """For who does not want to see the progress."""


def locked(lock: Path = LOCK) -> dict[str, str]:
    """Coordinates and the SHA-256 of each jar."""
    lines = lock.read_text().splitlines()
    return dict(line.split() for line in lines if line and not line.startswith("#"))


def jars(report: Report = silent, folder: Path = FOLDER) -> list[Path]:
    """The jars of the lock, fetched where they are missing; `report(done, total)` as they come."""
    wanted = locked()
    context = MavenContext(resolver=PythonResolver(), repo_cache=folder)
    threads = ThreadPoolExecutor(max_workers=4)
    with alone(folder / "lock", wait=True):
        try:
            fetched = threads.map(lambda jar: fetch(context, *jar), wanted.items())
            return list(counted(fetched, len(wanted), report))
        finally:
            threads.shutdown(cancel_futures=True)


def counted(paths: Iterable[Path], total: int, report: Report) -> Iterator[Path]:
    """Pass the paths on, reporting how many there have been."""
    for done, path in enumerate(paths, start=1):
        report(done, total)
        yield path


def fetch(context: MavenContext, coordinate: str, digest: str) -> Path:
    """One jar with the digest it must have; what a broken download left is fetched again."""
    jar = artifact(context, coordinate)
    here = jar.cached_path
    if here and here.exists() and sha256(here) != digest:
        here.unlink()
    try:
        path = jar.resolve()
    except (OSError, RuntimeError) as fault:
        reason = getattr(fault, "strerror", None) or type(fault).__name__
        raise not_fetched(coordinate, reason) from fault
    if sha256(path) != digest:
        path.unlink()
        why = said("it is not the file it should be", "это не тот файл, который нужен")
        raise not_fetched(coordinate, why)
    return path


def not_fetched(name: str, why: str) -> Trouble:
    """The sentence for a jar that did not come."""
    return Trouble(
        f"Apache Kafka could not be fetched ({name}: {why}): its first start needs the network and "
        "50 MB of disk; try again, or set KAFKA_BOOTSTRAP to a Kafka of yours",
        f"Apache Kafka скачать не удалось ({name}: {why}): для первого запуска нужны сеть и 50 МБ "
        "на диске; повторите или укажите в KAFKA_BOOTSTRAP свою Kafka",
    )


def artifact(context: MavenContext, coordinate: str) -> Artifact:
    """The jar of a coordinate `group:name:version`."""
    group, name, version = coordinate.split(":")
    return context.project(group, name).at_version(version).artifact()


def sha256(path: Path) -> str:
    """The digest of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def renew(lock: Path = LOCK, folder: Path = FOLDER) -> None:
    """Resolve what is wanted with all it needs, and write the lock anew."""
    context = MavenContext(resolver=PythonResolver(), repo_cache=folder)
    wanted = [context.create_dependency(f"{coordinate}:compile") for coordinate in WANTED]
    direct, needed = context.resolver.resolve(wanted)
    names = {f"{one.groupId}:{one.artifactId}:{one.version}" for one in [*direct, *needed]}
    lines = [f"{name} {sha256(artifact(context, name).resolve())}" for name in sorted(names)]
    lock.write_text("# Made by `python -m cli.embedded.jars`.\n" + "\n".join(lines) + "\n")


if __name__ == "__main__":
    renew()
