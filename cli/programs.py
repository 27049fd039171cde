"""The programs of a desk, and what each is told by its environment."""

import hashlib
import hmac
import json
import os
import sys
from urllib.parse import quote, urlsplit

from cli.desk import HOST, Desk, replica
from cli.embedded.program import Program
from cli.home import PROJECT


def services(desk: Desk) -> list[Program]:
    """Every replica of every service."""
    return [
        Program(
            name=replica(service, number),
            command=python("libs.runtime", "serve", service, "--host", HOST, "--port", str(port)),
            folder=PROJECT,
            log=desk.home.log(replica(service, number)),
            environment={**common(desk), **own(desk, service)},
        )
        for service, ports in desk.ports.items()
        for number, port in enumerate(ports, start=1)
    ]


def preparation(desk: Desk) -> Program:
    """What makes roles, schemas and topics, once, before the services."""
    owner = {
        "DATABASE_URL": desk.database_url,
        "VAKHTA_ROLES_PASSWORD": roles_password(desk.database_url),
    }
    return Program(
        name="prepare",
        command=python("libs.runtime", "prepare"),
        folder=PROJECT,
        log=desk.home.log("prepare"),
        environment={**common(desk), **owner},
    )


def mail_catcher(desk: Desk) -> Program:
    """What takes all mail in and sends none on."""
    folder = str(desk.home.path / "mail")
    return Program(
        name="mail",
        command=python("cli.mail_catcher", "--port", str(desk.mail_port), "--folder", folder),
        folder=PROJECT,
        log=desk.home.log("mail"),
    )


def common(desk: Desk) -> dict[str, str]:
    """What every service is told."""
    return {
        "KAFKA_BOOTSTRAP": desk.kafka_bootstrap,
        "VAKHTA_SECRET": desk.home.secret("secret"),
        "VAKHTA_OPERATOR_KEY": desk.operator_key,
        "VAKHTA_SERVICES": json.dumps(desk.urls),
        "VAKHTA_SMTP": f"smtp://{HOST}:{desk.mail_port}",
        "VAKHTA_TRACES": f"file:{desk.home.path / 'traces'}",
        "VAKHTA_TRACE_RATIO": os.environ.get("VAKHTA_TRACE_RATIO", "1.0"),
    }


def own(desk: Desk, service: str) -> dict[str, str]:
    """What one service is told: its two roles, and nothing of the owner's."""
    password = roles_password(desk.database_url)
    return {
        "DATABASE_URL": "",
        "VAKHTA_RUNTIME_DATABASE_URL": as_role(desk.database_url, f"{service}_runtime", password),
        "VAKHTA_API_DATABASE_URL": as_role(desk.database_url, f"{service}_api", password),
    }


def roles_password(database_url: str) -> str:
    """The services' password, the same for each desk on one server: roles belong to the server."""
    owners = urlsplit(database_url).password or ""
    return hmac.new(owners.encode(), b"vakhta roles", hashlib.sha256).hexdigest()


def as_role(database_url: str, role: str, password: str) -> str:
    """The same database as another role."""
    parts = urlsplit(database_url)
    place = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{quote(role)}:{quote(password)}@{place}").geturl()


def python(module: str, *arguments: str) -> list[str]:
    """The command that runs a module of ours on this Python."""
    return [sys.executable, "-m", module, *arguments]
