"""What entitlement decides: who holds which right, which edition holds, what covers a ticket."""
