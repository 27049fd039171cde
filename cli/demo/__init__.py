"""A desk at work: tickets of two vendors as people would bring and answer them."""
