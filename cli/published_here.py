"""What the desk of this folder has published, whether its file is here or not."""

from datetime import date, datetime, time

from cli.asking import Asking
from cli.running import desk_here
from cli.tickets import zones
from cli.trouble import Trouble
from libs.regulation.edition import Edition


def published_here(vendor: str, on: date) -> Edition | None:
    """A vendor's edition in force on a day from its beginning, as it was published; None where no
    desk is up, or it knows no such vendor. Raises Trouble where it had none on that day."""
    try:
        desk = desk_here()
    except Trouble:
        return None
    with Asking(desk) as asking:
        zone = zones(asking).get(vendor)
        if zone is None:
            return None
        at = datetime.combine(on, time(), zone).isoformat()
        held = asking.get("entitlement", "v1/regulations/in-force", vendor, at=at)
        whole = asking.get("entitlement", f"v1/regulations/{held['edition']}", vendor)
    return Edition.model_validate(whole["content"])
