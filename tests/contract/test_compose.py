"""What can be known of docker-compose.yml and the Dockerfile by reading them."""

import json
import re

import pytest
from jsonschema import Draft202012Validator

from libs.runtime.command import SERVICES as SERVED
from tests.contract.deployment import (
    ROOT,
    SERVICES,
    compose,
    container,
    dashed,
    dockerfile,
    of_kind,
    pods,
    settings,
    told,
    variables,
)

COMPOSE_TEXT = (ROOT / "docker-compose.yml").read_text()
OURS = [*map(dashed, SERVICES), "prepare"]


def stanza(name):
    return compose()["services"][name]


def test_the_file_fits_the_compose_specification():
    schema = json.loads((ROOT / "deploy/schemas/compose-spec.json").read_text())

    Draft202012Validator(schema).validate(compose())


def test_every_service_has_a_manifest_and_a_stanza():
    written = {main.parent.name for main in ROOT.glob("services/*/main.py")}
    images_of_others = {"kafka", "postgres", "mail"}

    assert set(SERVICES) == written == set(SERVED)
    assert set(compose()["services"]) - images_of_others == set(OURS)


@pytest.mark.parametrize("name", OURS)
def test_compose_and_kubernetes_start_the_same_image_with_the_same_command(name):
    pod = container(pods("production")[name])

    assert stanza(name)["image"].split(":")[0] == "vakhta"
    assert stanza(name)["command"] == pod["args"]
    assert "entrypoint" not in stanza(name)
    assert "command" not in pod


@pytest.mark.parametrize("name", OURS)
def test_compose_and_kubernetes_give_the_same_variables(name):
    in_kubernetes = [variable["name"] for variable in container(pods("production")[name])["env"]]

    assert set(stanza(name)["environment"]) == set(in_kubernetes)
    assert len(in_kubernetes) == len(set(in_kubernetes))


@pytest.mark.parametrize("name", OURS)
def test_a_process_is_told_all_it_must_know_and_nothing_it_does_not_read(name):
    given = set(stanza(name)["environment"])

    assert variables(told(name), required_only=True) <= given <= variables(told(name))


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_connects_as_its_own_two_roles(service):
    environment = stanza(dashed(service))["environment"]

    assert environment["VAKHTA_RUNTIME_DATABASE_URL"].startswith(f"postgresql://{service}_runtime:")
    assert environment["VAKHTA_API_DATABASE_URL"].startswith(f"postgresql://{service}_api:")


@pytest.mark.parametrize("service", SERVICES)
def test_a_second_replica_finds_a_name_and_a_port(service):
    [port] = stanza(dashed(service))["ports"]
    first, last = map(int, re.fullmatch(r"127\.0\.0\.1:(\d+)-(\d+):8000", port).groups())

    assert "container_name" not in stanza(dashed(service))
    assert last - first == 9


def test_no_two_services_want_the_same_port():
    published = [port for one in compose()["services"].values() for port in one.get("ports", [])]

    assert len({port.rsplit(":", 1)[0] for port in published}) == len(published)
    assert all(port.startswith("127.0.0.1:") for port in published)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_starts_once_all_is_prepared_and_stops_in_peace(service):
    ours = stanza(dashed(service))

    assert ours["depends_on"] == {"prepare": {"condition": "service_completed_successfully"}}
    assert ours["stop_grace_period"] == "20s"
    assert "/readyz" in ours["healthcheck"]["test"][-1]
    compile(ours["healthcheck"]["test"][-1], "the health check", "exec")


def test_the_preparation_waits_for_a_healthy_postgres_and_kafka():
    for needed, wait in stanza("prepare")["depends_on"].items():
        assert wait == {"condition": "service_healthy"}
        assert stanza(needed)["healthcheck"]["test"]

    assert set(stanza("prepare")["depends_on"]) == {"postgres", "kafka"}


@pytest.mark.parametrize("name", OURS)
def test_containers_of_ours_are_confined(name):
    assert stanza(name)["read_only"] is True
    assert stanza(name)["cap_drop"] == ["ALL"]
    assert stanza(name)["security_opt"] == ["no-new-privileges:true"]


def test_every_service_is_known_to_the_others_by_an_address_that_exists():
    expected = {service: [f"http://{dashed(service)}:8000"] for service in SERVICES}

    for service in SERVICES:
        assert json.loads(stanza(dashed(service))["environment"]["VAKHTA_SERVICES"]) == expected
    assert json.loads(settings("production")["VAKHTA_SERVICES"]) == expected
    assert set(of_kind("production", "Service")) == set(map(dashed, SERVICES))


def test_a_secret_comes_from_the_environment_or_compose_refuses_to_start():
    required = set(re.findall(r"\$\{(\w+):\?", COMPOSE_TEXT))
    without_default = set(re.findall(r"\$\{(\w+)\}", COMPOSE_TEXT))
    offered = re.findall(r"^(\w+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE)

    assert without_default <= required
    assert offered == [(name, "") for name, _ in offered]
    assert {name for name, _ in offered} == required
    assert ".env" in (ROOT / ".gitignore").read_text().splitlines()


def test_images_of_others_are_pinned():
    images = [one["image"] for one in compose()["services"].values()]

    assert all(re.fullmatch(r"[a-z/]+:[a-z0-9.]+", image) for image in images)
    assert not any(image.endswith(":latest") for image in images)


def test_the_image_runs_the_runtime_as_a_user_who_is_not_root():
    [user] = dockerfile()["USER"]
    inside = pods("production")["intake"]["spec"]["securityContext"]

    assert json.loads(dockerfile()["ENTRYPOINT"][0]) == ["python", "-m", "libs.runtime"]
    assert user == f"{inside['runAsUser']}:{inside['runAsGroup']}"
    assert inside["runAsUser"] > 0


def test_the_image_is_built_from_pinned_wheels_and_from_folders_that_get_in():
    [install] = [run for run in dockerfile()["RUN"] if run.startswith("pip install")]
    copied = [copy.split()[0] for copy in dockerfile()["COPY"]]
    let_in = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE)

    assert {"--require-hashes", "--no-cache-dir", "--only-binary=:all:"} <= set(install.split())
    assert re.fullmatch(r"python:3\.11\.\d+-slim(@sha256:[0-9a-f]{64})?", *dockerfile()["FROM"])
    assert sorted(copied) == sorted(let_in)
    assert all((ROOT / path).exists() for path in copied)


def test_what_serves_imports_nothing_that_the_image_lacks():
    left_out = re.compile(r"^\s*(?:from|import) (?:cli|tests|bench)\b", re.MULTILINE)
    code = [path for folder in ("libs", "services") for path in (ROOT / folder).rglob("*.py")]
    served = [path for path in code if "tests" not in path.parts]

    assert served
    assert [str(path) for path in served if left_out.search(path.read_text())] == []
