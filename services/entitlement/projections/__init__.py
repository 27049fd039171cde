"""What entitlement remembers: customers, rights, requests, what each ticket claimed, work."""

from services.entitlement.projections.acceptances import ACCEPTANCES
from services.entitlement.projections.circumstances import CIRCUMSTANCES, LICENCES
from services.entitlement.projections.claims import CLAIMS
from services.entitlement.projections.customers import CUSTOMERS
from services.entitlement.projections.entitlements import ENTITLEMENTS
from services.entitlement.projections.ledger import COVERAGES, LEDGER
from services.entitlement.projections.open_tickets import OPEN_TICKETS
from services.entitlement.projections.regulations import REGULATIONS
from services.entitlement.projections.work import CHARGES, WORK

PROJECTIONS = (
    CUSTOMERS,
    LICENCES,
    CIRCUMSTANCES,
    ENTITLEMENTS,
    CLAIMS,
    COVERAGES,
    LEDGER,
    ACCEPTANCES,
    REGULATIONS,
    OPEN_TICKETS,
    WORK,
    CHARGES,
)
