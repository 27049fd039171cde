"""`vakhta keys`: who may use the desk's API, and for what."""

import json
import secrets
from typing import Annotated, Any

import typer

from cli.language import said
from cli.options import AsJson
from cli.trouble import Trouble

app = typer.Typer(name="keys", add_completion=False, no_args_is_help=True)

Vendor = Annotated[str, typer.Option(help="Whose key: a vendor, as its regulation names it.")]
KeyId = Annotated[str, typer.Argument(help="The key's id, as `vakhta keys list` shows it.")]


@app.callback()
def keys() -> None:
    """Issue, see, renew and take back keys of the API."""


@app.command()
def create(
    vendor: Vendor,
    scope: Annotated[
        list[str], typer.Option(help="submit, read_own, engineer, administer, deliveries.")
    ],
    product: Annotated[str | None, typer.Option(help="The only one it submits for.")] = None,
    client: Annotated[
        str | None, typer.Option(help="Who holds it; else the product, or the desk.")
    ] = None,
    engineer: Annotated[str | None, typer.Option(help="Whose it is: an engineer's id.")] = None,
    expires_at: Annotated[str | None, typer.Option(help="Until when, such as 2027-01-01.")] = None,
    as_json: AsJson = False,
) -> None:
    """Issue a key; it is shown this once."""
    wanted = {
        "client": client or product or "desk",
        "product": product,
        "scopes": scope,
        "engineer_id": engineer,
        "expires_at": instant(expires_at),
    }
    check_vendor(vendor)
    issued = post(vendor, "v1/keys", wanted)
    shown = said(
        f"(shown this once; its id is {issued['key_id']})",
        f"(показан один раз; его код {issued['key_id']})",
    )
    tell(issued, f"{issued['key']}\n{shown}", as_json)


@app.command("list")
def list_(vendor: Vendor, as_json: AsJson = False) -> None:
    """Show a vendor's keys, without their secrets."""
    from cli.asking import Asking
    from cli.running import desk_here

    with Asking(desk_here()) as asking:
        found: list[dict[str, Any]] = []
        after: str | None = ""
        while after is not None:
            page = asking.get("intake", "v1/keys", vendor, after=after, limit=200)
            found, after = [*found, *page["items"]], page["next"]
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        show(found)


@app.command()
def rotate(
    key_id: KeyId,
    vendor: Vendor,
    overlap_hours: Annotated[int, typer.Option(min=0, max=720, help="The old one works on.")] = 24,
    as_json: AsJson = False,
) -> None:
    """Give a key a new secret; it is shown this once."""
    new = post(vendor, f"v1/keys/{key_id}/rotation", {"overlap_hours": overlap_hours})
    shown = said(
        f"(shown this once; the old one works until {new['old_until']})",
        f"(показан один раз; прежний действует до {new['old_until']})",
    )
    tell(new, f"{new['key']}\n{shown}", as_json)


@app.command()
def revoke(key_id: KeyId, vendor: Vendor, as_json: AsJson = False) -> None:
    """Take a key back at once."""
    revoked = post(vendor, f"v1/keys/{key_id}/revocation", None)
    told = said(f"{key_id} is worth nothing from now on", f"{key_id} больше не действует")
    tell(revoked, told, as_json)


def instant(text: str | None) -> str | None:
    """An instant as the API takes it: in the zone of this machine where it names none."""
    from cli.instants import read_instant

    return text and read_instant("--expires-at", text).astimezone().isoformat()


def check_vendor(vendor: str) -> None:
    """Raises Trouble for a vendor that the desk does not have: a slip would give a useless key."""
    from cli.asking import Asking
    from cli.running import desk_here
    from cli.tickets import zones

    with Asking(desk_here()) as asking:
        known = zones(asking)
    if vendor not in known:
        there = ", ".join(known)
        raise Trouble(
            f"there is no vendor {vendor}: there are {there};"
            " one comes with its regulation (`vakhta regulation publish FILE`)",
            f"разработчика {vendor} нет: есть {there};"
            " новый появляется с регламентом (`vakhta regulation publish FILE`)",
        )


def post(vendor: str, path: str, body: Any) -> dict[str, Any]:
    """What intake answers to an order about keys, given once."""
    from cli.asking import Asking
    from cli.running import desk_here

    with Asking(desk_here()) as asking:
        answer: dict[str, Any] = asking.post("intake", path, body, vendor, secrets.token_hex(16))
        return answer


def tell(answer: dict[str, Any], words: str, as_json: bool) -> None:
    """Print an answer for programs or in words."""
    print(json.dumps(answer, ensure_ascii=False, indent=2) if as_json else words)


def show(found: list[dict[str, Any]]) -> None:
    """A table for people."""
    from cli.console import console, plain_table

    shown = plain_table(
        said("id", "код"),
        said("client", "у кого"),
        said("product", "продукт"),
        said("scopes", "права"),
        said("until", "до"),
    )
    for key in found:
        until = said("revoked", "отозван") if key["revoked"] else key["expires_at"] or ""
        scopes = ", ".join(key["scopes"])
        shown.add_row(key["key_id"], key["client"], key["product"] or "", scopes, until)
    console().print(shown if found else said("No keys yet.", "Ключей пока нет."))
