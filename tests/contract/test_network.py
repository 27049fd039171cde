"""Who may speak to whom, worked out from the NetworkPolicies as a cluster would."""

import pytest

from tests.contract.deployment import OVERLAYS, SERVICES, dashed, of_kind, pods

WRITERS = {dashed(service) for service in SERVICES} - {"views"}
EVERYONE = {dashed(service) for service in SERVICES} | {"prepare"}
each_overlay = pytest.mark.parametrize("overlay", OVERLAYS)


def selects(selector, labels):
    expressions = selector.get("matchExpressions", [])
    assert all(expression["operator"] == "In" for expression in expressions)
    return selector.get("matchLabels", {}).items() <= labels.items() and all(
        labels.get(expression["key"]) in expression["values"] for expression in expressions
    )


def rules(overlay, name, direction):
    """The rules that hold for a pod, which at least one policy must select: else it is open."""
    labels = pods(overlay)[name]["metadata"]["labels"]
    policies = [
        policy["spec"]
        for policy in of_kind(overlay, "NetworkPolicy").values()
        if selects(policy["spec"]["podSelector"], labels)
        and direction in policy["spec"]["policyTypes"]
    ]
    assert policies
    return [rule for policy in policies for rule in policy.get(direction.lower(), [])]


def peers(overlay, name, direction):
    """Peers and ports of a pod as (peer, port), peers in the form of the policy."""
    side = {"Ingress": "from", "Egress": "to"}[direction]
    return [
        (peer, port["port"])
        for rule in rules(overlay, name, direction)
        for peer in rule[side]
        for port in rule["ports"]
    ]


def inside(overlay, name, direction):
    """Pods of our namespace that a policy lets a pod speak to (or be spoken to by)."""
    return {
        (other, port)
        for peer, port in peers(overlay, name, direction)
        if set(peer) == {"podSelector"}
        for other, pod in pods(overlay).items()
        if selects(peer["podSelector"], pod["metadata"]["labels"])
    }


def outside(overlay, name, direction):
    """Peers elsewhere: the label of their namespace or the block of addresses, with the port."""
    return {
        (*peer["namespaceSelector"]["matchLabels"].values(), port)
        if "namespaceSelector" in peer
        else (peer["ipBlock"]["cidr"], port)
        for peer, port in peers(overlay, name, direction)
        if set(peer) != {"podSelector"}
    }


@each_overlay
def test_what_is_not_allowed_is_denied_both_ways(overlay):
    denial = of_kind(overlay, "NetworkPolicy")["deny-all"]["spec"]

    assert denial == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}


@each_overlay
def test_services_ask_the_owners_of_events_and_nobody_else(overlay):
    may_call = {(name, *edge) for name in EVERYONE for edge in inside(overlay, name, "Egress")}
    may_be_called = {
        (caller, name, port)
        for name in EVERYONE
        for caller, port in inside(overlay, name, "Ingress")
    }

    assert may_call == may_be_called
    assert may_call == {(name, owner, 8000) for name in EVERYONE - {"prepare"} for owner in WRITERS}


@each_overlay
@pytest.mark.parametrize("name", sorted(EVERYONE))
def test_clients_come_to_intake_and_views_only(name, overlay):
    clients = {("clients", 8000)} if name in ("intake", "views") else set()
    monitoring = {("monitoring", 8000)} if name != "prepare" else set()

    assert outside(overlay, name, "Ingress") == clients | monitoring


@each_overlay
@pytest.mark.parametrize("name", sorted(EVERYONE))
def test_only_names_postgres_kafka_and_traces_are_reached_and_mail_by_notification(name, overlay):
    mail = {"dev": ("vakhta-data", 1025), "production": ("192.0.2.25/32", 587)}[overlay]
    expected = {("kube-system", 53), ("vakhta-data", 5432), ("vakhta-data", 9092)}
    expected |= {("monitoring", 4318)} if name != "prepare" else set()
    expected |= {mail} if name == "notification" else set()

    assert outside(overlay, name, "Egress") == expected


@each_overlay
def test_kafka_and_postgres_let_in_only_who_is_named(overlay):
    policies = of_kind(overlay, "NetworkPolicy", "vakhta-data")

    assert policies["deny-in"]["spec"] == {"podSelector": {}, "policyTypes": ["Ingress"]}
    assert set(policies) == {
        "deny-in",
        "data-among-itself",
        "data-from-vakhta",
        "kafka-from-scaling",
        "data-from-operators",
    }
    [rule] = policies["data-from-vakhta"]["spec"]["ingress"]
    assert {port["port"] for port in rule["ports"]} == {5432, 9092, 1025}


def test_the_world_reaches_only_the_first_version_of_intake_and_views():
    [ingress] = of_kind("production", "Ingress").values()
    paths = [path for rule in ingress["spec"]["rules"] for path in rule["http"]["paths"]]

    assert {path["backend"]["service"]["name"] for path in paths} == {"intake", "views"}
    assert {path["path"] for path in paths} == {"/v1"}
    assert {host for entry in ingress["spec"]["tls"] for host in entry["hosts"]} == {
        rule["host"] for rule in ingress["spec"]["rules"]
    }
