"""Ids that are derived instead of drawn, so that a repeated request meets itself."""

import hmac
import os
import time
from uuid import UUID


def event_id() -> UUID:
    """A UUIDv7: unique, and ordered by the time it was made."""
    milliseconds = time.time_ns() // 1_000_000
    value = milliseconds << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)


class Identity:
    """Derives ids and digests with the desk's secret; the same parts give the same id."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def derive(self, *parts: str) -> str:
        """A UUID (version 8) in its text form."""
        value = int.from_bytes(self._mac(parts)[:16], "big")
        value = value & ~(0xF << 76) | 0x8 << 76
        value = value & ~(0x3 << 62) | 0x2 << 62
        return str(UUID(int=value))

    def digest(self, *parts: str) -> str:
        """A keyed digest: tells whether two contents are the same, and nothing else of them."""
        return self._mac(parts)[:16].hex()

    def _mac(self, parts: tuple[str, ...]) -> bytes:
        framed = b"".join(_framed(part.encode()) for part in parts)
        return hmac.digest(self._secret, framed, "sha256")


def _framed(part: bytes) -> bytes:
    return len(part).to_bytes(4, "big") + part
