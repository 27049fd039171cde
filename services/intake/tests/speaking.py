"""Short words for requests to intake."""

from itertools import count

_keys = count(1)


class Client:
    """One caller; every request has a new Idempotency-Key unless one is given."""

    def __init__(self, http):
        self.http = http

    async def submit(self, request, key=None):
        return await self.post("/tickets", request, key=key)

    async def submitted(self, request, key=None):
        """The id of a ticket that was accepted."""
        answer = await self.submit(request, key)
        assert answer.status_code == 201, answer.text
        return answer.json()["ticket_id"]

    async def new_key(self, client, **body):
        answer = await self.post("/keys", {"client": client, **body})
        assert answer.status_code == 201, answer.text
        return answer.json()["key"]

    async def post(self, path, body=None, *, key=None, seen="*"):
        headers = {"Idempotency-Key": key or f"key-{next(_keys)}"}
        if seen is not None:
            headers["If-Match"] = f'"{seen}"'
        return await self.http.post(f"/v1{path}", json=body, headers=headers)

    async def act(self, ticket_id, what, body=None, **more):
        return await self.post(f"/tickets/{ticket_id}/{what}", body, **more)

    async def get(self, path):
        return await self.http.get(f"/v1{path}")

    async def state(self, ticket_id):
        return (await self.get(f"/tickets/{ticket_id}")).json()
