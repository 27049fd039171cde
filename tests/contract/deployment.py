"""What the deployment files say, in the words of the tests beside this file."""

import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import yaml
from pydantic_settings import BaseSettings

from libs.runtime.command import service_named
from libs.runtime.settings import PrepareSettings
from tests.contract import kustomize

ROOT = Path(__file__).parents[2]
K8S = ROOT / "deploy/k8s"
OVERLAYS = ["dev", "production"]
SERVICES = sorted(path.stem.replace("-", "_") for path in K8S.glob("base/services/*.yaml"))
KUBECTL = shutil.which("kubectl")


@cache
def manifests(overlay: str) -> tuple[dict, ...]:
    """All documents of an overlay: by kubectl, or read by ourselves where it is missing."""
    return rendered(overlay) if KUBECTL else tuple(kustomize.build(K8S / "overlays" / overlay))


def rendered(overlay: str) -> tuple[dict, ...]:
    text = output_of(KUBECTL, "kustomize", K8S / "overlays" / overlay)
    return tuple(yaml.safe_load_all(without_hashes(text)))


def output_of(*command: str | Path) -> str:
    run = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
    return run.stdout


def without_hashes(text: str) -> str:
    return re.sub(r"\bsettings-[a-z0-9]{10}\b", "settings", text)


def of_kind(overlay: str, kind: str, namespace: str = "vakhta") -> dict[str, dict]:
    """Documents of a kind by name."""
    return {
        document["metadata"]["name"]: document
        for document in manifests(overlay)
        if document["kind"] == kind
        and document["metadata"].get("namespace", namespace) == namespace
    }


def pods(overlay: str) -> dict[str, dict]:
    """Pod templates of ours by name: the services and the preparation."""
    owners = of_kind(overlay, "Deployment") | of_kind(overlay, "Job")
    return {name: owner["spec"]["template"] for name, owner in owners.items()}


def container(pod: dict) -> dict:
    [only] = pod["spec"]["containers"]
    return only


def settings(overlay: str) -> dict[str, str]:
    return of_kind(overlay, "ConfigMap")["settings"]["data"]


def say(capsys, sentence: str) -> None:
    """Write past the test runner, which shows nothing of tests that pass."""
    with capsys.disabled():
        sys.stdout.write(f"\n{sentence}\n")


def dashed(service: str) -> str:
    """A service's name as hosts and Kubernetes spell it."""
    return service.replace("_", "-")


def compose() -> dict:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def dockerfile() -> dict[str, list[str]]:
    """Arguments of each instruction, by its name."""
    instructions: dict[str, list[str]] = {}
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)
    for line in text.replace("\\\n", " ").splitlines():
        if line.strip():
            name, arguments = line.split(maxsplit=1)
            instructions.setdefault(name, []).append(arguments)
    return instructions


def told(process: str) -> type[BaseSettings]:
    """What a process is told: `prepare`, or a service by its name or its host's."""
    if process == "prepare":
        return PrepareSettings
    return service_named(process.replace("-", "_")).settings


def variables(model: type[BaseSettings], required_only: bool = False) -> set[str]:
    """Environment variables that a process reads."""
    prefix = model.model_config["env_prefix"]
    return {
        str(field.validation_alias or f"{prefix}{name}".upper())
        for name, field in model.model_fields.items()
        if field.is_required() or not required_only
    }
