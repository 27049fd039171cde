"""Which process answers at a replica's address, and whether it says that it is ready."""

import httpx


async def ready_process(client: httpx.AsyncClient, url: str) -> int | None:
    """The id of the process that is ready at this base URL; another desk's may listen there."""
    try:
        answer = await client.get(f"{url}/readyz")
        return answer.json().get("process") if answer.is_success else None
    except (httpx.HTTPError, ValueError):
        return None
