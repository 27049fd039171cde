from aiokafka.partitioner import murmur2 as kafkas_own
from hypothesis import given
from hypothesis import strategies as st

from libs.runtime.shards import key_of, lock_space, murmur2, shard_of


@given(st.binary(max_size=80))
def test_a_key_hashes_as_kafkas_own_clients_hash_it(data):
    assert murmur2(data) == kafkas_own(data) & 0xFFFFFFFF


def test_the_shard_of_a_key_never_changes():
    assert [shard_of(key, 16) for key in ("a", "ticket", "обращение")] == [12, 1, 15]


@given(st.text(min_size=1, max_size=40), st.sampled_from([1, 4, 16, 64]))
def test_every_key_has_a_shard(key, shards):
    assert 0 <= shard_of(key, shards) < shards


def test_a_streams_key_is_what_follows_its_category():
    assert key_of("clocks-7f-00") == "7f-00"


def test_lock_spaces_fit_postgres_and_differ():
    spaces = {lock_space(name) for name in ("intake", "views", "intake holds")}

    assert len(spaces) == 3
    assert all(-(2**31) <= space < 2**31 for space in spaces)
