"""A desk that answers a command as the test says, for what is sent and what is told of it."""

import httpx

from cli.asking import Asking


class Desk:
    """Where each service is asked, and with which key."""

    urls = staticmethod(lambda _service: ["http://desk"])
    operator_key = "vk_op"


def let_answer(monkeypatch, module, answer):
    """From now on the commands of a module find a desk whose services answer so."""

    def asking(desk):
        made = Asking(desk)
        made._client = httpx.Client(transport=httpx.MockTransport(answer))
        return made

    monkeypatch.setattr(module, "desk_here", Desk)
    monkeypatch.setattr(module, "Asking", asking)
