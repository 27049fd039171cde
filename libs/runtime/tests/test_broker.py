"""Clients of the broker: what is opened is closed, whatever happens in between."""

import asyncio
import socket
import warnings

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.errors import KafkaConnectionError

from libs.runtime.broker import connected


@pytest.fixture
async def silent():
    """An address that takes connections and never answers, as a broker that hangs."""
    heard = asyncio.Event()

    async def listen(reader, writer):
        heard.set()
        await reader.read()
        writer.close()

    async with await asyncio.start_server(listen, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        yield f"127.0.0.1:{port}", heard


@pytest.mark.parametrize("kind", [AIOKafkaConsumer, AIOKafkaProducer])
async def test_a_client_whose_start_is_cut_short_is_closed(silent, kind):
    bootstrap, heard = silent
    client = kind(bootstrap_servers=bootstrap)

    async def use():
        async with connected(client):
            raise AssertionError("nothing answers there")

    using = asyncio.create_task(use())
    await heard.wait()
    using.cancel()
    with pytest.raises(asyncio.CancelledError):
        await using

    assert closed_without_a_warning(client)


@pytest.mark.parametrize("kind", [AIOKafkaConsumer, AIOKafkaProducer])
async def test_a_client_that_finds_no_broker_is_closed(kind):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    client = kind(bootstrap_servers=f"127.0.0.1:{port}")

    with pytest.raises(KafkaConnectionError):
        async with connected(client):
            raise AssertionError("nothing listens there")

    assert closed_without_a_warning(client)


def closed_without_a_warning(client):
    """Whether the library, asked as the garbage collector asks it, has nothing to warn of."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        client.__del__()
    return not told
