"""The Kubernetes manifests as they would be applied, checked without a cluster."""

import json
import re
from operator import itemgetter

import kubernetes_validate
import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.contract import kustomize
from tests.contract.deployment import (
    K8S,
    KUBECTL,
    OVERLAYS,
    ROOT,
    SERVICES,
    container,
    dashed,
    manifests,
    of_kind,
    output_of,
    pods,
    rendered,
    say,
    settings,
)

OLDEST_AND_NEWEST = ["1.34", "1.37"]
WITHOUT_SCHEMA = {"Kafka", "KafkaNodePool", "KafkaTopic", "Cluster"}
NAMES = [*map(dashed, SERVICES), "prepare"]
each_service = pytest.mark.parametrize("service", NAMES[:-1])
pods_of_ours = pytest.mark.parametrize("name", NAMES)
each_overlay = pytest.mark.parametrize("overlay", OVERLAYS)


@each_overlay
def test_kubectl_renders_what_is_read_without_it(overlay, capsys):
    read = by_identity(kustomize.build(K8S / "overlays" / overlay))
    if KUBECTL is None:
        say(capsys, f"NOT RUN, no kubectl: kustomize of {overlay}; read by {kustomize.__name__}")
        return

    assert read == by_identity(rendered(overlay))


def by_identity(documents):
    return {
        (*kustomize.name(document), document["metadata"].get("namespace")): in_order(document)
        for document in documents
    }


def in_order(thing):
    """Lists of named things in the order of their names, which alone may differ."""
    if isinstance(thing, dict):
        return {key: in_order(value) for key, value in thing.items()}
    if isinstance(thing, list):
        items = [in_order(item) for item in thing]
        return sorted(items, key=itemgetter("name")) if kustomize.are_named(items) else items
    return thing


@each_overlay
@pytest.mark.parametrize("version", OLDEST_AND_NEWEST)
def test_manifests_fit_the_schemas_of_kubernetes(overlay, version):
    of_others = {*WITHOUT_SCHEMA, "ScaledObject"}
    checked = [document for document in manifests(overlay) if document["kind"] not in of_others]
    for document in checked:
        kubernetes_validate.validate(document, version, strict=True)

    kinds = {document["kind"] for document in checked}
    assert {"Namespace", "Deployment", "Job", "NetworkPolicy", "PodDisruptionBudget"} <= kinds


def test_scaled_objects_fit_the_schema_of_keda():
    schema = json.loads((ROOT / "deploy/schemas/keda-scaledobject.json").read_text())
    scaled = of_kind("production", "ScaledObject")
    for document in scaled.values():
        Draft202012Validator(schema).validate(document)

    assert set(scaled) == set(map(dashed, SERVICES))


def test_what_has_no_schema_is_named_as_unchecked(capsys):
    say(capsys, f"UNCHECKED, no schema is at hand: {', '.join(sorted(WITHOUT_SCHEMA))}")
    present = {one["kind"] for one in manifests("production")} & WITHOUT_SCHEMA
    unchecked = (K8S / "README.md").read_text().split("## What is not checked")[1]

    assert present == WITHOUT_SCHEMA
    assert all(f"`{kind}`" in unchecked for kind in WITHOUT_SCHEMA)


