"""What a desk on one machine consists of: two servers, a mail catcher, and services."""

from dataclasses import dataclass
from typing import Any

from cli.embedded.ports import choose
from cli.home import Home
from cli.trouble import Trouble
from libs.runtime.command import SERVICES

FIRST_PORT = 8101
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Desk:
    """Where everything is; `ports` has a service's name and its replicas' ports."""

    home: Home
    database_url: str
    kafka_bootstrap: str
    mail_port: int
    ports: dict[str, list[int]]

    @property
    def urls(self) -> dict[str, list[str]]:
        """The base URLs of each service's replicas."""
        return {name: [f"http://{HOST}:{port}" for port in on] for name, on in self.ports.items()}

    @property
    def replicas(self) -> dict[str, str]:
        """Each replica's name, as `vakhta stop` knows it, and its URL."""
        return {
            replica(service, number): url
            for service, urls in self.urls.items()
            for number, url in enumerate(urls, start=1)
        }

    @property
    def addresses(self) -> dict[str, Any]:
        """Where things are, for `vakhta status`."""
        return {
            "services": {
                service: [replica(service, number) for number in range(1, len(ports) + 1)]
                for service, ports in self.ports.items()
            },
            "replicas": self.replicas,
            "postgres": self.database_url,
            "kafka": self.kafka_bootstrap,
            "mail": f"smtp://{HOST}:{self.mail_port}",
        }

    @property
    def operator_key(self) -> str:
        """The key that may do everything."""
        return self.home.secret("operator-key", prefix="vk_op_")


def replica(service: str, number: int) -> str:
    """The name of a replica, as `vakhta stop` knows it: `intake-1` is the first of intake."""
    return f"{service}-{number}"


def choose_ports(home: Home, replicas: int, insisted: int | None = None) -> dict[str, list[int]]:
    """A port for each replica: the kept, the usual or any free one, unless somebody insists."""
    return {
        service: [
            choose_port(home, replica(service, number), place + 10 * (number - 1), insisted)
            for number in range(1, replicas + 1)
        ]
        for place, service in enumerate(SERVICES)
    }


def choose_port(home: Home, name: str, place: int, insisted: int | None) -> int:
    """The port of one replica, `place` after the first; Trouble when an insisted one is taken."""
    if insisted is None:
        return home.choose_port(name, FIRST_PORT + place)
    if not choose(insisted + place):
        raise Trouble(
            f"port {insisted + place} for {name} is in use: end what listens there, "
            "or choose another first port with --port",
            f"порт {insisted + place} для {name} занят: завершите то, что его слушает, "
            "или выберите другой первый порт в --port",
        )
    return home.keep_port(name, insisted + place)
