"""What intake decides: tickets, the contacts who write them, and the keys of clients."""