@each_overlay
def test_namespaces_refuse_pods_that_are_not_restricted(overlay):
    namespaces = [one["metadata"] for one in manifests(overlay) if one["kind"] == "Namespace"]

    assert {namespace["name"] for namespace in namespaces} == {"vakhta", "vakhta-data"}
    for namespace in namespaces:
        assert namespace["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"


@each_overlay
@pods_of_ours
def test_a_pod_may_do_nothing_but_its_work(name, overlay):
    pod = pods(overlay)[name]["spec"]

    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    assert container(pods(overlay)[name])["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert not {"hostNetwork", "hostPID", "hostIPC"} & set(pod)


@each_overlay
@pods_of_ours
def test_a_pod_writes_to_its_tmp_only_and_within_bounds(name, overlay):
    [volume] = pods(overlay)[name]["spec"]["volumes"]
    [mount] = container(pods(overlay)[name])["volumeMounts"]
    resources = container(pods(overlay)[name])["resources"]

    assert (mount["name"], mount["mountPath"]) == (volume["name"], "/tmp")
    assert volume["emptyDir"]["sizeLimit"]
    assert set(resources["requests"]) == set(resources["limits"]) == {"cpu", "memory"}


@each_overlay
@each_service
def test_probes_ask_the_service_itself_and_its_readiness_apart(service, overlay):
    running = container(pods(overlay)[service])

    assert running["startupProbe"]["httpGet"] == {"path": "/healthz", "port": "http"}
    assert running["livenessProbe"]["httpGet"] == {"path": "/healthz", "port": "http"}
    assert running["readinessProbe"]["httpGet"] == {"path": "/readyz", "port": "http"}


@each_overlay
@each_service
def test_a_service_has_time_to_stop_in_peace(service, overlay):
    farewell = container(pods(overlay)[service])["lifecycle"]["preStop"]["sleep"]["seconds"]

    assert pods(overlay)[service]["spec"]["terminationGracePeriodSeconds"] == 20
    assert farewell + 10 < 20


@each_overlay
@each_service
def test_replicas_of_a_service_spread_and_do_not_leave_together(service, overlay):
    pod = pods(overlay)[service]
    spread = pod["spec"]["topologySpreadConstraints"]
    budget = of_kind(overlay, "PodDisruptionBudget")[service]["spec"]

    keys = [constraint["topologyKey"] for constraint in spread]
    assert keys == ["kubernetes.io/hostname", "topology.kubernetes.io/zone"]
    for constraint in spread:
        selected = constraint["labelSelector"]["matchLabels"].items()
        assert selected <= pod["metadata"]["labels"].items()
        assert "app.kubernetes.io/name" in constraint["matchLabelKeys"]
    assert budget["maxUnavailable"] == 1
    assert budget["selector"]["matchLabels"] == {"app.kubernetes.io/name": service}


@each_overlay
@each_service
def test_everything_of_a_service_selects_its_pods_and_no_others(service, overlay):
    deployment = of_kind(overlay, "Deployment")[service]["spec"]
    by_name = {"app.kubernetes.io/name": service}

    assert deployment["selector"]["matchLabels"] == by_name
    assert of_kind(overlay, "Service")[service]["spec"]["selector"] == by_name
    assert deployment["template"]["metadata"]["labels"]["app.kubernetes.io/name"] == service
    assert "replicas" not in deployment  # that number is KEDA's


@pods_of_ours
def test_production_runs_an_image_by_its_digest(name):
    image = container(pods("production")[name])["image"]

    assert re.fullmatch(r".+/vakhta@sha256:[0-9a-f]{64}", image)


@each_overlay
def test_no_secret_is_written_down_and_every_one_referred_to_can_be_drawn(overlay):
    drawn = output_of("sh", K8S / "secrets.sh", "smtp://mail:1025")
    known = {
        (secret["metadata"]["namespace"], secret["metadata"]["name"], key)
        for secret in yaml.safe_load_all(drawn)
        for key in secret["stringData"]
    }
    referred = {
        (namespace, reference["secretKeyRef"]["name"], reference["secretKeyRef"]["key"])
        for namespace, reference in references(overlay)
        if "secretKeyRef" in reference
    }

    assert referred <= known
    assert ("vakhta", "intake-database", "runtime") in referred
    assert not any(one["kind"] == "Secret" for one in manifests(overlay))


def references(overlay):
    """Where variables of all pods, ours and others', come from: (namespace, reference)."""
    for document in manifests(overlay):
        if document["kind"] in ("Deployment", "Job", "StatefulSet"):
            for variable in container(document["spec"]["template"]).get("env", []):
                yield document["metadata"]["namespace"], variable.get("valueFrom", {})


@each_overlay
def test_variables_come_from_settings_that_exist(overlay):
    for pod in pods(overlay).values():
        for variable in container(pod)["env"]:
            assert set(variable) == {"name", "valueFrom"}
            if reference := variable["valueFrom"].get("configMapKeyRef"):
                assert reference == {"name": "settings", "key": variable["name"]}
                assert reference["key"] in settings(overlay)
