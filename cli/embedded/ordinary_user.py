"""Postgres refuses to run as root: how root runs it without making a user or opening a folder."""

import os
import shutil
import subprocess
from pathlib import Path

from cli.trouble import Trouble

NOBODYS_ID = 54_321
NAMESPACE = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
CAPABILITY = [
    "setpriv",
    f"--reuid={NOBODYS_ID}",
    f"--regid={NOBODYS_ID}",
    "--clear-groups",
    "--inh-caps=+dac_override",
    "--ambient-caps=+dac_override",
]


def works(prefix: list[str]) -> bool:
    """Whether this machine lets a program run behind the prefix."""
    if shutil.which(prefix[0]) is None:
        return False
    return subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0


def prefix_for(folder: Path) -> list[str]:
    """What to put before a command that must not be root and works in `folder`.

    A user namespace (the process stays root outside, so closed parents stay closed), or where a
    container forbids that, an id that belongs to nobody with the right to pass closed folders.
    """
    if os.geteuid() != 0:
        return []
    for prefix, owner in ((NAMESPACE, 0), (CAPABILITY, NOBODYS_ID)):
        if works(prefix):
            give(folder, owner)
            return prefix
    raise Trouble(
        "PostgreSQL does not run as root, and neither unshare nor setpriv works here: "
        "start as an ordinary user, or set DATABASE_URL to a PostgreSQL of yours"
    )


def give(folder: Path, owner: int) -> None:
    """Make the folder and all in it belong to `owner`."""
    if folder.stat().st_uid == owner:
        return
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, owner, owner, follow_symlinks=False)
