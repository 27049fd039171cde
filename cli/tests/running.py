"""Runs `vakhta` as a process of its own, on a desk in a folder of its own."""

import os
import subprocess
import sys

from cli.home import PROJECT

VAKHTA = [sys.executable, "-m", "cli"]
SERVERS_OF_OTHERS = ("DATABASE_URL", "KAFKA_BOOTSTRAP")


def vakhta(folder, *arguments, **environment):
    """What became of a command on the desk of a folder."""
    return subprocess.run(
        [*VAKHTA, *arguments],
        cwd=PROJECT,
        env=alone(folder) | environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def alone(folder):
    """The environment of an English desk in this folder that uses nobody else's servers."""
    own = {key: value for key, value in os.environ.items() if key not in SERVERS_OF_OTHERS}
    return own | {"VAKHTA_HOME": str(folder), "LC_ALL": "C.UTF-8"}
