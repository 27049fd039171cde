"""Which slice of the keys a key belongs to: Kafka's own murmur2, so every client agrees."""

from functools import lru_cache
from zlib import crc32


def murmur2(data: bytes) -> int:
    """Kafka's default hash of a key, as an unsigned 32-bit number."""
    mask, mixer = 0xFFFFFFFF, 0x5BD1E995
    result = (0x9747B28C ^ len(data)) & mask
    whole = len(data) // 4 * 4
    for at in range(0, whole, 4):
        word = int.from_bytes(data[at : at + 4], "little") * mixer & mask
        word = (word ^ (word >> 24)) * mixer & mask
        result = (result * mixer & mask) ^ word
    if rest := data[whole:]:
        result = (result ^ int.from_bytes(rest, "little")) * mixer & mask
    result = (result ^ (result >> 13)) * mixer & mask
    return result ^ (result >> 15)


@lru_cache(maxsize=10_000)
def shard_of(key: str, shards: int) -> int:
    """The shard, which is the partition, of a ticket's or another subject's id."""
    return (murmur2(key.encode()) & 0x7FFFFFFF) % shards


def lock_space(name: str) -> int:
    """A signed 32-bit number that keeps one kind of advisory lock apart from the others."""
    return crc32(name.encode()) - 2**31


def key_of(stream: str) -> str:
    """The id after the category's name: what a stream's events are keyed by."""
    return stream.partition("-")[2]
