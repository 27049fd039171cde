"""Makes the environment `.venv`, with whatever Python there is and its standard library alone.

It says in one sentence what is missing, so an older Python than the desk's must be able to read it.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from cli.language import said

PROJECT = Path(__file__).resolve().parent.parent
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "made-from"
REQUIREMENTS = PROJECT / "requirements" / "development.txt"
NETWORK = r"connection|resolution|timed out|unreachable|No matching distribution"
LAUNCHER = """\
#!/bin/sh
exec "$(dirname "$(readlink -f "$0")")/python" -P -m cli "$@"
"""


def main() -> None:
    """Make the environment, or leave it as it is when it was made from the same requirements."""
    version = sys.version.split()[0]
    if sys.version_info < (3, 11):  # noqa: UP036 - who has an older one is told so
        give_up(
            f"Python 3.11 or newer is needed, this is {version}: name one by `make PYTHON=…`",
            f"нужен Python 3.11 или новее, а это {version}: назовите его в `make PYTHON=…`",
        )
    if STAMP.exists() and STAMP.read_text() == fingerprint():
        return
    making = said(f"Making .venv with Python {version}", f"Создаётся .venv на Python {version}")
    print(making, flush=True)
    STAMP.unlink(missing_ok=True)
    if not is_usable():
        make_venv()
    install()
    write_launcher()
    STAMP.write_text(fingerprint())


def fingerprint() -> str:
    """What the environment is made from: the pinned requirements, this Python, this folder."""
    digest = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    return f"{digest}\n{sys.version}\n{PROJECT}\n"


def is_usable() -> bool:
    """Whether there is an environment of this very Python in this folder."""
    ask = "import sys, pip; print(sys.version, sys.prefix)"
    try:
        answer = subprocess.check_output([PYTHON, "-c", ask], text=True, stderr=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        return False
    return answer.strip() == f"{sys.version} {VENV}"


def make_venv() -> None:
    """A new virtual environment in place of any old one."""
    shutil.rmtree(VENV, ignore_errors=True)
    command = [sys.executable, "-m", "venv", str(VENV)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        last = (made.stdout + made.stderr).strip().split("\n")[-1]
        give_up(
            "the virtual environment could not be made (on Debian or Ubuntu: "
            f"`apt install python3-venv`); Python said: {last}",
            "виртуальное окружение создать не удалось (в Debian и Ubuntu: "
            f"`apt install python3-venv`); Python сказал: {last}",
        )


def install() -> None:
    """Install every pinned package, counting them as they come."""
    total = len(re.findall(r"^[\w.-]+==", REQUIREMENTS.read_text(), re.MULTILINE))
    options = ["--require-hashes", "--no-input", "--disable-pip-version-check"]
    patience = ["--progress-bar=off", "--retries=2", "--timeout=20"]
    command = [str(PYTHON), "-m", "pip", "install", *options, *patience, "-r", str(REQUIREMENTS)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=subprocess.STDOUT, text=True) as pip:
        told = list(show_progress(pip.stdout or [], total))
    if pip.returncode:
        give_up(*reason(told))


def show_progress(lines: Iterable[str], total: int) -> Iterator[str]:
    """Pass on what pip says, and tell how many packages have been fetched."""
    fetched = 0
    for line in lines:
        yield line
        if line.startswith("Collecting"):
            fetched += 1
            tell(
                f"Fetching packages: {fetched} of about {total}",
                f"Скачиваются пакеты: {fetched} примерно из {total}",
                lasting=fetched % 20 == 0,
            )
        elif line.startswith("Installing collected"):
            tell(
                f"Installing {fetched} packages",
                f"Устанавливаются пакеты: {fetched}",
                lasting=True,
            )
    tell("", "", lasting=False)


def tell(en: str, ru: str, *, lasting: bool) -> None:
    """One line that changes, on a terminal; elsewhere a line for what lasts."""
    text = said(en, ru)
    if sys.stdout.isatty():
        print(f"\r\033[K{text}", end="", flush=True)
    elif lasting:
        print(text, flush=True)


def reason(told: list[str]) -> tuple[str, str]:
    """Why pip stopped, in one sentence with what to do, in English and in Russian."""
    whole = "".join(told)
    if "No space left" in whole:
        return (
            "there is no room on the disk for the packages: free 1 GB and try again",
            "на диске нет места для пакетов: освободите 1 ГБ и повторите",
        )
    if re.search(NETWORK, whole, re.IGNORECASE):
        return (
            "the packages could not be fetched: check the network and pip's index, and try again",
            "скачать пакеты не удалось: проверьте сеть и индекс pip и повторите",
        )
    errors = [line.strip() for line in told if line.startswith("ERROR")] or told[-1:]
    first = "".join(errors[:1])
    return (
        f"the packages could not be installed; pip said: {first}",
        f"установить пакеты не удалось; pip сказал: {first}",
    )


def write_launcher() -> None:
    """The command `.venv/bin/vakhta`, and the code importable from anywhere."""
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = subprocess.check_output([PYTHON, "-c", ask], text=True).strip()
    Path(packages, "vakhta.pth").write_text(f"{PROJECT}\n")
    launcher = VENV / "bin" / "vakhta"
    launcher.write_text(LAUNCHER)
    launcher.chmod(0o755)


def give_up(en: str, ru: str) -> None:
    """One sentence on the error output, and a failure."""
    sys.exit(f"make setup: {said(en, ru)}")


if __name__ == "__main__":
    main()
