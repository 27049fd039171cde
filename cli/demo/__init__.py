"""A desk at work: tickets of both vendors as people would bring and answer them."""
