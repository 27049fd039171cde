"""What entitlement remembers: customers, rights by number, and what each ticket claimed."""

from services.entitlement.projections.claims import CLAIMS
from services.entitlement.projections.customers import CUSTOMERS
from services.entitlement.projections.entitlements import ENTITLEMENTS

PROJECTIONS = (CUSTOMERS, ENTITLEMENTS, CLAIMS)
