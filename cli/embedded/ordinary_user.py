"""Postgres wants a user who is not root and has a name: how to run it as one, changing nothing.

No user is made, and no folder is opened to others.
"""

import os
import pwd
import shutil
import subprocess
from pathlib import Path

from cli.trouble import Trouble


def prefix_for(folder: Path) -> list[str]:
    """What to put before a command of Postgres that works in `folder`.

    Nothing for a user of this machine. For root, or an id without a name, a user namespace in which
    the same id has the name of `nobody`: outside it nothing changes, so closed folders above stay
    closed and passable. Where a container forbids that, root becomes `nobody` with the one right to
    pass closed folders.
    """
    us, nobody = os.geteuid(), nobodys_id()
    if us != 0 and has_name(us):
        return []
    for prefix, owner in ((namespace(nobody), us), (capability(nobody), nobody)):
        if works(prefix):
            give(folder, owner)
            return prefix
    raise Trouble(
        f"PostgreSQL does not run as root or as a user without a name (id {us}), and neither "
        "unshare nor setpriv works here: start as another user, or set DATABASE_URL",
        f"PostgreSQL не работает ни от root, ни от пользователя без имени (id {us}), а unshare и "
        "setpriv здесь не помогают: запустите от другого пользователя или задайте DATABASE_URL",
    )


def namespace(user: int) -> list[str]:
    """Runs a command as ourselves, who look like `user` to it."""
    return ["unshare", "--user", f"--map-user={user}", f"--map-group={user}"]


def capability(user: int) -> list[str]:
    """Runs a command as `user`, who may pass closed folders."""
    right = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
    return ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", *right]


def works(prefix: list[str]) -> bool:
    """Whether this machine lets a program run behind the prefix."""
    if shutil.which(prefix[0]) is None:
        return False
    return subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0


def has_name(user: int) -> bool:
    """Whether the id belongs to a user of this machine."""
    return any(one.pw_uid == user for one in pwd.getpwall())


def nobodys_id() -> int:
    """The id of `nobody`, or else of some user that is not root."""
    users = {one.pw_name: one.pw_uid for one in pwd.getpwall() if one.pw_uid}
    return users.get("nobody") or next(iter(users.values()), 65_534)


def give(folder: Path, owner: int) -> None:
    """Make the folder and all in it belong to `owner`."""
    if folder.stat().st_uid == owner:
        return
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, owner, -1, follow_symlinks=False)
