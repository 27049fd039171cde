"""What entitlement remembers: customers, rights, what each ticket claimed, who accepted what,
what was worked and charged."""

from services.entitlement.projections.acceptances import ACCEPTANCES
from services.entitlement.projections.claims import CLAIMS
from services.entitlement.projections.customers import CUSTOMERS
from services.entitlement.projections.entitlements import ENTITLEMENTS
from services.entitlement.projections.work import CHARGES, WORK

PROJECTIONS = (CUSTOMERS, ENTITLEMENTS, CLAIMS, ACCEPTANCES, WORK, CHARGES)
