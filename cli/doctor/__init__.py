"""Whether a desk has lost, doubled or set aside anything: what it holds, compared."""
