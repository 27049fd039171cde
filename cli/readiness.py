"""Whether a replica of a service says that it is ready."""

import httpx


async def is_ready(client: httpx.AsyncClient, url: str) -> bool:
    """Ask the replica at this base URL."""
    try:
        return (await client.get(f"{url}/readyz")).is_success
    except httpx.HTTPError:
        return False
