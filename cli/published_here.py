"""The editions that the desk of this folder has published, whether their files are here or not."""

from typing import Any

import tomli

from cli.asking import Asking
from cli.running import desk_here
from cli.trouble import Trouble

HELD = {"published", "in_force", "superseded"}


def published_here(vendor: str) -> list[dict[str, Any]]:
    """A vendor's editions as they were published, without drafts; none where no desk is up, or it
    has none of his."""
    try:
        desk = desk_here()
    except Trouble:
        return []
    with Asking(desk) as asking:
        listed = asking.get("entitlement", "v1/regulations", vendor)["items"]
        texts = [
            asking.get("entitlement", f"v1/regulations/{one['edition']}", vendor)["text"]
            for one in listed
            if one["state"] in HELD
        ]
    return [tomli.loads(text) for text in texts]
