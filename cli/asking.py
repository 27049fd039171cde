"""Questions and orders to a running desk's services, in the name of its operator."""

from typing import Any, Self

import httpx

from cli.running import RunningDesk
from cli.trouble import Trouble

PATIENCE = 15.0


class Asking:
    """Asks the services over HTTP. What they refuse is Trouble, in their own words."""

    def __init__(self, desk: RunningDesk) -> None:
        self._desk = desk
        headers = {"Authorization": f"Bearer {desk.operator_key}"}
        self._client = httpx.Client(headers=headers, timeout=PATIENCE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(self, service: str, path: str, vendor: str = "*", **query: Any) -> Any:
        """What a service answers. Raises Trouble where it refuses or does not answer."""
        return self._ask("GET", service, path, {"Vakhta-Vendor": vendor}, params=query)

    def find(self, service: str, path: str, vendor: str, **query: Any) -> Any:
        """What a service answers, None where there is nothing. Raises Trouble like `get`."""
        answer = self._reach("GET", service, path, {"Vakhta-Vendor": vendor}, params=query)
        return None if answer.status_code == 404 else understood(answer, service)

    def post(
        self, service: str, path: str, body: Any = None, vendor: str = "*", once: str = ""
    ) -> Any:
        """What a service answers to an order; `once` is the Idempotency-Key, where it wants one.

        Raises Trouble where it refuses or does not answer.
        """
        headers = {"Vakhta-Vendor": vendor} | ({"Idempotency-Key": once} if once else {})
        return self._ask("POST", service, path, headers, json=body)

    def put(self, service: str, path: str, body: Any, vendor: str) -> Any:
        """What a service answers to what it is to keep. Raises Trouble like `post`."""
        return self._ask("PUT", service, path, {"Vakhta-Vendor": vendor}, json=body)

    def _ask(self, method: str, service: str, path: str, headers: Any, **more: Any) -> Any:
        return understood(self._reach(method, service, path, headers, **more), service)

    def _reach(
        self, method: str, service: str, path: str, headers: Any, **more: Any
    ) -> httpx.Response:
        """The answer of the first replica that gives one."""
        for url in self._desk.urls(service):
            try:
                return self._client.request(method, f"{url}/{path}", headers=headers, **more)
            except httpx.TransportError:
                continue
        raise Trouble(
            f"{service} does not answer: `vakhta status` shows what runs",
            f"{service} не отвечает: `vakhta status` покажет, что работает",
        )


def understood(answer: httpx.Response, service: str) -> Any:
    """The body of an answer. Raises Trouble with the words of a refusal."""
    if answer.is_success:
        return answer.json()
    raise Trouble(
        f"{service} refuses: {words_of(answer)}",
        f"{service} отказывает: {words_of(answer, '_ru') or words_of(answer)}",
    )


def words_of(refusal: httpx.Response, language: str = "") -> str:
    """What a problem document says, of single fields where it does; in Russian for `_ru`."""
    try:
        problem = refusal.json()
    except ValueError:
        return f"{refusal.status_code} {refusal.reason_phrase}"
    said = [
        f"{one['field']}: {one.get(f'message{language}') or one['message']}"
        for one in problem.get("errors") or []
    ]
    return "; ".join(said) or str(
        problem.get(f"detail{language}") or problem.get("detail", problem)
    )
