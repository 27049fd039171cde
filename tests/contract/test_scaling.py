"""How services grow, and that production's topics fit their shards."""

import pytest

from libs.runtime.prepare import COMPACTED, UNLIMITED
from tests.contract.deployment import OVERLAYS, SERVICES, dashed, of_kind, settings

each_service = pytest.mark.parametrize("service", [dashed(service) for service in SERVICES])


@each_service
def test_a_service_scales_on_the_lag_of_its_own_group(service):
    scaled = of_kind("production", "ScaledObject")[service]["spec"]
    [trigger] = scaled["triggers"]
    group = "vakhta." + service.replace("-", "_")

    assert scaled["scaleTargetRef"] == {"name": service}
    assert trigger["type"] == "kafka"
    assert trigger["metadata"]["topic"] == "vakhta.events"
    assert trigger["metadata"]["consumerGroup"] == group
    assert trigger["metadata"]["bootstrapServers"] == settings("production")["KAFKA_BOOTSTRAP"]
    assert trigger["metadata"]["limitToPartitionsWithLag"] == "true"
    assert int(trigger["metadata"]["lagThreshold"]) > 0


@each_service
def test_a_service_never_falls_to_none_nor_outgrows_the_partitions(service):
    scaled = of_kind("production", "ScaledObject")[service]["spec"]
    fewest_partitions = min(int(settings(overlay)["VAKHTA_SHARDS"]) for overlay in OVERLAYS)

    assert scaled["minReplicaCount"] == 1
    assert 1 < scaled["maxReplicaCount"] <= fewest_partitions


def test_production_has_as_many_partitions_as_shards():
    topics = of_kind("production", "KafkaTopic", "vakhta-data")

    assert set(topics) == {"vakhta.events", "vakhta.personal"}
    for topic in topics.values():
        assert topic["spec"]["partitions"] == int(settings("production")["VAKHTA_SHARDS"]) == 64
        assert topic["spec"]["replicas"] == int(settings("production")["VAKHTA_REPLICATION"]) == 3
        assert topic["spec"]["config"]["min.insync.replicas"] == 2


def test_the_log_is_kept_for_ever_and_what_is_erased_is_gone_within_half_a_day():
    topics = of_kind("production", "KafkaTopic", "vakhta-data")
    events, personal = (
        topics[name]["spec"]["config"] for name in ("vakhta.events", "vakhta.personal")
    )

    assert events["cleanup.policy"] == "delete"
    assert events["retention.ms"] == events["retention.bytes"] == -1
    assert personal["cleanup.policy"] == "compact"
    assert personal["segment.ms"] == 3600 * 1000
    assert personal["max.compaction.lag.ms"] == 12 * 3600 * 1000
    assert personal["delete.retention.ms"] == 7 * 24 * 3600 * 1000


def test_production_has_its_topics_as_the_preparation_would_make_them():
    topics = of_kind("production", "KafkaTopic", "vakhta-data")

    for name, made in (("vakhta.events", UNLIMITED), ("vakhta.personal", COMPACTED)):
        declared = {key: str(value) for key, value in topics[name]["spec"]["config"].items()}
        assert made.items() <= declared.items()


def test_deleting_a_manifest_deletes_no_topic():
    [kafka] = of_kind("production", "Kafka", "vakhta-data").values()

    assert kafka["spec"]["kafka"]["config"]["delete.topic.enable"] is False
