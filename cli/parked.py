"""Keys that services have set aside: what they are parked on, tried again, passed over."""

from typing import Any
from urllib.parse import quote

from cli.asking import Asking
from cli.running import RunningDesk
from cli.trouble import Trouble

Parked = dict[str, Any]


def listed(desk: RunningDesk, asking: Asking, service: str | None) -> list[Parked]:
    """What is parked in one service or in all, each with its service."""
    services = [service] if service else list(desk.services)
    return [
        {"service": one, **parked}
        for one in services
        for parked in asking.get(one, "internal/parked")
    ]


def services_with(desk: RunningDesk, asking: Asking, key: str, service: str | None) -> list[str]:
    """The services that have the key parked. Raises Trouble where none has."""
    found = [one["service"] for one in listed(desk, asking, service) if one["key"] == key]
    if not found:
        raise Trouble(
            f"nothing is parked under {key}: `vakhta parked list` shows what is",
            f"под ключом {key} ничего не отложено: что отложено, покажет `vakhta parked list`",
        )
    return found


def retry(asking: Asking, service: str, key: str) -> Parked:
    """Try the key's events again, in order; `error` is what they stopped at, or null."""
    path = f"internal/parked/{quote(key, safe='')}/retry"
    return {"service": service, **asking.post(service, path)}


def skip(asking: Asking, service: str, key: str, reason: str) -> Parked:
    """Leave out the event the key is parked on, for ever, and try those behind it."""
    path = f"internal/parked/{quote(key, safe='')}/skip"
    return {"service": service, **asking.post(service, path, {"reason": reason})}
